/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "preferences.h"

#include <epan/prefs.h>

#include <wsutil/report_message.h>

static preferences_t settings = {
    .trust_system = TRUE,
    .ca_file = "",
    .crl_file = "",
    .compare_ca_file = "",
    .time = TIME_CAPTURE,
    .fixed_time = "",
    .server_name = "",
    .use_seen_intermediates = TRUE,
    .strict_profile = FALSE,
    .explain = EXPLAIN_SHORT,
    .language = LANGUAGE_ENGLISH,
    .info_column = TRUE,
};

const preferences_t *const preferences = &settings;

static const enum_val_t time_modes[] = {
    {"capture", "The time of the frame", TIME_CAPTURE},
    {"now",     "Now",                   TIME_NOW    },
    {"fixed",   "A fixed time",          TIME_FIXED  },
    {NULL,      NULL,                    0           },
};

static const enum_val_t explain_levels[] = {
    {"off",   "Off",   EXPLAIN_OFF  },
    {"short", "Short", EXPLAIN_SHORT},
    {"full",  "Full",  EXPLAIN_FULL },
    {NULL,    NULL,    0            },
};

static const enum_val_t languages[] = {
    {"english", "English",   LANGUAGE_ENGLISH},
    {"korean",  "한국어", LANGUAGE_KOREAN },
    {NULL,      NULL,        0               },
};

static void register_trust(module_t *module)
{
    prefs_register_bool_preference(module, "trust_system", "Trust the system's store",
                                   "Trust the certificate authorities that this system trusts",
                                   &settings.trust_system);
    prefs_register_filename_preference(module, "ca_file", "Trust these certificates as well",
                                       "A PEM file of certificates to trust as well; alone, when "
                                       "the system's store is not trusted",
                                       &settings.ca_file, FALSE);
    prefs_register_filename_preference(module, "crl_file", "Apply these revocation lists",
                                       "A file of CRLs: PEM, or one in DER. An issuer whose CRL "
                                       "cannot be believed leaves its chains not checked",
                                       &settings.crl_file, FALSE);
    prefs_register_filename_preference(module, "compare_ca_file", "Compare with these certificates",
                                       "A PEM file of certificates: a second trust store, alone. "
                                       "Where its verdict is another one, the tree shows it beside "
                                       "the first",
                                       &settings.compare_ca_file, FALSE);
    prefs_register_bool_preference(module, "use_seen_intermediates",
                                   "Look for missing issuers elsewhere in the capture",
                                   "When the server did not send an issuer, look for it in earlier "
                                   "frames. Found or not, the chain stays not trusted: the tree "
                                   "then says which certificate is missing",
                                   &settings.use_seen_intermediates);
    prefs_register_bool_preference(
        module, "strict_profile", "Treat a form that issuers must keep as a problem",
        "Count what clients let pass (profile-violation) as malformed", &settings.strict_profile);
}

static void register_time_and_name(module_t *module)
{
    prefs_register_enum_preference(module, "time", "Judge chains as of",
                                   "The time at which certificates must be valid", &settings.time,
                                   time_modes, FALSE);
    prefs_register_string_preference(module, "fixed_time", "Fixed time",
                                     "ISO 8601 in UTC, such as 2024-05-01T12:00:00Z, for the "
                                     "setting above",
                                     &settings.fixed_time);
    prefs_register_string_preference(module, "server_name", "Server name",
                                     "The name that the certificate is held against when the "
                                     "client sent none (no SNI)",
                                     &settings.server_name);
}

static void register_words(module_t *module)
{
    prefs_register_enum_preference(module, "explain", "Explanations",
                                   "How much is explained in the packet tree", &settings.explain,
                                   explain_levels, FALSE);
    prefs_register_enum_preference(module, "language", "Language of the explanations",
                                   "Names of TLS and of fields stay as they are",
                                   &settings.language, languages, FALSE);
    prefs_register_bool_preference(module, "info_column", "Say it in the Info column",
                                   "Append segment and verdict to the Info column",
                                   &settings.info_column);
}

void preferences_register(int protocol)
{
    module_t *module = prefs_register_protocol(protocol, NULL);
    register_trust(module);
    register_time_and_name(module);
    register_words(module);
}

language_t explain_language(void)
{
    return (language_t)settings.language;
}

const char *in_words(const char *english)
{
    return say(explain_language(), english);
}

/* The CRLs belong to every store; a store that is not whole is not used. */
static void finish_trust(trust_t *trust, bool loaded, const char *consequence, GError **error)
{
    if (loaded && *settings.crl_file)
        loaded = trust_add_crl_file(trust, settings.crl_file, error);
    if (!loaded) {
        report_failure("TLS Witness: %s. %s", (*error)->message, in_words(consequence));
        trust_set_unusable(trust, (*error)->message);
    } else if (trust_count(trust) == 0) {
        trust_set_unusable(trust, "there is no trust anchor: the system's store is not trusted "
                                  "or is empty, and no ca_file is set");
    }
}

trust_t *preferences_load_trust(void)
{
    trust_t *trust = trust_new();
    trust_set_language(trust, explain_language());
    g_autoptr(GError) error = NULL;
    bool loaded = !settings.trust_system || trust_add_system(trust, &error);
    if (loaded && *settings.ca_file)
        loaded = trust_add_file(trust, settings.ca_file, &error);
    finish_trust(trust, loaded, "Chains are not checked.", &error);
    return trust;
}

trust_t *preferences_load_compared_trust(void)
{
    trust_t *trust = trust_new();
    trust_set_language(trust, explain_language());
    g_autoptr(GError) error = NULL;
    bool loaded = trust_add_file(trust, settings.compare_ca_file, &error);
    finish_trust(trust, loaded, "Nothing is compared.", &error);
    return trust;
}

static bool fixed_time(gint64 *when)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(settings.fixed_time, utc);
    if (!time) { /* a date alone is a time as well: its first second */
        g_autofree char *midnight = g_strconcat(settings.fixed_time, "T00:00:00Z", NULL);
        time = g_date_time_new_from_iso8601(midnight, utc);
    }
    if (time)
        *when = g_date_time_to_unix(time);
    return time != NULL;
}

bool preferences_time_by(time_mode_t mode, const packet_info *pinfo, gint64 now, gint64 *when,
                         const char **why)
{
    if (mode == TIME_NOW) {
        *when = now;
        return true;
    }
    if (mode == TIME_FIXED) {
        if (fixed_time(when))
            return true;
        *why = "the preference fixed_time is not a time in ISO 8601, such as 2024-05-01T12:00:00Z";
        return false;
    }
    *when = (gint64)pinfo->abs_ts.secs;
    if (!pinfo->fd->has_ts)
        *why = "the frame has no time stamp";
    return pinfo->fd->has_ts;
}

bool preferences_time(const packet_info *pinfo, gint64 now, gint64 *when, const char **why)
{
    return preferences_time_by((time_mode_t)settings.time, pinfo, now, when, why);
}
