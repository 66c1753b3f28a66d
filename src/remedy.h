/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What mends a chain: one sentence for each problem, to be read below what is wrong. */

#include "verdict.h"

/* Never NULL; static. */
const char *remedy_for(problem_t problem);
