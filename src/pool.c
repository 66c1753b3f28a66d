/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pool.h"

#include <string.h>

/* A tree: octets of a stranger can be chosen so that all fall into one place of a hash table. */
struct pool {
    GTree *kept; /* of GBytes, owned */
};

pool_t *pool_new(void)
{
    pool_t *pool = g_new0(pool_t, 1);
    pool->kept = g_tree_new_full(bytes_compare, NULL, bytes_unref_notify, NULL);
    return pool;
}

void pool_free(pool_t *pool)
{
    if (!pool)
        return;
    g_tree_destroy(pool->kept);
    g_free(pool);
}

slice_t pool_keep(pool_t *pool, slice_t octets)
{
    if (octets.size == 0)
        return (slice_t){0};
    g_autoptr(GBytes) borrowed = g_bytes_new_static(octets.data, octets.size);
    GBytes *kept = g_tree_lookup(pool->kept, borrowed);
    if (!kept) {
        kept = g_bytes_new(octets.data, octets.size);
        g_tree_insert(pool->kept, kept, kept);
    }
    return slice_of_bytes(kept);
}

const char *pool_keep_text(pool_t *pool, const char *text)
{
    return (const char *)pool_keep(pool, (slice_t){(const guint8 *)text, strlen(text) + 1}).data;
}
