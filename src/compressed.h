/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* CompressedCertificate (RFC 8879): a Certificate message that zlib, brotli or zstd made smaller.
 */

#include "bytes.h"

/* A message that says it is larger, or becomes so, is not decompressed. */
#define COMPRESSED_LIMIT (1024 * 1024)

/* All messages of a capture may become as large as this, and so many times as large as they came:
 * certificates get three or four times as large, what is made to fill memory a thousand times. */
#define COMPRESSED_ALLOWANCE (4 * COMPRESSED_LIMIT)
#define COMPRESSED_RATIO     16

/* Octets of all messages so far, as they came and as they were to become. */
typedef struct {
    guint64 packed, opened;
} compressed_sum_t;

typedef enum {
    COMPRESSED_OPENED,
    COMPRESSED_MALFORMED,
    COMPRESSED_UNKNOWN, /* an algorithm that is not known here */
    COMPRESSED_TOO_LARGE,
    COMPRESSED_TOO_MANY /* together they are too large */
} compressed_t;

/**
 * Decompresses the body of a CompressedCertificate message.
 *
 * @sum      of the capture; zero at first.
 * @ret_why  what came of it.
 * Returns   the body of the Certificate message; NULL on failure. Gives.
 */
GBytes *compressed_open(slice_t body, compressed_sum_t *sum, compressed_t *ret_why);
