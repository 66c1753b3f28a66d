/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The tables behind say(), for say.c and for the test that holds them whole. */

#include "say.h"

typedef struct {
    const char *english;
    const char *other;
} said_t;

/* One table; its rows are in the order of strcmp() of their English. */
typedef struct {
    const said_t *rows;
    size_t size;
} said_table_t;

/* The tables of @language, up to NULL; of English there are none. */
const said_table_t *const *say_tables(language_t language);

extern const said_table_t say_korean_certificates, say_korean_chains, say_korean_revocation,
    say_korean_proofs, say_korean_tree;
