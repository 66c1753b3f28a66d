/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "der.h"

/* X.690 §10.1: the fewest octets that hold the length. */
static size_t read_length(reader_t *r)
{
    guint32 first = reader_uint(r, 1);
    if (first < 0x80)
        return first;
    unsigned width = first & 0x7f;
    if (width == 0 || width > 4) {
        r->failed = true;
        return 0;
    }
    guint32 length = reader_uint(r, width);
    if (length < 0x80 || (width > 1 && length >> (8 * (width - 1)) == 0))
        r->failed = true;
    return length;
}

slice_t der_any(reader_t *r, guint8 *tag)
{
    *tag = (guint8)reader_uint(r, 1);
    if ((*tag & 0x1f) == 0x1f) /* a long tag number: nothing in a certificate has one */
        r->failed = true;
    size_t length = read_length(r);
    slice_t content = reader_slice(r, length);
    if (r->failed) {
        *tag = 0;
        return (slice_t){0};
    }
    return content;
}

/* X.690 §8.19.2: each part in the fewest octets, the last of which has no more behind it. */
static bool is_oid(slice_t content)
{
    bool begins = true;
    for (size_t i = 0; i < content.size; i++) {
        if (begins && content.data[i] == 0x80)
            return false;
        begins = !(content.data[i] & 0x80);
    }
    return begins && content.size > 0;
}

slice_t der_content(reader_t *r, guint8 tag)
{
    guint8 got;
    slice_t content = der_any(r, &got);
    if (got == tag && (tag != DER_OID || is_oid(content)))
        return content;
    r->failed = true;
    return (slice_t){0};
}

slice_t der_element(reader_t *r, guint8 tag)
{
    const guint8 *start = r->at;
    der_content(r, tag);
    if (r->failed)
        return (slice_t){0};
    return (slice_t){start, (size_t)(r->at - start)};
}

bool der_next_is(const reader_t *r, guint8 tag)
{
    return !r->failed && reader_left(r) > 0 && *r->at == tag;
}

bool der_boolean(reader_t *r)
{
    if (!der_next_is(r, DER_BOOLEAN))
        return false;
    slice_t value = der_content(r, DER_BOOLEAN);
    if (value.size != 1 || (value.data[0] != 0 && value.data[0] != 0xff)) {
        r->failed = true;
        return false;
    }
    return value.data[0] == 0xff;
}

int der_small(slice_t integer)
{
    if (integer.size == 0 || integer.size > 4 || integer.data[0] & 0x80)
        return -1;
    if (integer.size > 1 && integer.data[0] == 0 && !(integer.data[1] & 0x80))
        return -1; /* not the fewest octets */
    guint32 value = 0;
    for (size_t i = 0; i < integer.size; i++)
        value = value << 8 | integer.data[i];
    return (int)value;
}

static bool digits(reader_t *r, int n, int *ret)
{
    *ret = 0;
    for (int i = 0; i < n; i++) {
        guint32 c = reader_uint(r, 1);
        if (c < '0' || c > '9')
            return false;
        *ret = *ret * 10 + (int)(c - '0');
    }
    return true;
}

static bool read_time(reader_t *r, gint64 *ret_time, bool *ret_old_form)
{
    guint8 tag;
    slice_t text = der_any(r, &tag);
    bool utc_time = tag == DER_UTC_TIME;
    if ((!utc_time && tag != DER_GENERALIZED_TIME) || text.size != (utc_time ? 13u : 15u) ||
        text.data[text.size - 1] != 'Z')
        return false;
    reader_t s = reader_over(text);
    int year, month, day, hour, minute, second;
    if (!digits(&s, utc_time ? 2 : 4, &year) || !digits(&s, 2, &month) || !digits(&s, 2, &day) ||
        !digits(&s, 2, &hour) || !digits(&s, 2, &minute) || !digits(&s, 2, &second))
        return false;
    if (utc_time)
        year += year >= 50 ? 1900 : 2000;
    if (!utc_time && year < 2050)
        *ret_old_form = true;
    g_autoptr(GDateTime) time = NULL;
    if (year > 0)
        time = g_date_time_new_utc(year, month, day, hour, minute, second);
    if (!time)
        return false;
    *ret_time = g_date_time_to_unix(time);
    return true;
}

bool der_time(reader_t *r, gint64 *ret_time, bool *ret_old_form)
{
    if (read_time(r, ret_time, ret_old_form))
        return true;
    r->failed = true;
    return false;
}

slice_t der_shortest(slice_t integer)
{
    while (integer.size > 1 && ((integer.data[0] == 0 && !(integer.data[1] & 0x80)) ||
                                (integer.data[0] == 0xff && integer.data[1] & 0x80))) {
        integer.data++;
        integer.size--;
    }
    return integer;
}

bool der_is_integer(slice_t content)
{
    return content.size > 0 && der_shortest(content).size == content.size;
}

bool der_is_natural(slice_t content)
{
    return der_is_integer(content) && !(content.data[0] & 0x80);
}

bool der_is_list(slice_t content)
{
    reader_t r = reader_over(content);
    guint8 tag;
    while (!r.failed && reader_left(&r) > 0)
        der_any(&r, &tag);
    return reader_done(&r);
}

char *der_oid_text(slice_t oid)
{
    GString *out = g_string_new(NULL);
    guint64 arc = 0;
    for (size_t i = 0; i < oid.size && out->len < 200; i++) {
        arc = arc << 7 | (oid.data[i] & 0x7f);
        if (oid.data[i] & 0x80)
            continue;
        guint64 root = MIN(arc / 40, 2);
        if (out->len == 0)
            g_string_append_printf(out, "%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT, root,
                                   arc - 40 * root);
        else
            g_string_append_printf(out, ".%" G_GUINT64_FORMAT, arc);
        arc = 0;
    }
    if (out->len == 0)
        g_string_append_c(out, '?');
    return g_string_free(out, FALSE);
}
