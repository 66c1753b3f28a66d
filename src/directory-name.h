/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Distinguished names as RFC 5280 §7.1 compares them: the kind of string, upper and lower case and
 * repeated spaces make no difference. */

#include "general-name.h"

/* One string for each RelativeDistinguishedName, comparable octet by octet; NULL when @name (with
 * its header) is malformed. Gives; g_ptr_array_unref(). */
GPtrArray *directory_name_canonical(slice_t name);

/* Is @name @base or below it? Both as directory_name_canonical() gives them. */
bool directory_name_within(const GPtrArray *name, const GPtrArray *base);

/* Is @name (with its header) DER, every UTF8String in it UTF-8, and every BMPString and
 * UniversalString one of whole characters? */
bool directory_name_is_well_formed(slice_t name);

/* Appends the emailAddress attributes of @name to @out (of general_name_t). */
void directory_name_emails(slice_t name, GArray *out);

/* The last attribute of @name with @oid (its content), made printable; NULL without one. Gives. */
char *directory_name_last(slice_t name, slice_t oid);

/* The first @most of them, in order, of char *. Gives. */
GPtrArray *directory_name_first(slice_t name, slice_t oid, guint most);
