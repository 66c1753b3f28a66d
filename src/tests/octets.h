/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Wire octets in tests are hex, with blanks where the RFC's structure has a border. */

#include <glib.h>

/* Appends what @hex says; it must hold whole octets. */
void octets_append_hex(GByteArray *out, const char *hex);

/* The same as a new array. Gives. */
GByteArray *octets_of(const char *hex);

/* Appends an element of DER: @tag, the length in the fewest octets, @size octets at @data. */
void octets_append_element(GByteArray *out, guint8 tag, const void *data, size_t size);

/* The same of @content, which is taken. */
void octets_append_der(GByteArray *out, guint8 tag, GByteArray *content);

/* As hex. Gives. */
char *octets_hex(const GByteArray *octets);
