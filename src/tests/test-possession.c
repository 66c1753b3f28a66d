/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "possession.h"

#include <string.h>

#include <gnutls/crypto.h>

#include "octets.h"
#include "signed-handshake.h"

/* One signature, and everything by which it can miss: a row for each message, version and
 * algorithm; each is tried as it is and with one bit changed in each place. */

typedef enum { KEY_EXCHANGE, VERIFY_TLS12, VERIFY_TLS13 } message_t;

typedef struct {
    message_t message;
    guint16 version;
    server_params_t params; /* of KEY_EXCHANGE */
    sender_t sender;        /* of VERIFY_TLS13 */
    key_kind_t key;
    guint16 scheme;
    gnutls_sign_algorithm_t sign;
    const char *algorithm;
} row_t;

#define TWO_HASHES GNUTLS_SIGN_UNKNOWN, "RSA PKCS#1 with MD5 and SHA-1"
#define OLD_DSA    GNUTLS_SIGN_DSA_SHA1, "DSA with SHA-1"
#define OLD_ECDSA  GNUTLS_SIGN_ECDSA_SHA1, "ECDSA with SHA-1"
#define ECDHE      SERVER_PARAMS_ECDHE, SENDER_SERVER
#define DHE        SERVER_PARAMS_DHE, SENDER_SERVER
#define EXPORT     SERVER_PARAMS_RSA_EXPORT, SENDER_SERVER
#define SERVER     SERVER_PARAMS_ECDHE, SENDER_SERVER
#define CLIENT     SERVER_PARAMS_ECDHE, SENDER_CLIENT
#define NEW(s)     GNUTLS_SIGN_##s

/* clang-format off */
static const row_t rows[] = {
    {KEY_EXCHANGE, 0x0300, DHE, KEY_RSA, 0, TWO_HASHES},
    {KEY_EXCHANGE, 0x0300, DHE, KEY_DSA, 0, OLD_DSA},
    {KEY_EXCHANGE, 0x0301, EXPORT, KEY_RSA, 0, TWO_HASHES},
    {KEY_EXCHANGE, 0x0301, DHE, KEY_RSA, 0, TWO_HASHES},
    {KEY_EXCHANGE, 0x0301, DHE, KEY_DSA, 0, OLD_DSA},
    {KEY_EXCHANGE, 0x0301, ECDHE, KEY_RSA, 0, TWO_HASHES},
    {KEY_EXCHANGE, 0x0301, ECDHE, KEY_P256, 0, OLD_ECDSA},
    {KEY_EXCHANGE, 0x0302, DHE, KEY_RSA, 0, TWO_HASHES},
    {KEY_EXCHANGE, 0x0302, DHE, KEY_DSA, 0, OLD_DSA},
    {KEY_EXCHANGE, 0x0302, ECDHE, KEY_P384, 0, OLD_ECDSA},
    {KEY_EXCHANGE, 0xfeff, ECDHE, KEY_RSA, 0, TWO_HASHES},
    {KEY_EXCHANGE, 0xfeff, ECDHE, KEY_P521, 0, OLD_ECDSA},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_RSA, 0x0101, NEW(RSA_MD5), "rsa_pkcs1_md5"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_RSA, 0x0201, NEW(RSA_SHA1), "rsa_pkcs1_sha1"},
    {KEY_EXCHANGE, 0x0303, DHE, KEY_RSA, 0x0301, NEW(RSA_SHA224), "rsa_pkcs1_sha224"},
    {KEY_EXCHANGE, 0x0303, DHE, KEY_RSA, 0x0401, NEW(RSA_SHA256), "rsa_pkcs1_sha256"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_RSA, 0x0501, NEW(RSA_SHA384), "rsa_pkcs1_sha384"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_RSA, 0x0601, NEW(RSA_SHA512), "rsa_pkcs1_sha512"},
    {KEY_EXCHANGE, 0x0303, DHE, KEY_DSA, 0x0202, NEW(DSA_SHA1), "dsa_sha1"},
    {KEY_EXCHANGE, 0x0303, DHE, KEY_DSA, 0x0302, NEW(DSA_SHA224), "dsa_sha224"},
    {KEY_EXCHANGE, 0x0303, DHE, KEY_DSA, 0x0402, NEW(DSA_SHA256), "dsa_sha256"},
    {KEY_EXCHANGE, 0x0303, DHE, KEY_DSA, 0x0502, NEW(DSA_SHA384), "dsa_sha384"},
    {KEY_EXCHANGE, 0x0303, DHE, KEY_DSA, 0x0602, NEW(DSA_SHA512), "dsa_sha512"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_P256, 0x0203, NEW(ECDSA_SHA1), "ecdsa_sha1"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_P256, 0x0303, NEW(ECDSA_SHA224), "ecdsa_sha224"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_P256, 0x0403, NEW(ECDSA_SHA256), "ecdsa_secp256r1_sha256"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_P384, 0x0403, NEW(ECDSA_SHA256), "ecdsa_secp256r1_sha256"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_P384, 0x0503, NEW(ECDSA_SHA384), "ecdsa_secp384r1_sha384"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_P521, 0x0603, NEW(ECDSA_SHA512), "ecdsa_secp521r1_sha512"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_RSA, 0x0804, NEW(RSA_PSS_RSAE_SHA256), "rsa_pss_rsae_sha256"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_RSA, 0x0805, NEW(RSA_PSS_RSAE_SHA384), "rsa_pss_rsae_sha384"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_RSA, 0x0806, NEW(RSA_PSS_RSAE_SHA512), "rsa_pss_rsae_sha512"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_RSA_PSS, 0x0809, NEW(RSA_PSS_SHA256), "rsa_pss_pss_sha256"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_RSA_PSS, 0x080a, NEW(RSA_PSS_SHA384), "rsa_pss_pss_sha384"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_RSA_PSS, 0x080b, NEW(RSA_PSS_SHA512), "rsa_pss_pss_sha512"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_ED25519, 0x0807, NEW(EDDSA_ED25519), "ed25519"},
    {KEY_EXCHANGE, 0x0303, ECDHE, KEY_ED448, 0x0808, NEW(EDDSA_ED448), "ed448"},
    {KEY_EXCHANGE, 0xfefd, ECDHE, KEY_RSA, 0x0401, NEW(RSA_SHA256), "rsa_pkcs1_sha256"},
    {KEY_EXCHANGE, 0xfefd, ECDHE, KEY_P256, 0x0403, NEW(ECDSA_SHA256), "ecdsa_secp256r1_sha256"},
    {VERIFY_TLS12, 0x0301, CLIENT, KEY_RSA, 0, TWO_HASHES},
    {VERIFY_TLS12, 0x0301, CLIENT, KEY_DSA, 0, OLD_DSA},
    {VERIFY_TLS12, 0x0302, CLIENT, KEY_RSA, 0, TWO_HASHES},
    {VERIFY_TLS12, 0x0302, CLIENT, KEY_P256, 0, OLD_ECDSA},
    {VERIFY_TLS12, 0xfeff, CLIENT, KEY_RSA, 0, TWO_HASHES},
    {VERIFY_TLS12, 0x0303, CLIENT, KEY_RSA, 0x0201, NEW(RSA_SHA1), "rsa_pkcs1_sha1"},
    {VERIFY_TLS12, 0x0303, CLIENT, KEY_RSA, 0x0401, NEW(RSA_SHA256), "rsa_pkcs1_sha256"},
    {VERIFY_TLS12, 0x0303, CLIENT, KEY_RSA, 0x0804, NEW(RSA_PSS_RSAE_SHA256), "rsa_pss_rsae_sha256"},
    {VERIFY_TLS12, 0x0303, CLIENT, KEY_DSA, 0x0402, NEW(DSA_SHA256), "dsa_sha256"},
    {VERIFY_TLS12, 0x0303, CLIENT, KEY_P384, 0x0503, NEW(ECDSA_SHA384), "ecdsa_secp384r1_sha384"},
    {VERIFY_TLS12, 0x0303, CLIENT, KEY_ED25519, 0x0807, NEW(EDDSA_ED25519), "ed25519"},
    {VERIFY_TLS12, 0x0303, CLIENT, KEY_ED448, 0x0808, NEW(EDDSA_ED448), "ed448"},
    {VERIFY_TLS12, 0xfefd, CLIENT, KEY_P256, 0x0403, NEW(ECDSA_SHA256), "ecdsa_secp256r1_sha256"},
    {VERIFY_TLS13, 0x0304, SERVER, KEY_RSA, 0x0804, NEW(RSA_PSS_RSAE_SHA256), "rsa_pss_rsae_sha256"},
    {VERIFY_TLS13, 0x0304, CLIENT, KEY_RSA, 0x0805, NEW(RSA_PSS_RSAE_SHA384), "rsa_pss_rsae_sha384"},
    {VERIFY_TLS13, 0x0304, SERVER, KEY_RSA, 0x0806, NEW(RSA_PSS_RSAE_SHA512), "rsa_pss_rsae_sha512"},
    {VERIFY_TLS13, 0x0304, SERVER, KEY_RSA_PSS, 0x0809, NEW(RSA_PSS_SHA256), "rsa_pss_pss_sha256"},
    {VERIFY_TLS13, 0x0304, CLIENT, KEY_RSA_PSS, 0x080a, NEW(RSA_PSS_SHA384), "rsa_pss_pss_sha384"},
    {VERIFY_TLS13, 0x0304, SERVER, KEY_RSA_PSS, 0x080b, NEW(RSA_PSS_SHA512), "rsa_pss_pss_sha512"},
    {VERIFY_TLS13, 0x0304, SERVER, KEY_P256, 0x0403, NEW(ECDSA_SHA256), "ecdsa_secp256r1_sha256"},
    {VERIFY_TLS13, 0x0304, CLIENT, KEY_P384, 0x0503, NEW(ECDSA_SHA384), "ecdsa_secp384r1_sha384"},
    {VERIFY_TLS13, 0x0304, SERVER, KEY_P521, 0x0603, NEW(ECDSA_SHA512), "ecdsa_secp521r1_sha512"},
    {VERIFY_TLS13, 0x0304, SERVER, KEY_ED25519, 0x0807, NEW(EDDSA_ED25519), "ed25519"},
    {VERIFY_TLS13, 0x0304, CLIENT, KEY_ED448, 0x0808, NEW(EDDSA_ED448), "ed448"},
};
/* clang-format on */

typedef enum {
    AS_IT_IS,
    MISS_SIGNATURE,     /* its last bit */
    MISS_KEY,           /* a stranger's certificate */
    MISS_CONTENT,       /* the last bit of the parameters, the messages or the hash */
    MISS_CLIENT_RANDOM, /* ServerKeyExchange only */
    MISS_SERVER_RANDOM,
    MISS_ROLE,       /* TLS 1.3: the context string of the other side */
    MISS_SEPARATION, /* TLS 1.2: the last message was lost */
    MISS_COUNT
} miss_t;

/* clang-format off */
static const char *const miss_names[] = {"as it is",      "signature",     "key",  "content",
                                         "client_random", "server_random", "role", "message lost"};
/* clang-format on */

static bool miss_applies(const row_t *row, miss_t miss)
{
    if (miss <= MISS_CONTENT)
        return true;
    if (row->message == KEY_EXCHANGE)
        return miss == MISS_CLIENT_RANDOM || miss == MISS_SERVER_RANDOM;
    return miss == (row->message == VERIFY_TLS13 ? MISS_ROLE : MISS_SEPARATION);
}

static slice_t slice_of(const GByteArray *octets)
{
    return (slice_t){octets->data, octets->len};
}

static void flip_last(GByteArray *octets)
{
    octets->data[octets->len - 1] ^= 1;
}

static const char *const params_hex[] = {
    [SERVER_PARAMS_ECDHE] = "03 001d 04 01020304",
    [SERVER_PARAMS_DHE] = "0003 c00001 0001 02 0003 0a0b0c",
    [SERVER_PARAMS_RSA_EXPORT] = "0003 c00001 0003 010001",
};

#define CLIENT_RANDOM "c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1"
#define SERVER_RANDOM "5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e"

static possession_result_t *ask_key_exchange(const row_t *row, miss_t miss)
{
    const owner_t *owner = owner_of(row->key, false);
    g_autoptr(GByteArray) client_random = octets_of(CLIENT_RANDOM);
    g_autoptr(GByteArray) server_random = octets_of(SERVER_RANDOM);
    g_autoptr(GByteArray) body = octets_of(params_hex[row->params]);
    g_autoptr(GByteArray) content = octets_of(CLIENT_RANDOM SERVER_RANDOM);
    octets_append_hex(content, params_hex[row->params]);
    g_autoptr(GByteArray) signature = sign_with(owner, row->sign, slice_of(content));
    if (miss == MISS_SIGNATURE)
        flip_last(signature);
    if (miss == MISS_CONTENT)
        flip_last(body);
    if (miss == MISS_CLIENT_RANDOM)
        flip_last(client_random);
    if (miss == MISS_SERVER_RANDOM)
        flip_last(server_random);
    append_signed(body, row->scheme, signature);
    return possession_server_key_exchange(&(possession_key_exchange_t){
        .version = row->version,
        .client_random = slice_of(client_random),
        .server_random = slice_of(server_random),
        .body = slice_of(body),
        .params = row->params,
        .certificate = owner_of(row->key, miss == MISS_KEY)->certificate});
}

#define MESSAGES      "01 000002 aabb 0b 000001 cc 10 000002 dddd"
#define DTLS_MESSAGES "01 000002 0001 000000 000002 aabb 10 000001 0002 000000 000001 dd"

static possession_result_t *ask_verify_tls12(const row_t *row, miss_t miss)
{
    bool dtls = row->version >> 8 == 0xfe;
    const owner_t *owner = owner_of(row->key, false);
    g_autoptr(GByteArray) messages = octets_of(dtls ? DTLS_MESSAGES : MESSAGES);
    g_autoptr(GByteArray) signature = sign_with(owner, row->sign, slice_of(messages));
    g_autoptr(GByteArray) body = g_byte_array_new();
    if (miss == MISS_SIGNATURE)
        flip_last(signature);
    if (miss == MISS_CONTENT)
        messages->data[4] ^= 1;
    if (miss == MISS_SEPARATION)
        g_byte_array_set_size(messages, messages->len - (dtls ? 13 : 6));
    append_signed(body, row->scheme, signature);
    return possession_certificate_verify_tls12(&(possession_verify_tls12_t){
        .version = row->version,
        .messages = slice_of(messages),
        .body = slice_of(body),
        .certificate = owner_of(row->key, miss == MISS_KEY)->certificate});
}

static possession_result_t *ask_verify_tls13(const row_t *row, miss_t miss)
{
    const owner_t *owner = owner_of(row->key, false);
    g_autoptr(GByteArray) hash = octets_of(CLIENT_RANDOM);
    g_autoptr(GByteArray) content =
        tls13_content(row->sender == SENDER_CLIENT ? "TLS 1.3, client CertificateVerify"
                                                   : "TLS 1.3, server CertificateVerify",
                      slice_of(hash));
    g_autoptr(GByteArray) signature = sign_with(owner, row->sign, slice_of(content));
    g_autoptr(GByteArray) body = g_byte_array_new();
    sender_t other = row->sender == SENDER_CLIENT ? SENDER_SERVER : SENDER_CLIENT;
    if (miss == MISS_SIGNATURE)
        flip_last(signature);
    if (miss == MISS_CONTENT)
        flip_last(hash);
    append_signed(body, row->scheme, signature);
    return possession_certificate_verify_tls13(&(possession_verify_tls13_t){
        .sender = miss == MISS_ROLE ? other : row->sender,
        .transcript_hash = slice_of(hash),
        .digest = GNUTLS_DIG_SHA256,
        .body = slice_of(body),
        .certificate = owner_of(row->key, miss == MISS_KEY)->certificate});
}

/* Together the parts are the whole content, in order. */
static void assert_parts(const possession_result_t *result)
{
    size_t at = 0;
    for (guint i = 0; i < result->parts->len; i++) {
        const possession_part_t *part = &g_array_index(result->parts, possession_part_t, i);
        g_assert_cmpuint(part->offset, ==, at);
        g_assert_cmpstr(part->name, !=, "");
        at += part->length;
    }
    g_assert_cmpuint(at, ==, result->content ? g_bytes_get_size(result->content) : 0);
}

typedef struct {
    const row_t *row;
    miss_t miss;
} case_t;

static possession_result_t *ask(const row_t *row, miss_t miss)
{
    if (row->message == KEY_EXCHANGE)
        return ask_key_exchange(row, miss);
    return row->message == VERIFY_TLS12 ? ask_verify_tls12(row, miss) : ask_verify_tls13(row, miss);
}

static void test_case(gconstpointer data)
{
    const case_t *c = data;
    static const char *const messages[] = {"ServerKeyExchange", "CertificateVerify",
                                           "CertificateVerify"};
    g_autoptr(possession_result_t) result = ask(c->row, c->miss);
    g_autofree char *proven = g_strdup_printf("the signature in %s was made with the private key "
                                              "of CN=owner, over this very handshake",
                                              messages[c->row->message]);
    g_autofree char *disproven = g_strdup_printf(
        "the signature in %s was not made with the private key of CN=%s over this handshake",
        messages[c->row->message], c->miss == MISS_KEY ? "stranger" : "owner");
    g_assert_cmpstr(result->why, ==, c->miss == AS_IT_IS ? proven : disproven);
    g_assert_cmpstr(possession_word(result->possession), ==,
                    c->miss == AS_IT_IS ? "proven" : "disproven");
    g_assert_cmpstr(result->algorithm, ==, c->row->algorithm);
    g_assert_cmphex(result->scheme, ==, c->row->scheme);
    g_assert_cmpstr(result->scheme_violation, ==, NULL);
    assert_parts(result);
}

/* The CertificateVerify of @row, with @body, over @content. */
static possession_result_t *ask_again(const row_t *row, slice_t content, slice_t body)
{
    const certificate_t *certificate = owner_of(row->key, false)->certificate;
    if (row->message == VERIFY_TLS12)
        return possession_certificate_verify_tls12(
            &(possession_verify_tls12_t){.version = row->version,
                                         .messages = content,
                                         .body = body,
                                         .certificate = certificate});
    return possession_certificate_verify_tls13(&(possession_verify_tls13_t){
        .sender = row->sender,
        .transcript_hash = {content.data + content.size - 32, 32},
        .digest = GNUTLS_DIG_SHA256,
        .body = body,
        .certificate = certificate
    });
}

static void assert_disproven(const row_t *row, slice_t content, const GByteArray *signature)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    append_signed(body, row->scheme, signature);
    g_autoptr(possession_result_t) result = ask_again(row, content, slice_of(body));
    if (result->possession != POSSESSION_DISPROVEN)
        g_test_message("%s", result->why);
    g_assert_cmpstr(possession_word(result->possession), ==, "disproven");
}

/* Whatever bit of a signature turns, it is disproven, never "cannot be checked". */
static void test_every_bit(gconstpointer data)
{
    const row_t *row = data;
    g_autoptr(possession_result_t) good = ask(row, AS_IT_IS);
    slice_t content = {0};
    content.data = g_bytes_get_data(good->content, &content.size);
    g_autoptr(GByteArray) signature = sign_with(owner_of(row->key, false), row->sign, content);
    for (size_t bit = 0; bit < 8 * (size_t)signature->len; bit++) {
        signature->data[bit / 8] ^= (guint8)(1 << bit % 8);
        assert_disproven(row, content, signature);
        signature->data[bit / 8] ^= (guint8)(1 << bit % 8);
    }
}

/* Neither does a signature of another size say that it cannot be checked. */
static void test_size(gconstpointer data)
{
    const row_t *row = data;
    g_autoptr(possession_result_t) good = ask(row, AS_IT_IS);
    slice_t content = {0};
    content.data = g_bytes_get_data(good->content, &content.size);
    g_autoptr(GByteArray) signature = sign_with(owner_of(row->key, false), row->sign, content);
    const guint sizes[] = {0, 1, signature->len - 1, signature->len + 1, 0xffff};
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(GByteArray) other = g_byte_array_new();
        g_byte_array_append(other, signature->data, signature->len);
        g_byte_array_set_size(other, sizes[i]);
        if (sizes[i] > signature->len)
            memset(other->data + signature->len, 0, sizes[i] - signature->len);
        assert_disproven(row, content, other);
    }
}

static void add_cases(const row_t *row)
{
    static const char *const messages[] = {"ServerKeyExchange", "CertificateVerify",
                                           "CertificateVerify"};
    static const char *const params[] = {"ECDHE", "DHE", "RSA export"};
    for (miss_t miss = AS_IT_IS; miss < MISS_COUNT; miss++) {
        if (!miss_applies(row, miss))
            continue;
        case_t *c = g_new(case_t, 1);
        *c = (case_t){row, miss};
        const char *detail = row->message == KEY_EXCHANGE   ? params[row->params]
                             : row->sender == SENDER_CLIENT ? "client"
                                                            : "server";
        g_autofree char *path =
            g_strdup_printf("/possession/%s/%04x %s/%s key %d/%s", messages[row->message],
                            row->version, detail, row->algorithm, (int)row->key, miss_names[miss]);
        g_test_add_data_func_full(path, c, test_case, g_free);
    }
}

static void add_signature_cases(const row_t *row)
{
    g_autofree char *bits =
        g_strdup_printf("/possession/every bit/%04x %s", row->version, row->algorithm);
    g_autofree char *size =
        g_strdup_printf("/possession/size/%04x %s", row->version, row->algorithm);
    g_test_add_data_func(bits, row, test_every_bit);
    g_test_add_data_func(size, row, test_size);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    G_STATIC_ASSERT(G_N_ELEMENTS(miss_names) == MISS_COUNT);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        add_cases(&rows[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].message != KEY_EXCHANGE)
            add_signature_cases(&rows[i]);
    int status = g_test_run();
    owners_free();
    return status;
}
