/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What is proved in a frame: who signed this handshake, and whether Finished is right. A signature
 * is checked only where something can show the answer. */

#include "frame.h"
#include "rows.h"

void render_proofs(const place_t *place, const frame_session_t *session);

/* The word of tlswitness.possession of the server in this frame; NULL where nothing is shown. */
const char *proofs_possession_word(const frame_session_t *session);
