/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Inside of collect: collect.c (TLS and DTLS records), collect-header.c (their headers),
 * collect-quic.c (QUIC packets). Nobody else includes this. */

#include "collect.h"

/* A field: several may go by one name (SSL 2.0 has a tls.record of its own). */
typedef struct {
    const char *name;
    int ids[2];
    guint n_ids;
} named_field_t;

void collect_resolve(named_field_t *field);
bool collect_is(const proto_node *node, const named_field_t *field);
bool collect_has_item(proto_tree *tree, const named_field_t *field);

/* Reads the header of a record of which framing is set: RFC 8446 §5.1, RFC 6347 §4.1, RFC 9147 §4,
 * else the two octets of SSL 2.0. Sets types, version, epoch and the header's length; false if
 * @octets, of which five are enough, begin no record. */
bool collect_read_header(record_t *record, slice_t octets);

/* The time of the frame, nanoseconds since the epoch. */
gint64 collect_time(const packet_info *pinfo);

/* Appends the handshake messages of TLS below @node, of record_message_t, to an array that is made
 * for the first of them. */
void collect_messages_below(wmem_array_t **messages, const proto_node *node, packet_info *pinfo);

/* Appends what is wanted of what is not TLS. */
void collect_other_handoff(GArray *wanted);
bool collect_other_has_something(proto_tree *tree);

/* Does the host say that the server accepted an encrypted ClientHello, which it read? */
bool collect_has_inner_hello(proto_tree *tree);
bool collect_follows_loss(proto_tree *tree);
bool collect_has_conflict(proto_tree *tree);

/* Appends what is wanted of the QUIC dissector. */
void collect_quic_handoff(GArray *wanted);

bool collect_quic_has_packets(proto_tree *tree);
bool collect_quic_is_packet(const proto_node *node);

/* Appends the packet that @node shows, of collected_t. */
void collect_quic_packet(wmem_array_t *records, packet_info *pinfo, const proto_node *node);
