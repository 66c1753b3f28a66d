/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Signatures over what speaks of certificates: CRLs and OCSP responses. The key is taken out of the
 * signer's certificate, so that GnuTLS has no reason to look at the clock of the host. */

#include "certificate.h"

typedef enum { SIGNATURE_VERIFIED, SIGNATURE_BAD, SIGNATURE_UNSUPPORTED } signature_state_t;

/* What is signed, with what, and the signature; both slices borrow. */
typedef struct {
    slice_t tbs, signature;
    gnutls_sign_algorithm_t sign; /* GNUTLS_SIGN_UNKNOWN when the library has none for it */
} signed_t;

/* Did the key of @signer sign it? SHA-1 is let pass: a revocation must not be lost for it, and
 * nothing becomes trusted for what such a signature vouches for. */
signature_state_t signature_check(const signed_t *what, const certificate_t *signer);

/* The algorithm that an AlgorithmIdentifier (header included) names; GNUTLS_SIGN_UNKNOWN. */
gnutls_sign_algorithm_t signature_algorithm(slice_t identifier);

/* Is the signature one that clients read? GnuTLS also takes INTEGERs of ECDSA and DSA that are not
 * DER (RFC 3279 §2.2.3). */
bool signature_is_der(gnutls_sign_algorithm_t sign, slice_t signature);

/* Reads the BIT STRING of a signature, which has no unused bits. */
bool signature_read(reader_t *r, slice_t *ret_signature);
