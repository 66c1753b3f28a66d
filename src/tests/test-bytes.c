/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bytes.h"

#include <stdint.h>

/* A row reads a number of 2 octets, then a vector of width 1, then asks. */
typedef struct {
    const char *name;
    guint8 octets[8];
    size_t size;
    guint32 number;
    size_t vector;
    bool done, failed;
} read_case_t;

static const read_case_t read_cases[] = {
    {"all of it",              {1, 2, 2, 9, 9}, 5, 0x0102, 2, true,  false},
    {"empty vector",           {1, 2, 0},       3, 0x0102, 0, true,  false},
    {"one octet is left",      {1, 2, 1, 9, 9}, 5, 0x0102, 1, false, false},
    {"vector one octet short", {1, 2, 2, 9},    4, 0x0102, 0, false, true },
    {"no length",              {1, 2},          2, 0x0102, 0, false, true },
    {"half a number",          {1},             1, 0,      0, false, true },
    {"nothing",                {0},             0, 0,      0, false, true },
};

static void check_read(gconstpointer data)
{
    const read_case_t *c = data;
    reader_t r = reader_over((slice_t){c->size ? c->octets : NULL, c->size});
    guint32 number = reader_uint(&r, 2);
    slice_t vector = reader_vector(&r, 1);
    g_assert_cmpuint(number, ==, c->number);
    g_assert_cmpuint(vector.size, ==, c->vector);
    g_assert_true(reader_done(&r) == c->done);
    g_assert_true(r.failed == c->failed);
}

static void test_widths(void)
{
    static const guint8 octets[] = {0x80, 1, 0x80, 2, 3, 0x80, 4, 5, 6, 7};
    reader_t r = reader_over((slice_t){octets, sizeof octets});
    g_assert_cmphex(reader_uint(&r, 1), ==, 0x80);
    g_assert_cmphex(reader_uint(&r, 2), ==, 0x0180);
    g_assert_cmphex(reader_uint(&r, 3), ==, 0x020380);
    g_assert_cmphex(reader_uint(&r, 4), ==, 0x04050607);
    g_assert_true(reader_done(&r));
}

/* A size that the compiler does not know: gcc 16 warns of reading past the end, where it is told
 * to. */
static size_t unknown(size_t size)
{
    volatile size_t kept = size;
    return kept;
}

static void test_failure_is_sticky(void)
{
    static const guint8 octets[] = {1, 2, 3};
    reader_t r = reader_over((slice_t){octets, sizeof octets});
    g_assert_cmpuint(reader_slice(&r, unknown(4)).size, ==, 0);
    g_assert_cmpuint(reader_uint(&r, 1), ==, 0);
    g_assert_cmpuint(reader_rest(&r).size, ==, 0);
    g_assert_cmpuint(reader_left(&r), ==, 0);
    g_assert_true(r.failed);
}

static void test_rest(void)
{
    static const guint8 octets[] = {1, 2, 3};
    reader_t r = reader_over((slice_t){octets, sizeof octets});
    reader_uint(&r, 1);
    g_assert_cmpuint(reader_left(&r), ==, 2);
    slice_t rest = reader_rest(&r);
    g_assert_true(slice_equal(rest, (slice_t){octets + 1, 2}));
    g_assert_cmpuint(reader_rest(&r).size, ==, 0); /* nothing is left, and that is no failure */
    g_assert_true(reader_done(&r));
}

static void test_huge_size(void)
{
    static const guint8 octets[] = {0xff, 0xff, 0xff, 0xff, 1};
    reader_t r = reader_over((slice_t){octets, sizeof octets});
    g_assert_cmpuint(reader_vector(&r, 4).size, ==, 0);
    g_assert_true(r.failed);
    r = reader_over((slice_t){octets, sizeof octets});
    g_assert_cmpuint(reader_slice(&r, unknown(SIZE_MAX)).size, ==, 0);
    g_assert_true(r.failed);
}

static void test_equal(void)
{
    static const guint8 a[] = {1, 2}, b[] = {1, 2}, c[] = {1, 3};
    g_assert_true(slice_equal((slice_t){a, 2}, (slice_t){b, 2}));
    g_assert_false(slice_equal((slice_t){a, 2}, (slice_t){c, 2}));
    g_assert_false(slice_equal((slice_t){a, 2}, (slice_t){b, 1}));
    g_assert_true(slice_equal((slice_t){NULL, 0}, (slice_t){a, 0}));
    static const struct {
        const char *a, *b;
        size_t size, other_size;
        bool equal;
    } cases[] = {
        {"Lab",      "lAB",      3, 3, true },
        {"lab",      "lax",      3, 3, false},
        {"lab",      "lab",      3, 2, false},
        {"@[",       "`{",       2, 2, false}, /* no letters, and one bit apart */
        {"\0a",      "\0b",      2, 2, false},
        {"\0a",      "\0A",      2, 2, true },
        {"\xc3\x84", "\xc3\xa4", 2, 2, false}, /* no ASCII */
        {"",         "",         0, 0, true },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(
            slice_equal_ignoring_case((slice_t){(const guint8 *)cases[i].a, cases[i].size},
                                      (slice_t){(const guint8 *)cases[i].b, cases[i].other_size}),
            ==, cases[i].equal);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(read_cases); i++) {
        g_autofree char *path = g_strdup_printf("/bytes/read/%s", read_cases[i].name);
        g_test_add_data_func(path, &read_cases[i], check_read);
    }
    g_test_add_func("/bytes/widths", test_widths);
    g_test_add_func("/bytes/failure is sticky", test_failure_is_sticky);
    g_test_add_func("/bytes/rest", test_rest);
    g_test_add_func("/bytes/huge size", test_huge_size);
    g_test_add_func("/bytes/equal", test_equal);
    return g_test_run();
}
