/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session-private.h"

#include <string.h>

/* Handshake messages that come in pieces. Of TLS the host puts together those below 64 KiB and
 * shows the others piece by piece; only the first piece has a header. */

/* Octets that look like a header are one only where they can be read. */
static bool is_readable(const feed_t *feed)
{
    const record_t *record = feed->record;
    return record->decrypted ||
           (!feed->session->under_keys[record->sender] && !session_is_tls13(feed->session));
}

bool session_is_inside_large(const session_t *session, sender_t sender)
{
    return session->is_large[sender] && session->pieces_left[sender] > 0;
}

/* The first piece of a message has its header, or a part of it: then the next piece has the rest.
 * Returns true where the header is whole and says that the message is too large for the host. */
static bool begin_pieces(const feed_t *feed, const record_message_t *message, guint8 *ret_type)
{
    session_t *session = feed->session;
    sender_t sender = feed->record->sender;
    guint8 *header = session->header[sender];
    size_t before = session->header_size[sender];
    size_t n = MIN(HEADER_OCTETS - before, message->octets.size);
    if (n == 0 || !is_readable(feed) || feed->record->framing == FRAMING_DTLS)
        return false;
    memcpy(header + before, message->octets.data, n);
    session->header_size[sender] = (guint8)(before + n);
    if (before + n < HEADER_OCTETS)
        return false;
    session->header_size[sender] = 0;
    guint32 size = HEADER_OCTETS + ((guint32)header[1] << 16 | (guint32)header[2] << 8 | header[3]);
    guint32 came = (guint32)(before + message->octets.size);
    session->pieces_left[sender] = size - MIN(size, came);
    session->is_large[sender] =
        before ? header[1] != 0 && handshake_type_name(header[0]) : message->large;
    *ret_type = header[0];
    return session->is_large[sender];
}

/* Is it a later piece? Such a one has no header, whatever its octets look like. */
static bool goes_on(const feed_t *feed, const record_message_t *message)
{
    guint32 *left = &feed->session->pieces_left[feed->record->sender];
    if (*left == 0)
        return false;
    *left -= MIN(*left, (guint32)message->octets.size);
    return true;
}

/* The host shows such a message as encrypted, piece by piece. Its type and length can be read. */
static void say_large(const feed_t *feed, guint8 type)
{
    step_t step = session_place_of(feed, type);
    step.kind = STEP_TOO_LARGE;
    step.handshake_type = type;
    if (step.handshake_type == HANDSHAKE_CERTIFICATE && feed->record->sender == SENDER_SERVER) {
        session_settle_resumed(feed->session, NO);
        feed->session->negotiation.certificate = true;
    }
    session_say(feed, step);
}

/* Takes a piece of a message; false if it is to be told like any other. */
bool session_take_piece(const feed_t *feed, const record_message_t *message)
{
    bool inside_large = session_is_inside_large(feed->session, feed->record->sender);
    if (goes_on(feed, message)) {
        if (inside_large)
            session_say(feed, (step_t){.kind = STEP_PART, .segment = 1});
        return inside_large;
    }
    guint8 type;
    if (!begin_pieces(feed, message, &type))
        return false;
    say_large(feed, type);
    return true;
}

void session_forget_pieces(const feed_t *feed)
{
    feed->session->pieces_left[feed->record->sender] = 0;
    feed->session->header_size[feed->record->sender] = 0;
}
