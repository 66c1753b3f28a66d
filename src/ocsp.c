/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ocsp.h"

#include <string.h>

#include <gnutls/crypto.h>
#include <gnutls/ocsp.h>

#include "crl.h"
#include "der.h"

/* How it works: GnuTLS decides whether the octets are an OCSP response; the strict reader of der.h
 * takes it apart. gnutls_ocsp_resp_verify() is not used: it holds certificates against the clock of
 * the host. */

typedef struct {
    int status;
    const char *text;
} status_text_t;

static const status_text_t status_texts[] = {
    {1, "the responder says malformedRequest"},
    {2, "the responder says internalError"   },
    {3, "the responder says tryLater"        },
    {5, "the responder says sigRequired"     },
    {6, "the responder says unauthorized"    },
};

static const char *status_text(int status)
{
    for (size_t i = 0; i < G_N_ELEMENTS(status_texts); i++)
        if (status_texts[i].status == status)
            return status_texts[i].text;
    return "the responder gives an error";
}

static const guint8 oid_basic[] = {0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1};
/* RFC 6962 §3.3 */
static const guint8 oid_sct_list[] = {0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 5};
static const guint8 oid_nonce[] = {0x2b, 6, 1, 5, 5, 7, 0x30, 1, 2};

/* Extensions; a critical one that is not known is to be remembered, the nonce is known (and, in a
 * staple, answers nobody), and so are timestamps. */
static void read_extensions(reader_t *r, guint8 tag, bool *ret_unknown_critical, slice_t *ret_scts)
{
    if (!der_next_is(r, tag))
        return;
    reader_t outer = reader_over(der_content(r, tag));
    reader_t list = reader_over(der_content(&outer, DER_SEQUENCE));
    while (!list.failed && reader_left(&list) > 0) {
        reader_t extension = reader_over(der_content(&list, DER_SEQUENCE));
        slice_t oid = der_content(&extension, DER_OID);
        bool critical = der_boolean(&extension);
        slice_t value = der_content(&extension, DER_OCTET_STRING);
        if (!reader_done(&extension))
            list.failed = true;
        if (slice_equal(oid, (slice_t){oid_sct_list, sizeof oid_sct_list}))
            *ret_scts = value;
        else if (critical && !slice_equal(oid, (slice_t){oid_nonce, sizeof oid_nonce}))
            *ret_unknown_critical = true;
    }
    if (!reader_done(&list) || !reader_done(&outer))
        r->failed = true;
}

/* RFC 6960 §4.2.1: "GeneralizedTime", as RFC 5280 §4.1.2.5.2 has it. */
static gint64 read_time(reader_t *r)
{
    gint64 time = 0;
    bool old_form;
    if (der_next_is(r, DER_GENERALIZED_TIME))
        der_time(r, &time, &old_form);
    else
        r->failed = true;
    return time;
}

/* CertID ::= SEQUENCE { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } */
static void read_cert_id(reader_t *r, ocsp_single_t *single)
{
    reader_t id = reader_over(der_content(r, DER_SEQUENCE));
    reader_t algorithm = reader_over(der_content(&id, DER_SEQUENCE));
    g_autofree char *oid = der_oid_text(der_content(&algorithm, DER_OID));
    single->digest = gnutls_oid_to_digest(oid);
    single->issuer_name_hash = der_content(&id, DER_OCTET_STRING);
    single->issuer_key_hash = der_content(&id, DER_OCTET_STRING);
    single->serial = der_shortest(der_content(&id, DER_INTEGER));
    if (!reader_done(&id) || algorithm.failed)
        r->failed = true;
}

/* CertStatus ::= CHOICE { good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL } */
static void read_status(reader_t *r, ocsp_single_t *single)
{
    guint8 tag;
    slice_t content = der_any(r, &tag);
    single->reason = CRL_REASON_NONE;
    if (tag == (DER_CONTEXT | 0) && content.size == 0) {
        single->says = OCSP_SAYS_GOOD;
    } else if (tag == (DER_CONTEXT | 2) && content.size == 0) {
        single->says = OCSP_SAYS_UNKNOWN;
    } else if (tag == (DER_CONTEXT_CONSTRUCTED | 1)) {
        reader_t info = reader_over(content);
        single->says = OCSP_SAYS_REVOKED;
        single->revoked_at = read_time(&info);
        if (der_next_is(&info, DER_CONTEXT_CONSTRUCTED | 0)) {
            reader_t reason = reader_over(der_content(&info, DER_CONTEXT_CONSTRUCTED | 0));
            single->reason = der_small(der_content(&reason, DER_ENUMERATED));
        }
        r->failed |= !reader_done(&info);
    } else {
        r->failed = true;
    }
}

/* SingleResponse ::= SEQUENCE { certID, certStatus, thisUpdate, nextUpdate [0] OPTIONAL,
 * singleExtensions [1] OPTIONAL } */
static bool read_single(slice_t content, ocsp_single_t *single)
{
    reader_t r = reader_over(content);
    read_cert_id(&r, single);
    read_status(&r, single);
    single->this_update = read_time(&r);
    single->has_next_update = der_next_is(&r, DER_CONTEXT_CONSTRUCTED | 0);
    if (single->has_next_update) {
        reader_t next = reader_over(der_content(&r, DER_CONTEXT_CONSTRUCTED | 0));
        single->next_update = read_time(&next);
        r.failed |= !reader_done(&next);
    }
    read_extensions(&r, DER_CONTEXT_CONSTRUCTED | 1, &single->unknown_critical, &single->sct_list);
    return reader_done(&r);
}

/* ResponseData ::= SEQUENCE { version [0] DEFAULT v1, responderID, producedAt, responses,
 * responseExtensions [1] OPTIONAL }. Who signed is told by the signature, not by responderID. */
static bool read_data(ocsp_response_t *response, slice_t element)
{
    reader_t outer = reader_over(element);
    reader_t r = reader_over(der_content(&outer, DER_SEQUENCE));
    guint8 tag;
    if (der_next_is(&r, DER_CONTEXT_CONSTRUCTED | 0)) {
        reader_t version = reader_over(der_content(&r, DER_CONTEXT_CONSTRUCTED | 0));
        if (der_small(der_content(&version, DER_INTEGER)) != 0 || !reader_done(&version))
            return false;
    }
    der_any(&r, &tag);
    if (tag != (DER_CONTEXT_CONSTRUCTED | 1) && tag != (DER_CONTEXT_CONSTRUCTED | 2))
        return false;
    read_time(&r);
    reader_t list = reader_over(der_content(&r, DER_SEQUENCE));
    while (!list.failed && reader_left(&list) > 0) {
        ocsp_single_t single = {0};
        if (response->singles->len >= OCSP_RESPONSES_LIMIT ||
            !read_single(der_content(&list, DER_SEQUENCE), &single))
            return false;
        g_array_append_val(response->singles, single);
    }
    slice_t elsewhere = {0}; /* timestamps belong to one certificate */
    read_extensions(&r, DER_CONTEXT_CONSTRUCTED | 1, &response->unknown_critical, &elsewhere);
    return reader_done(&list) && reader_done(&r);
}

static bool read_certificates(ocsp_response_t *response, reader_t *r)
{
    if (!der_next_is(r, DER_CONTEXT_CONSTRUCTED | 0))
        return true;
    reader_t outer = reader_over(der_content(r, DER_CONTEXT_CONSTRUCTED | 0));
    reader_t list = reader_over(der_content(&outer, DER_SEQUENCE));
    while (!list.failed && reader_left(&list) > 0) {
        slice_t der = der_element(&list, DER_SEQUENCE);
        if (response->certificates->len < OCSP_CERTIFICATES_LIMIT && !list.failed)
            g_ptr_array_add(response->certificates, certificate_new(der));
    }
    return reader_done(&list) && reader_done(&outer);
}

/* BasicOCSPResponse ::= SEQUENCE { tbsResponseData, signatureAlgorithm, signature, certs [0] } */
static bool read_basic(ocsp_response_t *response, slice_t octets)
{
    reader_t outer = reader_over(octets);
    reader_t r = reader_over(der_content(&outer, DER_SEQUENCE));
    response->content.tbs = der_element(&r, DER_SEQUENCE);
    response->content.sign = signature_algorithm(der_element(&r, DER_SEQUENCE));
    return signature_read(&r, &response->content.signature) && read_certificates(response, &r) &&
           reader_done(&r) && reader_done(&outer) && read_data(response, response->content.tbs);
}

/* OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] OPTIONAL } */
static bool read_response(ocsp_response_t *response, slice_t der)
{
    reader_t outer = reader_over(der);
    reader_t r = reader_over(der_content(&outer, DER_SEQUENCE));
    int status = der_small(der_content(&r, DER_ENUMERATED));
    if (r.failed || !reader_done(&outer) || status < 0)
        return false;
    if (status > 0) {
        response->error = status_text(status);
        return true;
    }
    reader_t explicit = reader_over(der_content(&r, DER_CONTEXT_CONSTRUCTED | 0));
    reader_t bytes = reader_over(der_content(&explicit, DER_SEQUENCE));
    slice_t type = der_content(&bytes, DER_OID);
    slice_t octets = der_content(&bytes, DER_OCTET_STRING);
    return reader_done(&bytes) && reader_done(&explicit) && reader_done(&r) &&
           slice_equal(type, (slice_t){oid_basic, sizeof oid_basic}) &&
           read_basic(response, octets);
}

/* Is it a response to GnuTLS as well? */
static bool ask_gnutls(slice_t der)
{
    gnutls_ocsp_resp_t decoded;
    const gnutls_datum_t data = {(unsigned char *)der.data, (unsigned)der.size};
    if (gnutls_ocsp_resp_init(&decoded) < 0)
        return false;
    int rc = gnutls_ocsp_resp_import(decoded, &data);
    gnutls_ocsp_resp_deinit(decoded);
    return rc >= 0;
}

static void free_certificate(gpointer data)
{
    certificate_free(data);
}

ocsp_response_t *ocsp_response_new(slice_t der)
{
    g_autoptr(ocsp_response_t) response = g_new0(ocsp_response_t, 1);
    response->singles = g_array_new(FALSE, FALSE, sizeof(ocsp_single_t));
    response->certificates = g_ptr_array_new_with_free_func(free_certificate);
    if (der.size > OCSP_OCTETS_LIMIT || !read_response(response, der) || !ask_gnutls(der))
        return NULL;
    return g_steal_pointer(&response);
}

void ocsp_response_free(ocsp_response_t *response)
{
    if (!response)
        return;
    g_array_unref(response->singles);
    g_ptr_array_unref(response->certificates);
    g_free(response);
}

bool ocsp_names_serial(const ocsp_single_t *single, const certificate_t *certificate)
{
    return slice_equal(single->serial, der_shortest(certificate->raw_serial));
}

static bool is_hash_of(slice_t hash, gnutls_digest_algorithm_t digest, slice_t octets)
{
    guint8 value[64];
    size_t size = gnutls_hash_get_len(digest);
    return size > 0 && size <= sizeof value &&
           gnutls_hash_fast(digest, octets.data, octets.size, value) >= 0 &&
           slice_equal(hash, (slice_t){value, size});
}

/* RFC 6960 §4.1.1: the hash of the key is over "the value (excluding tag and length) of the subject
 * public key field in the issuer's certificate", the count of unused bits left out. */
bool ocsp_names_issuer(const ocsp_single_t *single, const certificate_t *certificate,
                       const certificate_t *issuer)
{
    reader_t spki = reader_over(issuer->spki);
    reader_t fields = reader_over(der_content(&spki, DER_SEQUENCE));
    slice_t key;
    der_content(&fields, DER_SEQUENCE);
    return signature_read(&fields, &key) && single->digest != GNUTLS_DIG_UNKNOWN &&
           is_hash_of(single->issuer_name_hash, single->digest, certificate->raw_issuer) &&
           is_hash_of(single->issuer_key_hash, single->digest, key);
}
