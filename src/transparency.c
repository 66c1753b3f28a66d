/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transparency.h"

#include "lifetime.h"
#include "public-roots.h"

static void note_lifetime(const node_t *end_entity, findings_t *findings)
{
    const certificate_t *certificate = end_entity->certificate;
    if (!lifetime_is_over_limit(certificate->not_before, certificate->not_after))
        return;
    g_autofree char *label = node_label(end_entity, findings->language);
    findings_note(
        findings, NOTE_LIFETIME_OVER_LIMIT, end_entity,
        g_strdup_printf(say(findings->language,
                            "%s is valid for longer than the %d days that public authorities "
                            "may give when it was issued"),
                        label, lifetime_limit_days(certificate->not_before)));
}

/* A timestamp from the future is none yet. */
static void hold(const sct_t *sct, verify_rules_t *rules)
{
    gint64 turn = (gint64)(sct->timestamp / 1000);
    if (sct->status != SCT_VALID && sct->status != SCT_IN_FUTURE)
        return;
    if (rules->when < turn)
        verify_holds(rules, G_MININT64, turn - 1);
    else
        verify_holds(rules, turn, G_MAXINT64);
}

static void add_scts(verdict_t *verdict, slice_t list, const sct_question_t *question)
{
    g_autoptr(GArray) scts = sct_list_check(list, question);
    const sct_t unreadable = {.status = SCT_MALFORMED, .source = question->source};
    if (scts)
        g_array_append_vals(verdict->scts, scts->data, scts->len);
    else
        g_array_append_val(verdict->scts, unreadable); /* the list itself is malformed */
}

void transparency_remark(verdict_t *verdict, const chain_question_t *question, const path_t *path,
                         verify_rules_t *rules, findings_t *findings)
{
    const judged_certificate_t *first = g_ptr_array_index(verdict->certificates, 0);
    if (question->owner != OWNER_SERVER || first->certificate->malformed)
        return;
    public_roots_t roots =
        question->public_roots.size ? question->public_roots : public_roots_shipped();
    if (path)
        verdict->public_root =
            public_root_is_known(roots, path->nodes[path->length - 1].certificate->sha256);
    if (verdict->public_root)
        note_lifetime(&path->nodes[0], findings);

    sct_question_t about = {
        .source = SCT_FROM_CERTIFICATE,
        .end_entity = first->certificate,
        .issuer = path ? path->nodes[1].certificate : NULL,
        .when = rules->when_known ? question->when : G_MAXINT64,
        .logs = ct_logs_shipped(),
    };
    slice_t embedded;
    if (sct_embedded_list(first->certificate, &embedded))
        add_scts(verdict, embedded, &about);
    about.source = SCT_FROM_TLS;
    if (question->sct_list.size) {
        verdict->sct_list = g_bytes_new(question->sct_list.data, question->sct_list.size);
        add_scts(verdict, slice_of_bytes(verdict->sct_list), &about);
    }
    about.source = SCT_FROM_OCSP;
    if (verdict->staple_scts)
        add_scts(verdict, sct_list_unwrap(slice_of_bytes(verdict->staple_scts)), &about);
    for (guint i = 0; i < verdict->scts->len && rules->when_known; i++)
        hold(&g_array_index(verdict->scts, sct_t, i), rules);
}
