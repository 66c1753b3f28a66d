/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What it costs to check one signature with a key. A key with millions of bits would hold up the
 * host for minutes. */

#include <stdbool.h>

#include <gnutls/x509.h>

/* Limits of OpenSSL, so nobody could use such a key anyway: RSA 16384 bits and an exponent of 64
 * bits (which OpenSSL asks above 3072 bits only); DSA 10000 bits. */
bool key_is_too_costly(gnutls_x509_crt_t crt, gnutls_pk_algorithm_t pk, unsigned bits);

/* 1 for RSA of 2048 bits and for curves; RSA grows with the square of its size. */
unsigned key_cost(gnutls_pk_algorithm_t pk, unsigned bits);
