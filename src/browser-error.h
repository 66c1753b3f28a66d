/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "verdict.h"

/* The one code that Chromium would show for these problems (bits by problem_t), or NULL for none.
 * The order is that of its MapCertStatusToNetError, what hides what is as Chromium 156 was seen to
 * do it. Static. */
const char *browser_error(guint32 problems);
