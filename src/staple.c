/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "staple.h"

#include "ocsp-answer.h"
#include "sct.h"

/* The answer goes into the verdict. */
static void take_answer(ocsp_answer_t answer, const node_t *node, findings_t *findings,
                        verdict_t *verdict)
{
    verdict->ocsp_status = answer.status;
    verdict->ocsp_sentence = answer.sentence;
    if (answer.status == OCSP_REVOKED)
        findings_problem(findings, PROBLEM_REVOKED, node, g_strdup(answer.sentence));
    else if (answer.status == OCSP_INVALID)
        findings_note(findings, NOTE_INVALID_STAPLE, node, g_strdup(answer.sentence));
    else if (answer.status == OCSP_NONE)
        verdict->ocsp_sentence = g_strdup(
            say(findings->language, "an OCSP response was stapled, but who signed it cannot "
                                    "be checked without the issuer's certificate"));
    if (answer.sct_list.size)
        verdict->staple_scts = g_bytes_new(answer.sct_list.data, answer.sct_list.size);
}

static void note_missing(const certificate_t *end_entity, findings_t *findings)
{
    node_t node = {end_entity, SOURCE_SENT, 0};
    g_autofree char *label = node_label(&node, findings->language);
    findings_note(
        findings, NOTE_MUST_STAPLE_WITHOUT_STAPLE, &node,
        g_strdup_printf(say(findings->language,
                            "%s asks that an OCSP response be stapled to it (RFC 7633), and "
                            "none was: some clients refuse it"),
                        label));
}

void staple_judge(const chain_question_t *question, const certificate_t *end_entity,
                  const path_t *path, verify_rules_t *rules, findings_t *findings,
                  verdict_t *verdict)
{
    if (end_entity->malformed)
        return;
    if (question->ocsp_response.size == 0) {
        if (question->staple_known && end_entity->extensions.must_staple)
            note_missing(end_entity, findings);
        return;
    }
    if (!rules->when_known) {
        verdict->ocsp_sentence = g_strdup(
            say(findings->language, "an OCSP response was stapled, but whether it is current "
                                    "cannot be told without a time"));
        return;
    }
    g_autoptr(ocsp_response_t) response = ocsp_response_new(question->ocsp_response);
    node_t node = {end_entity, SOURCE_SENT, 0};
    bool known = path && path->length > 1 && path->links[0].state == LINK_VERIFIED;
    const certificate_t *issuer = known ? path->nodes[1].certificate : NULL;
    take_answer(ocsp_answer(response, &node, issuer,
                            say(rules->language, "the stapled OCSP response"), rules),
                &node, findings, verdict);
}
