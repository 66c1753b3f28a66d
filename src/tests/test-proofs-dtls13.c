/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proving.h"

#include <string.h>

#include "octets.h"

/* Two handshakes of DTLS 1.3, made by test-captures/built-dtls13.py (variants whole and retry) for
 * a P-256 certificate: messages as they stand on the wire, after decryption. The hash is over other
 * headers than those (RFC 9147 §5.2), and of the ClientHello this shows only with the answer. */

typedef struct {
    sender_t sender;
    const char *octets; /* hex */
} message_t;

/* clang-format off */
static const message_t whole[] = {
    /* ClientHello */
    {SENDER_CLIENT,
     "010000850000000000000085fefd1455a279354a4601f8858a6ba8be355830241298abbdbc24f4ac9dd30780ef9c0000"
     "000213010100005900000014001200000f7777772e6c61622e6578616d706c65002b000302fefc000a00040002001d00"
     "0d000400020403003300260024001d002028fc448ef86d8b195badb95509dd19feee4408c80b57a6e253513867b2aa6d"
     "16"},
    /* ServerHello */
    {SENDER_SERVER,
     "020000560000000000000056fefdd1cee00ff211f18dec01e192cb702032bb951bf3b8aa72cff96f60beb7ea5b520013"
     "0100002e002b0002fefc00330024001d00204c4996b49d2958c3e87025a573780c09d22f06715df906aa084d847099bf"
     "2a69"},
    /* EncryptedExtensions */
    {SENDER_SERVER,
     "0800000200010000000000020000"},
    /* Certificate */
    {SENDER_SERVER,
     "0b0001b200020000000001b2000001ae0001a9308201a53082014ba00302010202140341417dc44b7f498f2658e9ee86"
     "b192db635d56300a06082a8648ce3d040302301a3118301606035504030c0f7777772e6c61622e6578616d706c65301e"
     "170d3236313132373030313731385a170d3336313132343030313731385a301a3118301606035504030c0f7777772e6c"
     "61622e6578616d706c653059301306072a8648ce3d020106082a8648ce3d0301070342000451488d944e8afb600fa958"
     "dd9e95063214a9606815418e08c37f16189e58f4f7a456e6432231db4c687815c5c297a9bec95516891524ce522b4d32"
     "f08fbad6c4a36f306d301d0603551d0e0416041484d0238da540ea59201168d2b9ca9470156b1201301f0603551d2304"
     "183016801484d0238da540ea59201168d2b9ca9470156b1201300f0603551d130101ff040530030101ff301a0603551d"
     "1104133011820f7777772e6c61622e6578616d706c65300a06082a8648ce3d0403020348003045022100ce11fad8d18e"
     "de6c361e2262a4cab4dd31ef4e07bc4645e8ed9f926dabc0854602206de25473e480020716ef8a88bd60fcb3a1f0c2b8"
     "325cc30c5a58547be7c027ad0000"},
    /* CertificateVerify */
    {SENDER_SERVER,
     "0f00004c000300000000004c040300483046022100e2a96e4fbe1758cd0c053c3ee13aef3188d2960f5af31abfbac22a"
     "7c23087e8e022100d74e9d044a60106445144e340baccae3a10a4bdd77311f855ace6e4ccde3d5d2"},
    /* Finished */
    {SENDER_SERVER,
     "140000200004000000000020e473460be4fc2f6b9c6d55ffd42a0c055e68c2984b95e76be407aa5c6e7ad3aa"},
    /* Finished */
    {SENDER_CLIENT,
     "140000200001000000000020122b641fc00da4dfd27bc6ed4ad20aa5119e8f65c0464a59eb767d68798242fd"},
};

static const char whole_log[] =
    "CLIENT_HANDSHAKE_TRAFFIC_SECRET 1455a279354a4601f8858a6ba8be355830241298abbdbc24f4ac9dd30780ef9c "
    "6fb645240c40f91b86514b7bfd594b8ada8946786409def599079942ba80411e\n"
    "SERVER_HANDSHAKE_TRAFFIC_SECRET 1455a279354a4601f8858a6ba8be355830241298abbdbc24f4ac9dd30780ef9c "
    "bf429056e1527b0e42b5255f8c84256a07b7109f0d868c38c54df27298907b58\n";

static const message_t retry[] = {
    /* ClientHello */
    {SENDER_CLIENT,
     "010000850000000000000085fefd4b643be7965d09784167d99f3c85c5d93081b5c2867126a45ed192c7fbd2fc970000"
     "000213010100005900000014001200000f7777772e6c61622e6578616d706c65002b000302fefc000a00040002001d00"
     "0d000400020403003300260024001d00205ebe4f33682310e817ea67d185d5075c31c65db9b097c911167761ffe3049f"
     "53"},
    /* HelloRetryRequest */
    {SENDER_SERVER,
     "0200003b000000000000003bfefdcf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c0013"
     "01000013002b0002fefc002c0009000762697363756974"},
    /* ClientHello */
    {SENDER_CLIENT,
     "010000920001000000000092fefd4b643be7965d09784167d99f3c85c5d93081b5c2867126a45ed192c7fbd2fc970000"
     "000213010100006600000014001200000f7777772e6c61622e6578616d706c65002b000302fefc000a00040002001d00"
     "0d000400020403003300260024001d00205ebe4f33682310e817ea67d185d5075c31c65db9b097c911167761ffe3049f"
     "53002c0009000762697363756974"},
    /* ServerHello */
    {SENDER_SERVER,
     "020000560001000000000056fefd85d6e429ffa5c620fd4cc76034f6ddb754fc98782a0b22f8f11521295c88615a0013"
     "0100002e002b0002fefc00330024001d0020109dbcd64343450b3c9b428e243aaeebf7ff16c694f1886b81b8e15796c9"
     "5e02"},
    /* EncryptedExtensions */
    {SENDER_SERVER,
     "0800000200020000000000020000"},
    /* Certificate */
    {SENDER_SERVER,
     "0b0001b200030000000001b2000001ae0001a9308201a53082014ba00302010202140341417dc44b7f498f2658e9ee86"
     "b192db635d56300a06082a8648ce3d040302301a3118301606035504030c0f7777772e6c61622e6578616d706c65301e"
     "170d3236313132373030313731385a170d3336313132343030313731385a301a3118301606035504030c0f7777772e6c"
     "61622e6578616d706c653059301306072a8648ce3d020106082a8648ce3d0301070342000451488d944e8afb600fa958"
     "dd9e95063214a9606815418e08c37f16189e58f4f7a456e6432231db4c687815c5c297a9bec95516891524ce522b4d32"
     "f08fbad6c4a36f306d301d0603551d0e0416041484d0238da540ea59201168d2b9ca9470156b1201301f0603551d2304"
     "183016801484d0238da540ea59201168d2b9ca9470156b1201300f0603551d130101ff040530030101ff301a0603551d"
     "1104133011820f7777772e6c61622e6578616d706c65300a06082a8648ce3d0403020348003045022100ce11fad8d18e"
     "de6c361e2262a4cab4dd31ef4e07bc4645e8ed9f926dabc0854602206de25473e480020716ef8a88bd60fcb3a1f0c2b8"
     "325cc30c5a58547be7c027ad0000"},
    /* CertificateVerify */
    {SENDER_SERVER,
     "0f00004a000400000000004a040300463044022060b2d1700904150aa3602f051802b847dd8c0bbf0c7de472cb51506d"
     "790fff6502207c0147952b1910859aa30e88381a9869389421bc477e6cab5cdf2bc7c2726c24"},
    /* Finished */
    {SENDER_SERVER,
     "14000020000500000000002057313ead5c257232aadf3ff0339bac5b0eb69c74eeacb13a130ba9d73ede4744"},
    /* Finished */
    {SENDER_CLIENT,
     "140000200002000000000020da44fc14abb8efe6ca0685394bfe64cabc3fd9240c40538927ad522e89f00718"},
};

static const char retry_log[] =
    "CLIENT_HANDSHAKE_TRAFFIC_SECRET 4b643be7965d09784167d99f3c85c5d93081b5c2867126a45ed192c7fbd2fc97 "
    "1e1e3929ec347cb5c1ea08bcf46b34a69def1526011e6bea6fe06d6977f172fe\n"
    "SERVER_HANDSHAKE_TRAFFIC_SECRET 4b643be7965d09784167d99f3c85c5d93081b5c2867126a45ed192c7fbd2fc97 "
    "b6709dec67b9c3dcffccebb8b02125d63b089976ec5ff9b64ed06b3a7eac6667\n";
/* clang-format on */

enum { NOTHING = -1 };

typedef struct {
    const char *name;
    const message_t *messages;
    size_t n;
    const char *log;
    guint lost;       /* bits: messages that are left out */
    int changed;      /* a message of which the last bit is turned, or NOTHING */
    const char *want; /* in order: possession, Finished of the server, of the client */
} row_t;

#define WHOLE       whole, G_N_ELEMENTS(whole), whole_log
#define RETRY       retry, G_N_ELEMENTS(retry), retry_log
#define NOT_CHECKED "not-checked not-checked not-checked"

static const row_t rows[] = {
    {"whole",                          WHOLE, 0,      NOTHING, "proven verified verified"},
    {"a bit of the ClientHello",       WHOLE, 0,      0,       "disproven wrong wrong"   },
    {"a bit of the signature",         WHOLE, 0,      4,       "disproven wrong wrong"   },
    {"a bit of the server's Finished", WHOLE, 0,      5,       "proven wrong wrong"      },
    {"no ClientHello",                 WHOLE, 1 << 0, NOTHING, NOT_CHECKED               },
    {"no EncryptedExtensions",         WHOLE, 1 << 2, NOTHING, NOT_CHECKED               },
    {"a bit of the extensions",        WHOLE, 0,      2,       "disproven wrong wrong"   },
    {"retry",                          RETRY, 0,      NOTHING, "proven verified verified"},
    {"a bit of the first ClientHello", RETRY, 0,      0,       "disproven wrong wrong"   },
    {"a bit of the request",           RETRY, 0,      1,       "disproven wrong wrong"   },
    {"no first ClientHello",           RETRY, 1 << 0, NOTHING, NOT_CHECKED               },
    {"no HelloRetryRequest",           RETRY, 1 << 1, NOTHING, NOT_CHECKED               },
    {"from the second ClientHello on", RETRY, 3,      NOTHING, NOT_CHECKED               },
    {"no second ClientHello",          RETRY, 1 << 2, NOTHING, NOT_CHECKED               },
};

/* @moved: the server's messages from here on have numbers one higher. */
static void run(const row_t *row, size_t moved)
{
    g_autoptr(key_log_t) log = key_log_new_from_text(row->log, strlen(row->log));
    g_autoptr(proving_t) proving = proving_new();
    for (size_t i = 0; i < row->n; i++) {
        g_autoptr(GByteArray) message = octets_of(row->messages[i].octets);
        if (row->lost >> i & 1)
            continue;
        if ((int)i == row->changed)
            message->data[message->len - 1] ^= 1;
        if (i >= moved && row->messages[i].sender == SENDER_SERVER)
            message->data[5]++; /* message_seq */
        proving_take(proving, (proofs_message_t){
                                  .framing = FRAMING_DTLS,
                                  .version = 0xfefd,
                                  .sender = row->messages[i].sender,
                                  .octets = {message->data, message->len},
                                  .keyed = message->data[0] > HANDSHAKE_SERVER_HELLO,
                                  .log = log,
        });
    }
    proving_assert(proving, row->want);
}

static void test_row(gconstpointer data)
{
    const row_t *row = data;
    run(row, row->n);
}

/* A message that nothing announces, as a CertificateRequest, was lost: the numbers show it. */
static void test_number_left_out(void)
{
    const row_t row = {"a number is left out", WHOLE, 0, 2, NOT_CHECKED};
    run(&row, 3);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/proofs/dtls13/%s", rows[i].name);
        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/proofs/dtls13/a number is left out", test_number_left_out);
    return g_test_run();
}
