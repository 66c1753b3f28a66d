/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text.h"

#include <string.h>

static bool is_plain(gunichar c)
{
    switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT: /* bidirectional overrides, zero-width characters */
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return false;
    default:
        return true;
    }
}

char *text_printable(slice_t octets)
{
    GString *out = g_string_new(NULL);
    const char *at = (const char *)octets.data;
    size_t left = octets.size;
    while (left > 0 && out->len < TEXT_LIMIT) {
        gunichar c = g_utf8_get_char_validated(at, (gssize)left);
        bool valid = c != (gunichar)-1 && c != (gunichar)-2 && c != 0;
        size_t step = valid ? (size_t)g_unichar_to_utf8(c, NULL) : 1;
        if (valid && is_plain(c))
            g_string_append_len(out, at, (gssize)step);
        else if (valid && c > 0xff)
            g_string_append_printf(out, "\\u{%04X}", c);
        else
            g_string_append_printf(out, "\\x%02X", valid ? c : (guint8)*at);
        at += step;
        left -= step;
    }
    if (left > 0)
        g_string_append(out, "..");
    return g_string_free(out, FALSE);
}

char *text_printable_string(const char *text)
{
    if (!text)
        return NULL;
    return text_printable((slice_t){(const guint8 *)text, strlen(text)});
}

char *text_date(gint64 when)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(when);
    return date ? g_date_time_format(date, "%Y-%m-%d") : g_strdup("a date out of range");
}

char *text_days(gint64 days, language_t language)
{
    if (days == 0)
        return g_strdup(say(language, "less than a day"));
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, days);
    return g_strdup_printf(say(language, days == 1 ? "%s day" : "%s days"), number);
}

char *text_hex(slice_t octets)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < octets.size && out->len < TEXT_LIMIT; i++)
        g_string_append_printf(out, "%02x", octets.data[i]);
    if (out->len < 2 * octets.size)
        g_string_append(out, "..");
    return g_string_free(out, FALSE);
}
