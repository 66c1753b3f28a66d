/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Slices of octets and a cursor over them. Every octet that a peer sent is read through this
 * cursor: these are the only bounds checks of the core. A failure is sticky, so that a parser
 * reads a whole structure and asks once, at the end, whether it was there. */

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* Octets borrowed from whoever owns them; data may be NULL when size is 0. */
typedef struct {
    const guint8 *data;
    size_t size;
} slice_t;

typedef struct {
    const guint8 *at;
    const guint8 *end;
    bool failed; /* something was read past the end; all that was read since is 0 or empty */
} reader_t;

bool slice_equal(slice_t a, slice_t b);

/* The same, letters of ASCII being equal to their other case; an octet of zero ends nothing. */
bool slice_equal_ignoring_case(slice_t a, slice_t b);

/* Some order of all slices: negative, 0 or positive. */
int slice_compare(slice_t a, slice_t b);

/* The octets of @bytes, borrowed; empty for NULL. */
slice_t slice_of_bytes(GBytes *bytes);

/* A copy; NULL of an empty slice. Gives. */
GBytes *slice_to_bytes(slice_t slice);

/* For containers of GBytes: GDestroyNotify, and GCompareDataFunc. */
void bytes_unref_notify(gpointer bytes);
gint bytes_compare(gconstpointer a, gconstpointer b, gpointer unused);

static inline reader_t reader_over(slice_t slice)
{
    if (slice.size == 0) /* data may be NULL, to which nothing may be added, not even 0 */
        return (reader_t){slice.data, slice.data, false};
    return (reader_t){slice.data, slice.data + slice.size, false};
}

static inline size_t reader_left(const reader_t *r)
{
    return r->failed || r->at == r->end ? 0 : (size_t)(r->end - r->at);
}

static inline slice_t reader_slice(reader_t *r, size_t size)
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

/* Big-endian number of @width octets, 1 to 4; 0 on failure. */
static inline guint32 reader_uint(reader_t *r, unsigned width)
{
    slice_t octets = reader_slice(r, width);
    guint32 number = 0;
    for (size_t i = 0; i < octets.size; i++)
        number = number << 8 | octets.data[i];
    return number;
}

/* A TLS vector (RFC 8446 §3.4): a length of @width octets, then as many octets. */
static inline slice_t reader_vector(reader_t *r, unsigned width)
{
    return reader_slice(r, reader_uint(r, width));
}

/* All that is left. */
static inline slice_t reader_rest(reader_t *r)
{
    return reader_slice(r, reader_left(r));
}

/* Returns true if everything was read and nothing was read past the end. */
static inline bool reader_done(const reader_t *r)
{
    return !r->failed && reader_left(r) == 0;
}
