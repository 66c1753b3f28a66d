/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdict.h"

#include "browser-error.h"
#include "ca-memory.h"
#include "fetched.h"
#include "name.h"
#include "path.h"
#include "remark.h"
#include "revocation.h"
#include "staple.h"
#include "text.h"
#include "transparency.h"
#include "verify.h"

/* How it works: paths are tried in the order of path.c, each judged in full. The first without a
 * problem ends the search, else the one with the least weight is told. Only if none reaches an
 * anchor, certificates of earlier frames may stand in, and only if that fails too, the path that
 * comes nearest is told, bad signatures and all. What is "trusted" is proved by a complete path
 * without problem; everything else begins and stays as not checked. */

#define CERTIFICATES_LIMIT 100
#define OCTETS_LIMIT       (1024 * 1024)

/* Hundreds of thousands of years. A frame may be of any time; beyond this one chains are judged as
 * of this one, so that differences to what certificates say can be counted. */
#define TIME_LIMIT ((gint64)1 << 43)

typedef struct {
    const chain_question_t *question;
    verdict_t *verdict;
    verify_rules_t rules;
    const certificate_t **sent; /* NULL where one was sent before; owned array */
    path_search_t *search;      /* owns certificates of `path`; owned */
    trust_t *nothing;           /* a store without anchors, for when there is no other; owned */
    path_t path;                /* the best so far */
    findings_t *findings;       /* of it; NULL while there is none */
    guint weight;
    bool proved; /* a complete path without problem or doubt */
} judge_t;

static void free_judged(gpointer data)
{
    judged_certificate_t *judged = data;
    certificate_free(judged->certificate);
    g_free(judged->issued_by);
    g_free(judged);
}

static void clear_reason(gpointer data)
{
    reason_t *reason = data;
    g_free(reason->sentence);
}

static GArray *reasons_new(void)
{
    GArray *reasons = g_array_new(FALSE, FALSE, sizeof(reason_t));
    g_array_set_clear_func(reasons, clear_reason);
    return reasons;
}

static verdict_t *verdict_new(const chain_question_t *question)
{
    verdict_t *verdict = g_new0(verdict_t, 1);
    verdict->word = VERDICT_NOT_CHECKED;
    verdict->problems = reasons_new();
    verdict->notes = reasons_new();
    verdict->scts = g_array_new(FALSE, FALSE, sizeof(sct_t));
    verdict->fetched = g_array_new(FALSE, FALSE, sizeof(fetched_answer_t));
    g_array_set_clear_func(verdict->fetched, fetched_clear_answer);
    verdict->crl_words = g_ptr_array_new_with_free_func(g_free);
    verdict->certificates = g_ptr_array_new_with_free_func(free_judged);
    verdict->language = question->language;
    verdict->when = question->when;
    verdict->when_known = !question->when_unknown;
    verdict->name_matches = -1;
    return verdict;
}

/* A limit was hit. Takes @because. */
static void too_complex(findings_t *findings, char *because)
{
    findings_note(findings, NOTE_TOO_COMPLEX, NULL, g_strdup(because));
    findings_unchecked(findings, because);
}

static void read_certificates(judge_t *judge)
{
    const chain_question_t *question = judge->question;
    size_t n = MIN(question->n_certificates, CERTIFICATES_LIMIT), octets = 0;
    g_autoptr(GHashTable) known = g_hash_table_new(g_bytes_hash, g_bytes_equal);
    judge->sent = g_new0(const certificate_t *, n + 1);
    for (size_t i = 0; i < n; i++) {
        octets += question->certificates[i].size;
        if (octets > OCTETS_LIMIT)
            return;
        judged_certificate_t *judged = g_new0(judged_certificate_t, 1);
        judged->certificate =
            i > 0 && question->ca_memory
                ? ca_memory_certificate(question->ca_memory, question->certificates[i])
                : certificate_new(question->certificates[i]);
        g_ptr_array_add(judge->verdict->certificates, judged);
        if (g_hash_table_add(known, judged->certificate->der))
            judge->sent[i] = judged->certificate;
    }
}

static bool has_doubtful_signature(const path_t *path)
{
    for (guint i = 0; i + 1 < path->length; i++)
        if (path->links[i].state != LINK_VERIFIED)
            return true;
    return false;
}

static bool consider(const path_t *path, void *data)
{
    judge_t *judge = data;
    findings_t *findings = findings_new(judge->question->language);
    verify_path(path, &judge->rules, findings);
    revocation_check_path(path, judge->question->trust, &judge->rules, findings);
    if (judge->question->fetched)
        fetched_check_path(judge->question->fetched, judge->question->n_fetched, path,
                           &judge->rules, findings, NULL);
    if (!path->complete)
        verify_incomplete_end(path, findings);
    guint weight = findings_weight(findings);
    if (judge->findings && weight >= judge->weight) {
        findings_free(findings);
        return false;
    }
    findings_free(judge->findings);
    judge->findings = findings;
    judge->weight = weight;
    judge->path = *path;
    judge->proved = weight == 0 && path->complete && !has_doubtful_signature(path);
    return judge->proved;
}

static void tell_missing(judge_t *judge)
{
    for (guint i = 0; i < judge->path.length; i++) {
        const node_t *node = &judge->path.nodes[i];
        if (node->source != SOURCE_SEEN)
            continue;
        judge->proved = false;
        findings_problem(
            judge->findings, PROBLEM_MISSING_INTERMEDIATE, node,
            g_strdup_printf(say(judge->question->language,
                                "%s was not sent by the server: it was seen in an earlier "
                                "frame, and a client that lacks it cannot build the path"),
                            node->certificate->short_name));
    }
}

/* Only what holds whatever the path: for when no path can be believed. */
static void judge_end_entity(judge_t *judge)
{
    node_t node = {judge->sent[0], SOURCE_SENT, 0};
    findings_free(judge->findings);
    judge->findings = findings_new(judge->question->language);
    judge->proved = false;
    verify_end_entity(&node, &judge->rules, judge->findings);
}

static void judge_paths(judge_t *judge)
{
    const chain_question_t *question = judge->question;
    path_search_t *search = path_search_new(judge->sent, judge->verdict->certificates->len,
                                            question->trust, question->seen);
    path_search_use(search, judge->question->ca_memory);
    judge->search = search;
    bool all = path_search(search, PATHS_VERIFIED, consider, judge);
    if (!all && !judge->proved) {
        judge_end_entity(judge);
        judge->path.length = 0;
        too_complex(judge->findings,
                    g_strdup(say(judge->question->language,
                                 "there are more possible paths, or names, than are looked at")));
        return;
    }
    judge->verdict->depends_on_seen = !judge->findings;
    if (!judge->findings && question->seen) {
        path_search(search, PATHS_WITH_SEEN, consider, judge);
        if (judge->findings)
            tell_missing(judge);
    }
    if (!judge->findings)
        path_search(search, PATHS_WITH_BAD_LINKS, consider, judge);
    if (!judge->findings) { /* cannot be: a path of one certificate is always there */
        judge_end_entity(judge);
        findings_unchecked(judge->findings,
                           g_strdup(say(judge->question->language, "no path was found")));
    }
}

/* Without anchors: the end entity by itself, and a signature that its issuer surely did not make.
 */
static void judge_without_trust(judge_t *judge, const char *reason)
{
    judge->nothing = trust_new();
    judge->search =
        path_search_new(judge->sent, judge->verdict->certificates->len, judge->nothing, NULL);
    path_search(judge->search, PATHS_WITH_BAD_LINKS, consider, judge);
    judge_end_entity(judge);
    findings_unchecked(judge->findings, g_strdup_printf(say(judge->question->language,
                                                            "the trust store cannot be used: %s"),
                                                        say(judge->question->language, reason)));
    const path_t *path = &judge->path;
    if (path->length > 1 && path->links[0].state == LINK_BAD_SIGNATURE &&
        path_identifiers_agree(path->nodes[0].certificate, path->nodes[1].certificate))
        findings_problem(
            judge->findings, PROBLEM_BAD_SIGNATURE, &path->nodes[0],
            g_strdup(say(judge->question->language,
                         "the signature of certificate 0 does not verify with the key that "
                         "it names as its issuer's")));
}

static bool presents_a_name(const certificate_t *certificate)
{
    const GArray *names = certificate->extensions.names;
    for (guint i = 0; i < names->len; i++) {
        general_name_kind_t kind = g_array_index(names, general_name_t, i).kind;
        if (kind == GENERAL_NAME_DNS || kind == GENERAL_NAME_IP)
            return true;
    }
    return false;
}

/* No problem; but a certificate without any name no client takes for any server's (RFC 9525 §6), so
 * that one is not trusted either. */
static void no_name(judge_t *judge, const char *because)
{
    because = say(judge->question->language, because);
    findings_note(judge->findings, NOTE_NO_NAME_TO_CHECK, NULL, g_strdup(because));
    if (judge->question->name_required)
        findings_unchecked(judge->findings, g_strdup(because));
    else if (!judge->sent[0]->malformed && !presents_a_name(judge->sent[0]))
        findings_unchecked(
            judge->findings,
            g_strdup(say(judge->question->language,
                         "the client named no server, and the certificate names none")));
}

static void name_problem(judge_t *judge, const name_result_t *result)
{
    const chain_question_t *question = judge->question;
    verdict_t *verdict = judge->verdict;
    node_t node = {judge->sent[0], SOURCE_SENT, 0};
    bool confirm_only = question->name_source == NAME_ADDRESS;
    if (confirm_only && result->addresses == 0) {
        no_name(judge,
                "the client named no server, and the certificate holds no addresses to compare "
                "with the server's");
        return;
    }
    if (question->encrypted_client_hello) {
        findings_note(
            judge->findings, NOTE_ECH_INNER_NAME_UNKNOWN, NULL,
            g_strdup_printf(say(judge->question->language,
                                "the name asked for may be hidden (Encrypted Client Hello): the "
                                "visible one, %s, is not in the certificate"),
                            verdict->reference_name));
        return;
    }
    verdict->name_matches = 0;
    g_autofree char *label = node_label(&node, judge->question->language);
    if (result->answer == NAME_IN_COMMON_NAME_ONLY)
        findings_problem(
            judge->findings, PROBLEM_NAME_ONLY_IN_COMMON_NAME, &node,
            g_strdup_printf(say(judge->question->language,
                                "%s names %s only in its common name, which clients no longer "
                                "read: it needs a subjectAltName"),
                            label, verdict->reference_name));
    else
        findings_problem(judge->findings, PROBLEM_NAME_MISMATCH, &node,
                         g_strdup_printf(say(judge->question->language, "%s is not for %s (%s)"),
                                         label, verdict->reference_name, result->explanation));
}

static void judge_name(judge_t *judge)
{
    const chain_question_t *question = judge->question;
    verdict_t *verdict = judge->verdict;
    if (question->owner == OWNER_CLIENT)
        return;
    if (!question->reference_name || !*question->reference_name) {
        no_name(judge, "the client named no server, and no other name is known");
        return;
    }
    verdict->reference_name = text_printable_string(question->reference_name);
    verdict->name_source = question->name_source;
    if (judge->sent[0]->malformed)
        return;
    name_result_t result =
        name_compare(judge->sent[0], question->reference_name, question->language);
    if (result.answer == NAME_MATCHES)
        verdict->name_matches = 1;
    else
        name_problem(judge, &result);
    verdict->name_explanation = result.explanation;
}

static void tell_undecodable(judge_t *judge)
{
    for (guint i = 0; i < judge->verdict->certificates->len; i++) {
        const certificate_t *certificate = judge->sent[i];
        node_t node = {certificate, SOURCE_SENT, (int)i};
        if (!certificate || !certificate->malformed)
            continue;
        char *sentence =
            g_strdup_printf(say(judge->question->language, "certificate %u cannot be decoded: %s"),
                            i, say(judge->question->language, certificate->malformed));
        if (certificate->too_complex)
            too_complex(judge->findings, sentence);
        else if (i == 0)
            findings_problem(judge->findings, PROBLEM_MALFORMED, &node, sentence);
        else /* browsers build the path from the others */
            findings_problem_unseen(judge->findings, PROBLEM_MALFORMED, &node, sentence);
    }
}

static void conclude(judge_t *judge)
{
    verdict_t *verdict = judge->verdict;
    findings_t *findings = judge->findings;
    const path_t *path = &judge->path;
    verdict->browser_error = browser_error(findings->browser_words);
    if (judge->question->owner == OWNER_CLIENT)
        verdict->browser_error = NULL;
    if (path->length > 0 && path->complete && !has_doubtful_signature(path))
        verdict->anchor = g_strdup(certificate_subject(path->nodes[path->length - 1].certificate));
    if (findings->problems->len > 0) {
        verdict->word = VERDICT_NOT_TRUSTED;
    } else if (findings->unchecked->len == 0 && judge->proved) {
        verdict->word = VERDICT_TRUSTED;
    } else {
        const char *because = findings->unchecked->len > 0
                                  ? g_ptr_array_index(findings->unchecked, 0)
                                  : say(judge->question->language, "no path could be proved");
        verdict->not_checked_because = g_strdup(because);
    }
    findings_move(findings->problems, verdict->problems);
    findings_move(findings->notes, verdict->notes);
    verdict->holds_from = judge->rules.holds_from;
    verdict->holds_until = judge->rules.holds_until;
    if (judge->question->when >= TIME_LIMIT)
        verdict->holds_until = G_MAXINT64;
    if (judge->question->when <= -TIME_LIMIT)
        verdict->holds_from = G_MININT64;
}

/* What has to do with public authorities and their logs. */
static void judge_transparency(judge_t *judge)
{
    const path_t *path = &judge->path;
    bool proved = path->length > 1 && path->complete && !has_doubtful_signature(path);
    transparency_remark(judge->verdict, judge->question, proved ? path : NULL, &judge->rules,
                        judge->findings);
}

static void judge_chain(judge_t *judge)
{
    const chain_question_t *question = judge->question;
    const char *unusable =
        question->trust ? trust_unusable_reason(question->trust) : "there is none";
    if (judge->sent[0]->malformed)
        judge->findings = findings_new(judge->question->language);
    else if (judge->verdict->certificates->len < question->n_certificates)
        judge_end_entity(judge);
    else if (unusable)
        judge_without_trust(judge, unusable);
    else
        judge_paths(judge);
    if (judge->verdict->certificates->len < question->n_certificates)
        too_complex(judge->findings,
                    g_strdup_printf(say(judge->question->language,
                                        "the chain is too large to be looked at: %zu certificates"),
                                    question->n_certificates));
    if (question->when_unknown)
        findings_unchecked(
            judge->findings,
            g_strdup_printf(say(judge->question->language, "the time to judge at is not known: %s"),
                            say(question->language, question->when_unknown)));
    tell_undecodable(judge);
    judge_name(judge);
    const path_t *path = judge->path.length ? &judge->path : NULL;
    staple_judge(question, judge->sent[0], path, &judge->rules, judge->findings, judge->verdict);
    remark_chain(judge->verdict, judge->sent, path, &judge->rules, judge->findings);
    if (path)
        revocation_tell_path(path, question->trust, &judge->rules, judge->verdict->crl_words);
    if (question->fetched && path)
        fetched_check_path(question->fetched, question->n_fetched, path, &judge->rules, NULL,
                           judge->verdict->fetched);
    judge_transparency(judge);
}

static void tell_unreadable(judge_t *judge)
{
    const chain_question_t *question = judge->question;
    const char *unreadable = say(question->language, question->unreadable);
    findings_note(judge->findings, question->unreadable_note, NULL, g_strdup(unreadable));
    findings_unchecked(judge->findings, g_strdup(unreadable));
}

static void judge_nothing(judge_t *judge)
{
    bool server = judge->question->owner == OWNER_SERVER;
    judge->findings = findings_new(judge->question->language);
    if (judge->question->n_certificates > 0)
        too_complex(judge->findings,
                    g_strdup(say(judge->question->language,
                                 "the first certificate is too large to be looked at")));
    else if (judge->question->unreadable)
        tell_unreadable(judge);
    else
        findings_unchecked(
            judge->findings,
            g_strdup(say(judge->question->language,
                         server ? "the server sent a Certificate message without "
                                  "certificates"
                                : "the client was asked for a certificate and gave none")));
}

/* The verdict is kept for as long as the capture is open. CAs that are remembered stay decoded. */
static void release_certificates(const verdict_t *verdict)
{
    for (guint i = 0; i < verdict->certificates->len; i++) {
        judged_certificate_t *judged = g_ptr_array_index(verdict->certificates, i);
        if (!certificate_is_shared(judged->certificate))
            certificate_release(judged->certificate);
    }
}

verdict_t *verdict_judge(const chain_question_t *question)
{
    judge_t judge = {.question = question, .verdict = verdict_new(question)};
    judge.rules = (verify_rules_t){.when = CLAMP(question->when, -TIME_LIMIT, TIME_LIMIT),
                                   .moment = question->moment,
                                   .when_known = !question->when_unknown,
                                   .language = question->language,
                                   .owner = question->owner,
                                   .strict_profile = question->strict_profile,
                                   .holds_from = G_MININT64,
                                   .holds_until = G_MAXINT64};
    read_certificates(&judge);
    if (judge.verdict->certificates->len > 0)
        judge_chain(&judge);
    else
        judge_nothing(&judge);
    conclude(&judge);
    findings_free(judge.findings);
    path_search_free(judge.search);
    trust_free(judge.nothing);
    g_free(judge.sent);
    release_certificates(judge.verdict);
    return judge.verdict;
}
