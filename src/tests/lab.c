/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lab.h"

#include "fetched.h"

#include <string.h>

#include <glib/gstdio.h>

trust_t *lab_trust(const made_t *const *anchors, size_t n)
{
    trust_t *trust = trust_new();
    g_autofree char *path = made_pem_file(anchors, n);
    GError *error = NULL;
    trust_add_file(trust, path, &error);
    g_assert_no_error(error);
    g_unlink(path);
    return trust;
}

void lab_set_up(lab_t *lab, gconstpointer data)
{
    (void)data;
    lab->root = make_cert(&(recipe_t){.dn = "CN=Lab Root", .ca = true});
    lab->intermediate =
        make_cert(&(recipe_t){.dn = "CN=Lab Intermediate", .ca = true, .issuer = lab->root});
    lab->server = make_cert(&(recipe_t){
        .dn = "CN=www.lab.test", .issuer = lab->intermediate, .san = "DNS:www.lab.test"});
    lab->trust = lab_trust((const made_t *const[]){lab->root}, 1);
}

void lab_tear_down(lab_t *lab, gconstpointer data)
{
    (void)data;
    made_free(lab->root);
    made_free(lab->intermediate);
    made_free(lab->server);
    trust_free(lab->trust);
}

verdict_t *lab_ask(const ask_t *a)
{
    slice_t certificates[LAB_CHAIN_LIMIT];
    size_t n = 0;
    while (n < G_N_ELEMENTS(a->chain) && a->chain[n]) {
        certificates[n] = made_der(a->chain[n]);
        n++;
    }
    g_autoptr(GPtrArray) seen = g_ptr_array_new();
    if (a->seen)
        g_ptr_array_add(seen, a->seen->der);
    const char *name = a->name ? a->name : "www.lab.test";
    chain_question_t question = {.certificates = certificates,
                                 .n_certificates = n,
                                 .owner = a->client ? OWNER_CLIENT : OWNER_SERVER,
                                 .reference_name = *name ? name : NULL,
                                 .name_source = a->source ? a->source : NAME_SNI,
                                 .encrypted_client_hello = a->ech,
                                 .name_required = a->name_required,
                                 .when = a->when ? a->when : MAKE_WHEN,
                                 .trust = a->trust,
                                 .seen = a->seen ? seen : NULL,
                                 .strict_profile = a->strict};
    if (a->staple)
        question.ocsp_response.data = g_bytes_get_data(a->staple, &question.ocsp_response.size);
    question.staple_known = a->staple_known;
    question.fetched = a->fetched;
    question.n_fetched = a->n_fetched;
    question.language = a->language;
    guint8 digest[1][32];
    if (a->public_root) {
        size_t size = sizeof digest[0];
        gnutls_x509_crt_get_fingerprint(a->public_root->crt, GNUTLS_DIG_SHA256, digest[0], &size);
        question.public_roots = (public_roots_t){(const guint8(*)[32])digest, 1};
    }
    return verdict_judge(&question);
}

/* Appends @text, unless it was the last thing appended. */
static void append_once(GString *out, GString *last, const char *text)
{
    if (strcmp(last->str, text) != 0)
        g_string_append(out, text);
    g_string_assign(last, text);
}

char *lab_told(const verdict_t *verdict)
{
    GString *out = g_string_new(verdict_word(verdict->word));
    g_autoptr(GString) last = g_string_new(NULL);
    for (guint i = 0; i < verdict->problems->len; i++) {
        const reason_t *reason = &g_array_index(verdict->problems, reason_t, i);
        g_autofree char *text =
            g_strdup_printf(" %s@%d", problem_word(reason->word), reason->certificate);
        append_once(out, last, text);
    }
    for (guint i = 0; i < verdict->notes->len; i++) {
        const reason_t *reason = &g_array_index(verdict->notes, reason_t, i);
        g_autofree char *text =
            g_strdup_printf(" (%s@%d)", note_word(reason->word), reason->certificate);
        append_once(out, last, text);
    }
    if (verdict->browser_error)
        g_string_append_printf(out, " %s", verdict->browser_error + strlen("NET::ERR_CERT_"));
    return g_string_free(out, FALSE);
}

bool lab_has_hangul(const char *text)
{
    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if (c >= 0xac00 && c <= 0xd7a3)
            return true;
    }
    return false;
}

/* Three words of English in a row are more than a name has, and what is in brackets may be one;
 * GnuTLS may say what it says. */
static bool is_korean(const char *sentence)
{
    g_autoptr(GRegex) brackets = g_regex_new("\\([^)]*\\)", 0, 0, NULL);
    g_autofree char *bare = g_regex_replace_literal(brackets, sentence, -1, 0, "", 0, NULL);
    return lab_has_hangul(sentence) &&
           (strstr(sentence, "GnuTLS") ||
            !g_regex_match_simple("[a-z]{3,} [a-z]{3,} [a-z]{3,}", bare, 0, 0));
}

static void check_korean(const char *sentence, const char *where)
{
    if (sentence && !is_korean(sentence))
        g_error("%s: \"%s\" is not Korean", where, sentence);
}

static void check_korean_reasons(const GArray *reasons, const char *where)
{
    for (guint i = 0; i < reasons->len; i++)
        check_korean(g_array_index(reasons, reason_t, i).sentence, where);
}

/* The same question in Korean has the same answer, and each sentence of it is Korean. */
static void check_in_korean(const char *want, const char *where, ask_t ask)
{
    ask.language = LANGUAGE_KOREAN;
    g_autoptr(verdict_t) verdict = lab_ask(&ask);
    g_autofree char *told = lab_told(verdict);
    g_autofree char *summary = verdict_summary(verdict);
    g_assert_cmpstr(told, ==, want);
    check_korean(summary, where);
    check_korean_reasons(verdict->problems, where);
    check_korean_reasons(verdict->notes, where);
    check_korean(verdict->not_checked_because, where);
    check_korean(verdict->name_explanation, where);
    check_korean(verdict->ocsp_sentence, where);
    for (guint i = 0; i < verdict->certificates->len; i++) {
        const judged_certificate_t *judged = g_ptr_array_index(verdict->certificates, i);
        check_korean(judged->issued_by, where);
    }
    for (guint i = 0; i < verdict->fetched->len; i++)
        check_korean(g_array_index(verdict->fetched, fetched_answer_t, i).sentence, where);
}

void lab_expect(const char *want, const char *where, const ask_t *a)
{
    g_autoptr(verdict_t) verdict = lab_ask(a);
    g_autofree char *told = lab_told(verdict);
    if (strcmp(told, want) != 0)
        g_error("%s: wanted \"%s\", got \"%s\"", where, want, told);
    g_assert_cmpint(verdict->holds_from, <=, verdict->when);
    g_assert_cmpint(verdict->holds_until, >=, verdict->when);
    g_assert_true((verdict->not_checked_because != NULL) == (verdict->word == VERDICT_NOT_CHECKED));
    g_assert_true((verdict->problems->len > 0) == (verdict->word == VERDICT_NOT_TRUSTED));
    check_in_korean(want, where, *a);
}
