/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "possession.h"

#include <string.h>

#include "known-handshake.h"
#include "lab.h"
#include "signed-handshake.h"

/* What is not checked, and why; what is signed, part by part; a handshake by others. */

#define RANDOM "c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1"
#define ECDH   "03 001d 04 01020304"
#define SIGNED "0403 0002 aabb" /* ecdsa_secp256r1_sha256 */

static slice_t slice_of(const GByteArray *octets)
{
    return (slice_t){octets->data, octets->len};
}

/* Certificates that give no key. */
typedef enum { GOOD, NONE, MALFORMED, UNKNOWN_KEY } certificate_kind_t;

static certificate_t *bad_certificate(certificate_kind_t kind)
{
    static const guint8 octets[] = {0x30, 0x03, 0x02, 0x01, 0x07};
    /* id-ecPublicKey, 1.2.840.10045.2.1, becomes an OID that means nothing. */
    static const guint8 oid[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};
    if (kind == MALFORMED)
        return certificate_new((slice_t){octets, sizeof octets});
    slice_t der = made_der(owner_of(KEY_P256, false)->made);
    g_autofree guint8 *copy = g_memdup2(der.data, der.size);
    for (size_t i = 0; i + sizeof oid <= der.size; i++)
        if (memcmp(copy + i, oid, sizeof oid) == 0)
            copy[i + sizeof oid - 1] = 0x7f;
    return certificate_new((slice_t){copy, der.size});
}

static void check_refusal(const possession_result_t *result, const char *why)
{
    g_assert_cmpstr(result->why, ==, why);
    g_assert_cmpstr(possession_word(result->possession), ==, "not-checked");
}

typedef struct {
    const char *name;
    guint16 version;
    server_params_t params;
    const char *body, *client_random, *server_random;
    certificate_kind_t certificate;
    const char *why;
} key_exchange_row_t;

#define EC               SERVER_PARAMS_ECDHE
#define SKE_IS_MALFORMED "ServerKeyExchange is malformed"
#define NO_RANDOM        "the randoms of both sides are not known"

/* clang-format off */
static const key_exchange_row_t key_exchange_rows[] = {
    {"no certificate", 0x0303, EC, ECDH SIGNED, RANDOM, RANDOM, NONE,
     "the certificate is not known"},
    {"certificate malformed", 0x0303, EC, ECDH SIGNED, RANDOM, RANDOM, MALFORMED,
     "the certificate cannot be decoded: @"},
    {"key not known", 0x0303, EC, ECDH SIGNED, RANDOM, RANDOM, UNKNOWN_KEY,
     "keys of type @ are not known here"},
    {"version not known", 0x0305, EC, ECDH SIGNED, RANDOM, RANDOM, GOOD,
     "what this version signs is not known here"},
    {"TLS 1.3 has no such message", 0x0304, EC, ECDH SIGNED, RANDOM, RANDOM, GOOD,
     "what this version signs is not known here"},
    {"no client random", 0x0303, EC, ECDH SIGNED, "", RANDOM, GOOD, NO_RANDOM},
    {"no server random", 0x0303, EC, ECDH SIGNED, RANDOM, "", GOOD, NO_RANDOM},
    {"random too short", 0x0303, EC, ECDH SIGNED, RANDOM, "c1", GOOD, NO_RANDOM},
    {"empty", 0x0303, EC, "", RANDOM, RANDOM, GOOD, SKE_IS_MALFORMED},
    {"point past the end", 0x0303, EC, "03 001d 04 010203", RANDOM, RANDOM, GOOD,
     SKE_IS_MALFORMED},
    {"no signature", 0x0303, EC, ECDH, RANDOM, RANDOM, GOOD, SKE_IS_MALFORMED},
    {"signature past the end", 0x0303, EC, ECDH "0403 0003 aabb", RANDOM, RANDOM, GOOD,
     SKE_IS_MALFORMED},
    {"octets after the signature", 0x0303, EC, ECDH "0403 0002 aabbcc", RANDOM, RANDOM, GOOD,
     SKE_IS_MALFORMED},
    {"DHE cut short", 0x0303, SERVER_PARAMS_DHE, "0001 03 0001 02 0001", RANDOM, RANDOM, GOOD,
     SKE_IS_MALFORMED},
    {"RSA cut short", 0x0301, SERVER_PARAMS_RSA_EXPORT, "0001 03 0001", RANDOM, RANDOM, GOOD,
     SKE_IS_MALFORMED},
    {"explicit curve", 0x0303, EC, "01 0001 aa", RANDOM, RANDOM, GOOD,
     "the curve is given by its equation, which is not read here"},
    {"scheme without a name", 0x0303, EC, ECDH "fefe 0002 aabb", RANDOM, RANDOM, GOOD,
     "signatures of type 0xfefe are not known here"},
    {"scheme that GnuTLS lacks", 0x0303, EC, ECDH "081a 0002 aabb", RANDOM, RANDOM, GOOD,
     "signatures of type ecdsa_brainpoolP256r1tls13_sha256 are not known here"},
    {"ECDSA with MD5", 0x0303, EC, ECDH "0103 0002 aabb", RANDOM, RANDOM, GOOD,
     "signatures of type ecdsa_md5 are not known here"},
};
/* clang-format on */

static void test_key_exchange(gconstpointer data)
{
    const key_exchange_row_t *row = data;
    g_autoptr(certificate_t) bad =
        row->certificate >= MALFORMED ? bad_certificate(row->certificate) : NULL;
    const certificate_t *good =
        row->certificate == GOOD ? owner_of(KEY_P256, false)->certificate : NULL;
    g_autoptr(GByteArray) body = octets_of(row->body);
    g_autoptr(GByteArray) client_random = octets_of(row->client_random);
    g_autoptr(GByteArray) server_random = octets_of(row->server_random);
    possession_key_exchange_t question = {.version = row->version,
                                          .client_random = slice_of(client_random),
                                          .server_random = slice_of(server_random),
                                          .body = slice_of(body),
                                          .params = row->params,
                                          .certificate = bad ? bad : good};
    g_autoptr(possession_result_t) result = possession_server_key_exchange(&question);
    question.language = LANGUAGE_KOREAN;
    g_autoptr(possession_result_t) korean = possession_server_key_exchange(&question);
    g_assert_true(lab_has_hangul(korean->why));
    const char *blank = strchr(row->why, '@');
    g_autofree char *why =
        blank ? g_strdup_printf("%.*s%s%s", (int)(blank - row->why), row->why,
                                bad->malformed ? bad->malformed : bad->key, blank + 1)
              : g_strdup(row->why);
    check_refusal(result, why);
}

typedef struct {
    const char *name;
    guint16 version;
    const char *body, *transcript, *gap;
    const char *why;
} verify_row_t;

/* clang-format off */
static const verify_row_t verify_rows[] = {
    {"SSL 3.0", 0x0300, "0002 aabb", "01 000000", NULL,
     "in SSL 3.0 the master secret is part of what is signed"},
    {"version not known", 0x7f17, SIGNED, "01 000000", NULL,
     "what this version signs is not known here"},
    {"TLS 1.2 empty", 0x0303, "", "01 000000", NULL, "CertificateVerify is malformed"},
    {"TLS 1.2 octets after it", 0x0303, SIGNED "00", "01 000000", NULL,
     "CertificateVerify is malformed"},
    {"TLS 1.1 with the form of TLS 1.2", 0x0302, SIGNED, "01 000000", NULL,
     "CertificateVerify is malformed"},
    {"TLS 1.2 with a gap", 0x0303, SIGNED, "", "a message is missing",
     "what is signed cannot be known: a message is missing"},
    {"TLS 1.2 without messages", 0x0303, SIGNED, "", NULL,
     "what is signed cannot be known: no message of the handshake is known"},
    {"TLS 1.3 empty", 0x0304, "", RANDOM, NULL, "CertificateVerify is malformed"},
    {"TLS 1.3 cut short", 0x0304, "0403 0002 aa", RANDOM, NULL, "CertificateVerify is malformed"},
    {"TLS 1.3 with a gap", 0x0304, SIGNED, "", "a message is missing",
     "what is signed cannot be known: a message is missing"},
    {"TLS 1.3 without a hash", 0x0304, SIGNED, "", NULL,
     "what is signed cannot be known: the hash of the handshake is not known"},
    {"TLS 1.3 with another hash", 0x0304, SIGNED, RANDOM "aa", NULL,
     "what is signed cannot be known: the hash of the handshake is not known"},
    {"TLS 1.3, scheme not known", 0x0304, "0911 0002 aabb", RANDOM, NULL,
     "signatures of type @ are not known here"},
};
/* clang-format on */

static possession_result_t *ask_verify(const verify_row_t *row, language_t language)
{
    const certificate_t *certificate = owner_of(KEY_P256, false)->certificate;
    g_autoptr(GByteArray) body = octets_of(row->body);
    g_autoptr(GByteArray) transcript = octets_of(row->transcript);
    if (row->version == 0x0304)
        return possession_certificate_verify_tls13(
            &(possession_verify_tls13_t){.language = language,
                                         .sender = SENDER_SERVER,
                                         .transcript_hash = slice_of(transcript),
                                         .digest = GNUTLS_DIG_SHA256,
                                         .gap = row->gap,
                                         .body = slice_of(body),
                                         .certificate = certificate});
    return possession_certificate_verify_tls12(
        &(possession_verify_tls12_t){.language = language,
                                     .version = row->version,
                                     .messages = slice_of(transcript),
                                     .gap = row->gap,
                                     .body = slice_of(body),
                                     .certificate = certificate});
}

static void test_verify(gconstpointer data)
{
    const verify_row_t *row = data;
    g_autoptr(possession_result_t) result = ask_verify(row, LANGUAGE_ENGLISH);
    const char *blank = strchr(row->why, '@');
    g_autofree char *why = blank ? g_strdup_printf("%.*s%s%s", (int)(blank - row->why), row->why,
                                                   result->algorithm, blank + 1)
                                 : g_strdup(row->why);
    check_refusal(result, why);
    g_autoptr(possession_result_t) korean = ask_verify(row, LANGUAGE_KOREAN);
    g_assert_true(lab_has_hangul(korean->why));
}

/* "client_random 0+32, .."; gives. */
static char *parts_text(const possession_result_t *result)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < result->parts->len; i++) {
        const possession_part_t *part = &g_array_index(result->parts, possession_part_t, i);
        g_string_append_printf(text, "%s%s %zu+%zu", i ? ", " : "", part->name, part->offset,
                               part->length);
    }
    return g_string_free(text, FALSE);
}

static void check_parts(const possession_result_t *result, const char *parts, const char *hex)
{
    g_autofree char *told = parts_text(result);
    g_autoptr(GByteArray) want = octets_of(hex);
    slice_t content = {0};
    content.data = g_bytes_get_data(result->content, &content.size);
    g_assert_cmpstr(told, ==, parts);
    g_assert_true(slice_equal(content, slice_of(want)));
}

static void check_key_exchange_parts(server_params_t params, const char *hex, const char *parts)
{
    g_autoptr(GByteArray) random = octets_of(RANDOM);
    g_autoptr(GByteArray) body = octets_of(hex);
    octets_append_hex(body, SIGNED);
    g_autoptr(possession_result_t) result = possession_server_key_exchange(
        &(possession_key_exchange_t){.version = 0x0303,
                                     .client_random = slice_of(random),
                                     .server_random = slice_of(random),
                                     .body = slice_of(body),
                                     .params = params});
    g_autofree char *content = g_strconcat(RANDOM, RANDOM, hex, NULL);
    check_parts(result, parts, content); /* what is signed is told, though there is no key */
}

static void test_key_exchange_parts(void)
{
    check_key_exchange_parts(SERVER_PARAMS_ECDHE, ECDH,
                             "client_random 0+32, server_random 32+32, ServerECDHParams 64+8");
    check_key_exchange_parts(SERVER_PARAMS_DHE, "0001 07 0001 02 0001 03",
                             "client_random 0+32, server_random 32+32, ServerDHParams 64+9");
    check_key_exchange_parts(SERVER_PARAMS_RSA_EXPORT, "0001 07 0001 03",
                             "client_random 0+32, server_random 32+32, ServerRSAParams 64+6");
}

static void test_verify_parts(void)
{
    static const char padded[] =
        "2020202020202020202020202020202020202020202020202020202020202020"
        "2020202020202020202020202020202020202020202020202020202020202020"
        "544c5320312e332c20736572766572204365727469666963617465566572696679"
        "00" RANDOM;
    verify_row_t row = {.version = 0x0304, .body = SIGNED, .transcript = RANDOM};
    g_autoptr(possession_result_t) tls13 = ask_verify(&row, LANGUAGE_ENGLISH);
    check_parts(tls13,
                "64 octets of padding (0x20) 0+64, context string 64+33, separator 97+1, "
                "transcript hash (SHA-256) 98+32",
                padded);
    row = (verify_row_t){
        .version = 0x0303, .body = SIGNED, .transcript = "01 000001 aa 02 000000 63 000000"};
    g_autoptr(possession_result_t) tls12 = ask_verify(&row, LANGUAGE_ENGLISH);
    check_parts(tls12, "ClientHello 0+5, ServerHello 5+4, HandshakeType 99 9+4", row.transcript);
    row.version = 0xfefd;
    row.transcript = "01 000001 0000 000000 000001 aa 0e 000000 0001 000000 000000";
    g_autoptr(possession_result_t) dtls = ask_verify(&row, LANGUAGE_ENGLISH);
    check_parts(dtls, "ClientHello 0+13, ServerHelloDone 13+12", row.transcript);
    row.transcript = "01 0000ff"; /* whoever made it, it does not end where it says */
    g_autoptr(possession_result_t) cut = ask_verify(&row, LANGUAGE_ENGLISH);
    check_parts(cut, "ClientHello 0+4", row.transcript);
}

/* 63 messages are told apart; all further ones are one part. */
static void test_parts_limit(void)
{
    for (guint n = 62; n <= 66; n++) {
        g_autoptr(GString) messages = g_string_new(NULL);
        for (guint i = 0; i < n; i++)
            g_string_append(messages, "00 000000");
        verify_row_t row = {.version = 0x0303, .body = SIGNED, .transcript = messages->str};
        g_autoptr(possession_result_t) result = ask_verify(&row, LANGUAGE_ENGLISH);
        const possession_part_t *last =
            &g_array_index(result->parts, possession_part_t, result->parts->len - 1);
        g_assert_cmpuint(result->parts->len, ==, MIN(n, 64));
        g_assert_cmpstr(last->name, ==, n <= 63 ? "HelloRequest" : "further messages");
        g_assert_cmpuint(last->offset + last->length, ==, 4 * (gsize)n);
    }
}

/* The CertificateVerify of a handshake by others; @lost is a message left out. */
static possession_t check_known(size_t lost)
{
    transcript_hash_t hash;
    handshake_t verify, message;
    g_autoptr(GByteArray) room = g_byte_array_new();
    g_autoptr(transcript_t) transcript = transcript_new();
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(slice_t));
    for (size_t i = 0; i < KNOWN_CERTIFICATE_VERIFY; i++)
        if (i != lost)
            transcript_add(transcript, known_message(i, room));
    g_assert_true(transcript_hash(transcript, GNUTLS_DIG_SHA256, &hash));
    g_assert_true(handshake_parse(known_message(KNOWN_CERTIFICATE, room), FRAMING_TLS, &message));
    g_assert_true(certificate_list_parse(message.body, CERTIFICATE_LIST_TLS13, list));
    g_autoptr(certificate_t) certificate = certificate_new(g_array_index(list, slice_t, 0));
    g_assert_true(
        handshake_parse(known_message(KNOWN_CERTIFICATE_VERIFY, room), FRAMING_TLS, &verify));
    g_autoptr(possession_result_t) result =
        possession_certificate_verify_tls13(&(possession_verify_tls13_t){
            .sender = SENDER_SERVER,
            .transcript_hash = {hash.octets, hash.size},
            .digest = GNUTLS_DIG_SHA256,
            .body = verify.body,
            .certificate = certificate
    });
    g_assert_null(result->scheme_violation);
    return result->possession;
}

static void test_known(void)
{
    g_assert_cmpstr(possession_word(check_known(KNOWN_MESSAGES)), ==, "proven");
    for (size_t i = 0; i < KNOWN_CERTIFICATE_VERIFY; i++)
        g_assert_cmpstr(possession_word(check_known(i)), ==, "disproven");
}

#define ADD(group, table, function)                                                                \
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {                                             \
        g_autofree char *path = g_strdup_printf("/possession/" group "/%s", table[i].name);        \
        g_test_add_data_func(path, &table[i], function);                                           \
    }

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("refused/ServerKeyExchange", key_exchange_rows, test_key_exchange)
    ADD("refused/CertificateVerify", verify_rows, test_verify)
    g_test_add_func("/possession/parts/ServerKeyExchange", test_key_exchange_parts);
    g_test_add_func("/possession/parts/CertificateVerify", test_verify_parts);
    g_test_add_func("/possession/parts/limit", test_parts_limit);
    g_test_add_func("/possession/known handshake", test_known);
    int status = g_test_run();
    owners_free();
    return status;
}
