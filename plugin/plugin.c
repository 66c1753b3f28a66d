/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The four symbols by which Wireshark knows a plugin. */

#include "compat.h"

#include <epan/proto.h>

#include "annotate.h"
#include "fields.h"
#include "preferences.h"
#include "surfaces.h"

WS_DLL_PUBLIC_DEF const gchar plugin_version[] = PLUGIN_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);

/* A copy under another name may stand in the same folder; two protocols of one name would end the
 * host. */
static bool is_first(void)
{
    if (proto_get_id_by_filter_name("tlswitness") == -1)
        return true;
    ws_warning("TLS Witness: the plugin is there twice; this copy of it does nothing");
    return false;
}

static bool registered;

static void register_protocol(void)
{
    if (!is_first())
        return;
    registered = true;
    fields_register();
    preferences_register(proto_tlswitness);
    annotate_register();
    surfaces_register();
}

static void register_handoff(void)
{
    if (registered)
        annotate_handoff();
}

void plugin_register(void)
{
    static proto_plugin plugin;
    plugin.register_protoinfo = register_protocol;
    plugin.register_handoff = register_handoff;
    proto_register_plugin(&plugin);
}
