/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What is known of the session as a whole: on every frame of it. */

#include "frame.h"
#include "rows.h"

void render_facts(const place_t *place, const frame_session_t *session);

/* What the key log that is set lacks for the session, if it lacks anything. */
void render_key_log(const place_t *place, const session_t *session);
