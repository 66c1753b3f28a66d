/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host-key-log.h"

#include "compat.h"
#include "preferences.h"
#include "read-file.h"
#include "text.h"

#include <errno.h>

#include <glib/gstdio.h>

#include <epan/prefs-int.h>
#include <epan/prefs.h>

static struct {
    key_log_t *log;     /* of the file */
    key_log_t *session; /* of one session, from the host */
    char *problem;      /* why the file cannot be read; NULL */
    goffset size;       /* octets of the file that were read */
    bool looked;        /* at the preference */
    char *path;         /* NULL when it is not set */
    gint64 last_look;   /* monotonic time */
} state;

static char *path_of_host(void)
{
    module_t *module = prefs_find_module("tls");
    pref_t *preference = module ? prefs_find_preference(module, "keylog_file") : NULL;
    const char *path = preference ? prefs_get_string_value(preference, pref_current) : NULL;
    return path && *path ? g_strdup(path) : NULL;
}

static void set_problem(const char *why)
{
    g_autofree char *path = text_printable_string(state.path);
    g_free(state.problem);
    state.problem =
        why ? g_strdup_printf(in_words("the key log %s cannot be read: %s"), path, why) : NULL;
}

/* Everything from the beginning: the last line may have been half written before. */
static void read_again(goffset size)
{
    size_t length;
    g_autofree char *why = NULL;
    g_autofree char *text =
        read_file(state.path, READ_FILE_LIMIT, &length, &why, explain_language());
    if (!text) {
        set_problem(why);
        return;
    }
    set_problem(NULL);
    key_log_free(state.log);
    state.log = key_log_new_from_text(text, length);
    state.size = size;
}

/* Not more often than so: a capture has thousands of messages, and a file on a disk is slow. */
#define LOOK_INTERVAL (G_USEC_PER_SEC / 5)

static bool file_is_set(void)
{
    if (!state.looked) {
        state.looked = true;
        state.path = path_of_host();
        state.size = -1;
    }
    return state.path;
}

const key_log_t *key_log_of_file(void)
{
    gint64 now = file_is_set() ? g_get_monotonic_time() : 0;
    bool looked = state.log || state.problem;
    if (!state.path || (looked && now - state.last_look < LOOK_INTERVAL))
        return state.log;
    state.last_look = now;
    GStatBuf about;
    if (g_stat(state.path, &about) != 0)
        set_problem(g_strerror(errno));
    else if (about.st_size != state.size || state.problem)
        read_again(about.st_size);
    return state.log;
}

const char *key_log_of_host_problem(void)
{
    return state.problem;
}

/* What proofs rest on. */
static const key_log_label_t asked[] = {
    KEY_LOG_CLIENT_RANDOM,
    KEY_LOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET,
    KEY_LOG_SERVER_HANDSHAKE_TRAFFIC_SECRET,
    KEY_LOG_CLIENT_TRAFFIC_SECRET_0,
    KEY_LOG_SERVER_TRAFFIC_SECRET_0,
};

/* Made anew each time: the host may have learned more. */
static const key_log_t *log_of_session(slice_t client_random)
{
    key_log_free(state.session);
    state.session = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(asked); i++) {
        slice_t secret = compat_host_secret(asked[i], client_random);
        if (secret.size == 0)
            continue;
        if (!state.session)
            state.session = key_log_new_from_text("", 0);
        key_log_add(state.session, asked[i], client_random, secret);
    }
    return state.session;
}

const key_log_t *key_log_of_host(slice_t client_random)
{
    const key_log_t *log = client_random.size ? log_of_session(client_random) : NULL;
    return log ? log : key_log_of_file();
}

void key_log_of_host_close(void)
{
    g_clear_pointer(&state.problem, g_free);
    key_log_free(state.log);
    key_log_free(state.session);
    g_free(state.path);
    state.log = state.session = NULL;
    state.path = NULL;
    state.looked = false;
}
