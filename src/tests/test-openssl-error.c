/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "openssl-error.h"

typedef struct {
    const char *name;
    problem_t problems[3];
    guint n;
    name_source_t source;
    int number;
} error_case_t;

/* The first error that OpenSSL comes to, as its own `openssl verify` shows for such chains. */
static const error_case_t cases[] = {
    {"none",                          {0},                                      0, NAME_SNI,     0 },
    {"self-signed",                   {PROBLEM_SELF_SIGNED},                    1, NAME_SNI,     18},
    {"self-signed comes before time", {PROBLEM_SELF_SIGNED, PROBLEM_EXPIRED},   2, NAME_SNI,     18},
    {"the name comes before time",    {PROBLEM_EXPIRED, PROBLEM_NAME_MISMATCH}, 2, NAME_SNI,     62},
    {"an address is no host name",    {PROBLEM_NAME_MISMATCH},                  1, NAME_ADDRESS, 64},
    {"expired",                       {PROBLEM_EXPIRED},                        1, NAME_SNI,     10},
    {"not yet valid",                 {PROBLEM_NOT_YET_VALID},                  1, NAME_SNI,     9 },
    {"a common name will do",         {PROBLEM_NAME_ONLY_IN_COMMON_NAME},       1, NAME_SNI,     0 },
    {"and what is beside it counts",
     {PROBLEM_EXPIRED, PROBLEM_NAME_ONLY_IN_COMMON_NAME},
     2,                                                                            NAME_SNI,
     10                                                                                            },
};

static void check(gconstpointer data)
{
    const error_case_t *c = data;
    verdict_t verdict = {.name_source = c->source};
    verdict.problems = g_array_new(FALSE, FALSE, sizeof(reason_t));
    for (guint i = 0; i < c->n; i++) {
        reason_t reason = {.word = c->problems[i]};
        g_array_append_val(verdict.problems, reason);
    }
    openssl_error_t error = openssl_error(&verdict);
    g_array_unref(verdict.problems);
    g_assert_cmpint(error.number, ==, c->number);
    g_assert_cmpint(error.text != NULL, ==, c->number != 0);
}

/* OpenSSL has a word for the end entity's keyUsage, and another for that of its issuers. */
static void test_usage(void)
{
    static const int numbers[] = {26, 79};
    for (int i = 0; i < 2; i++) {
        verdict_t verdict = {.problems = g_array_new(FALSE, FALSE, sizeof(reason_t))};
        reason_t reason = {.word = PROBLEM_WRONG_KEY_USAGE, .certificate = i};
        g_array_append_val(verdict.problems, reason);
        g_assert_cmpint(openssl_error(&verdict).number, ==, numbers[i]);
        g_array_unref(verdict.problems);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/openssl error/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], check);
    }
    g_test_add_func("/openssl error/key usage", test_usage);
    return g_test_run();
}
