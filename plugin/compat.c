/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat.h"

#include <string.h>

#include <epan/stat_tap_ui.h>
#include <epan/to_str.h>

#include "preferences.h"

#if !(__has_include(<epan/sequence_analysis.h>) && __has_include(<wsutil/file_util.h>))
#define HEADER_IS_MISSING
#endif

#ifndef HEADER_IS_MISSING
#include <epan/sequence_analysis.h>
#endif

/* The functions are exported, but Debian's package and others lack the header. What follows says
 * what 4.0, 4.4 and 4.6 have. */
#ifdef HEADER_IS_MISSING

typedef struct {
    guint32 frame_number;
    address src_addr;
    guint16 port_src;
    address dst_addr;
    guint16 port_dst;
    gchar *frame_label, *time_str, *comment;
    guint16 conv_num;
    unsigned fg_color, bg_color;
    compat_flag_t has_color_filter, display;
    guint src_node, dst_node;
    guint16 line_style;
    guint32 info_type;
    gpointer info_ptr;
} seq_analysis_item_t;

enum { NODES = 40 };

typedef struct {
    const char *name;
    compat_flag_t any_addr;
    int nconv;
    GQueue *items;
    GHashTable *ht;
    address nodes[NODES];
#if WIRESHARK_VERSION_MINOR >= 4
    guint8 occurrence[NODES];
#endif
    guint32 num_nodes;
} seq_analysis_info_t;

void register_seq_analysis(const char *name, const char *ui_name, int proto_id,
                           const char *tap_listener, guint tap_flags, tap_packet_cb tap_func);
seq_analysis_item_t *sequence_analysis_create_sai_with_addresses(packet_info *pinfo,
                                                                 seq_analysis_info_t *info);
#endif

void compat_register_ladder(const char *name, const char *title, int protocol, const char *tap,
                            tap_packet_cb take)
{
    register_seq_analysis(name, title, protocol, tap, 0, take);
}

/* A host that talks to itself would be one line of the graph, which the host's code cannot draw. */
static void name_side(address *side, bool is_client)
{
    char *host = address_to_str(NULL, side);
    g_autofree char *name =
        g_strdup_printf("%s (%s)", host, in_words(is_client ? "client" : "server"));
    wmem_free(NULL, host);
    free_address(side);
    alloc_address_wmem(NULL, side, AT_STRINGZ, (int)strlen(name) + 1, name);
}

void compat_add_rung(void *ladder, packet_info *pinfo, const compat_rung_t *rung)
{
    seq_analysis_info_t *info = ladder;
    seq_analysis_item_t *item = sequence_analysis_create_sai_with_addresses(pinfo, info);
    if (!item)
        return; /* a frame without addresses */
    if (addresses_equal(&item->src_addr, &item->dst_addr)) {
        name_side(&item->src_addr, rung->from_client);
        name_side(&item->dst_addr, !rung->from_client);
    }
    item->frame_number = pinfo->num;
    item->port_src = (guint16)pinfo->srcport;
    item->port_dst = (guint16)pinfo->destport;
    item->frame_label = g_strdup(rung->label);
    item->comment = g_strdup(rung->comment);
    item->conv_num = (guint16)rung->conversation;
    item->fg_color = rung->foreground;
    item->bg_color = rung->background;
    item->has_color_filter = TRUE;
    item->line_style = 1;
    item->display = TRUE;
    g_queue_push_tail(info->items, item);
}

typedef struct {
    stat_tap_ui ui;
    bool (*begin)(const char *argument);
} printer_t;

/* From 4.6 on the host is told whether it could begin. */
#if WIRESHARK_VERSION_MINOR >= 6
static bool begin_printer(const char *argument, void *data)
{
    return ((const printer_t *)data)->begin(argument);
}
#else
static void begin_printer(const char *argument, void *data)
{
    (void)((const printer_t *)data)->begin(argument);
}
#endif

void compat_register_printer(const char *command, bool (*begin)(const char *argument))
{
    printer_t *printer = wmem_new0(wmem_epan_scope(), printer_t); /* the host keeps it */
    printer->ui.group = REGISTER_PACKET_STAT_GROUP_UNSORTED;
    printer->ui.cli_string = command;
    printer->ui.tap_init_cb = begin_printer;
    printer->begin = begin;
    register_stat_tap_ui(&printer->ui, printer);
}

#if WIRESHARK_VERSION_MINOR >= 4
#include <epan/dissectors/packet-tls-utils.h>

static GHashTable *table_of(const ssl_master_key_map_t *map, key_log_label_t label)
{
    switch (label) {
    case KEY_LOG_CLIENT_RANDOM:
        return map->crandom;
    case KEY_LOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET:
        return map->tls13_client_handshake;
    case KEY_LOG_SERVER_HANDSHAKE_TRAFFIC_SECRET:
        return map->tls13_server_handshake;
    case KEY_LOG_CLIENT_TRAFFIC_SECRET_0:
        return map->tls13_client_appdata;
    case KEY_LOG_SERVER_TRAFFIC_SECRET_0:
        return map->tls13_server_appdata;
    default:
        return NULL;
    }
}

/* DTLS and QUIC use the same map. */
slice_t compat_host_secret(key_log_label_t label, slice_t client_random)
{
    const StringInfo key = {(unsigned char *)client_random.data, (unsigned)client_random.size};
    GHashTable *table = table_of(tls_get_master_key_map(false), label);
    const StringInfo *found = table ? g_hash_table_lookup(table, &key) : NULL;
    return found ? (slice_t){found->data, found->data_len} : (slice_t){0};
}
#else
slice_t compat_host_secret(key_log_label_t label _U_, slice_t client_random _U_)
{
    return (slice_t){0};
}
#endif

#if WIRESHARK_VERSION_MINOR >= 4
#include <wsutil/plugins.h>

/* What the plugin is, as the list of plugins shows it from 4.4 on. */
WS_DLL_PUBLIC uint32_t plugin_describe(void);

uint32_t plugin_describe(void)
{
    return WS_PLUGIN_DESC_DISSECTOR | WS_PLUGIN_DESC_TAP_LISTENER;
}
#endif
