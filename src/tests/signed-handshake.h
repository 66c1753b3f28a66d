/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Handshake messages with a signature in them, made by this test's own reading of the RFCs. */

#include <gnutls/abstract.h>

#include "certificate.h"
#include "make-cert.h"
#include "possession.h"

typedef enum {
    KEY_RSA,
    KEY_RSA_PSS,
    KEY_DSA,
    KEY_P256,
    KEY_P384,
    KEY_P521,
    KEY_ED25519,
    KEY_ED448,
    KEY_COUNT
} key_kind_t;

typedef struct {
    made_t *made;
    certificate_t *certificate;
} owner_t;

/* Made once for all tests; @stranger: another key of the same kind. Borrows. */
const owner_t *owner_of(key_kind_t kind, bool stranger);
void owners_free(void);

/* Signs @content; GNUTLS_SIGN_UNKNOWN stands for RSA with MD5 and SHA-1. Gives. */
GByteArray *sign_with(const owner_t *owner, gnutls_sign_algorithm_t sign, slice_t content);

/* Appends DigitallySigned; @scheme 0: without algorithm. */
void append_signed(GByteArray *body, guint16 scheme, const GByteArray *signature);

/* The content of a CertificateVerify of TLS 1.3. Gives. */
GByteArray *tls13_content(const char *context, slice_t hash);
