/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "lab.h"

static void test_words(void)
{
    for (guint i = 0; i < VERDICT_COUNT; i++)
        g_assert_nonnull(verdict_word(i));
    for (guint i = 0; i < PROBLEM_COUNT; i++)
        g_assert_nonnull(problem_word(i));
    for (guint i = 0; i < NOTE_COUNT; i++)
        g_assert_nonnull(note_word(i));
    for (guint i = 0; i < ROLE_COUNT; i++)
        g_assert_nonnull(role_word(i));
    g_assert_null(ocsp_status_word(OCSP_NONE));
    for (guint i = OCSP_GOOD; i < OCSP_STATUS_COUNT; i++)
        g_assert_nonnull(ocsp_status_word(i));
    g_assert_null(name_source_word(NAME_NONE));
    for (guint i = NAME_SNI; i <= NAME_ADDRESS; i++)
        g_assert_nonnull(name_source_word(i));
}

static void test_trusted(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(verdict_t) verdict =
        lab_ask(&(ask_t){CHAIN(lab->server, lab->intermediate), .trust = lab->trust});
    g_autofree char *words = lab_told(verdict);
    g_autofree char *summary = verdict_summary(verdict);
    g_assert_cmpstr(words, ==, "trusted");
    g_assert_cmpstr(summary, ==, "trusted (anchor CN=Lab Root)");
    g_assert_cmpint(verdict->name_matches, ==, 1);
    const judged_certificate_t *first = g_ptr_array_index(verdict->certificates, 0);
    const judged_certificate_t *second = g_ptr_array_index(verdict->certificates, 1);
    g_assert_cmpint(first->days_left, ==, 265);
    g_assert_cmpstr(first->issued_by, ==,
                    "signed by certificate 1 (CN=Lab Intermediate) with ECDSA-SHA256, verified");
    g_assert_cmpstr(second->issued_by, ==,
                    "signed by the trust anchor (CN=Lab Root) with ECDSA-SHA256, verified");
    g_assert_cmpstr(role_word(second->role), ==, "intermediate");
}

static void test_no_anchor(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) other = make_cert(&(recipe_t){.dn = "CN=Other Root", .ca = true});
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){other}, 1);
    g_autoptr(made_t) own =
        make_cert(&(recipe_t){.dn = "CN=www.lab.test", .san = "DNS:www.lab.test"});
    g_autoptr(made_t) v1 = make_cert(&(recipe_t){.dn = "CN=www.lab.test", .version = 1});
    g_autoptr(made_t) own_ca =
        make_cert(&(recipe_t){.dn = "CN=www.lab.test", .ca = true, .san = "DNS:www.lab.test"});
    expect("not-trusted self-signed@0 AUTHORITY_INVALID", CHAIN(own), .trust = trust);
    expect("not-trusted self-signed@0 AUTHORITY_INVALID", CHAIN(own_ca), .trust = trust);
    expect(
        "not-trusted self-signed@0 (profile-violation@0) (no-name-to-check@-1) AUTHORITY_INVALID",
        CHAIN(v1), .trust = trust, .name = "127.0.0.1", .source = NAME_ADDRESS);
    expect("not-trusted untrusted-root@2 (root-sent@2) AUTHORITY_INVALID",
           CHAIN(lab->server, lab->intermediate, lab->root), .trust = trust);
    g_autoptr(made_t) v1_root = make_cert(&(recipe_t){.dn = "CN=Old Root", .version = 1});
    g_autoptr(made_t) of_v1 =
        make_cert(&(recipe_t){.dn = "CN=x", .issuer = v1_root, .san = "DNS:www.lab.test"});
    expect("not-trusted untrusted-root@1 (root-sent@1) AUTHORITY_INVALID", CHAIN(of_v1, v1_root),
           .trust = trust);
    expect("not-trusted unknown-issuer@1 AUTHORITY_INVALID", CHAIN(lab->server, lab->intermediate),
           .trust = trust);
    expect("not-trusted unknown-issuer@0 AUTHORITY_INVALID", CHAIN(lab->server), .trust = trust);
    expect("not-trusted unknown-issuer@0 AUTHORITY_INVALID", CHAIN(lab->server),
           .trust = lab->trust);
}

static void test_self_signed_anchor(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) own =
        make_cert(&(recipe_t){.dn = "CN=www.lab.test", .san = "DNS:www.lab.test"});
    g_autoptr(made_t) other = make_cert(&(recipe_t){.dn = "CN=www.lab.test",
                                                    .key_of = own,
                                                    .issuer = lab->intermediate,
                                                    .san = "DNS:else.test"});
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){own}, 1);
    expect("trusted", CHAIN(own), .trust = trust);
    expect("not-trusted name-mismatch@0 COMMON_NAME_INVALID", CHAIN(own), .trust = trust,
           .name = "else.test");
    expect("not-trusted expired@0 DATE_INVALID", CHAIN(own), .trust = trust,
           .when = MAKE_UNTIL + 1);
    /* Name and key of an anchor are not enough: what else it says nobody vouches for. */
    expect("not-trusted unknown-issuer@0 AUTHORITY_INVALID", CHAIN(other), .trust = trust,
           .name = "else.test");
}

static void test_missing_intermediate(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(trust_t) both = lab_trust((const made_t *const[]){lab->intermediate}, 1);
    expect("not-trusted missing-intermediate@-1 AUTHORITY_INVALID", CHAIN(lab->server),
           .trust = lab->trust, .seen = lab->intermediate);
    expect("trusted", CHAIN(lab->server, lab->intermediate), .trust = lab->trust,
           .seen = lab->intermediate);
    expect("trusted (intermediate-not-sent-but-known@-1)", CHAIN(lab->server), .trust = both);
    expect("trusted", CHAIN(lab->server, lab->intermediate), .trust = both);
}

static void test_times(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) old = make_cert(&(recipe_t){
        .dn = "CN=Lab Intermediate", .ca = true, .issuer = lab->root, .until = MAKE_WHEN - 1});
    g_autoptr(made_t) server =
        make_cert(&(recipe_t){.dn = "CN=x", .issuer = old, .san = "DNS:www.lab.test"});
    g_autoptr(made_t) late = make_cert(&(recipe_t){.dn = "CN=x",
                                                   .issuer = lab->intermediate,
                                                   .san = "DNS:www.lab.test",
                                                   .from = MAKE_WHEN + 1});
    const made_t *chain[] = {lab->server, lab->intermediate};
    expect("trusted", CHAIN(chain[0], chain[1]), .trust = lab->trust, .when = MAKE_FROM);
    expect("trusted (expires-soon@0)", CHAIN(chain[0], chain[1]), .trust = lab->trust,
           .when = MAKE_UNTIL);
    expect("not-trusted expired@-1 expired@0 expired@1 DATE_INVALID", CHAIN(chain[0], chain[1]),
           .trust = lab->trust, .when = MAKE_UNTIL + 1);
    expect("not-trusted not-yet-valid@-1 not-yet-valid@0 not-yet-valid@1 DATE_INVALID",
           CHAIN(chain[0], chain[1]), .trust = lab->trust, .when = MAKE_FROM - 1);
    expect("not-trusted expired@1 DATE_INVALID", CHAIN(server, old), .trust = lab->trust);
    expect("trusted", CHAIN(server, old), .trust = lab->trust, .when = MAKE_WHEN - 1);
    expect("not-trusted not-yet-valid@0 DATE_INVALID", CHAIN(late, chain[1]), .trust = lab->trust);
    expect("trusted", CHAIN(chain[0], chain[1]), .trust = lab->trust,
           .when = MAKE_UNTIL - 30 * DAY);
    expect("trusted (expires-soon@0)", CHAIN(chain[0], chain[1]), .trust = lab->trust,
           .when = MAKE_UNTIL - 30 * DAY + 1);
}

static void test_names(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) bare = make_cert(&(recipe_t){.dn = "CN=www.lab.test", .issuer = lab->root});
    g_autoptr(made_t) address = make_cert(
        &(recipe_t){.dn = "CN=x", .issuer = lab->root, .san = "DNS:www.lab.test IP:192.0.2.1"});
    trust_t *trust = lab->trust;
    expect("not-trusted name-only-in-common-name@0 COMMON_NAME_INVALID", CHAIN(bare),
           .trust = trust);
    expect("not-trusted name-mismatch@0 COMMON_NAME_INVALID", CHAIN(bare), .trust = trust,
           .name = "else.test");
    expect("trusted", CHAIN(address), .trust = trust, .name = "192.0.2.1", .source = NAME_ADDRESS);
    expect("not-trusted name-mismatch@0 COMMON_NAME_INVALID", CHAIN(address), .trust = trust,
           .name = "192.0.2.2", .source = NAME_ADDRESS);
    const made_t *chain[] = {lab->server, lab->intermediate};
    expect("trusted (no-name-to-check@-1)", CHAIN(chain[0], chain[1]), .trust = trust,
           .name = "192.0.2.1", .source = NAME_ADDRESS);
    expect("not-checked (no-name-to-check@-1)", CHAIN(chain[0], chain[1]), .trust = trust,
           .name = "192.0.2.1", .source = NAME_ADDRESS, .name_required = true);
    expect("not-checked (no-name-to-check@-1)", CHAIN(bare), .trust = trust, .name = "192.0.2.1",
           .source = NAME_ADDRESS);
    expect("trusted (no-name-to-check@-1)", CHAIN(chain[0], chain[1]), .trust = trust, .name = "");
    expect("not-trusted name-mismatch@0 COMMON_NAME_INVALID", CHAIN(chain[0], chain[1]),
           .trust = trust, .name = "192.0.2.1", .source = NAME_PREFERENCE);
    expect("trusted (ech-inner-name-unknown@-1)", CHAIN(chain[0], chain[1]), .trust = trust,
           .name = "else.test", .ech = true);
    expect("trusted", CHAIN(chain[0], chain[1]), .trust = trust, .ech = true);
}

static void test_several(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) own = make_cert(&(recipe_t){.dn = "CN=x", .san = "DNS:x.test"});
    expect("not-trusted expired@-1 expired@0 expired@1 name-mismatch@0 COMMON_NAME_INVALID",
           CHAIN(lab->server, lab->intermediate), .trust = lab->trust, .name = "else.test",
           .when = MAKE_UNTIL + 1);
    expect("not-trusted self-signed@0 expired@0 name-mismatch@0 AUTHORITY_INVALID", CHAIN(own),
           .trust = lab->trust, .when = MAKE_UNTIL + 212 * DAY);
    g_autoptr(verdict_t) verdict =
        lab_ask(&(ask_t){CHAIN(own), .trust = lab->trust, .when = MAKE_UNTIL + 212 * DAY});
    const reason_t *expired = &g_array_index(verdict->problems, reason_t, 1);
    g_assert_cmpstr(expired->sentence, ==,
                    "certificate 0 (CN=x) expired 2024-12-31, 212 days before this frame");
    g_autofree char *summary = verdict_summary(verdict);
    g_assert_cmpstr(summary, ==, "NOT TRUSTED (self-signed, expired, name-mismatch)");
}

static void test_order(lab_t *lab, gconstpointer data)
{
    (void)data;
    const made_t *s = lab->server, *i = lab->intermediate, *r = lab->root;
    g_autoptr(made_t) second = make_cert(&(recipe_t){.dn = "CN=Second", .ca = true, .issuer = i});
    g_autoptr(made_t) server =
        make_cert(&(recipe_t){.dn = "CN=x", .issuer = second, .san = "DNS:www.lab.test"});
    trust_t *trust = lab->trust;
    expect("trusted", CHAIN(server, second, i), .trust = trust);
    expect("trusted (wrong-order@2)", CHAIN(server, i, second), .trust = trust);
    expect("trusted (wrong-order@2) (root-sent@1)", CHAIN(s, r, i), .trust = trust);
    expect("trusted (root-sent@2)", CHAIN(s, i, r), .trust = trust);
    expect("trusted (superfluous-certificate@1)", CHAIN(s, second, i), .trust = trust);
    expect("trusted (duplicate-certificate@2)", CHAIN(s, i, i), .trust = trust);
    expect("trusted (duplicate-certificate@1)", CHAIN(s, s, i), .trust = trust);
}

static void test_signatures(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) server = made_tampered(lab->server);
    g_autoptr(made_t) intermediate = made_tampered(lab->intermediate);
    g_autoptr(made_t) root = made_tampered(lab->root);
    g_autoptr(made_t) plain = make_cert(&(recipe_t){.dn = "CN=www.lab.test", .version = 1});
    g_autoptr(made_t) own = made_tampered(plain);
    g_autoptr(made_t) namesake = make_cert(&(recipe_t){.dn = "CN=Lab Root", .ca = true});
    g_autoptr(trust_t) other = lab_trust((const made_t *const[]){namesake}, 1);
    expect("not-trusted bad-signature@0 AUTHORITY_INVALID", CHAIN(server, lab->intermediate),
           .trust = lab->trust);
    expect("not-trusted bad-signature@1 AUTHORITY_INVALID", CHAIN(lab->server, intermediate),
           .trust = lab->trust);
    /* The root's own signature is nobody's business: the anchor has its key. */
    expect("trusted (root-sent@2)", CHAIN(lab->server, lab->intermediate, root),
           .trust = lab->trust);
    expect("not-trusted name-only-in-common-name@0 bad-signature@0 (profile-violation@0) "
           "AUTHORITY_INVALID",
           CHAIN(own), .trust = lab->trust);
    /* Another CA of the same name, told apart by its key identifier. */
    expect("not-trusted unknown-issuer@1 AUTHORITY_INVALID", CHAIN(lab->server, lab->intermediate),
           .trust = other);
}

/* An algorithm by which one certificate is signed. */
typedef struct {
    const char *name;
    gnutls_pk_algorithm_t pk;
    unsigned bits;
    gnutls_digest_algorithm_t digest;
    const char *want;
} algorithm_case_t;

#define P(curve) (unsigned)GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_##curve)

static void check_algorithm(gconstpointer data)
{
    const algorithm_case_t *c = data;
    g_autoptr(made_t) root = make_cert(&(recipe_t){.dn = "CN=Root", .ca = true});
    g_autoptr(made_t) ca = make_cert(
        &(recipe_t){.dn = "CN=CA", .ca = true, .issuer = root, .pk = c->pk, .bits = c->bits});
    g_autoptr(made_t) server = make_cert(
        &(recipe_t){.dn = "CN=x", .issuer = ca, .san = "DNS:www.lab.test", .digest = c->digest});
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){root}, 1);
    expect(c->want, CHAIN(server, ca), .trust = trust);
}

static const algorithm_case_t algorithm_cases[] = {
    {"RSA 2048, SHA-256", GNUTLS_PK_RSA,           2048,         GNUTLS_DIG_SHA256, "trusted"                             },
    {"RSA 2048, SHA-1",   GNUTLS_PK_RSA,           2048,         GNUTLS_DIG_SHA1,
     "not-trusted weak-signature@0 INVALID"                                                                               },
    {"RSA 2048, MD5",     GNUTLS_PK_RSA,           2048,         GNUTLS_DIG_MD5,    "not-trusted weak-signature@0 INVALID"},
    {"RSA 1024",          GNUTLS_PK_RSA,           1024,         GNUTLS_DIG_SHA256, "not-trusted weak-key@1"              },
    {"RSA-PSS",           GNUTLS_PK_RSA_PSS,       2048,         GNUTLS_DIG_SHA256, "trusted"                             },
    {"ECDSA P-384",       GNUTLS_PK_ECDSA,         P(SECP384R1), GNUTLS_DIG_SHA384, "trusted"                             },
    {"ECDSA P-224",       GNUTLS_PK_ECDSA,         P(SECP224R1), GNUTLS_DIG_SHA256, "trusted"                             },
    {"ECDSA P-192",       GNUTLS_PK_ECDSA,         P(SECP192R1), GNUTLS_DIG_SHA256, "not-trusted weak-key@1"              },
    {"ECDSA, SHA-1",      GNUTLS_PK_ECDSA,         P(SECP256R1), GNUTLS_DIG_SHA1,
     "not-trusted weak-signature@0 INVALID"                                                                               },
    {"Ed25519",           GNUTLS_PK_EDDSA_ED25519, 256,          GNUTLS_DIG_SHA512, "trusted"                             },
};

/* An anchor's signature is never judged; its key is. */
static void test_anchor_algorithms(void)
{
    g_autoptr(made_t) old = make_cert(&(recipe_t){
        .dn = "CN=Old", .ca = true, .pk = GNUTLS_PK_RSA, .bits = 2048, .digest = GNUTLS_DIG_SHA1});
    g_autoptr(made_t) weak =
        make_cert(&(recipe_t){.dn = "CN=Weak", .ca = true, .pk = GNUTLS_PK_RSA, .bits = 1024});
    g_autoptr(made_t) a =
        make_cert(&(recipe_t){.dn = "CN=a", .issuer = old, .san = "DNS:www.lab.test"});
    g_autoptr(made_t) b =
        make_cert(&(recipe_t){.dn = "CN=b", .issuer = weak, .san = "DNS:www.lab.test"});
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){old, weak}, 2);
    expect("trusted", CHAIN(a), .trust = trust);
    expect("not-trusted weak-key@-1", CHAIN(b), .trust = trust);
}

/* The same with another signature algorithm named in it: one that nobody has. */
static made_t *with_unknown_algorithm(const made_t *made)
{
    static const guint8 ecdsa_sha256[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2};
    made_t *changed = g_new0(made_t, 1);
    slice_t der = made_der(made);
    guint8 *copy = g_memdup2(der.data, der.size);
    for (size_t i = 0; i + sizeof ecdsa_sha256 <= der.size; i++)
        if (memcmp(copy + i, ecdsa_sha256, sizeof ecdsa_sha256) == 0)
            copy[i + sizeof ecdsa_sha256 - 1] = 0x7f;
    changed->der = g_bytes_new_take(copy, der.size);
    return changed;
}

static void test_unsupported(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) server = with_unknown_algorithm(lab->server);
    g_autoptr(made_t) own = make_cert(&(recipe_t){.dn = "CN=x", .san = "DNS:www.lab.test"});
    g_autoptr(made_t) own_unknown = with_unknown_algorithm(own);
    expect("not-checked (unsupported-algorithm@0)", CHAIN(server, lab->intermediate),
           .trust = lab->trust);
    expect("not-trusted name-mismatch@0 (unsupported-algorithm@0) COMMON_NAME_INVALID",
           CHAIN(server, lab->intermediate), .trust = lab->trust, .name = "else.test");
    expect("not-checked (unsupported-algorithm@0)", CHAIN(own_unknown), .trust = lab->trust);
}

static void test_unusable_store(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) own = make_cert(&(recipe_t){.dn = "CN=x", .san = "DNS:www.lab.test"});
    g_autoptr(made_t) tampered = made_tampered(lab->server);
    g_autoptr(trust_t) empty = trust_new();
    trust_set_unusable(lab->trust, "a test said so");
    expect("not-checked", CHAIN(lab->server, lab->intermediate), .trust = lab->trust);
    expect("not-checked", CHAIN(lab->server), .trust = lab->trust);
    expect("not-checked", CHAIN(lab->server, lab->intermediate), .trust = empty);
    expect("not-checked", CHAIN(lab->server, lab->intermediate), .trust = NULL);
    expect("not-checked", CHAIN(own), .trust = lab->trust);
    expect("not-trusted name-mismatch@0 COMMON_NAME_INVALID", CHAIN(own), .trust = lab->trust,
           .name = "else.test");
    expect("not-trusted expired@0 (root-sent@2) DATE_INVALID",
           CHAIN(lab->server, lab->intermediate, lab->root), .trust = lab->trust,
           .when = MAKE_UNTIL + 1);
    expect("not-trusted bad-signature@0 AUTHORITY_INVALID", CHAIN(tampered, lab->intermediate),
           .trust = lab->trust);
    g_autoptr(verdict_t) verdict = lab_ask(&(ask_t){CHAIN(lab->server), .trust = lab->trust});
    g_autofree char *summary = verdict_summary(verdict);
    g_assert_cmpstr(summary, ==, "not checked (the trust store cannot be used: a test said so)");
}

/* The limit of 2024 is 398 days, and binds public authorities alone. */
static void test_lifetime(lab_t *lab, gconstpointer data)
{
    (void)data;
    const struct {
        gint64 days;
        bool public;
        const char *want;
    } cases[] = {
        {398, true,  "trusted"                        },
        {399, true,  "trusted (lifetime-over-limit@0)"},
        {399, false, "trusted"                        },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(made_t) server =
            make_cert(&(recipe_t){.dn = "CN=x",
                                  .issuer = lab->intermediate,
                                  .san = "DNS:www.lab.test",
                                  .until = MAKE_FROM + cases[i].days * DAY - 1});
        expect(cases[i].want, CHAIN(server, lab->intermediate), .trust = lab->trust,
               .public_root = cases[i].public ? lab->root : lab->intermediate);
    }
}

/* What stands in a line that holds several verdicts. */
static void test_phrases(lab_t *lab, gconstpointer data)
{
    (void)data;
    const struct {
        gint64 when;
        const char *name, *want;
    } cases[] = {
        {MAKE_WHEN,            "www.lab.test", "trusted"                                },
        {MAKE_UNTIL + 5 * DAY, "www.lab.test", "expired since 2024-12-31"               },
        {MAKE_UNTIL + 5 * DAY, "x.lab.test",   "expired since 2024-12-31, name-mismatch"},
        {MAKE_FROM - DAY,      "www.lab.test", "not-yet-valid until 2024-01-01"         },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(verdict_t) verdict =
            lab_ask(&(ask_t){CHAIN(lab->server, lab->intermediate), .trust = lab->trust,
                             .name = cases[i].name, .when = cases[i].when});
        g_autofree char *phrase = verdict_phrase(verdict);
        g_assert_cmpstr(phrase, ==, cases[i].want);
    }
}

static void test_clients(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) client = make_cert(&(recipe_t){
        .dn = "CN=Somebody", .issuer = lab->intermediate, .purposes = MAKE_CLIENT_AUTH});
    expect("trusted", CHAIN(client, lab->intermediate), .trust = lab->trust, .client = true);
    expect("not-trusted name-mismatch@0 wrong-purpose@0 INVALID", CHAIN(client, lab->intermediate),
           .trust = lab->trust);
    expect("not-checked", .client = true, .trust = lab->trust);
    expect("not-checked", .trust = lab->trust);
}

/* The answer holds for the time that it says, to the word, and no second longer. */
static void test_holds(lab_t *lab, gconstpointer data)
{
    (void)data;
    const gint64 times[] = {
        MAKE_FROM - 3 * DAY, MAKE_FROM - 1, MAKE_FROM,      MAKE_WHEN,
        MAKE_UNTIL - 5,      MAKE_UNTIL,    MAKE_UNTIL + 1, MAKE_UNTIL + 9 * DAY + 77};
    for (size_t i = 0; i < G_N_ELEMENTS(times); i++) {
        ask_t question = {CHAIN(lab->server, lab->intermediate), .trust = lab->trust};
        question.when = times[i];
        g_autoptr(verdict_t) verdict = lab_ask(&question);
        g_autofree char *words = lab_told(verdict);
        const gint64 ends[] = {verdict->holds_from, verdict->holds_until};
        for (size_t e = 0; e < G_N_ELEMENTS(ends); e++) {
            question.when = ends[e];
            g_autoptr(verdict_t) same = lab_ask(&question);
            g_autofree char *same_words = lab_told(same);
            g_assert_cmpstr(same_words, ==, words);
            g_assert_cmpint(same->holds_from, ==, verdict->holds_from);
            g_assert_cmpint(same->holds_until, ==, verdict->holds_until);
            for (guint p = 0; p < verdict->problems->len; p++)
                g_assert_cmpstr(g_array_index(same->problems, reason_t, p).sentence, ==,
                                g_array_index(verdict->problems, reason_t, p).sentence);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/verdict/every value has a word", test_words);
#define ADD(name, function)                                                                        \
    g_test_add("/verdict/" name, lab_t, NULL, lab_set_up, function, lab_tear_down)
    ADD("trusted through an intermediate", test_trusted);
    ADD("no anchor", test_no_anchor);
    ADD("a self-signed certificate as anchor", test_self_signed_anchor);
    ADD("missing intermediate", test_missing_intermediate);
    ADD("times", test_times);
    ADD("names", test_names);
    ADD("several problems at once", test_several);
    ADD("order", test_order);
    ADD("signatures", test_signatures);
    ADD("unsupported algorithm", test_unsupported);
    ADD("unusable trust store", test_unusable_store);
    ADD("lifetime over the limit", test_lifetime);
    ADD("phrases", test_phrases);
    ADD("client chains and empty ones", test_clients);
    ADD("how long it holds", test_holds);
    for (size_t i = 0; i < G_N_ELEMENTS(algorithm_cases); i++) {
        g_autofree char *path = g_strdup_printf("/verdict/algorithms/%s", algorithm_cases[i].name);
        g_test_add_data_func(path, &algorithm_cases[i], check_algorithm);
    }
    g_test_add_func("/verdict/algorithms/of an anchor", test_anchor_algorithms);
    return g_test_run();
}
