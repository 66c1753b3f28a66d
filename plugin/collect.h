/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* From the packet tree to records: which TLS records a frame holds, in the order of the wire, and
 * the octets of their handshake messages, decrypted where the host could do that. */

#include "compat.h"

#include "session.h"

/* Resolves the fields that are needed of the TLS and DTLS dissectors and asks epan for them. */
void collect_handoff(dissector_handle_t handle);

/* Returns true if the frame holds TLS records or what HTTP fetched (costs next to nothing). */
bool collect_has_something(proto_tree *tree);

/* What an HTTP response carries, if it may be DER: of slice_t, in the frame's data; NULL without
 * any. */
wmem_array_t *collect_bodies(proto_tree *tree, packet_info *pinfo);

/* The host of a CONNECT request (RFC 9110 §9.3.6), without the port, in the memory of the packet;
 * NULL without one. */
const char *collect_connect_host(proto_tree *tree, packet_info *pinfo);

/* Does the frame hold a message of EAP in fragments? */
bool collect_has_eap(proto_tree *tree);

/* How long it is in all, in @announced, if that is said in this frame; and how many octets the host
 * has put together in it, or 0. */
void collect_eap_lengths(proto_tree *tree, guint32 *announced, guint32 *ret_reassembled);

/* Does the frame hold readable text where a TLS record should begin? */
bool collect_has_plaintext(proto_tree *tree);

/* Returns true if @record (of which sender need not be set) shows by itself who sends it: a
 * ClientHello or a ServerHello in the clear. */
bool record_shows_sender(const record_t *record, sender_t *out);

/* A record, or a QUIC packet, and to whose conversation it belongs. */
typedef struct {
    record_t record;
    bool nested;             /* TLS inside TLS: of the inner session */
    bool after_loss;         /* octets of the connection right before it are not in the capture */
    bool torn;               /* it was put together although a part is not in the capture */
    bool inner_hello;        /* the frame shows that the server accepted ECH */
    bool is_quic;            /* then: */
    guint32 quic_connection; /* as epan numbers them */
} collected_t;

/* The records of the frame, of collected_t, all but record.sender set. They live, as all that
 * follows, in the memory of the packet (pinfo->pool): epan may throw, and nothing must be left
 * behind then. The octets of messages are those of the frame's data and live as long. */
wmem_array_t *collect_records(proto_tree *tree, packet_info *pinfo);

/* A Certificate message in the tree: where its octets stand and which node shows it. */
typedef struct {
    proto_node *node; /* "Handshake Protocol: Certificate" */
    tvbuff_t *tvb;    /* its data source */
    int start;        /* of the message's header in @tvb */
    slice_t message;  /* header and body, in the frame's data */
} certificate_place_t;

/* The whole Certificate messages of the frame in the order of the wire, of certificate_place_t.
 * Empty where the tree does not hold them any more. */
wmem_array_t *collect_certificate_places(proto_tree *tree, packet_info *pinfo);

/* The nodes that show the certificates of a Certificate message, in order, of proto_node *. */
wmem_array_t *collect_certificate_nodes(const certificate_place_t *place, packet_info *pinfo);
