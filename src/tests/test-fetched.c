/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetched.h"

#include <string.h>

#include "chains.h"
#include "lab.h"
#include "make-status.h"

/* Each row: one item that was fetched, and what comes of it for the lab's chain. */
typedef struct {
    const char *name;
    const char *want;          /* verdict */
    const char *status, *said; /* of the one answer; NULL: there is none */
    int certificate;
    enum { RESPONSE, LIST, LIST_OF_ROOT } kind;
    ocsp_recipe_t ocsp;
    crl_recipe_t crl;
    bool other_signer;
} row_t;

#define REVOKED "not-trusted revoked@0"

/* clang-format off */
static const row_t rows[] = {
    {.name = "good response", .want = "trusted", .status = "good",
     .said = "not revoked, says the OCSP response in frame 9 of 2024-04-09, which holds until"},
    {.name = "revoked", .want = REVOKED, .status = "revoked", .ocsp.says = MAKE_REVOKED,
     .said = "certificate 0 (CN=www.lab.test) was revoked 2024-01-01, says the OCSP response in "
             "frame 9"},
    {.name = "unknown", .want = "trusted", .status = "unknown", .ocsp.says = MAKE_UNKNOWN,
     .said = "the responder does not know"},
    {.name = "signed by another", .want = "trusted", .status = "invalid", .other_signer = true,
     .ocsp.says = MAKE_REVOKED, .said = "not to be believed: its signature is neither"},
    {.name = "out of date", .want = "trusted", .status = "invalid", .ocsp.says = MAKE_REVOKED,
     .ocsp.next_update = MAKE_WHEN - 1, .said = "out of date"},
    {.name = "of another serial number", .want = "trusted", .ocsp.serial = 99,
     .ocsp.says = MAKE_REVOKED},
    {.name = "no answer", .want = "trusted", .ocsp.status = 3},
    {.name = "CRL without it", .want = "trusted", .status = "good", .kind = LIST,
     .said = "certificate 0 (CN=www.lab.test) is not revoked, says the CRL of CN=Lab Intermediate "
             "in frame 9, of 2024-04-09, which holds until 2024-04-11"},
    {.name = "CRL with it", .want = REVOKED, .status = "revoked", .kind = LIST,
     .crl.rows[0] = {1, 0, 1, NULL},
     .said = "was revoked 2024-01-01 (key compromise), says the CRL of CN=Lab Intermediate in "
             "frame 9"},
    {.name = "CRL with it, later", .want = "trusted", .status = "good", .kind = LIST,
     .crl.rows[0] = {1, MAKE_WHEN + 1, 0, NULL}},
    {.name = "CRL of the root", .want = "not-trusted revoked@1", .status = "revoked",
     .kind = LIST_OF_ROOT, .certificate = 1, .crl.rows[0] = {1, 0, 0, NULL},
     .said = "certificate 1 (CN=Lab Intermediate) was revoked"},
    {.name = "CRL signed by another", .want = "trusted", .status = "invalid", .kind = LIST,
     .crl.rows[0] = {1, 0, 0, NULL}, .other_signer = true, .said = "does not verify"},
    {.name = "CRL out of date", .want = "trusted", .status = "invalid", .kind = LIST,
     .crl.rows[0] = {1, 0, 0, NULL}, .crl.next_update = MAKE_WHEN - 1, .said = "out of date"},
    {.name = "CRL for CAs", .want = "trusted", .kind = LIST, .crl.rows[0] = {1, 0, 0, NULL},
     .crl.extra = "2.5.29.28", .crl.extra_hex = "30038201ff", .crl.extra_critical = true},
};
/* clang-format on */

static GBytes *make_item(const row_t *row, const lab_t *lab)
{
    const made_t *signer = row->other_signer ? lab->server : NULL;
    if (row->kind == RESPONSE) {
        ocsp_recipe_t recipe = row->ocsp;
        recipe.certificate = lab->server;
        recipe.issuer = lab->intermediate;
        recipe.signer = signer;
        return make_ocsp(&recipe);
    }
    crl_recipe_t recipe = row->crl;
    recipe.issuer = row->kind == LIST ? lab->intermediate : lab->root;
    recipe.signer = signer;
    return make_crl(&recipe);
}

static slice_t slice_of(GBytes *bytes)
{
    slice_t s = {0};
    s.data = g_bytes_get_data(bytes, &s.size);
    return s;
}

static void check_answer(const row_t *row, const verdict_t *verdict)
{
    g_assert_cmpuint(verdict->fetched->len, ==, row->status ? 1 : 0);
    if (!row->status)
        return;
    const fetched_answer_t *answer = &g_array_index(verdict->fetched, fetched_answer_t, 0);
    g_assert_cmpstr(ocsp_status_word(answer->status), ==, row->status);
    g_assert_cmpint(answer->certificate, ==, row->certificate);
    g_assert_cmpuint(answer->frame, ==, 9);
    if (row->said && !strstr(answer->sentence, row->said))
        g_error("%s: wanted \"%s\" in \"%s\"", row->name, row->said, answer->sentence);
}

static void test_row(gconstpointer data)
{
    const row_t *row = data;
    lab_t lab;
    lab_set_up(&lab, NULL);
    g_autoptr(fetched_t) fetched = fetched_new();
    g_autoptr(GBytes) item = make_item(row, &lab);
    fetched_add(fetched, slice_of(item), 9);
    ask_t ask = {CHAIN(lab.server, lab.intermediate), .trust = lab.trust, .fetched = fetched,
                 .n_fetched = 1};
    lab_expect(row->want, row->name, &ask);
    g_autoptr(verdict_t) verdict = lab_ask(&ask);
    check_answer(row, verdict);
    ask.n_fetched = 0; /* it comes later */
    lab_expect("trusted", row->name, &ask);
    lab_tear_down(&lab, NULL);
}

/* What is neither is not kept; nor is a beginning of one. */
static void test_garbage(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(fetched_t) fetched = fetched_new();
    g_autoptr(GBytes) response =
        make_ocsp(&(ocsp_recipe_t){.certificate = lab->server, .issuer = lab->intermediate});
    g_autoptr(GBytes) crl = make_crl(&(crl_recipe_t){.issuer = lab->intermediate});
    for (gsize n = 0; n < g_bytes_get_size(response); n++)
        g_assert_cmpint(fetched_add(fetched, (slice_t){slice_of(response).data, n}, 1), ==,
                        FETCHED_NOTHING);
    for (gsize n = 0; n < g_bytes_get_size(crl); n++)
        g_assert_cmpint(fetched_add(fetched, (slice_t){slice_of(crl).data, n}, 1), ==,
                        FETCHED_NOTHING);
    g_assert_cmpint(fetched_add(fetched, made_der(lab->server), 1), ==, FETCHED_NOTHING);
    g_assert_cmpuint(fetched_count(fetched), ==, 0);
    g_assert_cmpint(fetched_add(fetched, slice_of(response), 1), ==, FETCHED_OCSP);
    g_assert_cmpint(fetched_add(fetched, slice_of(crl), 2), ==, FETCHED_CRL);
    g_assert_cmpuint(fetched_count(fetched), ==, 2);
}

/* What does not concern a chain does not make its question another one. */
static void test_kept_verdicts(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(fetched_t) fetched = fetched_new();
    g_autoptr(GBytes) other = make_ocsp(
        &(ocsp_recipe_t){.certificate = lab->server, .issuer = lab->intermediate, .serial = 77});
    g_autoptr(GBytes) revoked = make_ocsp(&(ocsp_recipe_t){
        .certificate = lab->server, .issuer = lab->intermediate, .says = MAKE_REVOKED});
    g_autoptr(chains_t) chains = chains_new();
    slice_t sent[] = {made_der(lab->server), made_der(lab->intermediate)};
    const chain_t *chain = chains_add(chains, sent, G_N_ELEMENTS(sent));
    chain_question_t question = {.reference_name = "www.lab.test",
                                 .name_source = NAME_SNI,
                                 .when = MAKE_WHEN,
                                 .trust = lab->trust,
                                 .fetched = fetched};
    const verdict_t *before = chains_judge(chains, chain, question, 0);
    fetched_add(fetched, slice_of(other), 3);
    question.n_fetched = 1;
    g_assert_true(before == chains_judge(chains, chain, question, 0));
    fetched_add(fetched, slice_of(revoked), 4);
    g_assert_true(before == chains_judge(chains, chain, question, 0));
    question.n_fetched = 2;
    g_assert_cmpint(chains_judge(chains, chain, question, 0)->word, ==, VERDICT_NOT_TRUSTED);
    question.n_fetched = 1; /* what was said of an earlier frame stands */
    g_assert_true(before == chains_judge(chains, chain, question, 0));
}

static void test_limit(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(fetched_t) fetched = fetched_new();
    g_autoptr(GBytes) crl = make_crl(&(crl_recipe_t){.issuer = lab->intermediate});
    for (guint i = 0; i < FETCHED_LIMIT; i++)
        g_assert_cmpint(fetched_add(fetched, slice_of(crl), i), ==, FETCHED_CRL);
    g_assert_cmpint(fetched_add(fetched, slice_of(crl), 1), ==, FETCHED_NOTHING);
}

/* So many items about one certificate are looked at; what is fetched again does not count. */
static void test_answers_limit(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(fetched_t) fetched = fetched_new();
    for (guint i = 0; i <= FETCHED_ANSWERS_LIMIT; i++) {
        g_autoptr(GBytes) response = make_ocsp(&(ocsp_recipe_t){.certificate = lab->server,
                                                                .issuer = lab->intermediate,
                                                                .next_update = MAKE_WHEN + i + 1});
        fetched_add(fetched, slice_of(response), 1);
        fetched_add(fetched, slice_of(response), 2);
        expect(i < FETCHED_ANSWERS_LIMIT ? "trusted" : "not-checked (too-complex@0)",
               CHAIN(lab->server, lab->intermediate), .trust = lab->trust, .fetched = fetched,
               .n_fetched = fetched_count(fetched));
    }
}

#define ADD(name, test) g_test_add(name, lab_t, NULL, lab_set_up, test, lab_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/fetched/%s", rows[i].name);
        g_test_add_data_func(path, &rows[i], test_row);
    }
    ADD("/fetched/garbage", test_garbage);
    ADD("/fetched/kept verdicts", test_kept_verdicts);
    ADD("/fetched/limit", test_limit);
    ADD("/fetched/limit of answers", test_answers_limit);
    return g_test_run();
}
