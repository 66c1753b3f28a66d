/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verify.h"

#include "constraint.h"
#include "form.h"
#include "policy.h"
#include "signature.h"
#include "text.h"

#define DAY 86400

void verify_holds(verify_rules_t *rules, gint64 from, gint64 until)
{
    rules->holds_from = MAX(rules->holds_from, from);
    rules->holds_until = MIN(rules->holds_until, until);
}

void verify_turn(verify_rules_t *rules, gint64 turn)
{
    if (rules->when < turn)
        verify_holds(rules, G_MININT64, turn - 1);
    else
        verify_holds(rules, turn, G_MAXINT64);
}

/* RFC 5280 §4.1.2.5: both bounds are inclusive. The sentences count days, so they hold for one. */
static void check_time(const node_t *node, verify_rules_t *rules, findings_t *findings)
{
    gint64 from = node->certificate->not_before, until = node->certificate->not_after;
    gint64 when = rules->when;
    const char *moment = say(rules->language, rules->moment ? rules->moment : "this frame");
    if (!rules->when_known)
        return;
    g_autofree char *label = node_label(node, findings->language);
    if (when < from) {
        gint64 days = (from - when) / DAY;
        g_autofree char *date = text_date(from), *span = text_days(days, rules->language);
        verify_holds(rules, from - (days + 1) * DAY + 1, from - MAX(days * DAY, 1));
        findings_problem(
            findings, PROBLEM_NOT_YET_VALID, node,
            g_strdup_printf(say(findings->language, "%s is not valid before %s, %s after %s"),
                            label, date, span, moment));
    }
    if (when > until) {
        gint64 days = (when - until) / DAY;
        g_autofree char *date = text_date(until), *span = text_days(days, rules->language);
        verify_holds(rules, until + MAX(days * DAY, 1), until + (days + 1) * DAY - 1);
        findings_problem(findings, PROBLEM_EXPIRED, node,
                         g_strdup_printf(say(findings->language, "%s expired %s, %s before %s"),
                                         label, date, span, moment));
    }
    verify_turn(rules, from);
    verify_turn(rules, until + 1);
}

static void check_form(const node_t *node, form_role_t role, const verify_rules_t *rules,
                       findings_t *findings)
{
    const certificate_t *certificate = node->certificate;
    g_autoptr(GPtrArray) refused = form_refused(certificate, role, rules->language);
    g_autoptr(GPtrArray) violations = form_violations(certificate, role, rules->language);
    g_autofree char *label = node_label(node, findings->language);
    for (guint i = 0; i < refused->len; i++)
        findings_problem(findings, PROBLEM_MALFORMED, node,
                         g_strdup_printf(say(findings->language, "%s is malformed: %s"), label,
                                         (char *)g_ptr_array_index(refused, i)));
    for (guint i = 0; i < violations->len; i++) {
        char *sentence = g_strdup_printf(
            say(findings->language, "%s breaks a rule for issuers that most clients let pass: %s"),
            label, (char *)g_ptr_array_index(violations, i));
        if (rules->strict_profile)
            findings_problem_unseen(findings, PROBLEM_MALFORMED, node, sentence);
        else
            findings_note(findings, NOTE_PROFILE_VIOLATION, node, sentence);
    }
    /* RFC 5280 §4.2: "A certificate-using system MUST reject the certificate if it encounters a
     * critical extension it does not recognize". */
    for (guint i = 0; i < certificate->extensions.unknown_critical->len; i++)
        findings_problem(
            findings, PROBLEM_UNKNOWN_CRITICAL_EXTENSION, node,
            g_strdup_printf(
                say(findings->language, "%s has a critical extension that is not known here: %s"),
                label, (char *)g_ptr_array_index(certificate->extensions.unknown_critical, i)));
}

/* The smallest keys that are not weak; EC in bits of the curve. */
static unsigned least_bits(gnutls_pk_algorithm_t pk)
{
    switch (pk) {
    case GNUTLS_PK_RSA:
    case GNUTLS_PK_RSA_PSS:
    case GNUTLS_PK_DSA:
        return 2048;
    case GNUTLS_PK_ECDSA:
        return 224;
    default:
        return 0;
    }
}

/* Chromium refuses RSA keys below 1024 bits only. */
#define BROWSER_LEAST_RSA_BITS 1024

static void check_key(const node_t *node, findings_t *findings)
{
    const certificate_t *certificate = node->certificate;
    g_autofree char *label = node_label(node, findings->language);
    if (certificate->pk == GNUTLS_PK_UNKNOWN) {
        char *sentence =
            g_strdup_printf(say(findings->language, "the library cannot judge the key of %s (%s)"),
                            label, certificate->key);
        findings_note(findings, NOTE_UNSUPPORTED_ALGORITHM, node, g_strdup(sentence));
        findings_unchecked(findings, sentence);
        return;
    }
    unsigned least = least_bits(certificate->pk);
    if (certificate->key_bits >= least)
        return;
    bool browsers_let_pass =
        certificate->pk == GNUTLS_PK_ECDSA || certificate->key_bits >= BROWSER_LEAST_RSA_BITS;
    (browsers_let_pass ? findings_problem_unseen : findings_problem)(
        findings, PROBLEM_WEAK_KEY, node,
        g_strdup_printf(say(findings->language,
                            "the key of %s is weak: %s with %u bits, where %u are the least"),
                        label, certificate->key, certificate->key_bits, least));
}

static bool is_weak_digest(gnutls_digest_algorithm_t digest)
{
    return digest == GNUTLS_DIG_MD2 || digest == GNUTLS_DIG_MD5 || digest == GNUTLS_DIG_SHA1 ||
           digest == GNUTLS_DIG_RMD160;
}

static void check_signature_algorithm(const node_t *node, findings_t *findings)
{
    const certificate_t *certificate = node->certificate;
    if (certificate->sign == GNUTLS_SIGN_UNKNOWN ||
        !is_weak_digest(gnutls_sign_get_hash_algorithm(certificate->sign)))
        return;
    g_autofree char *label = node_label(node, findings->language);
    findings_problem(
        findings, PROBLEM_WEAK_SIGNATURE, node,
        g_strdup_printf(say(findings->language, "%s is signed with %s, which can be forged"), label,
                        certificate->signature_algorithm));
}

/* RFC 5280 §4.2.1.12. An anyExtendedKeyUsage serves every purpose. */
static void check_purpose(const node_t *node, chain_owner_t owner, findings_t *findings)
{
    const extensions_t *x = &node->certificate->extensions;
    unsigned wanted = owner == OWNER_SERVER ? PURPOSE_SERVER_AUTH : PURPOSE_CLIENT_AUTH;
    if (x->purposes == 0 || x->purposes & (wanted | PURPOSE_ANY)) /* an empty one is malformed */
        return;
    g_autofree char *label = node_label(node, findings->language);
    findings_problem(
        findings, PROBLEM_WRONG_PURPOSE, node,
        g_strdup_printf(
            say(findings->language,
                owner == OWNER_SERVER
                    ? "%s is not for TLS servers: its extKeyUsage does not hold serverAuth"
                    : "%s is not for TLS clients: its extKeyUsage does not hold clientAuth"),
            label));
}

/* RFC 5280 §4.2.1.3. Which of these bits a handshake needs depends on its key exchange, which is
 * not known here; without any of them every one is refused. (A CA certificate as end entity is let
 * pass by RFC 5280, with keyCertSign alone.) Chromium has no code of certificates for it. */
static void check_usage(const node_t *node, chain_owner_t owner, findings_t *findings)
{
    const extensions_t *x = &node->certificate->extensions;
    bool server = owner == OWNER_SERVER;
    unsigned wanted = KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_KEY_AGREEMENT |
                      (server ? KEY_USAGE_KEY_ENCIPHERMENT : 0) | (x->ca ? KEY_USAGE_CERT_SIGN : 0);
    if (!extensions_has(x, EXTENSION_KEY_USAGE) || x->key_usage & wanted || x->malformed.english)
        return;
    g_autofree char *label = node_label(node, findings->language);
    findings_problem_unseen(
        findings, PROBLEM_WRONG_KEY_USAGE, node,
        g_strdup_printf(
            say(findings->language, server ? "%s is not for TLS: its keyUsage has none of "
                                             "digitalSignature, keyEncipherment and keyAgreement"
                                           : "%s is not for TLS clients: its keyUsage has neither "
                                             "digitalSignature nor keyAgreement"),
            label));
}

/* RFC 5280 §6.1.4 (l) and (m): certificates between this CA and the end entity, those that are
 * self-issued not counted. */
static void check_path_length(const path_t *path, guint i, findings_t *findings)
{
    const node_t *node = &path->nodes[i];
    int between = 0;
    for (guint j = 1; j < i; j++)
        between += !path->nodes[j].certificate->self_issued;
    int limit = node->certificate->extensions.path_length;
    if (limit < 0 || between <= limit)
        return;
    g_autofree char *label = node_label(node, findings->language);
    findings_problem(
        findings, PROBLEM_PATH_TOO_LONG, node,
        g_strdup_printf(say(findings->language,
                            limit == 1 ? "%s allows %d CA certificate below it, and there are %d"
                                       : "%s allows %d CA certificates below it, and there are %d"),
                        label, limit, between));
}

/* An anchor, or a self-signed certificate that would have to be one. */
static bool is_top(const path_t *path, guint i)
{
    const node_t *node = &path->nodes[i];
    return i == path->length - 1 && (path->complete || (node->certificate->self_issued &&
                                                        path->self.state == LINK_VERIFIED));
}

/* RFC 5280 §6.1.4 (k) and (n). */
static void check_issuer(const path_t *path, guint i, findings_t *findings)
{
    const node_t *node = &path->nodes[i];
    const certificate_t *certificate = node->certificate;
    const extensions_t *x = &certificate->extensions;
    g_autofree char *label = node_label(node, findings->language);
    if (certificate->version < 3 && !is_top(path, i))
        findings_problem(
            findings, PROBLEM_NOT_A_CA, node,
            g_strdup_printf(say(findings->language,
                                "%s signs a certificate, but is of version %u: it cannot say "
                                "that it is a CA"),
                            label, certificate->version));
    else if (certificate->version == 3 && !x->ca)
        findings_problem(findings, PROBLEM_NOT_A_CA, node,
                         g_strdup_printf(say(findings->language,
                                             "%s signs a certificate, but is no CA certificate"),
                                         label));
    if (extensions_has(x, EXTENSION_KEY_USAGE) && !(x->key_usage & KEY_USAGE_CERT_SIGN))
        findings_problem(
            findings, PROBLEM_WRONG_KEY_USAGE, node,
            g_strdup_printf(say(findings->language,
                                "%s signs a certificate, but its keyUsage has no keyCertSign"),
                            label));
    check_path_length(path, i, findings);
}

typedef struct {
    unsigned bit;
    guint32 explained_by; /* problems as bits: with any of them told, the bit says nothing new */
} status_row_t;

static const status_row_t status_rows[] = {
    {GNUTLS_CERT_SIGNER_NOT_CA,              1u << PROBLEM_NOT_A_CA                               },
    {GNUTLS_CERT_INSECURE_ALGORITHM,         1u << PROBLEM_WEAK_KEY | 1u << PROBLEM_WEAK_SIGNATURE},
    {GNUTLS_CERT_SIGNATURE_FAILURE,          1u << PROBLEM_BAD_SIGNATURE                          },
    {GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS,    1u << PROBLEM_UNKNOWN_CRITICAL_EXTENSION             },
    {GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE,
     1u << PROBLEM_NAME_CONSTRAINT | 1u << PROBLEM_WRONG_KEY_USAGE | 1u << PROBLEM_MALFORMED      },
};

static bool has_critical_policies(const certificate_t *certificate)
{
    const extensions_t *x = &certificate->extensions;
    return extensions_critical(x, EXTENSION_POLICY_CONSTRAINTS) ||
           extensions_critical(x, EXTENSION_POLICY_MAPPINGS) ||
           extensions_critical(x, EXTENSION_INHIBIT_ANY_POLICY);
}

/* What GnuTLS is known to refuse without need, where it was judged here (and the signature checked
 * by itself): it applies name constraints to the common name and to self-issued CA certificates,
 * against RFC 5280 §4.2.1.10, does not know the policy extensions, and takes a key that it does not
 * know for a weak one. */
static unsigned excused_bits(const path_t *path, guint i)
{
    const certificate_t *child = path->nodes[i].certificate;
    const certificate_t *issuer = path->nodes[i + 1].certificate;
    unsigned bits = 0;
    if (path->links[i].state != LINK_VERIFIED)
        return 0;
    if (extensions_has(&issuer->extensions, EXTENSION_NAME_CONSTRAINTS) &&
        !extensions_has(&issuer->extensions, EXTENSION_TLS_FEATURE))
        bits |= GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE;
    if (has_critical_policies(child) || has_critical_policies(issuer))
        bits |= GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS;
    if (child->pk == GNUTLS_PK_UNKNOWN)
        bits |= GNUTLS_CERT_INSECURE_ALGORITHM;
    return bits;
}

static void tell_status(const node_t *node, unsigned status, findings_t *findings)
{
    gnutls_datum_t text = {0};
    gnutls_certificate_verification_status_print(status | GNUTLS_CERT_INVALID, GNUTLS_CRT_X509,
                                                 &text, 0);
    g_autofree char *words = text_printable((slice_t){text.data, text.size});
    gnutls_free(text.data);
    g_autofree char *label = node_label(node, findings->language);
    findings_problem(findings, PROBLEM_OTHER, node,
                     g_strdup_printf(say(findings->language, "%s: GnuTLS refuses it: %s"), label,
                                     g_strstrip(words)));
}

/* GnuTLS said no to this link: is it for what was told already? Whatever is left is a problem. */
static void check_status(const path_t *path, guint i, findings_t *findings)
{
    unsigned told = path->links[i].status & ~(unsigned)GNUTLS_CERT_INVALID;
    if (path->links[i].status == 0 || path->links[i].state == LINK_UNSUPPORTED)
        return;
    unsigned rest = told & ~excused_bits(path, i);
    for (size_t row = 0; row < G_N_ELEMENTS(status_rows); row++)
        if (findings->words & status_rows[row].explained_by)
            rest &= ~status_rows[row].bit;
    if (rest || !told) /* "invalid" alone is a reason, too */
        tell_status(&path->nodes[i], rest, findings);
}

/* The signature of @child cannot be checked for the size of the key. */
static void tell_costly(const node_t *child, const node_t *issuer, findings_t *findings)
{
    g_autofree char *label = node_label(child, findings->language),
                    *signer = node_label(issuer, findings->language);
    char *sentence = g_strdup_printf(
        say(findings->language, "the signature of %s is not checked: the key of %s is too "
                                "large (%s with %u bits, or an exponent of more than 64)"),
        label, signer, issuer->certificate->key, issuer->certificate->key_bits);
    findings_note(findings, NOTE_TOO_COMPLEX, child, g_strdup(sentence));
    findings_unchecked(findings, sentence);
}

static void check_link(const path_t *path, guint i, findings_t *findings)
{
    const node_t *child = &path->nodes[i];
    g_autofree char *label = node_label(child, findings->language),
                    *issuer = node_label(&path->nodes[i + 1], findings->language);
    if (path->links[i].state == LINK_BAD_SIGNATURE)
        findings_problem(
            findings, PROBLEM_BAD_SIGNATURE, child,
            g_strdup_printf(say(findings->language,
                                "the signature of %s does not verify with the key of %s: it was "
                                "altered, or signed with another key"),
                            label, issuer));
    if (path->links[i].state == LINK_VERIFIED &&
        !signature_is_der(child->certificate->sign, child->certificate->signature))
        findings_problem(findings, PROBLEM_MALFORMED, child,
                         g_strdup_printf(say(findings->language, "%s is malformed: %s"), label,
                                         say(findings->language, "its signature is not DER")));
    if (path->links[i].state == LINK_UNSUPPORTED && path->nodes[i + 1].certificate->costly_key) {
        tell_costly(child, &path->nodes[i + 1], findings);
    } else if (path->links[i].state == LINK_UNSUPPORTED) {
        char *sentence = g_strdup_printf(
            say(findings->language, "the library cannot check the signature of %s (%s) by %s (%s)"),
            label, child->certificate->signature_algorithm, issuer,
            path->nodes[i + 1].certificate->key);
        findings_note(findings, NOTE_UNSUPPORTED_ALGORITHM, child, g_strdup(sentence));
        findings_unchecked(findings, sentence);
    }
}

void verify_end_entity(const node_t *end_entity, verify_rules_t *rules, findings_t *findings)
{
    check_time(end_entity, rules, findings);
    check_form(end_entity, FORM_END_ENTITY, rules, findings);
    check_key(end_entity, findings);
    check_purpose(end_entity, rules->owner, findings);
    check_usage(end_entity, rules->owner, findings);
}

void verify_path(const path_t *path, verify_rules_t *rules, findings_t *findings)
{
    verify_end_entity(&path->nodes[0], rules, findings);
    for (guint i = 1; i < path->length; i++) {
        const node_t *node = &path->nodes[i];
        check_time(node, rules, findings);
        check_form(node, is_top(path, i) ? FORM_ANCHOR : FORM_CA, rules, findings);
        check_key(node, findings);
        check_purpose(node, rules->owner, findings);
        check_issuer(path, i, findings);
        if (i < path->length - 1)
            check_signature_algorithm(node, findings);
    }
    /* What signed itself is never judged; else the end entity's is a link of every path. */
    if (path->length > 1 || (!path->complete && !path->nodes[0].certificate->self_issued))
        check_signature_algorithm(&path->nodes[0], findings);
    constraint_check_path(path, rules, findings);
    policy_check_path(path, findings);
    for (guint i = 0; i + 1 < path->length; i++)
        check_link(path, i, findings);
    for (guint i = 0; i + 1 < path->length; i++)
        check_status(path, i, findings);
}

static void end_unknown(const node_t *last, findings_t *findings)
{
    g_autofree char *label = node_label(last, findings->language);
    findings_problem(
        findings, PROBLEM_UNKNOWN_ISSUER, last,
        g_strdup_printf(say(findings->language,
                            "the issuer of %s (%s) was not sent and is not in the trust store"),
                        label, certificate_issuer(last->certificate)));
}

static void end_unsupported(const node_t *last, findings_t *findings)
{
    if (last->certificate->costly_key) {
        tell_costly(last, last, findings);
        return;
    }
    g_autofree char *label = node_label(last, findings->language);
    char *sentence = g_strdup_printf(
        say(findings->language, "the library cannot check the signature of %s (%s)"), label,
        last->certificate->signature_algorithm);
    findings_note(findings, NOTE_UNSUPPORTED_ALGORITHM, last, g_strdup(sentence));
    findings_unchecked(findings, sentence);
}

void verify_incomplete_end(const path_t *path, findings_t *findings)
{
    const node_t *last = &path->nodes[path->length - 1];
    g_autofree char *label = node_label(last, findings->language);
    bool self = last->certificate->self_issued;
    if (self && path->self.state == LINK_VERIFIED && path->length == 1)
        findings_problem(
            findings, PROBLEM_SELF_SIGNED, last,
            g_strdup_printf(say(findings->language,
                                "%s is self-signed and is not in the trust store: nobody "
                                "vouches for it"),
                            label));
    else if (self && path->self.state == LINK_VERIFIED)
        findings_problem(
            findings, PROBLEM_UNTRUSTED_ROOT, last,
            g_strdup_printf(say(findings->language,
                                "the path ends at %s, a self-signed root that is not in the "
                                "trust store"),
                            label));
    else if (self && path->self.state == LINK_BAD_SIGNATURE)
        findings_problem(
            findings, PROBLEM_BAD_SIGNATURE, last,
            g_strdup_printf(say(findings->language,
                                "%s says that it signed itself, but its signature does not "
                                "verify with its own key"),
                            label));
    else if (self && path->self.state == LINK_UNSUPPORTED)
        end_unsupported(last, findings);
    else
        end_unknown(last, findings);
}
