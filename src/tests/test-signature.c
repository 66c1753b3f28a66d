/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "signature.h"

#include "der.h"
#include "make-cert.h"

typedef struct {
    const char *name;
    gnutls_pk_algorithm_t pk;
    unsigned bits;
    gnutls_digest_algorithm_t digest;
    gnutls_sign_algorithm_t sign;
    signature_state_t want;
} row_t;

/* clang-format off */
static const row_t rows[] = {
    {"EC", 0, 0, GNUTLS_DIG_SHA256, GNUTLS_SIGN_ECDSA_SHA256, SIGNATURE_VERIFIED},
    {"RSA", GNUTLS_PK_RSA, 2048, GNUTLS_DIG_SHA512, GNUTLS_SIGN_RSA_SHA512, SIGNATURE_VERIFIED},
    {"RSA-PSS 256", GNUTLS_PK_RSA_PSS, 2048, GNUTLS_DIG_SHA256, GNUTLS_SIGN_RSA_PSS_SHA256,
     SIGNATURE_VERIFIED},
    {"RSA-PSS 384", GNUTLS_PK_RSA_PSS, 2048, GNUTLS_DIG_SHA384, GNUTLS_SIGN_RSA_PSS_SHA384,
     SIGNATURE_VERIFIED},
    {"SHA-1", GNUTLS_PK_RSA, 2048, GNUTLS_DIG_SHA1, GNUTLS_SIGN_RSA_SHA1, SIGNATURE_VERIFIED},
    {"MD5", GNUTLS_PK_RSA, 2048, GNUTLS_DIG_MD5, GNUTLS_SIGN_RSA_MD5, SIGNATURE_UNSUPPORTED},
    {"Ed25519", GNUTLS_PK_EDDSA_ED25519, 256, GNUTLS_DIG_SHA512, GNUTLS_SIGN_EDDSA_ED25519,
     SIGNATURE_VERIFIED},
};
/* clang-format on */

/* What signed a certificate: its own key, here. */
static signed_t content_of(const certificate_t *certificate)
{
    slice_t der = {0};
    der.data = g_bytes_get_data(certificate->der, &der.size);
    reader_t r = reader_over(der);
    reader_t outer = reader_over(der_content(&r, DER_SEQUENCE));
    signed_t content = {.tbs = der_element(&outer, DER_SEQUENCE)};
    content.sign = signature_algorithm(der_element(&outer, DER_SEQUENCE));
    g_assert_true(signature_read(&outer, &content.signature));
    return content;
}

static void test_row(gconstpointer data)
{
    const row_t *row = data;
    g_autoptr(made_t) made = make_cert(
        &(recipe_t){.dn = "CN=A", .pk = row->pk, .bits = row->bits, .digest = row->digest});
    g_autoptr(made_t) other = make_cert(
        &(recipe_t){.dn = "CN=A", .pk = row->pk, .bits = row->bits, .digest = row->digest});
    g_autoptr(made_t) tampered = made_tampered(made);
    g_autoptr(certificate_t) signer = certificate_new(made_der(made));
    g_autoptr(certificate_t) stranger = certificate_new(made_der(other));
    g_autoptr(certificate_t) altered = certificate_new(made_der(tampered));
    signed_t content = content_of(signer), broken = content_of(altered);
    g_assert_cmpint(content.sign, ==, row->sign);
    g_assert_cmpint(signature_check(&content, signer), ==, row->want);
    g_assert_cmpint(signature_check(&content, stranger), !=, SIGNATURE_VERIFIED);
    g_assert_cmpint(signature_check(&broken, signer), !=, SIGNATURE_VERIFIED);
}

static void test_unknown(void)
{
    static const guint8 unknown[] = {0x30, 5, 6, 3, 0x2a, 3, 4}, cut[] = {0x30, 5, 6, 3, 0x2a};
    g_assert_cmpint(signature_algorithm((slice_t){unknown, sizeof unknown}), ==,
                    GNUTLS_SIGN_UNKNOWN);
    g_assert_cmpint(signature_algorithm((slice_t){cut, sizeof cut}), ==, GNUTLS_SIGN_UNKNOWN);
    g_assert_cmpint(signature_algorithm((slice_t){0}), ==, GNUTLS_SIGN_UNKNOWN);
}

static void test_bits(void)
{
    static const guint8 good[] = {3, 2, 0, 7}, unused[] = {3, 2, 1, 6}, empty[] = {3, 0};
    slice_t signature;
    reader_t r = reader_over((slice_t){good, sizeof good});
    g_assert_true(signature_read(&r, &signature));
    g_assert_true(slice_equal(signature, (slice_t){good + 3, 1}));
    r = reader_over((slice_t){unused, sizeof unused});
    g_assert_false(signature_read(&r, &signature));
    r = reader_over((slice_t){empty, sizeof empty});
    g_assert_false(signature_read(&r, &signature));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/signature/%s", rows[i].name);
        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/signature/unknown algorithm", test_unknown);
    g_test_add_func("/signature/bits", test_bits);
    return g_test_run();
}
