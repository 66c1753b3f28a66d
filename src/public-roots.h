/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Which root certificates are, or were, trusted by the public: those of Mozilla's lists. Rules of
 * the CA/Browser Forum (lifetime, Certificate Transparency) hold for their chains only. That a
 * root stands in the system's store does not make it public, and standing here does not make it
 * trusted. */

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* SHA-256 of certificates, sorted. */
typedef struct {
    const guint8 (*digests)[32];
    size_t size;
} public_roots_t;

/* The table that ships, public-roots-table.c, sorted, and the years of its lists: "2014, 2026". */
extern const guint8 public_roots_table[][32];
extern const size_t public_roots_table_size;
extern const char public_roots_dates[];

public_roots_t public_roots_shipped(void);

/* @sha256  of the whole certificate, 32 octets. */
bool public_root_is_known(public_roots_t roots, const guint8 *sha256);
