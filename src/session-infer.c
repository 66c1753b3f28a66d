/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session-private.h"

/* TLS 1.3 without keys. Every record looks like application data from outside; what is inside is
 * told by who sends, in which order, and by the length, because no client pads its handshake: a
 * record is the message, one octet of ContentType and the tag of the AEAD (RFC 8446 §5.2). */

enum {
    HANDSHAKE_HEADER = 4,
    INNER_TYPE = 1,
    ALERT_SIZE = 2,
    EMPTY_CERTIFICATE_BODY = 4, /* certificate_request_context<0..> and certificate_list<0..> */
    SIGNATURE_OVERHEAD = 4,     /* SignatureScheme and the length of the signature */
};

static guint32 record_size(const session_t *session, guint32 plaintext)
{
    unsigned tag = session->facts.cipher_suite.tag_length;
    return plaintext + INNER_TYPE + (tag ? tag : 16);
}

static guint32 finished_message(const session_t *session)
{
    unsigned hash = session->facts.cipher_suite.hash_length;
    return HANDSHAKE_HEADER + (hash ? hash : 32);
}

/* Signatures of the usual keys, in octets: RSA of 1024 to 4096 bits in steps of 512, ECDSA over
 * P-256, P-384 and P-521 (DER, so of several lengths), Ed25519 and Ed448. */
static bool is_signature_size(guint32 n)
{
    return (n >= 128 && n <= 512 && n % 64 == 0) || (n >= 68 && n <= 72) ||
           (n >= 100 && n <= 104) || (n >= 136 && n <= 139) || n == 64 || n == 114;
}

static bool is_certificate_verify(const session_t *session, guint32 length)
{
    guint32 overhead = record_size(session, HANDSHAKE_HEADER + SIGNATURE_OVERHEAD);
    return length > overhead && is_signature_size(length - overhead);
}

static void as_handshake(step_t *step)
{
    step->kind = STEP_ENCRYPTED_HANDSHAKE;
    step->segment = 1;
    step->protection = PROTECTION_HANDSHAKE_KEY;
}

static void as_alert(step_t *step)
{
    step->kind = STEP_ALERT;
    step->segment = 1;
    step->protection = PROTECTION_HANDSHAKE_KEY;
}

static void as_message(step_t *step, guint8 type, protection_t protection)
{
    step->kind = STEP_HANDSHAKE;
    step->handshake_type = type;
    step->segment = 1;
    step->protection = (guint8)protection;
}

static void as_data(step_t *step, protection_t protection)
{
    step->kind = STEP_APPLICATION_DATA;
    step->segment = 2;
    step->protection = (guint8)protection;
}

static void as_finished(session_t *session, const record_t *record, step_t *step)
{
    as_message(step, HANDSHAKE_FINISHED, PROTECTION_HANDSHAKE_KEY);
    session_complete(session, record, true);
}

/* The server's flight ends where the client's Finished stands; its data before that cannot be told
 * apart. A record of the server behind the client's flight shows that the flight was complete. */
static void infer_server(session_t *session, const record_t *record, step_t *step)
{
    if (session->client_flight && !session->handshake_done)
        session_complete(session, record, true);
    if (session->handshake_done) {
        as_data(step, PROTECTION_SESSION_KEY);
        return;
    }
    if (record->length == record_size(session, ALERT_SIZE)) { /* no handshake message is so short */
        as_alert(step);
        return;
    }
    as_handshake(step);
    if (session->absent_said || session->psk_chosen || session->certificate_seen)
        return;
    step->absent = ABSENT_ENCRYPTED;
    session->absent_said = true;
}

static bool early_data_is_possible(const session_t *session)
{
    return session->early_data_offered && !session->early_data_over &&
           (!session->hello_retry_seen || !session->server_hello_seen);
}

static void infer_early(session_t *session, const record_t *record, step_t *step)
{
    bool answered = session->server_hello_seen;
    if (answered && record->length == record_size(session, finished_message(session))) {
        as_finished(session, record, step);
        return;
    }
    if (answered && session->psk_chosen &&
        record->length == record_size(session, HANDSHAKE_HEADER)) {
        as_message(step, HANDSHAKE_END_OF_EARLY_DATA, PROTECTION_EARLY_DATA_KEY);
        session->early_data_over = true;
        return;
    }
    as_data(step, PROTECTION_EARLY_DATA_KEY);
}

/* Certificate, CertificateVerify and Finished, each in a record or all in one. */
static void infer_flight(session_t *session, const record_t *record, step_t *step)
{
    guint32 finished = finished_message(session);
    guint32 length = record->length;
    if (length == record_size(session, finished)) {
        as_finished(session, record, step);
    } else if (!session->client_flight && length == record_size(session, ALERT_SIZE)) {
        as_alert(step);
    } else if (!session->client_flight &&
               length ==
                   record_size(session, HANDSHAKE_HEADER + EMPTY_CERTIFICATE_BODY + finished)) {
        as_handshake(step);
        session_complete(session, record, true);
    } else if (!session->client_flight || is_certificate_verify(session, length)) {
        as_handshake(step);
        session->client_flight = true;
    } else {
        session_complete(session, record, true);
        as_data(step, PROTECTION_SESSION_KEY);
    }
}

void session_infer(session_t *session, const record_t *record, step_t *step)
{
    step->inferred = true;
    if (record->sender == SENDER_SERVER)
        infer_server(session, record, step);
    else if (session->handshake_done)
        as_data(step, PROTECTION_SESSION_KEY);
    else if (early_data_is_possible(session))
        infer_early(session, record, step);
    else
        infer_flight(session, record, step);
}
