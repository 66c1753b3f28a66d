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

reader_t reader_over(slice_t slice);

/* Big-endian number of @width octets, 1 to 4; 0 on failure. */
guint32 reader_uint(reader_t *r, unsigned width);

slice_t reader_slice(reader_t *r, size_t size);

/* A TLS vector (RFC 8446 §3.4): a length of @width octets, then as many octets. */
slice_t reader_vector(reader_t *r, unsigned width);

/* All that is left. */
slice_t reader_rest(reader_t *r);

size_t reader_left(const reader_t *r);

/* Returns true if everything was read and nothing was read past the end. */
bool reader_done(const reader_t *r);
