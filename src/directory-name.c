/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "directory-name.h"

#include <string.h>

#include "der.h"
#include "text.h"

static const guint8 oid_email_address[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1};

/* The character set of a string type; NULL for what is compared as octets. */
static const char *charset_of(guint8 tag)
{
    switch (tag) {
    case DER_UTF8_STRING:
    case DER_PRINTABLE_STRING:
    case DER_IA5_STRING:
        return "UTF-8";
    case DER_T61_STRING: /* in practice Latin 1 */
        return "ISO-8859-1";
    case DER_BMP_STRING:
        return "UTF-16BE";
    case DER_UNIVERSAL_STRING:
        return "UTF-32BE";
    default:
        return NULL;
    }
}

/* Spaces at the ends go, and of those in between one stays (RFC 4518 §2.6.1). */
static char *squeeze(const char *text)
{
    GString *out = g_string_new(NULL);
    bool gap = false;
    for (; *text; text++) {
        if (*text == ' ') {
            gap = out->len > 0;
            continue;
        }
        if (gap)
            g_string_append_c(out, ' ');
        gap = false;
        g_string_append_c(out, *text);
    }
    return g_string_free(out, FALSE);
}

static char *hex(slice_t s)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < s.size; i++)
        g_string_append_printf(out, "%02x", s.data[i]);
    return g_string_free(out, FALSE);
}

/* The text of a value as UTF-8; NULL when it is no text, or one with a NUL in it. */
static char *value_text(guint8 tag, slice_t value)
{
    const char *charset = charset_of(tag);
    const char *octets = value.size ? (const char *)value.data : "";
    g_autofree char *text = NULL;
    gsize written = 0;
    if (charset && strcmp(charset, "UTF-8") != 0)
        text = g_convert(octets, (gssize)value.size, "UTF-8", charset, NULL, &written, NULL);
    else if (charset && g_utf8_validate(octets, (gssize)value.size, NULL)) {
        text = g_strndup(octets, value.size);
        written = value.size;
    }
    return text && strlen(text) == written ? g_steal_pointer(&text) : NULL;
}

static char *canonical_value(guint8 tag, slice_t value)
{
    g_autofree char *text = value_text(tag, value);
    if (!text) {
        g_autofree char *digits = hex(value);
        return g_strdup_printf("#%02x:%s", tag, digits);
    }
    g_autofree char *folded = g_utf8_casefold(text, -1);
    return squeeze(folded);
}

static gint compare_strings(gconstpointer pa, gconstpointer pb)
{
    return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

/* RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue */
static char *canonical_rdn(slice_t set)
{
    g_autoptr(GPtrArray) attributes = g_ptr_array_new_with_free_func(g_free);
    reader_t r = reader_over(set);
    while (!r.failed && reader_left(&r) > 0) {
        reader_t attribute = reader_over(der_content(&r, DER_SEQUENCE));
        slice_t oid = der_content(&attribute, DER_OID);
        guint8 tag;
        slice_t value = der_any(&attribute, &tag);
        if (!reader_done(&attribute))
            return NULL;
        g_autofree char *type = hex(oid), *text = canonical_value(tag, value);
        g_ptr_array_add(attributes, g_strdup_printf("%s=%s", type, text));
    }
    if (!reader_done(&r) || attributes->len == 0)
        return NULL;
    g_ptr_array_sort(attributes, compare_strings);
    g_ptr_array_add(attributes, NULL);
    return g_strjoinv("\x01", (char **)attributes->pdata);
}

GPtrArray *directory_name_canonical(slice_t name)
{
    GPtrArray *rdns = g_ptr_array_new_with_free_func(g_free);
    reader_t r = reader_over(name);
    reader_t list = reader_over(der_content(&r, DER_SEQUENCE));
    while (!list.failed && reader_left(&list) > 0) {
        char *rdn = canonical_rdn(der_content(&list, DER_SET));
        if (rdn)
            g_ptr_array_add(rdns, rdn);
        else
            list.failed = true;
    }
    if (reader_done(&list) && reader_done(&r))
        return rdns;
    g_ptr_array_unref(rdns);
    return NULL;
}

bool directory_name_within(const GPtrArray *name, const GPtrArray *base)
{
    if (name->len < base->len)
        return false;
    for (guint i = 0; i < base->len; i++)
        if (strcmp(g_ptr_array_index(name, i), g_ptr_array_index(base, i)) != 0)
            return false;
    return true;
}

/* An attribute of a name, wherever it stands. */
typedef struct {
    slice_t oid, value;
    guint8 tag;
} attribute_t;

static GArray *attributes_of(slice_t name)
{
    GArray *attributes = g_array_new(FALSE, FALSE, sizeof(attribute_t));
    reader_t r = reader_over(name);
    reader_t list = reader_over(der_content(&r, DER_SEQUENCE));
    while (!list.failed && reader_left(&list) > 0) {
        reader_t set = reader_over(der_content(&list, DER_SET));
        while (!set.failed && reader_left(&set) > 0) {
            reader_t pair = reader_over(der_content(&set, DER_SEQUENCE));
            attribute_t attribute = {.oid = der_content(&pair, DER_OID)};
            attribute.value = der_any(&pair, &attribute.tag);
            if (!pair.failed)
                g_array_append_val(attributes, attribute);
        }
    }
    return attributes;
}

static bool is_utf8(slice_t text)
{
    const char *at = (const char *)text.data, *end = at + text.size, *bad;
    while (at < end && !g_utf8_validate(at, end - at, &bad)) {
        if (*bad) /* a NUL is a character, too */
            return false;
        at = bad + 1;
    }
    return true;
}

bool directory_name_is_well_formed(slice_t name)
{
    g_autoptr(GPtrArray) canonical = directory_name_canonical(name);
    g_autoptr(GArray) attributes = attributes_of(name);
    if (!canonical)
        return false;
    for (guint i = 0; i < attributes->len; i++) {
        const attribute_t *attribute = &g_array_index(attributes, attribute_t, i);
        if ((attribute->tag & DER_CONSTRUCTED && !der_is_list(attribute->value)) ||
            (attribute->tag == DER_UTF8_STRING && !is_utf8(attribute->value)) ||
            (attribute->tag == DER_BMP_STRING && attribute->value.size % 2 != 0) ||
            (attribute->tag == DER_UNIVERSAL_STRING && attribute->value.size % 4 != 0))
            return false;
    }
    return true;
}

void directory_name_emails(slice_t name, GArray *out)
{
    g_autoptr(GArray) attributes = attributes_of(name);
    for (guint i = 0; i < attributes->len; i++) {
        const attribute_t *attribute = &g_array_index(attributes, attribute_t, i);
        general_name_t email = {GENERAL_NAME_EMAIL, attribute->value};
        if (slice_equal(attribute->oid, (slice_t){oid_email_address, sizeof oid_email_address}))
            g_array_append_val(out, email);
    }
}

static char *attribute_text(const attribute_t *attribute)
{
    g_autofree char *text = value_text(attribute->tag, attribute->value);
    return text ? text_printable_string(text) : text_printable(attribute->value);
}

char *directory_name_last(slice_t name, slice_t oid)
{
    g_autoptr(GArray) attributes = attributes_of(name);
    for (guint i = attributes->len; i-- > 0;) {
        const attribute_t *attribute = &g_array_index(attributes, attribute_t, i);
        if (slice_equal(attribute->oid, oid))
            return attribute_text(attribute);
    }
    return NULL;
}

GPtrArray *directory_name_first(slice_t name, slice_t oid, guint most)
{
    g_autoptr(GArray) attributes = attributes_of(name);
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < attributes->len && found->len < most; i++) {
        const attribute_t *attribute = &g_array_index(attributes, attribute_t, i);
        if (slice_equal(attribute->oid, oid))
            g_ptr_array_add(found, attribute_text(attribute));
    }
    return found;
}
