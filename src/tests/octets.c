/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "octets.h"

void octets_append_hex(GByteArray *out, const char *hex)
{
    for (; *hex; hex++) {
        if (*hex == ' ')
            continue;
        g_assert(g_ascii_isxdigit(hex[0]) && g_ascii_isxdigit(hex[1]));
        guint8 octet = (guint8)(g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]));
        g_byte_array_append(out, &octet, 1);
        hex++;
    }
}

GByteArray *octets_of(const char *hex)
{
    GByteArray *out = g_byte_array_new();
    octets_append_hex(out, hex);
    return out;
}

void octets_append_element(GByteArray *out, guint8 tag, const void *data, size_t size)
{
    guint width = size < 0x80 ? 0 : size < 0x100 ? 1 : size < 0x10000 ? 2 : 3;
    guint8 first = (guint8)(width ? 0x80 | width : size);
    g_byte_array_append(out, &tag, 1);
    g_byte_array_append(out, &first, 1);
    for (guint i = width; i-- > 0;) {
        guint8 octet = (guint8)(size >> (8 * i));
        g_byte_array_append(out, &octet, 1);
    }
    if (size)
        g_byte_array_append(out, data, (guint)size);
}

void octets_append_der(GByteArray *out, guint8 tag, GByteArray *content)
{
    octets_append_element(out, tag, content->data, content->len);
    g_byte_array_unref(content);
}

char *octets_hex(const GByteArray *octets)
{
    GString *hex = g_string_sized_new(2 * octets->len);
    for (guint i = 0; i < octets->len; i++)
        g_string_append_printf(hex, "%02x", octets->data[i]);
    return g_string_free(hex, FALSE);
}
