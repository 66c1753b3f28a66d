/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Text set as a page of 80 columns, wide characters counted as two. */

#include <glib.h>
#include <stdbool.h>

void page_title(GString *page, const char *title);
void page_heading(GString *page, const char *heading);

/* A line as it is. */
void page_line(GString *page, const char *line);

/* A paragraph, broken into lines, @indent columns in. */
void page_text(GString *page, guint indent, const char *text);

/* "label: text", its further lines two columns further in. */
void page_labelled(GString *page, guint indent, const char *label, const char *text);
