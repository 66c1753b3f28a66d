/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compressed.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

/* How it works: the length of what comes out stands in the message, so as much room is made, and a
 * stream that needs another amount is refused (RFC 8879 §4). A stream cannot grow beyond it. */

static bool open_zlib(slice_t in, guint8 *out, size_t size)
{
    uLongf length = (uLongf)size;
    uLong consumed = (uLong)in.size;
    return uncompress2(out, &length, in.data, &consumed) == Z_OK && length == size &&
           consumed == in.size;
}

/* As a stream, for only that tells whether octets are left. */
static bool open_brotli(slice_t in, guint8 *out, size_t size)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (!state)
        return false;
    size_t in_left = in.size, out_left = size;
    const guint8 *next_in = in.data;
    BrotliDecoderResult result =
        BrotliDecoderDecompressStream(state, &in_left, &next_in, &out_left, &out, NULL);
    BrotliDecoderDestroyInstance(state);
    return result == BROTLI_DECODER_RESULT_SUCCESS && in_left == 0 && out_left == 0;
}

static bool open_zstd(slice_t in, guint8 *out, size_t size)
{
    return ZSTD_decompress(out, size, in.data, in.size) == size;
}

static const struct {
    guint16 algorithm;
    bool (*open)(slice_t in, guint8 *out, size_t size);
} algorithms[] = {
    {1, open_zlib  },
    {2, open_brotli},
    {3, open_zstd  },
};

static GBytes *decompress(guint16 algorithm, slice_t in, size_t size, compressed_t *ret_why)
{
    for (size_t i = 0; i < G_N_ELEMENTS(algorithms); i++) {
        if (algorithms[i].algorithm != algorithm)
            continue;
        guint8 *out = g_malloc(size);
        *ret_why = algorithms[i].open(in, out, size) ? COMPRESSED_OPENED : COMPRESSED_MALFORMED;
        if (*ret_why == COMPRESSED_OPENED)
            return g_bytes_new_take(out, size);
        g_free(out);
        return NULL;
    }
    *ret_why = COMPRESSED_UNKNOWN;
    return NULL;
}

/* Adds a message, if it may be added. */
static bool add(compressed_sum_t *sum, size_t packed, size_t opened)
{
    compressed_sum_t with = {sum->packed + packed, sum->opened + opened};
    if (with.opened > COMPRESSED_ALLOWANCE + COMPRESSED_RATIO * with.packed)
        return false;
    *sum = with;
    return true;
}

GBytes *compressed_open(slice_t body, compressed_sum_t *sum, compressed_t *ret_why)
{
    reader_t r = reader_over(body);
    guint16 algorithm = (guint16)reader_uint(&r, 2);
    size_t size = reader_uint(&r, 3);       /* uncompressed_length */
    slice_t content = reader_vector(&r, 3); /* compressed_certificate_message<1..2^24-1> */
    if (!reader_done(&r) || content.size == 0 || size == 0) {
        *ret_why = COMPRESSED_MALFORMED;
        return NULL;
    }
    if (size > COMPRESSED_LIMIT) {
        *ret_why = COMPRESSED_TOO_LARGE;
        return NULL;
    }
    if (!add(sum, content.size, size)) {
        *ret_why = COMPRESSED_TOO_MANY;
        return NULL;
    }
    return decompress(algorithm, content, size, ret_why);
}
