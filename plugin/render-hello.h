/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a ClientHello offers and a ServerHello chooses, in the frame where it stands, the chosen one
 * marked against the offer: what a lab sheet asks of the two. */

#include "frame.h"
#include "rows.h"

void render_hellos(const place_t *place, const frame_session_t *session);
