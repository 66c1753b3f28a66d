/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "certificate.h"

#include <string.h>

#include <gnutls/crypto.h>

#include "algorithm.h"
#include "der.h"
#include "directory-name.h"
#include "key-cost.h"
#include "key-form.h"
#include "signature.h"
#include "text.h"

/* How it works: GnuTLS decides whether the octets are a certificate. The slices that paths are
 * built from (names, key, what is signed, extensions) are then cut out of the same octets with the
 * strict reader of der.h; when the two disagree the certificate is malformed. */

/* Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature } */
static bool read_outer(certificate_t *certificate, slice_t der, reader_t *ret_tbs)
{
    reader_t r = reader_over(der);
    reader_t outer = reader_over(der_content(&r, DER_SEQUENCE));
    certificate->tbs = der_element(&outer, DER_SEQUENCE);
    certificate->algorithm = der_element(&outer, DER_SEQUENCE);
    certificate->signature = der_content(&outer, DER_BIT_STRING);
    if (!reader_done(&outer) || !reader_done(&r) || certificate->signature.size < 1 ||
        certificate->signature.data[0] != 0)
        return false;
    certificate->signature.data++; /* the count of unused bits, 0 */
    certificate->signature.size--;
    reader_t tbs = reader_over(certificate->tbs);
    *ret_tbs = reader_over(der_content(&tbs, DER_SEQUENCE));
    return true;
}

static bool read_validity(certificate_t *certificate, slice_t content)
{
    reader_t r = reader_over(content);
    return der_time(&r, &certificate->not_before, &certificate->old_time_form) &&
           der_time(&r, &certificate->not_after, &certificate->old_time_form) && reader_done(&r);
}

/* The fields before the validity: version [0] DEFAULT v1, serialNumber, signature, issuer. */
static void read_head(certificate_t *certificate, reader_t *tbs)
{
    certificate->version = 1;
    if (der_next_is(tbs, DER_CONTEXT_CONSTRUCTED | 0)) {
        reader_t version = reader_over(der_content(tbs, DER_CONTEXT_CONSTRUCTED | 0));
        int number = der_small(der_content(&version, DER_INTEGER));
        if (!reader_done(&version) || number < 0 || number > 2)
            tbs->failed = true;
        else
            certificate->version = (unsigned)number + 1;
    }
    certificate->raw_serial = der_content(tbs, DER_INTEGER);
    slice_t algorithm = der_element(tbs, DER_SEQUENCE);
    certificate->algorithms_differ = !slice_equal(algorithm, certificate->algorithm);
    certificate->raw_issuer = der_element(tbs, DER_SEQUENCE);
}

/* TBSCertificate, in the order of RFC 5280 §4.1. */
static bool read_tbs(certificate_t *certificate, reader_t tbs)
{
    read_head(certificate, &tbs);
    slice_t validity = der_content(&tbs, DER_SEQUENCE);
    certificate->raw_subject = der_element(&tbs, DER_SEQUENCE);
    certificate->spki = der_element(&tbs, DER_SEQUENCE);
    if (tbs.failed || !der_is_integer(certificate->raw_serial) ||
        !read_validity(certificate, validity))
        return false;
    if (der_next_is(&tbs, DER_CONTEXT | 1)) /* issuerUniqueID */
        der_content(&tbs, DER_CONTEXT | 1);
    if (der_next_is(&tbs, DER_CONTEXT | 2)) /* subjectUniqueID */
        der_content(&tbs, DER_CONTEXT | 2);
    if (der_next_is(&tbs, DER_CONTEXT_CONSTRUCTED | 3)) {
        reader_t extensions = reader_over(der_content(&tbs, DER_CONTEXT_CONSTRUCTED | 3));
        slice_t list = der_content(&extensions, DER_SEQUENCE);
        if (!reader_done(&extensions))
            return false;
        extensions_read(&certificate->extensions, list);
    }
    return reader_done(&tbs);
}

bool certificate_peek_subject(slice_t der, slice_t *ret_subject)
{
    certificate_t head = {0};
    reader_t tbs;
    if (!read_outer(&head, der, &tbs))
        return false;
    read_head(&head, &tbs);
    der_content(&tbs, DER_SEQUENCE);
    slice_t subject = der_element(&tbs, DER_SEQUENCE);
    if (tbs.failed)
        return false;
    *ret_subject = subject;
    return true;
}

bool certificate_peek_issue(slice_t der, slice_t *ret_serial, slice_t *ret_issuer)
{
    certificate_t head = {0};
    reader_t tbs;
    if (!read_outer(&head, der, &tbs))
        return false;
    read_head(&head, &tbs);
    if (tbs.failed)
        return false;
    *ret_serial = der_shortest(head.raw_serial);
    *ret_issuer = head.raw_issuer;
    return true;
}

void certificate_release(certificate_t *certificate)
{
    if (certificate->decoded)
        gnutls_x509_crt_deinit(certificate->decoded);
    certificate->decoded = NULL;
}

/* Asks GnuTLS. Returns its code; on failure nothing is decoded. */
static int import(certificate_t *certificate)
{
    slice_t der = slice_of_bytes(certificate->der);
    const gnutls_datum_t data = {(unsigned char *)der.data, (unsigned)der.size};
    int rc = gnutls_x509_crt_init(&certificate->decoded);
    if (rc >= 0)
        rc = gnutls_x509_crt_import(certificate->decoded, &data, GNUTLS_X509_FMT_DER);
    if (rc < 0)
        certificate_release(certificate);
    return rc;
}

/* What is made here and below does not change the certificate. */
gnutls_x509_crt_t certificate_crt(const certificate_t *certificate)
{
    certificate_t *own = (certificate_t *)certificate;
    if (!own->decoded && !own->malformed)
        import(own);
    return own->decoded;
}

gnutls_pubkey_t certificate_public_key(const certificate_t *certificate, int *ret_error)
{
    certificate_t *own = (certificate_t *)certificate;
    if (own->public_key)
        return own->public_key;
    gnutls_x509_crt_t crt = certificate_crt(certificate);
    int rc = crt ? gnutls_pubkey_init(&own->public_key) : GNUTLS_E_INVALID_REQUEST;
    if (rc >= 0)
        rc = gnutls_pubkey_import_x509(own->public_key, crt, 0);
    if (rc >= 0)
        return own->public_key;
    if (own->public_key)
        gnutls_pubkey_deinit(own->public_key);
    own->public_key = NULL;
    if (ret_error)
        *ret_error = rc;
    return NULL;
}

static char *make_name_text(gnutls_x509_crt_t crt, slice_t raw, bool issuer)
{
    if (!crt)
        return g_strdup("");
    if (raw.size > GENERAL_NAME_TEXT_LIMIT)
        return g_strdup_printf("(a name of %zu octets)", raw.size);
    gnutls_datum_t text = {0};
    int rc = issuer ? gnutls_x509_crt_get_issuer_dn3(crt, &text, 0)
                    : gnutls_x509_crt_get_dn3(crt, &text, 0);
    if (rc < 0)
        return g_strdup("");
    char *printable = text_printable((slice_t){text.data, text.size});
    gnutls_free(text.data);
    return printable;
}

static const char *name_text(const certificate_t *certificate, bool issuer)
{
    certificate_t *own = (certificate_t *)certificate;
    if (!own->name_texts[issuer]) {
        bool was_decoded = own->decoded;
        gnutls_x509_crt_t crt = certificate_crt(certificate);
        own->name_texts[0] = make_name_text(crt, certificate->raw_subject, false);
        own->name_texts[1] = make_name_text(crt, certificate->raw_issuer, true);
        if (!was_decoded)
            certificate_release(own);
    }
    return own->name_texts[issuer];
}

const char *certificate_subject(const certificate_t *certificate)
{
    return name_text(certificate, false);
}

const char *certificate_issuer(const certificate_t *certificate)
{
    return name_text(certificate, true);
}

static const guint8 oid_common_name[] = {0x55, 4, 3};
static const guint8 oid_organization[] = {0x55, 4, 10};

static void read_names(certificate_t *certificate)
{
    certificate->self_issued = slice_equal(certificate->raw_subject, certificate->raw_issuer);
    certificate->common_name = directory_name_last(
        certificate->raw_subject, (slice_t){oid_common_name, sizeof oid_common_name});
    g_autofree char *organization = directory_name_last(
        certificate->raw_subject, (slice_t){oid_organization, sizeof oid_organization});
    if (certificate->common_name)
        certificate->short_name = g_strdup_printf("CN=%s", certificate->common_name);
    else if (organization)
        certificate->short_name = g_strdup_printf("O=%s", organization);
    else if (*certificate_subject(certificate))
        certificate->short_name = g_strdup(certificate_subject(certificate));
}

typedef struct {
    gnutls_pk_algorithm_t pk;
    const char *name;
} key_name_t;

static const key_name_t key_names[] = {
    {GNUTLS_PK_RSA,           "RSA"    },
    {GNUTLS_PK_RSA_PSS,       "RSA-PSS"},
    {GNUTLS_PK_DSA,           "DSA"    },
    {GNUTLS_PK_ECDSA,         "EC"     },
    {GNUTLS_PK_EDDSA_ED25519, "Ed25519"},
    {GNUTLS_PK_EDDSA_ED448,   "Ed448"  },
};

static const char *curve_name(gnutls_pubkey_t key)
{
    gnutls_ecc_curve_t curve;
    if (!key || gnutls_pubkey_export_ecc_raw2(key, &curve, NULL, NULL, 0) < 0)
        return NULL;
    return gnutls_ecc_curve_get_name(curve);
}

/* Where the library has no name for the key, its object identifier stands for it. Gives. */
static char *name_by_oid(gnutls_x509_crt_t crt, int (*get)(gnutls_x509_crt_t, char *, size_t *))
{
    char oid[128];
    size_t size = sizeof oid;
    if (get(crt, oid, &size) < 0)
        return g_strdup("unknown");
    const char *name = algorithm_name(oid);
    return name ? g_strdup(name) : text_printable_string(oid);
}

static void read_key(certificate_t *certificate)
{
    int pk = gnutls_x509_crt_get_pk_algorithm(certificate->decoded, &certificate->key_bits);
    certificate->pk = pk < 0 ? GNUTLS_PK_UNKNOWN : (gnutls_pk_algorithm_t)pk;
    certificate->key_malformed = !key_is_well_formed(certificate->pk, certificate->spki);
    if (certificate->pk == GNUTLS_PK_ECDSA) {
        gnutls_pubkey_t key = certificate_public_key(certificate, NULL);
        const char *curve = curve_name(key);
        if (key && gnutls_pubkey_verify_params(key) < 0) /* is the point on its curve? */
            certificate->key_malformed = true;
        if (!curve) /* explicit parameters, or a curve that the library lacks */
            certificate->pk = GNUTLS_PK_UNKNOWN;
        g_autofree char *lower = g_ascii_strdown(curve ? curve : "", -1);
        certificate->key = curve ? g_strdup_printf("EC %s", lower) : g_strdup("EC");
    }
    for (size_t i = 0; i < G_N_ELEMENTS(key_names) && !certificate->key; i++)
        if (certificate->pk == key_names[i].pk)
            certificate->key = g_strdup(key_names[i].name);
    const char *other = certificate->pk == GNUTLS_PK_UNKNOWN /* has a name, a wrong one */
                            ? NULL
                            : gnutls_pk_algorithm_get_name(certificate->pk);
    if (!certificate->key)
        certificate->key =
            other ? g_strdup(other) : name_by_oid(certificate->decoded, gnutls_x509_crt_get_pk_oid);
    if (!algorithm_checks_key(certificate->pk))
        certificate->pk = GNUTLS_PK_UNKNOWN;
    if (certificate->pk == GNUTLS_PK_UNKNOWN)
        certificate->key_bits = 0;
    certificate->costly_key =
        key_is_too_costly(certificate->decoded, certificate->pk, certificate->key_bits);
}

static void read_signature_algorithm(certificate_t *certificate)
{
    int sign = gnutls_x509_crt_get_signature_algorithm(certificate->decoded);
    certificate->sign = GNUTLS_SIGN_UNKNOWN;
    if (sign > 0 && algorithm_checks_sign((gnutls_sign_algorithm_t)sign))
        certificate->sign = (gnutls_sign_algorithm_t)sign;
    if (gnutls_sign_get_pk_algorithm(certificate->sign) == GNUTLS_PK_RSA_PSS &&
        signature_algorithm(certificate->algorithm) == GNUTLS_SIGN_UNKNOWN)
        certificate->sign = GNUTLS_SIGN_UNKNOWN;
    const char *name = gnutls_sign_get_name(certificate->sign);
    certificate->signature_algorithm =
        certificate->sign != GNUTLS_SIGN_UNKNOWN && name
            ? g_strdup(name)
            : name_by_oid(certificate->decoded, gnutls_x509_crt_get_signature_oid);
}

static void read_san(certificate_t *certificate)
{
    const GArray *names = certificate->extensions.names;
    for (guint i = 0; i < names->len; i++)
        g_ptr_array_add(certificate->san,
                        general_name_text(&g_array_index(names, general_name_t, i)));
}

static void fill_gaps(certificate_t *certificate)
{
    char **texts[] = {&certificate->serial, &certificate->key, &certificate->signature_algorithm};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        if (!*texts[i])
            *texts[i] = g_strdup("");
    if (!certificate->short_name)
        certificate->short_name = g_strdup("no name");
}

static bool decode(certificate_t *certificate, slice_t der)
{
    reader_t tbs;
    bool readable = read_outer(certificate, der, &tbs) && read_tbs(certificate, tbs);
    if (certificate->extensions.too_complex) {
        certificate->too_complex = true;
        certificate->malformed = g_strdup("it has more names or extensions than are looked at");
        return false;
    }
    int rc = import(certificate);
    if (rc < 0) {
        certificate->malformed = text_printable_string(gnutls_strerror(rc));
        return false;
    }
    if (!readable) {
        certificate_release(certificate);
        certificate->malformed = g_strdup("its fields are not DER as RFC 5280 has them");
        return false;
    }
    return true;
}

certificate_t *certificate_new(slice_t der)
{
    certificate_t *certificate = g_new0(certificate_t, 1);
    certificate->references = 1;
    certificate->der = g_bytes_new(der.data, der.size);
    certificate->san = g_ptr_array_new_with_free_func(g_free);
    extensions_init(&certificate->extensions);
    slice_t own = slice_of_bytes(certificate->der);
    gnutls_hash_fast(GNUTLS_DIG_SHA256, own.data, own.size, certificate->sha256);
    if (decode(certificate, own)) {
        gnutls_hash_fast(GNUTLS_DIG_SHA256, certificate->spki.data, certificate->spki.size,
                         certificate->spki_sha256);
        slice_t serial = certificate->raw_serial;
        if (serial.size > 1 && serial.data[0] == 0) /* only keeps the number positive */
            serial = (slice_t){serial.data + 1, serial.size - 1};
        certificate->serial = text_hex(serial);
        read_names(certificate);
        read_san(certificate);
        read_key(certificate);
        read_signature_algorithm(certificate);
    }
    fill_gaps(certificate);
    return certificate;
}

certificate_t *certificate_ref(certificate_t *certificate)
{
    certificate->references++;
    return certificate;
}

bool certificate_is_shared(const certificate_t *certificate)
{
    return certificate->references > 1;
}

void certificate_free(certificate_t *certificate)
{
    if (!certificate || --certificate->references > 0)
        return;
    certificate_release(certificate);
    if (certificate->public_key)
        gnutls_pubkey_deinit(certificate->public_key);
    g_bytes_unref(certificate->der);
    g_ptr_array_unref(certificate->san);
    extensions_clear(&certificate->extensions);
    g_free(certificate->malformed);
    for (size_t i = 0; i < G_N_ELEMENTS(certificate->name_texts); i++)
        g_free(certificate->name_texts[i]);
    g_free(certificate->common_name);
    g_free(certificate->short_name);
    g_free(certificate->serial);
    g_free(certificate->key);
    g_free(certificate->signature_algorithm);
    g_free(certificate);
}

bool certificate_same_key(const certificate_t *a, const certificate_t *b)
{
    return !a->malformed && !b->malformed && slice_equal(a->raw_subject, b->raw_subject) &&
           slice_equal(a->spki, b->spki);
}
