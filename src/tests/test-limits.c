/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "chains.h"
#include "constraint.h"
#include "lab.h"
#include "make-status.h"
#include "ocsp.h"
#include "wire.h"

/* What a chain may cost; the limits on paths stand in test-path.c. Beyond a limit nothing is
 * claimed. */

static verdict_t *ask_many(const made_t *first, const made_t *more, size_t n, trust_t *trust)
{
    g_autofree slice_t *certificates = g_new(slice_t, n);
    for (size_t i = 0; i < n; i++)
        certificates[i] = made_der(i == 0 ? first : more);
    chain_question_t question = {.certificates = certificates,
                                 .n_certificates = n,
                                 .reference_name = "www.lab.test",
                                 .name_source = NAME_SNI,
                                 .when = MAKE_WHEN,
                                 .trust = trust};
    return verdict_judge(&question);
}

static void test_number_limit(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(verdict_t) most = ask_many(lab->server, lab->intermediate, 100, lab->trust);
    g_autoptr(verdict_t) over = ask_many(lab->server, lab->intermediate, 101, lab->trust);
    g_autofree char *told = lab_told(over);
    g_assert_cmpstr(verdict_word(most->word), ==, "trusted");
    g_assert_true(g_str_has_prefix(told, "not-checked (too-complex@-1)"));
    g_assert_cmpuint(over->certificates->len, ==, 100);
}

/* No signature is checked with a key that would hold up the host. */
static void test_key_limit(lab_t *lab, gconstpointer data)
{
    (void)data;
    const struct {
        size_t bits, exponent_size;
        const char *want;
    } cases[] = {
        {16384, 8, "not-trusted bad-signature@0 (profile-violation@1) AUTHORITY_INVALID"},
        {16392, 3, "not-checked (profile-violation@1) (too-complex@0)"                  },
        {2048,  9, "not-checked (profile-violation@1) (too-complex@0)"                  },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(made_t) large = make_large_rsa(lab->root, cases[i].bits, cases[i].exponent_size);
        g_autoptr(made_t) server =
            make_cert(&(recipe_t){.dn = "CN=x", .issuer = large, .san = "DNS:www.lab.test"});
        expect(cases[i].want, CHAIN(server, large), .trust = lab->trust);
    }
}

/* A chain of at most 1 MiB: the octets that fill it up are no certificates. */
static void test_size_limit(lab_t *lab, gconstpointer data)
{
    (void)data;
    const size_t limit = 1024 * 1024;
    slice_t server = made_der(lab->server), intermediate = made_der(lab->intermediate);
    g_autofree guint8 *filler = g_malloc0(limit);
    slice_t certificates[] = {
        server, intermediate, {filler, limit - server.size - intermediate.size}
    };
    chain_question_t question = {.certificates = certificates,
                                 .n_certificates = 3,
                                 .reference_name = "www.lab.test",
                                 .name_source = NAME_SNI,
                                 .when = MAKE_WHEN,
                                 .trust = lab->trust};
    g_autoptr(verdict_t) most = verdict_judge(&question);
    g_autofree char *most_told = lab_told(most);
    g_assert_cmpstr(most_told, ==, "not-trusted malformed@2");
    certificates[2].size++;
    g_autoptr(verdict_t) over = verdict_judge(&question);
    g_autofree char *over_told = lab_told(over);
    g_assert_cmpstr(over_told, ==, "not-checked (too-complex@-1)");
    question.certificates = &certificates[2];
    question.n_certificates = 1;
    certificates[2].size = limit + 1;
    g_autoptr(verdict_t) one = verdict_judge(&question);
    g_autofree char *one_told = lab_told(one);
    g_assert_cmpstr(one_told, ==, "not-checked (too-complex@-1)");
}

static void append_hex(GString *out, guint8 tag, const char *hex)
{
    guint size = (guint)strlen(hex) / 2;
    if (size < 0x80)
        g_string_append_printf(out, "%02x%02x%s", tag, size, hex);
    else
        g_string_append_printf(out, "%02x82%04x%s", tag, size, hex);
}

/* @n different dNSNames, each wrapped in a GeneralSubtree if so asked, in hex. */
static char *many_names(guint n, const char *end, bool subtrees)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < n; i++) {
        g_autofree char *name = g_strdup_printf("n%u.%s", i, end);
        g_autoptr(GString) hex = g_string_new(NULL), general_name = g_string_new(NULL);
        for (const char *c = name; *c; c++)
            g_string_append_printf(hex, "%02x", (guint)*c);
        append_hex(general_name, 0x82, hex->str);
        if (subtrees)
            append_hex(out, 0x30, general_name->str);
        else
            g_string_append(out, general_name->str);
    }
    return g_string_free(out, FALSE);
}

static made_t *server_with_names(guint n, const made_t *issuer)
{
    g_autofree char *names = many_names(n, "test", false);
    g_autoptr(GString) san = g_string_new(NULL);
    append_hex(san, 0x30, names);
    return make_cert(&(recipe_t){
        .dn = "CN=x", .issuer = issuer, .san = "", .extra = {{"2.5.29.17", san->str, false}}});
}

/* A CA with nameConstraints of one list. */
static made_t *ca_with_names(const char *dn, const char *san, guint8 tag, const char *names,
                             const made_t *issuer)
{
    g_autoptr(GString) list = g_string_new(NULL), constraints = g_string_new(NULL);
    append_hex(list, tag, names);
    append_hex(constraints, 0x30, list->str);
    return make_cert(&(recipe_t){.dn = dn,
                                 .ca = true,
                                 .issuer = issuer,
                                 .san = san,
                                 .extra = {{"2.5.29.30", constraints->str, true}}});
}

/* A CA that excludes @n names, none of which anybody has. */
static made_t *constrained_ca(guint n, const made_t *issuer)
{
    g_autofree char *names = many_names(n, "else", true);
    g_autofree char *dn = g_strdup_printf("CN=Constrained %u", n);
    return ca_with_names(dn, NULL, 0xa1, names, issuer);
}

/* A CA that permits all names below "test", and @n - 1 others: our own comparisons end at the
 * first. */
static made_t *permitting_ca(guint n, const char *san, const made_t *issuer)
{
    g_autofree char *others = many_names(n - 1, "else", true);
    g_autofree char *names = g_strconcat("3006820474657374", others, NULL);
    return ca_with_names("CN=Permitting", san, 0xa0, names, issuer);
}

/* GnuTLS is not given more than so many names times constraints: of each certificate the names, of
 * its issuer the constraints. */
static void test_names_for_library(lab_t *lab, gconstpointer data)
{
    (void)data;
    const guint n = 1024;
    G_STATIC_ASSERT(PATH_NAMES_LIMIT == 1024 * 1024);
    g_autoptr(made_t) above = constrained_ca(1, lab->root);
    for (guint more = 0; more < 2; more++) {
        g_autoptr(made_t) ca = permitting_ca(n, more ? "DNS:a.test" : NULL, above);
        g_autoptr(made_t) server = server_with_names(n, ca);
        expect(more ? "not-checked (too-complex@-1)" : "trusted", CHAIN(server, ca, above),
               .trust = lab->trust, .name = "n0.test");
    }
}

/* With a CA between the two only our own comparisons count: of the names of the server, its subject
 * and the subject of the CA between. */
static void test_comparisons(lab_t *lab, gconstpointer data)
{
    (void)data;
    const guint n = 1024;
    G_STATIC_ASSERT(CONSTRAINT_COMPARISONS_LIMIT == 1024 * 1024);
    g_autoptr(made_t) ca = constrained_ca(n, lab->root);
    g_autoptr(made_t) between =
        make_cert(&(recipe_t){.dn = "CN=Between", .ca = true, .issuer = ca});
    g_autoptr(made_t) most = server_with_names(n - 2, between);
    g_autoptr(made_t) over = server_with_names(n - 1, between);
    expect("trusted", CHAIN(most, between, ca), .trust = lab->trust, .name = "n0.test");
    expect("not-checked (too-complex@-1)", CHAIN(over, between, ca), .trust = lab->trust,
           .name = "n0.test");
    /* one more than the limit: (n - 2 + 2) * 2 + (n - 2 + 1) * (n - 1) */
    g_autoptr(made_t) poor = constrained_ca(2, lab->root);
    g_autoptr(made_t) rich = constrained_ca(n - 1, poor);
    g_autoptr(made_t) one_over = server_with_names(n - 2, rich);
    expect("not-checked (too-complex@-1)", CHAIN(one_over, rich, poor), .trust = lab->trust,
           .name = "n0.test");
}

/* @n extensions that nobody knows, each with an OID of its own. */
static void read_extensions(guint n, extensions_t *out)
{
    g_autoptr(GByteArray) list = g_byte_array_new();
    for (guint i = 0; i < n; i++) {
        wire_uint(list, 0x300706032a, 5); /* SEQUENCE { OID 1.2.. */
        wire_uint(list, 0x81 + (i >> 7), 1);
        wire_uint(list, i & 0x7f, 1);
        wire_uint(list, 0x0400, 2); /* OCTET STRING } */
    }
    extensions_read(out, (slice_t){list->data, list->len});
}

static void test_extensions_limit(lab_t *lab, gconstpointer data)
{
    (void)lab;
    (void)data;
    for (guint more = 0; more < 2; more++) {
        extensions_t extensions;
        extensions_init(&extensions);
        read_extensions(EXTENSIONS_LIMIT + more, &extensions);
        g_assert_null(extensions.malformed.english);
        g_assert_true(extensions.too_complex == (more > 0));
        extensions_clear(&extensions);
    }
}

/* An OCSP response of so many octets: timestamps, which may be anything, fill it up. */
static GBytes *sized_ocsp(const lab_t *lab, gsize size)
{
    gsize filler = size - 1024;
    for (int attempt = 0;; attempt++) {
        g_autofree guint8 *zeros = g_malloc0(filler);
        g_autoptr(GBytes) scts = g_bytes_new(zeros, filler);
        GBytes *made = make_ocsp(&(ocsp_recipe_t){
            .certificate = lab->server, .issuer = lab->intermediate, .scts = scts});
        if (g_bytes_get_size(made) == size)
            return made;
        g_assert_cmpint(attempt, <, 50); /* a signature of ECDSA is not always as long */
        filler = filler + size - g_bytes_get_size(made);
        g_bytes_unref(made);
    }
}

static void test_ocsp_limit(lab_t *lab, gconstpointer data)
{
    (void)data;
    for (guint more = 0; more < 2; more++) {
        g_autoptr(GBytes) made = sized_ocsp(lab, OCSP_OCTETS_LIMIT + more);
        slice_t der = {0};
        der.data = g_bytes_get_data(made, &der.size);
        g_autoptr(ocsp_response_t) response = ocsp_response_new(der);
        g_assert_true((response != NULL) == (more == 0));
    }
}

/* CA certificates of a capture that are remembered. */
static void test_seen_limit(lab_t *lab, gconstpointer data)
{
    (void)data;
    const guint limit = 4096;
    g_autoptr(chains_t) chains = chains_new();
    for (guint32 i = 1; i <= limit + 1; i++) {
        slice_t certificates[] = {
            made_der(lab->server), {(const guint8 *)&i, sizeof i}
        };
        chains_add(chains, certificates, 2);
        g_assert_cmpuint(chains_seen(chains), ==, MIN(i, limit));
    }
}

/* A frame may be of any time. What is said of one beyond the limit holds for all of them. */
static void test_time_limit(lab_t *lab, gconstpointer data)
{
    (void)data;
    const gint64 limit = (gint64)1 << 43;
    const struct {
        gint64 when, holds_from, holds_until;
    } cases[] = {
        {G_MAXINT64, limit - DAY,  G_MAXINT64 },
        {limit,      limit - DAY,  G_MAXINT64 },
        {limit - 1,  limit - DAY,  limit + DAY},
        {1 - limit,  -limit - DAY, DAY - limit},
        {-limit,     G_MININT64,   DAY - limit},
        {G_MININT64, G_MININT64,   DAY - limit},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        ask_t ask = {CHAIN(lab->server, lab->intermediate), .trust = lab->trust};
        ask.when = cases[i].when;
        g_autoptr(verdict_t) verdict = lab_ask(&ask);
        g_assert_cmpint(verdict->word, ==, VERDICT_NOT_TRUSTED);
        g_assert_cmpint(verdict->holds_from, >=, cases[i].holds_from);
        g_assert_cmpint(verdict->holds_until, <=, cases[i].holds_until);
        g_assert_cmpint(verdict->holds_from, <=, ask.when);
        g_assert_cmpint(verdict->holds_until, >=, ask.when);
        g_assert_true((verdict->holds_from == G_MININT64) == (cases[i].holds_from == G_MININT64));
        g_assert_true((verdict->holds_until == G_MAXINT64) == (cases[i].holds_until == G_MAXINT64));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
    g_test_add("/limits/" name, lab_t, NULL, lab_set_up, function, lab_tear_down)
    ADD("certificates", test_number_limit);
    ADD("octets", test_size_limit);
    ADD("size of a key", test_key_limit);
    ADD("names given to the library", test_names_for_library);
    ADD("comparisons of names with constraints", test_comparisons);
    ADD("time", test_time_limit);
    ADD("extensions", test_extensions_limit);
    ADD("octets of an OCSP response", test_ocsp_limit);
    ADD("CA certificates remembered", test_seen_limit);
    return g_test_run();
}
