/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "chains.h"
#include "lab.h"
#include "make-status.h"
#include "ocsp.h"

#define OID_UNKNOWN "1.2.3.4"
#define OID_NONCE   "1.3.6.1.5.5.7.48.1.2"
#define OID_SHA256  "2.16.840.1.101.3.4.2.1"
#define OID_FEATURE "1.3.6.1.5.5.7.1.24"

#define GOOD        "trusted"
#define REVOKED     "not-trusted revoked@0 REVOKED"
#define INVALID     "trusted (invalid-staple@0)"

/* Who may stand in a recipe; the last five are certificates of a responder. */
typedef enum {
    NOBODY,
    ISSUER,
    ROOT,
    TWIN, /* of the issuer's name, with another key */
    DELEGATE,
    NO_PURPOSE,
    ANY_PURPOSE,
    EXPIRED,
    OTHERS,
    BAD_USAGE,
    PEOPLE
} person_t;

static made_t *make_delegate(const made_t *issuer, const recipe_t *recipe)
{
    recipe_t whole = *recipe;
    whole.dn = "CN=Responder";
    whole.issuer = issuer;
    return make_cert(&whole);
}

static void make_people(const lab_t *lab, made_t **people)
{
    const made_t *issuer = lab->intermediate;
    people[TWIN] =
        make_cert(&(recipe_t){.dn = "CN=Lab Intermediate", .ca = true, .issuer = lab->root});
    people[DELEGATE] = make_delegate(issuer, &(recipe_t){.purposes = MAKE_OCSP_SIGNING});
    people[NO_PURPOSE] = make_delegate(issuer, &(recipe_t){.purposes = MAKE_SERVER_AUTH});
    people[ANY_PURPOSE] = make_delegate(issuer, &(recipe_t){.purposes = MAKE_ANY_PURPOSE});
    people[EXPIRED] =
        make_delegate(issuer, &(recipe_t){.purposes = MAKE_OCSP_SIGNING, .until = MAKE_WHEN - 1});
    people[OTHERS] = make_delegate(lab->root, &(recipe_t){.purposes = MAKE_OCSP_SIGNING});
    people[BAD_USAGE] =
        make_delegate(issuer, &(recipe_t){.purposes = MAKE_OCSP_SIGNING,
                                          .key_usage = GNUTLS_KEY_KEY_ENCIPHERMENT});
}

static const made_t *person(const lab_t *lab, made_t *const *people, person_t who)
{
    if (who == ISSUER)
        return lab->intermediate;
    return who == ROOT ? lab->root : people[who];
}

typedef struct {
    const char *name;
    const char *want;
    ocsp_status_t status;
    const char *sentence; /* in what is said of the staple */
    ocsp_recipe_t recipe;
    person_t signer, sent, named;
} row_t;

/* clang-format off */
static const row_t rows[] = {
    {.name = "good", .want = GOOD, .status = OCSP_GOOD,
     .sentence = "not revoked, says the stapled OCSP response of 2024-04-09, which holds until "
                 "2024-04-11 and is signed by the issuer CN=Lab Intermediate"},
    {.name = "good by SHA-256", .want = GOOD, .status = OCSP_GOOD, .sentence = "not revoked",
     .recipe.hash = OID_SHA256},
    {.name = "revoked", .want = REVOKED, .status = OCSP_REVOKED,
     .sentence = "certificate 0 (CN=www.lab.test) was revoked 2024-01-01, says the stapled OCSP "
                 "response",
     .recipe.says = MAKE_REVOKED},
    {.name = "revoked with a reason", .want = REVOKED, .status = OCSP_REVOKED,
     .sentence = "was revoked 2024-04-09 (superseded), says", .recipe.says = MAKE_REVOKED,
     .recipe.revoked_at = MAKE_WHEN - DAY, .recipe.reason = 4},
    {.name = "unknown", .want = GOOD, .status = OCSP_UNKNOWN,
     .sentence = "the responder does not know the certificate", .recipe.says = MAKE_UNKNOWN},
    {.name = "other serial", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "with another serial number", .recipe.serial = 99},
    {.name = "other serial revoked", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "with another serial number", .recipe.serial = 99, .recipe.says = MAKE_REVOKED},
    {.name = "other issuer", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "of another issuer", .named = ROOT},
    {.name = "other key of the issuer's name", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "of another issuer", .named = TWIN},
    {.name = "unknown hash", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "of another issuer", .recipe.hash = OID_UNKNOWN},
    {.name = "other signer", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "its signature is neither the issuer's nor", .signer = ROOT},
    {.name = "other signer, revoked", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "its signature is neither the issuer's nor", .recipe.says = MAKE_REVOKED,
     .signer = TWIN},
    {.name = "bad signature", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "its signature is neither", .recipe.tampered = true},
    {.name = "delegate", .want = GOOD, .status = OCSP_GOOD,
     .sentence = "signed by the issuer's responder CN=Responder", .signer = DELEGATE,
     .sent = DELEGATE},
    {.name = "delegate revokes", .want = REVOKED, .status = OCSP_REVOKED,
     .sentence = "was revoked", .recipe.says = MAKE_REVOKED, .signer = DELEGATE,
     .sent = DELEGATE},
    {.name = "delegate not sent", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "its signature is neither", .signer = DELEGATE},
    {.name = "another delegate sent", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "its signature is neither", .signer = DELEGATE, .sent = EXPIRED},
    {.name = "delegate without purpose", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "the responder's certificate (CN=Responder) has no OCSPSigning",
     .signer = NO_PURPOSE, .sent = NO_PURPOSE},
    {.name = "delegate for any purpose", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "has no OCSPSigning", .signer = ANY_PURPOSE, .sent = ANY_PURPOSE},
    {.name = "delegate expired", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "is not valid at this time", .signer = EXPIRED, .sent = EXPIRED},
    {.name = "delegate of another CA", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "was not issued by the issuer", .signer = OTHERS, .sent = OTHERS},
    {.name = "delegate that may not sign", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "may not sign by its keyUsage", .signer = BAD_USAGE, .sent = BAD_USAGE},
    {.name = "delegate, the last certificate that is looked at", .want = GOOD, .status = OCSP_GOOD,
     .recipe.sent_before = OCSP_CERTIFICATES_LIMIT - 1, .signer = DELEGATE, .sent = DELEGATE},
    {.name = "delegate, the first that is not", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "its signature is neither the issuer's nor",
     .recipe.sent_before = OCSP_CERTIFICATES_LIMIT, .signer = DELEGATE, .sent = DELEGATE},
    {.name = "as many answers as are read", .want = REVOKED, .status = OCSP_REVOKED,
     .recipe.says = MAKE_REVOKED, .recipe.answers_before = OCSP_RESPONSES_LIMIT - 1},
    {.name = "one answer more", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "it cannot be decoded", .recipe.says = MAKE_REVOKED,
     .recipe.answers_before = OCSP_RESPONSES_LIMIT},
    {.name = "last second", .want = GOOD, .status = OCSP_GOOD, .recipe.next_update = MAKE_WHEN},
    {.name = "stale", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "it is out of date since 2024-04-09", .recipe.next_update = MAKE_WHEN - 1},
    {.name = "stale, revoked", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "it is out of date", .recipe.says = MAKE_REVOKED,
     .recipe.next_update = MAKE_WHEN - 1},
    {.name = "first second", .want = GOOD, .status = OCSP_GOOD, .recipe.this_update = MAKE_WHEN},
    {.name = "not yet", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "it is of 2024-04-10, which is later", .recipe.this_update = MAKE_WHEN + 1},
    {.name = "no nextUpdate", .want = GOOD, .status = OCSP_GOOD, .recipe.next_update = -1,
     .recipe.this_update = MAKE_WHEN - 7 * DAY},
    {.name = "no nextUpdate, old", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "more than 7 days old", .recipe.next_update = -1,
     .recipe.this_update = MAKE_WHEN - 7 * DAY - 1},
    {.name = "nonce", .want = GOOD, .status = OCSP_GOOD, .recipe.extra = OID_NONCE},
    {.name = "unknown critical extension", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "critical extension", .recipe.extra = OID_UNKNOWN},
    {.name = "unknown critical extension of the answer", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "critical extension", .recipe.single_extra = OID_UNKNOWN},
    {.name = "tryLater", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "the responder says tryLater", .recipe.status = 3},
    {.name = "unauthorized", .want = INVALID, .status = OCSP_INVALID,
     .sentence = "the responder says unauthorized", .recipe.status = 6},
};
/* clang-format on */

static void assert_said(const verdict_t *verdict, ocsp_status_t status, const char *sentence)
{
    g_assert_cmpstr(ocsp_status_word(verdict->ocsp_status), ==, ocsp_status_word(status));
    if (sentence && (!verdict->ocsp_sentence || !strstr(verdict->ocsp_sentence, sentence)))
        g_error("wanted \"%s\" in \"%s\"", sentence, verdict->ocsp_sentence);
}

static void test_row(gconstpointer data)
{
    const row_t *row = data;
    lab_t lab;
    made_t *people[PEOPLE] = {NULL};
    lab_set_up(&lab, NULL);
    make_people(&lab, people);
    ocsp_recipe_t recipe = row->recipe;
    recipe.certificate = lab.server;
    recipe.issuer = lab.intermediate;
    recipe.signer = person(&lab, people, row->signer);
    recipe.sent = person(&lab, people, row->sent);
    recipe.named = person(&lab, people, row->named);
    g_autoptr(GBytes) staple = make_ocsp(&recipe);
    ask_t ask = {CHAIN(lab.server, lab.intermediate), .trust = lab.trust, .staple = staple};
    lab_expect(row->want, row->name, &ask);
    g_autoptr(verdict_t) verdict = lab_ask(&ask);
    assert_said(verdict, row->status, row->sentence);
    for (size_t i = 0; i < G_N_ELEMENTS(people); i++)
        made_free(people[i]);
    lab_tear_down(&lab, NULL);
}

/* Every beginning of a response, and whatever is no response at all. */
static void test_garbage(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(GBytes) staple =
        make_ocsp(&(ocsp_recipe_t){.certificate = lab->server, .issuer = lab->intermediate});
    for (gsize n = 1; n < g_bytes_get_size(staple); n++) {
        g_autoptr(GBytes) cut = g_bytes_new_from_bytes(staple, 0, n);
        g_autoptr(verdict_t) verdict = lab_ask(
            &(ask_t){CHAIN(lab->server, lab->intermediate), .trust = lab->trust, .staple = cut});
        assert_said(verdict, OCSP_INVALID, "it cannot be decoded");
    }
    g_autoptr(GBytes) junk = g_bytes_new_static("GET / HTTP/1.0", 14);
    expect(INVALID, CHAIN(lab->server, lab->intermediate), .trust = lab->trust, .staple = junk);
}

/* What can be said when the path is broken: with the issuer's key all, without it nothing. */
static void test_broken_path(lab_t *lab, gconstpointer data)
{
    (void)data;
    ocsp_recipe_t recipe = {
        .certificate = lab->server, .issuer = lab->intermediate, .says = MAKE_REVOKED};
    g_autoptr(GBytes) staple = make_ocsp(&recipe);
    recipe.serial = 99;
    g_autoptr(GBytes) others = make_ocsp(&recipe);
    g_autoptr(made_t) stranger = make_cert(&(recipe_t){.dn = "CN=Stranger", .ca = true});
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){stranger}, 1);
    expect("not-trusted unknown-issuer@1 revoked@0 AUTHORITY_INVALID",
           CHAIN(lab->server, lab->intermediate), .trust = trust, .staple = staple);
    expect("not-trusted unknown-issuer@0 AUTHORITY_INVALID", CHAIN(lab->server), .trust = trust,
           .staple = staple);
    expect("not-trusted unknown-issuer@0 (invalid-staple@0) AUTHORITY_INVALID", CHAIN(lab->server),
           .trust = trust, .staple = others);
    g_autoptr(verdict_t) verdict =
        lab_ask(&(ask_t){CHAIN(lab->server), .trust = trust, .staple = staple});
    assert_said(verdict, OCSP_NONE, "cannot be checked without the issuer's certificate");
    g_autoptr(made_t) tampered = made_tampered(lab->server);
    expect("not-trusted bad-signature@0 AUTHORITY_INVALID", CHAIN(tampered, lab->intermediate),
           .trust = lab->trust, .staple = staple);
}

static void test_must_staple(lab_t *lab, gconstpointer data)
{
    (void)data;
    const struct {
        const char *hex;
        const char *want;
        bool known;
    } cases[] = {
        {"3003020105",       "trusted (must-staple-without-staple@0)", true },
        {"3006020111020105", "trusted (must-staple-without-staple@0)", true },
        {"3003020105",       "trusted",                                false},
        {"3003020111",       "trusted",                                true },
        {"3000",             "trusted",                                true },
        {"30030201",         "trusted",                                true },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(made_t) server =
            make_cert(&(recipe_t){.dn = "CN=x",
                                  .issuer = lab->intermediate,
                                  .san = "DNS:www.lab.test",
                                  .extra = {{OID_FEATURE, cases[i].hex, false}}});
        g_autoptr(GBytes) staple =
            make_ocsp(&(ocsp_recipe_t){.certificate = server, .issuer = lab->intermediate});
        expect(cases[i].want, CHAIN(server, lab->intermediate), .trust = lab->trust,
               .staple_known = cases[i].known);
        expect("trusted", CHAIN(server, lab->intermediate), .trust = lab->trust, .staple = staple,
               .staple_known = cases[i].known);
    }
}

#define NOON (MAKE_WHEN + DAY / 2)

static void test_holds(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(GBytes) staple = make_ocsp(&(ocsp_recipe_t){.certificate = lab->server,
                                                          .issuer = lab->intermediate,
                                                          .this_update = NOON - 100,
                                                          .next_update = NOON + 100});
    g_autoptr(verdict_t) verdict =
        lab_ask(&(ask_t){CHAIN(lab->server, lab->intermediate), .trust = lab->trust,
                         .staple = staple, .when = NOON});
    g_assert_cmpint(verdict->holds_from, ==, NOON - 100);
    g_assert_cmpint(verdict->holds_until, ==, NOON + 100);
}

/* Two handshakes with one chain and different staples are two questions. */
static void test_kept_apart(lab_t *lab, gconstpointer data)
{
    (void)data;
    ocsp_recipe_t recipe = {.certificate = lab->server, .issuer = lab->intermediate};
    g_autoptr(GBytes) good = make_ocsp(&recipe);
    recipe.says = MAKE_REVOKED;
    g_autoptr(GBytes) revoked = make_ocsp(&recipe);
    g_autoptr(chains_t) chains = chains_new();
    slice_t sent[] = {made_der(lab->server), made_der(lab->intermediate)};
    const chain_t *chain = chains_add(chains, sent, G_N_ELEMENTS(sent));
    chain_question_t question = {.reference_name = "www.lab.test",
                                 .name_source = NAME_SNI,
                                 .when = MAKE_WHEN,
                                 .trust = lab->trust};
    const verdict_t *without = chains_judge(chains, chain, question, 0);
    question.ocsp_response.data = g_bytes_get_data(good, &question.ocsp_response.size);
    const verdict_t *first = chains_judge(chains, chain, question, 0);
    g_assert_true(first == chains_judge(chains, chain, question, 0));
    question.ocsp_response.data = g_bytes_get_data(revoked, &question.ocsp_response.size);
    const verdict_t *second = chains_judge(chains, chain, question, 0);
    assert_said(without, OCSP_NONE, NULL);
    assert_said(first, OCSP_GOOD, NULL);
    assert_said(second, OCSP_REVOKED, NULL);
    g_assert_cmpint(second->word, ==, VERDICT_NOT_TRUSTED);
}

/* Timestamps in the staple are counted with the others; nobody knows this one's log. */
static void test_timestamps(lab_t *lab, gconstpointer data)
{
    (void)data;
    static const guint8 list[2 + 2 + 49] = {0, 51, 0, 49, [45] = 0, [47] = 4, [48] = 3, [50] = 2};
    g_autoptr(GBytes) scts = g_bytes_new_static(list, sizeof list);
    g_autoptr(GBytes) staple = make_ocsp(
        &(ocsp_recipe_t){.certificate = lab->server, .issuer = lab->intermediate, .scts = scts});
    g_autoptr(verdict_t) verdict = lab_ask(
        &(ask_t){CHAIN(lab->server, lab->intermediate), .trust = lab->trust, .staple = staple});
    assert_said(verdict, OCSP_GOOD, NULL);
    g_assert_cmpuint(verdict->scts->len, ==, 1);
    const sct_t *sct = &g_array_index(verdict->scts, sct_t, 0);
    g_assert_cmpstr(sct_status_word(sct->status), ==, "unknown-log");
    g_assert_cmpint(sct->source, ==, SCT_FROM_OCSP);
}

#define ADD(name, test) g_test_add(name, lab_t, NULL, lab_set_up, test, lab_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/ocsp/%s", rows[i].name);
        g_test_add_data_func(path, &rows[i], test_row);
    }
    ADD("/ocsp/garbage", test_garbage);
    ADD("/ocsp/broken path", test_broken_path);
    ADD("/ocsp/must staple", test_must_staple);
    ADD("/ocsp/timestamps", test_timestamps);
    ADD("/ocsp/holds", test_holds);
    ADD("/ocsp/kept apart", test_kept_apart);
    return g_test_run();
}
