/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What is known of a frame on every visit: made on the first pass, kept by keep.h, and made again
 * in the memory of the packet. Sessions, chains and proofs are borrowed from the witness. */

#include "compat.h"

#include "chains.h"
#include "proofs.h"
#include "session.h"

/* A Certificate message. */
typedef struct {
    const chain_t *chain;
    const char *unreadable; /* static: why the message is not judged; NULL */
    const char *name;       /* reference name, or NULL */
    slice_t ocsp_response;  /* stapled, borrowed from the witness; empty without one */
    slice_t sct_list;       /* likewise, of the TLS extension */
    chain_owner_t owner;
    note_t unreadable_note; /* the word for `unreadable` */
    name_source_t name_source;
    guint seen;          /* CA certificates seen in earlier frames */
    guint fetched;       /* OCSP responses and CRLs fetched in earlier frames */
    guint32 other_frame; /* where this server showed another certificate before, or 0 */
    guint place;    /* G_MAXUINT where only the staple stands here. Else the index among the whole
                       Certificate messages of the frame */
    bool delegated; /* a delegated credential came with it */
    bool encrypted_client_hello;
    bool staple_known;   /* the client asked for a staple, and there would have been one here */
    bool staple_to_come; /* the server has announced one, and it is not in this frame */
} frame_chain_t;

/* A message in pieces: frames that belong to a step. */
typedef struct {
    guint step;                  /* index among the steps */
    const guint32 *completes_in; /* of a piece: the frame, 0 while it is not known; else NULL */
    const guint32 *pieces;       /* of a whole message: where its pieces are */
    guint n_pieces;
} step_link_t;

/* What can be shown with a message of the frame. */
typedef struct {
    proof_t *proof;
    slice_t body; /* of the message */
} frame_proof_t;

/* What one session does in the frame. */
typedef struct {
    const session_t *session;
    const step_t *steps;
    guint n_steps;
    const step_link_t *links;
    guint n_links;
    const frame_chain_t *const *chains;
    guint n_chains;
    slice_t client_hello,
        server_hello; /* bodies, where the frame has them and they are no renegotiation's */
    framing_t framing;
    const frame_proof_t *proofs;
    guint n_proofs;
    guint64 segment1_bytes, segment2_bytes; /* of the session up to here */
    guint8 history_length;                  /* letters of the history up to here */
} frame_session_t;

typedef struct {
    const frame_session_t *sessions;
    guint n_sessions;
    guint first_fetched, n_fetched; /* what of fetched.h came in this frame */
} frame_t;
