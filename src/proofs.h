/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What of a session can be proved from the capture: that the server, and the client if it showed a
 * certificate, signed this handshake, and that Finished is right. Messages are taken as they come;
 * what a proof needs is kept, and the proof is made when somebody asks for it. */

#include "chains.h"
#include "finished.h"
#include "key-log.h"
#include "pool.h"
#include "possession.h"

/* Proofs of one session: each costs a hundred times the octets of an empty Finished. What comes
 * after so many is not looked at. */
#define PROOFS_LIMIT 256

typedef struct proofs proofs_t;

typedef enum { PROOF_POSSESSION, PROOF_FINISHED } proof_kind_t;

/* One thing to be shown. */
typedef struct proof proof_t;

/* @pool  keeps what many sessions have alike; must live as long. */
proofs_t *proofs_new(pool_t *pool);
void proofs_free(proofs_t *proofs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(proofs_t, proofs_free)

/* A whole handshake message (as in record_message_t) and what is known of it. */
typedef struct {
    framing_t framing;
    guint16 version; /* of the record that holds it, or its end; 0 where it is not known */
    sender_t sender;
    slice_t octets;
    bool keyed;                  /* it was encrypted, and the host has decrypted it */
    hello_t *hello;              /* room for what is read of it, where others ask too; or NULL */
    const cipher_suite_t *suite; /* of the session, which saves looking it up; or NULL */
    const chain_t *chain;        /* of a Certificate message; else NULL */
    bool ambiguous;              /* its octets are not certain: segments overlap and differ */
    bool delegated;              /* with a delegated credential (RFC 9345) */
    const key_log_t *log;        /* NULL without one: */
    const char *no_log; /* why there is none, a sentence without its full stop; NULL: none is set */
} proofs_message_t;

/* Takes the next message. What can be shown with it is appended to @out, of proof_t; gives, with
 * proof_free(), and they borrow from the chains and the pool alone. */
void proofs_take(proofs_t *proofs, const proofs_message_t *message, GPtrArray *out);

/* The client has sent a record that cannot be read. Before the ServerHello that is a message which
 * the transcript lacks. */
void proofs_note_unreadable(proofs_t *proofs);

/* Octets of the connection that were sent now are not in the capture. */
void proofs_note_loss(proofs_t *proofs);

/* When the handshake seems to be over, can more come that needs what was seen of it? Only where the
 * client can be asked for a certificate later on (RFC 8446 §4.6.2), or has been asked for a second
 * ClientHello; else @proofs may be freed. */
bool proofs_go_on(const proofs_t *proofs);

void proof_free(proof_t *proof);

/* The random of the last ClientHello; empty before it. Borrows. */
slice_t proofs_client_random(const proofs_t *proofs);

proof_kind_t proof_kind(const proof_t *proof);
sender_t proof_sender(const proof_t *proof); /* whose signature, whose Finished */

/**
 * Of PROOF_POSSESSION. Computed once, in the language that is asked for first; borrows, until
 * the next call for the same proof.
 *
 * @body  of the message with which the proof was made (a copy is not kept: there is one in the
 *        capture). Without it no signature is checked, until somebody asks with it.
 */
const possession_result_t *proof_possession(proof_t *proof, slice_t body, language_t language);

/* Of PROOF_FINISHED. @ret_why: why it is not checked, or wrong, as for say(); NULL if
 * verified; borrows. */
finished_t proof_finished(const proof_t *proof, const char **ret_why);
