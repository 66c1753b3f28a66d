/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "algorithm.h"

#include <stddef.h>
#include <string.h>

#include <glib.h>

bool algorithm_checks_sign(gnutls_sign_algorithm_t sign)
{
    for (const gnutls_sign_algorithm_t *one = gnutls_sign_list(); *one; one++)
        if (*one == sign)
            return true;
    return false;
}

bool algorithm_checks_key(gnutls_pk_algorithm_t pk)
{
    for (const gnutls_pk_algorithm_t *one = gnutls_pk_list(); *one; one++)
        if (*one == pk)
            return true;
    return false;
}

/* clang-format off */
static const struct {
    const char *oid, *name;
} names[] = {
    {"1.2.156.10197.1.301", "SM2"},
    {"1.2.156.10197.1.501", "SM2-SM3"},
    /* RFC 9881 §2, RFC 9909 §3 */
    {"2.16.840.1.101.3.4.3.17", "ML-DSA-44"},
    {"2.16.840.1.101.3.4.3.18", "ML-DSA-65"},
    {"2.16.840.1.101.3.4.3.19", "ML-DSA-87"},
    {"2.16.840.1.101.3.4.3.20", "SLH-DSA-SHA2-128s"},
    {"2.16.840.1.101.3.4.3.21", "SLH-DSA-SHA2-128f"},
    {"2.16.840.1.101.3.4.3.22", "SLH-DSA-SHA2-192s"},
    {"2.16.840.1.101.3.4.3.23", "SLH-DSA-SHA2-192f"},
    {"2.16.840.1.101.3.4.3.24", "SLH-DSA-SHA2-256s"},
    {"2.16.840.1.101.3.4.3.25", "SLH-DSA-SHA2-256f"},
    {"2.16.840.1.101.3.4.3.26", "SLH-DSA-SHAKE-128s"},
    {"2.16.840.1.101.3.4.3.27", "SLH-DSA-SHAKE-128f"},
    {"2.16.840.1.101.3.4.3.28", "SLH-DSA-SHAKE-192s"},
    {"2.16.840.1.101.3.4.3.29", "SLH-DSA-SHAKE-192f"},
    {"2.16.840.1.101.3.4.3.30", "SLH-DSA-SHAKE-256s"},
    {"2.16.840.1.101.3.4.3.31", "SLH-DSA-SHAKE-256f"},
};
/* clang-format on */

const char *algorithm_name(const char *oid)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i].oid, oid) == 0)
            return names[i].name;
    return NULL;
}
