/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "finished.h"

#include <string.h>

#include "known-handshake.h"
#include "lab.h"

/* The transcript is "abc", the secret counts from 0. Expectations of TLS come from OpenSSL 3.0:
 *   openssl kdf -keylen 12 -kdfopt digest:MD5-SHA1 -kdfopt hexsecret:000102..2f
 *       -kdfopt hexseed:<hex of "client finished"><hash of abc> TLS1-PRF
 * with digest SHA256 or SHA384 for TLS 1.2; those of SSL 3.0 and of HKDF from Python's hashlib and
 * hmac, straight from the formulas of RFC 6101 §5.6.9 and RFC 8446 §7.1. */
#define ABC           "616263"
#define S32           "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define S48           S32 "202122232425262728292a2b2c2d2e2f"

#define TLS10_CLIENT  "6bf454411d157f4a61df36b1"
#define TLS10_SERVER  "24b76590fc44ca188b5575b1"
#define SHA256_CLIENT "2e723a1a81c1f0d7fed5d17c"
#define SHA256_SERVER "5f03db3de833f2d3ef6080fe"
#define SHA384_CLIENT "a210e97b6aa0f079074516b1"
#define SHA384_SERVER "888bc5824d825b022dea1407"
#define SSL3_CLIENT   "bf5904e06d751ba43b9870e17182894e3593b4736bf86df4dc470eba9205c2d22f2fd105"
#define SSL3_SERVER   "0f6044fe58e5c32f4436a5bba8f5023f7d638b5131392b32e4a01f4061be27a26ab1a07d"

#define WHY_VALUE     "its verify_data is not the one that the secret and the messages give"
#define WHY_LENGTH    "its verify_data does not have the length that it must have"

typedef struct {
    const char *name;
    guint16 version;
    gnutls_digest_algorithm_t digest;
    sender_t sender;
    const char *secret, *messages, *verify_data, *gap;
    finished_t want;
    const char *why;
} tls12_row_t;

#define C              SENDER_CLIENT
#define S              SENDER_SERVER
#define OLD            GNUTLS_DIG_UNKNOWN
#define D2             GNUTLS_DIG_SHA256
#define D3             GNUTLS_DIG_SHA384
#define YES_           FINISHED_VERIFIED, NULL
#define WRONG(why)     FINISHED_WRONG, why
#define UNCHECKED(why) FINISHED_NOT_CHECKED, why

/* clang-format off */
static const tls12_row_t tls12_rows[] = {
    {"SSL 3.0 client", 0x0300, OLD, C, S48, ABC, SSL3_CLIENT, NULL, YES_},
    {"SSL 3.0 server", 0x0300, OLD, S, S48, ABC, SSL3_SERVER, NULL, YES_},
    {"SSL 3.0 of the other side", 0x0300, OLD, C, S48, ABC, SSL3_SERVER, NULL, WRONG(WHY_VALUE)},
    {"SSL 3.0 with 12 octets", 0x0300, OLD, C, S48, ABC, TLS10_CLIENT, NULL, WRONG(WHY_LENGTH)},
    {"TLS 1.0 client", 0x0301, OLD, C, S48, ABC, TLS10_CLIENT, NULL, YES_},
    {"TLS 1.0 server", 0x0301, OLD, S, S48, ABC, TLS10_SERVER, NULL, YES_},
    {"TLS 1.0 whatever the suite's hash", 0x0301, D3, S, S48, ABC, TLS10_SERVER, NULL, YES_},
    {"TLS 1.1 client", 0x0302, OLD, C, S48, ABC, TLS10_CLIENT, NULL, YES_},
    {"DTLS 1.0 server", 0xfeff, OLD, S, S48, ABC, TLS10_SERVER, NULL, YES_},
    {"TLS 1.0, other messages", 0x0301, OLD, C, S48, "616262", TLS10_CLIENT, NULL,
     WRONG(WHY_VALUE)},
    {"TLS 1.0, code of TLS 1.2", 0x0301, OLD, C, S48, ABC, SHA256_CLIENT, NULL, WRONG(WHY_VALUE)},
    {"TLS 1.2 SHA-256 client", 0x0303, D2, C, S48, ABC, SHA256_CLIENT, NULL, YES_},
    {"TLS 1.2 SHA-256 server", 0x0303, D2, S, S48, ABC, SHA256_SERVER, NULL, YES_},
    {"TLS 1.2 SHA-384 client", 0x0303, D3, C, S48, ABC, SHA384_CLIENT, NULL, YES_},
    {"TLS 1.2 SHA-384 server", 0x0303, D3, S, S48, ABC, SHA384_SERVER, NULL, YES_},
    {"DTLS 1.2 client", 0xfefd, D2, C, S48, ABC, SHA256_CLIENT, NULL, YES_},
    {"TLS 1.2, the other hash", 0x0303, D3, C, S48, ABC, SHA256_CLIENT, NULL, WRONG(WHY_VALUE)},
    {"TLS 1.2, the other side", 0x0303, D2, S, S48, ABC, SHA256_CLIENT, NULL, WRONG(WHY_VALUE)},
    {"TLS 1.2, a bit of verify_data", 0x0303, D2, C, S48, ABC, "2e723a1a81c1f0d7fed5d17d", NULL,
     WRONG(WHY_VALUE)},
    {"TLS 1.2, a bit of a message", 0x0303, D2, C, S48, "616163", SHA256_CLIENT, NULL,
     WRONG(WHY_VALUE)},
    {"TLS 1.2, a bit of the secret", 0x0303, D2, C, S32 "202122232425262728292a2b2c2d2e2e", ABC,
     SHA256_CLIENT, NULL, WRONG(WHY_VALUE)},
    {"TLS 1.2, 11 octets", 0x0303, D2, C, S48, ABC, "2e723a1a81c1f0d7fed5d1", NULL,
     WRONG(WHY_LENGTH)},
    {"TLS 1.2, 13 octets", 0x0303, D2, C, S48, ABC, SHA256_CLIENT "00", NULL, WRONG(WHY_LENGTH)},
    {"TLS 1.2, none", 0x0303, D2, C, S48, ABC, "", NULL, WRONG(WHY_LENGTH)},
    {"no secret", 0x0303, D2, C, "", ABC, SHA256_CLIENT, NULL,
     UNCHECKED("the master secret of the session is not known")},
    {"a secret of another size", 0x0303, D2, C, S32, ABC, SHA256_CLIENT, NULL,
     UNCHECKED("the master secret does not have 48 octets")},
    {"a gap", 0x0303, D2, C, S48, ABC, SHA256_CLIENT, "a message is missing",
     UNCHECKED("a message is missing")},
    {"no messages", 0x0303, D2, C, S48, "", SHA256_CLIENT, NULL,
     UNCHECKED("no message of the handshake is known")},
    {"TLS 1.2 without a hash", 0x0303, OLD, C, S48, ABC, SHA256_CLIENT, NULL,
     UNCHECKED("the hash of the cipher suite is not known here")},
    {"TLS 1.3 asked as TLS 1.2", 0x0304, D2, C, S48, ABC, SHA256_CLIENT, NULL,
     UNCHECKED("how this version computes it is not known here")},
};
/* clang-format on */

static slice_t slice_of(const GByteArray *octets)
{
    return (slice_t){octets->data, octets->len};
}

static void assert_answer(finished_t got, const char *why, finished_t want, const char *want_why)
{
    g_assert_cmpstr(finished_word(got), ==, finished_word(want));
    g_assert_cmpstr(why, ==, want_why);
    if (why && !g_str_equal(why, "a message is missing"))
        g_assert_true(lab_has_hangul(say(LANGUAGE_KOREAN, why)));
}

static void test_tls12(gconstpointer data)
{
    const tls12_row_t *row = data;
    const char *why = "nothing";
    g_autoptr(GByteArray) secret = octets_of(row->secret);
    g_autoptr(GByteArray) messages = octets_of(row->messages);
    g_autoptr(GByteArray) verify_data = octets_of(row->verify_data);
    finished_tls12_t question = {.version = row->version,
                                 .digest = row->digest,
                                 .master_secret = slice_of(secret),
                                 .sender = row->sender,
                                 .messages = slice_of(messages),
                                 .gap = row->gap,
                                 .verify_data = slice_of(verify_data)};
    finished_t got = finished_check_tls12(&question, &why);
    assert_answer(got, why, row->want, row->why);
}

typedef struct {
    const char *name;
    gnutls_digest_algorithm_t digest;
    bool dtls;
    const char *secret, *verify_data, *gap;
    finished_t want;
    const char *why;
} tls13_row_t;

#define TLS13_SHA256  "409e81be5967012460dd009ddd88bea262814901ecc2958b8e2cfcd644a5648c"
#define DTLS13_SHA256 "c113878e8246580e272eda53555e5e7e55da2ab32c025e51d5f48b98e347afcc"
#define TLS13_SHA384                                                                               \
    "af572916f706875c6b66b55de8366baf2e89685c5508fcfa8f34cff87375969b49f98045f238115fa006bb17723f" \
    "2d70"
#define DTLS13_SHA384                                                                              \
    "f8bb5fef91a2790de5c95f02f2ea2a397a4d27afaff76d1879eedd4f0fcc08b28b986d24c546b022d376f418b8fb" \
    "d449"

/* clang-format off */
static const tls13_row_t tls13_rows[] = {
    {"SHA-256", D2, false, S32, TLS13_SHA256, NULL, YES_},
    {"SHA-384", D3, false, S48, TLS13_SHA384, NULL, YES_},
    {"DTLS SHA-256", D2, true, S32, DTLS13_SHA256, NULL, YES_},
    {"DTLS SHA-384", D3, true, S48, DTLS13_SHA384, NULL, YES_},
    {"label of DTLS in TLS", D2, false, S32, DTLS13_SHA256, NULL, WRONG(WHY_VALUE)},
    {"label of TLS in DTLS", D2, true, S32, TLS13_SHA256, NULL, WRONG(WHY_VALUE)},
    {"a bit of verify_data", D2, false, S32,
     "409e81be5967012460dd009ddd88bea262814901ecc2958b8e2cfcd644a5648d", NULL, WRONG(WHY_VALUE)},
    {"a bit of the secret", D2, false,
     "010102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", TLS13_SHA256, NULL,
     WRONG(WHY_VALUE)},
    {"an octet too many", D2, false, S32, TLS13_SHA256 "00", NULL, WRONG(WHY_LENGTH)},
    {"12 octets", D2, false, S32, SHA256_CLIENT, NULL, WRONG(WHY_LENGTH)},
    {"no secret", D2, false, "", TLS13_SHA256, NULL,
     UNCHECKED("the handshake traffic secret of the sender is not known")},
    {"the secret of another hash", D2, false, S48, TLS13_SHA256, NULL,
     UNCHECKED("the secret does not go with the hash of the cipher suite")},
    {"a gap", D2, false, S32, TLS13_SHA256, "a message is missing",
     UNCHECKED("a message is missing")},
    {"no hash", OLD, false, S32, TLS13_SHA256, NULL,
     UNCHECKED("the hash of the cipher suite is not known here")},
};
/* clang-format on */

static void test_tls13(gconstpointer data)
{
    const tls13_row_t *row = data;
    const char *why = "nothing";
    transcript_hash_t hash = {.size = 0};
    g_autoptr(GByteArray) secret = octets_of(row->secret);
    g_autoptr(GByteArray) verify_data = octets_of(row->verify_data);
    g_autoptr(transcript_t) transcript = transcript_new();
    transcript_add(transcript, (slice_t){(const guint8 *)"abc", 3});
    transcript_hash(transcript, row->digest, &hash);
    finished_tls13_t question = {
        .digest = row->digest,
        .dtls = row->dtls,
        .base_secret = slice_of(secret),
        .transcript_hash = {hash.octets, hash.size},
        .gap = row->gap,
        .verify_data = slice_of(verify_data)
    };
    finished_t got = finished_check_tls13(&question, &why);
    assert_answer(got, why, row->want, row->why);
}

/* Both Finished of a handshake by others; @lost is a message left out of the transcript. */
static finished_t check_known(size_t message, const char *secret_hex, size_t lost)
{
    const char *why;
    transcript_hash_t hash;
    handshake_t finished;
    g_autoptr(GByteArray) room = g_byte_array_new();
    g_autoptr(GByteArray) secret = octets_of(secret_hex);
    g_autoptr(transcript_t) transcript = transcript_new();
    for (size_t i = 0; i < message; i++)
        if (i != lost)
            transcript_add(transcript, known_message(i, room));
    g_assert_true(transcript_hash(transcript, GNUTLS_DIG_SHA256, &hash));
    g_assert_true(handshake_parse(known_message(message, room), FRAMING_TLS, &finished));
    return finished_check_tls13(
        &(finished_tls13_t){
            .digest = GNUTLS_DIG_SHA256,
            .base_secret = slice_of(secret),
            .transcript_hash = {hash.octets, hash.size},
            .verify_data = finished.body
    },
        &why);
}

static void test_known(void)
{
    static const struct {
        size_t message;
        const char *secret;
        size_t lost;
        finished_t want;
    } rows[] = {
        {KNOWN_SERVER_FINISHED, KNOWN_SERVER_HANDSHAKE_SECRET, KNOWN_MESSAGES,           FINISHED_VERIFIED},
        {KNOWN_CLIENT_FINISHED, KNOWN_CLIENT_HANDSHAKE_SECRET, KNOWN_MESSAGES,           FINISHED_VERIFIED},
        {KNOWN_SERVER_FINISHED, KNOWN_CLIENT_HANDSHAKE_SECRET, KNOWN_MESSAGES,           FINISHED_WRONG   },
        {KNOWN_CLIENT_FINISHED, KNOWN_SERVER_HANDSHAKE_SECRET, KNOWN_MESSAGES,           FINISHED_WRONG   },
        {KNOWN_SERVER_FINISHED, KNOWN_SERVER_HANDSHAKE_SECRET, KNOWN_CERTIFICATE_VERIFY,
         FINISHED_WRONG                                                                                   },
        {KNOWN_CLIENT_FINISHED, KNOWN_CLIENT_HANDSHAKE_SECRET, KNOWN_SERVER_FINISHED,
         FINISHED_WRONG                                                                                   },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpstr(finished_word(check_known(rows[i].message, rows[i].secret, rows[i].lost)),
                        ==, finished_word(rows[i].want));
}

/* A secret alone, without the messages. */
static void test_no_transcript(void)
{
    const char *why;
    g_autoptr(GByteArray) secret = octets_of(S32);
    finished_t got = finished_check_tls13(
        &(finished_tls13_t){.digest = GNUTLS_DIG_SHA256, .base_secret = slice_of(secret)}, &why);
    assert_answer(got, why, FINISHED_NOT_CHECKED, "the hash of the handshake is not known");
}

static void test_words(void)
{
    g_assert_cmpstr(finished_word(FINISHED_NOT_CHECKED), ==, "not-checked");
    g_assert_cmpstr(finished_word(FINISHED_VERIFIED), ==, "verified");
    g_assert_cmpstr(finished_word(FINISHED_WRONG), ==, "wrong");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(tls12_rows); i++) {
        g_autofree char *path = g_strdup_printf("/finished/tls12/%s", tls12_rows[i].name);
        g_test_add_data_func(path, &tls12_rows[i], test_tls12);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(tls13_rows); i++) {
        g_autofree char *path = g_strdup_printf("/finished/tls13/%s", tls13_rows[i].name);
        g_test_add_data_func(path, &tls13_rows[i], test_tls13);
    }
    g_test_add_func("/finished/known handshake", test_known);
    g_test_add_func("/finished/no transcript", test_no_transcript);
    g_test_add_func("/finished/words", test_words);
    return g_test_run();
}
