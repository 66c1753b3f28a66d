/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rows.h"

#include <string.h>

#include <epan/tap.h>

enum { LINE_WIDTH = 110, LABEL_LIMIT = 230 /* what Wireshark shows of one line */ };

bool place_is_visible(const place_t *place)
{
    return place->tree && PTREE_DATA(place->tree)->visible;
}

bool place_wants_expert(const proto_tree *tree)
{
    static int expert_tap, expert_protocol;
    if (!expert_tap) {
        expert_tap = find_tap_id("expert");
        expert_protocol = proto_get_id_by_filter_name("_ws.expert");
    }
    if (have_tap_listener(expert_tap))
        return true;
    proto_tree *asked = (proto_tree *)tree;
    return asked &&
           (proto_field_is_referenced(asked, expert_protocol) ||
            /* who looks at a field looks at its protocol: one question instead of many */
            (proto_field_is_referenced(asked, proto_tlswitness) && fields_expert_is_referenced()));
}

bool place_shows(const place_t *place, field_t first, field_t last)
{
    if (place_is_visible(place))
        return true;
    return place->tree && fields_are_referenced(first, last);
}

bool place_wants(const place_t *place, field_t first, field_t last)
{
    return place_shows(place, first, last) || place->expert;
}

place_t place_below(const place_t *place, proto_item *item, subtree_t subtree)
{
    place_t below = *place;
    below.tree = proto_item_add_subtree(item, ett[subtree]);
    return below;
}

const char *text_of_packet(packet_info *pinfo, char *gives)
{
    char *text = wmem_strdup(pinfo->pool, gives);
    g_free(gives);
    return text;
}

static proto_item *generated(proto_item *item)
{
    proto_item_set_generated(item);
    return item;
}

proto_item *row_text(const place_t *place, field_t field, const char *value)
{
    return generated(proto_tree_add_string(place->tree, hf[field], place->tvb, 0, 0, value));
}

const char *row_label(const place_t *place, const char *format, ...)
{
    if (!place_is_visible(place))
        return "";
    va_list arguments;
    va_start(arguments, format);
    const char *label = wmem_strdup_vprintf(place->pinfo->pool, format, arguments);
    va_end(arguments);
    return label;
}

proto_item *row_labelled(const place_t *place, field_t field, const char *value, const char *label)
{
    return generated(
        proto_tree_add_string_format(place->tree, hf[field], place->tvb, 0, 0, value, "%s", label));
}

proto_item *row_uint(const place_t *place, field_t field, guint32 value)
{
    return generated(proto_tree_add_uint(place->tree, hf[field], place->tvb, 0, 0, value));
}

proto_item *row_uint64(const place_t *place, field_t field, guint64 value)
{
    return generated(proto_tree_add_uint64(place->tree, hf[field], place->tvb, 0, 0, value));
}

proto_item *row_int(const place_t *place, field_t field, gint32 value)
{
    return generated(proto_tree_add_int(place->tree, hf[field], place->tvb, 0, 0, value));
}

proto_item *row_truth(const place_t *place, field_t field, bool value)
{
    return generated(proto_tree_add_boolean(place->tree, hf[field], place->tvb, 0, 0, value));
}

proto_item *row_moment(const place_t *place, field_t field, gint64 seconds)
{
    nstime_t time = {.secs = (time_t)seconds, .nsecs = 0};
    return generated(proto_tree_add_time(place->tree, hf[field], place->tvb, 0, 0, &time));
}

proto_item *row_duration(const place_t *place, field_t field, gint64 nanoseconds)
{
    nstime_t time = {.secs = (time_t)(nanoseconds / 1000000000),
                     .nsecs = (int)(nanoseconds % 1000000000)};
    return generated(proto_tree_add_time(place->tree, hf[field], place->tvb, 0, 0, &time));
}

proto_item *row_node(const place_t *place, field_t field, const char *label)
{
    return generated(
        proto_tree_add_none_format(place->tree, hf[field], place->tvb, 0, 0, "%s", label));
}

/* What an octet of UTF-8 adds to the columns on the screen: a character of East Asia, which begins
 * with one of these, has three octets and takes two columns. */
static size_t columns_of(guint8 octet)
{
    return octet >= 0xe3 && octet <= 0xed ? 0 : 1;
}

/* Octets of @text that make the next line: up to the last blank inside the width, or the first one
 * behind it. */
static size_t line_length(const char *text)
{
    const char *blank = NULL, *at = text;
    size_t width = 0;
    for (; *at && (width <= LINE_WIDTH || !blank); at++) {
        if (*at == ' ' && at > text)
            blank = at;
        width += columns_of((guint8)*at);
    }
    return (size_t)((width > LINE_WIDTH && blank ? blank : at) - text);
}

static const char *first_line(const place_t *place, const char **rest)
{
    size_t length = line_length(*rest);
    const char *line = wmem_strndup(place->pinfo->pool, *rest, length);
    *rest += length;
    return line;
}

static void add_lines(const place_t *place, const char *rest)
{
    while (*rest) {
        rest += *rest == ' ';
        const char *line = first_line(place, &rest);
        row_node(place, F_LINE, wmem_strdup_printf(place->pinfo->pool, "    %s", line));
    }
}

void row_lines(const place_t *place, const char *label, const char *text)
{
    if (!place_is_visible(place))
        return;
    const char *rest = wmem_strdup_printf(place->pinfo->pool, "%s: %s", label, text);
    row_node(place, F_LINE, first_line(place, &rest));
    add_lines(place, rest);
}

void row_overflow(const place_t *place, const char *above, const char *label, const char *text)
{
    if (text && strlen(above) > LABEL_LIMIT)
        row_lines(place, label, text);
}

proto_item *row_prose(const place_t *place, field_t field, const char *label, const char *value)
{
    if (!place_is_visible(place))
        return row_text(place, field, value);
    const char *rest = wmem_strdup_printf(place->pinfo->pool, "%s: %s", label, value);
    proto_item *item = row_labelled(place, field, value, first_line(place, &rest));
    add_lines(place, rest);
    return item;
}
