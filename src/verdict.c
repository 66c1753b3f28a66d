/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdict.h"

#include "text.h"

static const char *const verdict_words[] = {
    [VERDICT_NOT_CHECKED] = "not-checked",
    [VERDICT_TRUSTED] = "trusted",
    [VERDICT_NOT_TRUSTED] = "not-trusted",
};
G_STATIC_ASSERT(G_N_ELEMENTS(verdict_words) == VERDICT_COUNT);

static const char *const problem_words[] = {
    [PROBLEM_SELF_SIGNED] = "self-signed",
    [PROBLEM_UNTRUSTED_ROOT] = "untrusted-root",
    [PROBLEM_UNKNOWN_ISSUER] = "unknown-issuer",
    [PROBLEM_MISSING_INTERMEDIATE] = "missing-intermediate",
    [PROBLEM_EXPIRED] = "expired",
    [PROBLEM_NOT_YET_VALID] = "not-yet-valid",
    [PROBLEM_NAME_MISMATCH] = "name-mismatch",
    [PROBLEM_NAME_ONLY_IN_COMMON_NAME] = "name-only-in-common-name",
    [PROBLEM_BAD_SIGNATURE] = "bad-signature",
    [PROBLEM_WEAK_SIGNATURE] = "weak-signature",
    [PROBLEM_WEAK_KEY] = "weak-key",
    [PROBLEM_NOT_A_CA] = "not-a-ca",
    [PROBLEM_PATH_TOO_LONG] = "path-too-long",
    [PROBLEM_NAME_CONSTRAINT] = "name-constraint",
    [PROBLEM_WRONG_PURPOSE] = "wrong-purpose",
    [PROBLEM_WRONG_KEY_USAGE] = "wrong-key-usage",
    [PROBLEM_UNKNOWN_CRITICAL_EXTENSION] = "unknown-critical-extension",
    [PROBLEM_REVOKED] = "revoked",
    [PROBLEM_MALFORMED] = "malformed",
    [PROBLEM_OTHER] = "other",
};
G_STATIC_ASSERT(G_N_ELEMENTS(problem_words) == PROBLEM_COUNT);

static const char *const note_words[] = {
    [NOTE_PROFILE_VIOLATION] = "profile-violation",
    [NOTE_INVALID_STAPLE] = "invalid-staple",
    [NOTE_ECH_INNER_NAME_UNKNOWN] = "ech-inner-name-unknown",
    [NOTE_OTHER_CERTIFICATE_SEEN] = "other-certificate-seen",
    [NOTE_TOO_COMPLEX] = "too-complex",
    [NOTE_WRONG_ORDER] = "wrong-order",
    [NOTE_SUPERFLUOUS_CERTIFICATE] = "superfluous-certificate",
    [NOTE_DUPLICATE_CERTIFICATE] = "duplicate-certificate",
    [NOTE_ROOT_SENT] = "root-sent",
    [NOTE_EXPIRES_SOON] = "expires-soon",
    [NOTE_LIFETIME_OVER_LIMIT] = "lifetime-over-limit",
    [NOTE_NO_NAME_TO_CHECK] = "no-name-to-check",
    [NOTE_UNSUPPORTED_ALGORITHM] = "unsupported-algorithm",
    [NOTE_MUST_STAPLE_WITHOUT_STAPLE] = "must-staple-without-staple",
    [NOTE_INTERMEDIATE_NOT_SENT_BUT_KNOWN] = "intermediate-not-sent-but-known",
};
G_STATIC_ASSERT(G_N_ELEMENTS(note_words) == NOTE_COUNT);

static const char *const source_words[] = {
    [NAME_NONE] = NULL,         [NAME_SNI] = "sni",         [NAME_PREFERENCE] = "preference",
    [NAME_CONNECT] = "connect", [NAME_ADDRESS] = "address",
};
G_STATIC_ASSERT(G_N_ELEMENTS(source_words) == NAME_ADDRESS + 1);

static const char *const role_words[] = {
    [ROLE_END_ENTITY] = "end-entity",
    [ROLE_INTERMEDIATE] = "intermediate",
    [ROLE_ROOT] = "root",
    [ROLE_UNUSED] = "unused",
};
G_STATIC_ASSERT(G_N_ELEMENTS(role_words) == ROLE_COUNT);

static const char *const ocsp_words[] = {
    [OCSP_NONE] = NULL,         [OCSP_GOOD] = "good",       [OCSP_REVOKED] = "revoked",
    [OCSP_UNKNOWN] = "unknown", [OCSP_INVALID] = "invalid",
};
G_STATIC_ASSERT(G_N_ELEMENTS(ocsp_words) == OCSP_STATUS_COUNT);

const char *verdict_word(verdict_word_t word)
{
    return verdict_words[word];
}

const char *problem_word(problem_t problem)
{
    return problem_words[problem];
}

const char *note_word(note_t note)
{
    return note_words[note];
}

const char *ocsp_status_word(ocsp_status_t status)
{
    return ocsp_words[status];
}

const char *name_source_word(name_source_t source)
{
    return source_words[source];
}

const char *role_word(role_t role)
{
    return role_words[role];
}

void verdict_free(verdict_t *verdict)
{
    if (!verdict)
        return;
    g_array_unref(verdict->problems);
    g_array_unref(verdict->notes);
    g_ptr_array_unref(verdict->certificates);
    g_array_unref(verdict->scts);
    g_ptr_array_unref(verdict->crl_words);
    g_array_unref(verdict->fetched);
    if (verdict->sct_list)
        g_bytes_unref(verdict->sct_list);
    if (verdict->staple_scts)
        g_bytes_unref(verdict->staple_scts);
    g_free(verdict->anchor);
    g_free(verdict->not_checked_because);
    g_free(verdict->reference_name);
    g_free(verdict->name_explanation);
    g_free(verdict->ocsp_sentence);
    g_free(verdict);
}

/* " since 2025-01-03": of the certificates sent, when the first one expired or the last one will
 * begin.
 */
static void append_since(GString *out, const verdict_t *verdict, guint word)
{
    gint64 since = G_MAXINT64, until = G_MININT64;
    for (guint i = 0; i < verdict->problems->len; i++) {
        const reason_t *reason = &g_array_index(verdict->problems, reason_t, i);
        if (reason->word != word || reason->certificate < 0)
            continue;
        const judged_certificate_t *judged =
            g_ptr_array_index(verdict->certificates, (guint)reason->certificate);
        since = MIN(since, judged->certificate->not_after);
        until = MAX(until, judged->certificate->not_before);
    }
    bool expired = word == PROBLEM_EXPIRED && since != G_MAXINT64;
    if (!expired && (word != PROBLEM_NOT_YET_VALID || until == G_MININT64))
        return;
    g_autofree char *date = text_date(expired ? since : until);
    g_string_append_printf(out, say(verdict->language, expired ? " since %s" : " until %s"), date);
}

/* Each word once, in the order of problem_t, though it may hold for several certificates. */
static void append_problem_words(GString *out, const verdict_t *verdict, bool with_dates)
{
    const char *separator = "";
    guint last = PROBLEM_COUNT;
    for (guint i = 0; i < verdict->problems->len; i++) {
        const reason_t *reason = &g_array_index(verdict->problems, reason_t, i);
        if (reason->word == last)
            continue;
        g_string_append_printf(out, "%s%s", separator, problem_words[reason->word]);
        if (with_dates)
            append_since(out, verdict, reason->word);
        separator = ", ";
        last = reason->word;
    }
}

char *verdict_phrase(const verdict_t *verdict)
{
    GString *out = g_string_new(NULL);
    if (verdict->word == VERDICT_NOT_TRUSTED)
        append_problem_words(out, verdict, true);
    else
        g_string_append(out, say(verdict->language,
                                 verdict->word == VERDICT_TRUSTED ? "trusted" : "not checked"));
    return g_string_free(out, FALSE);
}

char *verdict_summary(const verdict_t *verdict)
{
    GString *out = g_string_new(NULL);
    switch (verdict->word) {
    case VERDICT_TRUSTED:
        g_string_append_printf(out, say(verdict->language, "trusted (anchor %s)"),
                               verdict->anchor ? verdict->anchor : "");
        break;
    case VERDICT_NOT_TRUSTED:
        g_string_append(out, say(verdict->language, "NOT TRUSTED"));
        g_string_append(out, " (");
        append_problem_words(out, verdict, false);
        g_string_append_c(out, ')');
        break;
    default:
        g_string_append_printf(out, say(verdict->language, "not checked (%s)"),
                               verdict->not_checked_because);
        break;
    }
    return g_string_free(out, FALSE);
}
