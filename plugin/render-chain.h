/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* A chain and the verdict on it: as a subtree of ours, and inline in the tree of the TLS
 * dissector, beside the message and the certificates that it is about. */

#include "collect.h"
#include "frame.h"
#include "rows.h"

/* @certificates  the message in the tree, or NULL where the tree does not hold it. */
void render_chain(const place_t *place, const session_t *session, const frame_chain_t *chain,
                  const verdict_t *verdict, const certificate_place_t *certificates);

void render_chain_inline(const place_t *place, const verdict_t *verdict,
                         const certificate_place_t *certificates);
