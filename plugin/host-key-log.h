/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The key log that Wireshark's own preference tls.keylog_file names. It may grow while it is read:
 * what is not found is looked for again when the file has become longer. */

#include "key-log.h"

/* NULL when no file is set or it cannot be read. Borrows until key_log_of_host_close(). */
const key_log_t *key_log_of_host(void);

/* Why there is none, although a file is set: a sentence without its full stop; NULL otherwise.
 * Borrows until the next look at it. */
const char *key_log_of_host_problem(void);

void key_log_of_host_close(void);
