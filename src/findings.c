/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "findings.h"

static void clear_reason(gpointer data)
{
    reason_t *reason = data;
    g_free(reason->sentence);
}

findings_t *findings_new(language_t language)
{
    findings_t *findings = g_new0(findings_t, 1);
    findings->language = language;
    findings->problems = g_array_new(FALSE, FALSE, sizeof(reason_t));
    findings->notes = g_array_new(FALSE, FALSE, sizeof(reason_t));
    g_array_set_clear_func(findings->problems, clear_reason);
    g_array_set_clear_func(findings->notes, clear_reason);
    findings->unchecked = g_ptr_array_new_with_free_func(g_free);
    return findings;
}

void findings_free(findings_t *findings)
{
    if (!findings)
        return;
    g_array_unref(findings->problems);
    g_array_unref(findings->notes);
    g_ptr_array_unref(findings->unchecked);
    g_free(findings);
}

char *node_label(const node_t *node, language_t language)
{
    const certificate_t *certificate = node->certificate;
    const char *name = certificate->malformed ? say(language, "no name") : certificate->short_name;
    if (node->source == SOURCE_SENT)
        return g_strdup_printf(say(language, "certificate %d (%s)"), node->index, name);
    if (node->source == SOURCE_ANCHOR)
        return g_strdup_printf(say(language, "the trust anchor (%s)"), name);
    return g_strdup_printf(say(language, "the certificate seen in an earlier frame (%s)"), name);
}

static void add_reason(GArray *list, guint word, const node_t *node, char *sentence)
{
    reason_t reason = {word, node ? node->index : WHOLE_CHAIN, sentence};
    g_array_append_val(list, reason);
}

void findings_problem_unseen(findings_t *findings, problem_t problem, const node_t *node,
                             char *sentence)
{
    findings->words |= 1u << problem;
    add_reason(findings->problems, problem, node, sentence);
}

void findings_problem(findings_t *findings, problem_t problem, const node_t *node, char *sentence)
{
    findings->browser_words |= 1u << problem;
    findings_problem_unseen(findings, problem, node, sentence);
}

void findings_note(findings_t *findings, note_t note, const node_t *node, char *sentence)
{
    add_reason(findings->notes, note, node, sentence);
}

void findings_unchecked(findings_t *findings, char *sentence)
{
    g_ptr_array_add(findings->unchecked, sentence);
}

/* By how much each problem speaks against a path: what a reader would mend first is least. */
static const guint weights[] = {
    [PROBLEM_SELF_SIGNED] = 400,
    [PROBLEM_UNTRUSTED_ROOT] = 300,
    [PROBLEM_UNKNOWN_ISSUER] = 500,
    [PROBLEM_MISSING_INTERMEDIATE] = 1,
    [PROBLEM_EXPIRED] = 2,
    [PROBLEM_NOT_YET_VALID] = 2,
    [PROBLEM_NAME_MISMATCH] = 1,
    [PROBLEM_NAME_ONLY_IN_COMMON_NAME] = 1,
    [PROBLEM_BAD_SIGNATURE] = 200,
    [PROBLEM_WEAK_SIGNATURE] = 3,
    [PROBLEM_WEAK_KEY] = 3,
    [PROBLEM_NOT_A_CA] = 20,
    [PROBLEM_PATH_TOO_LONG] = 10,
    [PROBLEM_NAME_CONSTRAINT] = 10,
    [PROBLEM_WRONG_PURPOSE] = 10,
    [PROBLEM_WRONG_KEY_USAGE] = 10,
    [PROBLEM_UNKNOWN_CRITICAL_EXTENSION] = 10,
    [PROBLEM_REVOKED] = 5,
    [PROBLEM_MALFORMED] = 20,
    [PROBLEM_OTHER] = 30,
};
G_STATIC_ASSERT(G_N_ELEMENTS(weights) == PROBLEM_COUNT);

guint findings_weight(const findings_t *findings)
{
    guint weight = findings->unchecked->len > 0;
    for (guint i = 0; i < findings->problems->len; i++)
        weight += 10 * weights[g_array_index(findings->problems, reason_t, i).word];
    return weight;
}

static gint compare_reasons(gconstpointer pa, gconstpointer pb)
{
    const reason_t *a = pa, *b = pb;
    if (a->word != b->word)
        return a->word < b->word ? -1 : 1;
    return a->certificate < b->certificate ? -1 : a->certificate > b->certificate;
}

void findings_move(GArray *from, GArray *to)
{
    g_array_sort(from, compare_reasons);
    for (guint i = 0; i < from->len; i++) {
        reason_t *reason = &g_array_index(from, reason_t, i);
        g_array_append_val(to, *reason);
        reason->sentence = NULL;
    }
}
