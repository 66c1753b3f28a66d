/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The trust stores that the preferences ask for, each loaded when a chain is first judged by it. A
 * verdict rests on its store, so one that the preferences ask for no more stays all the same, and
 * serves again when they ask for it again. */

#include "trust.h"

typedef struct stores stores_t;

stores_t *stores_new(void);
void stores_free(stores_t *stores);

/* The store by which chains are judged; borrows. */
const trust_t *stores_trust(stores_t *stores);

/* The store of compare_ca_file; NULL when that is not set. Borrows. */
const trust_t *stores_compared(stores_t *stores);
