/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain-words.h"

/* A key is named by what it grew from; the version and the key exchange decide that. */

static explain_origin_t handshake_key(const step_t *step)
{
    if (step->key_exchange == KEX_PSK)
        return KEY_HANDSHAKE_PSK_ALONE;
    bool has_psk =
        step->resumed || step->key_exchange == KEX_PSK_DHE || step->key_exchange == KEX_PSK_ECDHE;
    return has_psk ? KEY_HANDSHAKE_PSK : KEY_HANDSHAKE;
}

static explain_origin_t session_key(const step_t *step)
{
    if (version_is_tls13(step->version))
        return KEY_SESSION_TLS13;
    if (step->renegotiation) /* the key of the handshake before: how that came is not kept */
        return KEY_SESSION_OTHER;
    if (step->resumed)
        return KEY_SESSION_RESUMED;
    switch ((key_exchange_t)step->key_exchange) {
    case KEX_RSA:
        return KEY_SESSION_RSA;
    case KEX_PSK:
        return KEY_SESSION_PSK;
    case KEX_PSK_DHE:
    case KEX_PSK_ECDHE:
        return KEY_SESSION_PSK_AGREED;
    case KEX_ANONYMOUS:
        return KEY_SESSION_ANONYMOUS;
    case KEX_DHE:
    case KEX_ECDHE:
    case KEX_HYBRID:
    case KEX_MLKEM:
        return KEY_SESSION_AGREED;
    default:
        return KEY_SESSION_OTHER;
    }
}

/* Finished covers handshake messages, and of those not all: RFC 5246 §7.4.1.1 and §7.4.9, RFC 6347
 * §4.2.6. */
static bool is_covered(const step_t *step)
{
    return step->kind == STEP_PART ||
           (step->kind == STEP_HANDSHAKE && step->handshake_type != HANDSHAKE_HELLO_REQUEST &&
            step->handshake_type != HANDSHAKE_HELLO_VERIFY_REQUEST);
}

static explain_origin_t origin_of(const step_t *step)
{
    switch ((protection_t)step->protection) {
    case PROTECTION_EARLY_DATA_KEY:
        return KEY_EARLY_DATA;
    case PROTECTION_HANDSHAKE_KEY:
        return handshake_key(step);
    case PROTECTION_SESSION_KEY:
        return session_key(step);
    case PROTECTION_NONE:
    case PROTECTION_COUNT:
        break;
    }
    return is_covered(step) ? KEY_NONE : KEY_NONE_UNCOVERED;
}

const char *explain_protection(const step_t *step, language_t language)
{
    return explain_words(language)->origins[origin_of(step)];
}
