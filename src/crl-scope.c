/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "crl-scope.h"

#include "der.h"

/* Of the fields [1] to [5], which are all primitive: a BOOLEAN that is DEFAULT FALSE. */
static bool flag(reader_t *r, guint8 number)
{
    guint8 tag = (guint8)(DER_CONTEXT | number);
    if (!der_next_is(r, tag))
        return false;
    slice_t content = der_content(r, tag);
    return content.size == 1 && content.data[0] != 0;
}

/* DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] } */
static bool read_points(reader_t *r, crl_scope_t *out)
{
    if (!der_next_is(r, DER_CONTEXT_CONSTRUCTED | 0))
        return true;
    reader_t name = reader_over(der_content(r, DER_CONTEXT_CONSTRUCTED | 0));
    out->points = der_content(&name, DER_CONTEXT_CONSTRUCTED | 0);
    return reader_done(&name) && out->points.size > 0;
}

const char *crl_scope_read(slice_t value, crl_scope_t *out)
{
    reader_t outer = reader_over(value);
    reader_t r = reader_over(der_content(&outer, DER_SEQUENCE));
    *out = (crl_scope_t){0};
    if (!read_points(&r, out))
        return "has an issuingDistributionPoint that is relative to its issuer or malformed";
    out->user_only = flag(&r, 1);
    out->ca_only = flag(&r, 2);
    if (der_next_is(&r, DER_CONTEXT | 3))
        return "is for some reasons of revocation only (issuingDistributionPoint)";
    if (flag(&r, 4))
        return "is an indirect CRL (issuingDistributionPoint)";
    if (flag(&r, 5))
        return "is for attribute certificates only (issuingDistributionPoint)";
    return reader_done(&r) && reader_done(&outer)
               ? NULL
               : "has an issuingDistributionPoint that cannot be decoded";
}

/* SEQUENCE SIZE (1..MAX) OF, or SET. */
static bool is_filled(slice_t content)
{
    return content.size > 0 && der_is_list(content);
}

/* DistributionPoint ::= SEQUENCE { distributionPoint [0] DistributionPointName OPTIONAL, reasons
 * [1] OPTIONAL, cRLIssuer [2] OPTIONAL } */
static bool is_point(slice_t content)
{
    reader_t r = reader_over(content);
    bool good = true;
    if (der_next_is(&r, DER_CONTEXT_CONSTRUCTED | 0)) {
        guint8 tag;
        reader_t choice = reader_over(der_content(&r, DER_CONTEXT_CONSTRUCTED | 0));
        slice_t names = der_any(&choice, &tag);
        good = reader_done(&choice) && is_filled(names) &&
               (tag == (DER_CONTEXT_CONSTRUCTED | 0) || tag == (DER_CONTEXT_CONSTRUCTED | 1));
    }
    if (der_next_is(&r, DER_CONTEXT | 1))
        der_content(&r, DER_CONTEXT | 1);
    if (der_next_is(&r, DER_CONTEXT_CONSTRUCTED | 2))
        good &= is_filled(der_content(&r, DER_CONTEXT_CONSTRUCTED | 2));
    return good && reader_done(&r);
}

bool crl_points_are_well_formed(slice_t value)
{
    reader_t outer = reader_over(value);
    reader_t list = reader_over(der_content(&outer, DER_SEQUENCE));
    bool good = reader_left(&list) > 0;
    while (good && reader_left(&list) > 0)
        good = is_point(der_content(&list, DER_SEQUENCE)) && !list.failed;
    return good && reader_done(&outer);
}

static gint compare_slices(gconstpointer a, gconstpointer b)
{
    const slice_t *x = a, *y = b;
    return slice_compare(*x, *y);
}

/* Appends the URIs of GeneralNames, up to one that is malformed. */
static void append_uris(GArray *out, slice_t names)
{
    reader_t r = reader_over(names);
    general_name_t name;
    while (reader_left(&r) > 0 && general_name_read(&r, &name))
        if (name.kind == GENERAL_NAME_URI)
            g_array_append_val(out, name.value);
}

/* CRLDistributionPoints ::= SEQUENCE OF DistributionPoint, which begins with distributionPoint [0]
 * DistributionPointName OPTIONAL. Gives slice_t, in order. (GnuTLS decodes all of it again for each
 * name: a certificate of 9 KiB took ten seconds.) */
static GArray *points_of(const certificate_t *certificate)
{
    GArray *points = g_array_new(FALSE, FALSE, sizeof(slice_t));
    reader_t outer = reader_over(certificate->extensions.crl_points);
    reader_t list = reader_over(der_content(&outer, DER_SEQUENCE));
    while (!list.failed && reader_left(&list) > 0) {
        reader_t point = reader_over(der_content(&list, DER_SEQUENCE));
        crl_scope_t named = {0};
        if (read_points(&point, &named))
            append_uris(points, named.points);
    }
    g_array_sort(points, compare_slices);
    return points;
}

/* RFC 5280 §6.3.3 (b)(2)(i): one of the names in the CRL must be one of those that the certificate
 * gives as its distribution points. */
static bool shares_point(const crl_scope_t *scope, const certificate_t *certificate)
{
    g_autoptr(GArray) points = points_of(certificate);
    reader_t r = reader_over(scope->points);
    general_name_t name;
    while (reader_left(&r) > 0 && general_name_read(&r, &name))
        if (name.kind == GENERAL_NAME_URI &&
            g_array_binary_search(points, &name.value, compare_slices, NULL))
            return true;
    return false;
}

bool crl_scope_covers(const crl_scope_t *scope, const certificate_t *certificate)
{
    if ((scope->user_only && certificate->extensions.ca) ||
        (scope->ca_only && !certificate->extensions.ca))
        return false;
    return scope->points.size == 0 || shares_point(scope, certificate);
}
