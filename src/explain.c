/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain.h"

#include "explain-words.h"

const explain_words_t *explain_words(language_t language)
{
    return language == LANGUAGE_KOREAN ? &explain_korean : &explain_english;
}

/* A row speaks of the steps that it fits; of several the first counts. */
static bool version_fits(explain_version_t want, guint16 version)
{
    return want == ANY_VERSION || (want == TLS13) == version_is_tls13(version);
}

static bool exchange_fits(explain_exchange_t want, key_exchange_t key_exchange)
{
    switch (want) {
    case ANY_EXCHANGE:
        return true;
    case RSA_TRANSPORT:
        return key_exchange == KEX_RSA || key_exchange == KEX_RSA_PSK;
    case RSA_AND_PSK:
        return key_exchange == KEX_RSA_PSK;
    case AGREED:
        return key_exchange_is_forward_secret(key_exchange);
    case ANONYMOUS:
        return key_exchange == KEX_ANONYMOUS;
    case PSK_ALONE:
        return key_exchange == KEX_PSK;
    case PSK_AGREED:
        return key_exchange == KEX_PSK_DHE || key_exchange == KEX_PSK_ECDHE;
    }
    return false;
}

static bool flags_fit(unsigned want, const step_t *step)
{
    unsigned flags =
        (step->sender == SENDER_CLIENT ? FROM_CLIENT : FROM_SERVER) |
        (step->resumed || step->absent == ABSENT_RESUMED ? RESUMED : 0) |
        (step->renegotiation ? RENEGOTIATION : 0) | (step->after_handshake ? AFTER_HANDSHAKE : 0) |
        (step->hello_retry_request ? RETRY : 0) |
        (step->protection == PROTECTION_EARLY_DATA_KEY ? EARLY_DATA : 0) |
        (step->inferred ? INFERRED : 0) | (step->segment == 1 ? SEGMENT_1 : 0) |
        (step->dummy ? DUMMY : 0) | (step->protection == PROTECTION_NONE ? IN_THE_CLEAR : 0);
    return (want & flags) == want;
}

static bool fits(const explain_key_t *key, const step_t *step)
{
    return key->kind == step->kind &&
           ((key->kind != STEP_HANDSHAKE && key->kind != STEP_QUIC_PACKET) ||
            key->handshake_type == step->handshake_type) &&
           version_fits(key->version, step->version) &&
           exchange_fits(key->exchange, (key_exchange_t)step->key_exchange) &&
           flags_fit(key->flags, step);
}

const char *explain_step(const step_t *step, language_t language)
{
    const explain_words_t *words = explain_words(language);
    for (const explain_row_t *row = words->steps; row->text; row++)
        if (fits(&row->key, step))
            return row->text;
    return words->other_step;
}

static const explain_full_t *find_full(const explain_words_t *words, const step_t *step)
{
    for (const explain_full_row_t *row = words->full; row->full.what; row++)
        if (fits(&row->key, step))
            return &row->full;
    return words->other_full;
}

explain_full_t explain_full(const step_t *step, language_t language)
{
    const explain_words_t *words = explain_words(language);
    explain_full_t full = *find_full(words, step);
    /* A message that is in the clear the first time is under the session key now. */
    if (step->renegotiation && step->protection == PROTECTION_SESSION_KEY &&
        (step->kind == STEP_HANDSHAKE || step->kind == STEP_ENCRYPTED_HANDSHAKE))
        full.eavesdropper = words->renegotiation_seen;
    return full;
}

const char *explain_absent(absent_reason_t reason, guint16 version, language_t language)
{
    const explain_words_t *words = explain_words(language);
    if (reason == ABSENT_RESUMED && version_fits(TLS13, version))
        return words->absent_psk_tls13;
    if (reason == ABSENT_ENCRYPTED && version_is_dtls13(version))
        return words->absent_dtls13;
    return words->absent[reason];
}

static explain_part_t authentication_part(const step_t *step)
{
    if (step->renegotiation)
        return PART_RENEGOTIATION;
    if (step->resumed || step->absent == ABSENT_RESUMED)
        return PART_AUTHENTICATION_RESUMED;
    if (version_is_tls13(step->version))
        return PART_AUTHENTICATION_TLS13;
    if (step->version == 0)
        return PART_AUTHENTICATION_OPEN;
    if (step->key_exchange == KEX_ANONYMOUS)
        return PART_AUTHENTICATION_ANONYMOUS;
    if (exchange_fits(PSK_ALONE, (key_exchange_t)step->key_exchange) ||
        exchange_fits(PSK_AGREED, (key_exchange_t)step->key_exchange))
        return PART_AUTHENTICATION_PSK;
    return PART_AUTHENTICATION;
}

const char *explain_segment(int segment, const step_t *step, language_t language)
{
    explain_part_t part = version_is_tls13(step->version) ? PART_DATA_TLS13 : PART_DATA;
    if (segment == 1)
        part = authentication_part(step);
    else if (step->protection == PROTECTION_EARLY_DATA_KEY)
        part = PART_EARLY_DATA;
    return explain_words(language)->parts[part];
}

const char *explain_label(explain_label_t label, language_t language)
{
    return explain_words(language)->labels[label];
}

const char *explain_problem(problem_t problem, language_t language)
{
    return explain_words(language)->problems[problem];
}

const char *explain_remedy(problem_t problem, language_t language)
{
    return explain_words(language)->remedies[problem];
}

const char *explain_note(note_t note, language_t language)
{
    return explain_words(language)->notes[note];
}

const char *explain_weakness(weakness_t weakness, language_t language)
{
    return explain_words(language)->weaknesses[weakness];
}

const char *explain_authentication(authentication_t authentication, language_t language)
{
    return explain_words(language)->authentications[authentication];
}

const char *explain_possession(possession_t possession, language_t language)
{
    return explain_words(language)->possessions[possession];
}
