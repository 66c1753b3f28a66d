/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "surfaces.h"

#include "fields.h"
#include "witness.h"

static const frame_t *frame_of(packet_info *pinfo)
{
    return witness_kept(pinfo);
}

static compat_flag_t has_session(packet_info *pinfo COMPAT_USER_DATA)
{
    const frame_t *frame = frame_of(pinfo);
    return frame && frame->n_sessions > 0;
}

/* A frame may hold several sessions: one inside another, or one that ends where one begins. */
static char *sessions_of(packet_info *pinfo)
{
    const frame_t *frame = frame_of(pinfo);
    GString *filter = g_string_new(NULL);
    for (guint i = 0; frame && i < frame->n_sessions; i++)
        g_string_append_printf(filter, "%stlswitness.session == %u", i ? " || " : "",
                               session_facts(frame->sessions[i].session)->number);
    return g_string_free(filter, FALSE);
}

static char *this_segment(packet_info *pinfo, guint segment)
{
    g_autofree char *session = sessions_of(pinfo);
    return g_strdup_printf("(%s) && tlswitness.segment == %u", session, segment);
}

static char *this_session(packet_info *pinfo COMPAT_USER_DATA)
{
    return sessions_of(pinfo);
}

static char *its_segment1(packet_info *pinfo COMPAT_USER_DATA)
{
    return this_segment(pinfo, 1);
}

static char *its_segment2(packet_info *pinfo COMPAT_USER_DATA)
{
    return this_segment(pinfo, 2);
}

void menu_register(void)
{
    compat_register_filter("This TLS session", has_session, this_session);
    compat_register_filter("This TLS session, segment 1 (authentication)", has_session,
                           its_segment1);
    compat_register_filter("This TLS session, segment 2 (session data)", has_session, its_segment2);
}
