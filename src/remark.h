/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What there is to remark on the certificates as sent, seen from the path that was found: what each
 * is to it, who signed it, and which were sent in the wrong order, twice or for nothing. */

#include "verify.h"

/**
 * Fills in role, days_left and issued_by of @verdict->certificates and adds notes to @findings.
 *
 * @sent  as for path_search_new(): NULL for one that was sent before.
 * @path  the path that was found best; NULL when there is none.
 */
void remark_chain(verdict_t *verdict, const certificate_t *const *sent, const path_t *path,
                  verify_rules_t *rules, findings_t *findings);
