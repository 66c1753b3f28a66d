/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session.h"

#include <string.h>

#include "octets.h"

/* Messages in pieces, one piece to a record of the server. A row is a script of words:
 *
 *     first:N    the first piece of a Certificate message whose body has N octets: 20 octets
 *     large:N    the same, where the host sees that it is too large
 *     head:N     the first two octets of such a piece
 *     tail:N     the other 18; they look like the beginning of a large message
 *     piece      1000 octets; they look like the beginning of a large Certificate message
 *     rest       the message is put together; the host shows it whole
 *     whole      one whole ServerHelloDone
 *
 * What is told of each: "part", "too-large" or "whole". */
typedef struct {
    const char *name, *script, *want;
} row_t;

/* clang-format off */
static const row_t rows[] = {
    {"in two", "first:500 rest whole", "part whole whole"},
    {"in many", "first:2500 piece piece rest whole", "part part part whole whole"},
    {"too large", "large:70000 piece piece", "too-large part part"},
    {"too large, to its end", "large:1016 piece large:70000", "too-large part too-large"},
    {"too large, short of its end", "large:1017 piece large:70000", "too-large part part"},
    {"what follows a whole one is a first piece", "first:2500 rest large:70000", "part whole too-large"},
    {"the end was lost", "first:2500 piece whole large:70000", "part part whole too-large"},
    {"the header in two", "head:500 tail:500 rest whole", "part part whole whole"},
    {"the header in two, and more pieces", "head:2500 tail:2500 piece rest", "part part part whole"},
    {"the header of a large one in two", "head:70000 tail:70000 piece", "part too-large part"},
    {"the rest of the header was lost", "head:500 whole large:70000", "part whole too-large"},
};
/* clang-format on */

enum { FIRST_PIECE = 20, HEAD = 2, PIECE = 1000 };

static GByteArray *octets_of_word(const char *word)
{
    const char *colon = strchr(word, ':');
    GByteArray *octets = octets_of("0b 010101");
    if (colon) {
        guint64 size = g_ascii_strtoull(colon + 1, NULL, 10);
        for (guint i = 1; i <= 3; i++)
            octets->data[i] = (guint8)(size >> (24 - 8 * i));
    } else if (!g_str_equal(word, "piece")) {
        memset(octets->data, 0, 4);
        octets->data[0] = g_str_equal(word, "rest") ? 11 : 14;
        return octets;
    }
    guint before = octets->len;
    g_byte_array_set_size(octets, colon ? FIRST_PIECE : PIECE);
    memset(octets->data + before, 0, octets->len - before);
    if (g_str_has_prefix(word, "head:"))
        g_byte_array_set_size(octets, HEAD);
    if (g_str_has_prefix(word, "tail:"))
        g_byte_array_remove_range(octets, 0, HEAD);
    return octets;
}

static const char *told(const step_t *step)
{
    switch (step->kind) {
    case STEP_PART:
        return "part";
    case STEP_TOO_LARGE:
        return "too-large";
    case STEP_HANDSHAKE:
        return "whole";
    default:
        return "?";
    }
}

static void feed(session_t *session, const char *word, GString *out)
{
    g_autoptr(GByteArray) octets = octets_of_word(word);
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(step_t));
    bool whole = g_str_equal(word, "rest") || g_str_equal(word, "whole");
    bool large = g_str_has_prefix(word, "large") || g_str_has_prefix(word, "tail") ||
                 g_str_equal(word, "piece");
    record_message_t message = {
        .octets = {octets->data, octets->len},
          .whole = whole, .large = large
    };
    record_t record = {.frame = 1,
                       .sender = SENDER_SERVER,
                       .content_type = CONTENT_HANDSHAKE,
                       .inner_type = CONTENT_HANDSHAKE,
                       .version = 0x0303,
                       .header_length = 5,
                       .length = octets->len,
                       .messages = &message,
                       .n_messages = 1};
    session_feed(session, &record, steps);
    g_assert_cmpuint(steps->len, ==, 1);
    g_string_append_printf(out, "%s%s", out->len ? " " : "",
                           told(&g_array_index(steps, step_t, 0)));
}

static void test_row(gconstpointer data)
{
    const row_t *row = data;
    g_autoptr(session_t) session = session_new(0);
    g_autoptr(GString) out = g_string_new(NULL);
    g_auto(GStrv) words = g_strsplit(row->script, " ", -1);
    for (char **word = words; *word; word++)
        feed(session, *word, out);
    g_assert_cmpstr(out->str, ==, row->want);
}

static void test_inside_large(void)
{
    const struct {
        const char *script;
        bool inside;
    } cases[] = {
        {"large:1017 piece",      true },
        {"large:1016 piece",      false},
        {"first:2500 piece",      false},
        {"large:70000 whole",     false},
        {"large:70000",           true },
        {"head:500 tail:500",     false},
        {"head:70000 tail:70000", true },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(session_t) session = session_new(0);
        g_autoptr(GString) out = g_string_new(NULL);
        g_auto(GStrv) words = g_strsplit(cases[i].script, " ", -1);
        for (char **word = words; *word; word++)
            feed(session, *word, out);
        g_assert_cmpint(session_is_inside_large(session, SENDER_SERVER), ==, cases[i].inside);
        g_assert_false(session_is_inside_large(session, SENDER_CLIENT));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/session pieces/%s", rows[i].name);
        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/session pieces/inside a large one", test_inside_large);
    return g_test_run();
}
