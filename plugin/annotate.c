/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "annotate.h"

#include "collect.h"
#include "fields.h"
#include "render.h"
#include "surfaces.h"
#include "witness.h"

static dissector_handle_t handle;

/* Wanted fields are primed on the first pass only: what they give is taken then and kept. */
static int annotate(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const frame_t *frame = witness_kept(pinfo);
    if (!frame && !PINFO_FD_VISITED(pinfo) && collect_has_something(tree)) {
        frame = witness_frame(tree, pinfo);
        if (frame)
            surfaces_take(frame, pinfo);
    }
    if (frame)
        render_frame(frame, tvb, pinfo, tree);
    return (int)tvb_captured_length(tvb);
}

void annotate_register(void)
{
    handle = register_dissector("tlswitness", annotate, proto_tlswitness);
    register_postdissector(handle);
    register_init_routine(witness_open);
    register_cleanup_routine(witness_close);
}

void annotate_handoff(void)
{
    collect_handoff(handle);
}
