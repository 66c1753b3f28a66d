/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "page.h"

#include <string.h>

enum { COLUMNS = 80 };

static guint columns_of(const char *text, gsize octets)
{
    guint columns = 0;
    for (const char *c = text; c < text + octets; c = g_utf8_next_char(c))
        columns += g_unichar_iswide(g_utf8_get_char(c)) ? 2 : 1;
    return columns;
}

static void append_repeated(GString *page, char c, guint times)
{
    for (guint i = 0; i < times; i++)
        g_string_append_c(page, c);
}

static void underlined(GString *page, const char *text, char with)
{
    g_string_append_printf(page, "%s\n", text);
    append_repeated(page, with, MIN(columns_of(text, strlen(text)), COLUMNS));
    g_string_append_c(page, '\n');
}

void page_title(GString *page, const char *title)
{
    underlined(page, title, '=');
}

void page_heading(GString *page, const char *heading)
{
    g_string_append_c(page, '\n');
    underlined(page, heading, '-');
}

void page_line(GString *page, const char *line)
{
    g_string_append_printf(page, "%s\n", line);
}

/* A word that is wider than the page gets a line of its own. */
static void append_paragraph(GString *page, guint indent, guint further, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    guint at = indent;
    append_repeated(page, ' ', indent);
    for (guint i = 0; words[i]; i++) {
        guint width = columns_of(words[i], strlen(words[i]));
        bool is_first = i == 0;
        if (!is_first && at + 1 + width > COLUMNS) {
            g_string_append_c(page, '\n');
            append_repeated(page, ' ', further);
            at = further;
            is_first = true;
        }
        g_string_append_printf(page, "%s%s", is_first ? "" : " ", words[i]);
        at += width + (is_first ? 0 : 1);
    }
    g_string_append_c(page, '\n');
}

void page_text(GString *page, guint indent, const char *text)
{
    append_paragraph(page, indent, indent, text);
}

void page_labelled(GString *page, guint indent, const char *label, const char *text)
{
    g_autofree char *both = g_strdup_printf("%s: %s", label, text);
    append_paragraph(page, indent, indent + 2, both);
}
