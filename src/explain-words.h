/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The words of each language, as tables; explain.c looks in them. explain-LANGUAGE-steps.c tells
 * each step in short, -full.c at length, -chain.c what is wrong with a chain or a session, and
 * explain-LANGUAGE.c the rest. The tables of steps have the same rows in every language. */

#include "explain.h"

typedef enum { ANY_VERSION, UP_TO_TLS12, TLS13 } explain_version_t;

typedef enum {
    ANY_EXCHANGE,
    RSA_TRANSPORT,
    RSA_AND_PSK,
    AGREED, /* with throw-away keys, of whatever kind */
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

/* Of which steps a row speaks: of those that have all its flags. */
typedef struct {
    step_kind_t kind;
    guint8 handshake_type; /* for STEP_HANDSHAKE; quic_packet_t for STEP_QUIC_PACKET */
    explain_version_t version;
    explain_exchange_t exchange;
    unsigned flags;
} explain_key_t;

/* The first row that fits counts; the last row of a table has no text and speaks of every step. */
typedef struct {
    explain_key_t key;
    const char *text;
} explain_row_t;

typedef struct {
    explain_key_t key;
    explain_full_t full;
} explain_full_row_t;

typedef struct {
    gint16 description; /* AlertDescription */
    const char *text;
} explain_alert_t;

/* Where a key comes from, that is, what protects a step. */
typedef enum {
    KEY_NONE,
    KEY_NONE_UNCOVERED, /* and no Finished covers it */
    KEY_EARLY_DATA,
    KEY_HANDSHAKE,
    KEY_HANDSHAKE_PSK,
    KEY_HANDSHAKE_PSK_ALONE,
    KEY_SESSION_TLS13,
    KEY_SESSION_RESUMED,
    KEY_SESSION_RSA,
    KEY_SESSION_AGREED,
    KEY_SESSION_ANONYMOUS,
    KEY_SESSION_PSK_AGREED,
    KEY_SESSION_PSK,
    KEY_SESSION_OTHER,
    KEY_COUNT
} explain_origin_t;

typedef enum {
    PART_AUTHENTICATION,      /* segment 1 */
    PART_AUTHENTICATION_OPEN, /* the version is not chosen yet */
    PART_AUTHENTICATION_TLS13,
    PART_AUTHENTICATION_RESUMED,
    PART_AUTHENTICATION_PSK,
    PART_AUTHENTICATION_ANONYMOUS,
    PART_RENEGOTIATION,
    PART_DATA, /* segment 2 */
    PART_DATA_TLS13,
    PART_EARLY_DATA,
    PART_COUNT
} explain_part_t;

/* Phrases of which an alert is made up, by sender_t of the alert where there are two. */
typedef struct {
    const char *says[2];    /* "the client" */
    const char *refuses[2]; /* "the client refuses the server" */
    const char *hidden[2];  /* "the client sends an alert that is encrypted" */
    const char *hidden_in_handshake, *hidden_in_session;
    const char *warning, *fatal;
} explain_alert_phrases_t;

/* Phrases around verdicts and hellos, with room for names. */
typedef struct {
    const char *agree;           /* "we agree: %s" */
    const char *agree_otherwise; /* "we refuse it too, but for: %s" */
    const char *disagree;        /* "we do not: .. (anchor %s)" */
    const char *undecided;       /* "we cannot say: %s" */
    const char *unseen;          /* "the certificate cannot be seen here" */
    const char *no_certificate;  /* of an alert that asks for one */
    const char *share_changed;   /* "%s .. %s" */
    const char *share_same, *cookie, *early_data_withdrawn, *unchanged;
    const char *separator, *none;
} explain_phrases_t;

typedef struct {
    const explain_row_t *steps;
    const explain_full_row_t *full;
    const char *other_step;
    const explain_full_t *other_full;
    const char *const *labels;      /* by explain_label_t */
    const char *renegotiation_seen; /* of every message of a renegotiation */
    const char *const *origins;     /* by explain_origin_t */
    const char *const *parts;       /* by explain_part_t */
    const char *const *absent;      /* by absent_reason_t */
    const char *absent_psk_tls13;
    const char *absent_dtls13; /* encrypted */
    const explain_alert_t *alerts;
    const explain_alert_phrases_t *alert_phrases;
    const char *const *problems;        /* by problem_t */
    const char *const *remedies;        /* by problem_t */
    const char *const *notes;           /* by note_t */
    const char *const *weaknesses;      /* by weakness_t */
    const char *const *authentications; /* by authentication_t */
    const char *const *possessions;     /* by possession_t */
    const explain_phrases_t *phrases;
} explain_words_t;

extern const explain_words_t explain_english, explain_korean;

extern const explain_row_t explain_en_steps[], explain_ko_steps[];
extern const explain_full_row_t explain_en_full[], explain_ko_full[];
extern const explain_full_t explain_en_other_full, explain_ko_other_full;
extern const char *const explain_en_problems[PROBLEM_COUNT], *const explain_ko_problems[];
extern const char *const explain_en_remedies[PROBLEM_COUNT], *const explain_ko_remedies[];
extern const char *const explain_en_notes[NOTE_COUNT], *const explain_ko_notes[];
extern const char *const explain_en_weaknesses[WEAKNESS_COUNT], *const explain_ko_weaknesses[];

const explain_words_t *explain_words(language_t language);

/* clang-format off */
/* How a row of a table begins, and how the reference ends it. */
#define EXPLAIN_MESSAGE(type, ...) {STEP_HANDSHAKE, HANDSHAKE_##type, __VA_ARGS__}
#define EXPLAIN_RECORD(kind, ...) {STEP_##kind, 0, __VA_ARGS__}
#define EXPLAIN_PACKET(packet, ...) {STEP_QUIC_PACKET, packet, __VA_ARGS__}
#define EXPLAIN_END {STEP_UNKNOWN, 0, ANY_VERSION, ANY_EXCHANGE, 0}
#define EXPLAIN_RFC(rfc, section) \
    "RFC " rfc " §" section, "https://www.rfc-editor.org/rfc/rfc" rfc "#section-" section
#define EXPLAIN_RFC_APPENDIX(rfc, section) \
    "RFC " rfc " §" section, "https://www.rfc-editor.org/rfc/rfc" rfc "#appendix-" section
/* clang-format on */
