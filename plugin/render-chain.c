/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render-chain.h"

#include <string.h>

#include <epan/expert.h>

#include "explain.h"
#include "openssl-error.h"
#include "preferences.h"
#include "render-client.h"
#include "render-fetched.h"
#include "render-lenses.h"
#include "witness.h"

#include <wsutil/to_str.h>

static const char *owner_word(chain_owner_t owner)
{
    return owner == OWNER_SERVER ? "server" : "client";
}

/* Below @item, which is the row of the word. */
static void explain_reason(const place_t *place, proto_item *item, const char *label,
                           const char *sentence, guint word, bool is_problem)
{
    language_t language = explain_language();
    place_t below = place_below(place, item, ETT_REASON);
    row_overflow(&below, label, explain_label(LABEL_WHY, language), sentence);
    if (preferences->explain == EXPLAIN_FULL)
        row_lines(&below, explain_label(LABEL_MEANING, language),
                  is_problem ? explain_problem((problem_t)word, language)
                             : explain_note((note_t)word, language));
    if (preferences->explain != EXPLAIN_OFF && is_problem)
        row_prose(&below, F_REMEDY, explain_label(LABEL_REMEDY, language),
                  explain_remedy((problem_t)word, language));
}

static void render_reasons(const place_t *place, const GArray *reasons, bool are_problems)
{
    field_t field = are_problems ? F_CHAIN_PROBLEM : F_CHAIN_NOTE;
    for (guint i = 0; i < reasons->len; i++) {
        const reason_t *reason = &g_array_index(reasons, reason_t, i);
        const char *word =
            are_problems ? problem_word((problem_t)reason->word) : note_word((note_t)reason->word);
        const char *label =
            row_label(place, in_words(are_problems ? "Problem: %s: %s" : "Note: %s: %s"), word,
                      reason->sentence);
        proto_item *item = row_labelled(place, field, word, label);
        expert_field *expert = are_problems ? &ei_problem[reason->word] : &ei_note[reason->word];
        expert_add_info_format(place->pinfo, item, expert, "%s: %s", word, reason->sentence);
        explain_reason(place, item, label, reason->sentence, reason->word, are_problems);
    }
}

static void render_other_certificate(const place_t *place, const frame_chain_t *chain)
{
    if (!chain->other_frame)
        return;
    const char *word = note_word(NOTE_OTHER_CERTIFICATE_SEEN);
    const char *sentence =
        wmem_strdup_printf(place->pinfo->pool,
                           in_words("%s showed another key or issuer in frame %u: a renewal, "
                                    "several servers behind one name, "
                                    "or somebody in between"),
                           chain->name, chain->other_frame);
    const char *label = row_label(place, in_words("Note: %s: %s"), word, sentence);
    proto_item *item = row_labelled(place, F_CHAIN_NOTE, word, label);
    expert_add_info_format(place->pinfo, item, &ei_note[NOTE_OTHER_CERTIFICATE_SEEN], "%s: %s",
                           word, sentence);
    explain_reason(place, item, label, sentence, NOTE_OTHER_CERTIFICATE_SEEN, false);
    row_uint(place, F_CHAIN_OTHER_FRAME, chain->other_frame);
}

/* Number and words as openssl prints them, so that they can be searched for. */
static void render_openssl_error(const place_t *place, const verdict_t *verdict)
{
    openssl_error_t error = openssl_error(verdict);
    if (error.number == 0)
        return;
    row_text(place, F_CHAIN_OPENSSL_ERROR,
             wmem_strdup_printf(place->pinfo->pool, "%d (%s)", error.number, error.text));
}

/* What cannot be known is not called good. */
static const char *const sct_sources[] = {
    [SCT_FROM_CERTIFICATE] = "in the certificate",
    [SCT_FROM_TLS] = "in the TLS extension",
    [SCT_FROM_OCSP] = "in the staple",
};

/* NULL where the CRLs say all. */
static const char *revocation_words(const place_t *place, const frame_chain_t *chain,
                                    const verdict_t *verdict)
{
    if (chain->staple_to_come)
        return in_words(
            "not known yet: the server has announced an OCSP response, which comes in a later "
            "frame; the chain is judged again there");
    if (verdict->ocsp_sentence)
        return wmem_strdup_printf(place->pinfo->pool, in_words("not known: %s"),
                                  verdict->ocsp_sentence);
    if (verdict->fetched->len > 0)
        return in_words("known only as far as what was fetched in this capture goes");
    if (*preferences->crl_file)
        return verdict->crl_words->len > 0
                   ? NULL
                   : in_words("known only as far as the CRLs of crl_file go");
    return in_words("not known: nothing was stapled, and no CRL was given");
}

static void render_staple(const place_t *place, const verdict_t *verdict, const char *word)
{
    const char *label = row_label(place, in_words("Stapled OCSP status: %s: %s"), word,
                                  verdict->ocsp_sentence ? verdict->ocsp_sentence : "");
    row_labelled(place, F_OCSP_STATUS, word, label);
}

static void render_revocation(const place_t *place, const frame_chain_t *chain,
                              const verdict_t *verdict)
{
    const char *word = ocsp_status_word(verdict->ocsp_status);
    const char *words = word ? NULL : revocation_words(place, chain, verdict);
    if (word)
        render_staple(place, verdict, word);
    if (words)
        row_text(place, F_CHAIN_REVOCATION, words);
    for (guint i = 0; i < verdict->crl_words->len; i++)
        row_text(place, F_CHAIN_REVOCATION, g_ptr_array_index(verdict->crl_words, i));
}

static void render_scts(const place_t *place, const verdict_t *verdict)
{
    if (verdict->scts->len == 0)
        return;
    place_t below = place_below(place, row_uint(place, F_SCT_COUNT, verdict->scts->len), ETT_SCTS);
    row_uint(&below, F_SCT_VALID, sct_count_valid(verdict->scts));
    for (guint i = 0; i < verdict->scts->len; i++) {
        const sct_t *sct = &g_array_index(verdict->scts, sct_t, i);
        const char *name = sct->log ? sct->log->name : in_words("a log that is not in the table");
        const char *text =
            wmem_strdup_printf(place->pinfo->pool, "%s: %s (%s)", name,
                               sct_status_word(sct->status), in_words(sct_sources[sct->source]));
        row_text(&below, F_SCT, text);
    }
    row_node(&below, F_LINE,
             wmem_strdup_printf(place->pinfo->pool, in_words("The table of logs is of %s"),
                                ct_logs_date));
}

/* Lifetime limits and logs are matters of public authorities. */
static void render_rules(const place_t *place, const verdict_t *verdict)
{
    if (verdict->anchor)
        row_text(
            place, F_CHAIN_RULES,
            in_words(
                verdict->public_root
                    ? "the anchor is a public root: limits on lifetime hold"
                    : "the anchor is no public root: limits on lifetime and timestamps are not "
                      "asked of it"));
}

static void render_name(const place_t *place, const verdict_t *verdict)
{
    if (!verdict->reference_name)
        return;
    static const char *const outcomes[] = {"not compared", "does not match", "matches"};
    const char *label = row_label(place, in_words("Name checked: %s (from %s): %s"),
                                  verdict->reference_name, name_source_word(verdict->name_source),
                                  in_words(outcomes[verdict->name_matches + 1]));
    proto_item *item = row_labelled(place, F_NAME_REFERENCE, verdict->reference_name, label);
    place_t below = place_below(place, item, ETT_NAME);
    row_text(&below, F_NAME_SOURCE, name_source_word(verdict->name_source));
    if (verdict->name_matches >= 0)
        row_truth(&below, F_NAME_MATCHES, verdict->name_matches == 1);
    if (verdict->name_explanation)
        row_prose(&below, F_NAME_EXPLANATION, in_words("Comparison"), verdict->name_explanation);
}

static void render_digest(const place_t *place, field_t field, const guint8 *digest)
{
    row_text(place, field, bytes_to_str(place->pinfo->pool, digest, 32));
}

static void render_certificate_facts(const place_t *place, const judged_certificate_t *judged,
                                     bool when_known)
{
    const certificate_t *c = judged->certificate;
    row_text(place, F_CERT_ROLE, role_word(judged->role));
    if (judged->issued_by)
        row_prose(place, F_CERT_ISSUED_BY, in_words("Issued"), judged->issued_by);
    if (c->malformed) {
        render_digest(place, F_CERT_SHA256, c->sha256);
        return;
    }
    row_text(place, F_CERT_SUBJECT, certificate_subject(c));
    row_text(place, F_CERT_ISSUER, certificate_issuer(c));
    row_text(place, F_CERT_SERIAL, c->serial);
    for (guint i = 0; i < c->san->len; i++)
        row_text(place, F_CERT_SAN, g_ptr_array_index(c->san, i));
    row_moment(place, F_CERT_NOT_BEFORE, c->not_before);
    row_moment(place, F_CERT_NOT_AFTER, c->not_after);
    if (when_known)
        row_int(place, F_CERT_DAYS_LEFT, judged->days_left);
    row_text(place, F_CERT_KEY, c->key);
    row_uint(place, F_CERT_KEY_BITS, c->key_bits);
    row_text(place, F_CERT_SIGNATURE_ALGORITHM, c->signature_algorithm);
    render_digest(place, F_CERT_SHA256, c->sha256);
    render_digest(place, F_CERT_SPKI_SHA256, c->spki_sha256);
}

/* Where certificate @i stands in the message: an offset and a length, or false. */
static bool locate(const certificate_place_t *message, const frame_chain_t *chain, size_t i,
                   int *offset, int *length)
{
    slice_t certificate = chain_certificate(chain->chain, i);
    if (!message || certificate.size == 0 || certificate.size > message->message.size)
        return false;
    /* cert_data in the order sent: look behind the ones before */
    size_t at = 0;
    for (size_t j = 0; j <= i; j++) {
        slice_t want = chain_certificate(chain->chain, j);
        while (at + want.size <= message->message.size &&
               memcmp(message->message.data + at, want.data, want.size) != 0)
            at++;
        if (at + want.size > message->message.size)
            return false;
        *offset = (int)at;
        *length = (int)want.size;
        at += want.size;
    }
    return true;
}

/* What is wrong with certificate @index, each word once; "" when nothing is. */
static const char *problems_of(const place_t *place, const verdict_t *verdict, int index)
{
    wmem_strbuf_t *words = wmem_strbuf_new(place->pinfo->pool, "");
    guint last = PROBLEM_COUNT;
    for (guint i = 0; i < verdict->problems->len; i++) {
        const reason_t *reason = &g_array_index(verdict->problems, reason_t, i);
        if (reason->certificate != index || reason->word == last)
            continue;
        last = reason->word;
        wmem_strbuf_append_printf(words, "%s%s", wmem_strbuf_get_len(words) ? ", " : "",
                                  problem_word((problem_t)reason->word));
    }
    return wmem_strbuf_get_str(words);
}

static void render_certificate(const place_t *place, const frame_chain_t *chain,
                               const verdict_t *verdict, guint i,
                               const certificate_place_t *message)
{
    const judged_certificate_t *judged = g_ptr_array_index(verdict->certificates, i);
    const certificate_t *c = judged->certificate;
    const char *problems = problems_of(place, verdict, (int)i);
    const char *label = wmem_strdup_printf(
        place->pinfo->pool, in_words("Certificate %u: %s: %s%s%s"), i, role_word(judged->role),
        c->malformed ? in_words(c->malformed) : c->short_name, *problems ? ": " : "", problems);
    int offset, length;
    proto_item *item;
    if (locate(message, chain, i, &offset, &length)) {
        item = proto_tree_add_none_format(place->tree, hf[F_CERT], message->tvb,
                                          message->start + offset, length, "%s", label);
        proto_item_set_generated(item);
    } else {
        item = row_node(place, F_CERT, label);
    }
    place_t below = place_below(place, item, ETT_CERT);
    render_certificate_facts(&below, judged, verdict->when_known);
}

static void render_verdict(const place_t *place, const verdict_t *verdict)
{
    proto_item *item = row_text(place, F_CHAIN_VERDICT, verdict_word(verdict->word));
    if (!verdict->not_checked_because)
        return;
    row_prose(place, F_CHAIN_NOT_CHECKED, in_words("Not checked"), verdict->not_checked_because);
    expert_add_info_format(place->pinfo, item, &ei_not_checked, in_words("chain not checked: %s"),
                           verdict->not_checked_because);
}

/* The node has no value: a column shows this as well. */
static const char *chain_label(const place_t *place, const frame_chain_t *chain,
                               const verdict_t *verdict)
{
    if (!place_shows(place, F_CHAIN, F_CHAIN))
        return "";
    return wmem_strdup_printf(place->pinfo->pool,
                              in_words(chain->owner == OWNER_SERVER ? "Chain of the server: %s"
                                                                    : "Chain of the client: %s"),
                              text_of_packet(place->pinfo, verdict_summary(verdict)));
}

void render_chain(const place_t *place, const session_t *session, const frame_chain_t *chain,
                  const verdict_t *verdict, const certificate_place_t *certificates)
{
    const char *owner = owner_word(chain->owner);
    place_t below =
        place_below(place, row_node(place, F_CHAIN, chain_label(place, chain, verdict)), ETT_CHAIN);

    render_verdict(&below, verdict);
    render_reasons(&below, verdict->problems, true);
    render_reasons(&below, verdict->notes, false);
    render_other_certificate(&below, chain);
    if (verdict->browser_error)
        row_text(&below, F_CHAIN_BROWSER_ERROR, verdict->browser_error);
    render_openssl_error(&below, verdict);
    render_lenses(&below, chain);
    render_name(&below, verdict);
    if (chain->owner == OWNER_CLIENT)
        render_client(&below, session, chain, verdict);
    if (verdict->anchor)
        row_text(&below, F_CHAIN_ANCHOR, verdict->anchor);
    render_rules(&below, verdict);
    render_revocation(&below, chain, verdict);
    render_fetched_for(&below, chain, verdict);
    render_scts(&below, verdict);
    if (verdict->when_known)
        row_moment(&below, F_CHAIN_TIME, witness_time_of(verdict, place->pinfo));
    row_text(&below, F_CHAIN_OWNER, owner);
    row_uint(&below, F_CHAIN_LENGTH, verdict->certificates->len);
    bool certificates_wanted = place_wants(place, F_CERT, F_CERT_SPKI_SHA256);
    for (guint i = 0; certificates_wanted && i < verdict->certificates->len; i++)
        render_certificate(&below, chain, verdict, i, certificates);
}

/* Adds a line as the first below @node. */
static proto_item *add_first(const place_t *place, proto_node *node, const char *label)
{
    proto_node *was_first = node->first_child;
    place_t below = *place;
    below.tree = node;
    proto_item *item = row_labelled(&below, F_INLINE, label, label);
    if (was_first && item != was_first) {
        proto_tree_move_item(node, was_first, item);
        proto_tree_move_item(node, item, was_first);
    }
    return item;
}

static const char *inline_words(const place_t *place, const verdict_t *verdict, guint i)
{
    const judged_certificate_t *judged = g_ptr_array_index(verdict->certificates, i);
    const char *problems = problems_of(place, verdict, (int)i);
    if (*problems)
        return problems;
    if (judged->role == ROLE_UNUSED)
        return in_words("not part of the path");
    if (verdict->anchor && verdict->word == VERDICT_TRUSTED)
        return wmem_strdup_printf(place->pinfo->pool, in_words("trusted by %s"), verdict->anchor);
    return judged->issued_by ? judged->issued_by : in_words("nothing found against this one");
}

void render_chain_inline(const place_t *place, const verdict_t *verdict,
                         const certificate_place_t *message)
{
    const char *summary = text_of_packet(place->pinfo, verdict_summary(verdict));
    add_first(place, message->node,
              wmem_strdup_printf(place->pinfo->pool, in_words("TLS Witness: chain %s"), summary));
    wmem_array_t *nodes = collect_certificate_nodes(message, place->pinfo);
    guint n = MIN(wmem_array_get_count(nodes), verdict->certificates->len);
    for (guint i = 0; i < n; i++) {
        proto_node *node = *(proto_node **)wmem_array_index(nodes, i);
        const char *words = inline_words(place, verdict, i);
        add_first(place, node, wmem_strdup_printf(place->pinfo->pool, "TLS Witness: %s", words));
    }
}
