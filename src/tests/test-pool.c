/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pool.h"

#include <string.h>

static void test_equal_octets_are_kept_once(void)
{
    g_autoptr(pool_t) pool = pool_new();
    guint8 first[] = {1, 2, 3}, second[] = {1, 2, 3}, other[] = {1, 2, 4};
    slice_t a = pool_keep(pool, (slice_t){first, sizeof first});
    slice_t b = pool_keep(pool, (slice_t){second, sizeof second});
    slice_t c = pool_keep(pool, (slice_t){other, sizeof other});
    g_assert_true(a.data == b.data);
    g_assert_true(a.data != c.data);
    memset(first, 0, sizeof first); /* the pool has its own */
    g_assert_true(slice_equal(a, (slice_t){second, sizeof second}));
}

static void test_nothing_is_nothing(void)
{
    g_autoptr(pool_t) pool = pool_new();
    slice_t none = pool_keep(pool, (slice_t){0});
    g_assert_true(none.data == NULL && none.size == 0);
}

static void test_texts_keep_their_end(void)
{
    g_autoptr(pool_t) pool = pool_new();
    const char *text = pool_keep_text(pool, "example");
    g_assert_cmpstr(text, ==, "example");
    g_assert_true(text == pool_keep_text(pool, "example"));
    g_assert_cmpstr(pool_keep_text(pool, ""), ==, "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pool/equal octets are kept once", test_equal_octets_are_kept_once);
    g_test_add_func("/pool/nothing is nothing", test_nothing_is_nothing);
    g_test_add_func("/pool/texts keep their end", test_texts_keep_their_end);
    return g_test_run();
}
