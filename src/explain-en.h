/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The English words, as tables; explain.c looks in them. */

#include "session.h"

typedef enum { ANY_VERSION, UP_TO_TLS12, TLS13 } explain_version_t;

typedef enum {
    ANY_EXCHANGE,
    RSA_TRANSPORT,
    AGREED,
    ANONYMOUS,
    PSK_ALONE,
    PSK_AGREED
} explain_exchange_t;

enum {
    FROM_CLIENT = 1 << 0,
    FROM_SERVER = 1 << 1,
    RESUMED = 1 << 2,
    RENEGOTIATION = 1 << 3,
    AFTER_HANDSHAKE = 1 << 4,
    RETRY = 1 << 5,
    EARLY_DATA = 1 << 6,
    INFERRED = 1 << 7,
    SEGMENT_1 = 1 << 8,
    DUMMY = 1 << 9,
    IN_THE_CLEAR = 1 << 10,
};

/* A row fits a step that has all its flags. */
typedef struct {
    step_kind_t kind;
    guint8 handshake_type; /* for STEP_HANDSHAKE */
    explain_version_t version;
    explain_exchange_t exchange;
    unsigned flags;
    const char *text;
} explain_row_t;

typedef struct {
    gint16 description; /* AlertDescription */
    const char *text;
} explain_alert_t;

/* The first row that fits counts; the last has no text. */
extern const explain_row_t explain_en_steps[];
extern const char *const explain_en_other;
extern const char *const explain_en_absent[ABSENT_COUNT];
extern const char *const explain_en_absent_psk_tls13;
extern const explain_alert_t explain_en_alerts[];
