/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The certificates of a path held against the CRLs that were given (RFC 5280 §6.3). Nothing is
 * fetched: an issuer without a CRL makes no doubt; a CRL that was given and cannot be believed
 * leaves the path not checked. */

#include "crl.h"
#include "verify.h"

/* Every certificate below the last one, with the key of the next: `revoked`, or a doubt. */
void revocation_check_path(const path_t *path, const trust_t *trust, verify_rules_t *rules,
                           findings_t *findings);

/* The same in words, for each certificate that is neither a problem nor in doubt: that it was not
 * revoked, or that no CRL speaks of it. Nothing where no CRL was given. Appends to @out, of char *,
 * owned. */
void revocation_tell_path(const path_t *path, const trust_t *trust, verify_rules_t *rules,
                          GPtrArray *out);

/**
 * What one CRL says of one certificate, believed or not.
 *
 * @called      "the CRL of CN=Lab CA in frame 12".
 * @ret_status  set where there is a sentence.
 * Returns      NULL when the CRL does not speak of the certificate, or is signed with another key
 * of the issuer's name. Gives; g_free().
 */
char *revocation_ask_crl(crl_t *crl, const node_t *node, const certificate_t *issuer,
                         const char *called, verify_rules_t *rules, ocsp_status_t *ret_status);
