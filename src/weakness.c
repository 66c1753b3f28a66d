/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "weakness.h"

enum { TLS12 = 0x0303, TLS13 = 0x0304, DTLS12 = 0xfefd, DTLS13 = 0xfefc, SMALLEST_DH_BITS = 2048 };

static bool is_dtls(guint16 version)
{
    return version >> 8 == 0xfe || version == 0x0100;
}

/* RFC 8996: TLS 1.1, DTLS 1.0 and everything before. */
static bool is_old_version(const session_facts_t *facts)
{
    guint16 version = facts->version;
    if (is_dtls(version))
        return version != DTLS12 && version != DTLS13;
    return version != 0 && version < TLS12;
}

static bool is_weak_cipher(const session_facts_t *facts)
{
    return facts->cipher_suite_known && facts->cipher_suite.weak_cipher;
}

static bool is_weak_key_exchange(const session_facts_t *facts)
{
    return facts->cipher_suite_known && facts->cipher_suite.weak_key_exchange;
}

static bool lacks_forward_secrecy(const session_facts_t *facts)
{
    return facts->forward_secrecy == NO;
}

static bool is_small_dh_group(const session_facts_t *facts)
{
    return facts->dh_bits > 0 && facts->dh_bits < SMALLEST_DH_BITS;
}

static bool is_downgrade(const session_facts_t *facts)
{
    return facts->downgrade;
}

/* RFC 5746, RFC 7627 and compression are matters of TLS 1.2 and before. */
static bool is_up_to_tls12(const session_facts_t *facts)
{
    return facts->cipher_suite_known &&
           (is_dtls(facts->version) ? facts->version != DTLS13 : facts->version <= TLS12);
}

static bool is_insecure_renegotiation(const session_facts_t *facts)
{
    return is_up_to_tls12(facts) && !facts->secure_renegotiation;
}

static bool is_compression(const session_facts_t *facts)
{
    return is_up_to_tls12(facts) && facts->compression;
}

static bool lacks_extended_master_secret(const session_facts_t *facts)
{
    return is_up_to_tls12(facts) && !facts->extended_master_secret;
}

static bool is_plaintext_after_tls(const session_facts_t *facts)
{
    return facts->plaintext_frame != 0;
}

/* clang-format off */
static const struct {
    const char *word;
    bool (*applies)(const session_facts_t *facts);
} weaknesses[] = {
    [WEAKNESS_OLD_VERSION] = {"old-version", is_old_version},
    [WEAKNESS_WEAK_CIPHER] = {"weak-cipher", is_weak_cipher},
    [WEAKNESS_WEAK_KEY_EXCHANGE] = {"weak-key-exchange", is_weak_key_exchange},
    [WEAKNESS_NO_FORWARD_SECRECY] = {"no-forward-secrecy", lacks_forward_secrecy},
    [WEAKNESS_SMALL_DH_GROUP] = {"small-dh-group", is_small_dh_group},
    [WEAKNESS_DOWNGRADE] = {"downgrade", is_downgrade},
    [WEAKNESS_INSECURE_RENEGOTIATION] = {"insecure-renegotiation", is_insecure_renegotiation},
    [WEAKNESS_COMPRESSION] = {"compression", is_compression},
    [WEAKNESS_NO_EXTENDED_MASTER_SECRET] = {"no-extended-master-secret", lacks_extended_master_secret},
    [WEAKNESS_PLAINTEXT_AFTER_TLS] = {"plaintext-after-tls", is_plaintext_after_tls},
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(weaknesses) == WEAKNESS_COUNT);

const char *weakness_word(weakness_t weakness)
{
    return weaknesses[weakness].word;
}

bool weakness_applies(weakness_t weakness, const session_facts_t *facts)
{
    return weaknesses[weakness].applies(facts);
}
