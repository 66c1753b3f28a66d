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
