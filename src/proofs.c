/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proofs-private.h"

#include <string.h>

/* How it works. The transcript grows with each message. A signature gets what stood in it before,
 * as a hash (TLS 1.3) or as octets (before), and waits to be asked for; Finished is checked at
 * once, for that takes a secret from the key log. Up to TLS 1.2 the transcript serves the client's
 * signature and Finished alone, so it is dropped when neither can come. What may be missing from it
 * makes it a transcript with a gap: of such nothing is ever called disproven. */

proofs_t *proofs_new(pool_t *pool)
{
    proofs_t *proofs = g_new0(proofs_t, 1);
    proofs->pool = pool;
    proofs->last_seq[0] = proofs->last_seq[1] = -1;
    return proofs;
}

static void drop_transcript(proofs_t *proofs)
{
    transcript_free(proofs->transcript);
    proofs->transcript = NULL;
}

void proofs_free(proofs_t *proofs)
{
    if (!proofs)
        return;
    drop_transcript(proofs);
    g_clear_pointer(&proofs->session_id, g_bytes_unref);
    g_free(proofs);
}

static slice_t client_random_of(const proofs_t *proofs)
{
    return proofs->has_client_hello ? (slice_t){proofs->randoms, 32} : (slice_t){0};
}

static void offer(proofs_t *proofs, sender_t signer, slice_t algorithms)
{
    proofs->offered[signer] = pool_keep(proofs->pool, algorithms);
}

static gnutls_digest_algorithm_t digest_of(const cipher_suite_t *suite)
{
    return suite->hash_length == 48 ? GNUTLS_DIG_SHA384 : GNUTLS_DIG_SHA256;
}

slice_t proofs_client_random(const proofs_t *proofs)
{
    return proofs->has_client_hello ? (slice_t){proofs->randoms, 32} : (slice_t){0};
}

/* One message on its way. */
typedef struct {
    proofs_t *proofs;
    const proofs_message_t *message;
    handshake_t handshake;
    hello_t *hello; /* what was read of it, if it is one */
    GPtrArray *out;
} step_in_t;

static proof_doubt_t doubt_of(const proofs_t *proofs)
{
    if (proofs->perhaps_second && proofs_is_tls13(proofs))
        return DOUBT_PERHAPS_SECOND;
    return proofs->ambiguous ? DOUBT_AMBIGUOUS : DOUBT_NONE;
}

static proof_t *add_proof(const step_in_t *in, proof_origin_t origin)
{
    proofs_t *proofs = in->proofs;
    sender_t sender = in->message->sender;
    proof_t *proof = g_new0(proof_t, 1);
    proof->origin = (guint8)origin;
    proof->sender = (guint8)sender;
    proof->version = proofs->version;
    proof->chain = proofs->chain[sender];
    proof->delegated = proofs->delegated[sender];
    proof->doubt = (guint8)doubt_of(proofs);
    proof->offered = proofs->offered[sender];
    proofs->n_proofs++;
    g_ptr_array_add(in->out, proof);
    return proof;
}

/* A value for the chain of @sender where no signature can come, or none came. @why is static. */
static void tell(const step_in_t *in, sender_t sender, possession_t possession, const char *why)
{
    proof_t *proof = add_proof(in, FROM_RESULT);
    proof->sender = (guint8)sender;
    proof->answer = (guint8)possession;
    proof->why = why;
    in->proofs->told[sender] = true;
}

static void begin_handshake(proofs_t *proofs)
{
    if (!proofs->transcript)
        proofs->transcript = transcript_new();
    transcript_restart(proofs->transcript);
    proofs->has_server_hello = proofs->status_announced = proofs->ticket_announced = false;
    proofs->requested = proofs->retried = proofs->by_psk = proofs->echoed = false;
    for (int sender = 0; sender < 2; sender++) {
        proofs->chain[sender] = NULL;
        proofs->shown[sender] = proofs->finished[sender] = proofs->told[sender] = false;
        proofs->last_seq[sender] = -1;
        proofs->seen[sender] = 0;
    }
}

/* The random of the hello before, in another hello, or a cookie: that is what a HelloRetryRequest
 * asks for, and it was not seen. (In DTLS both are of a HelloVerifyRequest, which leaves no trace.)
 */
static bool lacks_retry(const step_in_t *in, const client_hello_t *hello)
{
    const proofs_t *proofs = in->proofs;
    if (proofs->retried || in->message->framing != FRAMING_TLS)
        return false;
    return hello->cookie.size > 0 ||
           (proofs->transcript && proofs->has_client_hello &&
            memcmp(proofs->randoms, hello->random.data, 32) == 0 &&
            !slice_equal(transcript_octets(proofs->transcript), in->message->octets));
}

/* RFC 8446 §5.1: the record of a first ClientHello should say 0x0301, that of a second 0x0303. */
static bool may_be_second(const step_in_t *in)
{
    return in->message->framing == FRAMING_TLS && in->message->version >= 0x0303 &&
           !in->proofs->retried;
}

static void forget_session_id(proofs_t *proofs)
{
    g_clear_pointer(&proofs->session_id, g_bytes_unref);
}

static const char not_in_place[] = "a message of the handshake is not in its place in the capture";

static int message_seq(const proofs_message_t *message)
{
    if (message->framing != FRAMING_DTLS || message->octets.size < 6)
        return -1;
    return message->octets.data[4] << 8 | message->octets.data[5];
}

/* DTLS: of a ClientHello. Another one has a higher number, another random, or now a cookie. */
static bool is_hello_again(const step_in_t *in)
{
    const proofs_t *proofs = in->proofs;
    int seq = message_seq(in->message);
    if (seq < 0 || !proofs->transcript || !proofs->has_client_hello || seq > proofs->hello_seq)
        return false;
    const client_hello_t *hello = hello_client(in->hello, in->handshake.body, FRAMING_DTLS);
    return hello && memcmp(proofs->randoms, hello->random.data, 32) == 0 &&
           (proofs->has_cookie || hello->cookie.size == 0);
}

static void take_client_hello(const step_in_t *in)
{
    proofs_t *proofs = in->proofs;
    const client_hello_t *hello = hello_client(in->hello, in->handshake.body, in->message->framing);
    bool lost = hello && lacks_retry(in, hello);
    if (!proofs->retried) {
        begin_handshake(proofs);
    } else if (!proofs->transcript) {
        begin_handshake(proofs);
        transcript_mark_gap(proofs->transcript, "what the second ClientHello follows is not known");
    }
    if (proofs->retried && !proofs->awaits_hello)
        transcript_mark_gap(proofs->transcript, not_in_place);
    proofs->awaits_hello = false;
    proofs->place = 0;
    proofs->perhaps_second = may_be_second(in);
    if (lost)
        transcript_mark_gap(proofs->transcript, "the HelloRetryRequest is not in the capture");
    if (!hello) {
        transcript_mark_gap(proofs->transcript, "the ClientHello cannot be read");
        return;
    }
    proofs->has_client_hello = true;
    proofs->has_cookie = hello->cookie.size > 0;
    proofs->hello_seq = message_seq(in->message);
    memcpy(proofs->randoms, hello->random.data, 32);
    proofs->late_authentication = hello->post_handshake_auth;
    offer(proofs, SENDER_SERVER, hello->signature_algorithms);
    forget_session_id(proofs);
    proofs->session_id = slice_to_bytes(hello->session_id);
}

static cipher_suite_t suite_of(const step_in_t *in, guint16 code)
{
    const cipher_suite_t *known = in->message->suite;
    return known && known->code == code ? *known : cipher_suite_lookup(code);
}

/* Which version it is shows only now: the ClientHello was taken as one of DTLS 1.2. In DTLS 1.3 one
 * with another number than 0 is a second one, and a HelloRetryRequest asked for it. */
static void take_dtls13(const step_in_t *in)
{
    proofs_t *proofs = in->proofs;
    if (proofs->retried)
        return;
    transcript_shorten_client_hello(proofs->transcript);
    if (proofs->last_seq[SENDER_CLIENT] > 0)
        transcript_mark_gap(proofs->transcript, "the HelloRetryRequest is not in the capture");
}

/* DTLS: the server has sent something before, and the client a second ClientHello in answer. */
static bool answers_other_hello(const step_in_t *in)
{
    return in->proofs->has_client_hello && message_seq(in->message) > in->proofs->hello_seq;
}

static void take_server_hello(const step_in_t *in)
{
    proofs_t *proofs = in->proofs;
    const server_hello_t *hello = hello_server(in->hello, in->handshake.body);
    if (!hello) {
        transcript_mark_gap(proofs->transcript, "the ServerHello cannot be read");
        return;
    }
    proofs->version = hello->version;
    proofs->suite = suite_of(in, hello->cipher_suite);
    if (!proofs->has_client_hello)
        transcript_mark_gap(proofs->transcript, "the ClientHello is not in the capture");
    if (in->message->framing == FRAMING_DTLS && proofs_is_tls13(proofs))
        take_dtls13(in);
    if (hello->is_hello_retry_request) {
        proofs->retried = proofs->awaits_hello = true;
        transcript_hello_retry(proofs->transcript, digest_of(&proofs->suite));
        return;
    }
    if (proofs->awaits_hello || answers_other_hello(in))
        transcript_mark_gap(proofs->transcript, "the second ClientHello is not in the capture");
    proofs->has_server_hello = true;
    proofs->status_announced = hello->status_request && !proofs_is_tls13(proofs);
    proofs->ticket_announced = hello->session_ticket && !proofs_is_tls13(proofs);
    proofs->by_psk = hello->pre_shared_key;
    proofs->echoed =
        proofs->session_id && slice_equal(hello->session_id, slice_of_bytes(proofs->session_id));
    forget_session_id(proofs); /* it has served */
    memcpy(proofs->randoms + 32, hello->random.data, 32);
    if (proofs_is_tls13(proofs))
        transcript_set_hash(proofs->transcript, digest_of(&proofs->suite));
}

/* RSA key transport signs nothing. With a secret from the key log Finished will tell. */
static bool waits_for_finished(const step_in_t *in)
{
    return in->message->log && (key_log_labels(in->message->log, client_random_of(in->proofs)) &
                                1u << KEY_LOG_CLIENT_RANDOM);
}

/* No handshake has two: which of them a signature is for nobody can say. */
static const char two_certificates[] =
    "another Certificate was shown before in the same handshake, which no RFC allows";

static void take_certificate(const step_in_t *in)
{
    proofs_t *proofs = in->proofs;
    sender_t sender = in->message->sender;
    if (proofs->shown[sender] && in->message->chain != proofs->chain[sender]) {
        tell(in, sender, POSSESSION_NOT_CHECKED, two_certificates);
        return;
    }
    proofs->chain[sender] = in->message->chain;
    proofs->delegated[sender] = in->message->delegated;
    proofs->shown[sender] = in->message->chain && chain_length(in->message->chain) > 0;
    if (sender != SENDER_SERVER || !proofs->shown[sender] || proofs_is_tls13(proofs))
        return;
    switch (proofs->suite.key_exchange) {
    case KEX_RSA:
    case KEX_RSA_PSK:
        if (!waits_for_finished(in))
            tell(in, sender, POSSESSION_NOT_CHECKED,
                 "with RSA key exchange the server signs nothing: that it holds the key shows in "
                 "its Finished, for only the key's owner can read the secret that it rests on, and "
                 "that can be checked with the session's secrets alone (a key log, "
                 "tls.keylog_file)");
        break;
    case KEX_DH:
    case KEX_ECDH:
        tell(in, sender, POSSESSION_NOT_CHECKED,
             "with a static Diffie-Hellman key in the certificate the server signs nothing");
        break;
    default:
        break;
    }
}

static bool signed_params(const proofs_t *proofs, server_params_t *out)
{
    switch (proofs->suite.key_exchange) {
    case KEX_ECDHE:
        *out = SERVER_PARAMS_ECDHE;
        return true;
    case KEX_DHE:
        *out = SERVER_PARAMS_DHE;
        return true;
    case KEX_RSA:
        *out = SERVER_PARAMS_RSA_EXPORT;
        return true;
    default:
        return false;
    }
}

static const char no_hellos[] =
    "the hellos, whose random numbers are signed too, are not in the capture";

static void take_key_exchange(const step_in_t *in)
{
    server_params_t params;
    proofs_t *proofs = in->proofs;
    if (!proofs->shown[SENDER_SERVER] || proofs_is_tls13(proofs) || proofs->told[SENDER_SERVER] ||
        !signed_params(proofs, &params))
        return;
    proofs->told[SENDER_SERVER] = true;
    if (!proofs->has_client_hello || !proofs->has_server_hello) {
        tell(in, SENDER_SERVER, POSSESSION_NOT_CHECKED, no_hellos);
        return;
    }
    proof_t *proof = add_proof(in, FROM_KEY_EXCHANGE);
    proof->params = (guint8)params;
    memcpy(proof->randoms, proofs->randoms, sizeof proof->randoms);
}

static void take_request(const step_in_t *in)
{
    certificate_request_t request;
    in->proofs->requested = true;
    if (certificate_request_parse(in->handshake.body, in->proofs->version, &request))
        offer(in->proofs, SENDER_CLIENT, request.signature_algorithms);
}

/* What is left of the handshake has nothing to show any more. With RSA key exchange the host may
 * find the secret by the server's key, but not before the next message. */
static bool is_idle(const step_in_t *in)
{
    key_exchange_t exchange = in->proofs->suite.key_exchange;
    return !in->message->log && !in->proofs->requested && exchange != KEX_RSA &&
           exchange != KEX_RSA_PSK;
}

static void tell_lost_key_exchange(const step_in_t *in)
{
    const proofs_t *proofs = in->proofs;
    server_params_t params;
    if (!proofs->shown[SENDER_SERVER] || proofs->told[SENDER_SERVER])
        return;
    if (!proofs->has_server_hello)
        tell(in, SENDER_SERVER, POSSESSION_NOT_CHECKED, no_hellos);
    else if (!proofs_is_tls13(proofs) && signed_params(proofs, &params) &&
             params != SERVER_PARAMS_RSA_EXPORT)
        tell(in, SENDER_SERVER, POSSESSION_NOT_CHECKED,
             "the ServerKeyExchange, which carries the signature, is not in the capture");
}

static void take_hello_done(const step_in_t *in)
{
    tell_lost_key_exchange(in);
    if (is_idle(in))
        drop_transcript(in->proofs);
}

static const char *gap_of(const proofs_t *proofs, sender_t sender, bool before_finished)
{
    const char *gap = proofs->transcript ? transcript_gap(proofs->transcript)
                                         : "the handshake was not seen from its beginning";
    return gap ? gap : proofs_doubt(proofs, sender, before_finished);
}

static void keep_hash(const proofs_t *proofs, proof_t *proof)
{
    transcript_hash_t hash;
    gnutls_digest_algorithm_t digest = digest_of(&proofs->suite);
    proof->digest = (guint8)digest;
    if (proof->why || !transcript_hash(proofs->transcript, digest, &hash))
        return;
    memcpy(proof->hash, hash.octets, hash.size);
    proof->hash_size = (guint8)hash.size;
}

static void take_verify(const step_in_t *in)
{
    proofs_t *proofs = in->proofs;
    sender_t sender = in->message->sender;
    if (!proofs->shown[sender] || proofs->told[sender])
        return;
    proofs->told[sender] = true;
    bool tls13 = proofs_is_tls13(proofs);
    proof_t *proof = add_proof(in, tls13 ? FROM_VERIFY_TLS13 : FROM_VERIFY_TLS12);
    proof->why = g_intern_string(gap_of(proofs, sender, false));
    if (tls13)
        keep_hash(proofs, proof);
    else if (!proof->why)
        proof->messages = slice_to_bytes(transcript_octets(proofs->transcript));
}

static finished_t check_tls12(const step_in_t *in, const char *gap, const char **ret_why)
{
    const proofs_t *proofs = in->proofs;
    slice_t octets = gap ? (slice_t){0} : transcript_octets(proofs->transcript);
    return finished_check_tls12(
        &(finished_tls12_t){.version = proofs->version,
                            .digest = digest_of(&proofs->suite),
                            .master_secret = key_log_find(in->message->log, KEY_LOG_CLIENT_RANDOM,
                                                          client_random_of(proofs)),
                            .sender = in->message->sender,
                            .messages = octets,
                            .gap = gap,
                            .verify_data = in->handshake.body},
        ret_why);
}

static finished_t check_tls13(const step_in_t *in, const char *gap, const char **ret_why)
{
    const proofs_t *proofs = in->proofs;
    transcript_hash_t hash = {.size = 0};
    gnutls_digest_algorithm_t digest = digest_of(&proofs->suite);
    if (!gap && !transcript_hash(proofs->transcript, digest, &hash))
        gap = "the transcript cannot be hashed";
    key_log_label_t label = in->message->sender == SENDER_CLIENT
                                ? KEY_LOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET
                                : KEY_LOG_SERVER_HANDSHAKE_TRAFFIC_SECRET;
    bool late = proofs->finished[SENDER_CLIENT] && in->message->sender == SENDER_CLIENT;
    if (late) /* RFC 8446 §4.4: after the handshake the base key is that of the data */
        label = KEY_LOG_CLIENT_TRAFFIC_SECRET_0;
    if (late && proofs->key_updated)
        gap = "the client's key has been updated since, and the key log holds the first one only";
    return finished_check_tls13(
        &(finished_tls13_t){
            .digest = digest,
            .dtls = in->message->framing == FRAMING_DTLS,
            .base_secret = key_log_find(in->message->log, label, client_random_of(proofs)),
            .transcript_hash = {hash.octets, hash.size},
            .gap = gap,
            .verify_data = in->handshake.body
    },
        ret_why);
}

/* RSA key transport: who can answer with the right Finished has read the client's secret. */
static void conclude_from_finished(const step_in_t *in, const proof_t *finished)
{
    proofs_t *proofs = in->proofs;
    bool rsa = proofs->suite.key_exchange == KEX_RSA || proofs->suite.key_exchange == KEX_RSA_PSK;
    if (proofs_is_tls13(proofs) || !rsa || in->message->sender != SENDER_SERVER ||
        !proofs->shown[SENDER_SERVER] || proofs->told[SENDER_SERVER])
        return;
    /* A short handshake uses a secret of an earlier one, whoever that was with. */
    bool sent = proofs_has_seen(proofs, SENDER_SERVER, HANDSHAKE_SERVER_HELLO_DONE) &&
                proofs_has_seen(proofs, SENDER_CLIENT, HANDSHAKE_CLIENT_KEY_EXCHANGE);
    if (finished->answer == FINISHED_VERIFIED && sent)
        tell(in, SENDER_SERVER, POSSESSION_PROVEN,
             "with RSA key exchange only the owner of the certificate's key can read the secret "
             "that "
             "the client sent, and the server's Finished is right under it");
    else
        tell(in, SENDER_SERVER, POSSESSION_NOT_CHECKED,
             "with RSA key exchange the server's Finished would show it, and that could not be "
             "verified");
}

static void take_finished(const step_in_t *in)
{
    proofs_t *proofs = in->proofs;
    sender_t sender = in->message->sender;
    const char *why = NULL;
    proof_t *proof = add_proof(in, FROM_FINISHED);
    const char *gap = gap_of(proofs, sender, true);
    if (!in->message->log)
        why =
            in->message->no_log
                ? in->message->no_log
                : "there is no key log: set its file as tls.keylog_file (secrets that are embedded "
                  "in the capture Wireshark 4.0 keeps from a plugin)";
    else
        proof->answer = (guint8)(proofs_is_tls13(proofs) ? check_tls13(in, gap, &why)
                                                         : check_tls12(in, gap, &why));
    if (proof->answer == FINISHED_WRONG && proof->doubt != DOUBT_NONE) {
        proof->answer = FINISHED_NOT_CHECKED;
        why = proofs_doubt_text((proof_doubt_t)proof->doubt);
    }
    proof->why = g_intern_string(why);
    bool again = proofs->finished[sender];
    proofs->finished[sender] = true;
    conclude_from_finished(in, proof);
    if (proofs_is_tls13(proofs) && sender == SENDER_SERVER && proofs->shown[sender] &&
        !proofs->told[sender])
        tell(in, sender, POSSESSION_NOT_CHECKED,
             "the CertificateVerify, which carries the signature, is not in the capture");
    if (again && proofs->transcript)
        transcript_mark_gap(proofs->transcript, "only the first late authentication is followed");
}

/* TLS 1.3: the handshake is over with the client's Finished. Before, it is when both have sent it.
 */
static void after_finished(proofs_t *proofs)
{
    bool over = proofs->finished[SENDER_CLIENT] && proofs->finished[SENDER_SERVER];
    if (proofs_is_tls13(proofs) && proofs->late_authentication && over) {
        proofs->shown[SENDER_CLIENT] = proofs->told[SENDER_CLIENT] = false;
        proofs->place = 0;
        return;
    }
    if (over)
        drop_transcript(proofs);
}

/* DTLS numbers its messages. Of one with a lower number than the last, and of a type that was seen,
 * there is nothing new. Another one comes late: the gap was noted when its number was left out. */
static bool is_sent_again(proofs_t *proofs, const proofs_message_t *message)
{
    int seq = message_seq(message);
    int *last = &proofs->last_seq[message->sender];
    if (seq < 0)
        return false;
    if (seq <= *last)
        return proofs_has_seen(proofs, message->sender, message->octets.data[0]);
    if (*last >= 0 && seq > *last + 1 && proofs->transcript)
        transcript_mark_gap(proofs->transcript,
                            "a message of the handshake, by its number, is not in the capture");
    *last = seq;
    return false;
}

/* Messages that are no part of the transcript (RFC 8446 §4.4.1, RFC 5246 §7.4.1.1). */
static bool stands_apart(const proofs_t *proofs, guint8 type)
{
    bool over = proofs_is_tls13(proofs) && proofs->finished[SENDER_CLIENT];
    switch (type) {
    case HANDSHAKE_HELLO_REQUEST:
    case HANDSHAKE_KEY_UPDATE:
        return true;
    case HANDSHAKE_NEW_SESSION_TICKET:
        return proofs_is_tls13(proofs);
    case HANDSHAKE_CERTIFICATE_REQUEST:
    case HANDSHAKE_CERTIFICATE:
    case HANDSHAKE_CERTIFICATE_VERIFY:
    case HANDSHAKE_FINISHED:
        return over && !proofs->late_authentication;
    default:
        return over;
    }
}

/* What is asked about with what stood in the transcript before the message. */
static void take_before(const step_in_t *in)
{
    switch (in->handshake.type) {
    case HANDSHAKE_CLIENT_HELLO:
        take_client_hello(in);
        break;
    case HANDSHAKE_SERVER_HELLO:
        take_server_hello(in);
        break;
    case HANDSHAKE_CERTIFICATE_VERIFY:
        take_verify(in);
        break;
    case HANDSHAKE_FINISHED:
        take_finished(in);
        break;
    default:
        break;
    }
}

static void take_after(const step_in_t *in)
{
    bool from_server = in->message->sender == SENDER_SERVER;
    switch (in->handshake.type) {
    case HANDSHAKE_CERTIFICATE:
    case HANDSHAKE_COMPRESSED_CERTIFICATE:
        take_certificate(in);
        break;
    case HANDSHAKE_SERVER_KEY_EXCHANGE:
        take_key_exchange(in);
        break;
    case HANDSHAKE_CERTIFICATE_REQUEST:
        if (from_server)
            take_request(in);
        break;
    case HANDSHAKE_SERVER_HELLO_DONE:
        take_hello_done(in);
        break;
    case HANDSHAKE_CLIENT_KEY_EXCHANGE:
        tell_lost_key_exchange(in); /* the end of the server's part may be lost as well */
        break;
    case HANDSHAKE_FINISHED:
        after_finished(in->proofs);
        break;
    default:
        break;
    }
}

/* It asks for the ClientHello again, with a cookie, and with that one the handshake begins (RFC
 * 6347 §4.2.1). Behind the second it is sent again. */
static void take_verify_request(proofs_t *proofs)
{
    if (proofs->has_client_hello && !proofs->has_cookie && !proofs->has_server_hello)
        proofs->awaits_hello = true;
}

/* A message that is in no place for it: a ClientHello from the server, for example. */
static bool is_misplaced(const step_in_t *in)
{
    bool from_client = in->message->sender == SENDER_CLIENT;
    switch (in->handshake.type) {
    case HANDSHAKE_CLIENT_HELLO:
        return !from_client;
    case HANDSHAKE_SERVER_HELLO:
    case HANDSHAKE_SERVER_KEY_EXCHANGE:
    case HANDSHAKE_SERVER_HELLO_DONE:
        return from_client;
    default:
        return false;
    }
}

void proofs_note_unreadable(proofs_t *proofs)
{
    if (proofs->transcript && !proofs->has_server_hello && !proofs->retried)
        transcript_mark_gap(proofs->transcript, "a message of the handshake cannot be read");
}

void proofs_note_loss(proofs_t *proofs)
{
    if (proofs->transcript)
        transcript_mark_gap(proofs->transcript,
                            "octets of the connection are not in the capture (a lost segment)");
}

bool proofs_go_on(const proofs_t *proofs)
{
    bool awaits_hello = proofs->retried && !proofs->has_server_hello;
    return awaits_hello || (proofs_is_tls13(proofs) && proofs->late_authentication);
}

void proofs_take(proofs_t *proofs, const proofs_message_t *message, GPtrArray *out)
{
    hello_t own = {0};
    step_in_t in = {.proofs = proofs,
                    .message = message,
                    .hello = message->hello ? message->hello : &own,
                    .out = out};
    if (proofs->n_proofs >= PROOFS_LIMIT) {
        drop_transcript(proofs);
        return;
    }
    if (!handshake_parse(message->octets, message->framing, &in.handshake))
        return;
    proofs->ambiguous = proofs->ambiguous || message->ambiguous;
    if (in.handshake.type == HANDSHAKE_KEY_UPDATE && message->sender == SENDER_CLIENT)
        proofs->key_updated = true;
    if (is_misplaced(&in))
        return;
    if (in.handshake.type == HANDSHAKE_HELLO_VERIFY_REQUEST) {
        take_verify_request(proofs);
        return;
    }
    bool hello = in.handshake.type == HANDSHAKE_CLIENT_HELLO;
    bool again = hello ? is_hello_again(&in) : is_sent_again(proofs, message);
    if (again || stands_apart(proofs, in.handshake.type))
        return;
    if (!proofs->transcript && !hello) {
        proofs->transcript = transcript_new();
        transcript_mark_gap(proofs->transcript, "the handshake was not seen from its beginning");
    }
    if (!hello && proofs_is_out_of_order(proofs, message->sender, in.handshake.type))
        transcript_mark_gap(proofs->transcript, not_in_place);
    take_before(&in);
    if (hello)
        is_sent_again(proofs, message);
    if (in.handshake.type < 32)
        proofs->seen[message->sender] |= 1u << in.handshake.type;
    bool tls13 = proofs_is_tls13(proofs) && (!hello || proofs->retried);
    transcript_add_message(proofs->transcript, message->framing, tls13, message->octets);
    take_after(&in);
}
