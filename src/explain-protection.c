/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain.h"

/* A key is named by what it grew from; the version and the key exchange decide that. */

static const char early_data_key[] =
    "the early data key: symmetric, made from the pre-shared key of an earlier session alone. It "
    "has "
    "no forward secrecy, and what it protects can be replayed (RFC 8446 §8).";

static const char in_the_clear[] =
    "no key: whoever is on the path can read this. A change would be noticed later, when Finished "
    "covers the whole handshake.";

static const char handshake_key[] =
    "the handshake key: symmetric, made from the secret of the two key shares, and given up again "
    "after Finished (RFC 8446 §7.1). The certificate's key encrypts nothing here.";

static const char handshake_key_psk[] = "the handshake key: symmetric, made from the pre-shared "
                                        "key of an earlier session, and from the "
                                        "key shares where there are any (RFC 8446 §7.1).";

static const char session_key_tls13[] = "the session key of the sender's direction: symmetric, "
                                        "made from the same secret as the handshake "
                                        "key and from the whole handshake (RFC 8446 §7.1). The "
                                        "certificate's key encrypts nothing here.";

static const char session_key_resumed[] = "the session key: symmetric, made from the master secret "
                                          "of the earlier session and the two new "
                                          "random values (RFC 5246 §6.3).";

static const char session_key_rsa[] =
    "the session key: symmetric, made from the pre-master secret, which the client had encrypted "
    "to the certificate's key, and both random values. Whoever gets that key later can read it "
    "all.";

static const char session_key_agreed[] =
    "the session key: symmetric, made from the secret that both sides agreed with throw-away keys, "
    "and both random values. The certificate's key only signed that agreement.";

static const char session_key_psk[] = "the session key: symmetric, made from a secret that both "
                                      "sides had beforehand (pre-shared key).";

static const char session_key_other[] =
    "the session key: symmetric, the same secret at both ends, made in the handshake.";

static bool has_psk(const step_t *step)
{
    return step->key_exchange == KEX_PSK || step->key_exchange == KEX_PSK_DHE ||
           step->key_exchange == KEX_PSK_ECDHE;
}

static const char *session_key(const step_t *step)
{
    if (version_is_tls13(step->version))
        return session_key_tls13;
    if (step->resumed)
        return session_key_resumed;
    if (step->key_exchange == KEX_RSA)
        return session_key_rsa;
    if (step->key_exchange == KEX_PSK)
        return session_key_psk;
    if (key_exchange_is_forward_secret((key_exchange_t)step->key_exchange))
        return session_key_agreed;
    return session_key_other;
}

const char *explain_protection(const step_t *step)
{
    switch ((protection_t)step->protection) {
    case PROTECTION_EARLY_DATA_KEY:
        return early_data_key;
    case PROTECTION_HANDSHAKE_KEY:
        return has_psk(step) ? handshake_key_psk : handshake_key;
    case PROTECTION_SESSION_KEY:
        return session_key(step);
    case PROTECTION_NONE:
    case PROTECTION_COUNT:
        break;
    }
    return in_the_clear;
}
