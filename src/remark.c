/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "remark.h"

#define DAY               86400
#define EXPIRES_SOON_DAYS 30

static gint64 floor_days(gint64 seconds)
{
    return seconds >= 0 ? seconds / DAY : -((-seconds + DAY - 1) / DAY);
}

static node_t sent_node(const certificate_t *certificate, guint i)
{
    return (node_t){certificate, SOURCE_SENT, (int)i};
}

/* Where sent certificate @i stands on the path; G_MAXUINT when it does not. A certificate of the
 * anchor's name and key stands for the anchor. */
static guint place_on_path(const path_t *path, const certificate_t *certificate, guint i)
{
    for (guint place = 0; path && place < path->length; place++) {
        const node_t *node = &path->nodes[place];
        if (node->source == SOURCE_SENT && node->index == (int)i)
            return place;
        if (node->source == SOURCE_ANCHOR && certificate_same_key(node->certificate, certificate))
            return place;
    }
    return G_MAXUINT;
}

static role_t role_of(const path_t *path, const certificate_t *certificate, guint i)
{
    if (i == 0)
        return ROLE_END_ENTITY;
    guint place = place_on_path(path, certificate, i);
    if (place == G_MAXUINT)
        return ROLE_UNUSED;
    bool top = place == path->length - 1;
    return top && certificate->self_issued ? ROLE_ROOT : ROLE_INTERMEDIATE;
}

static const char *const link_words[] = {
    [LINK_VERIFIED] = "verified",
    [LINK_BAD_SIGNATURE] = "but the signature does not verify",
    [LINK_UNSUPPORTED] = "which the library cannot check",
    [LINK_NOT_ISSUER] = "",
    [LINK_NOT_TRIED] = "not checked",
};

static char *issued_by(const path_t *path, const certificate_t *certificate, guint i,
                       language_t language)
{
    guint place = place_on_path(path, certificate, i);
    if (place != G_MAXUINT && place + 1 < path->length) {
        g_autofree char *issuer = node_label(&path->nodes[place + 1], language);
        return g_strdup_printf(say(language, "signed by %s with %s, %s"), issuer,
                               certificate->signature_algorithm,
                               say(language, link_words[path->links[place].state]));
    }
    if (place != G_MAXUINT && path->complete)
        return g_strdup(say(language, path->nodes[place].source == SOURCE_SENT
                                          ? "a trust anchor itself"
                                          : "the trust anchor, or of its name and key"));
    if (place != G_MAXUINT && certificate->self_issued && path->self.state == LINK_VERIFIED)
        return g_strdup_printf(say(language, "signed by itself with %s, verified"),
                               certificate->signature_algorithm);
    if (place != G_MAXUINT && certificate->self_issued && path->self.state == LINK_BAD_SIGNATURE)
        return g_strdup(
            say(language, "says that it signed itself, but the signature does not verify"));
    if (place != G_MAXUINT && !path->stopped)
        return g_strdup_printf(say(language, "issuer %s not found"),
                               certificate_issuer(certificate));
    return g_strdup_printf(say(language, "says it is issued by %s, not checked"),
                           certificate_issuer(certificate));
}

static void fill_in(judged_certificate_t *judged, const path_t *path, guint i, bool duplicate,
                    verify_rules_t *rules)
{
    const certificate_t *certificate = judged->certificate;
    language_t language = rules->language;
    if (certificate->malformed) {
        judged->role = i == 0 ? ROLE_END_ENTITY : ROLE_UNUSED;
        judged->issued_by = g_strdup(say(language, "not known"));
        return;
    }
    judged->role = duplicate ? ROLE_UNUSED : role_of(path, certificate, i);
    judged->issued_by = duplicate ? g_strdup(say(language, "sent before"))
                                  : issued_by(path, certificate, i, language);
    gint64 until = certificate->not_after;
    gint64 days = floor_days(until - rules->when);
    judged->days_left = (gint32)CLAMP(days, G_MININT32, G_MAXINT32);
    verify_holds(rules, until - (days + 1) * DAY + 1, until - days * DAY);
}

static void note_duplicate(const verdict_t *verdict, guint i, findings_t *findings)
{
    const judged_certificate_t *judged = g_ptr_array_index(verdict->certificates, i);
    node_t node = sent_node(judged->certificate, i);
    g_autofree char *label = node_label(&node, findings->language);
    findings_note(findings, NOTE_DUPLICATE_CERTIFICATE, &node,
                  g_strdup_printf(say(findings->language, "%s was sent before"), label));
}

/* By what it says: of itself, and by its own key. */
static bool is_root(const certificate_t *certificate)
{
    slice_t issuer_key = certificate->extensions.authority_key_id;
    return certificate->self_issued &&
           (issuer_key.size == 0 ||
            slice_equal(issuer_key, certificate->extensions.subject_key_id));
}

static void note_unused(const verdict_t *verdict, guint i, findings_t *findings)
{
    const judged_certificate_t *judged = g_ptr_array_index(verdict->certificates, i);
    node_t node = sent_node(judged->certificate, i);
    g_autofree char *label = node_label(&node, findings->language);
    if (i > 0 && judged->role == ROLE_UNUSED)
        findings_note(
            findings, NOTE_SUPERFLUOUS_CERTIFICATE, &node,
            g_strdup_printf(say(findings->language, "%s is not needed: it is not on the path"),
                            label));
    if (i > 0 && is_root(judged->certificate))
        findings_note(
            findings, NOTE_ROOT_SENT, &node,
            g_strdup_printf(say(findings->language,
                                "%s is a root, which need not be sent: clients trust only the "
                                "roots that they have"),
                            label));
}

/* RFC 5246 §7.4.2: "Each following certificate MUST directly certify the one preceding it." */
static void note_order(const certificate_t *const *sent, guint n, const path_t *path,
                       findings_t *findings)
{
    guint highest = 0;
    for (guint i = 1; i < n; i++) {
        guint place = sent[i] && !sent[i]->malformed ? place_on_path(path, sent[i], i) : G_MAXUINT;
        if (place == G_MAXUINT)
            continue;
        if (place < highest) {
            node_t node = sent_node(sent[i], i);
            g_autofree char *label = node_label(&node, findings->language);
            findings_note(
                findings, NOTE_WRONG_ORDER, &node,
                g_strdup_printf(say(findings->language,
                                    "%s was sent after a certificate above it: each should "
                                    "certify the one before it"),
                                label));
            return;
        }
        highest = place;
    }
}

/* The anchor stands in for an intermediate that the server should have sent. */
static void note_known_intermediate(const certificate_t *const *sent, guint n, const path_t *path,
                                    findings_t *findings)
{
    const node_t *anchor = &path->nodes[path->length - 1];
    if (!path->complete || path->length < 2 || anchor->certificate->self_issued)
        return;
    for (guint i = 0; i < n; i++)
        if (sent[i] && certificate_same_key(sent[i], anchor->certificate))
            return;
    findings_note(
        findings, NOTE_INTERMEDIATE_NOT_SENT_BUT_KNOWN, NULL,
        g_strdup_printf(say(findings->language,
                            "the intermediate %s was not sent, but stands in the trust store: "
                            "a client without it could not build the path"),
                        anchor->certificate->short_name));
}

static void note_expiry(const node_t *end_entity, verify_rules_t *rules, findings_t *findings)
{
    gint64 until = end_entity->certificate->not_after;
    gint64 days = floor_days(until - rules->when);
    if (!rules->when_known || days < 0 || days >= EXPIRES_SOON_DAYS)
        return;
    g_autofree char *label = node_label(end_entity, findings->language);
    findings_note(findings, NOTE_EXPIRES_SOON, end_entity,
                  g_strdup_printf(say(findings->language, days == 0 ? "%s expires within %d day"
                                                                    : "%s expires within %d days"),
                                  label, (int)days + 1));
}

void remark_chain(verdict_t *verdict, const certificate_t *const *sent, const path_t *path,
                  verify_rules_t *rules, findings_t *findings)
{
    guint n = verdict->certificates->len;
    for (guint i = 0; i < n; i++) {
        judged_certificate_t *judged = g_ptr_array_index(verdict->certificates, i);
        fill_in(judged, path, i, !sent[i], rules);
        if (!sent[i])
            note_duplicate(verdict, i, findings);
        else if (path && !judged->certificate->malformed)
            note_unused(verdict, i, findings);
    }
    if (n > 0 && !sent[0]->malformed) {
        node_t end_entity = sent_node(sent[0], 0);
        note_expiry(&end_entity, rules, findings);
    }
    if (path) {
        note_order(sent, n, path, findings);
        note_known_intermediate(sent, n, path, findings);
    }
}
