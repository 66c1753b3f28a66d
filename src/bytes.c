/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bytes.h"

#include <string.h>

bool slice_equal(slice_t a, slice_t b)
{
    return slice_compare(a, b) == 0;
}

bool slice_equal_ignoring_case(slice_t a, slice_t b)
{
    size_t i = 0;
    while (a.size == b.size && i < a.size &&
           g_ascii_tolower((gchar)a.data[i]) == g_ascii_tolower((gchar)b.data[i]))
        i++;
    return a.size == b.size && i == a.size;
}

int slice_compare(slice_t a, slice_t b)
{
    if (a.size != b.size)
        return a.size < b.size ? -1 : 1;
    return a.size == 0 ? 0 : memcmp(a.data, b.data, a.size);
}

slice_t slice_of_bytes(GBytes *bytes)
{
    slice_t s = {0};
    if (bytes)
        s.data = g_bytes_get_data(bytes, &s.size);
    return s;
}

GBytes *slice_to_bytes(slice_t slice)
{
    return slice.size ? g_bytes_new(slice.data, slice.size) : NULL;
}

void bytes_unref_notify(gpointer bytes)
{
    g_bytes_unref(bytes);
}

gint bytes_compare(gconstpointer a, gconstpointer b, gpointer unused)
{
    (void)unused;
    return g_bytes_compare(a, b);
}
