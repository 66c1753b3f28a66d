/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The secrets of sessions, as far as the host lets a plugin know them: those that it used itself
 * (compat_host_secret()), else those of the file that its preference tls.keylog_file names. The
 * file may grow while it is read: what is not found is looked for again when it has become longer.
 */

#include "key-log.h"

/* That of the file; NULL when the preference names none, or it cannot be read. Borrows likewise. */
const key_log_t *key_log_of_file(void);

/* For the session with @client_random, which may be empty. NULL when there is no file, or it cannot
 * be read, and the host told of no secret. Borrows until the next call. */
const key_log_t *key_log_of_host(slice_t client_random);

/* Why there is none, although a file is set: a sentence without its full stop; NULL otherwise.
 * Borrows until the next look at it. */
const char *key_log_of_host_problem(void);

void key_log_of_host_close(void);
