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

/* The cost of a key is bounded; each limit from both sides. */
static void test_key_too_large(void)
{
    static const struct {
        size_t bits, exponent_size;
        const char *why; /* NULL: it is tried */
    } rows[] = {
        {16384, 8, NULL                                                            },
        {16392, 8, "the certificate's key is too large to be used: RSA, 16392 bits"},
        {2048,  8, NULL                                                            },
        {2048,  9, "the certificate's key is too large to be used: RSA, 2048 bits" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(made_t) large =
            make_large_rsa(owner_of(KEY_P256, false)->made, rows[i].bits, rows[i].exponent_size);
        g_autoptr(certificate_t) certificate = certificate_new(made_der(large));
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
