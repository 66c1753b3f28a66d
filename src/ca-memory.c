/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ca-memory.h"

#include <string.h>

struct ca_memory {
    GHashTable *certificates; /* GBytes (its DER) -> certificate_t, owned */
    GHashTable *links;        /* of known_link_t, owned */
};

/* By fingerprint: an anchor may be of a trust store that is gone. */
typedef struct {
    guint8 child[32], issuer[32]; /* SHA-256 */
    link_t link;
} known_link_t;

enum { FINGERPRINTS = 64 };

static guint link_hash(gconstpointer data)
{
    const known_link_t *known = data;
    guint32 child, issuer;
    memcpy(&child, known->child, sizeof child);
    memcpy(&issuer, known->issuer, sizeof issuer);
    return child * 31 + issuer;
}

static gboolean link_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, FINGERPRINTS) == 0;
}

static void free_certificate(gpointer data)
{
    certificate_free(data);
}

ca_memory_t *ca_memory_new(void)
{
    ca_memory_t *memory = g_new0(ca_memory_t, 1);
    memory->certificates =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, NULL, free_certificate);
    memory->links = g_hash_table_new_full(link_hash, link_equal, g_free, NULL);
    return memory;
}

void ca_memory_free(ca_memory_t *memory)
{
    if (!memory)
        return;
    g_hash_table_destroy(memory->certificates);
    g_hash_table_destroy(memory->links);
    g_free(memory);
}

certificate_t *ca_memory_certificate(ca_memory_t *memory, slice_t der)
{
    g_autoptr(GBytes) key = g_bytes_new_static(der.data, der.size);
    certificate_t *known = g_hash_table_lookup(memory->certificates, key);
    if (known)
        return certificate_ref(known);
    certificate_t *certificate = certificate_new(der);
    if (g_hash_table_size(memory->certificates) >= CA_MEMORY_LIMIT)
        return certificate;
    g_hash_table_insert(memory->certificates, certificate->der, certificate);
    return certificate_ref(certificate);
}

static known_link_t key_of(const certificate_t *child, const certificate_t *issuer)
{
    known_link_t key = {
        .link = {LINK_NOT_TRIED, 0}
    };
    memcpy(key.child, child->sha256, sizeof key.child);
    memcpy(key.issuer, issuer->sha256, sizeof key.issuer);
    return key;
}

bool ca_memory_find_link(const ca_memory_t *memory, const certificate_t *child,
                         const certificate_t *issuer, link_t *out)
{
    known_link_t key = key_of(child, issuer);
    const known_link_t *known = g_hash_table_lookup(memory->links, &key);
    if (known)
        *out = known->link;
    return known;
}

void ca_memory_add_link(ca_memory_t *memory, const certificate_t *child,
                        const certificate_t *issuer, link_t link)
{
    if (g_hash_table_lookup(memory->certificates, child->der) != child ||
        g_hash_table_size(memory->links) >= CA_MEMORY_LIMIT)
        return;
    known_link_t *known = g_new(known_link_t, 1);
    *known = key_of(child, issuer);
    known->link = link;
    g_hash_table_add(memory->links, known);
}
