/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lifetime.h"

#include "make-cert.h"

#define LAST_SECOND (-1) /* both bounds count, so so many days end a second before the next one */

typedef struct {
    const char *name;
    int year, month, day; /* of notBefore, at 00:00:00 UTC */
    int days;             /* from notBefore to notAfter .. */
    gint64 seconds;       /* .. and so many more */
    int limit;
    bool over;
} lifetime_case_t;

static const lifetime_case_t cases[] = {
    {"before all limits",               2012, 6, 30, 36500, 0,           0,    false},
    {"60 months",                       2012, 7, 1,  1826,  0,           1827, false},
    {"60 months, two leap days",        2015, 3, 31, 1827,  0,           1827, false},
    {"60 months and half a day",        2012, 7, 1,  1827,  DAY / 2,     1827, false},
    {"60 months and a day",             2012, 7, 1,  1827,  DAY,         1827, true },
    {"39 months",                       2015, 4, 1,  1188,  LAST_SECOND, 1188, false},
    {"39 months and half a day",        2015, 5, 1,  1188,  DAY / 2,     1188, false},
    {"39 months and a day",             2015, 4, 1,  1188,  DAY,         1188, true },
    {"39 months, the last day of them", 2018, 2, 28, 1187,  0,           1188, false},
    {"825 days",                        2018, 3, 1,  825,   LAST_SECOND, 825,  false},
    {"825 days and a second",           2018, 3, 1,  825,   0,           825,  true },
    {"825 days, the last day of them",  2020, 8, 31, 825,   LAST_SECOND, 825,  false},
    {"825 days, a day too late",        2020, 9, 1,  825,   LAST_SECOND, 398,  true },
    {"398 days",                        2020, 9, 1,  398,   LAST_SECOND, 398,  false},
    {"398 days and a second",           2020, 9, 1,  398,   0,           398,  true },
    {"398 days, the last day of them",  2026, 3, 14, 398,   LAST_SECOND, 398,  false},
    {"398 days, a day too late",        2026, 3, 15, 398,   LAST_SECOND, 200,  true },
    {"200 days",                        2026, 3, 15, 200,   LAST_SECOND, 200,  false},
    {"200 days and a second",           2026, 3, 15, 200,   0,           200,  true },
    {"200 days, the last day of them",  2027, 3, 14, 200,   LAST_SECOND, 200,  false},
    {"100 days",                        2027, 3, 15, 100,   LAST_SECOND, 100,  false},
    {"100 days and a second",           2027, 3, 15, 100,   0,           100,  true },
    {"100 days, the last day of them",  2029, 3, 14, 100,   LAST_SECOND, 100,  false},
    {"47 days",                         2029, 3, 15, 47,    LAST_SECOND, 47,   false},
    {"47 days and a second",            2029, 3, 15, 47,    0,           47,   true },
    {"a single second",                 2029, 3, 15, 0,     0,           47,   false},
    {"it ends before it begins",        2029, 3, 15, 0,     LAST_SECOND, 47,   false},
    {"for ever",                        2029, 3, 15, 99999, 0,           47,   true },
};

static gint64 midnight(const lifetime_case_t *c)
{
    g_autoptr(GDateTime) time = g_date_time_new_utc(c->year, c->month, c->day, 0, 0, 0);
    return g_date_time_to_unix(time);
}

static void check(gconstpointer data)
{
    const lifetime_case_t *c = data;
    gint64 from = midnight(c), until = from + c->days * DAY + c->seconds;
    g_assert_cmpint(lifetime_limit_days(from), ==, c->limit);
    g_assert_cmpint(lifetime_is_over_limit(from, until), ==, c->over);
}

/* The limit changes with the first second of a day. */
static void test_first_second(void)
{
    gint64 change = midnight(&(lifetime_case_t){.year = 2026, .month = 3, .day = 15});
    g_assert_cmpint(lifetime_limit_days(change - 1), ==, 398);
    g_assert_cmpint(lifetime_limit_days(change), ==, 200);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/lifetime/%s", cases[i].name);
        g_test_add_data_func(path, &cases[i], check);
    }
    g_test_add_func("/lifetime/first second of a limit", test_first_second);
    return g_test_run();
}
