/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render.h"

#include <epan/column-utils.h>
#include <epan/tap.h>

#include "explain.h"
#include "headline.h"
#include "preferences.h"
#include "render-chain.h"
#include "render-fetched.h"
#include "weakness.h"
#include "witness.h"

static const char *const protection_phrases[PROTECTION_COUNT] = {
    [PROTECTION_NONE] = "in the clear",
    [PROTECTION_EARLY_DATA_KEY] = "under the early data key",
    [PROTECTION_HANDSHAKE_KEY] = "under the handshake key",
    [PROTECTION_SESSION_KEY] = "under the session key",
};

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

static void render_step(const place_t *place, const step_t *step, const char **explained)
{
    const char *name = shown_step_name(place, step);
    const char *sender = sender_name((sender_t)step->sender);
    const char *label = wmem_strdup_printf(
        place->pinfo->pool, "%s, from the %s, %s%s", shown_step_title(place, step), sender,
        protection_phrases[step->protection], step->inferred ? " (inferred)" : "");
    proto_item *item =
        name ? row_labelled(place, F_STEP, name, label) : row_node(place, F_LINE, label);
    place_t below = place_below(place, item, ETT_STEP);
    if (!name)
        return;
    row_text(&below, F_STEP_SENDER, sender);
    row_text(&below, F_STEP_PROTECTION, protection_name((protection_t)step->protection));
    if (step->kind == STEP_ALERT) {
        row_prose(&below, F_ALERT_MEANING, explain_label(LABEL_MEANING, explain_language()),
                  text_of_packet(place->pinfo, explain_alert(step, explain_language())));
    }
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

static void render_segments(const place_t *place, const frame_session_t *session)
{
    const char *explained = NULL;
    for (guint i = 0, end; i < session->n_steps; i = end) {
        end = shown_run_end(session, i);
        guint8 segment = session->steps[i].segment;
        bool inferred = run_is_inferred(session, i, end);
        proto_item *item = proto_tree_add_uint_format(
            place->tree, hf[F_SEGMENT], place->tvb, 0, 0, segment, "Segment %u: %s%s", segment,
            segment_word(segment), inferred ? " (inferred: encrypted, no keys)" : "");
        proto_item_set_generated(item);
        place_t below = place_below(place, item, ETT_SEGMENT);
        row_truth(&below, F_SEGMENT_INFERRED, inferred);
        if (preferences->explain == EXPLAIN_FULL)
            row_lines(&below, explain_label(LABEL_WHAT, explain_language()),
                      explain_segment(segment, &session->steps[i], explain_language()));
        for (; i < end; i++)
            render_step(&below, &session->steps[i], &explained);
    }
}

static void append_frames(wmem_strbuf_t *text, const session_facts_t *facts)
{
    if (facts->segment1_last == facts->segment1_first)
        wmem_strbuf_append_printf(text, "Segment 1: frame %u.", facts->segment1_first);
    else if (facts->segment1_last)
        wmem_strbuf_append_printf(text, "Segment 1: frames %u to %u.", facts->segment1_first,
                                  facts->segment1_last);
    else if (facts->segment1_first)
        wmem_strbuf_append_printf(text, "Segment 1: from frame %u.", facts->segment1_first);
    if (facts->segment2_first)
        wmem_strbuf_append_printf(text, "%sSegment 2: from frame %u.",
                                  facts->segment1_first ? " " : "", facts->segment2_first);
}

static void render_link(const place_t *place, field_t field, guint32 frame)
{
    if (frame)
        row_uint(place, field, frame);
}

static void render_summary(const place_t *place, const frame_session_t *session)
{
    const session_facts_t *facts = session_facts(session->session);
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

static const char *facts_label(const place_t *place, const session_facts_t *facts)
{
    wmem_strbuf_t *text = wmem_strbuf_new(place->pinfo->pool, "");
    wmem_strbuf_append_printf(text, "Session %u", facts->number);
    const char *version = facts->version ? version_name(facts->version) : NULL;
    const char *group = facts->group ? group_name(facts->group) : NULL;
    if (version)
        wmem_strbuf_append_printf(text, ", %s", version);
    if (facts->cipher_suite_known && facts->cipher_suite.name)
        wmem_strbuf_append_printf(text, ", %s", facts->cipher_suite.name);
    if (facts->key_exchange != KEX_UNKNOWN)
        wmem_strbuf_append_printf(text, ", %s", key_exchange_name(facts->key_exchange));
    if (group)
        wmem_strbuf_append_printf(text, " %s", group);
    if (facts->server_name)
        wmem_strbuf_append_printf(text, ", %s", facts->server_name);
    return wmem_strbuf_get_str(text);
}

static void render_named(const place_t *place, field_t field, const char *name, guint code)
{
    if (name)
        row_text(place, field, name);
    else
        row_text(place, field, wmem_strdup_printf(place->pinfo->pool, "0x%04x", code));
}

static void render_findings(const place_t *place, const session_facts_t *facts)
{
    for (int i = 0; i < WEAKNESS_COUNT; i++) {
        if (!weakness_applies((weakness_t)i, facts))
            continue;
        const char *word = weakness_word((weakness_t)i);
        const char *label = wmem_strdup_printf(place->pinfo->pool, "Finding: %s: %s", word,
                                               explain_weakness((weakness_t)i, explain_language()));
        row_labelled(place, F_FINDING, word, label);
    }
}

static void render_facts(const place_t *place, const frame_session_t *session)
{
    const session_facts_t *facts = session_facts(session->session);
    proto_item *item = proto_tree_add_uint_format(place->tree, hf[F_SESSION], place->tvb, 0, 0,
                                                  facts->number, "%s", facts_label(place, facts));
    proto_item_set_generated(item);
    place_t below = place_below(place, item, ETT_FACTS);
    if (facts->server_name)
        row_text(&below, F_SERVER_NAME, facts->server_name);
    if (facts->version)
        render_named(&below, F_VERSION, version_name(facts->version), facts->version);
    if (facts->cipher_suite_known)
        render_named(&below, F_CIPHER_SUITE, facts->cipher_suite.name, facts->cipher_suite.code);
    if (facts->key_exchange != KEX_UNKNOWN)
        row_text(&below, F_KEY_EXCHANGE, key_exchange_name(facts->key_exchange));
    if (facts->group)
        render_named(&below, F_KEY_EXCHANGE_GROUP, group_name(facts->group), facts->group);
    if (facts->forward_secrecy != UNKNOWN_YET)
        row_truth(&below, F_FORWARD_SECRECY, facts->forward_secrecy == YES);
    if (facts->resumed != UNKNOWN_YET)
        row_truth(&below, F_RESUMED, facts->resumed == YES);
    if (facts->alpn)
        row_text(&below, F_ALPN, facts->alpn);
    render_findings(&below, facts);
    row_text(&below, F_HISTORY,
             wmem_strndup(place->pinfo->pool, facts->history, session->history_length));
}

static void render_absent(const place_t *place, const frame_session_t *session)
{
    for (guint i = 0; i < session->n_steps; i++) {
        const step_t *step = &session->steps[i];
        absent_reason_t reason = (absent_reason_t)step->absent;
        if (reason == ABSENT_NOT)
            continue;
        const char *word = absent_reason_name(reason);
        const char *label =
            wmem_strdup_printf(place->pinfo->pool, "No chain to judge here: %s", word);
        proto_item *item = row_labelled(place, F_CHAIN_ABSENT_REASON, word, label);
        place_t below = place_below(place, item, ETT_CHAIN);
        if (preferences->explain != EXPLAIN_OFF)
            row_prose(&below, F_EXPLANATION, explain_label(LABEL_WHY, explain_language()),
                      explain_absent(reason, step->version, explain_language()));
    }
}

static const verdict_t **judge_chains(const frame_session_t *session, packet_info *pinfo,
                                      bool wanted)
{
    const verdict_t **verdicts =
        wmem_alloc0_array(pinfo->pool, const verdict_t *, session->n_chains + 1);
    for (guint i = 0; wanted && i < session->n_chains; i++)
        verdicts[i] = witness_judge(&session->chains[i], pinfo);
    return verdicts;
}

static const certificate_place_t *place_of(wmem_array_t *places, guint i)
{
    return places && i < wmem_array_get_count(places) ? wmem_array_index(places, i) : NULL;
}

static void render_chains(const place_t *place, const shown_t *shown)
{
    bool visible = PTREE_DATA(place->tree)->visible;
    wmem_array_t *messages = NULL;
    if (visible && shown->session->n_chains)
        messages = collect_certificate_places(proto_tree_get_root(place->tree), place->pinfo);
    for (guint i = 0; i < shown->session->n_chains; i++) {
        if (!shown->verdicts[i])
            continue;
        const frame_chain_t *chain = &shown->session->chains[i];
        const certificate_place_t *message = place_of(messages, chain->place);
        render_chain(place, chain, shown->verdicts[i], message);
        if (message)
            render_chain_inline(place, shown->verdicts[i], message);
    }
}

static void render_session(const shown_t *shown, tvbuff_t *tvb, packet_info *pinfo,
                           proto_tree *tree)
{
    place_t top = {tree, tvb, pinfo};
    proto_item *item = proto_tree_add_protocol_format(tree, proto_tlswitness, tvb, 0, 0, "%s",
                                                      headline(&top, shown));
    proto_item_set_generated(item);
    place_t place = place_below(&top, item, ETT_SESSION);
    render_summary(&place, shown->session);
    render_segments(&place, shown->session);
    render_chains(&place, shown);
    render_absent(&place, shown->session);
    render_facts(&place, shown->session);
}

static void render_info(const shown_t *shown, packet_info *pinfo)
{
    const frame_session_t *session = shown->session;
    if (session->n_steps == 0)
        return;
    wmem_strbuf_t *text = wmem_strbuf_new(pinfo->pool, "");
    guint8 last = 0;
    for (guint i = 0; i < session->n_steps; i++) {
        guint8 segment = session->steps[i].segment;
        if (segment != last)
            wmem_strbuf_append_printf(text, "%s%u", last ? ", " : "", segment);
        last = segment;
    }
    for (guint i = 0; i < session->n_chains; i++)
        if (shown->verdicts[i])
            wmem_strbuf_append_printf(text, ": chain %s",
                                      text_of_packet(pinfo, verdict_summary(shown->verdicts[i])));
    col_append_fstr(pinfo->cinfo, COL_INFO, " [Segment %s]", wmem_strbuf_get_str(text));
}

/* Is our subtree looked at: on the screen, by a filter, a column or a tap of one of its fields, or
 * for its expert items? */
static bool tree_is_wanted(proto_tree *tree)
{
    static int expert_tap, expert_protocol;
    if (!expert_tap) {
        expert_tap = find_tap_id("expert");
        expert_protocol = proto_get_id_by_filter_name("_ws.expert");
    }
    return tree &&
           (PTREE_DATA(tree)->visible || proto_field_is_referenced(tree, proto_tlswitness) ||
            proto_field_is_referenced(tree, expert_protocol) || have_tap_listener(expert_tap));
}

/* A verdict costs signature checks, and a subtree is many rows: both are made when something can
 * show them. */
void render_frame(const frame_t *frame, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    bool tree_wanted = tree_is_wanted(tree);
    bool info_wanted = preferences->info_column && col_get_writable(pinfo->cinfo, COL_INFO);
    for (guint i = 0; i < frame->n_sessions; i++) {
        const frame_session_t *session = &frame->sessions[i];
        shown_t shown = {session, judge_chains(session, pinfo, tree_wanted || info_wanted)};
        if (info_wanted)
            render_info(&shown, pinfo);
        if (tree_wanted)
            render_session(&shown, tvb, pinfo, tree);
    }
    if (tree_wanted)
        render_fetched(frame, &(place_t){tree, tvb, pinfo});
}
