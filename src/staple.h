/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The OCSP response that was stapled to the end entity (RFC 6066 §8, RFC 8446 §4.4.2.1): is it for
 * this certificate, signed for it, and current? Then it is believed. And RFC 7633: a certificate
 * that asks for one, and none was sent. */

#include "verify.h"

/**
 * Sets ocsp_status and ocsp_sentence of @verdict and adds the problem or the note to @findings.
 *
 * @path  the one that was found best, on which the end entity stands; NULL when there is none.
 */
void staple_judge(const chain_question_t *question, const certificate_t *end_entity,
                  const path_t *path, verify_rules_t *rules, findings_t *findings,
                  verdict_t *verdict);
