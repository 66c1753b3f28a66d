/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ocsp-answer.h"

#include "crl.h"
#include "text.h"

/* How it works: what is wrong with the response is looked for in the order in which it would lead a
 * reader astray: its form, whom it speaks of, who signed it, and at last its time. The issuer whose
 * key counts is the one on the path, and only where its signature of the certificate verified. */

/* RFC 6960 §4.2.2.1: "If nextUpdate is not set, the responder is indicating that newer revocation
 * information is available all the time". RFC 6960 sets no age at which such a response is too old;
 * a week is what responses that do set nextUpdate are commonly given. */
#define NO_NEXT_UPDATE_LIMIT ((gint64)7 * 86400)

typedef struct {
    const certificate_t *certificate, *issuer; /* issuer: NULL when it is not known */
    verify_rules_t *rules;
    language_t language;
    const char *called;
    const ocsp_response_t *response;
    const ocsp_single_t *single;   /* what it says of the certificate */
    const certificate_t *delegate; /* who signed it; NULL: the issuer itself */
} asking_t;

/* Later information goes before earlier, and "revoked" before anything of the same time. */
static bool goes_before(const ocsp_single_t *a, const ocsp_single_t *b)
{
    return !b || a->this_update > b->this_update ||
           (a->this_update == b->this_update && a->says == OCSP_SAYS_REVOKED);
}

static const char *find_single(asking_t *asking)
{
    bool serial_found = false;
    const GArray *singles = asking->response->singles;
    for (guint i = 0; i < singles->len; i++) {
        const ocsp_single_t *single = &g_array_index(singles, ocsp_single_t, i);
        if (!ocsp_names_serial(single, asking->certificate))
            continue;
        serial_found = true;
        if (asking->issuer && !ocsp_names_issuer(single, asking->certificate, asking->issuer))
            continue;
        if (goes_before(single, asking->single))
            asking->single = single;
    }
    if (asking->single)
        return NULL;
    return serial_found ? "it is for a certificate of another issuer (or hashes the "
                          "issuer's name or key in a way that is not known here)"
                        : "it is for a certificate with another serial number";
}

static bool is_valid_then(const certificate_t *certificate, verify_rules_t *rules)
{
    verify_turn(rules, certificate->not_before);
    verify_turn(rules, certificate->not_after + 1);
    return certificate->not_before <= rules->when && rules->when <= certificate->not_after;
}

/* RFC 6960 §4.2.2.2: a delegate's certificate is issued directly by the CA that issued the
 * certificate in question and has id-kp-OCSPSigning in its extKeyUsage. NULL, or why not. */
static const char *delegate_flaw(const asking_t *asking, const certificate_t *delegate)
{
    const extensions_t *x = &delegate->extensions;
    const signed_t content = {delegate->tbs, delegate->signature, delegate->sign};
    const unsigned usages = KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_NON_REPUDIATION;
    if (!slice_equal(delegate->raw_issuer, asking->issuer->raw_subject) ||
        signature_check(&content, asking->issuer) != SIGNATURE_VERIFIED)
        return "was not issued by the issuer of the certificate";
    if (!(x->purposes & PURPOSE_OCSP_SIGNING))
        return "has no OCSPSigning in its extKeyUsage";
    if (extensions_has(x, EXTENSION_KEY_USAGE) && !(x->key_usage & usages))
        return "may not sign by its keyUsage";
    if (x->malformed.english || x->unknown_critical->len > 0)
        return "is malformed or has a critical extension that is not known here";
    return is_valid_then(delegate, asking->rules) ? NULL : "is not valid at this time";
}

static char *check_delegates(asking_t *asking)
{
    const ocsp_response_t *response = asking->response;
    for (guint i = 0; i < response->certificates->len; i++) {
        const certificate_t *delegate = g_ptr_array_index(response->certificates, i);
        if (signature_check(&response->content, delegate) != SIGNATURE_VERIFIED)
            continue;
        asking->delegate = delegate;
        const char *flaw = delegate_flaw(asking, delegate);
        return flaw ? g_strdup_printf(say(asking->language, "the responder's certificate (%s) %s"),
                                      delegate->short_name, say(asking->language, flaw))
                    : NULL;
    }
    return g_strdup(say(asking->language,
                        "its signature is neither the issuer's nor that of a responder whose "
                        "certificate came with it"));
}

static char *check_signer(asking_t *asking)
{
    switch (signature_check(&asking->response->content, asking->issuer)) {
    case SIGNATURE_VERIFIED:
        return NULL;
    case SIGNATURE_BAD:
        return check_delegates(asking);
    default: /* the issuer's key may be of another kind than the responder's */
        if (asking->response->content.sign != GNUTLS_SIGN_UNKNOWN)
            return check_delegates(asking);
        return g_strdup(
            say(asking->language, "it is signed in a way that the library does not check"));
    }
}

static gint64 good_until(const ocsp_single_t *single)
{
    return single->has_next_update ? single->next_update
                                   : single->this_update + NO_NEXT_UPDATE_LIMIT;
}

static char *check_time(const asking_t *asking)
{
    const ocsp_single_t *single = asking->single;
    gint64 until = good_until(single), when = asking->rules->when;
    verify_turn(asking->rules, single->this_update);
    verify_turn(asking->rules, until + 1);
    g_autofree char *date =
        text_date(when < single->this_update || !single->has_next_update ? single->this_update
                                                                         : single->next_update);
    if (when < single->this_update)
        return g_strdup_printf(say(asking->language, "it is of %s, which is later"), date);
    if (when <= until)
        return NULL;
    return single->has_next_update
               ? g_strdup_printf(say(asking->language, "it is out of date since %s"), date)
               : g_strdup_printf(
                     say(asking->language,
                         "it is of %s, and more than 7 days old without saying how long it "
                         "holds"),
                     date);
}

/* NULL, or why the response is not to be believed, as far as that can be told without an issuer. */
static char *find_flaw(asking_t *asking)
{
    const ocsp_response_t *response = asking->response;
    language_t language = asking->language;
    if (!response)
        return g_strdup(say(language, "it cannot be decoded, or is too large"));
    if (response->error)
        return g_strdup(say(language, response->error));
    char *flaw = g_strdup(say(language, find_single(asking)));
    if (!flaw && (response->unknown_critical || asking->single->unknown_critical))
        flaw = g_strdup(say(language, "it has a critical extension that is not known here"));
    if (!flaw && asking->issuer)
        flaw = check_signer(asking);
    if (!flaw)
        flaw = check_time(asking);
    return flaw;
}

/* Whatever the date of revocation: OCSP says what is so now. */
static char *revoked_sentence(const asking_t *asking, const node_t *node)
{
    g_autofree char *label = node_label(node, asking->language),
                    *date = text_date(asking->single->revoked_at);
    return g_strdup_printf(say(asking->language, "%s was revoked %s%s, says %s"), label, date,
                           crl_reason_text(asking->single->reason, asking->language),
                           asking->called);
}

static char *status_sentence(const asking_t *asking)
{
    const ocsp_single_t *single = asking->single;
    language_t language = asking->language;
    g_autofree char *from = text_date(single->this_update), *until = text_date(good_until(single));
    g_autofree char *signer =
        asking->delegate
            ? g_strdup_printf(say(asking->language, "the issuer's responder %s"),
                              asking->delegate->short_name)
            : g_strdup_printf(say(asking->language, "the issuer %s"), asking->issuer->short_name);
    return single->says == OCSP_SAYS_GOOD
               ? g_strdup_printf(
                     say(language,
                         "not revoked, says %s of %s, which holds until %s and is signed by %s"),
                     asking->called, from, until, signer)
               : g_strdup_printf(say(language,
                                     "the responder does not know the certificate, says %s of %s, "
                                     "which holds until %s and is signed by %s"),
                                 asking->called, from, until, signer);
}

/* A response that may be believed. */
static ocsp_answer_t believe(const asking_t *asking, const node_t *node)
{
    static const ocsp_status_t statuses[] = {
        [OCSP_SAYS_GOOD] = OCSP_GOOD,
        [OCSP_SAYS_REVOKED] = OCSP_REVOKED,
        [OCSP_SAYS_UNKNOWN] = OCSP_UNKNOWN,
    };
    bool revoked = asking->single->says == OCSP_SAYS_REVOKED;
    return (ocsp_answer_t){
        .status = statuses[asking->single->says],
        .sentence = revoked ? revoked_sentence(asking, node) : status_sentence(asking),
    };
}

ocsp_answer_t ocsp_answer(const ocsp_response_t *response, const node_t *node,
                          const certificate_t *issuer, const char *called, verify_rules_t *rules)
{
    asking_t asking = {.certificate = node->certificate,
                       .issuer = issuer,
                       .rules = rules,
                       .language = rules->language,
                       .called = called,
                       .response = response};
    ocsp_answer_t answer = {.status = OCSP_INVALID};
    g_autofree char *flaw = find_flaw(&asking);
    if (flaw)
        answer.sentence =
            g_strdup_printf(say(rules->language, "%s is not to be believed: %s"), called, flaw);
    else if (issuer)
        answer = believe(&asking, node);
    else
        answer = (ocsp_answer_t){OCSP_NONE, NULL, {0}};
    if (asking.single)
        answer.sct_list = asking.single->sct_list;
    return answer;
}
