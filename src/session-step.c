/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session-private.h"

#include <string.h>

static const char *const protection_names[] = {
    [PROTECTION_NONE] = "none",
    [PROTECTION_EARLY_DATA_KEY] = "early-data-key",
    [PROTECTION_HANDSHAKE_KEY] = "handshake-key",
    [PROTECTION_SESSION_KEY] = "session-key",
};
G_STATIC_ASSERT(G_N_ELEMENTS(protection_names) == PROTECTION_COUNT);

static const char *const absent_reason_names[] = {
    [ABSENT_NOT] = NULL,
    [ABSENT_ENCRYPTED] = "encrypted",
    [ABSENT_RESUMED] = "resumed",
    [ABSENT_PSK] = "psk",
    [ABSENT_ANONYMOUS] = "anonymous",
    [ABSENT_RAW_PUBLIC_KEY] = "raw-public-key",
    [ABSENT_NOT_CAPTURED] = "not-captured",
};
G_STATIC_ASSERT(G_N_ELEMENTS(absent_reason_names) == ABSENT_COUNT);

/* Kinds of step that are no handshake message: name, and letter of the history. */
static const struct {
    const char *name;
    char letter;
} kinds[] = {
    [STEP_HANDSHAKE] = {NULL,                 0  },
    [STEP_PART] = {NULL,                 0  },
    [STEP_TOO_LARGE] = {NULL,                 0  },
    [STEP_ENCRYPTED_HANDSHAKE] = {"EncryptedHandshake", 'Z'},
    [STEP_CHANGE_CIPHER_SPEC] = {"ChangeCipherSpec",   'I'},
    [STEP_APPLICATION_DATA] = {"ApplicationData",    'D'},
    [STEP_ALERT] = {"Alert",              'L'},
    [STEP_HEARTBEAT] = {"Heartbeat",          'B'},
    [STEP_ACK] = {"ACK",                'Q'},
    [STEP_QUIC_PACKET] = {NULL,                 0  },
    [STEP_UNKNOWN] = {"UnknownRecord",      'Q'},
};
G_STATIC_ASSERT(G_N_ELEMENTS(kinds) == STEP_KIND_COUNT);

static const char *const authentication_names[] = {
    [AUTHENTICATION_UNKNOWN] = NULL,    [AUTHENTICATION_ONE_WAY] = "one-way",
    [AUTHENTICATION_ASKED] = "asked",   [AUTHENTICATION_NOT_GIVEN] = "asked-not-given",
    [AUTHENTICATION_MUTUAL] = "mutual",
};
G_STATIC_ASSERT(G_N_ELEMENTS(authentication_names) == AUTHENTICATION_COUNT);

const char *authentication_name(authentication_t authentication)
{
    return authentication_names[authentication];
}

const char *sender_name(sender_t sender)
{
    return sender == SENDER_CLIENT ? "client" : "server";
}

const char *protection_name(protection_t protection)
{
    return protection_names[protection];
}

const char *absent_reason_name(absent_reason_t reason)
{
    return absent_reason_names[reason];
}

static bool is_hello_retry_request(const step_t *step)
{
    return step->kind == STEP_HANDSHAKE && step->handshake_type == HANDSHAKE_SERVER_HELLO &&
           step->hello_retry_request;
}

const char *step_name(const step_t *step, char buffer[static 24])
{
    if (step->kind == STEP_QUIC_PACKET)
        return quic_packet_name((quic_packet_t)step->handshake_type);
    if (step->kind != STEP_HANDSHAKE && step->kind != STEP_TOO_LARGE)
        return kinds[step->kind].name;
    if (is_hello_retry_request(step))
        return handshake_type_name(HANDSHAKE_HELLO_RETRY_REQUEST);
    const char *name = handshake_type_name(step->handshake_type);
    if (name)
        return name;
    g_snprintf(buffer, 24, "HandshakeType %u", step->handshake_type);
    return buffer;
}

static char letter_of(const step_t *step)
{
    char letter = kinds[step->kind].letter;
    if (step->kind == STEP_HANDSHAKE || step->kind == STEP_TOO_LARGE)
        letter = is_hello_retry_request(step) ? 'J' : handshake_type_letter(step->handshake_type);
    return step->sender == SENDER_SERVER ? g_ascii_tolower(letter) : letter;
}

/* A run of application data from one side is one letter. */
static void add_to_history(session_facts_t *facts, const step_t *step)
{
    guint8 length = facts->history_length;
    char letter = letter_of(step);
    bool in_run =
        step->kind == STEP_APPLICATION_DATA && length > 0 && facts->history[length - 1] == letter;
    if (letter == 0 || in_run || length >= HISTORY_LIMIT)
        return;
    if (length + 2 == HISTORY_ROOM)
        facts->history = g_realloc(facts->history, HISTORY_LIMIT + 1);
    facts->history[length] = letter;
    facts->history[length + 1] = 0;
    facts->history_length++;
}

static void note_segment(session_facts_t *facts, guint8 segment, guint32 frame)
{
    guint32 *first = segment == 1 ? &facts->segment1_first : &facts->segment2_first;
    if (*first == 0)
        *first = frame;
}

static void count_round_trip(session_t *session, const step_t *step)
{
    bool speaks = step->kind == STEP_HANDSHAKE || step->kind == STEP_ENCRYPTED_HANDSHAKE ||
                  step->kind == STEP_TOO_LARGE;
    if (!speaks || step->segment != 1 || session->complete)
        return;
    if (step->sender == SENDER_SERVER && session->client_spoke_last)
        session->facts.round_trips++;
    session->client_spoke_last = step->sender == SENDER_CLIENT;
}

void session_say(const feed_t *feed, step_t step)
{
    session_t *session = feed->session;
    step.sender = (guint8)feed->record->sender;
    step.version = session->facts.version;
    step.key_exchange = (guint8)session->negotiation.key_exchange;
    step.resumed = session->negotiation.resumed == YES;
    step.early_data_offered = session->early_data_offered;
    if (step.absent != ABSENT_NOT && session->negotiation.told_absent)
        step.absent = ABSENT_NOT;
    if (step.absent != ABSENT_NOT)
        session->negotiation.told_absent = true;
    if (step.kind == STEP_PART)
        step.handshake_type = 255;
    count_round_trip(session, &step);
    add_to_history(&session->facts, &step);
    note_segment(&session->facts, step.segment, feed->record->frame);
    g_array_append_val(feed->steps, step);
}
