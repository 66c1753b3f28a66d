/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "remedy.h"

#include <string.h>

/* Each problem has one of its own: a hole or a copy in the table shows here. */
static void test_complete(void)
{
    for (int i = 0; i < PROBLEM_COUNT; i++) {
        const char *remedy = remedy_for((problem_t)i);
        g_assert_nonnull(remedy);
        g_assert_cmpuint(strlen(remedy), >, 20);
        for (int j = 0; j < i; j++)
            g_assert_cmpstr(remedy, !=, remedy_for((problem_t)j));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/remedy/complete", test_complete);
    return g_test_run();
}
