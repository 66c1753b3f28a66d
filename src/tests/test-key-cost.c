/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "key-cost.h"

#include "lab.h"

/* The exponent of RSA is judged in test-limits.c, by chains. */
static void test_too_costly(void)
{
    const struct {
        gnutls_pk_algorithm_t pk;
        unsigned bits;
        bool want;
    } cases[] = {
        {GNUTLS_PK_RSA,           0,     false},
        {GNUTLS_PK_RSA,           16384, false},
        {GNUTLS_PK_RSA,           16385, true },
        {GNUTLS_PK_RSA_PSS,       16384, false},
        {GNUTLS_PK_RSA_PSS,       16385, true },
        {GNUTLS_PK_DSA,           10000, false},
        {GNUTLS_PK_DSA,           10001, true },
        {GNUTLS_PK_ECDSA,         10001, false},
        {GNUTLS_PK_EDDSA_ED25519, 256,   false},
        {GNUTLS_PK_UNKNOWN,       20000, false},
    };
    g_autoptr(made_t) rsa = make_cert(&(recipe_t){.dn = "CN=x", .pk = GNUTLS_PK_RSA, .bits = 2048});
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(key_is_too_costly(rsa->crt, cases[i].pk, cases[i].bits), ==, cases[i].want);
}

static void test_cost(void)
{
    const struct {
        gnutls_pk_algorithm_t pk;
        unsigned bits, want;
    } cases[] = {
        {GNUTLS_PK_RSA,     0,     1 },
        {GNUTLS_PK_RSA,     2048,  1 },
        {GNUTLS_PK_RSA,     2049,  4 },
        {GNUTLS_PK_RSA,     4096,  4 },
        {GNUTLS_PK_RSA_PSS, 16384, 64},
        {GNUTLS_PK_DSA,     10000, 25},
        {GNUTLS_PK_ECDSA,   16384, 1 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpuint(key_cost(cases[i].pk, cases[i].bits), ==, cases[i].want);
}

/* A chain in which such a key should have signed. */
static void test_chain(lab_t *lab, gconstpointer data)
{
    (void)data;
    for (size_t more = 0; more < 2; more++) {
        g_autoptr(made_t) large = make_large_dsa(lab->root, 10000 + more);
        g_autoptr(made_t) server =
            make_cert(&(recipe_t){.dn = "CN=x", .issuer = large, .san = "DNS:www.lab.test"});
        expect(more ? "not-checked (profile-violation@1) (too-complex@0)"
                    : "not-trusted bad-signature@0 (profile-violation@1) AUTHORITY_INVALID",
               CHAIN(server, large), .trust = lab->trust);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/key cost/too costly", test_too_costly);
    g_test_add_func("/key cost/cost", test_cost);
    g_test_add("/key cost/DSA in a chain", lab_t, NULL, lab_set_up, test_chain, lab_tear_down);
    return g_test_run();
}
