/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scheme.h"

#include "tls-names.h"

#define RSA(hash)    GNUTLS_SIGN_RSA_##hash, GNUTLS_PK_RSA, 0, false
#define DSA(hash)    GNUTLS_SIGN_DSA_##hash, GNUTLS_PK_DSA, 0, false
#define ECDSA(hash)  GNUTLS_SIGN_ECDSA_##hash, GNUTLS_PK_ECDSA, 0, false
#define CURVE(c, h)  GNUTLS_SIGN_ECDSA_##h, GNUTLS_PK_ECDSA, GNUTLS_ECC_CURVE_##c, true
#define RSAE(hash)   GNUTLS_SIGN_RSA_PSS_RSAE_##hash, GNUTLS_PK_RSA, 0, true
#define PSS(hash)    GNUTLS_SIGN_RSA_PSS_##hash, GNUTLS_PK_RSA_PSS, 0, true
#define EDDSA(curve) GNUTLS_SIGN_EDDSA_##curve, GNUTLS_PK_EDDSA_##curve, 0, true

/* The numbers that GnuTLS has for them from 3.8.9 on; one that lacks them has no such key. */
#define MLDSA(sign, key) (gnutls_sign_algorithm_t)(sign), (gnutls_pk_algorithm_t)(key), 0, true

/* clang-format off */
static const scheme_t schemes[] = {
    {0x0101, RSA(MD5)},
    {0x0201, RSA(SHA1)}, {0x0202, DSA(SHA1)}, {0x0203, ECDSA(SHA1)},
    {0x0301, RSA(SHA224)}, {0x0302, DSA(SHA224)}, {0x0303, ECDSA(SHA224)},
    {0x0401, RSA(SHA256)}, {0x0402, DSA(SHA256)}, {0x0403, CURVE(SECP256R1, SHA256)},
    {0x0501, RSA(SHA384)}, {0x0502, DSA(SHA384)}, {0x0503, CURVE(SECP384R1, SHA384)},
    {0x0601, RSA(SHA512)}, {0x0602, DSA(SHA512)}, {0x0603, CURVE(SECP521R1, SHA512)},
    {0x0804, RSAE(SHA256)}, {0x0805, RSAE(SHA384)}, {0x0806, RSAE(SHA512)},
    {0x0807, EDDSA(ED25519)}, {0x0808, EDDSA(ED448)},
    {0x0809, PSS(SHA256)}, {0x080a, PSS(SHA384)}, {0x080b, PSS(SHA512)},
    {0x0904, MLDSA(47, 15)}, {0x0905, MLDSA(48, 16)}, {0x0906, MLDSA(49, 17)},
};
/* clang-format on */

const scheme_t *scheme_lookup(guint16 code)
{
    for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++)
        if (schemes[i].code == code)
            return &schemes[i];
    return NULL;
}

/* rsa_pss_rsae and rsa_pss_pss give the same signature; only what the certificate says of its key
 * is another. */
static const struct {
    gnutls_sign_algorithm_t rsae, pss;
} pss_twins[] = {
    {GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, GNUTLS_SIGN_RSA_PSS_SHA256},
    {GNUTLS_SIGN_RSA_PSS_RSAE_SHA384, GNUTLS_SIGN_RSA_PSS_SHA384},
    {GNUTLS_SIGN_RSA_PSS_RSAE_SHA512, GNUTLS_SIGN_RSA_PSS_SHA512},
};

gnutls_sign_algorithm_t scheme_sign(const scheme_t *scheme, gnutls_pk_algorithm_t key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(pss_twins); i++)
        if (scheme->sign == pss_twins[i].rsae || scheme->sign == pss_twins[i].pss)
            return key == GNUTLS_PK_RSA_PSS ? pss_twins[i].pss : pss_twins[i].rsae;
    return scheme->sign;
}

static bool is_pss(const scheme_t *scheme)
{
    return scheme->code >> 8 == 8 && scheme->sign != GNUTLS_SIGN_EDDSA_ED25519 &&
           scheme->sign != GNUTLS_SIGN_EDDSA_ED448;
}

bool scheme_fits_key(const scheme_t *scheme, gnutls_pk_algorithm_t key)
{
    return scheme->key == key ||
           (is_pss(scheme) && (key == GNUTLS_PK_RSA || key == GNUTLS_PK_RSA_PSS));
}

static bool is_offered(slice_t offered, guint16 code)
{
    reader_t r = reader_over(offered);
    while (reader_left(&r) > 0)
        if (reader_uint(&r, 2) == code && !r.failed)
            return true;
    return false;
}

static const char *illegal_with_key(const scheme_use_t *use, const scheme_t *scheme)
{
    if (use->tls13 && !scheme->tls13)
        return "%s may not sign a handshake of TLS 1.3 (RFC 8446 §4.2.3)";
    if (scheme->key != use->key)
        return "%s is not for a key of this type (RFC 8446 §4.2.3)";
    if (use->tls13 && scheme->key == GNUTLS_PK_ECDSA && scheme->tls13_curve != use->curve)
        return "%s is not for a key on this curve in TLS 1.3 (RFC 8446 §4.2.3)";
    return NULL;
}

char *scheme_violation(const scheme_use_t *use)
{
    const scheme_t *scheme = scheme_lookup(use->code);
    const char *name = signature_scheme_name(use->code);
    const char *illegal = scheme ? illegal_with_key(use, scheme) : NULL;
    bool not_offered = use->offered.size > 0 && !is_offered(use->offered, use->code);
    if (!illegal && !not_offered)
        return NULL;
    g_autofree char *number = name ? g_strdup(name) : g_strdup_printf("0x%04x", use->code);
    GString *out = g_string_new(NULL);
    if (illegal)
        g_string_append_printf(out, say(use->language, illegal), number);
    if (illegal && not_offered)
        g_string_append(out, say(use->language, "; it was not offered by the other side"));
    else if (not_offered)
        g_string_append_printf(out, say(use->language, "%s was not offered by the other side"),
                               number);
    return g_string_free(out, FALSE);
}
