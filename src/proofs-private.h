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

/* Why a check that fails shows nothing. */
typedef enum { DOUBT_NONE, DOUBT_PERHAPS_SECOND, DOUBT_AMBIGUOUS, DOUBT_COUNT } proof_doubt_t;

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
    guint8 doubt;     /* proof_doubt_t */
    bool lacked_body; /* `result` was made without it */
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
    GBytes *session_id;       /* of the ClientHello, until it is answered; owned, or NULL */
    cipher_suite_t suite;
    slice_t offered[2]; /* signature_algorithms, by sender_t of who signs; of the pool */
    const chain_t *chain[2];
    guint32 seen[2]; /* by sender_t: bits of the HandshakeTypes of this handshake below 32 */
    int last_seq[2]; /* message_seq of DTLS */
    int hello_seq;   /* that of the last ClientHello */
    guint n_proofs;  /* made so far */
    guint8 place;    /* in the order of the handshake, of what was seen last */
    guint16 version;
    guint8 randoms[RANDOMS];
    bool delegated[2];
    bool shown[2]; /* by sender_t: a Certificate that is not empty */
    bool finished[2];
    bool told[2]; /* a proof of possession was made for the chain */
    bool has_client_hello : 1, has_server_hello : 1;
    bool status_announced : 1, ticket_announced : 1, requested : 1, retried : 1;
    bool awaits_hello : 1;   /* the second one, after a HelloRetryRequest or HelloVerifyRequest */
    bool has_cookie : 1;     /* the ClientHello */
    bool perhaps_second : 1; /* the ClientHello, of which nothing else shows that */
    bool ambiguous : 1;      /* some message, see proofs_message_t */
    bool key_updated : 1;    /* of the client */
    bool by_psk : 1;         /* TLS 1.3: no certificate is due */
    bool echoed : 1; /* before: the session id came back, so the handshake may be a short one */
    bool late_authentication : 1; /* the client can be asked later on (RFC 8446 §4.6.2) */
};

/* In words, as for say(). */
const char *proofs_doubt_text(proof_doubt_t doubt);

bool proofs_is_tls13(const proofs_t *proofs);
bool proofs_has_seen(const proofs_t *proofs, sender_t sender, guint8 type);

/* Notes that a message comes. True if its place in the handshake is before, or is, that of one that
 * was seen. */
bool proofs_is_out_of_order(proofs_t *proofs, sender_t sender, guint8 type);

/* Why the transcript may not be whole where @sender signs, or sends Finished; NULL when nothing
 * speaks for that. Static. */
const char *proofs_doubt(const proofs_t *proofs, sender_t sender, bool before_finished);
