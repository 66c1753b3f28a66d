/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Name constraints (RFC 5280 §4.2.1.10): of every CA of a path on every certificate below it.
 * Subject and subjectAltName are judged; the common name is no server's name and is not. */

#include "verify.h"

/* Comparisons of a name with a constraint, for one chain; beyond them it is too complex. */
#define CONSTRAINT_COMPARISONS_LIMIT (1u << 20)

void constraint_check_path(const path_t *path, verify_rules_t *rules, findings_t *findings);

/* Is the constraint itself malformed? Why, or NULL; static. */
const char *constraint_refusal(const general_name_t *constraint);

typedef enum { CONSTRAINT_PERMITS, CONSTRAINT_EXCLUDES } constraint_sense_t;

/**
 * Does @name fall under @constraint, of the same kind and not malformed? A wildcard falls under an
 * excluded name when it could stand for one, under a permitted name only when it always does.
 * Directory names are not for this function.
 */
bool constraint_covers(const general_name_t *constraint, const general_name_t *name,
                       constraint_sense_t sense);
