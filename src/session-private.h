/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Inside of the session model: session.c (which record is which step), session-begin.c (where a
 * session begins), session-pieces.c (messages in pieces), session-hello.c (what readable messages
 * tell), session-infer.c (TLS 1.3 without keys), session-dtls13.c and session-quic.c (the same,
 * where headers show more), session-step.c (how a step is written down). Nobody else includes
 * this. */

#include "session.h"

enum { RANDOM_OCTETS = 32, HEADER_OCTETS = 4 };

/* One handshake: the first one of the session, or a renegotiation. */
typedef struct {
    bool client_hello, server_hello, certificate, server_hello_done; /* what was seen of it */
    bool finished[2];                                                /* by sender_t */
    bool ticket_offered;                                             /* RFC 5077 */
    bool echoed;                                                     /* the session_id came back */
    bool cannot_resume;      /* the hellos, or what came since, speak against it */
    bool told_absent;        /* some step says already why there is no chain */
    guint8 certificate_type; /* RFC 7250 */
    guint32 hello_frame;     /* of the ServerHello */
    tristate_t resumed;
    key_exchange_t key_exchange;
    cipher_suite_t cipher_suite;
} negotiation_t;

/* There may be a hundred thousand of them: what is small stands together at the end. */
struct session {
    session_facts_t facts;
    negotiation_t negotiation; /* the one that goes on, else the last */
    gint64 started;            /* time of the first ClientHello, if client_hello_seen */
    guint8 *session_id; /* of the ClientHello, until the server has answered; owned, or NULL */

    /* TLS 1.3 without keys: the last record of the client's Certificate flight, if that began. */
    gint64 flight_time;
    guint32 flight_frame;
    guint16 epoch[2]; /* DTLS 1.3, by sender_t: the latest under keys; 0 before */

    guint32 external_psks;           /* bits by index of the identity offered, the first 32 */
    guint32 pieces_left[2];          /* by sender_t: octets still to come of a message in pieces */
    guint8 header[2][HEADER_OCTETS]; /* of such a message, as far as it came */
    guint8 header_size[2];           /* 0 where it came whole */
    guint16 offered_version;         /* the highest that the client offered; 0 before */
    guint8 session_id_size;
    guint8 client_random[RANDOM_OCTETS];

    bool begun : 1;    /* something but a piece of a message was seen */
    bool complete : 1; /* the first handshake is over */
    bool aborted : 1;  /* a fatal alert ended it before */
    bool renegotiating : 1;
    bool hello_retry : 1; /* a HelloRetryRequest was seen */
    bool client_hello_seen : 1;
    bool client_spoke_last : 1; /* in the first handshake */
    bool early_data_offered : 1, early_data_refused : 1, early_data_ended : 1;
    bool assumed_tls13 : 1;     /* by the client's records; the server's are not in the capture */
    bool server_was_opened : 1; /* the host has decrypted something of the server's handshake */
    bool flight_began : 1;

    /* TLS 1.2 and before, by sender_t. */
    bool is_large[2];         /* that message in pieces is too large for the host */
    bool under_keys[2];       /* its ChangeCipherSpec was seen */
    bool expects_finished[2]; /* and nothing after it */
};

/* One record on its way through the machine. */
typedef struct {
    session_t *session;
    const record_t *record;
    GArray *steps; /* of step_t */
} feed_t;

enum { HISTORY_ROOM = 24 }; /* octets for a history of a common length */

/* Has the version that was negotiated the form of TLS 1.3? */
bool session_is_tls13(const session_t *session);

/* Writes down a step: what the session knows is filled in here, the rest stands in @step. */
void session_say(const feed_t *feed, step_t step);

/* The first handshake is over. @frame is 0 if its last message was not seen. */
void session_complete(session_t *session, guint32 frame, gint64 time, bool inferred);

/* The record's sender has sent Finished. */
void session_finish(const feed_t *feed, bool inferred);

/* Resumed or not, in TLS 1.2 and before: now it is known. */
void session_settle_resumed(session_t *session, tristate_t resumed);

/* A new handshake inside the session, TLS 1.2 and before. */
void session_begin_renegotiation(session_t *session);

/* Takes what a readable message tells; @step gets what it says of the message itself. */
void session_learn(const feed_t *feed, const record_message_t *message, bool keyed, step_t *step);

/* Messages of late client authentication (RFC 8446 §4.6.2) tell of the session too. */
bool session_is_late_authentication(guint8 handshake_type);

/* Should the server have shown a certificate by now, and nothing says yet why there is none? */
bool session_lacks_certificate(const session_t *session);

/* Segment and key of a message that was read. */
step_t session_place_of(const feed_t *feed, guint8 handshake_type);

/* Takes a piece of a message; false if it is to be told like any other. */
bool session_take_piece(const feed_t *feed, const record_message_t *message);

/* A whole message came: whatever was begun before it is over. */
void session_forget_pieces(const feed_t *feed);

/* A record of TLS 1.3 that is encrypted, and nobody has the keys. */
void session_infer(const feed_t *feed);

/* Is the record, that nobody can read, as long as an alert, or as a Finished? No other message of
 * the handshake is as short as an alert. */
bool session_holds_alert(const feed_t *feed);
bool session_holds_finished(const feed_t *feed);

/* Why the chain of the server is not seen where it sends what is not readable; ABSENT_NOT where it
 * was seen or none is due. */
absent_reason_t session_hidden_chain(const session_t *session);

/* A record that may be the last of the client's handshake, Finished included, which nobody can
 * read. What is noted after the handshake does not count. */
void session_note_flight(const feed_t *feed);

/* That record held the client's Finished: so what comes next shows. */
void session_end_flight(session_t *session);

/* Epochs of DTLS 1.3 (RFC 9147 §6.1); from the last one on all are of session data. */
enum { EPOCH_EARLY_DATA = 1, EPOCH_HANDSHAKE = 2, EPOCH_SESSION_DATA = 3 };

/* A record of DTLS 1.3 under keys, and nobody has them. */
void session_take_dtls13(const feed_t *feed);

/* A packet of QUIC. */
void session_take_quic(const feed_t *feed);

/* Are the client's records early data still? */
bool session_in_early_data(const session_t *session, sender_t sender);

/* Before the first record is taken: what was missed is over. */
void session_join(session_t *session, const record_t *record);

/* After the first record is taken; @first is the index of its first step. */
void session_begin(const feed_t *feed, guint first);
