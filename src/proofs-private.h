/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Inside of the proofs: proofs.c (which message proves what), proof.c (the proof itself). Nobody
 * else includes this. */

#include "proofs.h"
#include "transcript.h"

typedef enum {
    FROM_RESULT, /* `result` stands already */
    FROM_KEY_EXCHANGE,
    FROM_VERIFY_TLS12,
    FROM_VERIFY_TLS13,
    FROM_FINISHED
} proof_origin_t;

/* All GBytes are owned; NULL where there are none. */
struct proof {
    proof_origin_t origin;
    sender_t sender;
    guint16 version;
    const chain_t *chain;
    bool delegated;
    guint8 randoms[64]; /* client_random, server_random */
    server_params_t params;
    GBytes *body, *offered, *messages;
    guint8 hash[64];
    size_t hash_size;
    gnutls_digest_algorithm_t digest;
    char *gap;
    possession_result_t *result;
    finished_t finished;
    const char *why; /* interned: there are few of them */
};

void proof_free(proof_t *proof);

struct proofs {
    transcript_t *transcript; /* NULL when it is no longer needed */
    GPtrArray *proofs;        /* of proof_t, owned */
    bool has_client_hello, has_server_hello;
    guint8 randoms[64];
    guint16 version;
    cipher_suite_t suite;
    GBytes *offered[2]; /* signature_algorithms, by sender_t of who signs; owned */
    const chain_t *chain[2];
    bool delegated[2];
    bool shown[2];   /* by sender_t: a Certificate that is not empty */
    guint32 seen[2]; /* by sender_t: bits of the HandshakeTypes of this handshake */
    bool status_announced, ticket_announced, requested, finished[2], retried;
    bool awaits_hello;  /* the second one, after a HelloRetryRequest */
    bool key_updated;   /* of the client */
    bool by_psk;        /* TLS 1.3: no certificate is due */
    bool echoed;        /* before: the session id came back, so the handshake may be a short one */
    GBytes *session_id; /* of the ClientHello, owned */
    bool told[2];       /* a proof of possession was made for the chain */
    bool late_authentication; /* the client can be asked later on (RFC 8446 §4.6.2) */
    int last_seq[2];          /* message_seq of DTLS */
};

bool proofs_is_tls13(const proofs_t *proofs);

/* Why the transcript may not be whole where @sender signs, or sends Finished; NULL when nothing
 * speaks for that. Static. */
const char *proofs_doubt(const proofs_t *proofs, sender_t sender, bool before_finished);
