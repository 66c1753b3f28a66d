/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* One row of the tree at a time, each marked as generated. */

#include "fields.h"

/* Where rows go: a subtree of the frame's tree. */
typedef struct {
    proto_tree *tree;
    tvbuff_t *tvb;
    packet_info *pinfo;
    bool expert; /* something looks at expert items: place_wants_expert() */
} place_t;

/* Is it on the screen? A frame that only taps look at has no tree at all. */
bool place_is_visible(const place_t *place);

/* Can something show one of these fields: the screen, a filter, a column? */
bool place_shows(const place_t *place, field_t first, field_t last);

/* The same, or their expert items? What nothing can show is not put into words. */
bool place_wants(const place_t *place, field_t first, field_t last);

/* Does something look at expert items? Those are counted in two passes where there is no tree. */
bool place_wants_expert(const proto_tree *tree);

/* The same frame, below @item. */
place_t place_below(const place_t *place, proto_item *item, subtree_t subtree);

/* @gives moves to the memory of the packet: epan may throw, and nothing must be left behind. */
const char *text_of_packet(packet_info *pinfo, char *gives);

proto_item *row_text(const place_t *place, field_t field, const char *value);

/* Text for the screen beside a value, in the memory of the packet; "" where nobody sees it. */
const char *row_label(const place_t *place, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* @value in the field, @label on the screen. */
proto_item *row_labelled(const place_t *place, field_t field, const char *value, const char *label);

proto_item *row_uint(const place_t *place, field_t field, guint32 value);
proto_item *row_uint64(const place_t *place, field_t field, guint64 value);
proto_item *row_int(const place_t *place, field_t field, gint32 value);
proto_item *row_truth(const place_t *place, field_t field, bool value);

/* @seconds since the epoch, UTC. */
proto_item *row_moment(const place_t *place, field_t field, gint64 seconds);
proto_item *row_duration(const place_t *place, field_t field, gint64 nanoseconds);

/* A node without a value, with @label on the screen. */
proto_item *row_node(const place_t *place, field_t field, const char *label);

/* Long text without a value: for the screen alone, nothing in an invisible tree. */
void row_lines(const place_t *place, const char *label, const char *text);

/* The whole @text as lines, where the line @above it, which ends with it, is too long to be seen
 * whole. @text may be NULL. */
void row_overflow(const place_t *place, const char *above, const char *label, const char *text);

/* Text that may be long: the whole of it in the field, broken into lines on the screen. epan cuts
 * a line at 240 octets. */
proto_item *row_prose(const place_t *place, field_t field, const char *label, const char *value);
