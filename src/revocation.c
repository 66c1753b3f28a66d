/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "revocation.h"

#include "text.h"

/* How it works: of all CRLs with the issuer's name that speak of the certificate, those that may be
 * believed are taken, and the newest of them decides. A CRL that is of another time or of another
 * key of that name does no harm beside one that is believed; any other that is not believed might
 * have said "revoked", and so is told whatever the others say. RFC 5280 would let a CRL be signed
 * with another key of the CA (§6.3.3 f), which would need a path of its own: such a one is not
 * believed here. */

typedef struct {
    const crl_t *newest; /* of those believed; NULL */
    char *harmless;      /* why another one is not believed; NULL; owned */
    char *grave;         /* likewise, whatever the others say; NULL; owned */
    const crl_t *other;  /* the last that is about other certificates; NULL */
} search_t;

static void keep_first(char **kept, char *sentence)
{
    if (*kept)
        g_free(sentence);
    else
        *kept = sentence;
}

static bool is_of_other_key(const crl_t *crl, const certificate_t *issuer)
{
    slice_t wanted = crl->authority_key_id, own = issuer->extensions.subject_key_id;
    return wanted.size && own.size && !slice_equal(wanted, own);
}

/* Why the CRL is not the issuer's word, at any time; NULL. */
static const char *not_authentic(crl_t *crl, const certificate_t *issuer)
{
    const extensions_t *x = &issuer->extensions;
    /* RFC 5280 §6.3.3 (f): "If a key usage extension is present in the CRL issuer's certificate,
     * verify that the cRLSign bit is set." */
    if (extensions_has(x, EXTENSION_KEY_USAGE) && !(x->key_usage & KEY_USAGE_CRL_SIGN))
        return "may not be signed by its issuer, whose keyUsage has no cRLSign";
    switch (crl_signature(crl, issuer)) {
    case SIGNATURE_VERIFIED:
        return NULL;
    case SIGNATURE_BAD:
        return "has a signature that does not verify with the issuer's key";
    default:
        return "is signed in a way that the library does not check";
    }
}

/* The same, or what is wrong with the CRL itself. Gives; NULL. */
static char *disbelief(crl_t *crl, const certificate_t *issuer, language_t language)
{
    if (crl->flaw.english)
        return saying_text(&crl->flaw, language);
    return g_strdup(say(language, not_authentic(crl, issuer)));
}

static bool is_current(const crl_t *crl, verify_rules_t *rules, search_t *search)
{
    verify_turn(rules, crl->this_update);
    verify_turn(rules, crl->next_update + 1);
    if (rules->when < crl->this_update) {
        g_autofree char *date = text_date(crl->this_update);
        keep_first(&search->harmless,
                   g_strdup_printf(say(rules->language, "is of %s, which is later"), date));
        return false;
    }
    if (rules->when > crl->next_update) {
        g_autofree char *date = text_date(crl->next_update);
        keep_first(&search->harmless,
                   g_strdup_printf(say(rules->language, "is out of date since %s"), date));
        return false;
    }
    return true;
}

/* Of two of one time the one that has an entry goes first. */
static bool is_newer(const crl_t *crl, const crl_t *than, const certificate_t *certificate)
{
    return !than || crl->this_update > than->this_update ||
           (crl->this_update == than->this_update && crl_find(crl, certificate->raw_serial));
}

static void look_at(crl_t *crl, const path_t *path, guint i, verify_rules_t *rules,
                    search_t *search)
{
    const certificate_t *issuer = path->nodes[i + 1].certificate;
    if (!crl->flaw.english && !crl_scope_covers(&crl->scope, path->nodes[i].certificate)) {
        search->other = crl;
        return;
    }
    if (is_of_other_key(crl, issuer)) {
        keep_first(&search->harmless,
                   g_strdup(say(rules->language, "is signed with another key than the issuer's")));
        return;
    }
    char *wrong = disbelief(crl, issuer, rules->language);
    if (wrong) {
        keep_first(&search->grave, wrong);
        return;
    }
    if (is_current(crl, rules, search) && is_newer(crl, search->newest, path->nodes[i].certificate))
        search->newest = crl;
}

/* An entry counts from its revocationDate on. */
static const crl_entry_t *entry_then(const crl_t *crl, const node_t *node, verify_rules_t *rules)
{
    const crl_entry_t *entry = crl_find(crl, node->certificate->raw_serial);
    if (!entry)
        return NULL;
    verify_turn(rules, entry->date);
    return rules->when < entry->date ? NULL : entry;
}

static char *revoked_sentence(const crl_entry_t *entry, const char *label, const char *called,
                              language_t language)
{
    g_autofree char *date = text_date(entry->date);
    return g_strdup_printf(say(language, "%s was revoked %s%s, says %s"), label, date,
                           crl_reason_text(entry->reason, language), called);
}

static char *name_of(const crl_t *crl, language_t language)
{
    return g_strdup_printf(say(language, "the CRL of %s"), crl_issuer_name(crl, language));
}

static bool check_entry(const crl_t *crl, const node_t *node, verify_rules_t *rules,
                        findings_t *findings)
{
    const crl_entry_t *entry = entry_then(crl, node, rules);
    if (!entry)
        return false;
    g_autofree char *label = node_label(node, rules->language);
    g_autofree char *called = name_of(crl, rules->language);
    findings_problem(findings, PROBLEM_REVOKED, node,
                     revoked_sentence(entry, label, called, rules->language));
    return true;
}

static search_t look_at_all(const GPtrArray *crls, const path_t *path, guint i,
                            verify_rules_t *rules)
{
    search_t search = {0};
    for (guint j = 0; crls && j < crls->len; j++)
        look_at(g_ptr_array_index(crls, j), path, i, rules, &search);
    return search;
}

static void clear(search_t *search)
{
    g_free(search->harmless);
    g_free(search->grave);
}

static const char *doubt_of(const search_t *search)
{
    return search->grave ? search->grave : search->newest ? NULL : search->harmless;
}

static void check_node(const path_t *path, guint i, const trust_t *trust, verify_rules_t *rules,
                       findings_t *findings)
{
    const node_t *node = &path->nodes[i];
    const GPtrArray *crls = trust_crls(trust, node->certificate->raw_issuer);
    search_t search = look_at_all(crls, path, i, rules);
    bool revoked = search.newest && check_entry(search.newest, node, rules, findings);
    const char *doubt = doubt_of(&search);
    if (doubt && !revoked) {
        g_autofree char *label = node_label(node, rules->language);
        const crl_t *first = g_ptr_array_index(crls, 0);
        findings_unchecked(
            findings,
            g_strdup_printf(say(rules->language, "whether %s was revoked could not be checked: "
                                                 "the CRL of %s %s"),
                            label, crl_issuer_name(first, rules->language), doubt));
    }
    clear(&search);
}

static char *not_revoked_sentence(const crl_t *crl, const char *label, const char *called,
                                  language_t language)
{
    g_autofree char *from = text_date(crl->this_update), *until = text_date(crl->next_update);
    return g_strdup_printf(say(language, "%s is not revoked, says %s, of %s, which holds until %s"),
                           label, called, from, until);
}

/* NULL when it is told as a problem or a doubt. */
static char *told_of(const search_t *search, const node_t *node, verify_rules_t *rules)
{
    g_autofree char *label = node_label(node, rules->language);
    if (doubt_of(search) || (search->newest && entry_then(search->newest, node, rules)))
        return NULL;
    if (search->newest) {
        g_autofree char *called = name_of(search->newest, rules->language);
        return not_revoked_sentence(search->newest, label, called, rules->language);
    }
    if (search->other)
        return g_strdup_printf(say(rules->language,
                                   "whether %s was revoked is not known: the CRL of %s is about "
                                   "other certificates (issuingDistributionPoint)"),
                               label, crl_issuer_name(search->other, rules->language));
    return g_strdup_printf(say(rules->language, "whether %s was revoked is not known: no CRL of "
                                                "its issuer was given"),
                           label);
}

static void tell_node(const path_t *path, guint i, const trust_t *trust, verify_rules_t *rules,
                      GPtrArray *out)
{
    const node_t *node = &path->nodes[i];
    search_t search = look_at_all(trust_crls(trust, node->certificate->raw_issuer), path, i, rules);
    char *told = told_of(&search, node, rules);
    if (told)
        g_ptr_array_add(out, told);
    clear(&search);
}

/* The same questions as above, of one CRL, in words. */
static char *disbelief_then(crl_t *crl, const certificate_t *issuer, verify_rules_t *rules)
{
    search_t search = {0};
    char *wrong = disbelief(crl, issuer, rules->language);
    if (!wrong)
        is_current(crl, rules, &search);
    return wrong ? wrong : search.harmless;
}

char *revocation_ask_crl(crl_t *crl, const node_t *node, const certificate_t *issuer,
                         const char *called, verify_rules_t *rules, ocsp_status_t *ret_status)
{
    if ((!crl->flaw.english && !crl_scope_covers(&crl->scope, node->certificate)) ||
        is_of_other_key(crl, issuer))
        return NULL;
    g_autofree char *wrong = disbelief_then(crl, issuer, rules);
    *ret_status = OCSP_INVALID;
    if (wrong)
        return g_strdup_printf(say(rules->language, "%s is not to be believed: it %s"), called,
                               wrong);
    const crl_entry_t *entry = entry_then(crl, node, rules);
    g_autofree char *label = node_label(node, rules->language);
    *ret_status = entry ? OCSP_REVOKED : OCSP_GOOD;
    if (entry)
        return revoked_sentence(entry, label, called, rules->language);
    return not_revoked_sentence(crl, label, called, rules->language);
}

void revocation_check_path(const path_t *path, const trust_t *trust, verify_rules_t *rules,
                           findings_t *findings)
{
    if (!trust || !rules->when_known) /* without a time nothing is trusted anyway */
        return;
    for (guint i = 0; i + 1 < path->length; i++)
        if (path->links[i].state == LINK_VERIFIED)
            check_node(path, i, trust, rules, findings);
}

void revocation_tell_path(const path_t *path, const trust_t *trust, verify_rules_t *rules,
                          GPtrArray *out)
{
    if (!trust || !trust_has_crls(trust) || !rules->when_known)
        return;
    for (guint i = 0; i + 1 < path->length; i++)
        if (path->links[i].state == LINK_VERIFIED)
            tell_node(path, i, trust, rules, out);
}
