/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "key-cost.h"

#include <glib.h>

enum {
    RSA_LIMIT = 16384,
    RSA_EXPONENT_SIZE_LIMIT = 8,
    DSA_LIMIT = 10000,
    ORDINARY_BITS = 2048,
};

static size_t size_without_zeros(gnutls_datum_t number)
{
    unsigned zeros = 0;
    while (zeros < number.size && number.data[zeros] == 0)
        zeros++;
    return number.size - zeros;
}

static bool exponent_is_large(gnutls_x509_crt_t crt)
{
    gnutls_datum_t modulus = {0}, exponent = {0};
    if (gnutls_x509_crt_get_pk_rsa_raw(crt, &modulus, &exponent) < 0)
        return true; /* what cannot be told is not tried */
    bool large = size_without_zeros(exponent) > RSA_EXPONENT_SIZE_LIMIT;
    gnutls_free(modulus.data);
    gnutls_free(exponent.data);
    return large;
}

static bool is_rsa(gnutls_pk_algorithm_t pk)
{
    return pk == GNUTLS_PK_RSA || pk == GNUTLS_PK_RSA_PSS;
}

bool key_is_too_costly(gnutls_x509_crt_t crt, gnutls_pk_algorithm_t pk, unsigned bits)
{
    if (is_rsa(pk))
        return bits > RSA_LIMIT || exponent_is_large(crt);
    return pk == GNUTLS_PK_DSA && bits > DSA_LIMIT;
}

unsigned key_cost(gnutls_pk_algorithm_t pk, unsigned bits)
{
    unsigned times = (bits + ORDINARY_BITS - 1) / ORDINARY_BITS;
    return is_rsa(pk) || pk == GNUTLS_PK_DSA ? MAX(1, times * times) : 1;
}
