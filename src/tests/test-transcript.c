/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transcript.h"

#include <string.h>

#include "known-handshake.h"

/* What enters the hash. Messages are hex, the framing as on the wire. */
typedef struct {
    const char *name;
    framing_t framing;
    bool tls13;
    const char *messages[4];
    const char *want; /* hex of transcript_octets(); NULL: a gap */
} form_row_t;

/* clang-format off */
static const form_row_t form_rows[] = {
    {"nothing", FRAMING_TLS, false, {0}, ""},
    {"TLS keeps header and body", FRAMING_TLS, false, {"01 000002 aabb", "0e 000000"},
     "01 000002 aabb 0e 000000"},
    {"TLS 1.3 likewise", FRAMING_TLS, true, {"01 000002 aabb", "02 000001 cc"},
     "01 000002 aabb 02 000001 cc"},
    {"DTLS 1.2 keeps 12 octets", FRAMING_DTLS, false,
     {"01 000002 0000 000000 000002 aabb", "02 000001 0001 000000 000001 cc"},
     "01 000002 0000 000000 000002 aabb 02 000001 0001 000000 000001 cc"},
    {"DTLS 1.3 keeps 4 of them", FRAMING_DTLS, true,
     {"01 000002 0000 000000 000002 aabb", "02 000001 0001 000000 000001 cc"},
     "01 000002 aabb 02 000001 cc"},
    {"a HelloRequest is left out", FRAMING_TLS, false,
     {"00 000000", "01 000001 aa", "00 000000", "02 000001 bb"}, "01 000001 aa 02 000001 bb"},
    {"a HelloVerifyRequest is left out with its ClientHello", FRAMING_DTLS, false,
     {"01 000001 0000 000000 000001 aa", "03 000001 0000 000000 000001 cc",
      "01 000001 0001 000000 000001 bb"},
     "01 000001 0001 000000 000001 bb"},
    {"a HelloVerifyRequest heals what was lost before it", FRAMING_DTLS, false,
     {"01 000002 0000 000000 000001 aa", "03 000001 0000 000000 000001 cc",
      "01 000001 0001 000000 000001 bb"},
     "01 000001 0001 000000 000001 bb"},
    {"a late HelloVerifyRequest takes nothing with it", FRAMING_DTLS, false,
     {"01 000001 0000 000000 000001 aa", "02 000000 0000 000000 000000",
      "03 000001 0001 000000 000001 cc", "0e 000000 0002 000000 000000"},
     "01 000001 0000 000000 000001 aa 02 000000 0000 000000 000000"
     "0e 000000 0002 000000 000000"},
    {"type 3 is nothing special in TLS", FRAMING_TLS, false, {"01 000001 aa", "03 000001 cc"},
     "01 000001 aa 03 000001 cc"},
    {"a message cut short is a gap", FRAMING_TLS, false, {"01 000002 aa"}, NULL},
    {"a message too long is a gap", FRAMING_TLS, false, {"01 000002 aabbcc"}, NULL},
    {"no message at all is a gap", FRAMING_TLS, false, {""}, NULL},
    {"a fragment is a gap", FRAMING_DTLS, false, {"01 000002 0000 000000 000001 aa"}, NULL},
    {"what comes after a gap does not heal it", FRAMING_TLS, false,
     {"01 000002 aa", "01 000001 aa"}, NULL},
};
/* clang-format on */

static void assert_octets(const transcript_t *transcript, const char *hex)
{
    g_autoptr(GByteArray) want = octets_of(hex);
    slice_t octets = transcript_octets(transcript);
    g_assert_null(transcript_gap(transcript));
    g_assert_true(slice_equal(octets, (slice_t){want->data, want->len}));
}

static void add_hex(transcript_t *transcript, framing_t framing, bool tls13, const char *hex)
{
    g_autoptr(GByteArray) octets = octets_of(hex);
    transcript_add_message(transcript, framing, tls13, (slice_t){octets->data, octets->len});
}

static void test_form(gconstpointer data)
{
    const form_row_t *row = data;
    transcript_hash_t hash;
    g_autoptr(transcript_t) transcript = transcript_new();
    for (size_t i = 0; i < G_N_ELEMENTS(row->messages) && row->messages[i]; i++)
        add_hex(transcript, row->framing, row->tls13, row->messages[i]);
    if (row->want) {
        assert_octets(transcript, row->want);
        return;
    }
    g_assert_cmpstr(transcript_gap(transcript), ==, "a message of the handshake cannot be read");
    g_assert_cmpuint(transcript_octets(transcript).size, ==, 0);
    g_assert_false(transcript_hash(transcript, GNUTLS_DIG_SHA256, &hash));
}

/* A message that came in fragments is hashed as if it had been whole. */
static void test_dtls_reassembled(void)
{
    static const guint8 body[] = {0xaa, 0xbb};
    g_autoptr(transcript_t) transcript = transcript_new();
    transcript_add_dtls(transcript, false, 0x0102,
                        (handshake_t){
                            11, {body, sizeof body}
    });
    assert_octets(transcript, "0b 000002 0102 000000 000002 aabb");
    transcript_restart(transcript);
    transcript_add_dtls(transcript, true, 0x0102,
                        (handshake_t){
                            11, {body, sizeof body}
    });
    assert_octets(transcript, "0b 000002 aabb");
    transcript_restart(transcript);
    transcript_add_dtls(transcript, false, 0,
                        (handshake_t){
                            1, {body, sizeof body}
    });
    transcript_add_dtls(transcript, false, 0,
                        (handshake_t){
                            3, {body, sizeof body}
    });
    assert_octets(transcript, "");
}

static void assert_hash(const transcript_t *transcript, gnutls_digest_algorithm_t digest,
                        const char *hex)
{
    transcript_hash_t hash;
    g_autoptr(GByteArray) want = octets_of(hex);
    g_assert_true(transcript_hash(transcript, digest, &hash));
    g_assert_true(slice_equal((slice_t){hash.octets, hash.size}, (slice_t){want->data, want->len}));
}

#define ABC_SHA256 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define ABC_SHA1   "a9993e364706816aba3e25717850c26c9cd0d89d"
#define ABC_MD5    "900150983cd24fb0d6963f7d28e17f72"

/* FIPS 180 and RFC 1321: the hashes of "abc"; the running hash stays usable after an answer. */
static void test_hash(void)
{
    transcript_hash_t hash;
    g_autoptr(transcript_t) transcript = transcript_new();
    transcript_add(transcript, (slice_t){(const guint8 *)"ab", 2});
    transcript_add(transcript, (slice_t){(const guint8 *)"c", 1});
    assert_hash(transcript, GNUTLS_DIG_SHA256, ABC_SHA256);
    assert_hash(transcript, GNUTLS_DIG_SHA1, ABC_SHA1);
    assert_hash(transcript, GNUTLS_DIG_MD5, ABC_MD5);
    g_assert_false(transcript_hash(transcript, GNUTLS_DIG_UNKNOWN, &hash));

    transcript_restart(transcript);
    transcript_add(transcript, (slice_t){(const guint8 *)"a", 1});
    transcript_set_hash(transcript, GNUTLS_DIG_SHA256);
    transcript_add(transcript, (slice_t){(const guint8 *)"b", 1});
    g_assert_true(transcript_hash(transcript, GNUTLS_DIG_SHA256, &hash));
    transcript_add(transcript, (slice_t){(const guint8 *)"c", 1});
    assert_hash(transcript, GNUTLS_DIG_SHA256, ABC_SHA256);
    assert_hash(transcript, GNUTLS_DIG_SHA256, ABC_SHA256);
    g_assert_false(transcript_hash(transcript, GNUTLS_DIG_SHA384, &hash));
    g_assert_cmpuint(transcript_octets(transcript).size, ==, 0);
    transcript_set_hash(transcript, GNUTLS_DIG_SHA256); /* twice the same is no change */
    assert_hash(transcript, GNUTLS_DIG_SHA256, ABC_SHA256);
    transcript_set_hash(transcript, GNUTLS_DIG_SHA384);
    g_assert_cmpstr(transcript_gap(transcript), ==, "the hash of the handshake changed midway");
}

static void test_unknown_hash(void)
{
    g_autoptr(transcript_t) transcript = transcript_new();
    transcript_set_hash(transcript, GNUTLS_DIG_UNKNOWN);
    g_assert_cmpstr(transcript_gap(transcript), ==, "the hash of the cipher suite is not known");
}

/* RFC 8446 §4.4.1: 254, 00 00, Hash.length, Hash(ClientHello1). @digest_first: the hash is set
 * before the replacement. */
static void check_hello_retry(bool digest_first)
{
    g_autoptr(transcript_t) transcript = transcript_new();
    g_autoptr(transcript_t) plain = transcript_new();
    transcript_hash_t first, want, got;
    add_hex(plain, FRAMING_TLS, true, "01 000002 aabb");
    g_assert_true(transcript_hash(plain, GNUTLS_DIG_SHA384, &first));
    transcript_restart(plain);
    transcript_add(plain, (slice_t){(const guint8 *)"\xfe\x00\x00\x30", 4});
    transcript_add(plain, (slice_t){first.octets, first.size});
    add_hex(plain, FRAMING_TLS, true, "02 000001 cc");
    g_assert_true(transcript_hash(plain, GNUTLS_DIG_SHA384, &want));

    add_hex(transcript, FRAMING_TLS, true, "01 000002 aabb");
    if (digest_first)
        transcript_set_hash(transcript, GNUTLS_DIG_SHA384);
    transcript_hello_retry(transcript, GNUTLS_DIG_SHA384);
    add_hex(transcript, FRAMING_TLS, true, "02 000001 cc");
    transcript_set_hash(transcript, GNUTLS_DIG_SHA384);
    g_assert_true(transcript_hash(transcript, GNUTLS_DIG_SHA384, &got));
    g_assert_true(slice_equal((slice_t){got.octets, got.size}, (slice_t){want.octets, want.size}));
}

static void test_hello_retry(void)
{
    check_hello_retry(false);
    check_hello_retry(true);
}

static void test_hello_retry_refused(void)
{
    static const char misplaced[] =
        "what comes before the HelloRetryRequest is not one ClientHello";
    g_autoptr(transcript_t) transcript = transcript_new();
    transcript_hello_retry(transcript, GNUTLS_DIG_SHA256);
    g_assert_cmpstr(transcript_gap(transcript), ==, misplaced);
    transcript_restart(transcript);
    add_hex(transcript, FRAMING_TLS, true, "02 000000");
    transcript_hello_retry(transcript, GNUTLS_DIG_SHA256);
    g_assert_cmpstr(transcript_gap(transcript), ==, misplaced);
    transcript_restart(transcript);
    add_hex(transcript, FRAMING_TLS, true, "01 000000");
    transcript_hello_retry(transcript, GNUTLS_DIG_SHA256);
    g_assert_null(transcript_gap(transcript));
    transcript_hello_retry(transcript, GNUTLS_DIG_SHA256); /* a second one is not allowed */
    g_assert_cmpstr(transcript_gap(transcript), ==, misplaced);
    transcript_restart(transcript);
    add_hex(transcript, FRAMING_TLS, true, "01 000000");
    transcript_hello_retry(transcript, GNUTLS_DIG_UNKNOWN);
    g_assert_cmpstr(transcript_gap(transcript), ==,
                    "the hash of the first ClientHello cannot be computed");
}

static void test_limit(void)
{
    g_autoptr(transcript_t) transcript = transcript_new();
    g_autofree guint8 *octets = g_malloc0(TRANSCRIPT_LIMIT + 1);
    transcript_add(transcript, (slice_t){octets, TRANSCRIPT_LIMIT - 1});
    transcript_add(transcript, (slice_t){octets, 1});
    g_assert_null(transcript_gap(transcript));
    g_assert_cmpuint(transcript_octets(transcript).size, ==, TRANSCRIPT_LIMIT);
    transcript_add(transcript, (slice_t){octets, 1});
    g_assert_cmpstr(transcript_gap(transcript), ==, "the handshake is larger than 1 MiB");
    g_assert_cmpuint(transcript_octets(transcript).size, ==, 0);
    transcript_restart(transcript);
    transcript_add(transcript, (slice_t){octets, TRANSCRIPT_LIMIT + 1});
    g_assert_nonnull(transcript_gap(transcript));
    transcript_restart(transcript);
    transcript_set_hash(transcript, GNUTLS_DIG_SHA256);
    transcript_add(transcript, (slice_t){octets, TRANSCRIPT_LIMIT + 1}); /* hashed, not kept */
    g_assert_null(transcript_gap(transcript));
}

static void test_gap(void)
{
    transcript_hash_t hash;
    g_autoptr(transcript_t) transcript = transcript_new();
    add_hex(transcript, FRAMING_TLS, false, "01 000001 aa");
    transcript_set_hash(transcript, GNUTLS_DIG_SHA256);
    transcript_mark_gap(transcript, "a message is missing");
    transcript_mark_gap(transcript, "another one too");
    add_hex(transcript, FRAMING_TLS, false, "02 000001 aa");
    transcript_set_hash(transcript, GNUTLS_DIG_SHA256);
    transcript_hello_retry(transcript, GNUTLS_DIG_SHA256);
    g_assert_cmpstr(transcript_gap(transcript), ==, "a message is missing");
    g_assert_false(transcript_hash(transcript, GNUTLS_DIG_SHA256, &hash));
    transcript_restart(transcript);
    add_hex(transcript, FRAMING_TLS, false, "01 000001 bb");
    assert_octets(transcript, "01 000001 bb");
}

/* sha256 over the messages of the known handshake before its CertificateVerify. */
static void test_known(void)
{
    g_autoptr(transcript_t) transcript = transcript_new();
    known_messages_until(KNOWN_CERTIFICATE_VERIFY, transcript);
    assert_hash(transcript, GNUTLS_DIG_SHA256,
                "fcc9ca45acc375bcf2f238aa7a19cb2111cbd24ee00d86554eaa419160efdb7e");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(form_rows); i++) {
        g_autofree char *path = g_strdup_printf("/transcript/form/%s", form_rows[i].name);
        g_test_add_data_func(path, &form_rows[i], test_form);
    }
    g_test_add_func("/transcript/DTLS message in fragments", test_dtls_reassembled);
    g_test_add_func("/transcript/hash", test_hash);
    g_test_add_func("/transcript/hash not known", test_unknown_hash);
    g_test_add_func("/transcript/HelloRetryRequest", test_hello_retry);
    g_test_add_func("/transcript/HelloRetryRequest refused", test_hello_retry_refused);
    g_test_add_func("/transcript/limit", test_limit);
    g_test_add_func("/transcript/gap", test_gap);
    g_test_add_func("/transcript/known handshake", test_known);
    return g_test_run();
}
