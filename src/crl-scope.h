/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The issuingDistributionPoint of a CRL (RFC 5280 §5.2.5): of which certificates of its issuer the
 * CRL speaks. Of the others it says nothing, not even that they are good. */

#include "certificate.h"

typedef struct {
    bool user_only, ca_only;
    slice_t points; /* fullName: GeneralNames without their header; empty: any. Borrows */
} crl_scope_t;

/* Reads the extension's value. NULL, or why a CRL with it is not believed, in static text. */
const char *crl_scope_read(slice_t value, crl_scope_t *out);

/* Is @value, of a cRLDistributionPoints, one of the form of RFC 5280 §4.2.1.13? */
bool crl_points_are_well_formed(slice_t value);

bool crl_scope_covers(const crl_scope_t *scope, const certificate_t *certificate);
