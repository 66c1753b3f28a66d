/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Files that a user names: they may be anything, without end too. */

#include <stddef.h>

#include "say.h"

/* What a file may hold at most: revocation lists can be large. */
#define READ_FILE_LIMIT ((size_t)256 * 1024 * 1024)

/**
 * Reads a file, whole or not at all.
 *
 * @limit     octets that it may hold.
 * @ret_size  the octets, without the NUL behind them.
 * @ret_why   on failure, why it cannot be read: the end of a sentence. Gives; g_free().
 * Returns    its octets and a NUL; NULL on failure. Gives; g_free().
 */
char *read_file(const char *path, size_t limit, size_t *ret_size, char **ret_why,
                language_t language);
