/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The one line that says what a session does in a frame. */

#include "frame.h"
#include "rows.h"

/* A frame and the verdicts on its chains; a verdict is NULL where nothing can show it. */
typedef struct {
    const frame_session_t *session;
    const verdict_t **verdicts;
} shown_t;

/* "authentication", "session data". */
const char *segment_word(guint8 segment);

/* NULL for a piece of a message. Lives as long as the packet. */
const char *shown_step_name(const place_t *place, const step_t *step);

/* "in the clear", "under the handshake key". */
const char *protection_phrase(protection_t protection);

/* The name, and of an alert what it says: "Alert (unknown_ca)". */
const char *shown_step_title(const place_t *place, const step_t *step);

/* The end of the run of steps of one segment that begins at @i. */
guint shown_run_end(const frame_session_t *session, guint i);

/* Reads like a sentence. What matters most, the verdict, comes before the steps that share the
 * frame with it: the line may be wider than the window. Lives as long as the packet. */
const char *headline(const place_t *place, const shown_t *shown);
