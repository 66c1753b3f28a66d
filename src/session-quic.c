/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session-private.h"

/* TLS 1.3 inside QUIC (RFC 9001). There are no TLS records: messages travel in CRYPTO frames, and
 * the type of the packet, which everybody can read, says under which key. So nothing needs to be
 * inferred: 0-RTT and 1-RTT packets are session data, all others belong to the handshake. */

static bool carries_messages(const record_t *record)
{
    return record->n_messages > 0;
}

static void take_message(const feed_t *feed, const record_message_t *message, step_t step)
{
    bool whole = message->whole && message->octets.size > 0;
    step.kind = whole ? STEP_HANDSHAKE : STEP_PART;
    step.handshake_type = whole ? message->octets.data[0] : 255;
    if (whole && !step.after_handshake)
        session_learn(feed, message, step.protection != PROTECTION_NONE, &step);
    session_say(feed, step);
    if (whole && step.handshake_type == HANDSHAKE_FINISHED && !step.after_handshake)
        session_finish(feed, false);
}

static void take_messages(const feed_t *feed, step_t step)
{
    for (size_t i = 0; i < feed->record->n_messages; i++)
        take_message(feed, &feed->record->messages[i], step);
}

/* CONNECTION_CLOSE with an error of TLS: an alert (RFC 9001 §4.8). All of them are fatal. */
static void take_alert(const feed_t *feed, step_t step)
{
    step.kind = STEP_ALERT;
    step.alert_level = feed->record->alert_level;
    step.alert_description = feed->record->alert_description;
    session_say(feed, step);
    if (!feed->session->complete)
        feed->session->aborted = true;
}

static void take_bare(const feed_t *feed, step_t step)
{
    step.kind = STEP_QUIC_PACKET;
    step.handshake_type = feed->record->quic_packet;
    session_say(feed, step);
}

/* A packet of the handshake that nobody can open. The server's hide its certificate. */
static void take_closed(const feed_t *feed, step_t step)
{
    step.kind = STEP_ENCRYPTED_HANDSHAKE;
    if (feed->record->sender == SENDER_SERVER)
        step.absent = (guint8)session_hidden_chain(feed->session);
    session_say(feed, step);
}

/* What came before the client's first 1-RTT packet was its Finished, read or not. */
static void note_data(const feed_t *feed)
{
    if (feed->record->sender == SENDER_CLIENT)
        session_end_flight(feed->session);
}

static void take_one_rtt(const feed_t *feed)
{
    const record_t *record = feed->record;
    step_t step = {.segment = 2, .protection = PROTECTION_SESSION_KEY, .after_handshake = 1};
    note_data(feed);
    take_messages(feed, step);
    step.after_handshake = 0;
    if (record->alert_known)
        take_alert(feed, step);
    if (record->carries_data || !record->decrypted) {
        step.kind = STEP_APPLICATION_DATA;
        session_say(feed, step);
    } else if (!carries_messages(record) && !record->alert_known) {
        take_bare(feed, step);
    }
}

static void take_handshake_packet(const feed_t *feed)
{
    const record_t *record = feed->record;
    step_t step = {.segment = 1, .protection = PROTECTION_HANDSHAKE_KEY};
    if (record->sender == SENDER_CLIENT)
        session_note_flight(feed);
    if (!record->decrypted) {
        take_closed(feed, step);
        return;
    }
    take_messages(feed, step);
    if (record->alert_known)
        take_alert(feed, step);
    else if (!carries_messages(record))
        take_bare(feed, step);
}

/* The keys of Initial packets follow from a number that stands in them (RFC 9001 §5.2): they keep
 * nothing secret. */
static void take_open_packet(const feed_t *feed)
{
    step_t step = {.segment = 1, .protection = PROTECTION_NONE};
    take_messages(feed, step);
    if (feed->record->alert_known)
        take_alert(feed, step);
    else if (!carries_messages(feed->record))
        take_bare(feed, step);
}

void session_take_quic(const feed_t *feed)
{
    switch ((quic_packet_t)feed->record->quic_packet) {
    case QUIC_1RTT:
        take_one_rtt(feed);
        return;
    case QUIC_0RTT:
        session_say(feed, (step_t){.kind = STEP_APPLICATION_DATA,
                                   .segment = 2,
                                   .protection = PROTECTION_EARLY_DATA_KEY});
        return;
    case QUIC_HANDSHAKE:
        take_handshake_packet(feed);
        return;
    case QUIC_NONE:
    case QUIC_INITIAL:
    case QUIC_RETRY:
    case QUIC_VERSION_NEGOTIATION:
    case QUIC_PACKET_COUNT:
        break;
    }
    take_open_packet(feed);
}

static const char *const packet_names[] = {
    [QUIC_NONE] = NULL,     [QUIC_INITIAL] = "Initial",
    [QUIC_0RTT] = "0-RTT",  [QUIC_HANDSHAKE] = "Handshake",
    [QUIC_RETRY] = "Retry", [QUIC_VERSION_NEGOTIATION] = "VersionNegotiation",
    [QUIC_1RTT] = "1-RTT",
};
G_STATIC_ASSERT(G_N_ELEMENTS(packet_names) == QUIC_PACKET_COUNT);

const char *quic_packet_name(quic_packet_t packet)
{
    return packet_names[packet];
}

static quic_packet_t long_packet(unsigned bits, guint32 version)
{
    static const quic_packet_t types[] = {QUIC_INITIAL, QUIC_0RTT, QUIC_HANDSHAKE, QUIC_RETRY};
    const guint32 version_2 = 0x6b3343cf, version_2_draft = 0x709a50c4;
    bool turned = version == version_2 || version == version_2_draft;
    return types[turned ? (bits + 3) % 4 : bits]; /* RFC 9369 §3.2 */
}

quic_packet_t quic_packet_read(slice_t packet)
{
    reader_t r = reader_over(packet);
    guint32 first = reader_uint(&r, 1);
    if (r.failed)
        return QUIC_NONE;
    if (!(first & 0x80))
        return QUIC_1RTT;
    guint32 version = reader_uint(&r, 4);
    if (r.failed)
        return QUIC_NONE;
    return version == 0 ? QUIC_VERSION_NEGOTIATION : long_packet(first >> 4 & 3, version);
}
