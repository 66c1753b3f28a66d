/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* How a server, or a client, shows who it is: Certificate messages, and what is sent along with
 * them, become chains to be judged. For witness.c alone. */

#include "compressed.h"
#include "dtls-fragments.h"
#include "resumption.h"
#include "stores.h"
#include "witness.h"

/* What a server showed last, and where. */
typedef struct {
    const chain_t *chain;
    guint32 frame;
} last_shown_t;

/* The chains that both sides of a session showed last, and what the server asked for. */
typedef struct {
    bool server_shown, client_shown;
    frame_chain_t server, client;
    guint32 server_frame, client_frame;
    bool asked;
    slice_t authorities; /* of CertificateRequest, borrowed from the witness */
} session_chains_t;

typedef struct {
    GPtrArray *sessions; /* of session_t, owned */
    GHashTable *proofs;  /* session_t -> proofs_t, owned */
    guint32 last_frame;  /* whose connection is: */
    struct connection *last_connection;
    resumption_t *resumption;
    GHashTable *by_session; /* session_t -> session_chains_t, in file memory */
    GHashTable *quic;       /* epan's number of a connection -> connection_t, in file memory */
    chains_t *chains;
    stores_t *stores;
    fetched_t *fetched;
    compressed_sum_t compressed;
    GPtrArray *fragments;     /* of dtls_fragments_t, owned */
    GArray *shown_chains;     /* of shown_chain_t: each chain where it was shown first */
    GHashTable *known_chains; /* of chain_t, borrowed: those that stand there */
    GHashTable *kept;         /* of GBytes, owned: what servers send again and again, once */
    GHashTable *shown;        /* server name -> last_shown_t, both owned */
    gint64 now;
} witness_t;

/* NULL while no capture is open. */
extern witness_t *witness;

/* One connection; kept with epan's conversation, those of QUIC with the witness. */
typedef struct connection {
    struct connection *nested; /* TLS inside this TLS, or NULL */
    session_t *session;        /* the one that is going on, or NULL */
    bool client_known;
    address client;
    guint32 client_port;
    const char *connect_host;       /* of a CONNECT request before the session; or NULL */
    dtls_fragments_t *fragments[2]; /* by sender_t; NULL, or owned by the witness */
    wmem_array_t
        *pieces[2]; /* of guint32, by sender_t: frames of a message that is not whole yet */
    guint32 *completes_in[2]; /* what their steps look at */
    slice_t sct_list;         /* of the last ServerHello, TLS 1.2; borrowed from the witness */
    bool inner_hello;         /* the server accepted the encrypted ClientHello (ECH) */
    bool status_announced;    /* by the last ServerHello: an OCSP response will follow */
} connection_t;

/* What is being gathered for one session of the frame; turned into a frame_session_t at the end. */
typedef struct {
    session_t *session;
    wmem_array_t *steps;                /* of step_t */
    wmem_array_t *chains;               /* of frame_chain_t */
    wmem_array_t *links;                /* of step_link_t */
    wmem_array_t *proofs;               /* of proof_t * */
    slice_t client_hello, server_hello; /* bodies, in packet memory */
    framing_t framing;
} draft_t;

/* What @session has shown so far; NULL when nothing. */
session_chains_t *showing_of(const session_t *session);

/* A Certificate message that the host cannot put together. */
void showing_take_large(draft_t *draft, const record_t *record, const packet_info *pinfo);

/**
 * Takes one whole handshake message of the frame's record, if it has to do with certificates.
 *
 * @place  index among the whole Certificate messages of the frame.
 */
void showing_take_message(draft_t *draft, connection_t *connection, const record_t *record,
                          slice_t octets, guint place, const packet_info *pinfo);
