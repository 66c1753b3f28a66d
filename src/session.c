/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session-private.h"

/* How it works. A record is told by its ContentType, or, where that is the application_data of an
 * encrypted record of TLS 1.3, by the type inside, if the host has the plaintext. Each message of
 * a handshake record, else each record, becomes one step. Which segment and which key it belongs
 * to follows from what was seen before:
 *
 *   TLS 1.2   a side is under keys after its ChangeCipherSpec; the handshake is over when both
 *             have sent Finished, the first thing under keys. A handshake after that is a
 *             renegotiation, which ends in the same way.
 *   TLS 1.3   a side uses the handshake key until its Finished, then the session key; the
 *             handshake is over with the client's Finished. session-infer.c does without keys,
 *             session-dtls13.c and session-quic.c by what headers show. */

session_t *session_new(guint32 number)
{
    session_t *session = g_new0(session_t, 1);
    session->facts.number = number;
    session->facts.history = g_malloc0(HISTORY_ROOM);
    session->facts.forward_secrecy = UNKNOWN_YET;
    session->facts.resumed = UNKNOWN_YET;
    session->facts.handshake_nanoseconds = -1;
    session->negotiation.resumed = UNKNOWN_YET;
    return session;
}

void session_free(session_t *session)
{
    if (!session)
        return;
    g_free(session->facts.server_name);
    g_free(session->facts.alpn);
    g_free(session->facts.history);
    g_free(session->session_id);
    g_free(session);
}

const session_facts_t *session_facts(const session_t *session)
{
    return &session->facts;
}

slice_t session_client_random(const session_t *session)
{
    bool read = session->client_hello_seen && session->offered_version; /* SSL 2.0 has none */
    return read ? (slice_t){session->client_random, RANDOM_OCTETS} : (slice_t){0};
}

bool session_is_tls13(const session_t *session)
{
    return version_is_tls13(session->facts.version) || session->assumed_tls13;
}

bool session_in_early_data(const session_t *session, sender_t sender)
{
    return sender == SENDER_CLIENT && session->early_data_offered && !session->early_data_ended &&
           !session->complete && (session->facts.version == 0 || session_is_tls13(session));
}

void session_begin_renegotiation(session_t *session)
{
    session->renegotiating = true;
    session->negotiation = (negotiation_t){.resumed = UNKNOWN_YET, .told_absent = false};
}

/* Times may be anything: 0 where the end is not later, the greatest where it does not fit. */
static gint64 duration(gint64 from, gint64 until)
{
    if (until <= from)
        return 0;
    guint64 length = (guint64)until - (guint64)from;
    return (gint64)MIN(length, (guint64)G_MAXINT64);
}

void session_complete(session_t *session, guint32 frame, gint64 time, bool inferred)
{
    if (session->complete)
        return;
    session->complete = true;
    session->facts.handshake_inferred = inferred;
    if (session->aborted || frame == 0)
        return;
    session->facts.segment1_last = frame;
    if (session->client_hello_seen)
        session->facts.handshake_nanoseconds = duration(session->started, time);
}

void session_finish(const feed_t *feed, bool inferred)
{
    session_t *session = feed->session;
    const record_t *record = feed->record;
    bool *finished = session->negotiation.finished;
    finished[record->sender] = true;
    session->expects_finished[record->sender] = false;
    bool over = session_is_tls13(session) ? finished[SENDER_CLIENT]
                                          : finished[SENDER_CLIENT] && finished[SENDER_SERVER];
    if (!over)
        return;
    session->renegotiating = false;
    session_complete(session, record->frame, record->time, inferred);
}

/* Is the record one that TLS 1.3 protects? Then its type stands inside. */
static bool is_tls13_ciphertext(const feed_t *feed)
{
    const record_t *record = feed->record;
    return record->content_type == CONTENT_APPLICATION_DATA &&
           (session_is_tls13(feed->session) ||
            (record->decrypted && record->inner_type != CONTENT_APPLICATION_DATA));
}

/* Under which key a side of TLS 1.3 sends what is no early data. */
static protection_t tls13_protection(const session_t *session, sender_t sender)
{
    bool finished = session->complete || session->negotiation.finished[sender];
    return finished ? PROTECTION_SESSION_KEY : PROTECTION_HANDSHAKE_KEY;
}

/* Place of a message of TLS 1.3 that was encrypted. */
static step_t place_tls13(const feed_t *feed, guint8 handshake_type)
{
    step_t late = {.segment = 2, .protection = PROTECTION_SESSION_KEY, .after_handshake = 1};
    step_t early = {.segment = 1, .protection = PROTECTION_EARLY_DATA_KEY};
    if (handshake_type == HANDSHAKE_NEW_SESSION_TICKET || handshake_type == HANDSHAKE_KEY_UPDATE)
        return late;
    if (handshake_type == HANDSHAKE_END_OF_EARLY_DATA)
        return early;
    if (tls13_protection(feed->session, feed->record->sender) == PROTECTION_SESSION_KEY)
        return late;
    return (step_t){.segment = 1, .protection = PROTECTION_HANDSHAKE_KEY};
}

/* Place of a message in the clear, or of TLS 1.2 and before. A Finished outside of a renegotiation
 * is one that was sent again (DTLS). */
static step_t place_tls12(const feed_t *feed, guint8 handshake_type)
{
    const session_t *session = feed->session;
    if (!feed->record->decrypted)
        return (step_t){.segment = 1, .protection = PROTECTION_NONE};
    bool inside =
        session->renegotiating || (session->complete && handshake_type != HANDSHAKE_FINISHED);
    return (step_t){
        .segment = 1, .protection = PROTECTION_SESSION_KEY, .renegotiation = inside ? 1 : 0};
}

step_t session_place_of(const feed_t *feed, guint8 handshake_type)
{
    return is_tls13_ciphertext(feed) ? place_tls13(feed, handshake_type)
                                     : place_tls12(feed, handshake_type);
}

void session_note_loss(session_t *session)
{
    if (!session->negotiation.echoed)
        session->negotiation.cannot_resume = true;
}

/* In DTLS every fragment begins with the header of its message: the Certificate was sent, even if
 * nobody puts it together. Of TLS something was sent that is not known: there is little of that in
 * a short handshake. */
static void note_piece(const feed_t *feed, slice_t octets)
{
    negotiation_t *negotiation = &feed->session->negotiation;
    bool certificate = octets.size > 0 && octets.data[0] == HANDSHAKE_CERTIFICATE;
    if (feed->record->framing != FRAMING_DTLS && !negotiation->echoed)
        negotiation->cannot_resume = true;
    if (feed->record->framing != FRAMING_DTLS || feed->record->sender != SENDER_SERVER ||
        !certificate)
        return;
    session_settle_resumed(feed->session, NO);
    negotiation->certificate = true;
}

static void take_message(const feed_t *feed, const record_message_t *message)
{
    bool whole = message->whole && message->octets.size > 0;
    if (whole)
        session_forget_pieces(feed);
    else if (session_take_piece(feed, message))
        return;
    guint8 type = whole ? message->octets.data[0] : 255;
    step_t step = session_place_of(feed, type);
    step.kind = whole ? STEP_HANDSHAKE : STEP_PART;
    step.handshake_type = type;
    if (!whole)
        note_piece(feed, message->octets);
    if (whole && (!step.after_handshake || session_is_late_authentication(type)))
        session_learn(feed, message, step.protection != PROTECTION_NONE, &step);
    session_say(feed, step);
    if (whole && type == HANDSHAKE_FINISHED && !step.after_handshake)
        session_finish(feed, false);
}

/* A handshake record of TLS 1.2 and before that cannot be read. The first one after
 * ChangeCipherSpec is Finished. Only a client can begin a new handshake: what a server sends
 * alone is a HelloRequest, and the client may ignore it. */
static void take_encrypted_handshake(const feed_t *feed)
{
    session_t *session = feed->session;
    sender_t sender = feed->record->sender;
    step_t step = {.segment = 1, .protection = PROTECTION_SESSION_KEY, .inferred = 1};
    if (session->expects_finished[sender]) {
        step.kind = STEP_HANDSHAKE;
        step.handshake_type = HANDSHAKE_FINISHED;
        step.renegotiation = session->renegotiating;
        session_say(feed, step);
        session_finish(feed, true);
        return;
    }
    if (session->complete && !session->renegotiating && sender == SENDER_CLIENT)
        session_begin_renegotiation(session);
    step.kind = STEP_ENCRYPTED_HANDSHAKE;
    step.renegotiation = session->complete;
    session_say(feed, step);
}

static bool is_unreadable(const feed_t *feed)
{
    const record_t *record = feed->record;
    if (record->decrypted || !feed->session->under_keys[record->sender])
        return false;
    for (size_t i = 0; i < record->n_messages; i++)
        if (record->messages[i].whole)
            return false;
    return true;
}

/* SSL 2.0 has no ContentType; of it only the ClientHello is known, for it may lead to TLS. */
static void take_ssl2(const feed_t *feed)
{
    session_t *session = feed->session;
    bool hello = feed->record->sender == SENDER_CLIENT && !session->negotiation.client_hello;
    if (hello && !session->client_hello_seen) {
        session->client_hello_seen = true;
        session->started = feed->record->time;
    }
    session->negotiation.client_hello = true;
    session_say(feed, (step_t){.kind = hello ? STEP_HANDSHAKE : STEP_UNKNOWN,
                               .handshake_type = HANDSHAKE_CLIENT_HELLO,
                               .segment = 1});
}

static void take_handshake(const feed_t *feed)
{
    const record_t *record = feed->record;
    if (record->version == 0x0002) {
        take_ssl2(feed);
        return;
    }
    if (is_unreadable(feed)) {
        take_encrypted_handshake(feed);
        return;
    }
    for (size_t i = 0; i < record->n_messages; i++)
        take_message(feed, &record->messages[i]);
    if (record->n_messages == 0)
        take_message(feed, &(record_message_t){.whole = false});
}

/* TLS 1.3 keeps ChangeCipherSpec for middleboxes only, RFC 8446 §D.4. Before the ServerHello it
 * can be nothing else. */
static bool is_dummy(const session_t *session)
{
    bool answered = session->facts.version != 0;
    return session_is_tls13(session) ||
           (!answered && (session->hello_retry || session->early_data_offered));
}

/* Without the ClientHello it shows in that the server changes keys in the flight of its hello. */
static bool may_be_short(const session_t *session, const record_t *record)
{
    const negotiation_t *negotiation = &session->negotiation;
    return negotiation->client_hello ? !negotiation->cannot_resume
                                     : negotiation->hello_frame == record->frame;
}

/* The server changes to the session key and has shown no certificate: that is a short handshake, or
 * what was shown is not in the capture. */
static absent_reason_t settle_by_silence(const feed_t *feed)
{
    session_t *session = feed->session;
    if (session->negotiation.resumed != YES && !may_be_short(session, feed->record))
        return session_lacks_certificate(session) ? ABSENT_NOT_CAPTURED : ABSENT_NOT;
    session_settle_resumed(session, YES);
    return ABSENT_RESUMED;
}

static void take_change_cipher_spec(const feed_t *feed)
{
    session_t *session = feed->session;
    sender_t sender = feed->record->sender;
    negotiation_t *negotiation = &session->negotiation;
    step_t step = {.kind = STEP_CHANGE_CIPHER_SPEC, .segment = 1};
    if (is_dummy(session)) {
        step.dummy = 1;
        session_say(feed, step);
        return;
    }
    session->under_keys[sender] = true;
    session->expects_finished[sender] = true;
    step.renegotiation = session->renegotiating;
    step.protection = session->renegotiating ? PROTECTION_SESSION_KEY : PROTECTION_NONE;
    bool readable = negotiation->server_hello && sender == SENDER_SERVER;
    if (sender == SENDER_CLIENT)
        negotiation->cannot_resume = true; /* in a short handshake the server's comes first */
    if (readable && !negotiation->certificate && !negotiation->server_hello_done)
        step.absent = (guint8)settle_by_silence(feed);
    session_say(feed, step);
}

static bool is_fatal(const feed_t *feed)
{
    enum { CLOSE_NOTIFY = 0, FATAL = 2, USER_CANCELED = 90 };
    const record_t *record = feed->record;
    if (!record->alert_known)
        return false;
    if (!session_is_tls13(feed->session))
        return record->alert_level == FATAL;
    return record->alert_description != CLOSE_NOTIFY && record->alert_description != USER_CANCELED;
}

static protection_t protection_now(const feed_t *feed)
{
    enum { PLAIN_ALERT = 2 };
    const session_t *session = feed->session;
    const record_t *record = feed->record;
    if (is_tls13_ciphertext(feed))
        return tls13_protection(session, record->sender);
    bool keyed =
        record->decrypted || (session->under_keys[record->sender] && record->length > PLAIN_ALERT);
    return keyed ? PROTECTION_SESSION_KEY : PROTECTION_NONE;
}

static guint8 segment_now(const session_t *session)
{
    return session->complete && !session->renegotiating ? 2 : 1;
}

/* An alert, a heartbeat, or what has no name. */
static void take_other(const feed_t *feed, step_kind_t kind)
{
    enum { NO_RENEGOTIATION = 100 };
    session_t *session = feed->session;
    const record_t *record = feed->record;
    step_t step = {
        .kind = (guint8)kind,
        .segment = segment_now(session),
        .protection = (guint8)protection_now(feed),
        .renegotiation = session->renegotiating,
        .alert_level = record->alert_known ? record->alert_level : 0,
        .alert_description = record->alert_known ? record->alert_description : ALERT_UNREADABLE,
    };
    session_say(feed, step);
    if (kind != STEP_ALERT)
        return;
    if (is_fatal(feed) && !session->complete)
        session->aborted = true;
    if (step.alert_description == NO_RENEGOTIATION)
        session->renegotiating = false;
}

/* The first data of a side show that its Finished has passed, even if nobody saw it. */
static void note_data(const feed_t *feed)
{
    session_t *session = feed->session;
    const record_t *record = feed->record;
    if (session->renegotiating || session->complete || session->facts.version == 0)
        return;
    bool *finished = session->negotiation.finished;
    finished[record->sender] = true;
    if (session_is_tls13(session) && record->sender == SENDER_CLIENT)
        session_end_flight(session);
    else if (finished[SENDER_CLIENT] && finished[SENDER_SERVER])
        session_complete(session, 0, 0, true);
}

static void take_application_data(const feed_t *feed)
{
    const record_t *record = feed->record;
    const session_t *session = feed->session;
    bool early = session_in_early_data(session, record->sender);
    bool inferred = !record->decrypted && session->facts.version == 0;
    session_say(feed, (step_t){
                          .kind = STEP_APPLICATION_DATA,
                          .segment = 2,
                          .protection = early ? PROTECTION_EARLY_DATA_KEY : PROTECTION_SESSION_KEY,
                          .inferred = inferred ? 1 : 0,
                      });
    if (!early)
        note_data(feed);
}

/* DTLS 1.2 with a connection ID hides the type, but not the order: after ChangeCipherSpec comes
 * Finished, and after that data. (An alert, or a renegotiation, looks the same.) */
static void take_hidden(const feed_t *feed)
{
    if (feed->session->expects_finished[feed->record->sender]) {
        take_encrypted_handshake(feed);
        return;
    }
    session_say(feed, (step_t){.kind = STEP_APPLICATION_DATA,
                               .segment = 2,
                               .protection = PROTECTION_SESSION_KEY,
                               .inferred = 1});
    note_data(feed);
}

/* A client that offered TLS 1.3 and goes on with application_data, without a Finished of TLS 1.2
 * before: the server's answer, which is not in the capture, chose TLS 1.3. */
static bool is_lone_tls13_client(const feed_t *feed)
{
    const session_t *session = feed->session;
    const record_t *record = feed->record;
    return record->sender == SENDER_CLIENT && record->content_type == CONTENT_APPLICATION_DATA &&
           !record->decrypted && session->client_hello_seen && session->facts.version == 0 &&
           session->offered_version == 0x0304 && !session->early_data_offered &&
           !session->negotiation.finished[SENDER_CLIENT];
}

static void take_record(const feed_t *feed)
{
    const record_t *record = feed->record;
    if (record->quic_packet) {
        session_take_quic(feed);
        return;
    }
    if (record->unified_header ? feed->session->facts.version == 0 : is_lone_tls13_client(feed))
        feed->session->assumed_tls13 = true;
    if (is_tls13_ciphertext(feed) && !record->decrypted) {
        if (record->unified_header)
            session_take_dtls13(feed);
        else
            session_infer(feed);
        return;
    }
    if (is_tls13_ciphertext(feed) && record->sender == SENDER_SERVER)
        feed->session->server_was_opened = true;
    switch (record->inner_type) {
    case CONTENT_HANDSHAKE:
        take_handshake(feed);
        break;
    case CONTENT_CHANGE_CIPHER_SPEC:
        take_change_cipher_spec(feed);
        break;
    case CONTENT_APPLICATION_DATA:
        take_application_data(feed);
        break;
    case CONTENT_ALERT:
        take_other(feed, STEP_ALERT);
        break;
    case CONTENT_HEARTBEAT:
        take_other(feed, STEP_HEARTBEAT);
        break;
    case CONTENT_TLS12_CID:
        take_hidden(feed);
        break;
    case CONTENT_ACK:
        take_other(feed, STEP_ACK);
        break;
    default:
        take_other(feed, STEP_UNKNOWN);
    }
}

bool session_is_at_rest(const session_t *session)
{
    return session->complete && !session->renegotiating;
}

void session_note_plaintext(session_t *session, guint32 frame)
{
    if (session->complete && session->facts.plaintext_frame == 0)
        session->facts.plaintext_frame = frame;
}

void session_feed(session_t *session, const record_t *record, GArray *steps)
{
    feed_t feed = {session, record, steps};
    guint first = steps->len;
    session_join(session, record);
    take_record(&feed);
    session_begin(&feed, first);
    guint64 octets = (guint64)record->header_length + record->length;
    if (g_array_index(steps, step_t, first).segment == 1)
        session->facts.segment1_bytes += octets;
    else
        session->facts.segment2_bytes += octets;
}
