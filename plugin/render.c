/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render.h"

#include <epan/column-utils.h>
#include <epan/tap.h>

#include "explain.h"
#include "headline.h"
#include "preferences.h"
#include "render-chain.h"
#include "render-facts.h"
#include "render-fetched.h"
#include "render-hello.h"
#include "render-proofs.h"
#include "render-steps.h"
#include "surfaces.h"
#include "witness.h"

static void append_frames(wmem_strbuf_t *text, const session_facts_t *facts)
{
    if (facts->segment1_last == facts->segment1_first)
        wmem_strbuf_append_printf(text, in_words("Segment 1: frame %u."), facts->segment1_first);
    else if (facts->segment1_last)
        wmem_strbuf_append_printf(text, in_words("Segment 1: frames %u to %u."),
                                  facts->segment1_first, facts->segment1_last);
    else if (facts->segment1_first)
        wmem_strbuf_append_printf(text, in_words("Segment 1: from frame %u."),
                                  facts->segment1_first);
    if (facts->segment2_first)
        wmem_strbuf_append_printf(text,
                                  in_words(facts->segment1_first ? " Segment 2: from frame %u."
                                                                 : "Segment 2: from frame %u."),
                                  facts->segment2_first);
}

static void render_link(const place_t *place, field_t field, guint32 frame)
{
    if (frame)
        row_uint(place, field, frame);
}

static void render_summary(const place_t *place, const frame_session_t *session)
{
    const session_facts_t *facts = session_facts(session->session);
    if (!place_wants(place, F_SUMMARY, F_SUMMARY) &&
        !place_wants(place, F_HANDSHAKE_TIME, F_CERTIFICATE_FRAME))
        return;
    wmem_strbuf_t *text = wmem_strbuf_new(place->pinfo->pool, "");
    append_frames(text, facts);
    const char *words = wmem_strbuf_get_str(text);
    place_t below = place_below(place, row_labelled(place, F_SUMMARY, words, words), ETT_SUMMARY);
    render_link(&below, F_SEGMENT1_FIRST, facts->segment1_first);
    render_link(&below, F_CERTIFICATE_FRAME, facts->certificate_frame);
    render_link(&below, F_SEGMENT1_LAST, facts->segment1_last);
    render_link(&below, F_SEGMENT2_FIRST, facts->segment2_first);
    row_uint64(&below, F_SEGMENT1_BYTES, session->segment1_bytes);
    row_uint64(&below, F_SEGMENT2_BYTES, session->segment2_bytes);
    if (facts->handshake_nanoseconds >= 0)
        row_duration(&below, F_HANDSHAKE_TIME, facts->handshake_nanoseconds);
}

static void render_absent(const place_t *place, const frame_session_t *session)
{
    if (!place_wants(place, F_CHAIN_ABSENT_REASON, F_CHAIN_ABSENT_REASON) &&
        !place_wants(place, F_EXPLANATION, F_EXPLANATION) &&
        !place_wants(place, F_KEY_LOG, F_KEY_LOG))
        return;
    for (guint i = 0; i < session->n_steps; i++) {
        const step_t *step = &session->steps[i];
        absent_reason_t reason = (absent_reason_t)step->absent;
        if (reason == ABSENT_NOT)
            continue;
        const char *word = absent_reason_name(reason);
        const char *label =
            wmem_strdup_printf(place->pinfo->pool, in_words("No chain to judge here: %s"), word);
        proto_item *item = row_labelled(place, F_CHAIN_ABSENT_REASON, word, label);
        place_t below = place_below(place, item, ETT_CHAIN);
        if (preferences->explain != EXPLAIN_OFF)
            row_prose(&below, F_EXPLANATION, explain_label(LABEL_WHY, explain_language()),
                      explain_absent(reason, step->version, explain_language()));
        if (reason == ABSENT_ENCRYPTED)
            render_key_log(&below, session->session);
    }
}

static const verdict_t **judge_chains(const frame_session_t *session, packet_info *pinfo,
                                      bool wanted)
{
    const verdict_t **verdicts =
        wmem_alloc0_array(pinfo->pool, const verdict_t *, session->n_chains + 1);
    for (guint i = 0; wanted && i < session->n_chains; i++)
        verdicts[i] = witness_judge(session->chains[i], pinfo);
    return verdicts;
}

static const certificate_place_t *place_of(wmem_array_t *places, guint i)
{
    return places && i < wmem_array_get_count(places) ? wmem_array_index(places, i) : NULL;
}

static void render_chains(const place_t *place, const shown_t *shown)
{
    wmem_array_t *messages = NULL;
    bool wanted = shown->session->n_chains && (place_wants(place, F_EXPLANATION, F_EXPLANATION) ||
                                               place_wants(place, F_CHAIN, F_CERT_SPKI_SHA256) ||
                                               place_wants(place, F_OCSP_STATUS, F_SCT));
    if (!wanted)
        return;
    if (place_is_visible(place) && shown->session->n_chains)
        messages = collect_certificate_places(proto_tree_get_root(place->tree), place->pinfo);
    for (guint i = 0; i < shown->session->n_chains; i++) {
        if (!shown->verdicts[i])
            continue;
        const frame_chain_t *chain = shown->session->chains[i];
        const certificate_place_t *message = place_of(messages, chain->place);
        render_chain(place, shown->session->session, chain, shown->verdicts[i], message);
        if (message)
            render_chain_inline(place, shown->verdicts[i], message);
    }
}

/* From 4.4 on the line is also what `-e tlswitness` prints; 4.0 prints the name. Where nobody sees
 * it, none is made. */
static proto_item *add_protocol(const place_t *top, const shown_t *shown)
{
    if (!place_is_visible(top))
        return proto_tree_add_item(top->tree, proto_tlswitness, top->tvb, 0, 0, ENC_NA);
    return proto_tree_add_protocol_format(top->tree, proto_tlswitness, top->tvb, 0, 0, "%s",
                                          headline(top, shown));
}

static void render_session(const shown_t *shown, const place_t *top)
{
    proto_item *item = add_protocol(top, shown);
    proto_item_set_generated(item);
    place_t place = place_below(top, item, ETT_SESSION);
    render_summary(&place, shown->session);
    render_segments(&place, shown->session);
    render_hellos(&place, shown->session);
    render_chains(&place, shown);
    render_proofs(&place, shown->session);
    render_absent(&place, shown->session);
    render_facts(&place, shown->session);
}

static void render_info(const shown_t *shown, packet_info *pinfo)
{
    const frame_session_t *session = shown->session;
    if (session->n_steps == 0)
        return;
    guint8 last = 0;
    for (guint i = 0; i < session->n_steps; i++) {
        guint8 segment = session->steps[i].segment;
        const char digit[] = {(char)('0' + segment), 0};
        if (segment != last)
            col_append_lstr(pinfo->cinfo, COL_INFO, last ? ", " : in_words(" [Segment "), digit,
                            COL_ADD_LSTR_TERMINATOR);
        last = segment;
    }
    for (guint i = 0; i < session->n_chains; i++)
        if (shown->verdicts[i])
            col_append_lstr(pinfo->cinfo, COL_INFO, in_words(": chain "),
                            text_of_packet(pinfo, verdict_summary(shown->verdicts[i])),
                            COL_ADD_LSTR_TERMINATOR);
    col_append_str(pinfo->cinfo, COL_INFO, "]");
}

/* Is our subtree looked at: on the screen, by a filter, a column or a tap of one of its fields, or
 * for its expert items? */
static bool tree_is_wanted(const place_t *top)
{
    return top->expert || place_is_visible(top) ||
           (top->tree && proto_field_is_referenced(top->tree, proto_tlswitness));
}

/* A verdict costs signature checks, and a subtree is many rows: both are made when something can
 * show them. */
void render_frame(const frame_t *frame, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const place_t top = {tree, tvb, pinfo, place_wants_expert(tree)};
    bool tree_wanted = tree_is_wanted(&top);
    bool info_wanted = preferences->info_column && col_get_writable(pinfo->cinfo, COL_INFO);
    bool verdict_wanted = tree_wanted || info_wanted || surfaces_are_listening();
    for (guint i = 0; i < frame->n_sessions; i++) {
        const frame_session_t *session = &frame->sessions[i];
        shown_t shown = {session, judge_chains(session, pinfo, verdict_wanted)};
        const char *possession =
            surfaces_want_possession() ? proofs_possession_word(session) : NULL;
        if (possession)
            ledger_take_possession(session->session, possession);
        surfaces_tell(session, shown.verdicts, pinfo);
        if (info_wanted)
            render_info(&shown, pinfo);
        if (tree_wanted)
            render_session(&shown, &top);
    }
    if (tree_wanted)
        render_fetched(frame, &top);
}
