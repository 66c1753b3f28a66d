/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collect-private.h"

#include <epan/packet.h>

/* How it works. Each packet of a datagram is an item of the protocol itself, over the packet's own
 * octets; the first of them also has the number of the connection. Frames are there if the packet
 * could be decrypted, and begin with their type. */

static named_field_t protocol = {
    "quic", {-1, -1},
     0
};
static named_field_t connection = {
    "quic.connection.number", {-1, -1},
     0
};
static named_field_t frame = {
    "quic.frame", {-1, -1},
     0
};
static named_field_t tls_alert = {
    "quic.cc.error_code.tls_alert", {-1, -1},
     0
};

void collect_quic_handoff(GArray *wanted)
{
    named_field_t *const all[] = {&protocol, &connection, &frame, &tls_alert};
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        collect_resolve(all[i]);
        g_array_append_vals(wanted, all[i]->ids, all[i]->n_ids);
    }
}

bool collect_quic_has_packets(proto_tree *tree)
{
    return collect_has_item(tree, &connection);
}

bool collect_quic_is_packet(const proto_node *node)
{
    return collect_is(node, &protocol);
}

static bool first_octet(const field_info *item, guint8 *ret)
{
    if (!item->ds_tvb || !tvb_bytes_exist(item->ds_tvb, item->start, 1))
        return false;
    *ret = compat_octet(item->ds_tvb, item->start);
    return true;
}

/* STREAM (RFC 9000 §19.8) or DATAGRAM (RFC 9221 §4). */
static bool is_data(guint8 frame_type)
{
    return (frame_type >= 0x08 && frame_type <= 0x0f) || frame_type == 0x30 || frame_type == 0x31;
}

/* The first item of a field below @node. How deep it stands depends on who looks at the tree: text
 * between them may be missing. */
static const field_info *find_below(const proto_node *node, const named_field_t *field)
{
    for (const proto_node *child = node->first_child; child; child = child->next) {
        const field_info *found =
            collect_is(child, field) ? PNODE_FINFO(child) : find_below(child, field);
        if (found)
            return found;
    }
    return NULL;
}

static void take_frame(record_t *record, const proto_node *node)
{
    enum { FATAL = 2 };
    guint8 octet;
    record->decrypted = true;
    if (first_octet(PNODE_FINFO(node), &octet))
        record->carries_data = record->carries_data || is_data(octet);
    const field_info *alert = find_below(node, &tls_alert);
    if (alert && first_octet(alert, &octet)) {
        record->alert_known = true;
        record->alert_level = FATAL;
        record->alert_description = octet;
    }
}

/* Only the first packet of a datagram has the number. */
static bool connection_number(const proto_node *packet, guint32 *ret)
{
    for (const proto_node *node = packet->parent->first_child; node; node = node->next) {
        const field_info *number =
            collect_quic_is_packet(node) ? find_below(node, &connection) : NULL;
        if (!number)
            continue;
        *ret = compat_item_uint(number);
        return true;
    }
    return false;
}

/* Under the keys of the data comes nothing of the handshake but tickets (RFC 9001 §4.4). Anything
 * else the host has put together from two streams, when a packet was lost. */
static void refuse_mixtures(wmem_array_t *messages)
{
    for (guint i = 0; i < wmem_array_get_count(messages); i++) {
        record_message_t *message = wmem_array_index(messages, i);
        if (message->whole && message->octets.data[0] != HANDSHAKE_NEW_SESSION_TICKET)
            message->whole = false;
    }
}

void collect_quic_packet(wmem_array_t *records, packet_info *pinfo, const proto_node *node)
{
    const field_info *item = PNODE_FINFO(node);
    guint8 head[5] = {0};
    int length = MIN(item->length, (int)sizeof head);
    if (!item->ds_tvb || length <= 0 || !tvb_bytes_exist(item->ds_tvb, item->start, length))
        return;
    tvb_memcpy(item->ds_tvb, head, item->start, (size_t)length);
    wmem_array_t *messages = NULL;
    collected_t collected = {.is_quic = true};
    record_t *record = &collected.record;
    record->framing = FRAMING_TLS;
    record->frame = pinfo->num;
    record->time = collect_time(pinfo);
    record->quic_packet = (guint8)quic_packet_read((slice_t){head, (size_t)length});
    record->length = (guint32)item->length;
    for (const proto_node *child = node->first_child; child; child = child->next)
        if (collect_is(child, &frame))
            take_frame(record, child);
    collect_messages_below(&messages, node, pinfo);
    if (messages && record->quic_packet == QUIC_1RTT)
        refuse_mixtures(messages);
    if (messages) {
        record->n_messages = wmem_array_get_count(messages);
        record->messages = wmem_array_get_raw(messages);
    }
    if (record->quic_packet != QUIC_NONE && connection_number(node, &collected.quic_connection))
        wmem_array_append_one(records, collected);
}
