/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session-private.h"

#include <string.h>

/* How it works. Each record is asked first whether it can be read. If so, its ContentType and the
 * HandshakeType of its messages say what it is; phase and version say under which key. If not:
 * up to TLS 1.2 the ContentType still stands outside, and the first handshake record after
 * ChangeCipherSpec is Finished; in TLS 1.3 length and order decide (session-infer.c). */

session_t *session_new(guint32 number)
{
    session_t *session = g_new0(session_t, 1);
    session->facts.number = number;
    session->facts.key_exchange = KEX_UNKNOWN;
    session->facts.forward_secrecy = UNKNOWN_YET;
    session->facts.resumed = UNKNOWN_YET;
    session->facts.handshake_nanoseconds = -1;
    return session;
}

void session_free(session_t *session)
{
    if (!session)
        return;
    g_free(session->facts.server_name);
    g_free(session->facts.alpn);
    g_free(session);
}

const session_facts_t *session_facts(const session_t *session)
{
    return &session->facts;
}

bool session_is_tls13(const session_t *session)
{
    guint16 version = session->facts.version;
    return version == 0x0304 || version == 0xfefc || version >> 8 == 0x7f || version >> 8 == 0xfb;
}

/* Only a ClientHello that nobody encrypted can begin another session; after keys are in use, the
 * connection carries something else now. */
bool session_is_over(const session_t *session, const record_t *record)
{
    bool under_keys = session->handshake_done || session->keyed[SENDER_CLIENT];
    if (!under_keys || record->decrypted || record->content_type != CONTENT_HANDSHAKE)
        return false;
    for (size_t i = 0; i < record->n_messages; i++)
        if (record->messages[i].whole &&
            record->messages[i].octets.data[0] == HANDSHAKE_CLIENT_HELLO)
            return true;
    return false;
}

step_t session_step(const session_t *session, const record_t *record, step_kind_t kind)
{
    return (step_t){
        .kind = (guint8)kind,
        .handshake_type = 255,
        .sender = (guint8)record->sender,
        .segment = 1,
        .protection = PROTECTION_NONE,
        .key_exchange = (guint8)session->facts.key_exchange,
        .alert_description = ALERT_UNREADABLE,
        .version = session->facts.version,
        .resumed = session->facts.resumed == YES,
        .renegotiation = session->renegotiating,
        .early_data_offered = session->early_data_offered,
    };
}

static bool in_handshake(const session_t *session)
{
    return !session->handshake_done || session->renegotiating;
}

void session_complete(session_t *session, const record_t *record, bool inferred)
{
    session->finished[SENDER_CLIENT] = session->finished[SENDER_SERVER] = false;
    session->renegotiating = false;
    if (session->handshake_done)
        return;
    session->handshake_done = true;
    session->facts.segment1_last = record->frame;
    session->facts.handshake_inferred = inferred;
    if (session->client_hello_seen)
        session->facts.handshake_nanoseconds = MAX(record->time - session->started, 0);
}

void session_take_finished(session_t *session, const record_t *record, bool inferred)
{
    session->expects_finished[record->sender] = false;
    if (session_is_tls13(session) && session->handshake_done)
        return; /* late client authentication */
    session->finished[record->sender] = true;
    bool over = session_is_tls13(session)
                    ? record->sender == SENDER_CLIENT
                    : session->finished[SENDER_CLIENT] && session->finished[SENDER_SERVER];
    if (over)
        session_complete(session, record, inferred);
}

/* Under which key this side sends now, as far as order tells. */
static protection_t protection_now(const session_t *session, const record_t *record)
{
    if (!session_is_tls13(session))
        return session->keyed[record->sender] ? PROTECTION_SESSION_KEY : PROTECTION_NONE;
    if (record->content_type != CONTENT_APPLICATION_DATA)
        return PROTECTION_NONE;
    if (session->handshake_done || session->finished[record->sender])
        return PROTECTION_SESSION_KEY;
    return PROTECTION_HANDSHAKE_KEY;
}

/* RFC 5246 §7.1. Where the server sends it without having shown who it is, the session is one that
 * was agreed before (RFC 5246 §7.3, figure 2). */
static void on_change_cipher_spec(session_t *session, const record_t *record, step_t *step)
{
    step->dummy = session_is_tls13(session) || session->hello_retry_seen;
    if (step->dummy)
        return;
    step->protection = session->keyed[record->sender] ? PROTECTION_SESSION_KEY : PROTECTION_NONE;
    session->renegotiating = session->handshake_done;
    step->renegotiation = session->renegotiating;
    session->keyed[record->sender] = true;
    session->expects_finished[record->sender] = true;
    if (record->sender != SENDER_SERVER || session->handshake_done || !session->server_hello_seen ||
        session->certificate_seen || session->server_hello_done_seen)
        return;
    session->facts.resumed = YES;
    session->facts.forward_secrecy = UNKNOWN_YET;
    step->resumed = true;
    if (!session->absent_said)
        step->absent = ABSENT_RESUMED;
    session->absent_said = true;
}

static void on_alert(session_t *session, const record_t *record, step_t *step)
{
    step->segment = in_handshake(session) ? 1 : 2;
    step->protection = (guint8)protection_now(session, record);
    if (!record->alert_known)
        return;
    step->alert_level = record->alert_level;
    step->alert_description = record->alert_description;
}

/* Data of the client before its Finished is early data: it could have no other key. */
static void on_application_data(session_t *session, const record_t *record, step_t *step)
{
    step->segment = 2;
    step->protection = PROTECTION_SESSION_KEY;
    if (record->sender == SENDER_SERVER || !session->early_data_offered ||
        session->handshake_done || session->early_data_over)
        return;
    if (session->server_hello_seen && !session_is_tls13(session))
        return;
    step->protection = PROTECTION_EARLY_DATA_KEY;
}

static void on_heartbeat(session_t *session, const record_t *record, step_t *step)
{
    step->segment = in_handshake(session) ? 1 : 2;
    step->protection = (guint8)protection_now(session, record);
}

static void on_handshake_octets(session_t *session, const record_t *record, slice_t octets,
                                step_t *step)
{
    step->protection = (guint8)protection_now(session, record);
    step->segment = session_is_tls13(session) && session->handshake_done ? 2 : 1;
    if (record->decrypted || !session->keyed[record->sender]) {
        step->kind = STEP_PART;
        if (record->framing == FRAMING_DTLS && octets.size &&
            octets.data[0] == HANDSHAKE_CERTIFICATE)
            session->certificate_seen = true; /* every fragment begins with the message's header */
        return;
    }
    step->inferred = true;
    if (session->expects_finished[record->sender]) {
        step->kind = STEP_HANDSHAKE;
        step->handshake_type = HANDSHAKE_FINISHED;
        session_take_finished(session, record, true);
        return;
    }
    step->kind = STEP_ENCRYPTED_HANDSHAKE;
    session->renegotiating = session->handshake_done;
    step->renegotiation = session->renegotiating;
}

static void on_message(session_t *session, const record_t *record, const record_message_t *message,
                       step_t *step)
{
    handshake_t parsed;
    if (!message->whole || !handshake_parse(message->octets, record->framing, &parsed)) {
        on_handshake_octets(session, record, message->octets, step);
        return;
    }
    step->handshake_type = parsed.type;
    step->protection = (guint8)protection_now(session, record);
    session_take_message(session, record, parsed.body, step);
}

static char letter_of(const step_t *step)
{
    static const char kinds[STEP_KIND_COUNT] = {
        [STEP_ENCRYPTED_HANDSHAKE] = 'Z', [STEP_CHANGE_CIPHER_SPEC] = 'I',
        [STEP_APPLICATION_DATA] = 'D',    [STEP_ALERT] = 'L',
        [STEP_HEARTBEAT] = 'B',           [STEP_UNKNOWN] = 'Q',
    };
    char letter = kinds[step->kind];
    if (step->kind == STEP_HANDSHAKE)
        letter = step->hello_retry_request && step->handshake_type == HANDSHAKE_SERVER_HELLO
                     ? 'J'
                     : handshake_type_letter(step->handshake_type);
    return step->sender == SENDER_SERVER ? g_ascii_tolower(letter) : letter;
}

static void add_to_history(session_t *session, const step_t *step)
{
    char letter = letter_of(step);
    size_t length = strlen(session->facts.history);
    bool repeats_data = length > 0 && g_ascii_toupper(letter) == 'D' &&
                        session->facts.history[length - 1] == letter;
    if (letter && !repeats_data && length < HISTORY_LIMIT)
        session->facts.history[length] = letter;
}

static void add_step(session_t *session, const record_t *record, GArray *steps, const step_t *step)
{
    g_array_append_val(steps, *step);
    add_to_history(session, step);
    if (step->segment == 2 && session->facts.segment2_first == 0)
        session->facts.segment2_first = record->frame;
    if (step->segment == 1 && session->facts.segment1_first == 0)
        session->facts.segment1_first = record->frame;
}

static bool is_unreadable_tls13(const session_t *session, const record_t *record)
{
    return record->content_type == CONTENT_APPLICATION_DATA && !record->decrypted &&
           (session_is_tls13(session) ||
            (session->early_data_offered && !session->server_hello_seen));
}

static void feed_handshake(session_t *session, const record_t *record, GArray *steps)
{
    static const record_message_t nothing = {{0}, false};
    size_t n = MAX(record->n_messages, 1);
    for (size_t i = 0; i < n; i++) {
        step_t step = session_step(session, record, STEP_HANDSHAKE);
        if (record->version == 0x0002) /* SSL 2.0: the hello is all that is read of it */
            step.handshake_type = HANDSHAKE_CLIENT_HELLO;
        else
            on_message(session, record, record->n_messages ? &record->messages[i] : &nothing,
                       &step);
        add_step(session, record, steps, &step);
    }
}

typedef void feed_fn(session_t *session, const record_t *record, step_t *step);

static const struct {
    feed_fn *feed;
    step_kind_t kind;
} kinds[256] = {
    [CONTENT_CHANGE_CIPHER_SPEC] = {on_change_cipher_spec, STEP_CHANGE_CIPHER_SPEC},
    [CONTENT_ALERT] = {on_alert,              STEP_ALERT             },
    [CONTENT_APPLICATION_DATA] = {on_application_data,   STEP_APPLICATION_DATA  },
    [CONTENT_HEARTBEAT] = {on_heartbeat,          STEP_HEARTBEAT         },
};

static void feed_other(session_t *session, const record_t *record, GArray *steps)
{
    bool infer = is_unreadable_tls13(session, record);
    guint8 type = record->decrypted ? record->inner_type : record->content_type;
    step_t step = session_step(session, record, kinds[type].feed ? kinds[type].kind : STEP_UNKNOWN);
    if (infer)
        session_infer(session, record, &step);
    else if (kinds[type].feed)
        kinds[type].feed(session, record, &step);
    else
        step.segment = in_handshake(session) ? 1 : 2;
    if (!infer && step.kind == STEP_APPLICATION_DATA && record->sender == SENDER_CLIENT &&
        step.protection == PROTECTION_SESSION_KEY && session_is_tls13(session) &&
        !session->handshake_done)
        session_complete(session, record, true); /* its Finished was lost */
    add_step(session, record, steps, &step);
}

/* The capture begins inside the session: whatever its server showed was shown before. */
static void begin_mid_stream(session_t *session, step_t *first)
{
    bool before_certificate = first->kind == STEP_HANDSHAKE && !first->inferred &&
                              first->handshake_type <= HANDSHAKE_CERTIFICATE;
    bool begins = first->kind == STEP_HANDSHAKE && first->handshake_type == HANDSHAKE_CLIENT_HELLO;
    session->facts.mid_stream = !begins;
    if (begins || before_certificate || first->kind == STEP_PART)
        return;
    first->absent = ABSENT_NOT_CAPTURED;
    session->absent_said = true;
    if (first->kind == STEP_APPLICATION_DATA && first->protection == PROTECTION_SESSION_KEY) {
        session->handshake_done = true;
        session->keyed[SENDER_CLIENT] = session->keyed[SENDER_SERVER] = true;
    }
}

void session_feed(session_t *session, const record_t *record, GArray *steps)
{
    guint before = steps->len;
    guint8 type = record->decrypted ? record->inner_type : record->content_type;
    if (type == CONTENT_HANDSHAKE)
        feed_handshake(session, record, steps);
    else
        feed_other(session, record, steps);

    step_t *first = &g_array_index(steps, step_t, before);
    if (!session->fed)
        begin_mid_stream(session, first);
    session->fed = true;
    guint64 octets = (guint64)record->header_length + record->length;
    if (first->segment == 1)
        session->facts.segment1_bytes += octets;
    else
        session->facts.segment2_bytes += octets;
}
