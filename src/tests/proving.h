/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Handshakes of (D)TLS 1.3 message by message, and what is proven by them. */

#include "proofs.h"

typedef struct {
    pool_t *pool;
    proofs_t *proofs;
    chains_t *chains;
    GPtrArray *out;        /* of proof_t, owned */
    GByteArray *signature; /* body of the CertificateVerify, once it was taken */
} proving_t;

proving_t *proving_new(void);
void proving_free(proving_t *proving);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(proving_t, proving_free)

/* Takes a message; the chain of a Certificate is set here. */
void proving_take(proving_t *proving, proofs_message_t message);

/* What was told, in order: "proven verified verified". */
void proving_assert(const proving_t *proving, const char *want);
