/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* For how long a publicly trusted certificate of an end entity may be valid: the CA/Browser
 * Forum's Baseline Requirements §6.3.2 as they stood when it was issued, which is taken to be its
 * notBefore. A lab's CA is not bound by them, so ask public_root_is_known() first. */

#include <stdbool.h>

#include <glib.h>

/**
 * The most days from notBefore to notAfter, both included.
 *
 * @not_before  seconds since the epoch, UTC.
 * Returns      0 before 2012-07-01: there was no limit. The limits before 2018-03-01 were told in
 *              months (60 and 39); these are the days of the longest such months.
 */
int lifetime_limit_days(gint64 not_before);

/* A day is 86,400 seconds and both bounds count: one second more than the days is over. Limits
 * that were told in months forgive a part of a day. */
bool lifetime_is_over_limit(gint64 not_before, gint64 not_after);
