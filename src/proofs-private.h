/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Inside of the proofs: proofs.c (which message proves what), proof.c (the proof itself). Nobody
 * else includes this. */

#include "proofs.h"
#include "transcript.h"

typedef enum {
    FROM_RESULT, /* `possession` and `why` stand already */
    FROM_KEY_EXCHANGE,
    FROM_VERIFY_TLS12,
    FROM_VERIFY_TLS13,
    FROM_FINISHED
} proof_origin_t;

enum { RANDOMS = 64 }; /* octets of client_random and server_random */

/* One or two for each session of the capture, so it is small: what only some have shares its room.
 */
struct proof {
    guint8 origin; /* proof_origin_t */
    guint8 sender; /* sender_t */
    guint8 params; /* server_params_t */
    guint8 digest; /* gnutls_digest_algorithm_t: of the hash */
    guint8 hash_size;
    guint8 answer; /* of FROM_RESULT possession_t, of FROM_FINISHED finished_t */
    bool delegated;
    bool perhaps_second; /* as in proofs_t */
    bool lacked_body;    /* `result` was made without it */
    guint16 version;
    const chain_t *chain;
    slice_t offered;             /* of the pool */
    const char *why;             /* interned: of an answer; of a verification the gap, or NULL */
    possession_result_t *result; /* owned; NULL until somebody asks */
    union {
        guint8 randoms[RANDOMS];            /* of FROM_KEY_EXCHANGE */
        guint8 hash[TRANSCRIPT_HASH_LIMIT]; /* of FROM_VERIFY_TLS13 */
        GBytes *messages;                   /* of FROM_VERIFY_TLS12, owned; NULL with a gap */
    };
};

struct proofs {
    pool_t *pool;             /* borrowed */
    transcript_t *transcript; /* NULL when it is no longer needed */
    guint n_proofs;           /* made so far */
    bool has_client_hello, has_server_hello;
    guint8 randoms[RANDOMS];
    guint16 version;
    cipher_suite_t suite;
    slice_t offered[2]; /* signature_algorithms, by sender_t of who signs; of the pool */
    const chain_t *chain[2];
    bool delegated[2];
    bool shown[2];   /* by sender_t: a Certificate that is not empty */
    guint32 seen[2]; /* by sender_t: bits of the HandshakeTypes of this handshake */
    bool status_announced, ticket_announced, requested, finished[2], retried;
    bool awaits_hello;   /* the second one, after a HelloRetryRequest */
    bool perhaps_second; /* the ClientHello, of which nothing else shows that */
    bool key_updated;    /* of the client */
    bool by_psk;         /* TLS 1.3: no certificate is due */
    bool echoed;         /* before: the session id came back, so the handshake may be a short one */
    guint8 session_id[32]; /* of the ClientHello */
    guint8 session_id_size;
    bool told[2];             /* a proof of possession was made for the chain */
    bool late_authentication; /* the client can be asked later on (RFC 8446 §4.6.2) */
    int last_seq[2];          /* message_seq of DTLS */
};

/* Why a proof that failed shows nothing: as for say(). */
extern const char proofs_perhaps_second[];

bool proofs_is_tls13(const proofs_t *proofs);

/* Why the transcript may not be whole where @sender signs, or sends Finished; NULL when nothing
 * speaks for that. Static. */
const char *proofs_doubt(const proofs_t *proofs, sender_t sender, bool before_finished);
