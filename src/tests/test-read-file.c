/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read-file.h"

#include <string.h>

#include <glib/gstdio.h>

/* A user may name anything. */

typedef struct {
    const char *name, *path; /* NULL: a file of five octets, one of them NUL */
    size_t limit;
    const char *why; /* NULL: it is read */
} row_t;

static const row_t rows[] = {
    {"whole",              NULL,            6,      NULL                             },
    {"as large as may be", NULL,            5,      NULL                             },
    {"too large",          NULL,            4,      "it is larger than 4 octets"     },
    {"without end",        "/dev/zero",     200000, "it is larger than 200000 octets"},
    {"empty",              "/dev/null",     0,      NULL                             },
    {"not there",          "/nowhere/file", 9,      "No such file or directory"      },
    {"a folder",           "/",             9,      "Is a directory"                 },
    {"no name",            "",              9,      "No such file or directory"      },
};

static const char octets[] = {'a', 0, 'b', '\n', 'c'};

static void test_row(gconstpointer data)
{
    const row_t *row = data;
    g_autofree char *made = NULL, *why = NULL;
    if (!row->path) {
        g_close(g_file_open_tmp("tlswitness-XXXXXX", &made, NULL), NULL);
        g_assert_true(g_file_set_contents(made, octets, sizeof octets, NULL));
    }
    size_t size = 99;
    g_autofree char *text =
        read_file(made ? made : row->path, row->limit, &size, &why, LANGUAGE_ENGLISH);
    if (made)
        g_unlink(made);
    g_assert_cmpstr(why, ==, row->why);
    g_assert_true((text == NULL) == (row->why != NULL));
    if (!text)
        return;
    g_assert_cmpuint(size, ==, made ? sizeof octets : 0);
    g_assert_true(memcmp(text, octets, size) == 0);
    g_assert_cmpint(text[size], ==, 0);
}

int main(int argc, char **argv)
{
    g_setenv("LC_ALL", "C", TRUE);
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/read-file/%s", rows[i].name);
        g_test_add_data_func(path, &rows[i], test_row);
    }
    return g_test_run();
}
