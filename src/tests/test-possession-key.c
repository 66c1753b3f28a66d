/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "possession.h"

#include <string.h>

#include "octets.h"
#include "signed-handshake.h"

/* Keys that cannot be used, and one that should not have been. */

static slice_t slice_of(const GByteArray *octets)
{
    return (slice_t){octets->data, octets->len};
}

static void check_refusal(const possession_result_t *result, const char *why)
{
    g_assert_cmpstr(result->why, ==, why);
    g_assert_cmpstr(possession_word(result->possession), ==, "not-checked");
}

/* Before TLS 1.2 an EdDSA key signs nothing (RFC 8422 §5.10), and PSS did not exist. */
static void test_key_too_new(void)
{
    static const struct {
        key_kind_t key;
        const char *why;
    } rows[] = {
        {KEY_ED25519, "a key of type Ed25519 signs nothing before TLS 1.2"},
        {KEY_RSA_PSS, "a key of type RSA-PSS signs nothing before TLS 1.2"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) body = octets_of("0002 aabb");
        g_autoptr(possession_result_t) result =
            possession_certificate_verify_tls12(&(possession_verify_tls12_t){
                .version = 0x0301,
                .messages = {body->data, body->len},
                .body = slice_of(body),
                .certificate = owner_of(rows[i].key, false)->certificate
        });
        check_refusal(result, rows[i].why);
    }
}

/* What the key may be used for is not asked: whoever signed holds it all the same. */
static void test_key_usage(void)
{
    g_autoptr(made_t) made =
        make_cert(&(recipe_t){.dn = "CN=owner", .key_usage = GNUTLS_KEY_KEY_ENCIPHERMENT});
    g_autoptr(certificate_t) certificate = certificate_new(made_der(made));
    g_autoptr(GByteArray) messages = octets_of("01 000000");
    g_autoptr(GByteArray) signature =
        sign_with(&(owner_t){made, certificate}, GNUTLS_SIGN_ECDSA_SHA256, slice_of(messages));
    g_autoptr(GByteArray) body = g_byte_array_new();
    append_signed(body, 0x0403, signature);
    g_autoptr(possession_result_t) result = possession_certificate_verify_tls12(
        &(possession_verify_tls12_t){.version = 0x0303,
                                     .messages = slice_of(messages),
                                     .body = slice_of(body),
                                     .certificate = certificate});
    g_assert_cmpstr(possession_word(result->possession), ==, "proven");
}

/* A certificate with an RSA key that nobody has the other half of. Gives. */
static certificate_t *certificate_with_rsa(size_t bits, size_t exponent_size)
{
    g_autofree guint8 *modulus = g_malloc(bits / 8);
    g_autofree guint8 *exponent = g_malloc(exponent_size);
    memset(modulus, 0xa5, bits / 8);
    memset(exponent, 0xa5, exponent_size);
    const owner_t *issuer = owner_of(KEY_P256, false);
    const gnutls_datum_t m = {modulus, (unsigned)(bits / 8)};
    const gnutls_datum_t e = {exponent, (unsigned)exponent_size};
    gnutls_pubkey_t key;
    gnutls_x509_crt_t crt;
    gnutls_datum_t der = {0};
    g_assert_cmpint(gnutls_pubkey_init(&key), ==, 0);
    g_assert_cmpint(gnutls_pubkey_import_rsa_raw(key, &m, &e), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_init(&crt), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_version(crt, 3), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_serial(crt, "\1", 1), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_activation_time(crt, MAKE_FROM), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_expiration_time(crt, MAKE_UNTIL), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_dn(crt, "CN=large", NULL), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_pubkey(crt, key), ==, 0);
    g_assert_cmpint(
        gnutls_x509_crt_sign2(crt, issuer->made->crt, issuer->made->key, GNUTLS_DIG_SHA256, 0), ==,
        0);
    g_assert_cmpint(gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_DER, &der), ==, 0);
    certificate_t *certificate = certificate_new((slice_t){der.data, der.size});
    gnutls_free(der.data);
    gnutls_x509_crt_deinit(crt);
    gnutls_pubkey_deinit(key);
    return certificate;
}

/* The cost of a key is bounded; each limit from both sides. */
static void test_key_too_large(void)
{
    static const struct {
        size_t bits, exponent_size;
        const char *why; /* NULL: it is tried */
    } rows[] = {
        {16384, 8, NULL                                                            },
        {16392, 8, "the certificate's key is too large to be used: RSA, 16392 bits"},
        {3072,  9, NULL                                                            },
        {3080,  8, NULL                                                            },
        {3080,  9, "the certificate's key is too large to be used: RSA, 3080 bits" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(certificate_t) certificate =
            certificate_with_rsa(rows[i].bits, rows[i].exponent_size);
        g_autoptr(GByteArray) signature = g_byte_array_new();
        g_autoptr(GByteArray) body = g_byte_array_new();
        g_byte_array_set_size(signature, (guint)(rows[i].bits / 8));
        memset(signature->data, 1, signature->len);
        append_signed(body, 0x0401, signature);
        g_autoptr(possession_result_t) result = possession_certificate_verify_tls12(
            &(possession_verify_tls12_t){.version = 0x0303,
                                         .messages = slice_of(signature),
                                         .body = slice_of(body),
                                         .certificate = certificate});
        if (rows[i].why)
            check_refusal(result, rows[i].why);
        else
            g_assert_cmpstr(possession_word(result->possession), ==, "disproven");
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/possession/key/too new", test_key_too_new);
    g_test_add_func("/possession/key/usage", test_key_usage);
    g_test_add_func("/possession/key/too large", test_key_too_large);
    int status = g_test_run();
    owners_free();
    return status;
}
