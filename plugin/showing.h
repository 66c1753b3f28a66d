/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* How a server, or a client, shows who it is: Certificate messages, and what is sent along with
 * them, become chains to be judged. For witness.c alone. */

#include "compressed.h"
#include "dtls-fragments.h"
#include "keep.h"
#include "pool.h"
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
    const frame_chain_t *shown[2]; /* by chain_owner_t; NULL before, or in file memory */
    guint32 frame[2];              /* where */
    bool asked;
    slice_t authorities; /* of CertificateRequest, borrowed from the witness */
} session_chains_t;

typedef struct {
    /* By number of the session: */
    GPtrArray *sessions; /* of session_t, owned */
    GPtrArray *proofs;   /* of proofs_t, owned; NULL before and after the handshake */
    GPtrArray *showings; /* of session_chains_t, in file memory; NULL before the first */
    keep_t *keep;
    pool_t *pool;       /* what peers send again and again, once */
    guint32 last_frame; /* whose connection is: */
    struct connection *last_connection;
    GPtrArray *step_lists; /* of GArray of step_t, owned: room for drafts */
    GPtrArray *made;       /* of proof_t, owned: all that can be shown */
    resumption_t *resumption;
    GHashTable *quic; /* epan's number of a connection -> connection_t, in file memory */
    chains_t *chains;
    stores_t *stores;
    fetched_t *fetched;
    compressed_sum_t compressed;
    GPtrArray *fragments;     /* of dtls_fragments_t, owned */
    GArray *shown_chains;     /* of shown_chain_t: each chain where it was shown first */
    GHashTable *known_chains; /* of chain_t, borrowed: those that stand there */
    GTree *shown;             /* server name -> last_shown_t, both owned */
    gint64 now;
} witness_t;

/* NULL while no capture is open. */
extern witness_t *witness;

/* Messages in pieces, by sender_t. */
typedef struct {
    dtls_fragments_t *fragments[2]; /* NULL, or owned by the witness */
    wmem_array_t *frames[2];  /* of guint32: those of a message that is not whole yet; or NULL */
    guint32 *completes_in[2]; /* what their steps look at */
    bool torn[2];             /* a piece of that message is not in the capture */
    guint32 eap_length;       /* of the message of EAP that is going on; 0 where it is not known */
} pieces_t;

/* One connection; kept with epan's conversation, those of QUIC with the witness. */
typedef struct connection {
    session_t *session;    /* the one that is going on, or NULL */
    const address *client; /* NULL until known */
    guint32 client_port;
    bool inner_hello;          /* the server accepted the encrypted ClientHello (ECH) */
    bool status_announced;     /* by the last ServerHello: an OCSP response will follow */
    struct connection *nested; /* TLS inside this TLS, or NULL */
    const char *connect_host;  /* of a CONNECT request before the session; or NULL */
    pieces_t *pieces;          /* NULL where every message comes whole */
    slice_t sct_list;          /* of the last ServerHello, TLS 1.2; borrowed from the witness */
} connection_t;

/* What is being gathered for one session of the frame; turned into a frame_session_t at the end. */
typedef struct {
    session_t *session;
    GArray *steps;                      /* of step_t, of the witness */
    wmem_array_t *chains;               /* of frame_chain_t *, in file memory; NULL without any */
    wmem_array_t *links;                /* of step_link_t; NULL without any */
    wmem_array_t *proofs;               /* of frame_proof_t; NULL without any */
    slice_t client_hello, server_hello; /* bodies, in packet memory */
    framing_t framing;
} draft_t;

/* A whole handshake message of a record: each who takes it gets what was read of it. */
typedef struct {
    slice_t octets; /* header and body */
    handshake_t handshake;
    hello_t *hello; /* room; of a hello alone */
} whole_message_t;

/* Appends to an array in the memory of the packet, which is made for the first item. */
void draft_append(wmem_array_t **array, const void *item, size_t size, packet_info *pinfo);

/* What @session has shown so far; NULL when nothing. */
session_chains_t *showing_of(const session_t *session);

/* A Certificate message that the host cannot put together. */
void showing_take_large(draft_t *draft, const record_t *record, packet_info *pinfo);

/**
 * Takes one whole handshake message of the frame's record, if it has to do with certificates.
 *
 * @place  index among the whole Certificate messages of the frame.
 */
void showing_take_message(draft_t *draft, connection_t *connection, const record_t *record,
                          const whole_message_t *message, guint place, packet_info *pinfo);
