/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "public-roots.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof public_roots_table[0]);
}

bool public_root_is_known(const guint8 *sha256)
{
    return bsearch(sha256, public_roots_table, public_roots_table_size,
                   sizeof public_roots_table[0], compare) != NULL;
}
