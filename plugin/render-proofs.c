/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render-proofs.h"

#include <epan/expert.h>

#include "explain.h"
#include "fields.h"
#include "preferences.h"

/* The octets that are signed, in a tab of their own, and what each of them is. */
static void render_content(const place_t *place, const possession_result_t *result)
{
    if (!result->content || !place_shows(place, F_POSSESSION_CONTENT, F_POSSESSION_CONTENT))
        return;
    gsize size;
    const void *data = g_bytes_get_data(result->content, &size);
    guint8 *copy = wmem_memdup(place->pinfo->pool, data, size);
    tvbuff_t *signed_octets = tvb_new_child_real_data(place->tvb, copy, (guint)size, (gint)size);
    add_new_data_source(place->pinfo, signed_octets, in_words("Signed octets (TLS Witness)"));
    proto_item *item =
        proto_tree_add_none_format(place->tree, hf[F_POSSESSION_CONTENT], signed_octets, 0,
                                   (gint)size, in_words("What is signed: %zu octets"), size);
    proto_item_set_generated(item);
    place_t below = place_below(place, item, ETT_CONTENT);
    for (guint i = 0; i < result->parts->len; i++) {
        const possession_part_t *part = &g_array_index(result->parts, possession_part_t, i);
        proto_item_set_generated(proto_tree_add_none_format(
            below.tree, hf[F_LINE], signed_octets, (gint)part->offset, (gint)part->length,
            in_words("%s: %zu octets"), part->name, part->length));
    }
}

static void render_violation(const place_t *place, const possession_result_t *result)
{
    if (!result->scheme_violation)
        return;
    proto_item *item = row_text(place, F_POSSESSION_VIOLATION, result->scheme_violation);
    expert_add_info_format(place->pinfo, item, &ei_scheme_violation, "%s",
                           result->scheme_violation);
}

static void render_possession(const place_t *place, const frame_proof_t *shown)
{
    const proof_t *proof = shown->proof;
    const possession_result_t *result =
        proof_possession(shown->proof, shown->body, explain_language());
    const char *word = possession_word(result->possession);
    const char *owner = sender_name(proof_sender(proof));
    const char *label = wmem_strdup_printf(place->pinfo->pool,
                                           in_words(proof_sender(proof) == SENDER_SERVER
                                                        ? "Possession of the server's key: %s: %s"
                                                        : "Possession of the client's key: %s: %s"),
                                           word, result->why ? result->why : "");
    proto_item *item = row_labelled(place, F_POSSESSION, word, label);
    if (result->possession == POSSESSION_DISPROVEN)
        expert_add_info_format(place->pinfo, item, &ei_disproven, "%s", label);
    place_t below = place_below(place, item, ETT_PROOF);
    row_overflow(&below, label, explain_label(LABEL_WHY, explain_language()), result->why);
    if (preferences->explain != EXPLAIN_OFF)
        row_lines(&below, explain_label(LABEL_MEANING, explain_language()),
                  explain_possession(result->possession, explain_language()));
    row_text(&below, F_POSSESSION_OWNER, owner);
    if (result->algorithm)
        row_text(&below, F_POSSESSION_ALGORITHM, result->algorithm);
    render_violation(&below, result);
    render_content(&below, result);
}

static void render_finished(const place_t *place, const proof_t *proof)
{
    const char *why;
    finished_t finished = proof_finished(proof, &why);
    const char *word = finished_word(finished);
    const char *label = wmem_strdup_printf(place->pinfo->pool,
                                           in_words(proof_sender(proof) == SENDER_SERVER
                                                        ? "Finished of the server: %s%s%s"
                                                        : "Finished of the client: %s%s%s"),
                                           word, why ? ": " : "", why ? in_words(why) : "");
    proto_item *item = row_labelled(place, F_FINISHED, word, label);
    if (finished == FINISHED_WRONG)
        expert_add_info_format(place->pinfo, item, &ei_finished_wrong, "%s", label);
    place_t below = place_below(place, item, ETT_PROOF);
    row_overflow(&below, label, explain_label(LABEL_WHY, explain_language()),
                 why ? in_words(why) : NULL);
}

void render_proofs(const place_t *place, const frame_session_t *session)
{
    /* a signature costs a tenth of a millisecond, and each handshake has its own */
    bool wanted = place_wants(place, F_POSSESSION, F_POSSESSION_CONTENT);
    for (guint i = 0; i < session->n_proofs; i++) {
        const frame_proof_t *shown = &session->proofs[i];
        if (proof_kind(shown->proof) == PROOF_FINISHED)
            render_finished(place, shown->proof);
        else if (wanted)
            render_possession(place, shown);
    }
}

const char *proofs_possession_word(const frame_session_t *session)
{
    for (guint i = 0; i < session->n_proofs; i++) {
        const frame_proof_t *shown = &session->proofs[i];
        if (proof_kind(shown->proof) == PROOF_POSSESSION &&
            proof_sender(shown->proof) == SENDER_SERVER)
            return possession_word(
                proof_possession(shown->proof, shown->body, explain_language())->possession);
    }
    return NULL;
}
