/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Inside of the proofs: proofs.c (which message proves what), proof.c (the proof itself). Nobody
 * else includes this. */

#include "proofs.h"

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
