/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scheme.h"

#include "octets.h"
#include "signed-handshake.h"
#include "tls-names.h"

/* What a scheme may not be used for, asked through the signatures that are made with it. */

static slice_t slice_of(const GByteArray *octets)
{
    return (slice_t){octets->data, octets->len};
}

/* The same signature under a scheme, a key and an offer. */
typedef struct {
    const char *name;
    bool tls13;
    key_kind_t key;
    gnutls_sign_algorithm_t sign;
    guint16 scheme;
    const char *offered;
    const char *want, *violation;
} scheme_row_t;

#define HASH     "c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1"
#define NO_PKCS1 "rsa_pkcs1_sha256 may not sign a handshake of TLS 1.3 (RFC 8446 §4.2.3)"

/* clang-format off */
static const scheme_row_t scheme_rows[] = {
    {"offered", false, KEY_P256, GNUTLS_SIGN_ECDSA_SHA256, 0x0403, "0804 0403", "proven", NULL},
    {"offered last of an odd list", false, KEY_P256, GNUTLS_SIGN_ECDSA_SHA256, 0x0403,
     "0804 0403 04", "proven", NULL},
    {"no list", false, KEY_P256, GNUTLS_SIGN_ECDSA_SHA256, 0x0403, "", "proven", NULL},
    {"not offered", false, KEY_P256, GNUTLS_SIGN_ECDSA_SHA256, 0x0403, "0804 0503", "proven",
     "ecdsa_secp256r1_sha256 was not offered by the other side"},
    {"its octets across two others", false, KEY_P256, GNUTLS_SIGN_ECDSA_SHA256, 0x0403,
     "0804 0304", "proven", "ecdsa_secp256r1_sha256 was not offered by the other side"},
    {"not offered in TLS 1.3", true, KEY_ED25519, GNUTLS_SIGN_EDDSA_ED25519, 0x0807, "0403",
     "proven", "ed25519 was not offered by the other side"},
    {"PKCS#1 in TLS 1.2", false, KEY_RSA, GNUTLS_SIGN_RSA_SHA256, 0x0401, "", "proven", NULL},
    {"PKCS#1 in TLS 1.3", true, KEY_RSA, GNUTLS_SIGN_RSA_SHA256, 0x0401, "", "proven", NO_PKCS1},
    {"PKCS#1 in TLS 1.3, offered", true, KEY_RSA, GNUTLS_SIGN_RSA_SHA256, 0x0401, "0401",
     "proven", NO_PKCS1},
    {"PKCS#1 in TLS 1.3, not offered", true, KEY_RSA, GNUTLS_SIGN_RSA_SHA256, 0x0401, "0804",
     "proven", NO_PKCS1 "; it was not offered by the other side"},
    {"RSA with SHA-1 in TLS 1.3", true, KEY_RSA, GNUTLS_SIGN_RSA_SHA1, 0x0201, "", "proven",
     "rsa_pkcs1_sha1 may not sign a handshake of TLS 1.3 (RFC 8446 §4.2.3)"},
    {"ECDSA with SHA-1 in TLS 1.3", true, KEY_P256, GNUTLS_SIGN_ECDSA_SHA1, 0x0203, "", "proven",
     "ecdsa_sha1 may not sign a handshake of TLS 1.3 (RFC 8446 §4.2.3)"},
    {"DSA in TLS 1.3", true, KEY_DSA, GNUTLS_SIGN_DSA_SHA256, 0x0402, "", "proven",
     "dsa_sha256 may not sign a handshake of TLS 1.3 (RFC 8446 §4.2.3)"},
    {"curve and hash apart in TLS 1.2", false, KEY_P384, GNUTLS_SIGN_ECDSA_SHA256, 0x0403, "",
     "proven", NULL},
    {"curve and hash apart in TLS 1.3", true, KEY_P384, GNUTLS_SIGN_ECDSA_SHA256, 0x0403, "",
     "proven",
     "ecdsa_secp256r1_sha256 is not for a key on this curve in TLS 1.3 (RFC 8446 §4.2.3)"},
    {"curve and hash together in TLS 1.3", true, KEY_P384, GNUTLS_SIGN_ECDSA_SHA384, 0x0503, "",
     "proven", NULL},
    {"rsae with a key for PSS only", true, KEY_RSA_PSS, GNUTLS_SIGN_RSA_PSS_SHA256, 0x0804, "",
     "proven", "rsa_pss_rsae_sha256 is not for a key of this type (RFC 8446 §4.2.3)"},
    {"pss with a key for all of RSA", true, KEY_RSA, GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, 0x0809, "",
     "proven", "rsa_pss_pss_sha256 is not for a key of this type (RFC 8446 §4.2.3)"},
    {"RSA scheme, EC key", true, KEY_P256, GNUTLS_SIGN_ECDSA_SHA256, 0x0804, "", "disproven",
     "rsa_pss_rsae_sha256 is not for a key of this type (RFC 8446 §4.2.3)"},
    {"ECDSA scheme, RSA key", false, KEY_RSA, GNUTLS_SIGN_RSA_SHA256, 0x0403, "", "disproven",
     "ecdsa_secp256r1_sha256 is not for a key of this type (RFC 8446 §4.2.3)"},
    {"Ed448 scheme, Ed25519 key", true, KEY_ED25519, GNUTLS_SIGN_EDDSA_ED25519, 0x0808, "",
     "disproven", "ed448 is not for a key of this type (RFC 8446 §4.2.3)"},
    {"PKCS#1 scheme, key for PSS only", false, KEY_RSA_PSS, GNUTLS_SIGN_RSA_PSS_SHA256, 0x0401,
     "", "disproven", "rsa_pkcs1_sha256 is not for a key of this type (RFC 8446 §4.2.3)"},
    {"another hash than it was made with", false, KEY_RSA, GNUTLS_SIGN_RSA_SHA256, 0x0501, "",
     "disproven", NULL},
    {"PSS for PKCS#1", false, KEY_RSA, GNUTLS_SIGN_RSA_SHA256, 0x0804, "", "disproven", NULL},
    {"scheme not known, not offered", false, KEY_RSA, GNUTLS_SIGN_RSA_SHA256, 0xfefe, "0401",
     "not-checked", "0xfefe was not offered by the other side"},
};
/* clang-format on */

static void test_scheme(gconstpointer data)
{
    const scheme_row_t *row = data;
    const owner_t *owner = owner_of(row->key, false);
    g_autoptr(GByteArray) hash = octets_of(HASH);
    g_autoptr(GByteArray) messages = octets_of("01 000000");
    g_autoptr(GByteArray) offered = octets_of(row->offered);
    g_autoptr(GByteArray) tls13 =
        tls13_content("TLS 1.3, client CertificateVerify", slice_of(hash));
    g_autoptr(GByteArray) signature =
        sign_with(owner, row->sign, slice_of(row->tls13 ? tls13 : messages));
    g_autoptr(GByteArray) body = g_byte_array_new();
    append_signed(body, row->scheme, signature);
    g_autoptr(possession_result_t) result =
        row->tls13 ? possession_certificate_verify_tls13(
                         &(possession_verify_tls13_t){.sender = SENDER_CLIENT,
                                                      .transcript_hash = slice_of(hash),
                                                      .digest = GNUTLS_DIG_SHA256,
                                                      .body = slice_of(body),
                                                      .certificate = owner->certificate,
                                                      .offered = slice_of(offered)})
                   : possession_certificate_verify_tls12(
                         &(possession_verify_tls12_t){.version = 0x0303,
                                                      .messages = slice_of(messages),
                                                      .body = slice_of(body),
                                                      .certificate = owner->certificate,
                                                      .offered = slice_of(offered)});
    g_assert_cmpstr(possession_word(result->possession), ==, row->want);
    g_assert_cmpstr(result->scheme_violation, ==, row->violation);
}

/* Every scheme here has a name, and GnuTLS agrees on its type of key, if it knows it at all. */
static void test_table(void)
{
    size_t n = 0, n_unknown = 0; /* ML-DSA before GnuTLS 3.8.9 */
    for (unsigned code = 0; code <= 0xffff; code++) {
        const scheme_t *scheme = scheme_lookup((guint16)code);
        if (!scheme)
            continue;
        n++;
        g_assert_cmphex(scheme->code, ==, code);
        g_assert_nonnull(signature_scheme_name(scheme->code));
        g_assert_true(scheme_fits_key(scheme, scheme->key));
        g_assert_true(!gnutls_sign_get_name(scheme->sign) ||
                      gnutls_sign_supports_pk_algorithm(scheme->sign, scheme->key));
        n_unknown += !gnutls_sign_get_name(scheme->sign);
        g_assert_cmpint(scheme_sign(scheme, scheme->key), ==, scheme->sign);
    }
    g_assert_cmpuint(n, ==, 27);
    g_assert_true(n_unknown == 0 || n_unknown == 3);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(scheme_rows); i++) {
        g_autofree char *path = g_strdup_printf("/scheme/%s", scheme_rows[i].name);
        g_test_add_data_func(path, &scheme_rows[i], test_scheme);
    }
    g_test_add_func("/scheme/table", test_table);
    int status = g_test_run();
    owners_free();
    return status;
}
