/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* CompressedCertificate (RFC 8879): a Certificate message that zlib, brotli or zstd made smaller.
 */

#include "bytes.h"

/* A message that says it is larger, or becomes so, is not decompressed. */
#define COMPRESSED_LIMIT (1024 * 1024)

typedef enum {
    COMPRESSED_OPENED,
    COMPRESSED_MALFORMED,
    COMPRESSED_UNKNOWN, /* an algorithm that is not known here */
    COMPRESSED_TOO_LARGE
} compressed_t;

/**
 * Decompresses the body of a CompressedCertificate message.
 *
 * @ret_why  what came of it.
 * Returns   the body of the Certificate message; NULL on failure. Gives.
 */
GBytes *compressed_open(slice_t body, compressed_t *ret_why);
