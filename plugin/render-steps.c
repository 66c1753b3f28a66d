/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render-steps.h"

#include "explain.h"
#include "fields.h"
#include "headline.h"
#include "preferences.h"
#include "witness.h"

/* A step at length. A double click on the reference opens it. */
static void render_full(const place_t *place, const step_t *step)
{
    language_t language = explain_language();
    explain_full_t full = explain_full(step, language);
    row_lines(place, explain_label(LABEL_WHAT, language), full.what);
    row_lines(place, explain_label(LABEL_WHY, language), full.why);
    row_lines(place, explain_label(LABEL_KEY, language), full.key);
    row_lines(place, explain_label(LABEL_PROTECTION, language), explain_protection(step, language));
    row_lines(place, explain_label(LABEL_EAVESDROPPER, language), full.eavesdropper);
    row_lines(place, explain_label(LABEL_WITHOUT, language), full.without);
    const char *label =
        wmem_strdup_printf(place->pinfo->pool, "%s: %s <%s>",
                           explain_label(LABEL_REFERENCE, language), full.rfc, full.url);
    proto_item_set_url(row_labelled(place, F_EXPLANATION_REFERENCE, full.url, label));
}

/* Links between the pieces of a message and the frame where it completes. */
static void render_links(const place_t *place, const frame_session_t *session, guint step)
{
    for (guint i = 0; i < session->n_links; i++) {
        const step_link_t *link = &session->links[i];
        if (link->step != step)
            continue;
        if (link->completes_in && *link->completes_in)
            row_uint(place, F_STEP_COMPLETES_IN, *link->completes_in);
        for (guint j = 0; j < link->n_pieces; j++)
            if (link->pieces[j] != place->pinfo->num)
                row_uint(place, F_STEP_PIECE_FRAME, link->pieces[j]);
    }
}

/* Who refuses whom, for what, and whether we would: the certificate meant is the peer's. */
static void render_alert(const place_t *place, const session_t *session, const step_t *step)
{
    guint32 shown;
    language_t language = explain_language();
    chain_owner_t peer = step->sender == SENDER_CLIENT ? OWNER_SERVER : OWNER_CLIENT;
    const frame_chain_t *chain = witness_chain_of(session, peer, &shown);
    const verdict_t *verdict = chain ? witness_judge(chain, place->pinfo) : NULL;
    const char *meaning = text_of_packet(place->pinfo, explain_alert(step, language));
    char *agreement = explain_agreement(step, verdict, language);
    if (agreement)
        meaning = wmem_strdup_printf(place->pinfo->pool, "%s; %s", meaning,
                                     text_of_packet(place->pinfo, agreement));
    row_prose(place, F_ALERT_MEANING, explain_label(LABEL_MEANING, language), meaning);
}

static bool is_second_hello(const step_t *step, const session_facts_t *facts)
{
    return step->kind == STEP_HANDSHAKE && step->handshake_type == HANDSHAKE_CLIENT_HELLO &&
           facts->second_hello.sent && !step->renegotiation &&
           (step->hello_retry_request || facts->second_hello.cookie);
}

static void render_changes(const place_t *place, const session_t *session, const step_t *step)
{
    const session_facts_t *facts = session_facts(session);
    if (!is_second_hello(step, facts) || place->pinfo->num == facts->segment1_first)
        return;
    const char *changes = text_of_packet(
        place->pinfo, explain_second_hello(&facts->second_hello, explain_language()));
    row_prose(place, F_STEP_CHANGES, in_words("New in it"), changes);
}

static void render_step(const place_t *place, const frame_session_t *session, guint i,
                        const char **explained)
{
    const step_t *step = &session->steps[i];
    const char *name = shown_step_name(place, step);
    const char *sender = sender_name((sender_t)step->sender);
    const char *label = wmem_strdup_printf(
        place->pinfo->pool,
        in_words(step->sender == SENDER_CLIENT ? "%s, from the client, %s%s"
                                               : "%s, from the server, %s%s"),
        shown_step_title(place, step), protection_phrase((protection_t)step->protection),
        step->inferred ? in_words(" (inferred)") : "");
    proto_item *item =
        name ? row_labelled(place, F_STEP, name, label) : row_node(place, F_LINE, label);
    place_t below = place_below(place, item, ETT_STEP);
    render_links(&below, session, i);
    if (!name)
        return;
    row_text(&below, F_STEP_SENDER, sender);
    row_text(&below, F_STEP_PROTECTION, protection_name((protection_t)step->protection));
    if (step->kind == STEP_ALERT)
        render_alert(&below, session->session, step);
    render_changes(&below, session->session, step);
    const char *explanation = explain_step(step, explain_language());
    if (preferences->explain == EXPLAIN_OFF || explanation == *explained)
        return; /* a run of the same step is explained once */
    row_prose(&below, F_EXPLANATION, explain_label(LABEL_EXPLANATION, explain_language()),
              explanation);
    if (preferences->explain == EXPLAIN_FULL)
        render_full(&below, step);
    *explained = explanation;
}

static bool run_is_inferred(const frame_session_t *session, guint i, guint end)
{
    for (; i < end; i++)
        if (session->steps[i].inferred)
            return true;
    return false;
}

void render_segments(const place_t *place, const frame_session_t *session)
{
    const char *explained = NULL;
    for (guint i = 0, end; i < session->n_steps; i = end) {
        end = shown_run_end(session, i);
        guint8 segment = session->steps[i].segment;
        bool inferred = run_is_inferred(session, i, end);
        proto_item *item =
            proto_tree_add_uint_format(place->tree, hf[F_SEGMENT], place->tvb, 0, 0, segment,
                                       in_words("Segment %u: %s%s"), segment, segment_word(segment),
                                       inferred ? in_words(" (inferred: encrypted, no keys)") : "");
        proto_item_set_generated(item);
        place_t below = place_below(place, item, ETT_SEGMENT);
        row_truth(&below, F_SEGMENT_INFERRED, inferred);
        if (preferences->explain == EXPLAIN_FULL)
            row_lines(&below, explain_label(LABEL_WHAT, explain_language()),
                      explain_segment(segment, &session->steps[i], explain_language()));
        for (; i < end; i++)
            render_step(&below, session, i, &explained);
    }
}
