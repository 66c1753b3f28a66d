/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "surfaces.h"

#include <stdio.h>
#include <string.h>

#include <epan/stat_tap_ui.h>

/* How it works. epan keeps one table for all dialogs and for the command line, and prints or draws
 * it. A session gets its row with the first frame that the display filter lets pass; from then on
 * every frame of the session, let pass or not, brings the row up to date. The command line prints
 * a row with the formats of the columns and nothing before it has read everything: so the formats
 * grow with what they have to hold. */

typedef enum {
    COLUMN_SESSION,
    COLUMN_CLIENT,
    COLUMN_SERVER,
    COLUMN_SERVER_NAME,
    COLUMN_VERDICT, /* here, where it is seen without scrolling */
    COLUMN_PROBLEMS,
    COLUMN_VERSION,
    COLUMN_CIPHER_SUITE,
    COLUMN_KEY_EXCHANGE,
    COLUMN_RESUMED,
    COLUMN_FRAMES1,
    COLUMN_OCTETS1,
    COLUMN_FRAMES2,
    COLUMN_OCTETS2,
    COLUMN_HANDSHAKE_TIME,
    COLUMN_ROUND_TRIPS,
    COLUMN_POSSESSION,
    N_COLUMNS
} column_t;

static const char *const names[N_COLUMNS] = {
    [COLUMN_SESSION] = "Session   ", /* room for the arrow that shows the sorting */
    [COLUMN_CLIENT] = "Client",
    [COLUMN_SERVER] = "Server",
    [COLUMN_SERVER_NAME] = "Server name",
    [COLUMN_VERDICT] = "Verdict",
    [COLUMN_PROBLEMS] = "Problems",
    [COLUMN_VERSION] = "Version",
    [COLUMN_CIPHER_SUITE] = "Cipher suite",
    [COLUMN_KEY_EXCHANGE] = "Key exchange",
    [COLUMN_RESUMED] = "Resumed",
    [COLUMN_FRAMES1] = "Frames 1",
    [COLUMN_OCTETS1] = "Octets 1",
    [COLUMN_FRAMES2] = "Frames 2",
    [COLUMN_OCTETS2] = "Octets 2",
    [COLUMN_HANDSHAKE_TIME] = "Handshake (s)",
    [COLUMN_ROUND_TRIPS] = "Round trips",
    [COLUMN_POSSESSION] = "Possession",
};

static stat_tap_table_item columns[N_COLUMNS];
static tap_param filter_parameter = {PARAM_FILTER, "filter", "Filter", NULL, TRUE};
static stat_tap_table_ui table_ui;

/* The name of the table is never looked at in a window; on the command line it parts the names of
 * the columns from the rows. */
static const char table_name[] = "----";

/* What belongs to the rows as they are now. */
static GArray *row_of;      /* of guint: number of the session -> index of its row + 1 */
static GStringChunk *texts; /* what their strings are in */
static guint width[N_COLUMNS];
static char format[N_COLUMNS][16], heading[N_COLUMNS][128];

static bool is_number(column_t column)
{
    return columns[column].type == TABLE_ITEM_UINT;
}

/* A width that @length fits in. No dialog holds the table: then it is for the command line. */
static void make_room(column_t column, size_t length)
{
    if (length <= width[column] || table_ui.refcount > 0)
        return;
    width[column] = (guint)MIN(length, sizeof heading[column] - 1);
    bool right = columns[column].align == TAP_ALIGN_RIGHT;
    (void)g_snprintf(format[column], sizeof format[column], "%%%s%u%s", right ? "" : "-",
                     width[column], is_number(column) ? "u" : "s");
    (void)g_snprintf(heading[column], sizeof heading[column], right ? "%*s" : "%-*s",
                     (int)width[column], names[column]);
    columns[column].column_name = heading[column];
}

static void set_up_columns(void)
{
    for (int i = 0; i < N_COLUMNS; i++) {
        bool is_text = i == COLUMN_SESSION || i == COLUMN_CLIENT || i == COLUMN_SERVER ||
                       i == COLUMN_SERVER_NAME || i == COLUMN_VERSION || i == COLUMN_CIPHER_SUITE ||
                       i == COLUMN_KEY_EXCHANGE || i == COLUMN_RESUMED || i == COLUMN_VERDICT ||
                       i == COLUMN_PROBLEMS || i == COLUMN_POSSESSION;
        bool is_count = i == COLUMN_SESSION || (i >= COLUMN_FRAMES1 && i <= COLUMN_OCTETS2);
        columns[i] = (stat_tap_table_item){
            .type = is_count ? TABLE_ITEM_UINT : TABLE_ITEM_STRING,
            .align = is_text ? TAP_ALIGN_LEFT : TAP_ALIGN_RIGHT,
            .column_name = names[i],
            .field_format = format[i],
        };
    }
}

static void set_text(stat_tap_table_item_type *row, column_t column, const char *text)
{
    row[column].type = TABLE_ITEM_STRING;
    row[column].value.string_value = text ? text : "-";
    make_room(column, strlen(row[column].value.string_value));
}

static void set_number(stat_tap_table_item_type *row, column_t column, guint64 number)
{
    char digits[24];
    row[column].type = TABLE_ITEM_UINT;
    row[column].value.uint_value = (guint)MIN(number, G_MAXUINT);
    make_room(column,
              (size_t)g_snprintf(digits, sizeof digits, "%u", row[column].value.uint_value));
}

static const char *kept(char *gives)
{
    const char *text = gives ? g_string_chunk_insert_const(texts, gives) : NULL;
    g_free(gives);
    return text;
}

/* Both of one width, so that they sort as numbers: a column of numbers has no word for "not known".
 * They give. */
static char *count_of(guint n)
{
    return n ? g_strdup_printf("%5u", n) : NULL; /* NULL for none: nothing was answered */
}

static char *seconds(gint64 nanoseconds)
{
    if (nanoseconds < 0)
        return g_strdup("-");
    return g_strdup_printf("%11.6f", (double)nanoseconds / 1e9);
}

static char *problems(const verdict_t *verdict)
{
    GString *words = g_string_new(NULL);
    guint last = PROBLEM_COUNT;
    for (guint i = 0; i < verdict->problems->len; i++) {
        guint word = g_array_index(verdict->problems, reason_t, i).word;
        if (word != last)
            g_string_append_printf(words, "%s%s", words->len ? ", " : "",
                                   problem_word((problem_t)word));
        last = word;
    }
    return g_string_free(words, words->len == 0);
}

static const char *truth(tristate_t value)
{
    static const char *const words[] = {"-", "no", "yes"};
    return words[value + 1];
}

/* The verdict, else why there is no chain to judge. */
static const char *verdict_or_reason(const ledger_entry_t *entry)
{
    static const char *const reasons[ABSENT_COUNT] = {
        [ABSENT_ENCRYPTED] = "no chain: encrypted",
        [ABSENT_RESUMED] = "no chain: resumed",
        [ABSENT_PSK] = "no chain: psk",
        [ABSENT_ANONYMOUS] = "no chain: anonymous",
        [ABSENT_RAW_PUBLIC_KEY] = "no chain: raw-public-key",
        [ABSENT_NOT_CAPTURED] = "no chain: not-captured",
    };
    return entry->verdict ? verdict_word(entry->verdict->word) : reasons[entry->absent];
}

static void fill(stat_tap_table_item_type *row, const ledger_entry_t *entry)
{
    const session_facts_t *facts = session_facts(entry->session);
    set_text(row, COLUMN_SERVER_NAME, kept(g_strdup(facts->server_name)));
    set_text(row, COLUMN_VERSION, surfaces_version(facts));
    set_text(row, COLUMN_CIPHER_SUITE, surfaces_cipher_suite(facts));
    set_text(row, COLUMN_KEY_EXCHANGE, key_exchange_name(facts->key_exchange));
    set_text(row, COLUMN_RESUMED, truth(facts->resumed));
    set_number(row, COLUMN_FRAMES1, entry->frames[0]);
    set_number(row, COLUMN_OCTETS1, facts->segment1_bytes);
    set_number(row, COLUMN_FRAMES2, entry->frames[1]);
    set_number(row, COLUMN_OCTETS2, facts->segment2_bytes);
    set_text(row, COLUMN_HANDSHAKE_TIME, kept(seconds(facts->handshake_nanoseconds)));
    set_text(row, COLUMN_ROUND_TRIPS, kept(count_of(facts->round_trips)));
    set_text(row, COLUMN_VERDICT, verdict_or_reason(entry));
    set_text(row, COLUMN_PROBLEMS, kept(entry->verdict ? problems(entry->verdict) : NULL));
    set_text(row, COLUMN_POSSESSION, entry->possession);
}

static stat_tap_table *the_table(void)
{
    return stat_tap_find_table(&table_ui, table_name);
}

/* NULL where there is none, or no table any more: epan frees it with the last dialog. */
static stat_tap_table_item_type *row_for(const ledger_entry_t *entry)
{
    guint32 number = session_facts(entry->session)->number;
    const stat_tap_table *table = the_table();
    guint index =
        table && row_of && number < row_of->len ? g_array_index(row_of, guint, number) : 0;
    return index ? stat_tap_get_field_data(table, index - 1, 0) : NULL;
}

static void add_row(const ledger_entry_t *entry)
{
    guint32 number = session_facts(entry->session)->number;
    stat_tap_table *table = the_table();
    stat_tap_table_item_type row[N_COLUMNS] = {0};
    set_number(row, COLUMN_SESSION, number);
    set_text(row, COLUMN_CLIENT, kept(ledger_client(entry)));
    set_text(row, COLUMN_SERVER, kept(ledger_server(entry)));
    fill(row, entry);
    stat_tap_init_table_row(table, table->num_elements, N_COLUMNS, row);
    if (number >= row_of->len)
        g_array_set_size(row_of, number + 1);
    g_array_index(row_of, guint, number) = table->num_elements;
}

void sessions_table_refresh(const ledger_entry_t *entry)
{
    stat_tap_table_item_type *row = row_for(entry);
    if (row)
        fill(row, entry);
}

static tap_packet_status take(void *data _U_, packet_info *pinfo _U_, epan_dissect_t *edt _U_,
                              const void *tap_data, tap_flags_t flags _U_)
{
    const tapped_t *tapped = tap_data;
    if (!row_of || row_for(tapped->entry))
        return TAP_PACKET_DONT_REDRAW;
    add_row(tapped->entry);
    return TAP_PACKET_REDRAW;
}

static void begin(void)
{
    row_of = g_array_new(FALSE, TRUE, sizeof(guint));
    texts = g_string_chunk_new(4096);
    for (int i = 0; i < N_COLUMNS; i++) {
        width[i] = 0;
        columns[i].column_name = names[i];
        make_room((column_t)i, strlen(names[i]));
    }
}

static void end(void)
{
    if (row_of)
        g_array_unref(row_of);
    if (texts)
        g_string_chunk_free(texts);
    row_of = NULL;
    texts = NULL;
}

/* epan makes new rows for an empty table. The old ones go, unless another dialog shows them still:
 * then they and their strings are left to it, and to nobody after it. */
static void forget_rows(stat_tap_table *table)
{
    if (table_ui.refcount <= 1) {
        for (guint i = 0; i < table->num_elements; i++)
            g_free(table->elements[i]);
        end();
    }
    table->num_elements = 0;
    begin();
}

static void prepare(stat_tap_table_ui *ui)
{
    if (the_table())
        return; /* of an earlier filter or another dialog: it is reset before it is filled */
    end();
    begin();
    stat_tap_add_table(ui, stat_tap_init_table(table_name, N_COLUMNS, 0, NULL));
}

/* The rows name sessions of the file. */
static void close_file(void)
{
    if (row_of)
        g_array_set_size(row_of, 0);
}

void sessions_table_register(void)
{
    set_up_columns();
    table_ui = (stat_tap_table_ui){
        .group = REGISTER_PACKET_STAT_GROUP_UNSORTED,
        .title = "TLS sessions (TLS Witness)",
        .tap_name = SURFACES_TAP_PROVED,
        .cli_string = "tlswitness,sessions",
        .stat_tap_init_cb = prepare,
        .packet_func = take,
        .stat_tap_reset_table_cb = forget_rows,
        .nfields = N_COLUMNS,
        .fields = columns,
        .nparams = 1,
        .params = &filter_parameter,
    };
    register_cleanup_routine(close_file);
    register_stat_tap_table_ui(&table_ui);
}
