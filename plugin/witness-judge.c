/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "showing.h"

#include "preferences.h"

/* What is said of what witness.c has taken: chains are judged when somebody asks. */

/* What the sentences of a verdict call the time that it is judged at. */
static const char *moment(void)
{
    static const char *const moments[] = {
        [TIME_CAPTURE] = NULL, [TIME_NOW] = "now", [TIME_FIXED] = "the fixed time"};
    return moments[preferences->time];
}

static chain_question_t question_of(const frame_chain_t *chain, packet_info *pinfo)
{
    chain_question_t question = {
        .owner = chain->owner,
        .unreadable = chain->unreadable,
        .unreadable_note = chain->unreadable_note,
        .reference_name = chain->name,
        .name_source = chain->name_source,
        .encrypted_client_hello = chain->encrypted_client_hello,
        .ocsp_response = chain->ocsp_response,
        .sct_list = chain->sct_list,
        .staple_known = chain->staple_known,
        .strict_profile = preferences->strict_profile,
        .language = explain_language(),
        .name_required = true, /* a chain without anybody to belong to is not trusted */
        .moment = moment(),
    };
    if (!preferences_time(pinfo, witness->now, &question.when, &question.when_unknown))
        question.when = 0;
    question.trust = stores_trust(witness->stores);
    question.fetched = witness->fetched;
    question.n_fetched = chain->fetched;
    return question;
}

static const verdict_t *answer(const frame_chain_t *chain, chain_question_t question)
{
    guint seen = preferences->use_seen_intermediates ? chain->seen : 0;
    return chains_judge(witness->chains, chain->chain, question, seen);
}

const verdict_t *witness_judge(const frame_chain_t *chain, packet_info *pinfo)
{
    return answer(chain, question_of(chain, pinfo));
}

gint64 witness_time_of(const verdict_t *verdict, packet_info *pinfo)
{
    gint64 when;
    const char *why;
    bool known = preferences_time(pinfo, witness->now, &when, &why) &&
                 verdict->holds_from <= when && when <= verdict->holds_until;
    return known ? when : verdict->when;
}

const verdict_t *witness_judge_fetched(const frame_chain_t *chain, guint n, packet_info *pinfo)
{
    chain_question_t question = question_of(chain, pinfo);
    question.n_fetched = n;
    return answer(chain, question);
}

const fetched_t *witness_fetched(void)
{
    return witness->fetched;
}

wmem_array_t *witness_concerned(guint item, packet_info *pinfo)
{
    wmem_array_t *concerned = wmem_array_new(pinfo->pool, sizeof(shown_chain_t));
    for (guint i = 0; i < witness->shown_chains->len; i++) {
        const shown_chain_t *shown = &g_array_index(witness->shown_chains, shown_chain_t, i);
        const chain_t *chain = shown->chain.chain;
        if (fetched_may_concern(witness->fetched, item, chain_certificates(chain),
                                chain_length(chain)))
            wmem_array_append(concerned, shown, 1);
    }
    return concerned;
}

const verdict_t *witness_judge_at(const frame_chain_t *chain, time_mode_t mode, packet_info *pinfo)
{
    const char *why;
    chain_question_t question = question_of(chain, pinfo);
    question.when_unknown = NULL;
    return preferences_time_by(mode, pinfo, witness->now, &question.when, &why)
               ? answer(chain, question)
               : NULL;
}

const verdict_t *witness_judge_compared(const frame_chain_t *chain, packet_info *pinfo)
{
    const trust_t *compared = stores_compared(witness->stores);
    if (!compared)
        return NULL;
    chain_question_t question = question_of(chain, pinfo);
    question.trust = compared;
    return answer(chain, question);
}

const session_t *witness_resumed_from(const session_t *session)
{
    return resumption_origin(witness->resumption, session);
}

const frame_chain_t *witness_chain_of(const session_t *session, chain_owner_t owner,
                                      guint32 *ret_frame)
{
    const session_chains_t *chains = showing_of(session);
    if (!chains || !chains->shown[owner])
        return NULL;
    *ret_frame = chains->frame[owner];
    return chains->shown[owner];
}

bool witness_asked_for(const session_t *session, slice_t *ret_authorities)
{
    const session_chains_t *chains = showing_of(session);
    if (!chains || !chains->asked)
        return false;
    *ret_authorities = chains->authorities;
    return true;
}
