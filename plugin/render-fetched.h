/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* OCSP responses and CRLs that were fetched in the capture, tied to the certificates that they
 * speak of: in the frame that fetched them, and with the chain. */

#include "frame.h"
#include "rows.h"

/* What came in this frame, as items of the tree's root. */
void render_fetched(const frame_t *frame, const place_t *place);

/* What was fetched about a chain, before it was shown or later in the capture. */
void render_fetched_for(const place_t *place, const frame_chain_t *chain, const verdict_t *verdict);
