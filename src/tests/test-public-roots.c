/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "public-roots.h"

#include <string.h>

#include "certificate.h"
#include "make-cert.h"

static void test_sorted(void)
{
    g_assert_cmpuint(public_roots_table_size, >, 100);
    for (size_t i = 1; i < public_roots_table_size; i++)
        g_assert_cmpint(memcmp(public_roots_table[i - 1], public_roots_table[i], 32), <, 0);
}

static void test_find(void)
{
    for (size_t i = 0; i < public_roots_table_size; i++) {
        guint8 near_miss[32];
        memcpy(near_miss, public_roots_table[i], sizeof near_miss);
        g_assert_true(public_root_is_known(public_roots_shipped(), near_miss));
        near_miss[31] ^= 1;
        g_assert_false(public_root_is_known(public_roots_shipped(), near_miss));
    }
}

typedef struct {
    const char *name;
    guint8 sha256[32];
    bool known;
} root_case_t;

/* Fingerprints as their owners publish them. */
/* clang-format off */
static const root_case_t root_cases[] = {
    {"ISRG Root X1",
     {0x96, 0xbc, 0xec, 0x06, 0x26, 0x49, 0x76, 0xf3, 0x74, 0x60, 0x77, 0x9a, 0xcf, 0x28, 0xc5, 0xa7,
      0xcf, 0xe8, 0xa3, 0xc0, 0xaa, 0xe1, 0x1a, 0x8f, 0xfc, 0xee, 0x05, 0xc0, 0xbd, 0xdf, 0x08, 0xc6}, true},
    {"DST Root CA X3, of old",
     {0x06, 0x87, 0x26, 0x03, 0x31, 0xa7, 0x24, 0x03, 0xd9, 0x09, 0xf1, 0x05, 0xe6, 0x9b, 0xcf, 0x0d,
      0x32, 0xe1, 0xbd, 0x24, 0x93, 0xff, 0xc6, 0xd9, 0x20, 0x6d, 0x11, 0xbc, 0xd6, 0x77, 0x07, 0x39}, true},
    {"zero", {0}, false},
};
/* clang-format on */

static void check_root(gconstpointer data)
{
    const root_case_t *c = data;
    g_assert_cmpint(public_root_is_known(public_roots_shipped(), c->sha256), ==, c->known);
}

/* The name of a public root does not make a lab's root one. */
static void test_same_name(void)
{
    g_autoptr(made_t) made = make_cert(
        &(recipe_t){.dn = "CN=ISRG Root X1,O=Internet Security Research Group,C=US", .ca = true});
    g_autoptr(certificate_t) root = certificate_new(made_der(made));
    g_assert_false(public_root_is_known(public_roots_shipped(), root->sha256));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/public-roots/sorted", test_sorted);
    g_test_add_func("/public-roots/each is found, and its neighbour is not", test_find);
    g_test_add_func("/public-roots/same name, another root", test_same_name);
    for (size_t i = 0; i < G_N_ELEMENTS(root_cases); i++) {
        g_autofree char *path = g_strdup_printf("/public-roots/%s", root_cases[i].name);
        g_test_add_data_func(path, &root_cases[i], check_root);
    }
    return g_test_run();
}
