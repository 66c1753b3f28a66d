/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host-key-log.h"

#include "compat.h"

#include <glib/gstdio.h>

#include <epan/prefs-int.h>
#include <epan/prefs.h>

static struct {
    key_log_t *log;
    goffset size;     /* octets of the file that were read */
    bool looked;      /* at the preference */
    char *path;       /* NULL when it is not set */
    gint64 last_look; /* monotonic time */
} state;

static char *path_of_host(void)
{
    module_t *module = prefs_find_module("tls");
    pref_t *preference = module ? prefs_find_preference(module, "keylog_file") : NULL;
    const char *path = preference ? prefs_get_string_value(preference, pref_current) : NULL;
    return path && *path ? g_strdup(path) : NULL;
}

/* Everything from the beginning: the last line may have been half written before. */
static void read_file(goffset size)
{
    g_autofree char *text = NULL;
    gsize length;
    if (!g_file_get_contents(state.path, &text, &length, NULL))
        return;
    key_log_free(state.log);
    state.log = key_log_new_from_text(text, length);
    state.size = size;
}

/* Not more often than so: a capture has thousands of messages, and a file on a disk is slow. */
#define LOOK_INTERVAL (G_USEC_PER_SEC / 5)

const key_log_t *key_log_of_host(void)
{
    if (!state.looked) {
        state.looked = true;
        state.path = path_of_host();
        state.size = -1;
    }
    gint64 now = state.path ? g_get_monotonic_time() : 0;
    if (!state.path || (state.log && now - state.last_look < LOOK_INTERVAL))
        return state.log;
    state.last_look = now;
    GStatBuf about;
    if (g_stat(state.path, &about) == 0 && about.st_size != state.size)
        read_file(about.st_size);
    return state.log;
}

void key_log_of_host_close(void)
{
    key_log_free(state.log);
    g_free(state.path);
    state.log = NULL;
    state.path = NULL;
    state.looked = false;
}
