/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bytes.h"

#include <string.h>

bool slice_equal(slice_t a, slice_t b)
{
    return slice_compare(a, b) == 0;
}

int slice_compare(slice_t a, slice_t b)
{
    if (a.size != b.size)
        return a.size < b.size ? -1 : 1;
    return a.size == 0 ? 0 : memcmp(a.data, b.data, a.size);
}
