/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "octets.h"

#include <epan/packet.h>

static guint32 check_of(slice_t octets)
{
    guint32 check = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < octets.size; i++)
        check = (check ^ octets.data[i]) * 16777619u;
    return check;
}

static slice_t source_octets(const struct data_source *source)
{
    tvbuff_t *tvb = get_data_source_tvb(source);
    guint size = tvb_captured_length(tvb);
    return (slice_t){size ? tvb_get_ptr(tvb, 0, (gint)size) : NULL, size};
}

static bool holds(slice_t outer, slice_t inner)
{
    return outer.size >= inner.size && (guintptr)inner.data >= (guintptr)outer.data &&
           (guintptr)inner.data - (guintptr)outer.data <= outer.size - inner.size;
}

octets_t octets_keep(slice_t octets, packet_info *pinfo)
{
    guint16 index = 0;
    octets_t kept = {.size = (guint32)octets.size};
    if (octets.size == 0)
        return kept;
    for (const GSList *at = pinfo->data_src; at && index < OCTETS_COPIED; at = at->next, index++) {
        slice_t source = source_octets(at->data);
        if (!holds(source, octets))
            continue;
        kept.source = index;
        kept.start = (guint32)(octets.data - source.data);
        kept.check = check_of(octets);
        return kept;
    }
    kept.source = OCTETS_COPIED;
    kept.copy = wmem_memdup(wmem_file_scope(), octets.data, octets.size);
    return kept;
}

slice_t octets_fetch(const octets_t *kept, packet_info *pinfo)
{
    if (kept->size == 0)
        return (slice_t){0};
    if (kept->source == OCTETS_COPIED)
        return (slice_t){kept->copy, kept->size};
    const struct data_source *source = g_slist_nth_data(pinfo->data_src, kept->source);
    slice_t outer = source ? source_octets(source) : (slice_t){0};
    if (kept->size > outer.size || kept->start > outer.size - kept->size)
        return (slice_t){0};
    slice_t octets = {outer.data + kept->start, kept->size};
    return check_of(octets) == kept->check ? octets : (slice_t){0};
}
