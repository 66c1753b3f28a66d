/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "key-form.h"

#include "der.h"

/* A positive INTEGER in the fewest octets that is odd, as both of an RSA key are. */
static bool is_odd(slice_t integer)
{
    return der_is_natural(integer) && integer.data[integer.size - 1] & 1;
}

/* RSAPublicKey ::= SEQUENCE { modulus, publicExponent } (RFC 3279 §2.3.1). An exponent of 1 would
 * make everybody's octets a signature. */
static bool is_rsa(slice_t key)
{
    reader_t r = reader_over(key);
    reader_t fields = reader_over(der_content(&r, DER_SEQUENCE));
    slice_t modulus = der_content(&fields, DER_INTEGER),
            exponent = der_content(&fields, DER_INTEGER);
    return reader_done(&fields) && reader_done(&r) && is_odd(modulus) && is_odd(exponent) &&
           (exponent.size > 1 || exponent.data[0] > 1);
}

bool key_is_well_formed(gnutls_pk_algorithm_t pk, slice_t spki)
{
    reader_t r = reader_over(spki);
    reader_t fields = reader_over(der_content(&r, DER_SEQUENCE));
    reader_t algorithm = reader_over(der_content(&fields, DER_SEQUENCE));
    slice_t bits = der_content(&fields, DER_BIT_STRING);
    der_content(&algorithm, DER_OID);
    if (!reader_done(&fields) || algorithm.failed || bits.size < 1 || bits.data[0] != 0)
        return false;
    slice_t key = {bits.data + 1, bits.size - 1};
    switch (pk) {
    case GNUTLS_PK_RSA: /* "The parameters field MUST have ASN.1 type NULL" */
        return der_content(&algorithm, DER_NULL).size == 0 && reader_done(&algorithm) &&
               is_rsa(key);
    case GNUTLS_PK_RSA_PSS:
        return is_rsa(key);
    case GNUTLS_PK_EDDSA_ED25519: /* RFC 8410 §3: "the parameters MUST be absent" */
        return reader_done(&algorithm) && key.size == 32;
    case GNUTLS_PK_EDDSA_ED448:
        return reader_done(&algorithm) && key.size == 57;
    default:
        return true;
    }
}
