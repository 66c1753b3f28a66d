/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Certificate policies (RFC 5280 §6.1.2 to §6.1.5), as far as they decide: is an explicit policy
 * required somewhere, and is there one that holds from the anchor down to the end entity? */

#include "verify.h"

void policy_check_path(const path_t *path, findings_t *findings);
