/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Text from peers is hostile: whatever of it reaches a string passes here and comes out as
 * printable, valid UTF-8 of bounded length. Dates are always UTC. */

#include "bytes.h"
#include "say.h"

/* Octets of a string that text_printable() gives, at most, before "..". */
#define TEXT_LIMIT 1000

/**
 * Makes octets printable: control characters, bidirectional overrides and other invisible
 * characters and octets that are no UTF-8 become \xNN or \u{NNNN}. Gives; g_free().
 */
char *text_printable(slice_t octets);

/* The same for a string. @text may be NULL, which gives NULL. */
char *text_printable_string(const char *text);

/* "2024-05-01", UTC. Gives; g_free(). */
char *text_date(gint64 when);

/* "1 day", "212 days", "less than a day" for 0. Gives; g_free(). */
char *text_days(gint64 days, language_t language);

/* Lower-case hex without separators; at most TEXT_LIMIT digits, then "..". Gives; g_free(). */
char *text_hex(slice_t octets);
