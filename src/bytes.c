/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bytes.h"

#include <string.h>

bool slice_equal(slice_t a, slice_t b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

reader_t reader_over(slice_t slice)
{
    /* NULL + 0 is not defined in C */
    const guint8 *end = slice.size ? slice.data + slice.size : slice.data;
    return (reader_t){.at = slice.data, .end = end, .failed = false};
}

size_t reader_left(const reader_t *r)
{
    return r->failed ? 0 : (size_t)(r->end - r->at);
}

slice_t reader_slice(reader_t *r, size_t size)
{
    if (r->failed || size > reader_left(r)) {
        r->failed = true;
        return (slice_t){0};
    }
    slice_t s = {r->at, size};
    if (size)
        r->at += size;
    return s;
}

guint32 reader_uint(reader_t *r, unsigned width)
{
    slice_t s = reader_slice(r, width);
    guint32 value = 0;
    for (size_t i = 0; i < s.size; i++)
        value = value << 8 | s.data[i];
    return value;
}

slice_t reader_vector(reader_t *r, unsigned width)
{
    return reader_slice(r, reader_uint(r, width));
}

slice_t reader_rest(reader_t *r)
{
    return reader_slice(r, reader_left(r));
}

bool reader_done(const reader_t *r)
{
    return !r->failed && r->at == r->end;
}
