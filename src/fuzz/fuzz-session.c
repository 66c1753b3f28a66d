/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A session fed with arbitrary records. A record of the input is: flags, content_type, inner_type,
 * version 2, length 2, time in ns 8, alert level and description, number of messages 1, then
 * each as: flags 1, vector 2. All that is said of a step is said. */

#include <string.h>

#include "explain.h"
#include "fuzz.h"
#include "session.h"
#include "weakness.h"

enum {
    FROM_SERVER = 1,
    OVER_DTLS = 2,
    DECRYPTED = 4,
    ALERT_KNOWN = 8,
    UNIFIED_HEADER = 16, /* with OVER_DTLS: the version is the epoch */
    BLIND = 32,
    QUIC_PACKET = 64, /* the content_type is that of the packet */
    CARRIES_DATA = 128,
    MESSAGES_LIMIT = 16
};
enum { WHOLE = 1, LARGE = 2 }; /* of a message */

static void read_messages(reader_t *r, record_t *record, record_message_t *messages)
{
    record->n_messages = reader_uint(r, 1) % (MESSAGES_LIMIT + 1);
    record->messages = messages;
    for (size_t i = 0; i < record->n_messages; i++) {
        guint32 flags = reader_uint(r, 1);
        bool whole = flags & WHOLE;
        messages[i] = (record_message_t){.octets = reader_vector(r, 2), .large = flags & LARGE};
        handshake_t parsed; /* what is whole has a header that agrees: collect.c sees to it */
        messages[i].whole = whole && handshake_parse(messages[i].octets, record->framing, &parsed);
    }
}

/* As collect.c has them. */
static void set_kind(record_t *record, guint32 flags)
{
    bool quic = flags & QUIC_PACKET;
    record->unified_header = !quic && (flags & OVER_DTLS) && (flags & UNIFIED_HEADER);
    record->blind = flags & BLIND;
    record->quic_packet = quic ? record->content_type % QUIC_PACKET_COUNT : QUIC_NONE;
    record->carries_data = quic && flags & CARRIES_DATA;
    if (record->unified_header) {
        record->epoch = record->version & 3;
        record->content_type = CONTENT_APPLICATION_DATA;
    }
}

static void read_record(reader_t *r, record_t *record, record_message_t *messages)
{
    guint32 flags = reader_uint(r, 1);
    record->frame++;
    record->sender = flags & FROM_SERVER ? SENDER_SERVER : SENDER_CLIENT;
    record->framing = flags & OVER_DTLS ? FRAMING_DTLS : FRAMING_TLS;
    record->decrypted = flags & DECRYPTED;
    record->content_type = (guint8)reader_uint(r, 1);
    record->inner_type = (guint8)reader_uint(r, 1);
    record->version = (guint16)reader_uint(r, 2);
    record->header_length = record->framing == FRAMING_DTLS ? 13 : 5;
    record->length = reader_uint(r, 2);
    record->time = fuzz_read_time(r);
    record->alert_known = flags & ALERT_KNOWN;
    record->alert_level = (guint8)reader_uint(r, 1);
    record->alert_description = (guint8)reader_uint(r, 1);
    set_kind(record, flags);
    read_messages(r, record, messages);
}

static void say_all_in(const step_t *step, language_t language)
{
    explain_full_t full = explain_full(step, language);
    g_assert(full.what && full.why && full.key && full.eavesdropper && full.without && full.url);
    g_assert(explain_step(step, language));
    g_assert(explain_protection(step, language));
    g_assert(explain_segment(step->segment, step, language));
    explain_absent(step->absent, step->version, language);
    if (step->kind != STEP_ALERT)
        return;
    g_free(explain_alert(step, language));
    g_free(explain_agreement(step, NULL, language));
}

static void say_all(const step_t *step)
{
    char buffer[24];
    g_assert(step->kind == STEP_PART || step_name(step, buffer));
    g_assert(step->segment == 1 || step->segment == 2);
    g_assert(protection_name(step->protection));
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        say_all_in(step, (language_t)language);
}

static void check_facts(const session_t *session)
{
    const session_facts_t *facts = session_facts(session);
    g_assert(strlen(facts->history) <= HISTORY_LIMIT);
    g_assert(!facts->server_name || g_utf8_validate(facts->server_name, -1, NULL));
    g_assert(!facts->alpn || g_utf8_validate(facts->alpn, -1, NULL));
    for (int i = 0; i < WEAKNESS_COUNT; i++)
        weakness_applies((weakness_t)i, facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(session_t) session = session_new(0);
    reader_t r = reader_over((slice_t){data, size});
    record_t record = {0};
    record_message_t messages[MESSAGES_LIMIT];
    while (reader_left(&r) > 0 && !r.failed) {
        read_record(&r, &record, messages);
        if (session_is_over(session, &record)) {
            session_free(session);
            session = session_new(1);
        }
        g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(step_t));
        session_feed(session, &record, steps);
        g_assert(steps->len > 0);
        for (guint i = 0; i < steps->len; i++)
            say_all(&g_array_index(steps, step_t, i));
    }
    check_facts(session);
    return 0;
}
