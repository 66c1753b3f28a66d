/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read-file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

#include <glib/gstdio.h>

enum { CHUNK = 65536 };

/* False, with errno, when it cannot be read; one octet above the limit is enough. */
static bool read_all(FILE *file, size_t limit, GByteArray *out)
{
    g_autofree guint8 *chunk = g_malloc(CHUNK);
    size_t n;
    errno = 0;
    while (out->len <= limit && (n = fread(chunk, 1, CHUNK, file)) > 0)
        g_byte_array_append(out, chunk, (guint)n);
    return !ferror(file);
}

char *read_file(const char *path, size_t limit, size_t *ret_size, char **ret_why,
                language_t language)
{
    FILE *file = g_fopen(path, "rb");
    if (!file) {
        *ret_why = g_strdup(g_strerror(errno));
        return NULL;
    }
    GByteArray *octets = g_byte_array_new();
    bool good = read_all(file, limit, octets);
    int failure = errno;
    fclose(file);
    if (!good || octets->len > limit) {
        *ret_why = good ? g_strdup_printf(say(language, "it is larger than %zu octets"), limit)
                        : g_strdup(g_strerror(failure));
        g_byte_array_unref(octets);
        return NULL;
    }
    *ret_size = octets->len;
    g_byte_array_append(octets, (const guint8 *)"", 1);
    return (char *)g_byte_array_free(octets, FALSE);
}
