/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Octets that come again and again, kept once: what a client offers, what a server sends along with
 * its certificate, names. */

#include "bytes.h"

typedef struct pool pool_t;

pool_t *pool_new(void);
void pool_free(pool_t *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(pool_t, pool_free)

/* The same octets, in the memory of the pool; empty for empty ones. Borrows: equal octets give
 * equal pointers. */
slice_t pool_keep(pool_t *pool, slice_t octets);

/* The same for a string. */
const char *pool_keep_text(pool_t *pool, const char *text);
