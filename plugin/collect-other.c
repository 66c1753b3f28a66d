/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collect-private.h"

#include <string.h>

#include <epan/packet.h>

/* What stands around TLS: a proxy that is asked to connect to a host, and text on a connection that
 * had TLS, octets of TCP or EAP that were not captured. */

static named_field_t method = {
    "http.request.method", {-1, -1},
     0
};
static named_field_t uri = {
    "http.request.uri", {-1, -1},
     0
};
static named_field_t unknown = {
    "tls.ignored_unknown_record", {-1, -1},
     0
};

static named_field_t lost_segment = {
    "tcp.analysis.lost_segment", {-1, -1},
     0
};

/* Segments that overlap and differ: which of them the other side has taken, the capture cannot say.
 */
static named_field_t conflict = {
    "tcp.segment.overlap.conflict", {-1, -1},
     0
};

/* Of a message of EAP that comes in fragments: octets in all, as announced and as put together. */
static named_field_t eap_length = {
    "eap.tls.len", {-1, -1},
     0
};
static named_field_t eap_reassembled = {
    "eap.tls.reassembled.len", {-1, -1},
     0
};

static named_field_t inner_hello = {
    COMPAT_FIELD_INNER_HELLO, {-1, -1},
     0
};

void collect_other_handoff(GArray *wanted)
{
    named_field_t *const all[] = {&method,   &uri,        &unknown,         &lost_segment,
                                  &conflict, &eap_length, &eap_reassembled, &inner_hello};
    for (size_t i = 0; i < G_N_ELEMENTS(all) && all[i]->name; i++) {
        collect_resolve(all[i]);
        g_array_append_vals(wanted, all[i]->ids, all[i]->n_ids);
    }
}

bool collect_other_has_something(proto_tree *tree)
{
    return collect_has_item(tree, &method) || collect_has_item(tree, &unknown) ||
           collect_has_item(tree, &eap_length);
}

static const field_info *first_item(proto_tree *tree, const named_field_t *field)
{
    for (guint i = 0; i < field->n_ids; i++) {
        const GPtrArray *items = proto_get_finfo_ptr_array(tree, field->ids[i]);
        if (items && items->len)
            return g_ptr_array_index(items, 0);
    }
    return NULL;
}

static const char *text_of(const field_info *item, packet_info *pinfo)
{
    if (!item || !item->ds_tvb || item->length <= 0 ||
        !tvb_bytes_exist(item->ds_tvb, item->start, item->length))
        return NULL;
    return (const char *)tvb_get_string_enc(pinfo->pool, item->ds_tvb, item->start, item->length,
                                            ENC_ASCII);
}

/* "host:port", "[2001:db8::1]:443": RFC 9110 §7.1. */
static const char *host_of(const char *authority, packet_info *pinfo)
{
    if (*authority == '[') {
        const char *end = strchr(authority, ']');
        return end ? wmem_strndup(pinfo->pool, authority + 1, (gsize)(end - authority - 1)) : NULL;
    }
    const char *colon = strrchr(authority, ':');
    return colon ? wmem_strndup(pinfo->pool, authority, (gsize)(colon - authority)) : authority;
}

const char *collect_connect_host(proto_tree *tree, packet_info *pinfo)
{
    const char *name = text_of(first_item(tree, &method), pinfo);
    if (!name || strcmp(name, "CONNECT") != 0)
        return NULL;
    const char *authority = text_of(first_item(tree, &uri), pinfo);
    const char *host = authority ? host_of(authority, pinfo) : NULL;
    return host && *host ? host : NULL;
}

bool collect_has_inner_hello(proto_tree *tree)
{
    return collect_has_item(tree, &inner_hello);
}

bool collect_follows_loss(proto_tree *tree)
{
    return collect_has_item(tree, &lost_segment);
}

bool collect_has_conflict(proto_tree *tree)
{
    return collect_has_item(tree, &conflict);
}

void collect_eap_lengths(proto_tree *tree, guint32 *announced, guint32 *ret_reassembled)
{
    const field_info *length = first_item(tree, &eap_length);
    const field_info *reassembled = first_item(tree, &eap_reassembled);
    if (length)
        *announced = compat_item_uint(length);
    *ret_reassembled = reassembled ? compat_item_uint(reassembled) : 0;
}

bool collect_has_eap(proto_tree *tree)
{
    return collect_has_item(tree, &eap_length) || collect_has_item(tree, &eap_reassembled);
}

bool collect_has_plaintext(proto_tree *tree)
{
    enum { LOOKED_AT = 16 };
    const field_info *item = first_item(tree, &unknown);
    guint8 octets[LOOKED_AT];
    if (!item || !item->ds_tvb || !tvb_bytes_exist(item->ds_tvb, item->start, LOOKED_AT))
        return false;
    tvb_memcpy(item->ds_tvb, octets, item->start, LOOKED_AT);
    for (guint i = 0; i < LOOKED_AT; i++)
        if (!g_ascii_isprint(octets[i]) && !g_ascii_isspace(octets[i]))
            return false;
    return true;
}
