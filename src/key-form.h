/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Is a public key one at all? GnuTLS takes what other clients refuse: an RSA key with an exponent
 * of 1, for example. */

#include <gnutls/x509.h>

#include "bytes.h"

/* @spki: a subjectPublicKeyInfo, header included. True for kinds that are not known here, and for
 * points, which GnuTLS can hold against their curve. */
bool key_is_well_formed(gnutls_pk_algorithm_t pk, slice_t spki);
