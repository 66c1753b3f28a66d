/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proving.h"

#include <string.h>

#include <gnutls/crypto.h>

#include "known-handshake.h"
#include "octets.h"
#include "proofs-private.h"

/* A real handshake of TLS 1.3, whole and spoiled: what is shown of the server's key and of both
 * Finished. What is lost never makes anything disproven. */

enum { NOTHING = -1 };

typedef struct {
    const char *name;
    int lost;     /* a message that is left out, or NOTHING */
    int changed;  /* a message of which one bit is turned, or NOTHING */
    int from_end; /* which octet of it, counted from its end */
    bool no_log;
    const char *secret; /* of the server in the key log; NULL: the right one */
    const char *want;   /* in order: possession, Finished of the server, of the client */
    guint16 version;    /* of the records */
    bool unreadable;    /* a record of the client between the hellos cannot be read */
    bool ambiguous;     /* the octets of the ClientHello are not certain */
} row_t;

#define WRONG_SECRET "0000000000000000000000000000000000000000000000000000000000000000"

/* clang-format off */
static const row_t rows[] = {
    {"whole", NOTHING, NOTHING, 0, false, NULL, "proven verified verified", 0, false, false},
    {"no key log", NOTHING, NOTHING, 0, true, NULL, "proven not-checked not-checked", 0, false, false},
    {"a bit of the signature", NOTHING, KNOWN_CERTIFICATE_VERIFY, 1, false, NULL, "disproven wrong wrong", 0, false, false},
    {"a bit of the transcript", NOTHING, KNOWN_ENCRYPTED_EXTENSIONS, 1, false, NULL, "disproven wrong wrong", 0, false, false},
    {"a bit of the certificate", NOTHING, KNOWN_CERTIFICATE, 3, false, NULL, "disproven wrong wrong", 0, false, false},
    {"a bit of the server's Finished", NOTHING, KNOWN_SERVER_FINISHED, 1, false, NULL, "proven wrong wrong", 0, false, false},
    {"a bit of the client's Finished", NOTHING, KNOWN_CLIENT_FINISHED, 1, false, NULL, "proven verified wrong", 0, false, false},
    {"another secret", NOTHING, NOTHING, 0, false, WRONG_SECRET, "proven wrong verified", 0, false, false},
    {"no ClientHello", KNOWN_CLIENT_HELLO, NOTHING, 0, false, NULL, "not-checked not-checked not-checked", 0, false, false},
    {"no ServerHello", KNOWN_SERVER_HELLO, NOTHING, 0, false, NULL, "not-checked not-checked not-checked", 0, false, false},
    {"no EncryptedExtensions", KNOWN_ENCRYPTED_EXTENSIONS, NOTHING, 0, false, NULL, "not-checked not-checked not-checked", 0, false, false},
    {"no Certificate", KNOWN_CERTIFICATE, NOTHING, 0, false, NULL, "not-checked not-checked", 0, false, false},
    {"no CertificateVerify", KNOWN_CERTIFICATE_VERIFY, NOTHING, 0, false, NULL, "not-checked not-checked not-checked", 0, false, false},
    {"no Finished of the server", KNOWN_SERVER_FINISHED, NOTHING, 0, false, NULL, "proven not-checked", 0, false, false},
};
/* clang-format on */

static sender_t sender_of(int index)
{
    return index == KNOWN_CLIENT_HELLO || index == KNOWN_CLIENT_FINISHED ? SENDER_CLIENT
                                                                         : SENDER_SERVER;
}

static key_log_t *log_of(const row_t *row)
{
    g_autofree char *text = g_strdup_printf(
        "CLIENT_HANDSHAKE_TRAFFIC_SECRET %s %s\nSERVER_HANDSHAKE_TRAFFIC_SECRET %s %s\n",
        KNOWN_CLIENT_RANDOM, KNOWN_CLIENT_HANDSHAKE_SECRET, KNOWN_CLIENT_RANDOM,
        row->secret ? row->secret : KNOWN_SERVER_HANDSHAKE_SECRET);
    return key_log_new_from_text(text, strlen(text));
}

static void feed(const row_t *row, const key_log_t *log, proving_t *proving)
{
    for (int i = 0; i < KNOWN_MESSAGES; i++) {
        g_autoptr(GByteArray) room = g_byte_array_new();
        slice_t message = known_message((size_t)i, room);
        if (i == row->lost)
            continue;
        if (i == row->changed)
            room->data[room->len - (guint)row->from_end] ^= 1;
        proving_take(proving,
                     (proofs_message_t){.framing = FRAMING_TLS,
                                        .version = row->version,
                                        .sender = sender_of(i),
                                        .octets = message,
                                        .keyed = i > KNOWN_SERVER_HELLO,
                                        .ambiguous = row->ambiguous && i == KNOWN_CLIENT_HELLO,
                                        .log = row->no_log ? NULL : log});
        if (i == KNOWN_CLIENT_HELLO && row->unreadable)
            proofs_note_unreadable(proving->proofs);
    }
}

static void test_row(gconstpointer data)
{
    const row_t *row = data;
    g_autoptr(key_log_t) log = log_of(row);
    g_autoptr(proving_t) proving = proving_new();
    feed(row, log, proving);
    proving_assert(proving, row->want);
}

/* One message of TLS. */
static void take_hex(proving_t *proving, sender_t sender, const char *hex)
{
    g_autoptr(GByteArray) octets = octets_of(hex);
    proving_take(
        proving,
        (proofs_message_t){
            .framing = FRAMING_TLS, .sender = sender, .octets = {octets->data, octets->len}
    });
}

/* A HelloRetryRequest out of nowhere, and then a whole handshake: that may be one that began
 * before. It is not forgotten when the handshake seems to be over. */
static void test_retry_out_of_nowhere(void)
{
    const row_t row = {.lost = NOTHING, .changed = NOTHING};
    g_autoptr(key_log_t) log = log_of(&row);
    g_autoptr(proving_t) proving = proving_new();
    take_hex(proving, SENDER_SERVER,
             "02 000034 0303 cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"
             "00 1301 00 000c 002b 0002 0304 0033 0002 0017");
    g_assert_true(proofs_go_on(proving->proofs));
    feed(&row, log, proving);
    g_assert_false(proofs_go_on(proving->proofs));
    proving_assert(proving, "not-checked not-checked not-checked");
}

/* A capture that begins with the second ClientHello: its cookie shows that there was a first. */
static void test_cookie(void)
{
    const row_t row = {.lost = KNOWN_CLIENT_HELLO, .changed = NOTHING};
    g_autoptr(key_log_t) log = log_of(&row);
    g_autoptr(proving_t) proving = proving_new();
    take_hex(proving, SENDER_CLIENT,
             "01 00003b 0303" KNOWN_CLIENT_RANDOM "00 0002 1301 0100 0010 002b 0003 02 0304"
             "002c 0005 0003 aabbcc");
    feed(&row, log, proving);
    proving_assert(proving, "not-checked not-checked not-checked");
}

/* A frame with the server's part is captured after the client's Finished, of a client that may be
 * asked for its certificate later on. */
static void test_late_server(void)
{
    static const int order[] = {KNOWN_SERVER_HELLO,         KNOWN_CLIENT_FINISHED,
                                KNOWN_ENCRYPTED_EXTENSIONS, KNOWN_CERTIFICATE,
                                KNOWN_CERTIFICATE_VERIFY,   KNOWN_SERVER_FINISHED};
    const row_t row = {.lost = NOTHING, .changed = NOTHING};
    g_autoptr(key_log_t) log = log_of(&row);
    g_autoptr(proving_t) proving = proving_new();
    take_hex(proving, SENDER_CLIENT,
             "01 000036 0303" KNOWN_CLIENT_RANDOM "00 0002 1301 0100 000b 002b 0003 02 0304"
             "0031 0000");
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        g_autoptr(GByteArray) room = g_byte_array_new();
        slice_t message = known_message((size_t)order[i], room);
        proving_take(proving, (proofs_message_t){.framing = FRAMING_TLS,
                                                 .sender = sender_of(order[i]),
                                                 .octets = message,
                                                 .log = log});
    }
    proving_assert(proving, "not-checked not-checked not-checked");
}

typedef struct {
    const char *name;
    int changed;     /* as in row_t */
    guint16 version; /* of the ClientHello's record */
    bool unreadable; /* a record of the client between the hellos cannot be read */
    bool ambiguous;  /* the octets of the ClientHello are not certain */
    const char *want;
} hello_row_t;

/* clang-format off */
static const hello_row_t hello_rows[] = {
    {"first", KNOWN_ENCRYPTED_EXTENSIONS, 0x0301, false, false, "disproven wrong wrong"},
    {"perhaps second, whole", NOTHING, 0x0303, false, false, "proven verified verified"},
    {"perhaps second, something lost", KNOWN_ENCRYPTED_EXTENSIONS, 0x0303, false, false, "not-checked not-checked not-checked"},
    {"second not read", NOTHING, 0x0301, true, false, "not-checked not-checked not-checked"},
    {"segments that differ, whole", NOTHING, 0x0301, false, true, "proven verified verified"},
    {"segments that differ, something else", KNOWN_ENCRYPTED_EXTENSIONS, 0x0301, false, true, "not-checked not-checked not-checked"},
};
/* clang-format on */

static void test_hello(gconstpointer data)
{
    const hello_row_t *hello = data;
    const row_t row = {.lost = NOTHING,
                       .changed = hello->changed,
                       .from_end = 1,
                       .version = hello->version,
                       .unreadable = hello->unreadable,
                       .ambiguous = hello->ambiguous,
                       .want = hello->want};
    test_row(&row);
}

/* Who asks without the octets of the signature does not spoil it for others. */
static void test_body_comes_later(void)
{
    const row_t row = {.lost = NOTHING, .changed = NOTHING};
    g_autoptr(proving_t) proving = proving_new();
    feed(&row, NULL, proving);
    slice_t bodies[] = {
        {NULL,                     0                      },
        {proving->signature->data, proving->signature->len},
        {NULL,                     0                      }
    };
    const possession_t want[] = {POSSESSION_NOT_CHECKED, POSSESSION_PROVEN, POSSESSION_PROVEN};
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++)
        g_assert_cmpint(
            proof_possession(proving->out->pdata[0], bodies[i], LANGUAGE_ENGLISH)->possession, ==,
            want[i]);
}

/* So many are made, and no more. */
static void test_limit(void)
{
    g_autoptr(proving_t) proving = proving_new();
    const guint8 finished[] = {HANDSHAKE_FINISHED, 0, 0, 0};
    const proofs_message_t message = {
        .framing = FRAMING_TLS, .sender = SENDER_SERVER, .octets = {finished, sizeof finished}
    };
    for (guint i = 1; i <= PROOFS_LIMIT + 1; i++) {
        proving_take(proving, message);
        g_assert_cmpuint(proving->out->len, ==, MIN(i, PROOFS_LIMIT));
    }
}

/* TLS 1.2. The octets of Finished are no Finished: with all that comes before it is wrong, and
 * with less it must not be checked. C and S: the hellos, T: ServerHello that announces a ticket, E:
 * ServerHello that takes up the session, X: Certificate, D: ServerHelloDone, G: ClientKeyExchange,
 * N: NewSessionTicket, F and f: Finished of client and server; r: that of the server as it must be,
 * Y and Z: a Certificate with a chain. */
typedef struct {
    const char *name, *messages;
    const char *want; /* of each Finished, and of RSA key exchange */
} order_row_t;

/* clang-format off */
static const order_row_t order_rows[] = {
    {"full", "CSXDGFf", "wrong wrong"},
    {"full, client's Finished lost", "CSXDGf", "not-checked"},
    {"full, ticket", "CTXDGFNf", "wrong wrong"},
    {"full, ticket lost", "CTXDGFf", "wrong not-checked"},
    {"full, ticket and client's Finished lost", "CTXDGf", "not-checked"},
    {"short", "CEfF", "wrong wrong"},
    {"short, server's Finished lost", "CEF", "not-checked"},
    {"short, no session", "CSfF", "not-checked not-checked"},
    {"short, ticket", "CENfF", "wrong wrong"},
    {"the client's key before the end of the server's part", "CSXGDFf", "not-checked not-checked"},
    {"the client's Finished before its key", "CSXDFGf", "not-checked not-checked"},
    {"the server's Finished first, and yet a full one", "CSXDGfF", "not-checked not-checked"},
    {"Certificate after the end", "CSDXGFf", "not-checked not-checked"},
    {"Certificate twice", "CSXXDGFf", "not-checked not-checked"},
    {"ticket after the end", "CSXDGFfN", "wrong wrong"},
    {"RSA key exchange", "CSYDGFr", "wrong verified proven"},
    {"RSA key exchange, a wrong Finished", "CSYDGFf", "wrong wrong not-checked"},
    {"a certificate in a short handshake", "CEYr", "verified not-checked"},
    {"a short handshake", "CEr", "verified"},
    {"the same certificate twice", "CSYYDGFr", "not-checked not-checked not-checked"},
    {"two certificates", "CSYZDGFr", "not-checked not-checked not-checked"},
};
/* clang-format on */

#define SESSION_ID "20" KNOWN_CLIENT_RANDOM
#define SERVER_HELLO(id, extensions)                                                               \
    "0303" KNOWN_CLIENT_RANDOM id "009c 00" extensions /* TLS_RSA_WITH_AES_128_GCM_SHA256 */

/* clang-format off */
static const struct {
    char letter;
    const char *type, *body;
} messages[] = {
    {'C', "01", "0303" KNOWN_CLIENT_RANDOM SESSION_ID "0002 009c 0100"},
    {'S', "02", SERVER_HELLO("00", "")},
    {'T', "02", SERVER_HELLO("00", "0004 0023 0000")},
    {'E', "02", SERVER_HELLO(SESSION_ID, "")},
    {'X', "0b", "000000"},
    {'Y', "0b", "000005 000002 3000"},
    {'Z', "0b", "000005 000002 3100"},
    {'D', "0e", ""},
    {'G', "10", "0002 0000"},
    {'N', "04", "00000000 0000"},
    {'F', "14", "000000000000000000000000"},
    {'f', "14", "000000000000000000000000"},
    {'r', "14", "000000000000000000000000"},
};
/* clang-format on */

#define MASTER_SECRET KNOWN_CLIENT_RANDOM "00000000000000000000000000000000"

static void hmac(slice_t text, guint8 *out)
{
    g_autoptr(GByteArray) secret = octets_of(MASTER_SECRET);
    g_assert_cmpint(
        gnutls_hmac_fast(GNUTLS_MAC_SHA256, secret->data, secret->len, text.data, text.size, out),
        >=, 0);
}

/* PRF(master_secret, "server finished", SHA-256(@handshake)), RFC 5246 §5 and §7.4.9. */
static void write_verify_data(const GByteArray *handshake, guint8 out[static 12])
{
    enum { HASH = 32, LABEL = 15 };
    guint8 text[HASH + LABEL + HASH], block[HASH];
    memcpy(text + HASH, "server finished", LABEL);
    g_assert_cmpint(
        gnutls_hash_fast(GNUTLS_DIG_SHA256, handshake->data, handshake->len, text + HASH + LABEL),
        >=, 0);
    hmac((slice_t){text + HASH, LABEL + HASH}, text);
    hmac((slice_t){text, sizeof text}, block);
    memcpy(out, block, 12);
}

static const chain_t *chain_of(const proving_t *proving, slice_t message)
{
    const slice_t der = {message.data + message.size - 2, 2};
    return chains_add(proving->chains, &der, 1);
}

/* @handshake: what came before; the message is appended to it. */
static void take_letter(proving_t *proving, char letter, const key_log_t *log,
                        GByteArray *handshake)
{
    size_t i = 0;
    while (messages[i].letter != letter)
        i++;
    g_autoptr(GByteArray) body = octets_of(messages[i].body);
    g_autofree char *hex =
        g_strdup_printf("%s%06x%s", messages[i].type, body->len, messages[i].body);
    g_autoptr(GByteArray) octets = octets_of(hex);
    const slice_t message = {octets->data, octets->len};
    if (letter == 'r')
        write_verify_data(handshake, octets->data + 4);
    proofs_take(
        proving->proofs,
        &(proofs_message_t){.framing = FRAMING_TLS,
                            .sender = strchr("CGF", letter) ? SENDER_CLIENT : SENDER_SERVER,
                            .octets = message,
                            .chain = strchr("YZ", letter) ? chain_of(proving, message) : NULL,
                            .log = log},
        proving->out);
    g_byte_array_append(handshake, octets->data, octets->len);
}

static void test_order(gconstpointer data)
{
    const order_row_t *row = data;
    static const char line[] = "CLIENT_RANDOM " KNOWN_CLIENT_RANDOM " " MASTER_SECRET;
    g_autoptr(GByteArray) handshake = g_byte_array_new();
    g_autoptr(key_log_t) log = key_log_new_from_text(line, strlen(line));
    g_autoptr(proving_t) proving = proving_new();
    for (const char *letter = row->messages; *letter; letter++)
        take_letter(proving, *letter, log, handshake);
    proving_assert(proving, row->want);
}

/* A HandshakeType of 32 or more is none of those whose bits are kept. */
static void test_seen(void)
{
    proofs_t proofs = {
        .seen = {1u << HANDSHAKE_SERVER_HELLO, 0}
    };
    for (guint type = 0; type < 256; type++)
        g_assert_cmpint(proofs_has_seen(&proofs, (sender_t)0, (guint8)type), ==,
                        type == HANDSHAKE_SERVER_HELLO);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/proofs/%s", rows[i].name);
        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/proofs/HelloRetryRequest out of nowhere", test_retry_out_of_nowhere);
    g_test_add_func("/proofs/cookie without a first ClientHello", test_cookie);
    g_test_add_func("/proofs/the server's part comes late", test_late_server);
    g_test_add_func("/proofs/body comes later", test_body_comes_later);
    for (size_t i = 0; i < G_N_ELEMENTS(hello_rows); i++) {
        g_autofree char *path = g_strdup_printf("/proofs/hello: %s", hello_rows[i].name);
        g_test_add_data_func(path, &hello_rows[i], test_hello);
    }
    g_test_add_func("/proofs/limit", test_limit);
    g_test_add_func("/proofs/types that were seen", test_seen);
    for (size_t i = 0; i < G_N_ELEMENTS(order_rows); i++) {
        g_autofree char *path = g_strdup_printf("/proofs/order/%s", order_rows[i].name);
        g_test_add_data_func(path, &order_rows[i], test_order);
    }
    return g_test_run();
}
