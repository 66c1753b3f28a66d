/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain-words.h"

/* What a peer says of a certificate, held against the verdict; and what a second hello has new. */

#define BIT(problem) (1u << PROBLEM_##problem)

enum { HANDSHAKE_FAILURE = 40, CERTIFICATE_REQUIRED = 116 };

/* Alerts about certificates (RFC 8446 §6.2), and the problems that each of them speaks of; none:
 * any problem. */
static const struct {
    gint16 description;
    guint32 problems;
} about[] = {
    {41,                   0                                                                                       }, /* no_certificate */
    {42,                   BIT(BAD_SIGNATURE) | BIT(MALFORMED) | BIT(NAME_MISMATCH) | BIT(NAME_ONLY_IN_COMMON_NAME) |
             BIT(WEAK_SIGNATURE) | BIT(WEAK_KEY) | BIT(WRONG_PURPOSE) | BIT(WRONG_KEY_USAGE)               },
    {43,                   BIT(WRONG_PURPOSE) | BIT(WRONG_KEY_USAGE) | BIT(WEAK_KEY)                               },
    {44,                   BIT(REVOKED)                                                                            },
    {45,                   BIT(EXPIRED) | BIT(NOT_YET_VALID)                                                       },
    {46,                   0                                                                                       },
    {48,                   BIT(SELF_SIGNED) | BIT(UNTRUSTED_ROOT) | BIT(UNKNOWN_ISSUER) | BIT(MISSING_INTERMEDIATE)},
    {CERTIFICATE_REQUIRED, 0                                                                                       },
};

static bool is_about_certificate(gint16 description, guint32 *ret_problems)
{
    for (size_t i = 0; i < G_N_ELEMENTS(about); i++) {
        if (about[i].description != description)
            continue;
        *ret_problems = about[i].problems;
        return true;
    }
    return false;
}

static char *problem_words_of(const verdict_t *verdict, const char *separator)
{
    GString *words = g_string_new(NULL);
    guint last = PROBLEM_COUNT;
    for (guint i = 0; i < verdict->problems->len; i++) {
        guint word = g_array_index(verdict->problems, reason_t, i).word;
        if (word == last)
            continue;
        g_string_append_printf(words, "%s%s", words->len ? separator : "",
                               problem_word((problem_t)word));
        last = word;
    }
    return g_string_free(words, FALSE);
}

static bool has_one_of(const verdict_t *verdict, guint32 problems)
{
    for (guint i = 0; i < verdict->problems->len; i++)
        if (problems == 0 || problems & 1u << g_array_index(verdict->problems, reason_t, i).word)
            return true;
    return false;
}

/* The phrases are ours, each with at most two places that are filled here. */
static char *fill(const char *phrase, const char *first, const char *second)
{
    return g_strdup_printf(phrase, first, second);
}

char *explain_agreement(const step_t *step, const verdict_t *verdict, language_t language)
{
    const explain_phrases_t *phrases = explain_words(language)->phrases;
    guint32 problems;
    bool none_shown = verdict && verdict->certificates->len == 0;
    if (step->kind != STEP_ALERT)
        return NULL;
    if (none_shown && step->alert_description == HANDSHAKE_FAILURE) /* so it was before TLS 1.3 */
        return g_strdup(phrases->no_certificate);
    if (!is_about_certificate(step->alert_description, &problems))
        return NULL;
    if (none_shown)
        return g_strdup(phrases->no_certificate);
    if (!verdict)
        return g_strdup(phrases->unseen);
    if (verdict->word == VERDICT_NOT_CHECKED)
        return fill(phrases->undecided, verdict->not_checked_because, "");
    if (verdict->word == VERDICT_TRUSTED)
        return fill(phrases->disagree, verdict->anchor ? verdict->anchor : "", "");
    g_autofree char *words = problem_words_of(verdict, phrases->separator);
    return fill(has_one_of(verdict, problems) ? phrases->agree : phrases->agree_otherwise, words,
                "");
}

static void append(GString *out, const explain_phrases_t *phrases, const char *text)
{
    g_string_append_printf(out, "%s%s", out->len ? phrases->separator : "", text);
}

static const char *share_name(guint16 group, const explain_phrases_t *phrases, char buffer[8])
{
    if (group == 0)
        return phrases->none;
    const char *name = group_name(group);
    if (name)
        return name;
    g_snprintf(buffer, 8, "0x%04x", group);
    return buffer;
}

char *explain_second_hello(const second_hello_t *second, language_t language)
{
    const explain_phrases_t *phrases = explain_words(language)->phrases;
    GString *out = g_string_new(NULL);
    char room[2][8];
    const char *before = share_name(second->first_share, phrases, room[0]);
    const char *after = share_name(second->second_share, phrases, room[1]);
    bool changed = second->first_share != second->second_share;
    if (changed || second->second_share) {
        g_autofree char *text = changed ? fill(phrases->share_changed, before, after)
                                        : fill(phrases->share_same, after, "");
        append(out, phrases, text);
    }
    if (second->cookie)
        append(out, phrases, phrases->cookie);
    if (second->early_data_withdrawn)
        append(out, phrases, phrases->early_data_withdrawn);
    if (out->len == 0)
        append(out, phrases, phrases->unchanged);
    return g_string_free(out, FALSE);
}
