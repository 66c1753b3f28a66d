/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transcript.h"

#include <string.h>

enum { HANDSHAKE_MESSAGE_HASH = 254, TLS_HEADER_SIZE = 4, DTLS_HEADER_SIZE = 12 };

struct transcript {
    GByteArray *octets;               /* all messages, while there is no running hash */
    gnutls_hash_hd_t running;         /* or NULL */
    gnutls_digest_algorithm_t digest; /* of the running hash */
    size_t n_messages;
    guint8 last_type; /* of the last message added */
    char *gap;        /* NULL when nothing is missing */
};

transcript_t *transcript_new(void)
{
    transcript_t *transcript = g_new0(transcript_t, 1);
    transcript->octets = g_byte_array_new();
    return transcript;
}

static void stop_hash(transcript_t *transcript)
{
    if (transcript->running)
        gnutls_hash_deinit(transcript->running, NULL);
    transcript->running = NULL;
}

/* Gives back the memory too: a state that is kept for each session shall be small. */
static void drop_octets(transcript_t *transcript)
{
    g_byte_array_unref(transcript->octets);
    transcript->octets = g_byte_array_new();
}

void transcript_free(transcript_t *transcript)
{
    if (!transcript)
        return;
    stop_hash(transcript);
    g_byte_array_unref(transcript->octets);
    g_free(transcript->gap);
    g_free(transcript);
}

void transcript_restart(transcript_t *transcript)
{
    stop_hash(transcript);
    drop_octets(transcript);
    g_clear_pointer(&transcript->gap, g_free);
    transcript->n_messages = 0;
}

void transcript_mark_gap(transcript_t *transcript, const char *reason)
{
    if (transcript->gap)
        return;
    transcript->gap = g_strdup(reason);
    stop_hash(transcript);
    drop_octets(transcript);
}

const char *transcript_gap(const transcript_t *transcript)
{
    return transcript->gap;
}

static void add_octets(transcript_t *transcript, slice_t octets)
{
    if (transcript->gap || octets.size == 0)
        return;
    if (transcript->running) {
        if (gnutls_hash(transcript->running, octets.data, octets.size) < 0)
            transcript_mark_gap(transcript, "the hash of the handshake cannot be computed");
        return;
    }
    if (octets.size > TRANSCRIPT_LIMIT - transcript->octets->len) {
        transcript_mark_gap(transcript, "the handshake is larger than 1 MiB");
        return;
    }
    g_byte_array_append(transcript->octets, octets.data, (guint)octets.size);
}

/* One message; what a header of another form takes the place of is told by the two slices. */
static void add_parts(transcript_t *transcript, slice_t header, slice_t body)
{
    add_octets(transcript, header);
    add_octets(transcript, body);
    transcript->n_messages++;
    transcript->last_type = header.data[0];
}

void transcript_add(transcript_t *transcript, slice_t message)
{
    if (message.size == 0)
        return;
    add_parts(transcript, message, (slice_t){0});
}

static bool only_client_hello(const transcript_t *transcript)
{
    return transcript->n_messages == 1 && transcript->last_type == HANDSHAKE_CLIENT_HELLO;
}

/* Messages that never enter the hash. True if @type is one. What came before a HelloVerifyRequest
 * does not count, even if it was lost; but anywhere else than after the first ClientHello it is no
 * part of a handshake and takes nothing with it. */
static bool leave_out(transcript_t *transcript, framing_t framing, guint8 type)
{
    if (type == HANDSHAKE_HELLO_REQUEST)
        return true;
    if (framing != FRAMING_DTLS || type != HANDSHAKE_HELLO_VERIFY_REQUEST)
        return false;
    if (transcript->n_messages == 0 || only_client_hello(transcript))
        transcript_restart(transcript);
    return true;
}

void transcript_add_message(transcript_t *transcript, framing_t framing, bool tls13,
                            slice_t message)
{
    handshake_t parsed;
    if (!handshake_parse(message, framing, &parsed)) {
        transcript_mark_gap(transcript, "a message of the handshake cannot be read");
        return;
    }
    if (leave_out(transcript, framing, parsed.type))
        return;
    if (framing == FRAMING_DTLS && tls13)
        add_parts(transcript, (slice_t){message.data, TLS_HEADER_SIZE}, parsed.body);
    else
        transcript_add(transcript, message);
}

void transcript_shorten_client_hello(transcript_t *transcript)
{
    if (!transcript->gap && !transcript->running && only_client_hello(transcript) &&
        transcript->octets->len >= DTLS_HEADER_SIZE)
        g_byte_array_remove_range(transcript->octets, TLS_HEADER_SIZE,
                                  DTLS_HEADER_SIZE - TLS_HEADER_SIZE);
}

void transcript_add_dtls(transcript_t *transcript, bool tls13, guint16 message_seq,
                         handshake_t message)
{
    guint8 length[] = {(guint8)(message.body.size >> 16), (guint8)(message.body.size >> 8),
                       (guint8)message.body.size};
    guint8 seq[] = {(guint8)(message_seq >> 8), (guint8)message_seq};
    guint8 header[DTLS_HEADER_SIZE] = {message.type};
    memcpy(header + 1, length, sizeof length); /* length */
    memcpy(header + 4, seq, sizeof seq);       /* message_seq; fragment_offset is 0 */
    memcpy(header + 9, length, sizeof length); /* fragment_length */
    if (leave_out(transcript, FRAMING_DTLS, message.type))
        return;
    add_parts(transcript, (slice_t){header, tls13 ? TLS_HEADER_SIZE : DTLS_HEADER_SIZE},
              message.body);
}

/* A copy goes on to its end, so that the running hash may go on too. */
static bool snapshot(const transcript_t *transcript, transcript_hash_t *out)
{
    gnutls_hash_hd_t copy = gnutls_hash_copy(transcript->running);
    if (!copy)
        return false;
    gnutls_hash_deinit(copy, out->octets);
    return true;
}

bool transcript_hash(const transcript_t *transcript, gnutls_digest_algorithm_t digest,
                     transcript_hash_t *out)
{
    transcript_hash_t hash = {.size = gnutls_hash_get_len(digest)};
    if (transcript->gap || hash.size == 0 || hash.size > sizeof hash.octets)
        return false;
    if (transcript->running) {
        if (digest != transcript->digest || !snapshot(transcript, &hash))
            return false;
    } else if (gnutls_hash_fast(digest, transcript->octets->data, transcript->octets->len,
                                hash.octets) < 0) {
        return false;
    }
    *out = hash;
    return true;
}

void transcript_set_hash(transcript_t *transcript, gnutls_digest_algorithm_t digest)
{
    if (transcript->gap || (transcript->running && transcript->digest == digest))
        return;
    if (transcript->running) {
        transcript_mark_gap(transcript, "the hash of the handshake changed midway");
        return;
    }
    if (gnutls_hash_get_len(digest) == 0 || gnutls_hash_init(&transcript->running, digest) < 0) {
        transcript->running = NULL;
        transcript_mark_gap(transcript, "the hash of the cipher suite is not known");
        return;
    }
    transcript->digest = digest;
    add_octets(transcript, (slice_t){transcript->octets->data, transcript->octets->len});
    drop_octets(transcript);
}

void transcript_hello_retry(transcript_t *transcript, gnutls_digest_algorithm_t digest)
{
    transcript_hash_t hash;
    if (transcript->gap)
        return;
    if (!only_client_hello(transcript)) {
        transcript_mark_gap(transcript, "what comes before the HelloRetryRequest is not one "
                                        "ClientHello");
        return;
    }
    if (!transcript_hash(transcript, digest, &hash)) {
        transcript_mark_gap(transcript, "the hash of the first ClientHello cannot be computed");
        return;
    }
    const guint8 header[] = {HANDSHAKE_MESSAGE_HASH, 0, 0, (guint8)hash.size};
    bool was_running = transcript->running != NULL;
    transcript_restart(transcript);
    add_parts(transcript, (slice_t){header, sizeof header}, (slice_t){hash.octets, hash.size});
    if (was_running)
        transcript_set_hash(transcript, digest);
}

slice_t transcript_octets(const transcript_t *transcript)
{
    return (slice_t){transcript->octets->data, transcript->octets->len};
}
