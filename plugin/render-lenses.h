/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The same chain seen otherwise: at another time, and under another store. */

#include "frame.h"
#include "rows.h"

void render_lenses(const place_t *place, const frame_chain_t *chain);
