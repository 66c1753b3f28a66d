/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session-private.h"

/* How it works. Without keys a record of TLS 1.3 shows its length and nothing else: its type is
 * always application_data (RFC 8446 §5.2). But the order of the handshake is known, and the
 * client's Finished has one length only. So the server's records are handshake until the client
 * has sent its Finished. The client's are, in this order: early data and EndOfEarlyData, if early
 * data was offered; its Certificate flight, if the server asked for one; Finished. The flight may
 * be several records or a single one, in which case nothing shows its end but what comes next.
 * Padding (§5.4) defeats all of this; hardly anybody pads handshake records. */

enum {
    DEFAULT_TAG = 16,
    DEFAULT_HASH = 32,
    ALERT_BODY = 2,
    EMPTY_CERTIFICATE = 4, /* certificate_request_context and certificate_list, both empty */
};

static guint32 tag_length(const session_t *session)
{
    return session->facts.cipher_suite.tag_length ? session->facts.cipher_suite.tag_length
                                                  : DEFAULT_TAG;
}

static guint32 handshake_header(const record_t *record)
{
    return record->framing == FRAMING_DTLS ? 12 : 4;
}

/* Is the record as long as one that holds @plaintext octets? Its type is one octet more. */
static bool holds(const feed_t *feed, guint32 plaintext)
{
    return feed->record->length == plaintext + 1 + tag_length(feed->session);
}

bool session_holds_alert(const feed_t *feed)
{
    return holds(feed, ALERT_BODY);
}

static guint32 finished_length(const feed_t *feed)
{
    guint32 hash = feed->session->facts.cipher_suite.hash_length;
    return handshake_header(feed->record) + (hash ? hash : DEFAULT_HASH);
}

/* Without the ServerHello either hash may be in use. */
bool session_holds_finished(const feed_t *feed)
{
    enum { SHA384 = 48 };
    return holds(feed, finished_length(feed)) ||
           (feed->session->assumed_tls13 && holds(feed, handshake_header(feed->record) + SHA384));
}

static bool holds_end_of_early_data(const feed_t *feed)
{
    return holds(feed, handshake_header(feed->record));
}

static bool holds_refusal(const feed_t *feed)
{
    return holds(feed, finished_length(feed) + handshake_header(feed->record) + EMPTY_CERTIFICATE);
}

/* A CertificateVerify of a usual kind of key: algorithm 2, signature<0..2^16-1>. */
static bool holds_certificate_verify(const feed_t *feed)
{
    static const struct {
        guint32 least, most, step;
    } signatures[] = {
        {128, 512, 64}, /* RSA */
        {68,  72,  1 }, /* ECDSA with P-256 */
        {100, 104, 1 }, /* P-384 */
        {136, 139, 1 }, /* P-521 */
        {64,  64,  1 }, /* Ed25519 */
        {114, 114, 1 }, /* Ed448 */
    };
    guint32 around = handshake_header(feed->record) + 2 + 2 + 1 + tag_length(feed->session);
    if (feed->record->length < around)
        return false;
    guint32 size = feed->record->length - around;
    for (size_t i = 0; i < G_N_ELEMENTS(signatures); i++)
        if (size >= signatures[i].least && size <= signatures[i].most &&
            (size - signatures[i].least) % signatures[i].step == 0)
            return true;
    return false;
}

static void say(const feed_t *feed, step_kind_t kind, guint8 segment, protection_t protection)
{
    session_say(feed, (step_t){
                          .kind = (guint8)kind,
                          .handshake_type = HANDSHAKE_FINISHED,
                          .alert_description = ALERT_UNREADABLE,
                          .segment = segment,
                          .protection = (guint8)protection,
                          .inferred = 1,
                      });
}

static void say_application_data(const feed_t *feed)
{
    say(feed, STEP_APPLICATION_DATA, 2, PROTECTION_SESSION_KEY);
}

/* Where nothing was seen of the server's flight, this shows that there was one. */
static void say_finished(const feed_t *feed)
{
    const session_t *session = feed->session;
    bool lost = session_lacks_certificate(session);
    session_say(feed, (step_t){
                          .kind = STEP_HANDSHAKE,
                          .handshake_type = HANDSHAKE_FINISHED,
                          .alert_description = ALERT_UNREADABLE,
                          .segment = 1,
                          .protection = PROTECTION_HANDSHAKE_KEY,
                          .absent = lost ? ABSENT_NOT_CAPTURED : ABSENT_NOT,
                          .inferred = 1,
                      });
    session_finish(feed, true);
}

void session_note_flight(const feed_t *feed)
{
    session_t *session = feed->session;
    if (session->complete)
        return;
    session->flight_frame = feed->record->frame;
    session->flight_time = feed->record->time;
}

static void say_flight(const feed_t *feed)
{
    feed->session->flight_began = true;
    session_note_flight(feed);
    say(feed, STEP_ENCRYPTED_HANDSHAKE, 1, PROTECTION_HANDSHAKE_KEY);
}

void session_end_flight(session_t *session)
{
    session->negotiation.finished[SENDER_CLIENT] = true;
    session_complete(session, session->flight_frame, session->flight_time, true);
}

static void infer_early(const feed_t *feed)
{
    session_t *session = feed->session;
    if (session->negotiation.server_hello && session_holds_finished(feed)) {
        say_finished(feed);
        return;
    }
    bool accepted = session->negotiation.server_hello && !session->early_data_refused;
    if (!accepted || !holds_end_of_early_data(feed)) {
        say(feed, STEP_APPLICATION_DATA, 2, PROTECTION_EARLY_DATA_KEY);
        return;
    }
    session->early_data_ended = true;
    session_say(feed, (step_t){.kind = STEP_HANDSHAKE,
                               .handshake_type = HANDSHAKE_END_OF_EARLY_DATA,
                               .segment = 1,
                               .protection = PROTECTION_EARLY_DATA_KEY,
                               .inferred = 1});
}

static void infer_flight(const feed_t *feed)
{
    if (holds_certificate_verify(feed)) {
        say_flight(feed);
        return;
    }
    session_end_flight(feed->session);
    say_application_data(feed);
}

static void infer_client(const feed_t *feed)
{
    session_t *session = feed->session;
    if (session->complete) {
        say_application_data(feed);
    } else if (session_in_early_data(session, SENDER_CLIENT)) {
        infer_early(feed);
    } else if (session_holds_finished(feed)) {
        say_finished(feed);
    } else if (session->flight_began) {
        infer_flight(feed);
    } else if (session_holds_alert(feed)) {
        say(feed, STEP_ALERT, 1, PROTECTION_HANDSHAKE_KEY);
    } else if (holds_refusal(feed)) {
        say(feed, STEP_ENCRYPTED_HANDSHAKE, 1, PROTECTION_HANDSHAKE_KEY);
        session_finish(feed, true);
    } else {
        say_flight(feed);
    }
}

/* Where the host could open something before, there are keys, and it is for lost records that it
 * can open no more. */
absent_reason_t session_hidden_chain(const session_t *session)
{
    if (session->negotiation.certificate || session->negotiation.resumed == YES)
        return ABSENT_NOT;
    return session->server_was_opened ? ABSENT_NOT_CAPTURED : ABSENT_ENCRYPTED;
}

static void infer_server(const feed_t *feed)
{
    session_t *session = feed->session;
    const negotiation_t *negotiation = &session->negotiation;
    if (!session->complete && session->flight_began)
        session_end_flight(session);
    if (session->complete || negotiation->finished[SENDER_SERVER]) {
        say_application_data(feed);
        return;
    }
    if (session_holds_alert(feed)) {
        say(feed, STEP_ALERT, 1, PROTECTION_HANDSHAKE_KEY);
        return;
    }
    session_say(feed, (step_t){.kind = STEP_ENCRYPTED_HANDSHAKE,
                               .segment = 1,
                               .protection = PROTECTION_HANDSHAKE_KEY,
                               .absent = (guint8)session_hidden_chain(session),
                               .inferred = 1});
}

void session_infer(const feed_t *feed)
{
    if (feed->record->sender == SENDER_CLIENT)
        infer_client(feed);
    else
        infer_server(feed);
}
