/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "crl-scope.h"

#include <string.h>

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

static bool names_point(const crl_scope_t *scope, const char *uri, size_t size)
{
    reader_t r = reader_over(scope->points);
    while (!r.failed && reader_left(&r) > 0) {
        general_name_t name;
        if (!general_name_read(&r, &name))
            return false;
        if (name.kind == GENERAL_NAME_URI &&
            slice_equal(name.value, (slice_t){(const guint8 *)uri, size}))
            return true;
    }
    return false;
}

/* RFC 5280 §6.3.3 (b)(2)(i): one of the names in the CRL must be one of those that the certificate
 * gives as its distribution points. */
static bool shares_point(const crl_scope_t *scope, const certificate_t *certificate)
{
    for (unsigned i = 0; i < EXTENSION_NAMES_LIMIT; i++) {
        char uri[1024] = "";
        size_t size = sizeof uri - 1;
        int kind = gnutls_x509_crt_get_crl_dist_points(certificate->crt, i, uri, &size, NULL, NULL);
        if (kind == GNUTLS_SAN_URI && names_point(scope, uri, strlen(uri)))
            return true;
        if (kind < 0 && kind != GNUTLS_E_SHORT_MEMORY_BUFFER)
            return false;
    }
    return false;
}

bool crl_scope_covers(const crl_scope_t *scope, const certificate_t *certificate)
{
    if ((scope->user_only && certificate->extensions.ca) ||
        (scope->ca_only && !certificate->extensions.ca))
        return false;
    return scope->points.size == 0 || (certificate->crt && shares_point(scope, certificate));
}
