/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The NSS key log (SSLKEYLOGFILE, RFC 9850): the secrets of sessions, as the client or the server
 * wrote them down. A line is found by the random of the ClientHello or, with RSA key exchange, by
 * what stands for the session. It decrypts nothing, and opens no file. */

#include "bytes.h"
#include "say.h"

/* Labels; those that are found by something else than the client's random say by what. */
typedef enum {
    KEY_LOG_CLIENT_RANDOM, /* TLS 1.2 and before: the master secret, 48 octets */
    KEY_LOG_CLIENT_EARLY_TRAFFIC_SECRET,
    KEY_LOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET,
    KEY_LOG_SERVER_HANDSHAKE_TRAFFIC_SECRET,
    KEY_LOG_CLIENT_TRAFFIC_SECRET_0,
    KEY_LOG_SERVER_TRAFFIC_SECRET_0,
    KEY_LOG_EXPORTER_SECRET,
    KEY_LOG_EARLY_EXPORTER_SECRET,
    KEY_LOG_RSA_PREMASTER, /* premaster secret, by the first 8 octets of the encrypted one */
    KEY_LOG_RSA_SESSION,   /* master secret, by session_id */
    KEY_LOG_LABEL_COUNT
} key_log_label_t;

const char *key_log_label_name(key_log_label_t label); /* "CLIENT_RANDOM" */

typedef struct key_log key_log_t;

/* Reads the text of a key log (LF or CRLF, comments with #). Never NULL: a line that cannot be read
 * is skipped and counted, a line with another label is skipped. Gives. */
key_log_t *key_log_new_from_text(const char *text, size_t size);
void key_log_free(key_log_t *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(key_log_t, key_log_free)

/* Reads more text, of whole lines: what was written to the file since. A secret that comes again
 * replaces the one before. */
void key_log_add_text(key_log_t *log, const char *text, size_t size);

/* Adds one secret, as if a line had it. False: its size, or that of @id, is not the label's. */
bool key_log_add(key_log_t *log, key_log_label_t label, slice_t id, slice_t secret);

/* Lines that have a known label but cannot be read, or have no label at all. */
size_t key_log_bad_lines(const key_log_t *log);

/* The secret; empty when there is none. Borrows until the next key_log_add_text().
 * @id  client_random, 32 octets, or what the label says. */
slice_t key_log_find(const key_log_t *log, key_log_label_t label, slice_t id);

/* The labels that there are for @client_random: a set of 1u << key_log_label_t. */
unsigned key_log_labels(const key_log_t *log, slice_t client_random);

/**
 * What the log lacks to read the session with @client_random, as a sentence without its full stop.
 *
 * Returns  NULL when all is there. Gives; g_free().
 */
char *key_log_diagnosis(const key_log_t *log, slice_t client_random, bool tls13,
                        language_t language);
