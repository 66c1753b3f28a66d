/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What the files of the session share. */

#include "session.h"

struct session {
    session_facts_t facts;
    gint64 started; /* of the ClientHello, nanoseconds; 0 before */
    guint8 session_id[32];
    size_t session_id_size;
    guint16 offered_version; /* the highest that the client offered; 0 before */
    bool fed;                /* a record was seen */

    /* one for each sender_t */
    bool keyed[2];            /* up to TLS 1.2: its ChangeCipherSpec was seen */
    bool expects_finished[2]; /* the next unreadable handshake record is its Finished */
    bool finished[2];         /* in the handshake that is going on */

    bool handshake_done; /* the first handshake */
    bool renegotiating;

    bool client_hello_seen, server_hello_seen, certificate_seen, server_hello_done_seen;
    bool hello_retry_seen;
    bool early_data_offered, early_data_over;
    bool psk_chosen, raw_public_key;
    bool client_flight; /* TLS 1.3 without keys: the client's Certificate flight has begun */
    bool absent_said;
};

bool session_is_tls13(const session_t *session);

/* A step with what depends on the session and the record alone. */
step_t session_step(const session_t *session, const record_t *record, step_kind_t kind);

/* A readable handshake message: fills what the step says and takes the facts. */
void session_take_message(session_t *session, const record_t *record, slice_t octets, step_t *step);

/* A TLS 1.3 record that cannot be read. */
void session_infer(session_t *session, const record_t *record, step_t *step);

/* A Finished: the handshake is over when both sides (TLS 1.3: the client) have sent it. */
void session_take_finished(session_t *session, const record_t *record, bool inferred);
void session_complete(session_t *session, const record_t *record, bool inferred);
