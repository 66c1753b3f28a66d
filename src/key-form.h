/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Is a public key one at all? GnuTLS takes what other clients refuse: an RSA key with an exponent
 * of 1, a point that is not on its curve. */

#include <gnutls/x509.h>

#include "bytes.h"

/* @spki: the subjectPublicKeyInfo of @crt, header included. True for kinds that are not known here.
 */
bool key_is_well_formed(gnutls_x509_crt_t crt, gnutls_pk_algorithm_t pk, slice_t spki);
