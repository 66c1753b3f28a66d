/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The post-dissector: on the first visit of a frame feed the core once, on every visit show what
 * was kept. */

#include "compat.h"

void annotate_register(void);
void annotate_handoff(void);
