/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render-facts.h"

#include "explain.h"
#include "fields.h"
#include "host-key-log.h"
#include "ledger.h"
#include "preferences.h"
#include "weakness.h"
#include "witness.h"

static const char *facts_label(const place_t *place, const session_facts_t *facts)
{
    wmem_strbuf_t *text = wmem_strbuf_new(place->pinfo->pool, "");
    wmem_strbuf_append_printf(text, in_words("Session %u"), facts->number);
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

/* On every frame of the session; as an expert item once, where it was first known. */
static void render_findings(const place_t *place, const session_facts_t *facts)
{
    const ledger_entry_t *entry = ledger_entry(facts->number);
    for (int i = 0; i < WEAKNESS_COUNT; i++) {
        if (!weakness_applies((weakness_t)i, facts))
            continue;
        const char *word = weakness_word((weakness_t)i);
        const char *label =
            wmem_strdup_printf(place->pinfo->pool, in_words("Finding: %s: %s"), word,
                               explain_weakness((weakness_t)i, explain_language()));
        proto_item *item = row_labelled(place, F_FINDING, word, label);
        if (entry && ledger_weakness_frame(entry, (weakness_t)i) == place->pinfo->num)
            expert_add_info_format(place->pinfo, item, &ei_finding[i], "%s", label);
    }
}

/* The session that is resumed, and what was said of its chain. */
static void render_resumed_from(const place_t *place, const session_t *session)
{
    const session_t *origin = witness_resumed_from(session);
    if (!origin)
        return;
    guint32 shown;
    const frame_chain_t *chain = witness_chain_of(origin, OWNER_SERVER, &shown);
    place_t below = place_below(
        place, row_uint(place, F_RESUMED_FROM, session_facts(origin)->segment1_first), ETT_ORIGIN);
    if (!chain)
        return;
    const verdict_t *verdict = witness_judge(chain, place->pinfo);
    const char *summary = text_of_packet(place->pinfo, verdict_summary(verdict));
    row_labelled(
        &below, F_RESUMED_FROM_VERDICT, verdict_word(verdict->word),
        wmem_strdup_printf(place->pinfo->pool, in_words("Its server's chain: %s"), summary));
    row_uint(&below, F_RESUMED_FROM_CERTIFICATE_FRAME, shown);
}

/* Matters of TLS 1.2 and before: TLS 1.3 has both by design. */
static void render_safeguards(const place_t *place, const session_facts_t *facts)
{
    if (facts->version == 0 || version_is_tls13(facts->version))
        return;
    row_truth(place, F_EXTENDED_MASTER_SECRET, facts->extended_master_secret);
    if (facts->cipher_suite.tag_length == 0) /* with AEAD it means nothing */
        row_truth(place, F_ENCRYPT_THEN_MAC, facts->encrypt_then_mac);
}

/* The commonest trouble of a class: a key log that belongs to another session. */
void render_key_log(const place_t *place, const session_t *session)
{
    const session_facts_t *facts = session_facts(session);
    slice_t random = session_client_random(session);
    if (facts->version == 0 || random.size == 0)
        return;
    const key_log_t *log = key_log_of_file();
    const char *problem = log ? NULL : key_log_of_host_problem();
    if (problem)
        row_prose(place, F_KEY_LOG, in_words("Key log"), problem);
    if (!log)
        return;
    char *lacks =
        key_log_diagnosis(log, random, version_is_tls13(facts->version), explain_language());
    if (lacks)
        row_prose(place, F_KEY_LOG, in_words("Key log"), text_of_packet(place->pinfo, lacks));
}

static void render_authentication(const place_t *place, const session_facts_t *facts)
{
    const char *word = authentication_name(facts->authentication);
    if (!word)
        return;
    const char *sentence = explain_authentication(facts->authentication, explain_language());
    row_labelled(place, F_AUTHENTICATION, word,
                 wmem_strdup_printf(place->pinfo->pool, in_words("Authentication: %s"), sentence));
}

void render_facts(const place_t *place, const frame_session_t *session)
{
    const session_facts_t *facts = session_facts(session->session);
    if (!place_wants(place, F_SESSION, F_SESSION) && !place_wants(place, F_HISTORY, F_FINDING))
        return;
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
    render_resumed_from(&below, session->session);
    render_authentication(&below, facts);
    render_safeguards(&below, facts);
    render_key_log(&below, session->session);
    if (facts->alpn)
        row_text(&below, F_ALPN, facts->alpn);
    render_findings(&below, facts);
    row_text(&below, F_HISTORY,
             wmem_strndup(place->pinfo->pool, facts->history, session->history_length));
}
