/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The IANA registry "TLS Cipher Suites" as a table, sorted by code, together with codes that were
 * never registered but were in use: export suites of 1024 bits, FORTEZZA, early GOST, ChaCha20 and
 * Salsa20, CECPQ1, ECJPAKE, SM2 (GM/T 0024). What follows from a name is in tls-names.h. */

#include <glib.h>

typedef struct {
    guint16 code;
    const char *name;
} cipher_suite_row_t;

extern const cipher_suite_row_t cipher_suite_rows[];
extern const gsize cipher_suite_row_count;
