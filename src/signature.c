/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "signature.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>

#include "algorithm.h"
#include "der.h"

static const guint8 oid_rsa_pss[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0a};

/* The element of an EXPLICIT [@number]; empty without it. */
static slice_t explicit_content(reader_t *fields, guint8 number, guint8 tag)
{
    reader_t outer = reader_over(der_content(fields, DER_CONTEXT_CONSTRUCTED | number));
    slice_t content = der_content(&outer, tag);
    fields->failed |= !reader_done(&outer);
    return content;
}

/* RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] DEFAULT sha1, maskGenAlgorithm [1] DEFAULT
 * mgf1SHA1, saltLength [2] DEFAULT 20, trailerField [3] DEFAULT 1 } (RFC 4055 §3.1). Whatever they
 * say, GnuTLS takes one hash for all and its length for the salt: with others it cannot check. */
static gnutls_sign_algorithm_t pss_algorithm(slice_t params)
{
    reader_t fields = reader_over(params);
    reader_t hash = reader_over(explicit_content(&fields, 0, DER_SEQUENCE));
    reader_t mask = reader_over(explicit_content(&fields, 1, DER_SEQUENCE));
    int salt = der_small(explicit_content(&fields, 2, DER_INTEGER));
    slice_t oid = der_content(&hash, DER_OID);
    der_content(&mask, DER_OID); /* there is but MGF1 */
    reader_t mask_hash = reader_over(der_content(&mask, DER_SEQUENCE));
    g_autofree char *text = der_oid_text(oid);
    gnutls_digest_algorithm_t digest = gnutls_oid_to_digest(text);
    if (!reader_done(&fields) || !slice_equal(der_content(&mask_hash, DER_OID), oid) ||
        digest == GNUTLS_DIG_UNKNOWN || salt != (int)gnutls_hash_get_len(digest))
        return GNUTLS_SIGN_UNKNOWN;
    return gnutls_pk_to_sign(GNUTLS_PK_RSA_PSS, digest);
}

gnutls_sign_algorithm_t signature_algorithm(slice_t identifier)
{
    reader_t r = reader_over(identifier);
    reader_t fields = reader_over(der_content(&r, DER_SEQUENCE));
    slice_t oid = der_content(&fields, DER_OID);
    if (slice_equal(oid, (slice_t){oid_rsa_pss, sizeof oid_rsa_pss}))
        return pss_algorithm(der_content(&fields, DER_SEQUENCE));
    g_autofree char *text = der_oid_text(oid);
    gnutls_sign_algorithm_t sign = fields.failed ? GNUTLS_SIGN_UNKNOWN : gnutls_oid_to_sign(text);
    return algorithm_checks_sign(sign) ? sign : GNUTLS_SIGN_UNKNOWN;
}

signature_state_t signature_check(const signed_t *what, const certificate_t *signer)
{
    if (what->sign == GNUTLS_SIGN_UNKNOWN || signer->pk == GNUTLS_PK_UNKNOWN || signer->costly_key)
        return SIGNATURE_UNSUPPORTED;
    gnutls_pubkey_t key = certificate_public_key(signer, NULL);
    if (!key)
        return SIGNATURE_UNSUPPORTED;
    const gnutls_datum_t tbs = {(unsigned char *)what->tbs.data, (unsigned)what->tbs.size};
    const gnutls_datum_t signature = {(unsigned char *)what->signature.data,
                                      (unsigned)what->signature.size};
    int rc = gnutls_pubkey_verify_data2(key, what->sign, GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1, &tbs,
                                        &signature);
    if (rc >= 0)
        return SIGNATURE_VERIFIED;
    return rc == GNUTLS_E_PK_SIG_VERIFY_FAILED ? SIGNATURE_BAD : SIGNATURE_UNSUPPORTED;
}

bool signature_read(reader_t *r, slice_t *ret_signature)
{
    slice_t bits = der_content(r, DER_BIT_STRING);
    if (r->failed || bits.size < 1 || bits.data[0] != 0) {
        r->failed = true;
        return false;
    }
    *ret_signature = (slice_t){bits.data + 1, bits.size - 1}; /* without the count of unused bits */
    return true;
}

bool signature_is_der(gnutls_sign_algorithm_t sign, slice_t signature)
{
    gnutls_pk_algorithm_t pk = gnutls_sign_get_pk_algorithm(sign);
    if (pk != GNUTLS_PK_ECDSA && pk != GNUTLS_PK_DSA)
        return true;
    reader_t outer = reader_over(signature);
    reader_t fields = reader_over(der_content(&outer, DER_SEQUENCE));
    slice_t r = der_content(&fields, DER_INTEGER), s = der_content(&fields, DER_INTEGER);
    return reader_done(&fields) && reader_done(&outer) && der_is_natural(r) && der_is_natural(s);
}
