/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Weaknesses of a session itself, whoever is at the other end: version, cipher, key exchange. They
 * follow from the facts and break no trust in a chain. */

#include "session.h"

/* Each is one word of tlswitness.finding. */
typedef enum {
    WEAKNESS_OLD_VERSION,
    WEAKNESS_WEAK_CIPHER,
    WEAKNESS_WEAK_KEY_EXCHANGE,
    WEAKNESS_NO_FORWARD_SECRECY,
    WEAKNESS_SMALL_DH_GROUP,
    WEAKNESS_DOWNGRADE,
    WEAKNESS_INSECURE_RENEGOTIATION,
    WEAKNESS_COMPRESSION,
    WEAKNESS_NO_EXTENDED_MASTER_SECRET,
    WEAKNESS_PLAINTEXT_AFTER_TLS,
    WEAKNESS_COUNT
} weakness_t;

const char *weakness_word(weakness_t weakness);

/* Does the session have this weakness, as far as is known? */
bool weakness_applies(weakness_t weakness, const session_facts_t *facts);
