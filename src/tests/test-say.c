/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "say-words.h"

#include <string.h>

#include "lab.h"

/* The tables of sentences are whole: each row says something in the other language, and takes the
 * arguments that the English takes. That every sentence of the sources has a row is a rule of
 * tools/lint. */

enum { LONGEST = 420, PLACES = 8 };

/* What argument each conversion takes: "s", "zu"; by place, whether that is said or counted. */
static void read_conversions(const char *format, char places[PLACES][4])
{
    int next = 0;
    memset(places, 0, sizeof(char[PLACES][4]));
    for (const char *at = strchr(format, '%'); at; at = strchr(at, '%')) {
        char *end;
        guint64 place = g_ascii_strtoull(++at, &end, 10);
        if (*end == '$')
            at = end + 1;
        else
            place = (guint64)++next;
        size_t length = strspn(at, "zl");
        g_assert_true(at[length] && strchr("sdu", at[length])); /* no width, no "%%" */
        g_assert_cmpuint(place, >=, 1);
        g_assert_cmpuint(place, <=, PLACES);
        g_strlcpy(places[place - 1], at, MIN(length + 2, 4));
        g_assert_true(next == 0 || place == (guint64)next); /* not some so and some so */
    }
}

static void check_same_arguments(const said_t *row)
{
    char english[PLACES][4], other[PLACES][4];
    read_conversions(row->english, english);
    read_conversions(row->other, other);
    for (int i = 0; i < PLACES; i++)
        g_assert_cmpstr(other[i], ==, english[i]);
}

static void check_row(const said_t *row)
{
    g_assert_true(g_utf8_validate(row->other, -1, NULL));
    g_assert_true(lab_has_hangul(row->other));
    g_assert_false(lab_has_hangul(row->english));
    g_assert_cmpuint(strlen(row->other), <=, LONGEST);
    if (row->other[0] == ' ') /* what is put behind something; Korean may come without the blank */
        g_assert_cmpint(row->english[0], ==, ' ');
    check_same_arguments(row);
}

static void test_rows(void)
{
    guint n = 0;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (const said_table_t *const *table = say_tables(LANGUAGE_KOREAN); *table; table++)
        for (size_t i = 0; i < (*table)->size; i++, n++) {
            const said_t *row = &(*table)->rows[i];
            check_row(row);
            g_assert_true(g_hash_table_add(seen, (gpointer)row->english));
            g_assert_true(i == 0 || strcmp(row[-1].english, row->english) < 0);
            g_assert_cmpstr(say(LANGUAGE_KOREAN, row->english), ==, row->other);
            g_assert_true(say(LANGUAGE_ENGLISH, row->english) == row->english);
        }
    g_assert_cmpuint(n, >, 300);
}

static void test_unknown_sentence(void)
{
    static const char unknown[] = "no table has this";
    g_assert_true(say(LANGUAGE_KOREAN, unknown) == unknown);
    g_assert_null(say(LANGUAGE_KOREAN, NULL));
}

static void test_saying(void)
{
    saying_t saying = {NULL, NULL};
    g_assert_null(saying_text(&saying, LANGUAGE_KOREAN));
    saying_set(&saying, "its %s is malformed", g_strdup("keyUsage"));
    saying_set(&saying, "an extension is not DER", NULL); /* the first one counts */
    g_autofree char *english = saying_text(&saying, LANGUAGE_ENGLISH);
    g_autofree char *korean = saying_text(&saying, LANGUAGE_KOREAN);
    g_assert_cmpstr(english, ==, "its keyUsage is malformed");
    g_assert_cmpstr(korean, ==, "keyUsage 확장의 형식이 잘못되었다");
    saying_clear(&saying);
    g_assert_null(saying.english);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/say/rows", test_rows);
    g_test_add_func("/say/unknown sentence", test_unknown_sentence);
    g_test_add_func("/say/saying", test_saying);
    return g_test_run();
}
