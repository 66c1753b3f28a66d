/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collect-private.h"

#include <string.h>

#include <epan/packet.h>

/* How it works. Records are FT_NONE items of the TLS dissector; what a record holds stands below
 * it. Only wanted fields are sure to be there, so everything else is read from the octets that
 * those items cover. A message is whole if the dissector dissected it, that is, if its item has an
 * item for the HandshakeType at the same place: a fragment whose octets happen (or were made) to
 * look like a message has none. */

typedef enum {
    RECORD,
    CONTENT_TYPE,
    HANDSHAKE,
    HANDSHAKE_TYPE,
    ALERT,
    CERTIFICATE,
    N_FIELDS
} which_t;

/* Room that is enough for most frames; it grows. */
enum { RECORDS_EXPECTED = 4, MESSAGES_EXPECTED = 4 };

/* The same fields of two dissectors. All but the last are wanted. */
typedef struct {
    framing_t framing;
    named_field_t fields[N_FIELDS];
} dissector_fields_t;

#define NAMED(protocol, name)                                                                      \
    {                                                                                              \
        protocol "." name, {-1, -1}, 0                                                             \
    }
#define FIELDS_OF(protocol)                                                                        \
    {                                                                                              \
        NAMED(protocol, "record"), NAMED(protocol, "record.content_type"),                         \
            NAMED(protocol, "handshake"), NAMED(protocol, "handshake.type"),                       \
            NAMED(protocol, "alert_message"), NAMED(protocol, "handshake.certificate")             \
    }

static dissector_fields_t dissectors[] = {
    {FRAMING_TLS,  FIELDS_OF("tls") },
    {FRAMING_DTLS, FIELDS_OF("dtls")},
};

/* Wireshark 4.0 has none of it, and shows nothing of records with a unified header. Later ones do
 * not show which ContentType was inside: what stands there does. */
static named_field_t unified_header = {
    "dtls.unified_header.bitmask", {-1, -1},
     0
};
static named_field_t dtls_data = {
    "dtls.app_data", {-1, -1},
     0
};
static named_field_t dtls_ack = {
    "dtls.ack_message", {-1, -1},
     0
};

/* The body of a response, after chunks were joined and compression undone. */
static named_field_t http_body = {
    "http.file_data", {-1, -1},
     0
};

void collect_resolve(named_field_t *field)
{
    const header_field_info *info = proto_registrar_get_byname(field->name);
    if (!info)
        ws_warning("TLS Witness: this Wireshark has no field %s", field->name);
    while (info && field->n_ids < G_N_ELEMENTS(field->ids)) {
        field->ids[field->n_ids++] = info->id;
        info = info->same_name_prev_id == -1
                   ? NULL
                   : proto_registrar_get_nth((guint)info->same_name_prev_id);
    }
}

void collect_handoff(dissector_handle_t handle)
{
    GArray *wanted = g_array_new(FALSE, FALSE, sizeof(int));
    for (size_t i = 0; i < G_N_ELEMENTS(dissectors); i++) {
        for (int which = 0; which < N_FIELDS; which++) {
            named_field_t *field = &dissectors[i].fields[which];
            collect_resolve(field);
            if (which != CERTIFICATE)
                g_array_append_vals(wanted, field->ids, field->n_ids);
        }
    }
    if (proto_registrar_get_byname(unified_header.name)) {
        collect_resolve(&unified_header);
        collect_resolve(&dtls_data);
        collect_resolve(&dtls_ack);
        g_array_append_vals(wanted, dtls_data.ids, dtls_data.n_ids);
        g_array_append_vals(wanted, dtls_ack.ids, dtls_ack.n_ids);
    }
    collect_resolve(&http_body);
    g_array_append_vals(wanted, http_body.ids, http_body.n_ids);
    collect_quic_handoff(wanted);
    collect_other_handoff(wanted);
    set_postdissector_wanted_hfids(handle, wanted); /* takes the array */
}

bool collect_has_item(proto_tree *tree, const named_field_t *field)
{
    for (guint i = 0; i < field->n_ids; i++) {
        const GPtrArray *items = proto_get_finfo_ptr_array(tree, field->ids[i]);
        if (items && items->len)
            return true;
    }
    return false;
}

bool collect_has_something(proto_tree *tree)
{
    if (!tree || !proto_tracking_interesting_fields(tree))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(dissectors); i++)
        if (collect_has_item(tree, &dissectors[i].fields[RECORD]))
            return true;
    return collect_other_has_something(tree) || collect_quic_has_packets(tree) ||
           collect_has_item(tree, &http_body);
}

bool collect_is(const proto_node *node, const named_field_t *field)
{
    if (!PNODE_FINFO(node))
        return false;
    int id = PNODE_FINFO(node)->hfinfo->id;
    return (field->n_ids > 0 && field->ids[0] == id) || (field->n_ids > 1 && field->ids[1] == id);
}

static bool is_item(const proto_node *node, const dissector_fields_t *dissector, which_t which)
{
    return collect_is(node, &dissector->fields[which]);
}

/* Octets that an item covers, where they stand in the frame's data; empty if not all of them were
 * captured, for then asking for them would throw. */
static slice_t octets_of(const field_info *item)
{
    slice_t none = {0};
    if (!item->ds_tvb || item->start < 0 || item->length <= 0 ||
        !tvb_bytes_exist(item->ds_tvb, item->start, item->length))
        return none;
    return (slice_t){tvb_get_ptr(item->ds_tvb, item->start, item->length), (size_t)item->length};
}

/* The first octets of a SEQUENCE of more than 127 octets. */
static bool may_be_der(const field_info *item)
{
    guint8 head[2];
    if (!item->ds_tvb || !tvb_bytes_exist(item->ds_tvb, item->start, sizeof head))
        return false;
    tvb_memcpy(item->ds_tvb, head, item->start, sizeof head);
    return head[0] == 0x30 && (head[1] & 0x80);
}

wmem_array_t *collect_bodies(proto_tree *tree, packet_info *pinfo)
{
    const GPtrArray *items =
        tree && http_body.n_ids ? proto_get_finfo_ptr_array(tree, http_body.ids[0]) : NULL;
    if (!items || items->len == 0)
        return NULL;
    wmem_array_t *bodies = wmem_array_new(pinfo->pool, sizeof(slice_t));
    for (guint i = 0; i < items->len; i++) {
        const field_info *item = g_ptr_array_index(items, i);
        if (may_be_der(item)) {
            slice_t body = octets_of(item);
            wmem_array_append_one(bodies, body);
        }
    }
    return bodies;
}

static bool shows_type_at(const proto_node *node, const dissector_fields_t *dissector,
                          const field_info *message)
{
    for (const proto_node *child = node->first_child; child; child = child->next) {
        const field_info *item = PNODE_FINFO(child);
        if (is_item(child, dissector, HANDSHAKE_TYPE) && item->ds_tvb == message->ds_tvb &&
            item->start == message->start)
            return true;
        if (shows_type_at(child, dissector, message))
            return true;
    }
    return false;
}

/* What is being gathered for one record. */
typedef struct {
    const dissector_fields_t *fields;
    packet_info *pinfo;
    const field_info *item; /* of the record */
    record_t record;
    wmem_array_t *messages; /* of record_message_t; NULL before the first */
    bool in_the_clear;      /* some message stands in the record's own octets */
} gathering_t;

static void take_content_type(gathering_t *g, const field_info *item)
{
    if (!FI_GET_FLAG(item, FI_GENERATED))
        return;
    g->record.decrypted = true; /* TLS 1.3: the type that stood inside */
    g->record.inner_type = (guint8)compat_item_uint(item);
}

/* In DTLS an item may run on to the end of the datagram, and a message that was put together from
 * fragments (RFC 6347 §4.2.3) shows the last of them: so the header decides. */
static slice_t message_of(const field_info *item, framing_t framing)
{
    slice_t octets = octets_of(item);
    if (framing == FRAMING_TLS || octets.size < 12)
        return octets;
    reader_t r = reader_over((slice_t){octets.data + 9, 3});
    size_t size = 12 + (size_t)reader_uint(&r, 3); /* fragment_length */
    octets.size = MIN(octets.size, size);
    return octets;
}

static bool is_whole(slice_t octets, framing_t framing)
{
    handshake_t parsed;
    return handshake_parse(octets, framing, &parsed);
}

/* A HandshakeType that has a name, and a length of 64 KiB or more. */
static bool is_large(slice_t octets)
{
    return octets.size >= 4 && octets.data[1] != 0 && handshake_type_name(octets.data[0]);
}

/* Appends a message. A piece right before a whole one was the last piece of that: the host shows
 * both. */
static void append_message(wmem_array_t **messages, record_message_t message, packet_info *pinfo)
{
    if (!*messages)
        *messages = wmem_array_sized_new(pinfo->pool, sizeof message, MESSAGES_EXPECTED);
    guint n = wmem_array_get_count(*messages);
    record_message_t *last = n > 0 ? wmem_array_index(*messages, n - 1) : NULL;
    if (last && message.whole && !last->whole)
        *last = message;
    else
        wmem_array_append_one(*messages, message);
}

static record_message_t read_message(const proto_node *node, const dissector_fields_t *fields)
{
    const field_info *item = PNODE_FINFO(node);
    record_message_t message = {.octets = message_of(item, fields->framing)};
    message.whole = is_whole(message.octets, fields->framing) && shows_type_at(node, fields, item);
    message.large = !message.whole && fields->framing == FRAMING_TLS && is_large(message.octets);
    return message;
}

/* What a record of DTLS 1.3 held could be read: @type is that of the plaintext. */
static void note_inner_type(gathering_t *g, guint8 type)
{
    if (!g->record.unified_header)
        return;
    g->record.decrypted = true;
    g->record.inner_type = type;
}

/* A message of a record that was not decrypted stands in the record's own octets, or, where it is
 * put together from several records, at least its last piece does. */
static void take_message(gathering_t *g, const proto_node *node)
{
    record_message_t message = read_message(node, g->fields);
    append_message(&g->messages, message, g->pinfo);
    note_inner_type(g, CONTENT_HANDSHAKE);
    g->in_the_clear = g->in_the_clear || PNODE_FINFO(node)->ds_tvb == g->item->ds_tvb;
}

void collect_messages_below(wmem_array_t **messages, const proto_node *node, packet_info *pinfo)
{
    for (const proto_node *child = node->first_child; child; child = child->next) {
        if (is_item(child, &dissectors[0], HANDSHAKE)) {
            record_message_t message = read_message(child, &dissectors[0]);
            append_message(messages, message, pinfo);
        }
        collect_messages_below(messages, child, pinfo);
    }
}

static void take_alert(gathering_t *g, const field_info *item)
{
    slice_t octets = octets_of(item);
    if (octets.size != 2)
        return; /* encrypted */
    note_inner_type(g, CONTENT_ALERT);
    g->record.alert_known = true;
    g->record.alert_level = octets.data[0];
    g->record.alert_description = octets.data[1];
    g->record.decrypted = g->record.decrypted || item->ds_tvb != g->item->ds_tvb;
}

static void gather(gathering_t *g, const proto_node *node)
{
    for (const proto_node *child = node->first_child; child; child = child->next) {
        if (is_item(child, g->fields, CONTENT_TYPE))
            take_content_type(g, PNODE_FINFO(child));
        else if (is_item(child, g->fields, HANDSHAKE))
            take_message(g, child);
        else if (is_item(child, g->fields, ALERT))
            take_alert(g, PNODE_FINFO(child));
        else if (collect_is(child, &dtls_data))
            note_inner_type(g, CONTENT_APPLICATION_DATA);
        else if (collect_is(child, &dtls_ack))
            note_inner_type(g, CONTENT_ACK);
        gather(g, child);
    }
}

/* Does the record itself stand in what TLS decrypted? */
static bool is_decrypted(const field_info *item, packet_info *pinfo)
{
    for (const GSList *at = pinfo->data_src; at; at = at->next) {
        const struct data_source *source = at->data;
        if (get_data_source_tvb(source) != item->ds_tvb)
            continue;
        if (at == pinfo->data_src)
            return false; /* the frame itself */
        char *name = compat_source_name(source);
        bool decrypted = g_str_has_prefix(name, "Decrypted TLS") ||
                         g_str_has_prefix(name, "Decrypted SSL") ||
                         g_str_has_prefix(name, "Reassembled TLS");
        wmem_free(NULL, name);
        return decrypted;
    }
    return false;
}

/* A frame may be of any year: beyond 2262 nanoseconds do not fit, and no duration is told. */
gint64 collect_time(const packet_info *pinfo)
{
    const gint64 second = 1000000000;
    gint64 seconds =
        CLAMP((gint64)pinfo->abs_ts.secs, G_MININT64 / 2 / second, G_MAXINT64 / 2 / second);
    return seconds * second + CLAMP(pinfo->abs_ts.nsecs, 0, 999999999);
}

static void add_record(wmem_array_t *records, packet_info *pinfo, const dissector_fields_t *fields,
                       const proto_node *node)
{
    const field_info *item = PNODE_FINFO(node);
    guint8 header[5];
    if (!item->ds_tvb || !tvb_bytes_exist(item->ds_tvb, item->start, sizeof header))
        return;
    tvb_memcpy(item->ds_tvb, header, item->start, sizeof header);

    gathering_t g = {.fields = fields, .pinfo = pinfo, .item = item};
    g.record.framing = fields->framing;
    g.record.frame = pinfo->num;
    g.record.time = collect_time(pinfo);
    g.record.blind = fields->framing == FRAMING_DTLS && unified_header.n_ids == 0;
    if (!collect_read_header(&g.record, (slice_t){header, sizeof header}) ||
        (guint32)item->length < g.record.header_length)
        return;
    g.record.length = (guint32)item->length - g.record.header_length;
    gather(&g, node);
    if (g.messages) {
        g.record.n_messages = wmem_array_get_count(g.messages);
        g.record.messages = wmem_array_get_raw(g.messages);
    }
    if (g.record.n_messages && !g.in_the_clear)
        g.record.decrypted = true;
    collected_t collected = {.record = g.record, .nested = is_decrypted(item, pinfo)};
    wmem_array_append_one(records, collected);
}

static void find_records(wmem_array_t *records, packet_info *pinfo, const proto_node *node)
{
    for (const proto_node *child = node->first_child; child; child = child->next) {
        const dissector_fields_t *fields = NULL;
        for (size_t i = 0; i < G_N_ELEMENTS(dissectors); i++)
            if (is_item(child, &dissectors[i], RECORD))
                fields = &dissectors[i];
        if (fields)
            add_record(records, pinfo, fields, child);
        else if (collect_quic_is_packet(child))
            collect_quic_packet(records, pinfo, child);
        else
            find_records(records, pinfo, child);
    }
}

wmem_array_t *collect_records(proto_tree *tree, packet_info *pinfo)
{
    wmem_array_t *records =
        wmem_array_sized_new(pinfo->pool, sizeof(collected_t), RECORDS_EXPECTED);
    find_records(records, pinfo, tree);
    bool inner_hello = collect_has_inner_hello(tree), lost = collect_follows_loss(tree),
         ambiguous = collect_has_conflict(tree);
    bool seen[2] = {false, false};
    for (guint i = 0; i < wmem_array_get_count(records); i++) {
        collected_t *collected = wmem_array_index(records, i);
        collected->inner_hello = inner_hello;
        collected->record.ambiguous = ambiguous;
        collected->after_loss = lost && !seen[collected->nested]; /* of each connection the first */
        seen[collected->nested] = true;
    }
    return records;
}

bool record_shows_sender(const record_t *record, sender_t *out)
{
    bool open = record->quic_packet
                    ? record->quic_packet == QUIC_INITIAL
                    : record->content_type == CONTENT_HANDSHAKE && !record->decrypted;
    if (!open)
        return false;
    if (record->version == 0x0002) {
        *out = SENDER_CLIENT;
        return true;
    }
    for (size_t i = 0; i < record->n_messages; i++) {
        const record_message_t *message = &record->messages[i];
        if (!message->whole || message->octets.data[0] > HANDSHAKE_SERVER_HELLO ||
            message->octets.data[0] == HANDSHAKE_HELLO_REQUEST)
            continue;
        *out = message->octets.data[0] == HANDSHAKE_CLIENT_HELLO ? SENDER_CLIENT : SENDER_SERVER;
        return true;
    }
    return false;
}

static void find_places(wmem_array_t *places, packet_info *pinfo, proto_node *node)
{
    for (proto_node *child = node->first_child; child; child = child->next) {
        for (size_t i = 0; i < G_N_ELEMENTS(dissectors); i++) {
            if (!is_item(child, &dissectors[i], HANDSHAKE))
                continue;
            const field_info *item = PNODE_FINFO(child);
            framing_t framing = dissectors[i].framing;
            slice_t message = message_of(item, framing);
            if (is_whole(message, framing) && message.data[0] == HANDSHAKE_CERTIFICATE &&
                shows_type_at(child, &dissectors[i], item)) {
                certificate_place_t place = {child, item->ds_tvb, item->start, message};
                wmem_array_append_one(places, place);
            }
        }
        find_places(places, pinfo, child);
    }
}

wmem_array_t *collect_certificate_places(proto_tree *tree, packet_info *pinfo)
{
    wmem_array_t *places = wmem_array_new(pinfo->pool, sizeof(certificate_place_t));
    if (tree)
        find_places(places, pinfo, tree);
    return places;
}

static void find_certificate_nodes(wmem_array_t *nodes, proto_node *node)
{
    for (proto_node *child = node->first_child; child; child = child->next) {
        for (size_t i = 0; i < G_N_ELEMENTS(dissectors); i++)
            if (is_item(child, &dissectors[i], CERTIFICATE))
                wmem_array_append_one(nodes, child);
        find_certificate_nodes(nodes, child);
    }
}

wmem_array_t *collect_certificate_nodes(const certificate_place_t *place, packet_info *pinfo)
{
    wmem_array_t *nodes = wmem_array_new(pinfo->pool, sizeof(proto_node *));
    find_certificate_nodes(nodes, place->node);
    return nodes;
}
