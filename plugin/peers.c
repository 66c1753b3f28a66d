/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "peers.h"

static wmem_map_t *addresses; /* address -> the same */

static guint hash_of(gconstpointer host)
{
    return add_address_to_hash(0, host);
}

static gboolean is_equal(gconstpointer a, gconstpointer b)
{
    return addresses_equal(a, b);
}

void peers_open(void)
{
    addresses = wmem_map_new(wmem_file_scope(), hash_of, is_equal);
}

void peers_close(void)
{
    addresses = NULL; /* the memory goes with the file */
}

const address *peers_address(const address *host)
{
    const address *known = wmem_map_lookup(addresses, host);
    if (known)
        return known;
    address *own = wmem_new0(wmem_file_scope(), address);
    copy_address_wmem(wmem_file_scope(), own, host);
    wmem_map_insert(addresses, own, own);
    return own;
}
