/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "lab.h"

/* The rules of RFC 5280: each case is a chain of a root, up to two CAs and a server, one of which
 * has what the case is about. */
typedef struct {
    const char *name;
    const char *want;
    recipe_t root, first, second, server; /* dn and issuer are set by the test */
    bool two;                             /* the second CA is there, too */
    bool strict;
} rule_case_t;

static recipe_t with(recipe_t recipe, const char *dn, const made_t *issuer, bool ca)
{
    recipe.dn = recipe.dn ? recipe.dn : dn;
    recipe.issuer = issuer;
    recipe.ca = ca != recipe.ca; /* in a case, ca is what makes it other than it should be */
    if (!ca && !recipe.san)
        recipe.san = "DNS:www.lab.test";
    return recipe;
}

static made_t *make(recipe_t recipe, const char *dn, const made_t *issuer, bool ca)
{
    recipe_t whole = with(recipe, dn, issuer, ca);
    if (strcmp(whole.dn, "") == 0)
        whole.dn = NULL;
    return make_cert(&whole);
}

static void check_rule(gconstpointer data)
{
    const rule_case_t *c = data;
    g_autoptr(made_t) root = make(c->root, "CN=Root", NULL, true);
    g_autoptr(made_t) first = make(c->first, "CN=First", root, true);
    g_autoptr(made_t) second = make(c->second, "CN=Second", first, true);
    g_autoptr(made_t) server = make(c->server, "CN=www", c->two ? second : first, false);
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){root}, 1);
    if (c->two)
        expect(c->want, CHAIN(server, second, first), .trust = trust, .strict = c->strict);
    else
        expect(c->want, CHAIN(server, first), .trust = trust, .strict = c->strict);
}

/* clang-format off */
#define LENGTH(n) .has_path_length = true, .path_length = n
#define EXTRA(o, h, c) .extra = {{.oid = o, .hex = h, .critical = c}}
#define UNKNOWN "1.3.6.1.4.1.55738.666.1"
#define PROFILE "trusted (profile-violation@0)"
#define MALFORMED "not-trusted malformed@0 INVALID"

static const rule_case_t rule_cases[] = {
    {.name = "nothing special", .want = "trusted"},
    {.name = "nothing special, strictly", .want = "trusted", .strict = true},
    {.name = "nothing special, two CAs", .want = "trusted", .two = true},

    {.name = "CA: cA is not set", .want = "not-trusted not-a-ca@1 INVALID", .first.ca = true},
    {.name = "CA: version 1", .want = "not-trusted not-a-ca@1 INVALID", .first.version = 1},
    {.name = "anchor: version 1 is a CA", .want = "trusted", .root.version = 1},
    {.name = "anchor: version 3 and no CA", .want = "not-trusted not-a-ca@-1 INVALID", .root.ca = true},

    {.name = "path length 0 and one CA", .want = "trusted", .first = {LENGTH(0)}},
    {.name = "path length 0 and two CAs", .want = "not-trusted path-too-long@2 INVALID",
     .first = {LENGTH(0)}, .two = true},
    {.name = "path length 1 and two CAs", .want = "trusted", .first = {LENGTH(1)}, .two = true},
    {.name = "path length of the anchor", .want = "not-trusted path-too-long@-1 INVALID",
     .root = {LENGTH(1)}, .two = true},
    {.name = "path length: self-issued ones do not count", .want = "trusted",
     .first = {LENGTH(0)}, .second = {.dn = "CN=First"}, .two = true},

    {.name = "key usage of a CA without keyCertSign", .want = "not-trusted wrong-key-usage@1 INVALID",
     .first.key_usage = GNUTLS_KEY_CRL_SIGN},
    {.name = "key usage of the anchor without keyCertSign",
     .want = "not-trusted wrong-key-usage@-1 INVALID", .root.key_usage = GNUTLS_KEY_CRL_SIGN},
    {.name = "key usage of the server: any", .want = "trusted",
     .server.key_usage = GNUTLS_KEY_DIGITAL_SIGNATURE},
    {.name = "key usage of the server: for key transport", .want = "trusted",
     .server.key_usage = GNUTLS_KEY_KEY_ENCIPHERMENT},
    {.name = "key usage of the server: for fixed Diffie-Hellman", .want = "trusted",
     .server.key_usage = GNUTLS_KEY_KEY_AGREEMENT},
    {.name = "key usage of the server: not for TLS", .want = "not-trusted wrong-key-usage@0",
     .server.key_usage = GNUTLS_KEY_NON_REPUDIATION | GNUTLS_KEY_DATA_ENCIPHERMENT |
                         GNUTLS_KEY_CRL_SIGN},
    {.name = "key usage of the server: no bit", .want = "not-trusted wrong-key-usage@0",
     .server = {EXTRA("2.5.29.15", "030100", true)}},
    {.name = "key usage of the server: keyCertSign, too", .want = PROFILE,
     .server.key_usage = GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_CERT_SIGN},
    {.name = "key usage of the server: keyCertSign alone",
     .want = "not-trusted wrong-key-usage@0 (profile-violation@0)",
     .server.key_usage = GNUTLS_KEY_KEY_CERT_SIGN},
    {.name = "key usage of a CA: six bits, the last of them keyCertSign", .want = "trusted",
     .first = {EXTRA("2.5.29.15", "03020204", true)}},
    {.name = "key usage of a CA: keyCertSign among the unused bits",
     .want = "not-trusted malformed@1 INVALID", .first = {EXTRA("2.5.29.15", "03020304", true)}},
    {.name = "key usage: unused bits of no octet", .want = MALFORMED,
     .server = {EXTRA("2.5.29.15", "030101", true)}},

    {.name = "purpose of the server", .want = "trusted", .server.purposes = MAKE_SERVER_AUTH},
    {.name = "purpose of the server among others", .want = "trusted",
     .server.purposes = MAKE_CLIENT_AUTH " " MAKE_SERVER_AUTH},
    {.name = "purpose: a client's", .want = "not-trusted wrong-purpose@0 INVALID",
     .server.purposes = MAKE_CLIENT_AUTH},
    {.name = "purpose: any", .want = PROFILE, .server.purposes = MAKE_ANY_PURPOSE},
    {.name = "purpose: none", .want = MALFORMED, .server = {EXTRA("2.5.29.37", "3000", false)}},
    {.name = "purpose of a CA: a client's", .want = "not-trusted wrong-purpose@1 INVALID",
     .first.purposes = MAKE_CLIENT_AUTH},
    {.name = "purpose of a CA: any", .want = "trusted", .first.purposes = MAKE_ANY_PURPOSE},

    {.name = "unknown extension", .want = "trusted", .server = {EXTRA(UNKNOWN, "0500", false)}},
    {.name = "unknown critical extension", .want = "not-trusted unknown-critical-extension@0 INVALID",
     .server = {EXTRA(UNKNOWN, "0500", true)}},
    {.name = "unknown critical extension of a CA",
     .want = "not-trusted unknown-critical-extension@1 INVALID", .first = {EXTRA(UNKNOWN, "0500", true)}},
    {.name = "unknown critical extension of the anchor",
     .want = "not-trusted unknown-critical-extension@-1 INVALID", .root = {EXTRA(UNKNOWN, "0500", true)}},

    {.name = "critical extension that is known but not read",
     .want = "not-trusted unknown-critical-extension@1 INVALID",
     .first = {EXTRA("2.5.29.18", "3009820763612e74657374", true)}},
    {.name = "the same, not critical", .want = "trusted",
     .first = {EXTRA("2.5.29.18", "3009820763612e74657374", false)}},
    {.name = "critical freshestCRL", .want = "not-trusted unknown-critical-extension@0 INVALID",
     .server = {EXTRA("2.5.29.46", "30093007a005a003860161", true)}},
    {.name = "critical distribution points", .want = "trusted",
     .server = {EXTRA("2.5.29.31", "30093007a005a003860161", true)}},
    {.name = "distribution points that are none", .want = MALFORMED,
     .server = {EXTRA("2.5.29.31", "0500", false)}},
    {.name = "distribution points that end early", .want = MALFORMED,
     .server = {EXTRA("2.5.29.31", "30093007a005a003860261", false)}},
    {.name = "purpose with an identifier that is none", .want = MALFORMED,
     .server = {EXTRA("2.5.29.37", "301006082b06010505070301060480010203", false)}},
    {.name = "purpose with another identifier", .want = "trusted",
     .server = {EXTRA("2.5.29.37", "301006082b06010505070301060481010203", false)}},
    {.name = "two policies", .want = "trusted",
     .server = {EXTRA("2.5.29.32", "300e300506032a0304300506032a0305", false)}},
    {.name = "one policy twice", .want = MALFORMED,
     .server = {EXTRA("2.5.29.32", "300e300506032a0304300506032a0304", false)}},

    {.name = "permitted DNS name", .want = "trusted", .first.permitted = "DNS:lab.test"},
    {.name = "DNS name not permitted", .want = "not-trusted name-constraint@0 INVALID",
     .first.permitted = "DNS:else.test"},
    {.name = "DNS name that ends alike is not below", .want = "not-trusted name-constraint@0 INVALID",
     .first.permitted = "DNS:b.test", .server.san = "DNS:www.lab.test"},
    {.name = "excluded DNS name", .want = "not-trusted name-constraint@0 INVALID",
     .first.excluded = "DNS:lab.test"},
    {.name = "another DNS name is excluded", .want = "trusted", .first.excluded = "DNS:else.test"},
    {.name = "excluded goes before permitted", .want = "not-trusted name-constraint@0 INVALID",
     .first = {.permitted = "DNS:lab.test", .excluded = "DNS:www.lab.test"}},
    {.name = "wildcard over an excluded name", .want = "not-trusted name-constraint@0 INVALID",
     .first.excluded = "DNS:bar.lab.test", .server.san = "DNS:*.lab.test"},
    {.name = "wildcard beside an excluded name", .want = "trusted",
     .first.excluded = "DNS:a.bar.lab.test", .server.san = "DNS:*.lab.test"},
    {.name = "wildcard below a permitted name", .want = "trusted",
     .first.permitted = "DNS:lab.test", .server.san = "DNS:*.lab.test"},
    {.name = "wildcard over a permitted name", .want = "not-trusted name-constraint@0 INVALID",
     .first.permitted = "DNS:www.lab.test", .server.san = "DNS:*.lab.test"},
    {.name = "constraint on a second name", .want = "not-trusted name-constraint@0 INVALID",
     .first.excluded = "DNS:else.test", .server.san = "DNS:www.lab.test DNS:else.test"},
    {.name = "constraint of another kind", .want = "trusted", .first.permitted = "IP:192.0.2.0/24"},
    {.name = "permitted address", .want = "trusted", .first.permitted = "IP:192.0.2.0/24",
     .server.san = "DNS:www.lab.test IP:192.0.2.255"},
    {.name = "address not permitted", .want = "not-trusted name-constraint@0 INVALID",
     .first.permitted = "IP:192.0.2.0/24", .server.san = "DNS:www.lab.test IP:192.0.3.0"},
    {.name = "excluded address", .want = "not-trusted name-constraint@0 INVALID",
     .first.excluded = "IP:2001:db8::/32", .server.san = "DNS:www.lab.test IP:2001:db8::1"},
    {.name = "address of the other version is not permitted",
     .want = "not-trusted name-constraint@0 INVALID", .first.permitted = "IP:192.0.2.0/24",
     .server.san = "DNS:www.lab.test IP:2001:db8::1"},
    {.name = "permitted mail host", .want = "trusted", .first.permitted = "email:lab.test",
     .server.san = "DNS:www.lab.test email:a@lab.test"},
    {.name = "mail below the host is another", .want = "not-trusted name-constraint@0 INVALID",
     .first.permitted = "email:lab.test", .server.san = "DNS:www.lab.test email:a@x.lab.test"},
    {.name = "excluded mail domain", .want = "not-trusted name-constraint@0 INVALID",
     .first.excluded = "email:.lab.test", .server.san = "DNS:www.lab.test email:a@x.lab.test"},
    {.name = "excluded mail host behind a quoted @", .want = "not-trusted name-constraint@0 INVALID",
     .first.excluded = "email:lab.test", .server.san = "DNS:www.lab.test email:\"a@b\"@lab.test"},
    {.name = "mail host excluded inside of quotes", .want = "trusted",
     .first.excluded = "email:lab.test", .server.san = "DNS:www.lab.test email:\"a@lab.test\"@b"},
    {.name = "permitted mail host behind a quoted @", .want = "trusted",
     .first.permitted = "email:lab.test", .server.san = "DNS:www.lab.test email:\"a@b\"@lab.test"},
    {.name = "excluded mailbox in the subject", .want = "not-trusted name-constraint@0 INVALID",
     .first.excluded = "email:a@lab.test", .server.dn = "CN=x,EMAIL=a@lab.test"},
    {.name = "another mailbox in the subject", .want = "trusted",
     .first.excluded = "email:a@lab.test", .server.dn = "CN=x,EMAIL=A@lab.test"},
    {.name = "the common name is not constrained", .want = "trusted",
     .first.permitted = "DNS:lab.test", .server.dn = "CN=else.test"},
    {.name = "constraint of the anchor", .want = "not-trusted name-constraint@0 INVALID",
     .root.excluded = "DNS:lab.test"},
    {.name = "constraint on a CA's own name", .want = "not-trusted name-constraint@1 INVALID",
     .first.excluded = "DNS:ca.test", .second.san = "DNS:ca.test", .two = true},
    {.name = "no constraint on a self-issued CA", .want = "trusted", .first.excluded = "DNS:ca.test",
     .second = {.dn = "CN=First", .san = "DNS:ca.test"}, .two = true},
    {.name = "permitted directory name", .want = "trusted", .server.dn = "CN=www,O=LAB",
     .first = {EXTRA("2.5.29.30", "3017a0153013a411300f310d300b060355040a0c04206c4162", true)}},
    {.name = "constraint with a period in front",
     .want = "not-trusted name-constraint@0 malformed@1 INVALID",
     .first.permitted = "DNS:.lab.test"},
    {.name = "constraint with a wildcard", .want = "not-trusted malformed@1 INVALID",
     .first.excluded = "DNS:*.else.test"},
    {.name = "constraints that are empty", .want = "not-trusted malformed@1 INVALID",
     .first = {EXTRA("2.5.29.30", "3000", true)}},
    {.name = "critical constraints in a server's certificate", .want = MALFORMED,
     .server.permitted = "DNS:lab.test"},

    {.name = "explicit policy asked for, none there", .want = "not-trusted other@0 INVALID",
     .first = {EXTRA("2.5.29.36", "3003800100", true)}},
    {.name = "explicit policy asked for later", .want = "trusted",
     .first = {EXTRA("2.5.29.36", "3003800105", true)}},
    {.name = "policy constraints not critical",
     .want = "trusted (profile-violation@1)", .first = {EXTRA("2.5.29.36", "3003800105", false)}},
    {.name = "policy constraints that are empty", .want = "not-trusted malformed@1 INVALID",
     .first = {EXTRA("2.5.29.36", "3000", true)}},

    {.name = "server: version 1", .want = "not-trusted name-mismatch@0 (profile-violation@0) "
                                         "COMMON_NAME_INVALID", .server.version = 1},
    {.name = "server: a CA certificate", .want = "trusted", .server.ca = true},
    {.name = "server: a CA certificate that may not sign", .want = PROFILE, .server = {
     .ca = true, .key_usage = GNUTLS_KEY_DIGITAL_SIGNATURE}},
    {.name = "server: no key identifiers", .want = PROFILE, .server.no_key_ids = true},
    {.name = "server: no key identifiers, strictly", .want = "not-trusted malformed@0",
     .server.no_key_ids = true, .strict = true},
    {.name = "CA: no key identifiers", .want = "trusted (profile-violation@1)", .first.no_key_ids = true},
    {.name = "server: negative serial", .want = PROFILE, .server.serial = 0x80},
    {.name = "server: underscore in a name", .want = PROFILE,
     .server.san = "DNS:www.lab.test DNS:a_b.lab.test"},
    {.name = "server: octets beyond ASCII in a name", .want = MALFORMED,
     .server = {.san = "", EXTRA("2.5.29.17", "3014820c7777772e6c61622e746573748204c3a92e61", false)}},
    {.name = "server: keyUsage that is no bits", .want = MALFORMED,
     .server = {EXTRA("2.5.29.15", "0500", false)}},
    {.name = "server: AIA that is empty", .want = PROFILE,
     .server = {EXTRA("1.3.6.1.5.5.7.1.1", "3000", false)}},
    {.name = "server: path length and no CA", .want = MALFORMED,
     .server = {EXTRA("2.5.29.19", "3003020100", false)}},
};
/* clang-format on */

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rule_cases); i++) {
        g_autofree char *path = g_strdup_printf("/verify/%s", rule_cases[i].name);
        g_test_add_data_func(path, &rule_cases[i], check_rule);
    }
    return g_test_run();
}
