/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bytes.h"

#include <string.h>

bool slice_equal(slice_t a, slice_t b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

reader_t reader_over(slice_t slice)
{
    if (slice.size == 0) /* data may be NULL, to which nothing may be added, not even 0 */
        return (reader_t){slice.data, slice.data, false};
    return (reader_t){slice.data, slice.data + slice.size, false};
}

size_t reader_left(const reader_t *r)
{
    return r->failed || r->at == r->end ? 0 : (size_t)(r->end - r->at);
}

slice_t reader_slice(reader_t *r, size_t size)
{
    if (r->failed || size > reader_left(r)) {
        r->failed = true;
        return (slice_t){0};
    }
    if (size == 0)
        return (slice_t){0};
    slice_t slice = {r->at, size};
    r->at += size;
    return slice;
}

guint32 reader_uint(reader_t *r, unsigned width)
{
    slice_t octets = reader_slice(r, width);
    guint32 number = 0;
    for (size_t i = 0; i < octets.size; i++)
        number = number << 8 | octets.data[i];
    return number;
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
    return !r->failed && reader_left(r) == 0;
}
