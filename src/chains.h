/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The chains of a capture, each kept once however often it is sent, and the verdicts on them, each
 * computed once for a chain, a name and a stretch of time. A thousand handshakes with one server
 * cost one verification. */

#include "verdict.h"

typedef struct chains chains_t;

/* One chain as sent. Borrowed from the store; two that are equal are the same pointer. */
typedef struct chain chain_t;

chains_t *chains_new(void);
void chains_free(chains_t *chains);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(chains_t, chains_free)

/* Keeps a chain, and remembers its CA certificates as seen. @certificates: DER each, copied. */
const chain_t *chains_add(chains_t *chains, const slice_t *certificates, size_t n);

/* How many CA certificates have been seen so far. A verdict that is given this number rests on
 * those and no later ones, whenever it is asked for. */
guint chains_seen(const chains_t *chains);

size_t chain_length(const chain_t *chain);

/* The cert_data of certificate @i; borrows. */
slice_t chain_certificate(const chain_t *chain, size_t i);

/* All of them, chain_length() many; NULL of an empty chain. Borrows. */
const slice_t *chain_certificates(const chain_t *chain);

/* The end entity, decoded once; NULL of an empty chain. Borrows. */
const certificate_t *chain_end_entity(const chain_t *chain);

/**
 * Judges a chain, or repeats what was said of it.
 *
 * @question  its certificates and seen are set here, from @chain and @seen; the rest is the
 *            caller's; a trust store, a moment, a staple, timestamps and `unreadable` must live as
 *            long as @chains, for they are told apart by where they stand.
 * @seen      number from chains_seen(); 0 to look nowhere else in the capture.
 * Returns    borrows; valid as long as @chains.
 */
const verdict_t *chains_judge(chains_t *chains, const chain_t *chain, chain_question_t question,
                              guint seen);
