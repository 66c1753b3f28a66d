/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The memory of one capture: its sessions, chains, verdicts and the trust store. Made when a
 * capture is opened (or read again after a change of preferences), dropped with it. */

#include "fetched.h"
#include "frame.h"
#include "preferences.h"

void witness_open(void);
void witness_close(void);

/* Feeds the frame's records to its sessions, keeps what is known of the frame and gives it, in the
 * memory of the packet; NULL when there is nothing. To be called once for each frame, in order. */
const frame_t *witness_frame(proto_tree *tree, packet_info *pinfo);

/* The same on a later visit. */
const frame_t *witness_kept(packet_info *pinfo);

/* The verdict on a chain in a frame. Borrows, as the others; valid until witness_close(). */
const verdict_t *witness_judge(const frame_chain_t *chain, packet_info *pinfo);

/* The time that a verdict of witness_judge() holds for in this frame: it may have been found for
 * another frame, and hold for an interval. */
gint64 witness_time_of(const verdict_t *verdict, packet_info *pinfo);

/* A chain where it was shown first. */
typedef struct {
    frame_chain_t chain;
    guint32 frame;
} shown_chain_t;

/* The chains shown so far that item @item of what was fetched may speak of, of shown_chain_t, in
 * the memory of the packet. */
wmem_array_t *witness_concerned(guint item, packet_info *pinfo);

/* The verdict when the first @n items that were fetched count. */
const verdict_t *witness_judge_fetched(const frame_chain_t *chain, guint n, packet_info *pinfo);

const fetched_t *witness_fetched(void);

/* The session whose full handshake @session resumes, if that is in the capture; else NULL. */
const session_t *witness_resumed_from(const session_t *session);

/* What a side of the session has shown last, and where; NULL when nothing. */
const frame_chain_t *witness_chain_of(const session_t *session, chain_owner_t owner,
                                      guint32 *ret_frame);

/* Did the server ask the client for a certificate, as far as that can be read? Gives the names of
 * the authorities that it named (certificate_request_t). */
bool witness_asked_for(const session_t *session, slice_t *ret_authorities);

/* The same at another time than the preference says; NULL where there is no such time. */
const verdict_t *witness_judge_at(const frame_chain_t *chain, time_mode_t mode, packet_info *pinfo);

/* The same under compare_ca_file alone; NULL where that is not set. */
const verdict_t *witness_judge_compared(const frame_chain_t *chain, packet_info *pinfo);
