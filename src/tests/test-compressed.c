/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compressed.h"

#include <string.h>

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#define ROOM (64 * 1024)

typedef size_t pack_fn(slice_t in, guint8 *out);

static size_t pack_zlib(slice_t in, guint8 *out)
{
    uLongf size = ROOM;
    g_assert_cmpint(compress(out, &size, in.data, (uLong)in.size), ==, Z_OK);
    return size;
}

static size_t pack_brotli(slice_t in, guint8 *out)
{
    size_t size = ROOM;
    g_assert_true(BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, in.size, in.data, &size, out));
    return size;
}

static size_t pack_zstd(slice_t in, guint8 *out)
{
    size_t size = ZSTD_compress(out, ROOM, in.data, in.size, 3);
    g_assert_false(ZSTD_isError(size));
    return size;
}

static pack_fn *const packers[] = {NULL, pack_zlib, pack_brotli, pack_zstd};

typedef struct {
    const char *name;
    guint16 algorithm, packed_by; /* packed_by 0: by that algorithm */
    size_t size;                  /* of what is packed: zeros */
    int says_more;                /* than that */
    int cut;                      /* octets that the stream lacks; negative: has more */
    compressed_t why;
} row_t;

/* clang-format off */
static const row_t rows[] = {
    {"zlib", 1, 0, 3000, 0, 0, COMPRESSED_OPENED},
    {"brotli", 2, 0, 3000, 0, 0, COMPRESSED_OPENED},
    {"zstd", 3, 0, 3000, 0, 0, COMPRESSED_OPENED},
    {"zlib, as large as allowed", 1, 0, COMPRESSED_LIMIT, 0, 0, COMPRESSED_OPENED},
    {"brotli, as large as allowed", 2, 0, COMPRESSED_LIMIT, 0, 0, COMPRESSED_OPENED},
    {"zstd, as large as allowed", 3, 0, COMPRESSED_LIMIT, 0, 0, COMPRESSED_OPENED},
    {"zlib, too large", 1, 0, COMPRESSED_LIMIT + 1, 0, 0, COMPRESSED_TOO_LARGE},
    {"zlib, larger than it says", 1, 0, 3000, -1, 0, COMPRESSED_MALFORMED},
    {"brotli, larger than it says", 2, 0, 3000, -1, 0, COMPRESSED_MALFORMED},
    {"zstd, larger than it says", 3, 0, 3000, -1, 0, COMPRESSED_MALFORMED},
    {"zlib bomb", 1, 0, COMPRESSED_LIMIT + 1, -1000000, 0, COMPRESSED_MALFORMED},
    {"zlib, smaller than it says", 1, 0, 3000, 1, 0, COMPRESSED_MALFORMED},
    {"brotli, smaller than it says", 2, 0, 3000, 1, 0, COMPRESSED_MALFORMED},
    {"zstd, smaller than it says", 3, 0, 3000, 1, 0, COMPRESSED_MALFORMED},
    {"zlib, cut", 1, 0, 3000, 0, 1, COMPRESSED_MALFORMED},
    {"brotli, cut", 2, 0, 3000, 0, 1, COMPRESSED_MALFORMED},
    {"zstd, cut", 3, 0, 3000, 0, 1, COMPRESSED_MALFORMED},
    {"zlib, with more behind it", 1, 0, 3000, 0, -1, COMPRESSED_MALFORMED},
    {"brotli, with more behind it", 2, 0, 3000, 0, -1, COMPRESSED_MALFORMED},
    {"zstd, with more behind it", 3, 0, 3000, 0, -1, COMPRESSED_MALFORMED},
    {"another than it says", 1, 2, 3000, 0, 0, COMPRESSED_MALFORMED},
    {"unknown", 4, 1, 3000, 0, 0, COMPRESSED_UNKNOWN},
    {"nothing", 1, 0, 0, 0, 0, COMPRESSED_MALFORMED},
};
/* clang-format on */

static void append_uint(GByteArray *out, size_t value, int width)
{
    for (int i = width - 1; i >= 0; i--) {
        guint8 octet = (guint8)(value >> (8 * i));
        g_byte_array_append(out, &octet, 1);
    }
}

static GByteArray *make_body(const row_t *row)
{
    g_autofree guint8 *plain = g_malloc0(row->size + 1);
    g_autofree guint8 *packed = g_malloc0(ROOM + 1);
    size_t by = row->packed_by ? row->packed_by : row->algorithm;
    size_t size = packers[by]((slice_t){plain, row->size}, packed);
    size -= (size_t)(ssize_t)row->cut;
    GByteArray *body = g_byte_array_new();
    append_uint(body, row->algorithm, 2);
    append_uint(body, row->size + (size_t)(ssize_t)row->says_more, 3);
    append_uint(body, size, 3);
    g_byte_array_append(body, packed, (guint)size);
    return body;
}

static void test_row(gconstpointer data)
{
    const row_t *row = data;
    g_autoptr(GByteArray) body = make_body(row);
    compressed_t why;
    compressed_sum_t sum = {0};
    g_autoptr(GBytes) out = compressed_open((slice_t){body->data, body->len}, &sum, &why);
    g_assert_cmpint(why, ==, row->why);
    g_assert_true((out != NULL) == (why == COMPRESSED_OPENED));
    if (out)
        g_assert_cmpuint(g_bytes_get_size(out), ==, row->size);
}

/* No beginning of a message is one. */
static void test_cut_short(void)
{
    g_autoptr(GByteArray) body = make_body(&rows[0]);
    for (guint n = 0; n < body->len; n++) {
        compressed_t why;
        compressed_sum_t sum = {0};
        g_assert_null(compressed_open((slice_t){body->data, n}, &sum, &why));
        g_assert_cmpint(why, ==, COMPRESSED_MALFORMED);
    }
}

/* Together messages may become so large and no larger; what came larger counts for more. */
static void test_sum(void)
{
    const row_t row = {.algorithm = 1, .size = 4096};
    g_autoptr(GByteArray) body = make_body(&row);
    const guint64 packed = body->len - 8;
    const struct {
        compressed_sum_t before;
        compressed_t why;
    } cases[] = {
        {{0, COMPRESSED_ALLOWANCE + COMPRESSED_RATIO * packed - 4096},       COMPRESSED_OPENED  },
        {{0, COMPRESSED_ALLOWANCE + COMPRESSED_RATIO * packed - 4095},       COMPRESSED_TOO_MANY},
        {{1, COMPRESSED_ALLOWANCE + COMPRESSED_RATIO * (packed + 1) - 4096}, COMPRESSED_OPENED  },
        {{1ull << 40, (1ull << 40) * COMPRESSED_RATIO},                      COMPRESSED_OPENED  },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        compressed_t why;
        compressed_sum_t sum = cases[i].before;
        g_autoptr(GBytes) out = compressed_open((slice_t){body->data, body->len}, &sum, &why);
        g_assert_cmpint(why, ==, cases[i].why);
        guint64 added = out ? 4096 : 0;
        g_assert_cmpuint(sum.opened, ==, cases[i].before.opened + added);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/compressed/%s", rows[i].name);
        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/compressed/cut short", test_cut_short);
    g_test_add_func("/compressed/sum", test_sum);
    return g_test_run();
}
