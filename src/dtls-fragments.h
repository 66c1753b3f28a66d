/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Handshake messages of DTLS in fragments (RFC 6347 §4.2.3, RFC 9147 §5.5), put together. One of
 * these for each direction. */

#include "bytes.h"

#define DTLS_MESSAGE_LIMIT  (1024 * 1024) /* octets of one message */
#define DTLS_MESSAGES_LIMIT 16            /* messages that are not whole at a time */
#define DTLS_PIECES_LIMIT   4096          /* pieces of one message */

typedef struct dtls_fragments dtls_fragments_t;

dtls_fragments_t *dtls_fragments_new(void);
void dtls_fragments_free(dtls_fragments_t *fragments);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(dtls_fragments_t, dtls_fragments_free)

/**
 * Takes one fragment, its header of 12 octets included.
 *
 * Returns the whole message, with the header that it would have had in one piece; NULL while it is
 *         not whole, and for what is no fragment. Gives.
 */
GBytes *dtls_fragments_take(dtls_fragments_t *fragments, slice_t fragment);
