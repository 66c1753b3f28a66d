/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sct.h"

#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>

#include "der.h"

/* How it works: what a log signs (RFC 6962 §3.2) is a few fields of the SCT around an entry, which
 * is the same for all SCTs of one list, so the entry is built once. For an embedded SCT it is the
 * precertificate: the TBSCertificate without the extension that holds the SCTs, for they did not
 * exist when the log signed. Taking it out shortens the two elements around the extensions and the
 * TBSCertificate, and nothing else changes: the certificate was read as strict DER, so what is
 * copied and what is written again is as the log had it. */

enum { SCT_V1 = 0 };
enum { CERTIFICATE_TIMESTAMP = 0 };         /* SignatureType */
enum { X509_ENTRY = 0, PRECERT_ENTRY = 1 }; /* LogEntryType */
enum { HASH_SHA256 = 4 };                   /* RFC 5246 §7.4.1.4.1 */
enum { SIGNATURE_RSA = 1, SIGNATURE_ECDSA = 3 };

/* 1.3.6.1.4.1.11129.2.4.2 */
static const guint8 oid_sct_list[] = {0x2b, 0x06, 0x01, 0x04, 0x01, 0xd6, 0x79, 0x02, 0x04, 0x02};

static const char *const status_words[] = {
    [SCT_VALID] = "valid",
    [SCT_BAD_SIGNATURE] = "bad-signature",
    [SCT_IN_FUTURE] = "in-future",
    [SCT_UNKNOWN_LOG] = "unknown-log",
    [SCT_UNSUPPORTED] = "unsupported",
    [SCT_MALFORMED] = "malformed",
    [SCT_NOT_CHECKED] = "not-checked",
};
G_STATIC_ASSERT(G_N_ELEMENTS(status_words) == SCT_STATUS_COUNT);

const char *sct_status_word(sct_status_t status)
{
    return status_words[status];
}

/* Splits a TBSCertificate into the octets before its extensions and the content of
 * Extensions ::= SEQUENCE OF Extension; false when it has no extensions. */
static bool split_tbs(slice_t tbs, slice_t *ret_before, slice_t *ret_extensions)
{
    guint8 tag;
    reader_t outer = reader_over(tbs);
    reader_t r = reader_over(der_content(&outer, DER_SEQUENCE));
    const guint8 *start = r.at;
    while (reader_left(&r) > 0 && !der_next_is(&r, DER_CONTEXT_CONSTRUCTED | 3))
        der_any(&r, &tag);
    slice_t before = {start, (size_t)(r.at - start)};
    reader_t wrapped = reader_over(der_content(&r, DER_CONTEXT_CONSTRUCTED | 3));
    slice_t extensions = der_content(&wrapped, DER_SEQUENCE);
    if (!reader_done(&wrapped) || !reader_done(&r) || !reader_done(&outer))
        return false;
    *ret_before = before;
    *ret_extensions = extensions;
    return true;
}

/* Reads one Extension with its header; @ret_value is its extnValue when it is the list of SCTs,
 * which the result tells. */
static bool read_extension(reader_t *list, slice_t *ret_element, slice_t *ret_value)
{
    *ret_element = der_element(list, DER_SEQUENCE);
    reader_t element = reader_over(*ret_element);
    reader_t r = reader_over(der_content(&element, DER_SEQUENCE));
    slice_t oid = der_content(&r, DER_OID);
    der_boolean(&r);
    *ret_value = der_content(&r, DER_OCTET_STRING);
    if (!reader_done(&r))
        list->failed = true;
    return slice_equal(oid, (slice_t){oid_sct_list, sizeof oid_sct_list});
}

slice_t sct_list_unwrap(slice_t value)
{
    reader_t r = reader_over(value);
    slice_t list = der_content(&r, DER_OCTET_STRING);
    return reader_done(&r) ? list : (slice_t){0};
}

bool sct_embedded_list(const certificate_t *certificate, slice_t *ret_list)
{
    slice_t before, extensions, element, value;
    if (certificate->malformed || !split_tbs(certificate->tbs, &before, &extensions))
        return false;
    reader_t list = reader_over(extensions);
    while (reader_left(&list) > 0) {
        if (read_extension(&list, &element, &value)) {
            *ret_list = sct_list_unwrap(value);
            return true;
        }
    }
    return false;
}

static void append_slice(GByteArray *out, slice_t s)
{
    if (s.size)
        g_byte_array_append(out, s.data, (guint)s.size);
}

/* Big-endian, @width octets. */
static void append_uint(GByteArray *out, guint64 value, unsigned width)
{
    while (width-- > 0) {
        guint8 octet = (guint8)(value >> (8 * width));
        g_byte_array_append(out, &octet, 1);
    }
}

static slice_t whole(const GByteArray *octets)
{
    return (slice_t){octets->data, octets->len};
}

/* X.690 §10.1: the fewest octets that hold the length. */
static void append_element(GByteArray *out, guint8 tag, slice_t content)
{
    append_uint(out, tag, 1);
    if (content.size < 0x80) {
        append_uint(out, content.size, 1);
    } else {
        unsigned width = 1;
        while (width < sizeof content.size && content.size >> (8 * width) != 0)
            width++;
        append_uint(out, 0x80 | width, 1);
        append_uint(out, content.size, width);
    }
    append_slice(out, content);
}

/* Appends all extensions but the list of SCTs; false unless there was exactly one of those. */
static bool append_kept(GByteArray *out, slice_t extensions)
{
    unsigned dropped = 0;
    slice_t element, value;
    reader_t list = reader_over(extensions);
    while (reader_left(&list) > 0) {
        if (read_extension(&list, &element, &value))
            dropped++;
        else
            append_slice(out, element);
    }
    return reader_done(&list) && dropped == 1;
}

/* The TBSCertificate that the log saw; NULL when @tbs has no list of SCTs to take out. */
static GByteArray *precertificate_tbs(slice_t tbs)
{
    slice_t before, extensions;
    if (!split_tbs(tbs, &before, &extensions))
        return NULL;
    g_autoptr(GByteArray) kept = g_byte_array_new();
    if (!append_kept(kept, extensions))
        return NULL;
    g_autoptr(GByteArray) content = g_byte_array_new();
    append_slice(content, before);
    if (kept->len > 0) { /* RFC 5280 §4.1: SIZE (1..MAX), so the last one leaves with its list */
        g_autoptr(GByteArray) sequence = g_byte_array_new();
        append_element(sequence, DER_SEQUENCE, whole(kept));
        append_element(content, DER_CONTEXT_CONSTRUCTED | 3, whole(sequence));
    }
    GByteArray *out = g_byte_array_new();
    append_element(out, DER_SEQUENCE, whole(content));
    return out;
}

/* opaque<1..2^24-1> */
static bool append_vector24(GByteArray *out, slice_t s)
{
    if (s.size == 0 || s.size >> 24 != 0)
        return false;
    append_uint(out, s.size, 3);
    append_slice(out, s);
    return true;
}

/* PreCert: issuer_key_hash, tbs_certificate */
static bool append_precertificate(GByteArray *out, const sct_question_t *question)
{
    if (!question->issuer || question->issuer->malformed || question->end_entity->malformed)
        return false;
    g_autoptr(GByteArray) tbs = precertificate_tbs(question->end_entity->tbs);
    if (!tbs)
        return false;
    const guint8 *issuer_key_hash = question->issuer->spki_sha256;
    append_slice(out, (slice_t){issuer_key_hash, sizeof question->issuer->spki_sha256});
    return append_vector24(out, whole(tbs));
}

/* entry_type and signed_entry of RFC 6962 §3.2; NULL when it cannot be built. */
static GByteArray *signed_entry(const sct_question_t *question)
{
    bool embedded = question->source == SCT_FROM_CERTIFICATE;
    slice_t der = slice_of_bytes(question->end_entity->der);
    g_autoptr(GByteArray) entry = g_byte_array_new();
    append_uint(entry, embedded ? PRECERT_ENTRY : X509_ENTRY, 2);
    bool built = embedded ? append_precertificate(entry, question) : append_vector24(entry, der);
    return built ? g_steal_pointer(&entry) : NULL;
}

/* What the log signed: the digitally-signed struct of RFC 6962 §3.2. */
static GByteArray *signed_data(const sct_t *sct, const GByteArray *entry)
{
    GByteArray *data = g_byte_array_new();
    append_uint(data, sct->version, 1);          /* sct_version */
    append_uint(data, CERTIFICATE_TIMESTAMP, 1); /* signature_type */
    append_uint(data, sct->timestamp, 8);        /* timestamp */
    append_slice(data, whole(entry));            /* entry_type, signed_entry */
    append_uint(data, sct->extensions.size, 2);  /* CtExtensions<0..2^16-1> */
    append_slice(data, sct->extensions);
    return data;
}

/* The log's key; NULL when the library cannot read it. */
static gnutls_pubkey_t log_key(const ct_log_t *log)
{
    gsize size;
    g_autofree guchar *der = g_base64_decode(log->key, &size);
    const gnutls_datum_t datum = {der, (unsigned)size};
    gnutls_pubkey_t key;
    if (gnutls_pubkey_init(&key) < 0)
        return NULL;
    if (gnutls_pubkey_import(key, &datum, GNUTLS_X509_FMT_DER) >= 0)
        return key;
    gnutls_pubkey_deinit(key);
    return NULL;
}

/* RFC 6962 §2.1.4: ECDSA over P-256 or RSA, SHA-256 with either. A log has one key and so one
 * algorithm: a signature by the other is not its own. */
static sct_status_t check_signature(const sct_t *sct, const GByteArray *entry)
{
    bool ecdsa = sct->signature_algorithm == SIGNATURE_ECDSA;
    gnutls_pubkey_t key = log_key(sct->log);
    if (!key)
        return SCT_UNSUPPORTED;
    int rc = GNUTLS_E_PK_SIG_VERIFY_FAILED;
    int pk = gnutls_pubkey_get_pk_algorithm(key, NULL);
    if (pk == (int)(ecdsa ? GNUTLS_PK_ECDSA : GNUTLS_PK_RSA)) {
        g_autoptr(GByteArray) data = signed_data(sct, entry);
        const gnutls_datum_t message = {data->data, data->len};
        const gnutls_datum_t signature = {(unsigned char *)sct->signature.data,
                                          (unsigned)sct->signature.size};
        rc = gnutls_pubkey_verify_data2(key,
                                        ecdsa ? GNUTLS_SIGN_ECDSA_SHA256 : GNUTLS_SIGN_RSA_SHA256,
                                        0, &message, &signature);
    }
    gnutls_pubkey_deinit(key);
    if (rc == GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM || rc == GNUTLS_E_INSUFFICIENT_SECURITY)
        return SCT_UNSUPPORTED;
    return rc >= 0 ? SCT_VALID : SCT_BAD_SIGNATURE; /* the latter also when it is no DER */
}

static sct_status_t check(const sct_t *sct, const GByteArray *entry, gint64 when)
{
    if (!sct->log)
        return SCT_UNKNOWN_LOG;
    if (!entry)
        return SCT_NOT_CHECKED;
    sct_status_t status = check_signature(sct, entry);
    if (status == SCT_VALID && (when < 0 || sct->timestamp / 1000 > (guint64)when))
        return SCT_IN_FUTURE;
    return status;
}

/* SignedCertificateTimestamp, in the order of RFC 6962 §3.2. Only the version is told of an SCT
 * that is not of version 1: nothing says what comes after it. */
static sct_t read_sct(slice_t serialized)
{
    sct_t sct = {.status = SCT_NOT_CHECKED};
    reader_t r = reader_over(serialized);
    guint32 version = reader_uint(&r, 1);
    if (!r.failed && version != SCT_V1)
        return (sct_t){.version = (guint8)version, .status = SCT_UNSUPPORTED};
    slice_t log_id = reader_slice(&r, sizeof sct.log_id);
    guint64 high = reader_uint(&r, 4);
    sct.timestamp = high << 32 | reader_uint(&r, 4);
    sct.extensions = reader_vector(&r, 2);
    sct.hash = (guint8)reader_uint(&r, 1);
    sct.signature_algorithm = (guint8)reader_uint(&r, 1);
    sct.signature = reader_vector(&r, 2);
    if (!reader_done(&r))
        return (sct_t){.status = SCT_MALFORMED};
    memcpy(sct.log_id, log_id.data, log_id.size);
    if (sct.hash != HASH_SHA256 ||
        (sct.signature_algorithm != SIGNATURE_RSA && sct.signature_algorithm != SIGNATURE_ECDSA))
        sct.status = SCT_UNSUPPORTED;
    return sct;
}

GArray *sct_list_parse(slice_t list)
{
    g_autoptr(GArray) scts = g_array_new(FALSE, FALSE, sizeof(sct_t));
    reader_t outer = reader_over(list);
    reader_t r = reader_over(reader_vector(&outer, 2)); /* SerializedSCT sct_list<1..2^16-1> */
    while (reader_left(&r) > 0) {
        slice_t serialized = reader_vector(&r, 2); /* opaque SerializedSCT<1..2^16-1> */
        if (serialized.size == 0)
            return NULL;
        sct_t sct = read_sct(serialized);
        g_array_append_val(scts, sct);
    }
    if (!reader_done(&r) || !reader_done(&outer) || scts->len == 0)
        return NULL;
    return g_steal_pointer(&scts);
}

GArray *sct_list_check(slice_t list, const sct_question_t *question)
{
    GArray *scts = sct_list_parse(list);
    if (!scts)
        return NULL;
    g_autoptr(GByteArray) entry = signed_entry(question);
    for (guint i = 0; i < scts->len; i++) {
        sct_t *sct = &g_array_index(scts, sct_t, i);
        sct->source = question->source;
        if (sct->status == SCT_MALFORMED || sct->version != SCT_V1)
            continue;
        sct->log = ct_logs_find(question->logs, sct->log_id);
        if (sct->status == SCT_NOT_CHECKED && i < SCT_LIMIT)
            sct->status = check(sct, entry, question->when);
    }
    return scts;
}

guint sct_count_valid(const GArray *scts)
{
    guint valid = 0;
    for (guint i = 0; i < scts->len; i++)
        valid += g_array_index(scts, sct_t, i).status == SCT_VALID;
    return valid;
}
