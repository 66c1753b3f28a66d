/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render-fetched.h"

#include <epan/expert.h>

#include "fields.h"
#include "preferences.h"
#include "witness.h"

/* So many chains are told of one CRL; there may be thousands. */
enum { CHAINS_TOLD = 20 };

static proto_item *row_answer(const place_t *place, const fetched_answer_t *answer,
                              const char *lead)
{
    const char *label = wmem_strdup_printf(place->pinfo->pool, "%s: %s", lead, answer->sentence);
    return row_labelled(place, F_FETCHED, answer->sentence, label);
}

static void render_answer(const place_t *place, const fetched_answer_t *answer, guint32 shown)
{
    proto_item *item = row_answer(place, answer, "TLS Witness");
    place_t below = place_below(place, item, ETT_FETCHED);
    row_text(&below, F_FETCHED_STATUS, ocsp_status_word(answer->status));
    row_uint(&below, F_FETCHED_CERTIFICATE_FRAME, shown);
    if (answer->status == OCSP_REVOKED)
        expert_add_info_format(place->pinfo, item, &ei_fetched_revoked,
                               in_words("%s; it was shown in frame %u"), answer->sentence, shown);
}

/* How many answers item @i gives about one chain. */
static guint render_about(const place_t *place, const shown_chain_t *shown, guint i)
{
    const verdict_t *verdict = witness_judge_fetched(&shown->chain, i + 1, place->pinfo);
    guint told = 0;
    for (guint j = 0; j < verdict->fetched->len; j++) {
        const fetched_answer_t *answer = &g_array_index(verdict->fetched, fetched_answer_t, j);
        if (answer->item != i)
            continue;
        render_answer(place, answer, shown->frame);
        told++;
    }
    return told;
}

static const char *kind_words(const place_t *place, guint i)
{
    guint entries = 0;
    const char *issuer = fetched_issuer(witness_fetched(), i, explain_language(), &entries);
    if (!issuer)
        return in_words("an OCSP response");
    return wmem_strdup_printf(
        place->pinfo->pool,
        in_words(entries == 1 ? "a CRL of %s with %u entry" : "a CRL of %s with %u entries"),
        issuer, entries);
}

static void render_item(const place_t *place, guint i)
{
    wmem_array_t *concerned = witness_concerned(i, place->pinfo);
    guint n = wmem_array_get_count(concerned), told = 0;
    for (guint j = 0; j < MIN(n, CHAINS_TOLD); j++)
        told += render_about(place, wmem_array_index(concerned, j), i);
    if (n > CHAINS_TOLD || told == 0) {
        const char *words = wmem_strdup_printf(
            place->pinfo->pool,
            in_words(told == 0
                         ? "TLS Witness: %s, about no certificate that was shown in this capture"
                         : "TLS Witness: %s, about more chains than are listed here"),
            kind_words(place, i));
        row_labelled(place, F_FETCHED, words, words);
    }
}

void render_fetched(const frame_t *frame, const place_t *place)
{
    for (guint i = 0; i < frame->n_fetched; i++)
        render_item(place, frame->first_fetched + i);
}

static void render_answers(const place_t *place, const verdict_t *verdict, guint from,
                           const char *lead)
{
    for (guint i = 0; i < verdict->fetched->len; i++) {
        const fetched_answer_t *answer = &g_array_index(verdict->fetched, fetched_answer_t, i);
        if (answer->item < from)
            continue;
        place_t below = place_below(place, row_answer(place, answer, lead), ETT_FETCHED);
        row_text(&below, F_FETCHED_STATUS, ocsp_status_word(answer->status));
        row_uint(&below, F_FETCHED_FRAME, answer->frame);
    }
}

/* What comes later does not change the verdict: one pass and two must agree. */
void render_fetched_for(const place_t *place, const frame_chain_t *chain, const verdict_t *verdict)
{
    render_answers(place, verdict, 0, in_words("Fetched before"));
    guint all = fetched_count(witness_fetched());
    if (all > chain->fetched)
        render_answers(place, witness_judge_fetched(chain, all, place->pinfo), chain->fetched,
                       in_words("Fetched later in this capture"));
}
