/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lab.h"
#include "make-changed.h"
#include "octets.h"

/* Forms of a certificate that the library reads and other clients refuse. Each case is a server's
 * certificate by a root, changed before it is signed; its subject is CN=www, its serial number 1.
 */
typedef struct {
    const char *name;
    const char *want;
    change_t change;
    gnutls_pk_algorithm_t pk; /* of the root; 0: EC */
    gnutls_pk_algorithm_t server_pk;
} form_case_t;

/* clang-format off */
#define MALFORMED "not-trusted malformed@0 INVALID"
#define UNSUPPORTED "not-checked (unsupported-algorithm@0)"
#define RSA_SHA256 "06092a864886f70d01010b"

static const form_case_t form_cases[] = {
    {"nothing changed", "trusted", {0}, 0, 0},

    {"serial number of two octets", "trusted", {.from = "020101", .to = "02020101"}, 0, 0},
    {"serial number with an octet too many", MALFORMED, {.from = "020101", .to = "02020001"}, 0, 0},
    {"serial number that needs its zero", "trusted", {.from = "020101", .to = "02020080"}, 0, 0},
    {"serial number without an octet", MALFORMED, {.from = "020101", .to = "0200"}, 0, 0},

    {"UTF8String", "trusted", {.from = "1303777777", .to = "0c0377c3a9"}, 0, 0},
    {"UTF8String with a NUL", "trusted", {.from = "1303777777", .to = "0c03770077"}, 0, 0},
    {"UTF8String that is not UTF-8", MALFORMED, {.from = "1303777777", .to = "0c0377ff77"}, 0, 0},
    {"UTF8String that is not UTF-8 behind a NUL", MALFORMED, {.from = "1303777777", .to = "0c037700c3"}, 0, 0},
    {"BMPString of half a character more", MALFORMED, {.from = "1303777777", .to = "1e03007777"}, 0, 0},

    {"one algorithm with NULL and without", MALFORMED,
     {.outer_algorithm = "300b" RSA_SHA256}, GNUTLS_PK_RSA, 0},
    {"one algorithm with NULL twice", "trusted",
     {.outer_algorithm = "300d" RSA_SHA256 "0500"}, GNUTLS_PK_RSA, 0},

    {"value of a name that holds elements", "trusted", {.from = "1303777777", .to = "30030c0177"}, 0, 0},
    {"value of a name that should hold elements", MALFORMED, {.from = "1303777777", .to = "3003777777"}, 0, 0},
    {"text of a name whose length is not DER", MALFORMED, {.from = "1303777777", .to = "1381027777"}, 0, 0},

    {"exponent 65539", "trusted", {.from = "0203010001", .to = "0203010003"}, 0, GNUTLS_PK_RSA},
    {"exponent that is even", MALFORMED, {.from = "0203010001", .to = "0203010002"}, 0, GNUTLS_PK_RSA},
    {"exponent 1 in three octets", MALFORMED, {.from = "0203010001", .to = "0203000001"}, 0, GNUTLS_PK_RSA},
    {"parameters of an RSA key that are not NULL", MALFORMED,
     {.from = "06092a864886f70d0101010500", .to = "06092a864886f70d0101010400"}, 0, GNUTLS_PK_RSA},

    {"r of a signature with an octet too many", MALFORMED, {.before_r = "00"}, 0, 0},

    {"RSA-PSS", "trusted", {0}, GNUTLS_PK_RSA_PSS, 0},
    {"RSA-PSS with a salt of another length than it says", UNSUPPORTED,
     {.from = "a203020120", .to = "a203020114", .outside_too = true},
     GNUTLS_PK_RSA_PSS, 0},
};
/* clang-format on */

static void check_form(gconstpointer data)
{
    const form_case_t *c = data;
    g_autoptr(made_t) root =
        make_cert(&(recipe_t){.dn = "CN=Root", .ca = true, .pk = c->pk, .bits = c->pk ? 2048 : 0});
    g_autoptr(made_t) server = make_cert(&(recipe_t){.dn = "CN=www",
                                                     .issuer = root,
                                                     .san = "DNS:www.lab.test",
                                                     .pk = c->server_pk,
                                                     .bits = c->server_pk ? 2048 : 0});
    g_autoptr(made_t) changed = made_changed(server, root, &c->change);
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){root}, 1);
    expect(c->want, CHAIN(changed), .trust = trust);
}

/* The last bit of a key turned: the point is on its curve no longer. */
static void test_point(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(certificate_t) server = certificate_new(made_der(lab->server));
    g_autoptr(GByteArray) spki = g_byte_array_new();
    g_byte_array_append(spki, server->spki.data, (guint)server->spki.size);
    g_autofree char *from = octets_hex(spki);
    spki->data[spki->len - 1] ^= 1;
    g_autofree char *to = octets_hex(spki);
    g_autoptr(made_t) same =
        made_changed(lab->server, lab->intermediate, &(change_t){.from = from, .to = from});
    g_autoptr(made_t) other =
        made_changed(lab->server, lab->intermediate, &(change_t){.from = from, .to = to});
    expect("trusted", CHAIN(same, lab->intermediate), .trust = lab->trust);
    expect(MALFORMED, CHAIN(other, lab->intermediate), .trust = lab->trust);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(form_cases); i++) {
        g_autofree char *path = g_strdup_printf("/form/%s", form_cases[i].name);
        g_test_add_data_func(path, &form_cases[i], check_form);
    }
    g_test_add("/form/point of an EC key", lab_t, NULL, lab_set_up, test_point, lab_tear_down);
    return g_test_run();
}
