/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "finished.h"

#include <string.h>

#include <gnutls/crypto.h>

enum {
    MASTER_SECRET_SIZE = 48,
    VERIFY_DATA_SIZE = 12, /* TLS 1.0 to 1.2 */
    SSL3_VERIFY_DATA_SIZE = 36,
    MD5_SIZE = 16,
    SHA1_SIZE = 20,
    HASH_LIMIT = 64,
    LABEL_LIMIT = 32,
};

static const char *const words[] = {
    [FINISHED_NOT_CHECKED] = "not-checked",
    [FINISHED_VERIFIED] = "verified",
    [FINISHED_WRONG] = "wrong",
};
G_STATIC_ASSERT(G_N_ELEMENTS(words) == FINISHED_COUNT);

const char *finished_word(finished_t finished)
{
    return words[finished];
}

static finished_t not_checked(const char **ret_why, const char *why)
{
    *ret_why = why;
    return FINISHED_NOT_CHECKED;
}

static finished_t compare(slice_t sent, slice_t expected, const char **ret_why)
{
    *ret_why = NULL;
    if (slice_equal(sent, expected))
        return FINISHED_VERIFIED;
    *ret_why = sent.size == expected.size
                   ? "its verify_data is not the one that the secret and the messages give"
                   : "its verify_data does not have the length that it must have";
    return FINISHED_WRONG;
}

static bool hash_parts(gnutls_digest_algorithm_t digest, const slice_t *parts, size_t n,
                       guint8 *out)
{
    gnutls_hash_hd_t hash;
    if (gnutls_hash_init(&hash, digest) < 0)
        return false;
    bool fine = true;
    for (size_t i = 0; i < n; i++)
        if (parts[i].size > 0 && gnutls_hash(hash, parts[i].data, parts[i].size) < 0)
            fine = false;
    gnutls_hash_deinit(hash, out);
    return fine;
}

/* SSL 3.0: hash(master_secret + pad_2 + hash(messages + sender + master_secret + pad_1)); the pads
 * have 48 octets with MD5 and 40 with SHA-1 (RFC 6101 §5.6.8, §5.6.9). */
static bool ssl3_hash(const finished_tls12_t *q, gnutls_digest_algorithm_t digest, guint8 *out)
{
    static const guint8 client[] = {'C', 'L', 'N', 'T'}, server[] = {'S', 'R', 'V', 'R'};
    guint8 pad_1[48], pad_2[48], inner[SHA1_SIZE];
    size_t pad_size = digest == GNUTLS_DIG_MD5 ? 48 : 40;
    memset(pad_1, 0x36, sizeof pad_1);
    memset(pad_2, 0x5c, sizeof pad_2);
    const slice_t sender = {q->sender == SENDER_CLIENT ? client : server, sizeof client};
    const slice_t first[] = {
        q->messages, sender, q->master_secret, {pad_1, pad_size}
    };
    if (!hash_parts(digest, first, G_N_ELEMENTS(first), inner))
        return false;
    const slice_t inner_hash = {inner, gnutls_hash_get_len(digest)};
    const slice_t second[] = {
        q->master_secret, {pad_2, pad_size},
         inner_hash
    };
    return hash_parts(digest, second, G_N_ELEMENTS(second), out);
}

static bool ssl3_verify_data(const finished_tls12_t *q, guint8 *out)
{
    return ssl3_hash(q, GNUTLS_DIG_MD5, out) && ssl3_hash(q, GNUTLS_DIG_SHA1, out + MD5_SIZE);
}

/* The first 12 octets of P_hash (RFC 5246 §5), xored into @out. Every hash has more than 12, so the
 * first round is enough: HMAC(secret, A(1) + seed) with A(1) = HMAC(secret, seed). */
static bool xor_p_hash(gnutls_mac_algorithm_t mac, slice_t secret, slice_t seed, guint8 *out)
{
    guint8 text[HASH_LIMIT + LABEL_LIMIT + HASH_LIMIT], block[HASH_LIMIT];
    size_t hash_size = gnutls_hmac_get_len(mac);
    if (hash_size < VERIFY_DATA_SIZE || hash_size > HASH_LIMIT ||
        seed.size > sizeof text - hash_size)
        return false;
    memcpy(text + hash_size, seed.data, seed.size);
    if (gnutls_hmac_fast(mac, secret.data, secret.size, seed.data, seed.size, text) < 0 ||
        gnutls_hmac_fast(mac, secret.data, secret.size, text, hash_size + seed.size, block) < 0)
        return false;
    for (size_t i = 0; i < VERIFY_DATA_SIZE; i++)
        out[i] ^= block[i];
    return true;
}

/* PRF(secret, label, hash): of TLS 1.2 with one hash; before, MD5 has the first half of the secret
 * and SHA-1 the second (RFC 2246 §5). */
static bool prf(const finished_tls12_t *q, bool two_hashes, slice_t seed, guint8 *out)
{
    const size_t half = MASTER_SECRET_SIZE / 2;
    const slice_t first = {q->master_secret.data, half};
    const slice_t second = {q->master_secret.data + half, half};
    memset(out, 0, VERIFY_DATA_SIZE);
    if (!two_hashes) /* GnuTLS numbers an HMAC as its hash */
        return xor_p_hash((gnutls_mac_algorithm_t)q->digest, q->master_secret, seed, out);
    return xor_p_hash(GNUTLS_MAC_MD5, first, seed, out) &&
           xor_p_hash(GNUTLS_MAC_SHA1, second, seed, out);
}

/* verify_data = PRF(master_secret, finished_label, Hash(handshake_messages))[0..11] */
static bool tls_verify_data(const finished_tls12_t *q, bool two_hashes, guint8 *out)
{
    static const char client[] = "client finished", server[] = "server finished";
    const size_t label_size = sizeof client - 1;
    guint8 seed[LABEL_LIMIT + HASH_LIMIT];
    guint8 *hash = seed + label_size;
    memcpy(seed, q->sender == SENDER_CLIENT ? client : server, label_size);
    size_t hash_size = two_hashes ? MD5_SIZE + SHA1_SIZE : gnutls_hash_get_len(q->digest);
    if (hash_size == 0 || hash_size > HASH_LIMIT)
        return false;
    bool hashed = two_hashes ? hash_parts(GNUTLS_DIG_MD5, &q->messages, 1, hash) &&
                                   hash_parts(GNUTLS_DIG_SHA1, &q->messages, 1, hash + MD5_SIZE)
                             : hash_parts(q->digest, &q->messages, 1, hash);
    return hashed && prf(q, two_hashes, (slice_t){seed, label_size + hash_size}, out);
}

finished_t finished_check_tls12(const finished_tls12_t *q, const char **ret_why)
{
    guint8 expected[SSL3_VERIFY_DATA_SIZE];
    size_t size = VERIFY_DATA_SIZE;
    bool computed = false;
    if (q->gap)
        return not_checked(ret_why, q->gap);
    if (q->messages.size == 0)
        return not_checked(ret_why, "no message of the handshake is known");
    if (q->master_secret.size == 0)
        return not_checked(ret_why, "the master secret of the session is not known");
    if (q->master_secret.size != MASTER_SECRET_SIZE)
        return not_checked(ret_why, "the master secret does not have 48 octets");
    switch (q->version) {
    case 0x0300:
        size = SSL3_VERIFY_DATA_SIZE;
        computed = ssl3_verify_data(q, expected);
        break;
    case 0x0301:
    case 0x0302:
    case 0xfeff:
        computed = tls_verify_data(q, true, expected);
        break;
    case 0x0303:
    case 0xfefd:
        computed = tls_verify_data(q, false, expected);
        break;
    default:
        return not_checked(ret_why, "how this version computes it is not known here");
    }
    if (!computed)
        return not_checked(ret_why, "the hash of the cipher suite is not known here");
    return compare(q->verify_data, (slice_t){expected, size}, ret_why);
}

/* finished_key = HKDF-Expand-Label(BaseKey, "finished", "", Hash.length), RFC 8446 §4.4.4. DTLS 1.3
 * has "dtls13" for "tls13 " (RFC 9147 §5.9). */
static bool finished_key(const finished_tls13_t *q, size_t hash_size, guint8 *out)
{
    const char *label = q->dtls ? "dtls13finished" : "tls13 finished";
    guint8 info[2 + 1 + LABEL_LIMIT + 1] = {0, (guint8)hash_size, (guint8)strlen(label)};
    memcpy(info + 3, label, strlen(label)); /* after it the length of the empty context, 0 */
    const gnutls_datum_t secret = {(unsigned char *)q->base_secret.data,
                                   (unsigned)q->base_secret.size};
    const gnutls_datum_t hkdf_label = {info, (unsigned)(3 + strlen(label) + 1)};
    return gnutls_hkdf_expand((gnutls_mac_algorithm_t)q->digest, &secret, &hkdf_label, out,
                              hash_size) >= 0;
}

finished_t finished_check_tls13(const finished_tls13_t *q, const char **ret_why)
{
    guint8 key[HASH_LIMIT], expected[HASH_LIMIT];
    size_t size = gnutls_hash_get_len(q->digest);
    if (q->gap)
        return not_checked(ret_why, q->gap);
    if (size == 0 || size > HASH_LIMIT)
        return not_checked(ret_why, "the hash of the cipher suite is not known here");
    if (q->base_secret.size == 0)
        return not_checked(ret_why, "the handshake traffic secret of the sender is not known");
    if (q->transcript_hash.size == 0)
        return not_checked(ret_why, "the hash of the handshake is not known");
    if (q->base_secret.size != size || q->transcript_hash.size != size)
        return not_checked(ret_why, "the secret does not go with the hash of the cipher suite");
    bool computed = finished_key(q, size, key) &&
                    gnutls_hmac_fast((gnutls_mac_algorithm_t)q->digest, key, size,
                                     q->transcript_hash.data, size, expected) >= 0;
    gnutls_memset(key, 0, sizeof key);
    if (!computed)
        return not_checked(ret_why, "the hash of the cipher suite is not known here");
    return compare(q->verify_data, (slice_t){expected, size}, ret_why);
}
