/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A file of trusted certificates, or of CRLs (the first octet says which), as a user might name
 * one: it is used whole or not at all, and what is wrong names the file. */

#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "trust.h"

static char path[40];
static int file = -1;

static void write_file(slice_t octets)
{
    if (file < 0) {
        file = memfd_create("trust", 0);
        g_assert(file >= 0);
        g_snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    }
    g_assert(ftruncate(file, 0) == 0);
    g_assert(pwrite(file, octets.data, octets.size, 0) == (ssize_t)octets.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader_t r = reader_over((slice_t){data, size});
    bool crls = reader_uint(&r, 1) & 1;
    slice_t octets = reader_rest(&r);
    if (octets.size == 0)
        return 0;
    write_file(octets);
    g_autoptr(trust_t) trust = trust_new();
    g_autoptr(GError) error = NULL;
    bool good =
        crls ? trust_add_crl_file(trust, path, &error) : trust_add_file(trust, path, &error);
    g_assert(good == (error == NULL));
    g_assert(good ? crls || trust_count(trust) > 0 : trust_unusable_reason(trust) != NULL);
    g_assert(good || strstr(error->message, path));
    g_assert(good || g_utf8_validate(error->message, -1, NULL));
    return 0;
}
