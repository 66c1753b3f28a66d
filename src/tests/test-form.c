/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lab.h"
#include "make-changed.h"

/* Forms of a certificate that the library reads and other clients refuse. Each case is a server's
 * certificate by a root, changed before it is signed; its subject is CN=www, its serial number 1.
 */
typedef struct {
    const char *name;
    const char *want;
    change_t change;
    gnutls_pk_algorithm_t pk; /* of the root; 0: EC */
} form_case_t;

/* clang-format off */
#define MALFORMED "not-trusted malformed@0 INVALID"
#define UNSUPPORTED "not-checked (unsupported-algorithm@0)"
#define RSA_SHA256 "06092a864886f70d01010b"

static const form_case_t form_cases[] = {
    {"nothing changed", "trusted", {0}, 0},

    {"serial number of two octets", "trusted", {.from = "020101", .to = "02020101"}, 0},
    {"serial number with an octet too many", MALFORMED, {.from = "020101", .to = "02020001"}, 0},
    {"serial number that needs its zero", "trusted", {.from = "020101", .to = "02020080"}, 0},
    {"serial number without an octet", MALFORMED, {.from = "020101", .to = "0200"}, 0},

    {"UTF8String", "trusted", {.from = "1303777777", .to = "0c0377c3a9"}, 0},
    {"UTF8String with a NUL", "trusted", {.from = "1303777777", .to = "0c03770077"}, 0},
    {"UTF8String that is not UTF-8", MALFORMED, {.from = "1303777777", .to = "0c0377ff77"}, 0},
    {"UTF8String that is not UTF-8 behind a NUL", MALFORMED, {.from = "1303777777", .to = "0c037700c3"}, 0},
    {"BMPString of half a character more", MALFORMED, {.from = "1303777777", .to = "1e03007777"}, 0},

    {"one algorithm with NULL and without", MALFORMED,
     {.outer_algorithm = "300b" RSA_SHA256}, GNUTLS_PK_RSA},
    {"one algorithm with NULL twice", "trusted",
     {.outer_algorithm = "300d" RSA_SHA256 "0500"}, GNUTLS_PK_RSA},

    {"r of a signature with an octet too many", MALFORMED, {.before_r = "00"}, 0},

    {"RSA-PSS", "trusted", {0}, GNUTLS_PK_RSA_PSS},
    {"RSA-PSS with a salt of another length than it says", UNSUPPORTED,
     {.from = "a203020120", .to = "a203020114", .outside_too = true},
     GNUTLS_PK_RSA_PSS},
};
/* clang-format on */

static void check_form(gconstpointer data)
{
    const form_case_t *c = data;
    g_autoptr(made_t) root =
        make_cert(&(recipe_t){.dn = "CN=Root", .ca = true, .pk = c->pk, .bits = c->pk ? 2048 : 0});
    g_autoptr(made_t) server =
        make_cert(&(recipe_t){.dn = "CN=www", .issuer = root, .san = "DNS:www.lab.test"});
    g_autoptr(made_t) changed = made_changed(server, root, &c->change);
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){root}, 1);
    expect(c->want, CHAIN(changed), .trust = trust);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(form_cases); i++) {
        g_autofree char *path = g_strdup_printf("/form/%s", form_cases[i].name);
        g_test_add_data_func(path, &form_cases[i], check_form);
    }
    return g_test_run();
}
