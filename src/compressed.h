/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* CompressedCertificate (RFC 8879): a Certificate message that zlib, brotli or zstd made smaller.
 */

#include "bytes.h"

/* A message that says it is larger, or becomes so, is not decompressed. */
#define COMPRESSED_LIMIT (1024 * 1024)

/* CertificateCompressionAlgorithm: "zlib", "brotli", "zstd"; NULL for another. */
const char *compression_name(guint16 algorithm);

/**
 * Decompresses the body of a CompressedCertificate message.
 *
 * @ret_algorithm  set when the body can be read.
 * @ret_why        set on failure: why not, in static text.
 * Returns         the body of the Certificate message; NULL on failure. Gives.
 */
GBytes *compressed_open(slice_t body, guint16 *ret_algorithm, const char **ret_why);
