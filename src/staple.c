/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "staple.h"

#include "crl.h"
#include "ocsp.h"
#include "text.h"

/* How it works: what is wrong with the response is looked for in the order in which it would lead a
 * reader astray: its form, whom it speaks of, who signed it, and at last its time. The issuer whose
 * key counts is the one on the path, and only where its signature of the end entity verified. */

/* RFC 6960 §4.2.2.1: "If nextUpdate is not set, the responder is indicating that newer revocation
 * information is available all the time". RFC 6960 sets no age at which such a response is too old;
 * a week is what responses that do set nextUpdate are commonly given. */
#define NO_NEXT_UPDATE_LIMIT ((gint64)7 * 86400)

typedef struct {
    const certificate_t *end_entity, *issuer; /* issuer: NULL when it is not known */
    verify_rules_t *rules;
    const ocsp_response_t *response;
    const ocsp_single_t *single;   /* what it says of the end entity */
    const certificate_t *delegate; /* who signed it; NULL: the issuer itself */
} staple_t;

/* Later information goes before earlier, and "revoked" before anything of the same time. */
static bool goes_before(const ocsp_single_t *a, const ocsp_single_t *b)
{
    return !b || a->this_update > b->this_update ||
           (a->this_update == b->this_update && a->says == OCSP_SAYS_REVOKED);
}

static char *find_single(staple_t *staple)
{
    bool serial_found = false;
    const GArray *singles = staple->response->singles;
    for (guint i = 0; i < singles->len; i++) {
        const ocsp_single_t *single = &g_array_index(singles, ocsp_single_t, i);
        if (!ocsp_names_serial(single, staple->end_entity))
            continue;
        serial_found = true;
        if (staple->issuer && !ocsp_names_issuer(single, staple->end_entity, staple->issuer))
            continue;
        if (goes_before(single, staple->single))
            staple->single = single;
    }
    if (staple->single)
        return NULL;
    return g_strdup(serial_found ? "it is for a certificate of another issuer (or hashes the "
                                   "issuer's name or key in a way that is not known here)"
                                 : "it is for a certificate with another serial number");
}

static bool is_valid_then(const certificate_t *certificate, verify_rules_t *rules)
{
    verify_turn(rules, certificate->not_before);
    verify_turn(rules, certificate->not_after + 1);
    return certificate->not_before <= rules->when && rules->when <= certificate->not_after;
}

/* RFC 6960 §4.2.2.2: a delegate's certificate is issued directly by the CA that issued the
 * certificate in question and has id-kp-OCSPSigning in its extKeyUsage. NULL, or why not. */
static const char *delegate_flaw(const staple_t *staple, const certificate_t *delegate)
{
    const extensions_t *x = &delegate->extensions;
    const signed_t content = {delegate->tbs, delegate->signature, delegate->sign};
    const unsigned usages = KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_NON_REPUDIATION;
    if (!slice_equal(delegate->raw_issuer, staple->issuer->raw_subject) ||
        signature_check(&content, staple->issuer) != SIGNATURE_VERIFIED)
        return "was not issued by the issuer of the certificate";
    if (!(x->purposes & PURPOSE_OCSP_SIGNING))
        return "has no OCSPSigning in its extKeyUsage";
    if (extensions_has(x, EXTENSION_KEY_USAGE) && !(x->key_usage & usages))
        return "may not sign by its keyUsage";
    if (x->malformed || x->unknown_critical->len > 0)
        return "is malformed or has a critical extension that is not known here";
    return is_valid_then(delegate, staple->rules) ? NULL : "is not valid at this time";
}

static char *check_delegates(staple_t *staple)
{
    const ocsp_response_t *response = staple->response;
    for (guint i = 0; i < response->certificates->len; i++) {
        const certificate_t *delegate = g_ptr_array_index(response->certificates, i);
        if (signature_check(&response->content, delegate) != SIGNATURE_VERIFIED)
            continue;
        staple->delegate = delegate;
        const char *flaw = delegate_flaw(staple, delegate);
        return flaw ? g_strdup_printf("the responder's certificate (%s) %s", delegate->short_name,
                                      flaw)
                    : NULL;
    }
    return g_strdup("its signature is neither the issuer's nor that of a responder whose "
                    "certificate came with it");
}

static char *check_signer(staple_t *staple)
{
    switch (signature_check(&staple->response->content, staple->issuer)) {
    case SIGNATURE_VERIFIED:
        return NULL;
    case SIGNATURE_BAD:
        return check_delegates(staple);
    default: /* the issuer's key may be of another kind than the responder's */
        if (staple->response->content.sign != GNUTLS_SIGN_UNKNOWN)
            return check_delegates(staple);
        return g_strdup("it is signed in a way that the library does not check");
    }
}

static gint64 good_until(const ocsp_single_t *single)
{
    return single->has_next_update ? single->next_update
                                   : single->this_update + NO_NEXT_UPDATE_LIMIT;
}

static char *check_time(const staple_t *staple)
{
    const ocsp_single_t *single = staple->single;
    gint64 until = good_until(single), when = staple->rules->when;
    verify_turn(staple->rules, single->this_update);
    verify_turn(staple->rules, until + 1);
    g_autofree char *date =
        text_date(when < single->this_update || !single->has_next_update ? single->this_update
                                                                         : single->next_update);
    if (when < single->this_update)
        return g_strdup_printf("it is of %s, which is later", date);
    if (when <= until)
        return NULL;
    return single->has_next_update
               ? g_strdup_printf("it is out of date since %s", date)
               : g_strdup_printf("it is of %s, and more than 7 days old without saying how long it "
                                 "holds",
                                 date);
}

/* NULL, or why the response is not to be believed, as far as that can be told without an issuer. */
static char *find_flaw(staple_t *staple)
{
    const ocsp_response_t *response = staple->response;
    if (!response)
        return g_strdup("it cannot be decoded, or is too large");
    if (response->error)
        return g_strdup(response->error);
    char *flaw = find_single(staple);
    if (!flaw && (response->unknown_critical || staple->single->unknown_critical))
        flaw = g_strdup("it has a critical extension that is not known here");
    if (!flaw && staple->issuer)
        flaw = check_signer(staple);
    if (!flaw)
        flaw = check_time(staple);
    return flaw;
}

static void tell_revoked(const staple_t *staple, findings_t *findings, verdict_t *verdict)
{
    node_t node = {staple->end_entity, SOURCE_SENT, 0};
    g_autofree char *label = node_label(&node), *date = text_date(staple->single->revoked_at);
    verdict->ocsp_status = OCSP_REVOKED;
    verdict->ocsp_sentence = g_strdup_printf("%s was revoked %s%s, says the stapled OCSP response",
                                             label, date, crl_reason_text(staple->single->reason));
    findings_problem(findings, PROBLEM_REVOKED, &node, g_strdup(verdict->ocsp_sentence));
}

/* A response that may be believed. */
static void tell_status(const staple_t *staple, findings_t *findings, verdict_t *verdict)
{
    const ocsp_single_t *single = staple->single;
    if (single->says == OCSP_SAYS_REVOKED) { /* whatever its date: OCSP says what is so now */
        tell_revoked(staple, findings, verdict);
        return;
    }
    g_autofree char *from = text_date(single->this_update), *until = text_date(good_until(single));
    g_autofree char *signer =
        staple->delegate
            ? g_strdup_printf("the issuer's responder %s", staple->delegate->short_name)
            : g_strdup_printf("the issuer %s", staple->issuer->short_name);
    bool good = single->says == OCSP_SAYS_GOOD;
    verdict->ocsp_status = good ? OCSP_GOOD : OCSP_UNKNOWN;
    verdict->ocsp_sentence = g_strdup_printf(
        "%s, says the stapled OCSP response of %s, which holds until %s and is signed by %s",
        good ? "not revoked" : "the responder does not know the certificate", from, until, signer);
}

static void judge_response(staple_t *staple, findings_t *findings, verdict_t *verdict)
{
    node_t node = {staple->end_entity, SOURCE_SENT, 0};
    g_autofree char *flaw = find_flaw(staple);
    if (flaw) {
        verdict->ocsp_status = OCSP_INVALID;
        verdict->ocsp_sentence =
            g_strdup_printf("the stapled OCSP response is not to be believed: %s", flaw);
        findings_note(findings, NOTE_INVALID_STAPLE, &node, g_strdup(verdict->ocsp_sentence));
    } else if (!staple->issuer) {
        verdict->ocsp_sentence = g_strdup("an OCSP response was stapled, but who signed it cannot "
                                          "be checked without the issuer's certificate");
    } else {
        tell_status(staple, findings, verdict);
    }
}

static void note_missing(const certificate_t *end_entity, findings_t *findings)
{
    node_t node = {end_entity, SOURCE_SENT, 0};
    g_autofree char *label = node_label(&node);
    findings_note(findings, NOTE_MUST_STAPLE_WITHOUT_STAPLE, &node,
                  g_strdup_printf("%s asks that an OCSP response be stapled to it (RFC 7633), and "
                                  "none was: some clients refuse it",
                                  label));
}

void staple_judge(const chain_question_t *question, const certificate_t *end_entity,
                  const path_t *path, verify_rules_t *rules, findings_t *findings,
                  verdict_t *verdict)
{
    if (!end_entity->crt)
        return;
    if (question->ocsp_response.size == 0) {
        if (question->staple_known && end_entity->extensions.must_staple)
            note_missing(end_entity, findings);
        return;
    }
    if (!rules->when_known) {
        verdict->ocsp_sentence = g_strdup("an OCSP response was stapled, but whether it is current "
                                          "cannot be told without a time");
        return;
    }
    g_autoptr(ocsp_response_t) response = ocsp_response_new(question->ocsp_response);
    staple_t staple = {.end_entity = end_entity, .rules = rules, .response = response};
    if (path && path->length > 1 && path->links[0].state == LINK_VERIFIED)
        staple.issuer = path->nodes[1].certificate;
    judge_response(&staple, findings, verdict);
}
