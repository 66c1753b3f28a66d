/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a session does in a frame, step by step, under the segments that the steps belong to. */

#include "frame.h"
#include "rows.h"

void render_segments(const place_t *place, const frame_session_t *session);
