/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bytes.h"

#include <string.h>

bool slice_equal(slice_t a, slice_t b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}
