/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The memory of one capture: its sessions, chains, verdicts and the trust store. Made when a
 * capture is opened (or read again after a change of preferences), dropped with it. */

#include "frame.h"

void witness_open(void);
void witness_close(void);

/* Feeds the frame's records to its sessions and gives what is to be kept of it, or NULL when
 * nothing is. To be called once for each frame, in order. */
const frame_t *witness_frame(proto_tree *tree, packet_info *pinfo);

/* The verdict on a chain in a frame. Borrows, as the others; valid until witness_close(). */
const verdict_t *witness_judge(const frame_chain_t *chain, packet_info *pinfo);

/* The same as of now, whatever the preference says. */
const verdict_t *witness_judge_now(const frame_chain_t *chain, packet_info *pinfo);

/* The same under compare_ca_file alone; NULL where that is not set. */
const verdict_t *witness_judge_compared(const frame_chain_t *chain, packet_info *pinfo);
