/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "signed-handshake.h"

#include <string.h>

#include <gnutls/crypto.h>

#define MUST(call) g_assert_cmpint(call, >=, 0)

/* clang-format off */
static const recipe_t recipes[KEY_COUNT] = {
    [KEY_RSA] = {.pk = GNUTLS_PK_RSA, .bits = 2048},
    [KEY_RSA_PSS] = {.pk = GNUTLS_PK_RSA_PSS, .bits = 2048},
    [KEY_DSA] = {.pk = GNUTLS_PK_DSA, .bits = 1024},
    [KEY_P256] = {.bits = (unsigned)GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1)},
    [KEY_P384] = {.bits = (unsigned)GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP384R1)},
    [KEY_P521] = {.bits = (unsigned)GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP521R1)},
    [KEY_ED25519] = {.pk = GNUTLS_PK_EDDSA_ED25519, .bits = 256},
    [KEY_ED448] = {.pk = GNUTLS_PK_EDDSA_ED448, .bits = 456},
};
/* clang-format on */

static owner_t owners[KEY_COUNT][2];
static made_t *issuer;

const owner_t *owner_of(key_kind_t kind, bool stranger)
{
    owner_t *owner = &owners[kind][stranger];
    if (owner->made)
        return owner;
    if (!issuer)
        issuer = make_cert(&(recipe_t){.dn = "CN=CA", .ca = true});
    recipe_t recipe = recipes[kind];
    recipe.dn = stranger ? "CN=stranger" : "CN=owner";
    recipe.issuer = issuer;
    owner->made = make_cert(&recipe);
    owner->certificate = certificate_new(made_der(owner->made));
    return owner;
}

void owners_free(void)
{
    for (size_t i = 0; i < KEY_COUNT; i++) {
        for (size_t j = 0; j < 2; j++) {
            made_free(owners[i][j].made);
            if (owners[i][j].certificate)
                certificate_free(owners[i][j].certificate);
        }
    }
    made_free(issuer);
}

static int sign_two_hashes(gnutls_privkey_t key, slice_t content, gnutls_datum_t *signature)
{
    guint8 hashes[16 + 20];
    MUST(gnutls_hash_fast(GNUTLS_DIG_MD5, content.data, content.size, hashes));
    MUST(gnutls_hash_fast(GNUTLS_DIG_SHA1, content.data, content.size, hashes + 16));
    const gnutls_datum_t hash = {hashes, sizeof hashes};
    return gnutls_privkey_sign_hash2(key, GNUTLS_SIGN_UNKNOWN, GNUTLS_PRIVKEY_SIGN_FLAG_TLS1_RSA,
                                     &hash, signature);
}

GByteArray *sign_with(const owner_t *owner, gnutls_sign_algorithm_t sign, slice_t content)
{
    gnutls_privkey_t key;
    gnutls_datum_t signature = {0};
    const gnutls_datum_t data = {(unsigned char *)content.data, (unsigned)content.size};
    MUST(gnutls_privkey_init(&key));
    MUST(gnutls_privkey_import_x509(key, owner->made->key, 0));
    if (sign == GNUTLS_SIGN_UNKNOWN)
        MUST(sign_two_hashes(key, content, &signature));
    else
        MUST(gnutls_privkey_sign_data2(key, sign, 0, &data, &signature));
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, signature.data, signature.size);
    gnutls_free(signature.data);
    gnutls_privkey_deinit(key);
    return out;
}

static void append_uint16(GByteArray *out, unsigned number)
{
    const guint8 octets[] = {(guint8)(number >> 8), (guint8)number};
    g_byte_array_append(out, octets, sizeof octets);
}

void append_signed(GByteArray *body, guint16 scheme, const GByteArray *signature)
{
    if (scheme)
        append_uint16(body, scheme);
    append_uint16(body, signature->len);
    g_byte_array_append(body, signature->data, signature->len);
}

GByteArray *tls13_content(const char *context, slice_t hash)
{
    GByteArray *content = g_byte_array_new();
    for (size_t i = 0; i < 64; i++)
        g_byte_array_append(content, (const guint8 *)" ", 1);
    g_byte_array_append(content, (const guint8 *)context, (guint)strlen(context) + 1);
    g_byte_array_append(content, hash.data, (guint)hash.size);
    return content;
}
