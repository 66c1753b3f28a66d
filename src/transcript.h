/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The transcript of one handshake: every handshake message of both sides, in the order in which
 * they were sent and in the form in which they enter the hash. TLS 1.2 and before needs the octets
 * themselves until the handshake is over, for a client may sign with another hash than the PRF has;
 * TLS 1.3 has one hash, so from transcript_set_hash() on nothing is kept but its state. A
 * transcript with a gap answers no question ever again, and says why. */

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "handshake.h"

/* Octets kept at most. Once the hash runs there is no limit, as nothing is kept. */
#define TRANSCRIPT_LIMIT      (1024 * 1024)

#define TRANSCRIPT_HASH_LIMIT 64

typedef struct {
    guint8 octets[TRANSCRIPT_HASH_LIMIT];
    size_t size;
} transcript_hash_t;

typedef struct transcript transcript_t;

transcript_t *transcript_new(void);
void transcript_free(transcript_t *transcript);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(transcript_t, transcript_free)

/* Adds one whole message as it enters the hash, header and body. What is sent again (DTLS) is to be
 * added once. */
void transcript_add(transcript_t *transcript, slice_t message);

/**
 * Adds one whole message as it stands on the wire (as handshake_parse() takes it).
 *
 * @tls13  DTLS 1.3: the header goes in without message_seq, fragment_offset and fragment_length
 *         (RFC 9147 §5.2); with DTLS 1.0 and 1.2 all 12 octets of it (RFC 6347 §4.2.6).
 *
 * HelloRequest is left out (RFC 5246 §7.4.1.1), HelloVerifyRequest is left out with the ClientHello
 * before it (RFC 6347 §4.2.1). A message that cannot be read is a gap. In TLS 1.3 the messages
 * after the handshake (NewSessionTicket, KeyUpdate) are not part of it: the caller stops in time.
 */
void transcript_add_message(transcript_t *transcript, framing_t framing, bool tls13,
                            slice_t message);

/* The same for a DTLS message that came in fragments: it enters the hash as if it had been sent
 * whole (RFC 6347 §4.2.6). */
void transcript_add_dtls(transcript_t *transcript, bool tls13, guint16 message_seq,
                         handshake_t message);

/* Of a ClientHello that is all there is and came over DTLS 1.0 to 1.2, as far as was known: now it
 * is known to be DTLS 1.3, and goes into the hash without those three fields. */
void transcript_shorten_client_hello(transcript_t *transcript);

/* Forgets every message and every gap; buffers again. */
void transcript_restart(transcript_t *transcript);

/**
 * Replaces the first ClientHello, which must be all there is, by message_hash (RFC 8446 §4.4.1).
 * Comes before the HelloRetryRequest is added.
 *
 * @digest  that of the cipher suite in the HelloRetryRequest.
 */
void transcript_hello_retry(transcript_t *transcript, gnutls_digest_algorithm_t digest);

/* From here on the octets are hashed as they come and not kept: TLS 1.3. */
void transcript_set_hash(transcript_t *transcript, gnutls_digest_algorithm_t digest);

/* A message was lost. The first @reason counts: the end of a sentence, "a message is missing". */
void transcript_mark_gap(transcript_t *transcript, const char *reason);

/* Why this transcript answers nothing; NULL when it does. Borrows until the next change. */
const char *transcript_gap(const transcript_t *transcript);

/**
 * The hash of all messages so far.
 *
 * Returns  false with a gap, with a digest that is not there, and with another digest than
 *          transcript_set_hash() was given.
 */
bool transcript_hash(const transcript_t *transcript, gnutls_digest_algorithm_t digest,
                     transcript_hash_t *out);

/* The octets of all messages so far; empty with a gap and once the hash runs. Borrows until the
 * next change. A prefix of it is the transcript as it was before. */
slice_t transcript_octets(const transcript_t *transcript);
