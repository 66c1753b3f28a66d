/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session-private.h"

/* DTLS 1.3 without keys (RFC 9147). The header of a record under keys shows the last two bits of
 * its epoch, and the epoch says which key it is (§6.1): 1 early data, 2 handshake, from 3 on
 * session data. So segment and key are read, as with QUIC, though the messages are not; an alert
 * and the client's Finished show by their length. */

enum { EPOCHS_APART = 4 };

/* The epoch with these last bits that is next to the latest of that side (§4.2.2). Under keys there
 * is no 0, and 1 only where early data was offered: else the bits are those of the round after. */
static guint16 whole_epoch(const session_t *session, const record_t *record)
{
    guint16 latest = session->epoch[record->sender];
    guint16 ahead = (guint16)((record->epoch - latest) & (EPOCHS_APART - 1));
    if (ahead == EPOCHS_APART - 1 && latest > EPOCH_EARLY_DATA)
        return (guint16)(latest - 1);
    guint16 epoch = (guint16)(latest + ahead);
    bool possible =
        epoch > EPOCH_EARLY_DATA || (epoch == EPOCH_EARLY_DATA && session->early_data_offered);
    return possible ? epoch : (guint16)(epoch + EPOCHS_APART);
}

static void take_handshake(const feed_t *feed)
{
    session_t *session = feed->session;
    bool from_server = feed->record->sender == SENDER_SERVER;
    step_t step = {.kind = STEP_ENCRYPTED_HANDSHAKE,
                   .segment = 1,
                   .protection = PROTECTION_HANDSHAKE_KEY,
                   .alert_description = ALERT_UNREADABLE};
    bool finished = !from_server && !session->complete && session_holds_finished(feed);
    if (finished) {
        step.kind = STEP_HANDSHAKE;
        step.handshake_type = HANDSHAKE_FINISHED;
    } else if (session_holds_alert(feed)) {
        step.kind = STEP_ALERT;
    } else if (from_server) {
        step.absent = (guint8)session_hidden_chain(session);
    } else {
        session_note_flight(feed);
    }
    bool began_before = session->facts.version == 0; /* then it may be epoch 6 */
    step.inferred = began_before || step.kind != STEP_ENCRYPTED_HANDSHAKE;
    session_say(feed, step);
    if (finished)
        session_finish(feed, true);
}

/* What the client sends under the session key comes after its Finished. */
static void take_data(const feed_t *feed)
{
    feed->session->negotiation.finished[feed->record->sender] = true;
    if (feed->record->sender == SENDER_CLIENT)
        session_end_flight(feed->session);
    session_say(feed, (step_t){.kind = STEP_APPLICATION_DATA,
                               .segment = 2,
                               .protection = PROTECTION_SESSION_KEY});
}

void session_take_dtls13(const feed_t *feed)
{
    session_t *session = feed->session;
    guint16 *latest = &session->epoch[feed->record->sender];
    guint16 epoch = whole_epoch(session, feed->record);
    *latest = MAX(*latest, epoch);
    if (epoch >= EPOCH_SESSION_DATA)
        take_data(feed);
    else if (epoch == EPOCH_HANDSHAKE)
        take_handshake(feed);
    else
        session_say(feed, (step_t){.kind = STEP_APPLICATION_DATA,
                                   .segment = 2,
                                   .protection = PROTECTION_EARLY_DATA_KEY});
}
