/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Octets of a frame that are wanted on later visits too: kept as the place where they stand in the
 * frame's data, which the host makes anew on each visit, or as a copy where they stand nowhere. */

#include "compat.h"

#include "bytes.h"

#define OCTETS_COPIED G_MAXUINT16

typedef struct {
    guint32 size;
    guint16 source; /* index among the data sources of the frame, or OCTETS_COPIED */
    union {
        const guint8 *copy; /* in file memory */
        struct {
            guint32 start; /* in the data source */
            guint32 check; /* of the octets, so that nothing else is ever taken for them */
        };
    };
} octets_t;

octets_t octets_keep(slice_t octets, packet_info *pinfo);

/* The same octets on any visit of the frame. Empty where the host does not have them this time, or
 * has others in their place. */
slice_t octets_fetch(const octets_t *kept, packet_info *pinfo);
