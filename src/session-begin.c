/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session-private.h"

/* Where a session begins: with a ClientHello, or, if the capture came too late, with anything; and
 * where the next one begins on the same connection. */

/* The first octets of the record, as ClientHello; its random. */
static bool is_client_hello(const record_t *record, slice_t *ret_random)
{
    handshake_t handshake;
    *ret_random = (slice_t){0};
    bool open = record->quic_packet
                    ? record->quic_packet == QUIC_INITIAL
                    : record->content_type == CONTENT_HANDSHAKE && !record->decrypted;
    if (!open || record->sender != SENDER_CLIENT)
        return false;
    if (record->version == 0x0002)
        return true;
    if (record->n_messages == 0 || !record->messages[0].whole ||
        !handshake_parse(record->messages[0].octets, record->framing, &handshake) ||
        handshake.type != HANDSHAKE_CLIENT_HELLO)
        return false;
    hello_t own = {0}, *room = record->messages[0].hello;
    const client_hello_t *hello = hello_client(room ? room : &own, handshake.body, record->framing);
    if (hello)
        *ret_random = hello->random;
    return true;
}

bool session_is_over(const session_t *session, const record_t *record)
{
    slice_t random;
    slice_t known = {session->client_random, RANDOM_OCTETS};
    bool answered = session->negotiation.server_hello || session->complete || session->aborted ||
                    session->under_keys[SENDER_CLIENT];
    bool awaits_hello =
        session->hello_retry && !session->negotiation.server_hello && !session->aborted;
    if (!answered || awaits_hello || !is_client_hello(record, &random))
        return false;
    return !session->client_hello_seen || !slice_equal(random, known); /* else sent again: DTLS */
}

/* Records that stand after the handshake: nobody saw it. */
static bool is_under_way(const record_t *record)
{
    enum { PLAIN_ALERT = 2 };
    if (record->quic_packet)
        return record->quic_packet == QUIC_1RTT;
    if (record->unified_header && !record->decrypted)
        return record->epoch != EPOCH_HANDSHAKE;
    return (record->content_type == CONTENT_APPLICATION_DATA &&
            !(record->decrypted && record->inner_type == CONTENT_HANDSHAKE)) ||
           record->content_type == CONTENT_HEARTBEAT ||
           (record->content_type == CONTENT_TLS12_CID && !record->decrypted) ||
           (record->content_type == CONTENT_ALERT && record->length > PLAIN_ALERT);
}

/* Can a Certificate follow on what the first record holds? */
static bool chain_may_follow(const record_t *record, const step_t *step)
{
    if (step->kind != STEP_HANDSHAKE || step->absent != ABSENT_NOT)
        return false;
    switch (step->handshake_type) {
    case HANDSHAKE_SERVER_HELLO:
    case HANDSHAKE_HELLO_VERIFY_REQUEST:
    case HANDSHAKE_HELLO_RETRY_REQUEST:
    case HANDSHAKE_ENCRYPTED_EXTENSIONS:
        return true;
    case HANDSHAKE_CERTIFICATE:
    case HANDSHAKE_COMPRESSED_CERTIFICATE:
        return step->sender == SENDER_SERVER;
    case HANDSHAKE_CERTIFICATE_REQUEST: /* before the Certificate in TLS 1.3 */
        return record->content_type == CONTENT_APPLICATION_DATA;
    default:
        return false;
    }
}

static bool opens_session(const step_t *step)
{
    return step->kind == STEP_HANDSHAKE && step->protection == PROTECTION_NONE &&
           (step->handshake_type == HANDSHAKE_CLIENT_HELLO ||
            step->handshake_type == HANDSHAKE_HELLO_REQUEST);
}

/* QUIC packets that may stand before a ClientHello that can be read. */
static bool is_empty_opening(const step_t *step)
{
    return step->kind == STEP_QUIC_PACKET &&
           (step->handshake_type == QUIC_INITIAL || step->handshake_type == QUIC_RETRY ||
            step->handshake_type == QUIC_VERSION_NEGOTIATION);
}

/* The capture may begin inside the session. A piece of a message does not tell yet. */
void session_begin(const feed_t *feed, guint first)
{
    session_t *session = feed->session;
    step_t *step = &g_array_index(feed->steps, step_t, first);
    if (session->begun || step->kind == STEP_PART || is_empty_opening(step))
        return;
    session->begun = true;
    session->facts.mid_stream = !opens_session(step);
    if (!session->facts.mid_stream)
        return;
    if (!chain_may_follow(feed->record, step) && !session->negotiation.told_absent) {
        step->absent = ABSENT_NOT_CAPTURED;
        session->negotiation.told_absent = true;
    }
}

void session_join(session_t *session, const record_t *record)
{
    if (session->begun || !is_under_way(record))
        return;
    session->complete = true;
    for (int sender = SENDER_CLIENT; sender <= SENDER_SERVER; sender++) {
        session->under_keys[sender] = true;
        session->negotiation.finished[sender] = true;
    }
}
