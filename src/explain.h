/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The words: what happens in a step, why, and which key does it. Each text depends on nothing but
 * what it is asked about, and each is true for the version and key exchange at hand. */

#include "session.h"

/* One or two sentences for @step; never NULL. Static, except that an alert is spoken in words of
 * its own. */
const char *explain_step(const step_t *step);

/* Which key protects the step and where that key comes from; never NULL. Static. */
const char *explain_protection(const step_t *step);

/* Why no chain can be judged, and what to do about it; NULL for ABSENT_NOT. */
const char *explain_absent(absent_reason_t reason, guint16 version);

/* What an alert says: who refuses whom, for what. Gives; g_free(). */
char *explain_alert(const step_t *step);
