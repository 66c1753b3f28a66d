/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Certificate Transparency logs (RFC 6962 §3): what each is called and the key it signs with. A
 * log that is not in the table is unknown, which says nothing against it: the table is as old as
 * its date. */

#include <stddef.h>

#include <glib.h>

#define CT_LOG_ID_SIZE 32

typedef struct {
    guint8 id[CT_LOG_ID_SIZE]; /* SHA-256 of the key */
    const char *name;          /* "Google Argon2026h2" */
    const char *operated_by;   /* "Google" */
    const char *key;           /* SubjectPublicKeyInfo, DER in base64 */
} ct_log_t;

/* Logs, sorted by id; borrowed. */
typedef struct {
    const ct_log_t *rows;
    size_t count;
} ct_logs_t;

/* The table that ships, ct-logs-table.c, and the date of the newest list it was made from:
 * "2026-08-13". */
extern const ct_log_t ct_logs_table[];
extern const size_t ct_logs_table_size;
extern const char ct_logs_date[];

/* The table that ships. */
ct_logs_t ct_logs_shipped(void);

/* The log with @id, of CT_LOG_ID_SIZE octets; NULL when @logs has none. Borrows from @logs. */
const ct_log_t *ct_logs_find(ct_logs_t logs, const guint8 *id);
