/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "surfaces.h"

#include <stdio.h>
#include <stdlib.h>

#include <wsutil/json_dumper.h>
#include <wsutil/report_message.h>

/* How it works. `-z tlswitness,survey[,FILTER]` prints one line of JSON for each session that has a
 * frame which the filter lets pass, as it stands at the end of the capture. What is a field stands
 * where `-T ek` has it, under the name that it has there, so that one mapping does for both; what
 * is none stands at the top. Where something is not known there is no member. What a session may
 * have several of is an array always, else a number, a truth value or a string. */

static const char command[] = "tlswitness,survey";

static void name_field(json_dumper *json, const char *field)
{
    g_autofree char *name = g_strdup_printf("tlswitness_tlswitness_%s", field);
    json_dumper_set_member_name(json, name);
}

static void put_text(json_dumper *json, const char *field, const char *text)
{
    if (!text)
        return;
    name_field(json, field);
    json_dumper_value_string(json, text);
}

static void put_number(json_dumper *json, const char *field, guint64 number)
{
    name_field(json, field);
    json_dumper_value_anyf(json, "%" G_GUINT64_FORMAT, number);
}

static void put_truth(json_dumper *json, const char *field, tristate_t value)
{
    if (value == UNKNOWN_YET)
        return;
    name_field(json, field);
    json_dumper_value_anyf(json, value == YES ? "true" : "false");
}

/* Seconds. A mapping of 4.0 and 4.4 takes them for a date, which has six decimals at most. */
static void put_duration(json_dumper *json, const char *field, gint64 nanoseconds)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    if (nanoseconds < 0)
        return;
    name_field(json, field);
    g_ascii_formatd(digits, sizeof digits, "%.6f", (double)nanoseconds / 1e9);
    json_dumper_value_anyf(json, "%s", digits);
}

typedef const char *(*word_of_t)(guint word);

static const char *problem_of(guint word)
{
    return problem_word((problem_t)word);
}

static const char *note_of(guint word)
{
    return note_word((note_t)word);
}

/* Each word once. @reasons: of reason_t, those of one word one after the other. */
static void put_reasons(json_dumper *json, const char *field, const GArray *reasons,
                        word_of_t word_of)
{
    if (reasons->len == 0)
        return;
    name_field(json, field);
    json_dumper_begin_array(json);
    for (guint i = 0; i < reasons->len; i++) {
        guint word = g_array_index(reasons, reason_t, i).word;
        if (i == 0 || word != g_array_index(reasons, reason_t, i - 1).word)
            json_dumper_value_string(json, word_of(word));
    }
    json_dumper_end_array(json);
}

static void put_findings(json_dumper *json, const ledger_entry_t *entry)
{
    bool some = false;
    for (int i = 0; i < WEAKNESS_COUNT; i++) {
        if (!ledger_weakness_frame(entry, (weakness_t)i))
            continue;
        if (!some) {
            name_field(json, "finding");
            json_dumper_begin_array(json);
        }
        some = true;
        json_dumper_value_string(json, weakness_word((weakness_t)i));
    }
    if (some)
        json_dumper_end_array(json);
}

static void put_chain(json_dumper *json, const ledger_entry_t *entry)
{
    const verdict_t *verdict = entry->verdict;
    if (!verdict) {
        put_text(json, "chain_absent_reason", absent_reason_name(entry->absent));
        return;
    }
    put_text(json, "chain_verdict", verdict_word(verdict->word));
    put_reasons(json, "chain_problem", verdict->problems, problem_of);
    put_reasons(json, "chain_note", verdict->notes, note_of);
    put_text(json, "chain_browser_error", verdict->browser_error);
}

static void put_fields(json_dumper *json, const ledger_entry_t *entry)
{
    const session_facts_t *facts = session_facts(entry->session);
    put_number(json, "session", facts->number);
    put_text(json, "server_name", facts->server_name);
    put_text(json, "alpn", facts->alpn);
    put_text(json, "version", surfaces_version(facts));
    put_text(json, "cipher_suite", surfaces_cipher_suite(facts));
    put_text(json, "key_exchange", key_exchange_name(facts->key_exchange));
    put_truth(json, "forward_secrecy", facts->forward_secrecy);
    put_truth(json, "resumed", facts->resumed);
    put_number(json, "segment1_bytes", facts->segment1_bytes);
    put_number(json, "segment2_bytes", facts->segment2_bytes);
    put_duration(json, "handshake_time", facts->handshake_nanoseconds);
    put_findings(json, entry);
    put_chain(json, entry);
    put_text(json, "possession", entry->possession);
}

/* ISO 8601 in UTC. A capture may hold any date, also one that has no such form: then there is none.
 */
static void put_timestamp(json_dumper *json, const nstime_t *when)
{
    g_autoptr(GDateTime) date =
        nstime_is_unset(when) ? NULL : g_date_time_new_from_unix_utc(when->secs);
    if (!date)
        return;
    g_autofree char *second = g_date_time_format(date, "%Y-%m-%dT%H:%M:%S");
    g_autofree char *text = g_strdup_printf("%s.%06dZ", second, when->nsecs / 1000);
    json_dumper_set_member_name(json, "timestamp");
    json_dumper_value_string(json, text);
}

static void put_peer(json_dumper *json, const char *name, char *gives)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_string(json, gives);
    g_free(gives);
}

static void put_count(json_dumper *json, const char *name, guint count)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_anyf(json, "%u", count);
}

static void begin_member(json_dumper *json, const char *name)
{
    json_dumper_set_member_name(json, name);
    json_dumper_begin_object(json);
}

static void print_line(const ledger_entry_t *entry)
{
    json_dumper json = {.output_file = stdout};
    guint round_trips = session_facts(entry->session)->round_trips;
    json_dumper_begin_object(&json);
    put_timestamp(&json, &entry->begin);
    put_peer(&json, "client", ledger_client(entry));
    put_peer(&json, "server", ledger_server(entry));
    put_count(&json, "frames1", entry->frames[0]);
    put_count(&json, "frames2", entry->frames[1]);
    if (round_trips > 0)
        put_count(&json, "round_trips", round_trips);
    begin_member(&json, "layers");
    begin_member(&json, "tlswitness");
    put_fields(&json, entry);
    json_dumper_end_object(&json);
    json_dumper_end_object(&json);
    json_dumper_end_object(&json);
    json_dumper_finish(&json);
}

/* ---- the tap ---- */

static tap_packet_status take(void *data, packet_info *pinfo _U_, epan_dissect_t *edt _U_,
                              const void *tap_data, tap_flags_t flags _U_)
{
    GArray *chosen = data; /* of bool, by number of the session */
    const tapped_t *tapped = tap_data;
    guint32 number = session_facts(tapped->entry->session)->number;
    if (number >= chosen->len)
        g_array_set_size(chosen, number + 1);
    g_array_index(chosen, bool, number) = true;
    return TAP_PACKET_REDRAW;
}

static void forget(void *data)
{
    g_array_set_size(data, 0);
}

static void draw(void *data)
{
    const GArray *chosen = data;
    for (guint i = 0; i < chosen->len; i++) {
        const ledger_entry_t *entry = g_array_index(chosen, bool, i) ? ledger_entry(i) : NULL;
        if (entry)
            print_line(entry);
    }
}

static void finish(void *data)
{
    g_array_unref(data);
}

static bool begin(const char *argument)
{
    const char *rest = argument + sizeof command - 1;
    GArray *chosen = g_array_new(FALSE, TRUE, sizeof(bool));
    GString *error =
        *rest == ',' || *rest == '\0'
            ? register_tap_listener(SURFACES_TAP_PROVED, chosen, *rest ? rest + 1 : NULL, 0, forget,
                                    take, draw, finish)
            : g_string_new("FILTER is a display filter");
    if (error) {
        report_failure("-z %s[,FILTER]: %s", command, error->str);
        exit(1);
    }
    return true;
}

void survey_register(void)
{
    compat_register_printer(command, begin);
}
