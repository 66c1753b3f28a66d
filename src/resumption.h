/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Which session resumes which (RFC 5246 §7.3, RFC 5077, RFC 8446 §2.2): session ids and tickets
 * that servers gave out in the capture, and what clients came back with. */

#include "session.h"

/* Session ids and tickets that are remembered. */
#define RESUMPTION_LIMIT 262144

typedef struct resumption resumption_t;

resumption_t *resumption_new(void);
void resumption_free(resumption_t *resumption);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(resumption_t, resumption_free)

/**
 * Takes a message of @session, after session_feed() has taken it. Sessions must live as long.
 *
 * @hello  what was read of @message, if it is one.
 */
void resumption_take(resumption_t *resumption, const session_t *session, framing_t framing,
                     sender_t sender, handshake_t message, hello_t *hello);

/**
 * The session whose full handshake @session rests on: what it resumes, or what that one resumed in
 * its turn. NULL where it does not resume one, or one that is not in the capture.
 */
const session_t *resumption_origin(const resumption_t *resumption, const session_t *session);
