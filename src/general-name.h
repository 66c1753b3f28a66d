/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* GeneralName (RFC 5280 §4.2.1.6): the names in subjectAltName and in name constraints. */

#include "bytes.h"

/* A distinguished name of more octets is told by its size: GnuTLS's text of it takes quadratic
 * time. */
#define GENERAL_NAME_TEXT_LIMIT 8192

/* By the number of its tag. */
typedef enum {
    GENERAL_NAME_OTHER = 0,
    GENERAL_NAME_EMAIL = 1,
    GENERAL_NAME_DNS = 2,
    GENERAL_NAME_X400 = 3,
    GENERAL_NAME_DIRECTORY = 4, /* value: a Name, header included */
    GENERAL_NAME_EDI = 5,
    GENERAL_NAME_URI = 6,
    GENERAL_NAME_IP = 7, /* value: 4 or 16 octets; in a constraint 8 or 32 */
    GENERAL_NAME_REGISTERED_ID = 8,
} general_name_kind_t;

typedef struct {
    general_name_kind_t kind;
    slice_t value;
} general_name_t;

/* Reads one GeneralName; false when it is malformed. How many octets an address has is for the
 * caller to check. */
bool general_name_read(reader_t *r, general_name_t *out);

/* "DNS:www.lab.test", "IP:127.0.0.1" .., made printable. Gives; g_free(). */
char *general_name_text(const general_name_t *name);
