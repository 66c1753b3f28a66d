/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "surfaces.h"

#include <string.h>

#include <epan/export_object.h>

#include "fields.h"

/* HOST-FINGERPRINT.pem: the host with nothing in it that a shell or a file system minds. */
enum { HOST_LIMIT = 100 };

/* Chains that stand in the list. */
static GHashTable *listed;

static char *file_host(const frame_chain_t *chain)
{
    if (chain->owner == OWNER_CLIENT)
        return g_strdup("client");
    char *host = g_strndup(chain->name && *chain->name ? chain->name : "unnamed", HOST_LIMIT);
    for (char *c = host; *c; c++)
        if (!g_ascii_isalnum(*c) && *c != '.' && *c != '-' && *c != '_')
            *c = '_';
    if (*host == '.' || *host == '-')
        *host = '_';
    return host;
}

static char *file_name(const frame_chain_t *chain)
{
    slice_t first = chain_certificate(chain->chain, 0);
    g_autofree char *host = file_host(chain);
    g_autofree char *fingerprint =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, first.data, first.size);
    return g_strdup_printf("%s-%s.pem", host, fingerprint);
}

/* RFC 7468 §5: lines of 64 characters. */
static void append_pem(GString *pem, slice_t certificate)
{
    enum { LINE = 64 };
    g_autofree char *base64 = g_base64_encode(certificate.data, certificate.size);
    g_string_append(pem, "-----BEGIN CERTIFICATE-----\n");
    for (size_t at = 0, size = strlen(base64); at < size; at += LINE)
        g_string_append_printf(pem, "%.*s\n", LINE, base64 + at);
    g_string_append(pem, "-----END CERTIFICATE-----\n");
}

static export_object_entry_t *object_of(const frame_chain_t *chain, guint32 frame)
{
    GString *pem = g_string_new(NULL);
    for (size_t i = 0; i < chain_length(chain->chain); i++)
        append_pem(pem, chain_certificate(chain->chain, i));
    export_object_entry_t *object = g_new0(export_object_entry_t, 1);
    object->pkt_num = frame;
    object->hostname = g_strdup(chain->name ? chain->name : "");
    object->content_type = g_strdup("application/pem-certificate-chain"); /* RFC 8555 §9.1 */
    object->filename = file_name(chain);
    object->payload_len = pem->len;
    object->payload_data = (guint8 *)g_string_free(pem, FALSE);
    return object;
}

static tap_packet_status take(void *list, packet_info *pinfo, epan_dissect_t *edt _U_,
                              const void *data, tap_flags_t flags _U_)
{
    const tapped_t *tapped = data;
    export_object_list_t *objects = list;
    tap_packet_status status = TAP_PACKET_DONT_REDRAW;
    for (guint i = 0; i < tapped->here->n_chains; i++) {
        const frame_chain_t *chain = tapped->here->chains[i];
        if (chain_length(chain->chain) == 0 || !g_hash_table_add(listed, (gpointer)chain->chain))
            continue;
        objects->add_entry(objects->gui_data, object_of(chain, pinfo->num));
        status = TAP_PACKET_REDRAW;
    }
    return status;
}

static void forget(void)
{
    g_hash_table_remove_all(listed);
}

int export_register(void)
{
    listed = g_hash_table_new(NULL, NULL);
    register_cleanup_routine(forget);
    return register_export_object(proto_tlswitness, take, forget);
}
