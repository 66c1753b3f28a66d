/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The Finished message: a code over the whole handshake under a secret that both sides have. With a
 * secret from a key log it shows that nobody changed a message on the way. It does not show who
 * holds the certificate's key: possession.h does. */

#include <gnutls/gnutls.h>

#include "session.h"

typedef enum { FINISHED_NOT_CHECKED, FINISHED_VERIFIED, FINISHED_WRONG, FINISHED_COUNT } finished_t;

const char *finished_word(finished_t finished); /* "not-checked", "verified", "wrong" */

/* Finished of SSL 3.0 to TLS 1.2 and of DTLS 1.0 and 1.2. */
typedef struct {
    guint16 version; /* as negotiated, as on the wire: 0x0300 to 0x0303, 0xfeff, 0xfefd */
    gnutls_digest_algorithm_t digest; /* of the cipher suite's PRF; TLS 1.2 only */
    slice_t master_secret;            /* 48 octets; empty when not known */
    sender_t sender;                  /* of this Finished */
    slice_t messages;    /* transcript_octets() before this Finished: with the other side's
                            Finished, if that came first */
    const char *gap;     /* transcript_gap(): why `messages` is not known, or NULL */
    slice_t verify_data; /* the body of the message */
} finished_tls12_t;

/**
 * Checks a Finished (RFC 5246 §7.4.9, RFC 4346 §7.4.9, RFC 6101 §5.6.9).
 *
 * @ret_why  a sentence without its full stop: why it is not checked or wrong; NULL if verified.
 *           Static, or `gap`.
 */
finished_t finished_check_tls12(const finished_tls12_t *question, const char **ret_why);

/* Finished of TLS 1.3 and DTLS 1.3. */
typedef struct {
    gnutls_digest_algorithm_t digest; /* of the cipher suite */
    bool dtls;
    slice_t base_secret;     /* the sender's handshake traffic secret; empty when not known */
    slice_t transcript_hash; /* of all messages before this Finished */
    const char *gap;         /* as above */
    slice_t verify_data;
} finished_tls13_t;

/* Checks a Finished (RFC 8446 §4.4.4, RFC 9147 §5.9); otherwise as above. */
finished_t finished_check_tls13(const finished_tls13_t *question, const char **ret_why);
