/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "public-roots.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof public_roots_table[0]);
}

public_roots_t public_roots_shipped(void)
{
    return (public_roots_t){public_roots_table, public_roots_table_size};
}

bool public_root_is_known(public_roots_t roots, const guint8 *sha256)
{
    return roots.size > 0 &&
           bsearch(sha256, roots.digests, roots.size, sizeof roots.digests[0], compare) != NULL;
}
