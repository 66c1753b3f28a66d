/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What OpenSSL and curl print for the same failure, so that a reader can search for the message in
 * front of them. Numbers and words are OpenSSL 3.0's (X509_V_ERR_..,
 * doc/man3/X509_STORE_CTX_get_error). */

#include "verdict.h"

typedef struct {
    int number;       /* of "verify error:num=" and "Verify return code:" */
    const char *text; /* as X509_verify_cert_error_string() gives it; curl prints the same */
} openssl_error_t;

/* The first error that OpenSSL's verification would come to, with the host name checked; number 0
 * where it would find none, or none that can be foretold. */
openssl_error_t openssl_error(const verdict_t *verdict);
