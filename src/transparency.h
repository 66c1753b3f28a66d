/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The rules for public certificate authorities, which do not bind a lab's: how long a certificate
 * may live, and the timestamps of the logs that have seen it. */

#include "findings.h"
#include "verify.h"

/**
 * Fills what @verdict says of the public's rules and of timestamps.
 *
 * @path  the proved path to an anchor; NULL without one.
 */
void transparency_remark(verdict_t *verdict, const chain_question_t *question, const path_t *path,
                         verify_rules_t *rules, findings_t *findings);
