/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What is kept of frames after the first pass, as small as it can be: most frames of a session hold
 * the same few steps as those of all others, so they are kept once, and octets that stand in the
 * frame are read from there again. On each visit it becomes a frame_t. */

#include "frame.h"

typedef struct keep keep_t;

/* @sessions  of session_t, by number; borrowed. */
keep_t *keep_new(const GPtrArray *sessions);
void keep_free(keep_t *keep);

/* Keeps what is told of the frame. To be called at most once for each frame. */
void keep_add(keep_t *keep, const frame_t *frame, packet_info *pinfo);

/* What was kept of the frame, in the memory of the packet; NULL when nothing was. Its octets are
 * there where the frame was dissected. */
const frame_t *keep_find(const keep_t *keep, packet_info *pinfo);
