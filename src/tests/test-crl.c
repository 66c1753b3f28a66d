/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "lab.h"
#include "make-status.h"
#include "octets.h"

#define OID_UNKNOWN "1.2.3.4"
/* CRLDistributionPoints with http://x/a, which is hex 687474703a2f2f782f61. */
#define POINT  "30123010a00ea00c860a687474703a2f2f782f61"
#define SERIAL 7

typedef struct {
    made_t *root, *intermediate, *server, *twin; /* twin: another key of the intermediate's name */
} house_t;

static void house_set_up(house_t *house)
{
    house->root = make_cert(&(recipe_t){.dn = "CN=Lab Root", .ca = true});
    house->intermediate = make_cert(
        &(recipe_t){.dn = "CN=Lab Intermediate", .ca = true, .issuer = house->root, .serial = 5});
    house->twin = make_cert(
        &(recipe_t){.dn = "CN=Lab Intermediate", .ca = true, .issuer = house->root, .serial = 6});
    house->server = make_cert(&(recipe_t){.dn = "CN=www.lab.test",
                                          .issuer = house->intermediate,
                                          .san = "DNS:www.lab.test",
                                          .serial = SERIAL,
                                          .extra = {{"2.5.29.31", POINT, false}}});
}

static void house_tear_down(house_t *house)
{
    made_free(house->root);
    made_free(house->intermediate);
    made_free(house->twin);
    made_free(house->server);
}

static void load(trust_t *trust, GBytes *const *crls, size_t n, bool pem)
{
    g_autofree char *path = make_crl_file(crls, n, pem);
    GError *error = NULL;
    trust_add_crl_file(trust, path, &error);
    g_assert_no_error(error);
    g_unlink(path);
}

typedef enum { BY_INTERMEDIATE, BY_ROOT, BY_TWIN, BY_SERVER } who_t;

static const made_t *who(const house_t *house, who_t name)
{
    const made_t *const all[] = {house->intermediate, house->root, house->twin, house->server};
    return all[name];
}

typedef struct {
    const char *name, *want;
    crl_recipe_t crl;
    who_t issuer, signer;
    const char *doubt; /* in the reason for not checked, or in the sentence of `revoked` */
    bool other_key_id; /* its authorityKeyIdentifier is the twin's */
} row_t;

#define REVOKED "not-trusted revoked@0 REVOKED"
#define UNKNOWN "not-checked"

/* The server is revoked, by a CRL with this issuingDistributionPoint. */
#define SCOPED(what, verdict, hex, text)                                                           \
    {                                                                                              \
        .name = "scope: " what, .want = verdict, .crl.rows[0] = {SERIAL, 0, 0, NULL},              \
        .crl.extra = "2.5.29.28", .crl.extra_hex = hex, .crl.extra_critical = true, .doubt = text  \
    }

/* clang-format off */
static const row_t rows[] = {
    {.name = "revoked", .want = REVOKED, .crl.rows[0] = {SERIAL, 0, 0, NULL},
     .doubt = "certificate 0 (CN=www.lab.test) was revoked 2024-01-01, says the CRL of CN=Lab "
              "Intermediate"},
    {.name = "revoked with a reason", .want = REVOKED,
     .crl.rows[0] = {SERIAL, MAKE_WHEN - DAY, 1, NULL},
     .doubt = "was revoked 2024-04-09 (key compromise), says"},
    {.name = "on hold", .want = REVOKED, .crl.rows[0] = {SERIAL, 0, 6, NULL},
     .doubt = "(certificate hold)"},
    {.name = "among others", .want = REVOKED, .crl.rows[0] = {200, 0, 0, NULL},
     .crl.rows[1] = {SERIAL, 0, 0, NULL}, .crl.rows[2] = {1, 0, 0, NULL}},
    {.name = "nothing revoked", .want = "trusted"},
    {.name = "other serials", .want = "trusted", .crl.rows[0] = {SERIAL + 1, 0, 0, NULL},
     .crl.rows[1] = {SERIAL - 1, 0, 0, NULL}},
    {.name = "revoked this second", .want = REVOKED,
     .crl.rows[0] = {SERIAL, MAKE_WHEN, 0, NULL}},
    {.name = "revoked a second later", .want = "trusted",
     .crl.rows[0] = {SERIAL, MAKE_WHEN + 1, 0, NULL}},
    {.name = "the intermediate is revoked", .want = "not-trusted revoked@1 REVOKED",
     .crl.rows[0] = {5, 0, 2, NULL}, .issuer = BY_ROOT, .signer = BY_ROOT,
     .doubt = "certificate 1 (CN=Lab Intermediate) was revoked 2024-01-01 (CA compromise)"},
    {.name = "serial of another issuer's", .want = "trusted",
     .crl.rows[0] = {SERIAL, 0, 0, NULL}, .issuer = BY_ROOT, .signer = BY_ROOT},
    {.name = "issuer in other letters", .want = REVOKED, .crl.rows[0] = {SERIAL, 0, 0, NULL},
     .crl.other_form = true},
    {.name = "bad signature", .want = UNKNOWN, .crl.tampered = true,
     .doubt = "has a signature that does not verify"},
    {.name = "bad signature, revoked", .want = UNKNOWN, .crl.rows[0] = {SERIAL, 0, 0, NULL},
     .crl.tampered = true,
     .doubt = "whether certificate 0 (CN=www.lab.test) was revoked could not be checked: the CRL "
              "of CN=Lab Intermediate has a signature that does not verify"},
    {.name = "signed by another key", .want = UNKNOWN, .crl.rows[0] = {SERIAL,0, 0, NULL},
     .issuer = BY_INTERMEDIATE, .signer = BY_ROOT,
     .doubt = "has a signature that does not verify"},
    {.name = "signed by the end entity", .want = UNKNOWN, .issuer = BY_INTERMEDIATE,
     .signer = BY_SERVER, .doubt = "has a signature that does not verify"},
    {.name = "another key of the name", .want = UNKNOWN, .issuer = BY_TWIN, .signer = BY_TWIN,
     .doubt = "is signed with another key", .other_key_id = true},
    {.name = "last second", .want = "trusted", .crl.next_update = MAKE_WHEN},
    {.name = "out of date", .want = UNKNOWN, .crl.next_update = MAKE_WHEN - 1,
     .doubt = "is out of date since 2024-04-09"},
    {.name = "out of date, revoked", .want = UNKNOWN, .crl.rows[0] = {SERIAL, 0, 0, NULL},
     .crl.next_update = MAKE_WHEN - 1, .doubt = "is out of date"},
    {.name = "first second", .want = "trusted", .crl.this_update = MAKE_WHEN},
    {.name = "not yet", .want = UNKNOWN, .crl.this_update = MAKE_WHEN + 1,
     .doubt = "is of 2024-04-10, which is later"},
    {.name = "no nextUpdate", .want = UNKNOWN, .crl.next_update = -1,
     .doubt = "has no nextUpdate"},
    {.name = "no number", .want = UNKNOWN, .crl.no_number = true, .doubt = "has no CRLNumber"},
    {.name = "version 1", .want = UNKNOWN, .crl.version_1 = true, .doubt = "is of version 1"},
    {.name = "unknown extension", .want = "trusted", .crl.extra = OID_UNKNOWN},
    {.name = "unknown critical extension", .want = UNKNOWN, .crl.extra = OID_UNKNOWN,
     .crl.extra_critical = true,
     .doubt = "has a critical extension that is not known here: 1.2.3.4"},
    {.name = "unknown critical extension, revoked", .want = UNKNOWN,
     .crl.rows[0] = {SERIAL, 0, 0, NULL}, .crl.extra = OID_UNKNOWN,
     .crl.extra_critical = true},
    {.name = "unknown critical extension of an entry", .want = UNKNOWN,
     .crl.rows[0] = {1, 0, 0, OID_UNKNOWN}, .doubt = "has an entry with a critical extension"},
    {.name = "indirect", .want = UNKNOWN, .crl.rows[0] = {1, 0, 0, "2.5.29.29"},
     .doubt = "is an indirect CRL"},
    {.name = "remove from CRL", .want = UNKNOWN, .crl.rows[0] = {SERIAL, 0, 8, NULL},
     .doubt = "removeFromCRL"},
    {.name = "delta", .want = UNKNOWN, .crl.extra = "2.5.29.27", .crl.extra_critical = true,
     .doubt = "is a delta CRL"},
    {.name = "delta, not critical", .want = UNKNOWN, .crl.extra = "2.5.29.27",
     .doubt = "is a delta CRL"},
    SCOPED("for all", REVOKED, "3000", NULL),
    SCOPED("for users", REVOKED, "3003 8101ff", NULL),
    SCOPED("for all, in so many words", REVOKED, "3003 810100", NULL),
    SCOPED("for CAs", "trusted", "3003 8201ff", NULL),
    SCOPED("some reasons", UNKNOWN, "3004 83020560", "for some reasons of revocation only"),
    SCOPED("indirect by its scope", UNKNOWN, "3003 8401ff", "is an indirect CRL"),
    SCOPED("attribute certificates", UNKNOWN, "3003 8501ff", "attribute certificates only"),
    SCOPED("relative point", UNKNOWN, "3004 a002 a100", "is relative to its issuer"),
    SCOPED("no DER", UNKNOWN, "3001", "cannot be decoded"),
    SCOPED("rest", UNKNOWN, "3003 8601ff", "cannot be decoded"),
    SCOPED("its point", REVOKED, "3010 a00e a00c 860a 687474703a2f2f782f61", NULL),
    SCOPED("one of its points", REVOKED,
           "301c a01a a018 860a 687474703a2f2f782f62 860a 687474703a2f2f782f61", NULL),
    SCOPED("another point", "trusted", "3010 a00e a00c 860a 687474703a2f2f782f62", NULL),
    SCOPED("longer point", "trusted", "3011 a00f a00d 860b 687474703a2f2f782f6161", NULL),
    {.name = "freshest", .want = "trusted", .crl.extra = "2.5.29.46"},
};
/* clang-format on */

static void assert_said(const verdict_t *verdict, const char *text)
{
    const char *said = verdict->not_checked_because;
    if (verdict->problems->len > 0)
        said = g_array_index(verdict->problems, reason_t, 0).sentence;
    if (text && (!said || !strstr(said, text)))
        g_error("wanted \"%s\" in \"%s\"", text, said);
}

static void test_row(gconstpointer data)
{
    const row_t *row = data;
    house_t house;
    house_set_up(&house);
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){house.root}, 1);
    crl_recipe_t recipe = row->crl;
    recipe.issuer = who(&house, row->issuer);
    recipe.signer = who(&house, row->signer);
    recipe.key_id_of = row->other_key_id ? house.twin : NULL;
    g_autoptr(GBytes) crl = make_crl(&recipe);
    load(trust, &crl, 1, true);
    ask_t ask = {CHAIN(house.server, house.intermediate), .trust = trust};
    lab_expect(row->want, row->name, &ask);
    g_autoptr(verdict_t) verdict = lab_ask(&ask);
    assert_said(verdict, row->doubt);
    house_tear_down(&house);
}

#define NO_CRL(of) "whether " of " was revoked is not known: no CRL of its issuer was given"
#define SERVER     "certificate 0 (CN=www.lab.test)"
#define ISSUER     "certificate 1 (CN=Lab Intermediate)"

/* What is told beside the verdict: one CRL, or none where `row` has no name. */
static const struct {
    row_t row;
    const char *told;
} told_rows[] = {
    {{.name = "not revoked"},
     SERVER " is not revoked, says the CRL of CN=Lab Intermediate, of 2024-04-09, which holds "
            "until 2024-04-11; " NO_CRL(ISSUER)                                                                                                            },
    {{.name = "revoked", .crl.rows[0] = {SERIAL, 0, 0, NULL}},                            NO_CRL(ISSUER)                                                   },
    {{.name = "revoked a second later", .crl.rows[0] = {SERIAL, MAKE_WHEN + 1, 0, NULL}},
     SERVER " is not revoked, says the CRL of CN=Lab Intermediate, of 2024-04-09, which holds "
            "until 2024-04-11; " NO_CRL(ISSUER)                                                                                                            },
    {{.name = "of the issuer", .issuer = BY_ROOT, .signer = BY_ROOT},
     NO_CRL(SERVER) "; " ISSUER " is not revoked, says the CRL of CN=Lab Root, of 2024-04-09, "
                    "which holds until 2024-04-11"                                                                                                         },
    {SCOPED("for CAs",                                                                    NULL,                                                              "3003 8201ff", NULL),
     "whether " SERVER " was revoked is not known: the CRL of CN=Lab Intermediate is about other "
     "certificates (issuingDistributionPoint); " NO_CRL(ISSUER)},
    {{.name = "out of date", .crl.next_update = MAKE_WHEN - 1},                                                                              NO_CRL(ISSUER)                                                                                            },
    {{.name = "bad signature", .crl.tampered = true},                           NO_CRL(ISSUER)},
    {{.name = NULL},                                     ""                                                             },
};

static void test_told(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(told_rows); i++) {
        house_t house;
        house_set_up(&house);
        g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){house.root}, 1);
        crl_recipe_t recipe = told_rows[i].row.crl;
        recipe.issuer = who(&house, told_rows[i].row.issuer);
        recipe.signer = who(&house, told_rows[i].row.signer);
        g_autoptr(GBytes) crl = make_crl(&recipe);
        if (told_rows[i].row.name)
            load(trust, &crl, 1, true);
        ask_t ask = {CHAIN(house.server, house.intermediate), .trust = trust};
        g_autoptr(verdict_t) verdict = lab_ask(&ask);
        g_ptr_array_add(verdict->crl_words, NULL);
        g_autofree char *told = g_strjoinv("; ", (char **)verdict->crl_words->pdata);
        g_assert_cmpstr(told, ==, told_rows[i].told);
        house_tear_down(&house);
    }
}

/* keyUsage of the issuer: with cRLSign, without it, and absent (RFC 5280 §6.3.3 f). */
static void test_key_usage(void)
{
    const struct {
        unsigned usage;
        unsigned version;
        const char *want;
    } cases[] = {
        {GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN, 0, REVOKED},
        {GNUTLS_KEY_KEY_CERT_SIGN,                       0, UNKNOWN},
        {0,                                              1, REVOKED}, /* no extensions at all */
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(made_t) root = make_cert(&(recipe_t){
            .dn = "CN=R", .ca = true, .key_usage = cases[i].usage, .version = cases[i].version});
        g_autoptr(made_t) server = make_cert(
            &(recipe_t){.dn = "CN=x", .issuer = root, .san = "DNS:www.lab.test", .serial = SERIAL});
        g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){root}, 1);
        g_autoptr(GBytes) crl =
            make_crl(&(crl_recipe_t){.issuer = root, .rows = {{SERIAL, 0, 0, NULL}}});
        load(trust, &crl, 1, true);
        expect(cases[i].want, CHAIN(server), .trust = trust);
    }
}

/* Several CRLs of one name: the newest that is believed decides; what may hide a "revoked" is told.
 */
static void test_several(void)
{
    house_t house;
    house_set_up(&house);
    const made_t *issuer = house.intermediate;
    g_autoptr(GBytes) clean = make_crl(&(crl_recipe_t){.issuer = issuer});
    g_autoptr(GBytes) newer = make_crl(&(crl_recipe_t){
        .issuer = issuer, .this_update = MAKE_WHEN, .rows = {{SERIAL, 0, 0, NULL}}});
    g_autoptr(GBytes) old = make_crl(&(crl_recipe_t){
        .issuer = issuer, .next_update = MAKE_WHEN - 1, .rows = {{SERIAL, 0, 0, NULL}}});
    g_autoptr(GBytes) twins = make_crl(&(crl_recipe_t){
        .issuer = house.twin, .key_id_of = house.twin, .rows = {{SERIAL, 0, 0, NULL}}});
    g_autoptr(GBytes) delta = make_crl(&(crl_recipe_t){.issuer = issuer, .extra = "2.5.29.27"});
    g_autoptr(GBytes) same_time =
        make_crl(&(crl_recipe_t){.issuer = issuer, .rows = {{SERIAL, 0, 0, NULL}}});
    const struct {
        GBytes *crls[3];
        size_t n;
        const char *want;
    } cases[] = {
        {{clean, newer},      2, REVOKED  },
        {{newer, clean},      2, REVOKED  },
        {{clean, same_time},  2, REVOKED  },
        {{same_time, clean},  2, REVOKED  },
        {{old, clean},        2, "trusted"},
        {{twins, clean},      2, "trusted"},
        {{clean, delta},      2, UNKNOWN  },
        {{delta, newer, old}, 3, REVOKED  },
        {{old, twins},        2, UNKNOWN  },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){house.root}, 1);
        load(trust, cases[i].crls, cases[i].n, true);
        expect(cases[i].want, CHAIN(house.server, house.intermediate), .trust = trust);
    }
    house_tear_down(&house);
}

#define NOON (MAKE_WHEN + DAY / 2)

/* What holds of a verdict stops where the CRL's time does. */
static void test_holds(void)
{
    house_t house;
    house_set_up(&house);
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){house.root}, 1);
    g_autoptr(GBytes) crl = make_crl(&(crl_recipe_t){.issuer = house.intermediate,
                                                     .this_update = NOON - 100,
                                                     .next_update = NOON + 100,
                                                     .rows = {{SERIAL, NOON + 10, 0, NULL}}});
    load(trust, &crl, 1, false);
    g_autoptr(verdict_t) before =
        lab_ask(&(ask_t){CHAIN(house.server, house.intermediate), .trust = trust, .when = NOON});
    g_assert_cmpint(before->word, ==, VERDICT_TRUSTED);
    g_assert_cmpint(before->holds_from, ==, NOON - 100);
    g_assert_cmpint(before->holds_until, ==, NOON + 9);
    g_autoptr(verdict_t) after = lab_ask(
        &(ask_t){CHAIN(house.server, house.intermediate), .trust = trust, .when = NOON + 20});
    g_assert_cmpint(after->word, ==, VERDICT_NOT_TRUSTED);
    g_assert_cmpint(after->holds_from, ==, NOON + 10);
    g_assert_cmpint(after->holds_until, ==, NOON + 100);
    house_tear_down(&house);
}

static char *wrong_with(const char *octets, size_t size)
{
    g_autoptr(trust_t) trust = trust_new();
    g_autoptr(GError) error = NULL;
    char *path = NULL;
    int fd = g_file_open_tmp("tlswitness-XXXXXX.crl", &path, NULL);
    g_assert_cmpint(fd, >=, 0);
    g_close(fd, NULL);
    g_assert_true(g_file_set_contents(path, octets, (gssize)size, NULL));
    bool added = trust_add_crl_file(trust, path, &error);
    g_unlink(path);
    g_assert_true(added == (error == NULL));
    g_assert_true(added || strcmp(trust_unusable_reason(trust), error->message) == 0);
    char *wrong = added ? NULL : g_strdup(error->message + strlen(path));
    g_free(path);
    return wrong;
}

static void assert_wrong(const char *octets, size_t size, const char *want)
{
    g_autofree char *wrong = wrong_with(octets, size);
    if (!wrong || !g_str_has_prefix(wrong, want))
        g_error("wanted \"%s\", got \"%s\"", want, wrong);
}

static void test_files(void)
{
    house_t house;
    house_set_up(&house);
    GBytes *crls[] = {make_crl(&(crl_recipe_t){.issuer = house.root}),
                      make_crl(&(crl_recipe_t){.issuer = house.intermediate})};
    g_autofree char *path = make_crl_file(crls, 2, true), *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_unlink(path);
    g_assert_null(wrong_with(text, strlen(text)));
    const char *second = strstr(text + 1, "-----BEGIN");
    g_autofree char *cut = g_strndup(text, (gsize)(second - text) + 100);
    assert_wrong(cut, strlen(cut), ": CRL 2 (line ");
    assert_wrong("", 0, ": there is no CRL in it");
    assert_wrong("0", 1, ": it is not PEM, and cannot be decoded as a CRL in DER: ");
    assert_wrong("\x01\0x", 3, ": it is not a text file, so no PEM");
    const char *not_crl = "-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n";
    assert_wrong(not_crl, strlen(not_crl), ": CRL 1 (line 1) cannot be decoded: ");
    gsize size;
    const char *der = g_bytes_get_data(crls[0], &size);
    g_assert_null(wrong_with(der, size));
    for (gsize n = 1; n < size; n++) {
        g_autofree char *wrong = wrong_with(der, n);
        g_assert_nonnull(wrong);
    }
    g_bytes_unref(crls[0]);
    g_bytes_unref(crls[1]);
    house_tear_down(&house);
}

/* "a", eight digits, and so many times "b", as URI. */
static GByteArray *uri(guint number, guint more)
{
    g_autofree char *text = g_strdup_printf("a%08u", number);
    g_autofree char *end = g_strnfill(more, 'b');
    GByteArray *out = g_byte_array_new(), *content = g_byte_array_new();
    g_byte_array_append(content, (const guint8 *)text, (guint)strlen(text));
    g_byte_array_append(content, (const guint8 *)end, more);
    octets_append_der(out, 0x86, content);
    return out;
}

/* CRLDistributionPoints, in hex. */
static char *many_points(guint n, guint more)
{
    GByteArray *list = g_byte_array_new();
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (guint i = 0; i < n; i++) {
        GByteArray *name = g_byte_array_new(), *point = g_byte_array_new();
        octets_append_der(name, 0xa0, uri(i, more));
        octets_append_der(point, 0xa0, name);
        octets_append_der(list, 0x30, point);
    }
    octets_append_der(out, 0x30, list);
    return octets_hex(out);
}

/* Neither the number of a certificate's distribution points nor their length is limited. */
static void test_many_points(void)
{
    const struct {
        guint n, more, asked, asked_more;
        bool want;
    } cases[] = {
        {1,     4000, 0,     4000, true },
        {1,     4000, 0,     3999, false},
        {20000, 0,    0,     0,    true },
        {20000, 0,    19999, 0,    true },
        {20000, 0,    20000, 0,    false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *hex = many_points(cases[i].n, cases[i].more);
        g_autoptr(made_t) made =
            make_cert(&(recipe_t){.dn = "CN=x", .extra = {{"2.5.29.31", hex, false}}});
        g_autoptr(certificate_t) certificate = certificate_new(made_der(made));
        g_autoptr(GByteArray) point = uri(cases[i].asked, cases[i].asked_more);
        crl_scope_t scope = {
            .points = {point->data, point->len}
        };
        g_assert_cmpint(crl_scope_covers(&scope, certificate), ==, cases[i].want);
    }
}

/* Of the forms that a distribution point may have the full name counts, and in it URIs. */
static void test_forms_of_points(void)
{
    const struct {
        const char *points;
        bool want;
    } cases[] = {
        {"3009 3007 a005 a003 860161",                   true },
        {"300c 300a a005 a003 860161 8101ff",            true },
        {"300c 300a a008 a006 860162 860161",            true },
        {"3010 3005 a003 a101 00 3007 a005 a003 860161", true },
        {"300b 3000 3007 a005 a003 860161",              true },
        {"3009 3007 a005 a003 860162",                   false},
        {"3009 3007 a005 a003 820161",                   false},
        {"3007 3005 a203 860161",                        false},
        {"3002 3000",                                    false},
        {"3000",                                         false},
        {"",                                             false},
    };
    static const guint8 a[] = {0x86, 1, 'a'};
    const crl_scope_t scope = {
        .points = {a, sizeof a}
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GByteArray) octets = octets_of(cases[i].points);
        certificate_t certificate = {
            .extensions.crl_points = {octets->data, octets->len}
        };
        g_assert_cmpint(crl_scope_covers(&scope, &certificate), ==, cases[i].want);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/crl/%s", rows[i].name);
        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/crl/told beside the verdict", test_told);
    g_test_add_func("/crl/key usage", test_key_usage);
    g_test_add_func("/crl/several of one issuer", test_several);
    g_test_add_func("/crl/holds", test_holds);
    g_test_add_func("/crl/files", test_files);
    g_test_add_func("/crl/many points", test_many_points);
    g_test_add_func("/crl/forms of points", test_forms_of_points);
    return g_test_run();
}
