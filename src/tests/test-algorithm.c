/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "algorithm.h"

#include <glib.h>

static const struct {
    const char *oid, *name;
} names[] = {
    {"2.16.840.1.101.3.4.3.16", NULL               },
    {"2.16.840.1.101.3.4.3.17", "ML-DSA-44"        },
    {"2.16.840.1.101.3.4.3.19", "ML-DSA-87"        },
    {"2.16.840.1.101.3.4.3.20", "SLH-DSA-SHA2-128s"},
    {"2.16.840.1.101.3.4.3",    NULL               },
    {"",                        NULL               },
};

static void test_names(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        g_assert_cmpstr(algorithm_name(names[i].oid), ==, names[i].name);
}

/* Broken ones are checked too: that they are broken is told apart. */
static void test_checked(void)
{
    g_assert_true(algorithm_checks_sign(GNUTLS_SIGN_RSA_SHA256));
    g_assert_true(algorithm_checks_sign(GNUTLS_SIGN_RSA_MD5));
    g_assert_true(algorithm_checks_sign(GNUTLS_SIGN_EDDSA_ED448));
    g_assert_false(algorithm_checks_sign(GNUTLS_SIGN_UNKNOWN));
    g_assert_false(algorithm_checks_sign((gnutls_sign_algorithm_t)9999));
    g_assert_true(algorithm_checks_key(GNUTLS_PK_RSA_PSS));
    g_assert_false(algorithm_checks_key(GNUTLS_PK_UNKNOWN));
    g_assert_false(algorithm_checks_key((gnutls_pk_algorithm_t)9999));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/algorithm/names", test_names);
    g_test_add_func("/algorithm/checked", test_checked);
    return g_test_run();
}
