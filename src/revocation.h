/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The certificates of a path held against the CRLs that were given (RFC 5280 §6.3). Nothing is
 * fetched: of an issuer without a CRL nothing is said; a CRL that was given and cannot be believed
 * leaves the path not checked. */

#include "verify.h"

/* Every certificate below the last one, with the key of the next: `revoked`, or a doubt. */
void revocation_check_path(const path_t *path, const trust_t *trust, verify_rules_t *rules,
                           findings_t *findings);
