/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The preferences: what the user trusts, when, and how much is said. */

#include "compat.h"

#include "explain.h"
#include "trust.h"

typedef enum { TIME_CAPTURE, TIME_NOW, TIME_FIXED } time_mode_t;
typedef enum { EXPLAIN_OFF, EXPLAIN_SHORT, EXPLAIN_FULL } explain_t;

typedef struct {
    compat_flag_t trust_system;
    const char *ca_file;
    const char *crl_file;
    const char *compare_ca_file;
    gint time; /* time_mode_t */
    const char *fixed_time;
    const char *server_name;
    compat_flag_t use_seen_intermediates;
    compat_flag_t strict_profile;
    gint explain;  /* explain_t */
    gint language; /* language_t */
    compat_flag_t info_column;
} preferences_t;

/* As they stand now; valid for ever. */
extern const preferences_t *const preferences;

void preferences_register(int protocol);

/* In which language words are to be. */
language_t explain_language(void);

/* say() in that language. */
const char *in_words(const char *english) G_GNUC_FORMAT(1);

/**
 * Loads the trust store that the preferences describe. Never NULL: one that could not be loaded
 * says why through trust_unusable_reason(), and a message is reported. Gives; trust_free().
 */
trust_t *preferences_load_trust(void);

/* The same for compare_ca_file, which stands alone. */
trust_t *preferences_load_compared_trust(void);

/**
 * The time at which the chains of a frame are judged, seconds since the epoch.
 *
 * @now  the clock as of when the capture was opened.
 * @why  static sentence; set on failure, else untouched.
 * Returns false when it cannot be known: the frame has no time, or fixed_time cannot be read.
 */
bool preferences_time(const packet_info *pinfo, gint64 now, gint64 *when, const char **why);

/* The same for one way to set it, whichever is set. */
bool preferences_time_by(time_mode_t mode, const packet_info *pinfo, gint64 now, gint64 *when,
                         const char **why);
