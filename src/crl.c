/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "crl.h"

#include <string.h>

#include "der.h"
#include "directory-name.h"
#include "text.h"

/* How it works: the strict reader of der.h takes the CRL apart. GnuTLS, which decodes everything
 * else here, needs a time that is quadratic in the entries (89 s for 100000), so it checks the
 * signature alone. What RFC 5280 asks of a CRL beyond DER does not make it unreadable, but it is
 * then not believed: `flaw` says why. */

/* CRLReason, RFC 5280 §5.3.1; 7 is not used. */
static const char *const reason_texts[] = {
    "",
    " (key compromise)",
    " (CA compromise)",
    " (affiliation changed)",
    " (superseded)",
    " (cessation of operation)",
    " (certificate hold)",
    "",
    " (remove from CRL)",
    " (privilege withdrawn)",
    " (AA compromise)",
};

#define REASON_REMOVE_FROM_CRL 8

const char *crl_reason_text(int reason, language_t language)
{
    bool known = reason >= 0 && reason < (int)G_N_ELEMENTS(reason_texts);
    return known && *reason_texts[reason] ? say(language, reason_texts[reason]) : "";
}

char *crl_name_key(slice_t raw_name)
{
    g_autoptr(GPtrArray) rdns = directory_name_canonical(raw_name);
    if (!rdns || rdns->len == 0)
        return text_hex(raw_name);
    g_ptr_array_add(rdns, NULL);
    return g_strjoinv("\x02", (char **)rdns->pdata);
}

typedef void extension_fn(crl_t *crl, slice_t oid, bool critical, slice_t value, void *data);

/* Extensions ::= SEQUENCE OF SEQUENCE { extnID, critical DEFAULT FALSE, extnValue }; @list is its
 * content. */
static bool each_extension(crl_t *crl, slice_t list, extension_fn *fn, void *data)
{
    reader_t r = reader_over(list);
    while (!r.failed && reader_left(&r) > 0) {
        reader_t extension = reader_over(der_content(&r, DER_SEQUENCE));
        slice_t oid = der_content(&extension, DER_OID);
        bool critical = der_boolean(&extension);
        slice_t value = der_content(&extension, DER_OCTET_STRING);
        if (!reader_done(&extension))
            return false;
        fn(crl, oid, critical, value, data);
    }
    return reader_done(&r);
}

/* The number n of id-ce n; 0 for another OID. */
static int id_ce(slice_t oid)
{
    return oid.size == 3 && oid.data[0] == 0x55 && oid.data[1] == 0x1d ? oid.data[2] : 0;
}

enum {
    CE_ISSUER_ALT_NAME = 18,
    CE_CRL_NUMBER = 20,
    CE_REASON = 21,
    CE_INVALIDITY_DATE = 24,
    CE_DELTA_CRL = 27,
    CE_DISTRIBUTION_POINT = 28,
    CE_CERTIFICATE_ISSUER = 29,
    CE_AUTHORITY_KEY_ID = 35,
    CE_FRESHEST_CRL = 46,
};

static int reason_of(slice_t value)
{
    reader_t r = reader_over(value);
    int reason = der_small(der_content(&r, DER_ENUMERATED));
    return reader_done(&r) && reason <= 10 ? reason : CRL_REASON_NONE;
}

/* RFC 5280 §5.3: with a critical entry extension that is not processed "the application MUST NOT
 * use that CRL to determine the status of any certificates". */
static void entry_extension(crl_t *crl, slice_t oid, bool critical, slice_t value, void *data)
{
    crl_entry_t *entry = data;
    switch (id_ce(oid)) {
    case CE_REASON:
        entry->reason = reason_of(value);
        if (entry->reason == REASON_REMOVE_FROM_CRL)
            saying_set(&crl->flaw, "has an entry removeFromCRL, as only delta CRLs have", NULL);
        return;
    case CE_CERTIFICATE_ISSUER:
        saying_set(&crl->flaw, "is an indirect CRL: it has entries of other issuers", NULL);
        return;
    case CE_INVALIDITY_DATE:
        return;
    default:
        if (critical) {
            g_autofree char *text = der_oid_text(oid);
            saying_set(&crl->flaw,
                       "has an entry with a critical extension that is not "
                       "known here: %s",
                       g_strdup(text));
        }
    }
}

static bool read_entry(crl_t *crl, slice_t content)
{
    reader_t r = reader_over(content);
    crl_entry_t entry = {.reason = CRL_REASON_NONE};
    bool old_form;
    entry.serial = der_shortest(der_content(&r, DER_INTEGER));
    der_time(&r, &entry.date, &old_form);
    if (der_next_is(&r, DER_SEQUENCE) &&
        !each_extension(crl, der_content(&r, DER_SEQUENCE), entry_extension, &entry))
        return false;
    g_array_append_val(crl->entries, entry);
    return reader_done(&r) && entry.serial.size > 0;
}

static gint compare_entries(gconstpointer pa, gconstpointer pb)
{
    const crl_entry_t *a = pa, *b = pb;
    int order = slice_compare(a->serial, b->serial);
    return order ? order : (a->date > b->date) - (a->date < b->date);
}

static bool read_entries(crl_t *crl, slice_t list)
{
    reader_t r = reader_over(list);
    while (!r.failed && reader_left(&r) > 0)
        if (!read_entry(crl, der_content(&r, DER_SEQUENCE)))
            return false;
    g_array_sort(crl->entries, compare_entries);
    return reader_done(&r);
}

static void read_authority_key_id(crl_t *crl, slice_t value)
{
    reader_t r = reader_over(value);
    reader_t fields = reader_over(der_content(&r, DER_SEQUENCE));
    if (der_next_is(&fields, DER_CONTEXT | 0))
        crl->authority_key_id = der_content(&fields, DER_CONTEXT | 0);
}

static void read_scope(crl_t *crl, slice_t value)
{
    const char *flaw = crl_scope_read(value, &crl->scope);
    if (flaw)
        saying_set(&crl->flaw, flaw, NULL);
}

/* RFC 5280 §5.2: with a critical extension that is not processed "the application MUST NOT use that
 * CRL to determine the status of certificates". */
static void crl_extension(crl_t *crl, slice_t oid, bool critical, slice_t value, void *data)
{
    bool *numbered = data;
    switch (id_ce(oid)) {
    case CE_AUTHORITY_KEY_ID:
        read_authority_key_id(crl, value);
        return;
    case CE_CRL_NUMBER:
        *numbered = true;
        return;
    case CE_DELTA_CRL:
        saying_set(&crl->flaw, "is a delta CRL, which is not read here", NULL);
        return;
    case CE_DISTRIBUTION_POINT:
        read_scope(crl, value);
        return;
    case CE_ISSUER_ALT_NAME:
    case CE_FRESHEST_CRL:
        return;
    default:
        if (critical) {
            g_autofree char *text = der_oid_text(oid);
            saying_set(&crl->flaw, "has a critical extension that is not known here: %s",
                       g_strdup(text));
        }
    }
}

/* RFC 5280 §5.2.3: "CRL issuers conforming to this profile MUST include this extension in all CRLs"
 * (CRLNumber). */
static bool read_extensions(crl_t *crl, reader_t *tbs, int version)
{
    bool numbered = false;
    if (version != 1)
        saying_set(&crl->flaw, "is of version 1, where RFC 5280 asks for version 2", NULL);
    if (der_next_is(tbs, DER_CONTEXT_CONSTRUCTED | 0)) {
        reader_t r = reader_over(der_content(tbs, DER_CONTEXT_CONSTRUCTED | 0));
        if (!each_extension(crl, der_content(&r, DER_SEQUENCE), crl_extension, &numbered) ||
            !reader_done(&r))
            return false;
    }
    if (!numbered)
        saying_set(&crl->flaw, "has no CRLNumber", NULL);
    return true;
}

/* TBSCertList, in the order of RFC 5280 §5.1. Its algorithm must be @algorithm (§5.1.2.2). */
static bool read_tbs(crl_t *crl, slice_t element, slice_t algorithm)
{
    reader_t outer = reader_over(element);
    reader_t tbs = reader_over(der_content(&outer, DER_SEQUENCE));
    bool old_form;
    int version = 0;
    if (der_next_is(&tbs, DER_INTEGER))
        version = der_small(der_content(&tbs, DER_INTEGER));
    if (!slice_equal(der_element(&tbs, DER_SEQUENCE), algorithm))
        return false;
    crl->raw_issuer = der_element(&tbs, DER_SEQUENCE);
    der_time(&tbs, &crl->this_update, &old_form);
    if (der_next_is(&tbs, DER_UTC_TIME) || der_next_is(&tbs, DER_GENERALIZED_TIME))
        der_time(&tbs, &crl->next_update, &old_form);
    else /* RFC 5280 §5.1.2.5: issuers "MUST include the nextUpdate field in all CRLs" */
        saying_set(&crl->flaw, "has no nextUpdate, so that it may be out of date", NULL);
    if (der_next_is(&tbs, DER_SEQUENCE) && !read_entries(crl, der_content(&tbs, DER_SEQUENCE)))
        return false;
    return read_extensions(crl, &tbs, version) && reader_done(&tbs) && reader_done(&outer);
}

/* CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue } */
static bool read_outer(crl_t *crl, slice_t der)
{
    reader_t r = reader_over(der);
    reader_t outer = reader_over(der_content(&r, DER_SEQUENCE));
    crl->content.tbs = der_element(&outer, DER_SEQUENCE);
    slice_t algorithm = der_element(&outer, DER_SEQUENCE);
    crl->content.sign = signature_algorithm(algorithm);
    return signature_read(&outer, &crl->content.signature) && reader_done(&outer) &&
           reader_done(&r) && read_tbs(crl, crl->content.tbs, algorithm);
}

static char *name_of(slice_t raw_issuer)
{
    static const guint8 common_name[] = {0x55, 4, 3}, organization[] = {0x55, 4, 10};
    g_autofree char *cn = directory_name_last(raw_issuer, (slice_t){common_name, 3});
    g_autofree char *o = directory_name_last(raw_issuer, (slice_t){organization, 3});
    if (cn)
        return g_strdup_printf("CN=%s", cn);
    return o ? g_strdup_printf("O=%s", o) : NULL;
}

crl_t *crl_new(slice_t der, const char **ret_wrong)
{
    g_autoptr(crl_t) crl = g_new0(crl_t, 1);
    crl->der = g_bytes_new(der.data, der.size);
    crl->entries = g_array_new(FALSE, FALSE, sizeof(crl_entry_t));
    slice_t own = slice_of_bytes(crl->der);
    if (!read_outer(crl, own)) {
        *ret_wrong = "its fields are not DER as RFC 5280 has them";
        return NULL;
    }
    crl->issuer_name = name_of(crl->raw_issuer);
    return g_steal_pointer(&crl);
}

const char *crl_issuer_name(const crl_t *crl, language_t language)
{
    return crl->issuer_name ? crl->issuer_name : say(language, "this issuer");
}

void crl_free(crl_t *crl)
{
    if (!crl)
        return;
    g_bytes_unref(crl->der);
    g_array_unref(crl->entries);
    g_free(crl->issuer_name);
    saying_clear(&crl->flaw);
    g_free(crl);
}

signature_state_t crl_signature(crl_t *crl, const certificate_t *issuer)
{
    size_t size = sizeof crl->checked_key;
    if (!crl->was_checked || memcmp(crl->checked_key, issuer->spki_sha256, size) != 0) {
        crl->checked = signature_check(&crl->content, issuer);
        memcpy(crl->checked_key, issuer->spki_sha256, size);
        crl->was_checked = true;
    }
    return crl->checked;
}

const crl_entry_t *crl_find(const crl_t *crl, slice_t serial)
{
    guint low = 0, high = crl->entries->len;
    serial = der_shortest(serial);
    while (low < high) {
        guint middle = low + (high - low) / 2;
        const crl_entry_t *entry = &g_array_index(crl->entries, crl_entry_t, middle);
        if (slice_compare(entry->serial, serial) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == crl->entries->len)
        return NULL;
    const crl_entry_t *entry = &g_array_index(crl->entries, crl_entry_t, low);
    return slice_equal(entry->serial, serial) ? entry : NULL;
}
