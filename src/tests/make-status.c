/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "make-status.h"

#include <string.h>

#include <glib/gstdio.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>

#include "certificate.h"
#include "der.h"
#include "octets.h"

#define MUST(call)   g_assert_cmpint(call, >=, 0)

#define OID_SHA1     "1.3.14.3.2.26"
#define OID_ECDSA    "1.2.840.10045.4.3.2" /* with SHA-256 */
#define OID_BASIC    "1.3.6.1.5.5.7.48.1.1"
#define OID_NUMBER   "2.5.29.20"
#define OID_REASON   "2.5.29.21"
#define OID_KEY_ID   "2.5.29.35"
#define OID_SCTS     "1.3.6.1.4.1.11129.2.4.5"
#define DER_NULL_TAG 5
#define OTHER_SERIAL 0x63

static void put_slice(GByteArray *out, slice_t octets)
{
    g_byte_array_append(out, octets.data, (guint)octets.size);
}

static void put_number(GByteArray *out, guint8 tag, guint8 number)
{
    const guint8 octets[] = {0, number};
    if (number & 0x80)
        octets_append_element(out, tag, octets, 2);
    else
        octets_append_element(out, tag, octets + 1, 1);
}

static void put_oid(GByteArray *out, const char *text)
{
    g_auto(GStrv) arcs = g_strsplit(text, ".", 0);
    GByteArray *content = g_byte_array_new();
    guint8 first = (guint8)(40 * atoi(arcs[0]) + atoi(arcs[1]));
    g_byte_array_append(content, &first, 1);
    for (char **arc = arcs + 2; *arc; arc++) {
        guint32 number = (guint32)atoi(*arc);
        for (int shift = 28; shift >= 0; shift -= 7) {
            guint8 octet = (guint8)((number >> shift & 0x7f) | (shift ? 0x80 : 0));
            if (shift == 0 || number >> shift)
                g_byte_array_append(content, &octet, 1);
        }
    }
    octets_append_der(out, DER_OID, content);
}

static void put_algorithm(GByteArray *out, const char *oid)
{
    GByteArray *content = g_byte_array_new();
    put_oid(content, oid);
    octets_append_der(out, DER_SEQUENCE, content);
}

static void put_time(GByteArray *out, guint8 tag, gint64 when)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(when);
    g_autofree char *text =
        g_date_time_format(time, tag == DER_UTC_TIME ? "%y%m%d%H%M%SZ" : "%Y%m%d%H%M%SZ");
    octets_append_element(out, tag, text, strlen(text));
}

/* Takes @value. */
static void put_extension(GByteArray *out, const char *oid, bool critical, GByteArray *value)
{
    const guint8 yes = 0xff;
    GByteArray *content = g_byte_array_new();
    put_oid(content, oid);
    if (critical)
        octets_append_element(content, DER_BOOLEAN, &yes, 1);
    octets_append_der(content, DER_OCTET_STRING, value);
    octets_append_der(out, DER_SEQUENCE, content);
}

static GByteArray *value_of(guint8 tag, const void *data, size_t size)
{
    GByteArray *value = g_byte_array_new();
    octets_append_element(value, tag, data, size);
    return value;
}

/* { what is signed, algorithm, signature }, and @after, which is freed. Takes @tbs. */
static GByteArray *sign(GByteArray *tbs, const made_t *signer, bool tampered, GByteArray *after)
{
    GByteArray *out = g_byte_array_new(), *bits = g_byte_array_new();
    gnutls_privkey_t key;
    gnutls_datum_t signature = {0};
    const gnutls_datum_t data = {tbs->data, tbs->len};
    const guint8 unused_bits = 0;
    MUST(gnutls_privkey_init(&key));
    MUST(gnutls_privkey_import_x509(key, signer->key, 0));
    MUST(gnutls_privkey_sign_data2(key, GNUTLS_SIGN_ECDSA_SHA256, 0, &data, &signature));
    gnutls_privkey_deinit(key);
    g_byte_array_append(out, tbs->data, tbs->len);
    put_algorithm(out, OID_ECDSA);
    g_byte_array_append(bits, &unused_bits, 1);
    g_byte_array_append(bits, signature.data, signature.size);
    bits->data[bits->len - 1] ^= tampered;
    octets_append_der(out, DER_BIT_STRING, bits);
    g_byte_array_append(out, after->data, after->len);
    gnutls_free(signature.data);
    g_byte_array_unref(tbs);
    g_byte_array_unref(after);
    return out;
}

static GBytes *finish(GByteArray *content)
{
    GByteArray *out = g_byte_array_new();
    octets_append_der(out, DER_SEQUENCE, content);
    return g_byte_array_free_to_bytes(out);
}

static void put_row(GByteArray *out, const crl_row_t *row)
{
    GByteArray *entry = g_byte_array_new(), *extensions = g_byte_array_new();
    guint8 reason = (guint8)row->reason;
    put_number(entry, DER_INTEGER, row->serial);
    put_time(entry, DER_UTC_TIME, row->date ? row->date : MAKE_FROM);
    if (row->reason)
        put_extension(extensions, OID_REASON, false, value_of(DER_ENUMERATED, &reason, 1));
    if (row->extra)
        put_extension(extensions, row->extra, true, value_of(DER_NULL_TAG, NULL, 0));
    if (extensions->len)
        octets_append_der(entry, DER_SEQUENCE, extensions);
    else
        g_byte_array_unref(extensions);
    octets_append_der(out, DER_SEQUENCE, entry);
}

static void put_crl_extensions(GByteArray *out, const crl_recipe_t *recipe)
{
    GByteArray *list = g_byte_array_new(), *outer = g_byte_array_new();
    const guint8 number = 1;
    if (!recipe->no_number)
        put_extension(list, OID_NUMBER, false, value_of(DER_INTEGER, &number, 1));
    if (recipe->key_id_of) {
        guint8 id[64];
        size_t size = sizeof id;
        GByteArray *key_id = g_byte_array_new(), *value = g_byte_array_new();
        MUST(gnutls_x509_crt_get_key_id(recipe->key_id_of->crt, 0, id, &size));
        octets_append_element(key_id, DER_CONTEXT | 0, id, size);
        octets_append_der(value, DER_SEQUENCE, key_id);
        put_extension(list, OID_KEY_ID, false, value);
    }
    if (recipe->extra)
        put_extension(list, recipe->extra, recipe->extra_critical,
                      recipe->extra_hex ? octets_of(recipe->extra_hex)
                                        : value_of(DER_SEQUENCE, NULL, 0));
    bool some = list->len > 0;
    octets_append_der(outer, DER_SEQUENCE, list);
    if (some)
        octets_append_der(out, DER_CONTEXT_CONSTRUCTED | 0, outer);
    else
        g_byte_array_unref(outer);
}

/* The same name as the issuer's to RFC 5280 §7.1, of one CN, in other octets. */
static void put_other_form(GByteArray *out, const certificate_t *issuer)
{
    g_autofree char *upper = g_ascii_strup(issuer->common_name, -1);
    GByteArray *pair = g_byte_array_new(), *set = g_byte_array_new(), *name = g_byte_array_new();
    put_oid(pair, "2.5.4.3");
    octets_append_element(pair, DER_PRINTABLE_STRING, upper, strlen(upper));
    octets_append_der(set, DER_SEQUENCE, pair);
    octets_append_der(name, DER_SET, set);
    octets_append_der(out, DER_SEQUENCE, name);
}

GBytes *make_crl(const crl_recipe_t *recipe)
{
    GByteArray *tbs = g_byte_array_new(), *outer = g_byte_array_new(), *rows = g_byte_array_new();
    g_autoptr(certificate_t) issuer = certificate_new(made_der(recipe->issuer));
    if (!recipe->version_1)
        put_number(tbs, DER_INTEGER, 1);
    put_algorithm(tbs, OID_ECDSA);
    if (recipe->other_form)
        put_other_form(tbs, issuer);
    else
        put_slice(tbs, issuer->raw_subject);
    put_time(tbs, DER_UTC_TIME, recipe->this_update ? recipe->this_update : MAKE_WHEN - DAY);
    if (recipe->next_update >= 0)
        put_time(tbs, DER_UTC_TIME, recipe->next_update ? recipe->next_update : MAKE_WHEN + DAY);
    for (size_t i = 0; i < G_N_ELEMENTS(recipe->rows) && recipe->rows[i].serial; i++)
        put_row(rows, &recipe->rows[i]);
    if (rows->len)
        octets_append_der(tbs, DER_SEQUENCE, rows);
    else
        g_byte_array_unref(rows);
    if (!recipe->version_1)
        put_crl_extensions(tbs, recipe);
    octets_append_der(outer, DER_SEQUENCE, tbs);
    return finish(sign(outer, recipe->signer ? recipe->signer : recipe->issuer, recipe->tampered,
                       g_byte_array_new()));
}

char *make_crl_file(GBytes *const *crls, size_t n, bool pem)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t i = 0; i < n; i++) {
        gsize size;
        const void *octets = g_bytes_get_data(crls[i], &size);
        const gnutls_datum_t der = {(unsigned char *)octets, (unsigned)size};
        gnutls_datum_t out = {0};
        if (pem)
            MUST(gnutls_pem_base64_encode2("X509 CRL", &der, &out));
        g_string_append_len(text, pem ? (const char *)out.data : octets,
                            (gssize)(pem ? out.size : size));
        gnutls_free(out.data);
    }
    char *path = NULL;
    int fd = g_file_open_tmp("tlswitness-XXXXXX.crl", &path, NULL);
    g_assert_cmpint(fd, >=, 0);
    g_close(fd, NULL);
    g_assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
    return path;
}

static void put_hash(GByteArray *out, const char *oid, slice_t octets)
{
    guint8 hash[64];
    gnutls_digest_algorithm_t digest = gnutls_oid_to_digest(oid);
    if (digest == GNUTLS_DIG_UNKNOWN)
        digest = GNUTLS_DIG_SHA1;
    MUST(gnutls_hash_fast(digest, octets.data, octets.size, hash));
    octets_append_element(out, DER_OCTET_STRING, hash, gnutls_hash_get_len(digest));
}

static void put_cert_id(GByteArray *out, const ocsp_recipe_t *recipe)
{
    GByteArray *id = g_byte_array_new();
    const char *oid = recipe->hash ? recipe->hash : OID_SHA1;
    const made_t *named = recipe->named ? recipe->named : recipe->issuer;
    g_autoptr(certificate_t) issuer = certificate_new(made_der(named));
    g_autoptr(certificate_t) certificate = certificate_new(made_der(recipe->certificate));
    reader_t spki = reader_over(issuer->spki);
    reader_t fields = reader_over(der_content(&spki, DER_SEQUENCE));
    der_content(&fields, DER_SEQUENCE);
    slice_t key = der_content(&fields, DER_BIT_STRING);
    put_algorithm(id, oid);
    put_hash(id, oid, issuer->raw_subject);
    put_hash(id, oid, (slice_t){key.data + 1, key.size - 1});
    if (recipe->serial)
        put_number(id, DER_INTEGER, recipe->serial);
    else
        octets_append_element(id, DER_INTEGER, certificate->raw_serial.data,
                              certificate->raw_serial.size);
    octets_append_der(out, DER_SEQUENCE, id);
}

static void put_status(GByteArray *out, const ocsp_recipe_t *recipe)
{
    if (recipe->says != MAKE_REVOKED) {
        octets_append_element(out, DER_CONTEXT | (recipe->says == MAKE_GOOD ? 0 : 2), NULL, 0);
        return;
    }
    GByteArray *info = g_byte_array_new();
    put_time(info, DER_GENERALIZED_TIME, recipe->revoked_at ? recipe->revoked_at : MAKE_FROM);
    if (recipe->reason) {
        guint8 reason = (guint8)recipe->reason;
        octets_append_der(info, DER_CONTEXT_CONSTRUCTED | 0, value_of(DER_ENUMERATED, &reason, 1));
    }
    octets_append_der(out, DER_CONTEXT_CONSTRUCTED | 1, info);
}

static void put_critical(GByteArray *out, const char *oid)
{
    if (!oid)
        return;
    GByteArray *list = g_byte_array_new(), *outer = g_byte_array_new();
    put_extension(list, oid, true, value_of(DER_NULL_TAG, NULL, 0));
    octets_append_der(outer, DER_SEQUENCE, list);
    octets_append_der(out, DER_CONTEXT_CONSTRUCTED | 1, outer);
}

static void put_scts(GByteArray *out, GBytes *value)
{
    GByteArray *list = g_byte_array_new(), *outer = g_byte_array_new();
    gsize size;
    const guint8 *octets = g_bytes_get_data(value, &size);
    put_extension(list, OID_SCTS, false, value_of(DER_OCTET_STRING, octets, size));
    octets_append_der(outer, DER_SEQUENCE, list);
    octets_append_der(out, DER_CONTEXT_CONSTRUCTED | 1, outer);
}

static void put_single(GByteArray *out, const ocsp_recipe_t *recipe)
{
    GByteArray *single = g_byte_array_new();
    put_cert_id(single, recipe);
    put_status(single, recipe);
    put_time(single, DER_GENERALIZED_TIME,
             recipe->this_update ? recipe->this_update : MAKE_WHEN - DAY);
    if (recipe->next_update >= 0) {
        GByteArray *next = g_byte_array_new();
        put_time(next, DER_GENERALIZED_TIME,
                 recipe->next_update ? recipe->next_update : MAKE_WHEN + DAY);
        octets_append_der(single, DER_CONTEXT_CONSTRUCTED | 0, next);
    }
    put_critical(single, recipe->single_extra);
    if (recipe->scts)
        put_scts(single, recipe->scts);
    octets_append_der(out, DER_SEQUENCE, single);
}

/* ResponseData */
static GByteArray *response_data(const ocsp_recipe_t *recipe)
{
    GByteArray *tbs = g_byte_array_new(), *outer = g_byte_array_new();
    GByteArray *name = g_byte_array_new(), *singles = g_byte_array_new();
    g_autoptr(certificate_t) signer =
        certificate_new(made_der(recipe->signer ? recipe->signer : recipe->issuer));
    put_slice(name, signer->raw_subject);
    octets_append_der(tbs, DER_CONTEXT_CONSTRUCTED | 1, name); /* responderID byName */
    put_time(tbs, DER_GENERALIZED_TIME, MAKE_WHEN - DAY);
    ocsp_recipe_t other = *recipe;
    other.serial = OTHER_SERIAL;
    for (guint i = 0; i < recipe->answers_before; i++)
        put_single(singles, &other);
    put_single(singles, recipe);
    octets_append_der(tbs, DER_SEQUENCE, singles);
    put_critical(tbs, recipe->extra);
    octets_append_der(outer, DER_SEQUENCE, tbs);
    return outer;
}

GBytes *make_ocsp(const ocsp_recipe_t *recipe)
{
    GByteArray *out = g_byte_array_new(), *bytes = g_byte_array_new();
    octets_append_element(out, DER_ENUMERATED, &recipe->status, 1);
    if (recipe->status) {
        g_byte_array_unref(bytes);
        return finish(out);
    }
    GByteArray *basic = g_byte_array_new(), *certificates = g_byte_array_new();
    GByteArray *explicit = g_byte_array_new(), *after = g_byte_array_new();
    if (recipe->sent) {
        for (guint i = 0; i < recipe->sent_before; i++)
            put_slice(certificates, made_der(recipe->issuer));
        put_slice(certificates, made_der(recipe->sent));
        GByteArray *list = g_byte_array_new();
        octets_append_der(list, DER_SEQUENCE, certificates);
        octets_append_der(after, DER_CONTEXT_CONSTRUCTED | 0, list);
    } else {
        g_byte_array_unref(certificates);
    }
    octets_append_der(basic, DER_SEQUENCE,
                      sign(response_data(recipe), recipe->signer ? recipe->signer : recipe->issuer,
                           recipe->tampered, after));
    put_oid(bytes, OID_BASIC);
    octets_append_der(bytes, DER_OCTET_STRING, basic);
    octets_append_der(explicit, DER_SEQUENCE, bytes);
    octets_append_der(out, DER_CONTEXT_CONSTRUCTED | 0, explicit);
    return finish(out);
}
