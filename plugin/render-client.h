/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What is told of a client's chain beyond the verdict: who it says it is, and whether it is what
 * the server asked for. */

#include "frame.h"
#include "rows.h"

void render_client(const place_t *place, const session_t *session, const frame_chain_t *chain,
                   const verdict_t *verdict);
