/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What was kept of a frame, as a tree, expert items and the Info column. Everything is marked as
 * generated; nothing is decided here. */

#include "frame.h"

void render_frame(const frame_t *frame, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);
