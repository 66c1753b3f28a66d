/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "possession-private.h"

#include <gnutls/crypto.h>

#include "scheme.h"

/* A weak proof is a proof: what is weak about it is told elsewhere. */
#define ANY_STRENGTH (GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1)

enum { MD5_SIZE = 16, SHA1_SIZE = 20 };

void possession_refuse(possession_result_t *result, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    result->possession = POSSESSION_NOT_CHECKED;
    g_free(result->why);
    result->why = g_strdup_vprintf(format, arguments);
    va_end(arguments);
}

static void set_proven(const signed_handshake_t *what, possession_result_t *result)
{
    result->possession = POSSESSION_PROVEN;
    result->why = g_strdup_printf(
        say(result->language, "the signature in %s was made with the private key of %s, over "
                              "this very handshake"),
        what->message, what->certificate->short_name);
}

/* @impossible: no key of this type could have made it. */
static void set_disproven(const signed_handshake_t *what, bool impossible,
                          possession_result_t *result)
{
    result->possession = POSSESSION_DISPROVEN;
    result->why = g_strdup_printf(
        say(result->language, impossible
                                  ? "the signature in %s was not made with the private key of %s "
                                    "over this handshake: no key of its type makes such a signature"
                                  : "the signature in %s was not made with the private key of %s "
                                    "over this handshake"),
        what->message, what->certificate->short_name);
}

/* A code of GnuTLS as a verdict. A signature that is not even well-formed DER is none of this key;
 * all else that goes wrong says nothing about the signature. */
static void set_outcome(const signed_handshake_t *what, int rc, possession_result_t *result)
{
    if (rc >= 0) {
        set_proven(what, result);
        return;
    }
    switch (rc) {
    case GNUTLS_E_PK_SIG_VERIFY_FAILED:
    case GNUTLS_E_ASN1_DER_ERROR:
    case GNUTLS_E_ASN1_DER_OVERFLOW:
    case GNUTLS_E_ASN1_TAG_ERROR:
    case GNUTLS_E_ASN1_VALUE_NOT_VALID:
        set_disproven(what, false, result);
        return;
    default:
        possession_refuse(result,
                          say(result->language, "the signature in %s cannot be checked: %s"),
                          what->message, gnutls_strerror(rc));
    }
}

static gnutls_datum_t datum(slice_t slice)
{
    return (gnutls_datum_t){(unsigned char *)slice.data, (unsigned)slice.size};
}

/* RSA before TLS 1.2 signs MD5 and SHA-1 side by side, without saying which hashes these are. */
static int verify_two_hashes(gnutls_pubkey_t key, const signed_handshake_t *what)
{
    guint8 hashes[MD5_SIZE + SHA1_SIZE];
    int rc = gnutls_hash_fast(GNUTLS_DIG_MD5, what->content.data, what->content.size, hashes);
    if (rc >= 0)
        rc = gnutls_hash_fast(GNUTLS_DIG_SHA1, what->content.data, what->content.size,
                              hashes + MD5_SIZE);
    if (rc < 0)
        return rc;
    const gnutls_datum_t hash = {hashes, sizeof hashes}, signature = datum(what->signature);
    return gnutls_pubkey_verify_hash2(key, GNUTLS_SIGN_UNKNOWN, GNUTLS_VERIFY_USE_TLS1_RSA, &hash,
                                      &signature);
}

static int verify_data(gnutls_pubkey_t key, gnutls_sign_algorithm_t sign,
                       const signed_handshake_t *what)
{
    const gnutls_datum_t content = datum(what->content), signature = datum(what->signature);
    return gnutls_pubkey_verify_data2(key, sign, ANY_STRENGTH, &content, &signature);
}

/* RFC 4346 §4.7, RFC 8422 §5.10: what a key of each type signs with before TLS 1.2. */
static const struct {
    gnutls_pk_algorithm_t key;
    gnutls_sign_algorithm_t sign; /* GNUTLS_SIGN_UNKNOWN: the two hashes */
    const char *name;
} before_tls12[] = {
    {GNUTLS_PK_RSA,   GNUTLS_SIGN_UNKNOWN,    "RSA PKCS#1 with MD5 and SHA-1"},
    {GNUTLS_PK_DSA,   GNUTLS_SIGN_DSA_SHA1,   "DSA with SHA-1"               },
    {GNUTLS_PK_ECDSA, GNUTLS_SIGN_ECDSA_SHA1, "ECDSA with SHA-1"             },
};

static void verify_before_tls12(gnutls_pubkey_t key, gnutls_pk_algorithm_t pk,
                                const signed_handshake_t *what, possession_result_t *result)
{
    for (size_t i = 0; i < G_N_ELEMENTS(before_tls12); i++) {
        if (before_tls12[i].key != pk)
            continue;
        result->algorithm = g_strdup(before_tls12[i].name);
        set_outcome(what,
                    before_tls12[i].sign == GNUTLS_SIGN_UNKNOWN
                        ? verify_two_hashes(key, what)
                        : verify_data(key, before_tls12[i].sign, what),
                    result);
        return;
    }
    possession_refuse(result,
                      say(result->language, "a key of type %s signs nothing before TLS 1.2"),
                      what->certificate->key);
}

/* The 57th octet of S in an Ed448 signature is always 0 (RFC 8032 §5.2.7: S must be in range), but
 * the library behind GnuTLS does not read it. */
static bool out_of_range(const scheme_t *scheme, slice_t signature)
{
    return scheme->sign == GNUTLS_SIGN_EDDSA_ED448 && signature.size > 0 &&
           signature.data[signature.size - 1] != 0;
}

static void verify_scheme(gnutls_pubkey_t key, gnutls_pk_algorithm_t pk,
                          const signed_handshake_t *what, possession_result_t *result)
{
    const scheme_t *scheme = scheme_lookup(what->scheme);
    if (!scheme)
        possession_refuse(result, say(result->language, "signatures of type %s are not known here"),
                          result->algorithm);
    else if (!scheme_fits_key(scheme, pk))
        set_disproven(what, true, result);
    else if (out_of_range(scheme, what->signature))
        set_disproven(what, false, result);
    else
        set_outcome(what, verify_data(key, scheme_sign(scheme, pk), what), result);
}

static gnutls_ecc_curve_t curve_of(gnutls_pubkey_t key, gnutls_pk_algorithm_t pk)
{
    gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
    if (pk == GNUTLS_PK_ECDSA)
        gnutls_pubkey_export_ecc_raw2(key, &curve, NULL, NULL, 0);
    return curve;
}

/* Borrows, or NULL. */
static gnutls_pubkey_t key_of(const certificate_t *certificate, possession_result_t *result)
{
    if (!certificate) {
        possession_refuse(result, say(result->language, "the certificate is not known"));
        return NULL;
    }
    if (certificate->malformed) {
        possession_refuse(result, say(result->language, "the certificate cannot be decoded: %s"),
                          say(result->language, certificate->malformed));
        return NULL;
    }
    if (certificate->pk == GNUTLS_PK_UNKNOWN) {
        possession_refuse(result, say(result->language, "keys of type %s are not known here"),
                          certificate->key);
        return NULL;
    }
    int rc = 0;
    gnutls_pubkey_t key = certificate_public_key(certificate, &rc);
    if (!key) {
        possession_refuse(result, say(result->language, "the certificate's key cannot be used: %s"),
                          gnutls_strerror(rc));
        return NULL;
    }
    if (certificate->costly_key) {
        possession_refuse(
            result,
            say(result->language, "the certificate's key is too large to be used: %s, %u bits"),
            certificate->key, certificate->key_bits);
        return NULL;
    }
    return key;
}

void possession_verify(const signed_handshake_t *what, possession_result_t *result)
{
    const char *name = signature_scheme_name(what->scheme);
    bool has_scheme = what->era != SIGNED_BEFORE_TLS12;
    if (has_scheme) {
        result->scheme = what->scheme;
        result->algorithm = name ? g_strdup(name) : g_strdup_printf("0x%04x", what->scheme);
    }
    gnutls_pubkey_t key = key_of(what->certificate, result);
    if (!key)
        return;
    gnutls_pk_algorithm_t pk = what->certificate->pk;
    if (has_scheme) {
        result->scheme_violation =
            scheme_violation(&(scheme_use_t){.code = what->scheme,
                                             .tls13 = what->era == SIGNED_TLS13,
                                             .key = pk,
                                             .curve = curve_of(key, pk),
                                             .language = result->language,
                                             .offered = what->offered});
        verify_scheme(key, pk, what, result);
    } else {
        verify_before_tls12(key, pk, what, result);
    }
}
