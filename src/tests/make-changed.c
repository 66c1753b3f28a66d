/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "make-changed.h"

#include <string.h>

#include <gnutls/abstract.h>

#include "der.h"
#include "octets.h"

#define MUST(call) g_assert_cmpint(call, >=, 0)

static GByteArray *changed_octets(slice_t content, const change_t *change)
{
    GByteArray *out = g_byte_array_new();
    g_autoptr(GByteArray) from = octets_of(change->from ? change->from : "");
    size_t at = 0;
    while (change->from && memcmp(content.data + at, from->data, from->len) != 0) {
        at++;
        g_assert_cmpuint(at + from->len, <=, content.size);
    }
    g_byte_array_append(out, content.data, (guint)at);
    octets_append_hex(out, change->from ? change->to : "");
    at += from->len;
    g_byte_array_append(out, content.data + at, (guint)(content.size - at));
    return out;
}

static GByteArray *sign(const GByteArray *tbs, const made_t *made, const made_t *issuer)
{
    int algorithm = gnutls_x509_crt_get_signature_algorithm(made->crt);
    const gnutls_datum_t data = {tbs->data, tbs->len};
    gnutls_datum_t signature = {0};
    gnutls_privkey_t key;
    GByteArray *out = g_byte_array_new();
    MUST(gnutls_privkey_init(&key));
    MUST(gnutls_privkey_import_x509(key, issuer->key, 0));
    MUST(gnutls_privkey_sign_data2(key, (gnutls_sign_algorithm_t)algorithm, 0, &data, &signature));
    g_byte_array_append(out, signature.data, signature.size);
    gnutls_free(signature.data);
    gnutls_privkey_deinit(key);
    return out;
}

/* @signature of ECDSA with @hex before its first INTEGER. Takes, gives. */
static GByteArray *put_before_r(GByteArray *signature, const char *hex)
{
    reader_t outer = reader_over((slice_t){signature->data, signature->len});
    reader_t fields = reader_over(der_content(&outer, DER_SEQUENCE));
    slice_t r = der_content(&fields, DER_INTEGER), s = der_element(&fields, DER_INTEGER);
    GByteArray *first = octets_of(hex), *both = g_byte_array_new(), *out = g_byte_array_new();
    g_assert_true(reader_done(&fields));
    g_byte_array_append(first, r.data, (guint)r.size);
    octets_append_der(both, DER_INTEGER, first);
    g_byte_array_append(both, s.data, (guint)s.size);
    octets_append_der(out, DER_SEQUENCE, both);
    g_byte_array_unref(signature);
    return out;
}

made_t *made_changed(const made_t *made, const made_t *issuer, const change_t *change)
{
    reader_t r = reader_over(made_der(made));
    reader_t fields = reader_over(der_content(&r, DER_SEQUENCE));
    GByteArray *content = changed_octets(der_content(&fields, DER_SEQUENCE), change);
    slice_t algorithm = der_element(&fields, DER_SEQUENCE);
    const change_t nothing = {0};
    g_autoptr(GByteArray) outside =
        changed_octets(algorithm, change->outside_too ? change : &nothing);
    GByteArray *all = g_byte_array_new(), *bits = octets_of("00"), *der = g_byte_array_new();
    octets_append_der(all, DER_SEQUENCE, content);
    GByteArray *signature = sign(all, made, issuer);
    if (change->before_r)
        signature = put_before_r(signature, change->before_r);
    if (change->outer_algorithm)
        octets_append_hex(all, change->outer_algorithm);
    else
        g_byte_array_append(all, outside->data, outside->len);
    g_byte_array_append(bits, signature->data, signature->len);
    g_byte_array_unref(signature);
    octets_append_der(all, DER_BIT_STRING, bits);
    octets_append_der(der, DER_SEQUENCE, all);
    made_t *changed = g_new0(made_t, 1);
    changed->der = g_byte_array_free_to_bytes(der);
    return changed;
}
