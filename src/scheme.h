/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Signature schemes (RFC 8446 §4.2.3) and what a scheme may be used for. In TLS 1.2 the same two
 * octets are a SignatureAndHashAlgorithm (RFC 5246 §7.4.1.4.1). */

#include <gnutls/abstract.h>

#include "certificate.h"
#include "say.h"

/* One that GnuTLS can check. */
typedef struct {
    guint16 code;
    gnutls_sign_algorithm_t sign;
    gnutls_pk_algorithm_t key;      /* the type of the certificate's key */
    gnutls_ecc_curve_t tls13_curve; /* of an ECDSA key, in TLS 1.3 */
    bool tls13;                     /* may stand in a CertificateVerify of TLS 1.3 */
} scheme_t;

const scheme_t *scheme_lookup(guint16 code); /* NULL: not one that can be checked */

/* Could @key make a signature of this scheme at all? RSA keys of both kinds make PSS signatures. */
bool scheme_fits_key(const scheme_t *scheme, gnutls_pk_algorithm_t key);

/* What GnuTLS is asked for, with a key of this type. */
gnutls_sign_algorithm_t scheme_sign(const scheme_t *scheme, gnutls_pk_algorithm_t key);

typedef struct {
    guint16 code;
    bool tls13;
    gnutls_pk_algorithm_t key;
    gnutls_ecc_curve_t curve; /* of an ECDSA key */
    language_t language;
    slice_t offered; /* the peer's signature_algorithms, of 2 octets each; may be empty */
} scheme_use_t;

/* What is not legal about the use: a sentence without its full stop, or NULL. Gives; g_free(). */
char *scheme_violation(const scheme_use_t *use);
