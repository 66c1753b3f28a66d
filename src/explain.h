/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The words: what happens in a step, why, and which key does it; what is wrong with a chain, and
 * what mends it. Each text depends on nothing but what it is asked about, and each is true for the
 * version and key exchange at hand. Texts are UTF-8, static and never NULL unless it says so. */

#include "possession.h"
#include "say.h"
#include "session.h"
#include "verdict.h"
#include "weakness.h"

/* A step told at length. */
typedef struct {
    const char *what;         /* what happens */
    const char *why;          /* what it is good for */
    const char *key;          /* which key does it: long-term or ephemeral, (a)symmetric */
    const char *eavesdropper; /* what somebody on the path, without keys, sees of it */
    const char *without;      /* what would go wrong without it */
    const char *rfc;          /* "RFC 8446 §4.1.2" */
    const char *url;          /* "https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2" */
} explain_full_t;

/* What stands before a text, such as "Why". */
typedef enum {
    LABEL_EXPLANATION,
    LABEL_WHAT,
    LABEL_WHY,
    LABEL_KEY,
    LABEL_PROTECTION,
    LABEL_EAVESDROPPER,
    LABEL_WITHOUT,
    LABEL_REFERENCE,
    LABEL_MEANING,
    LABEL_REMEDY,
    LABEL_COUNT
} explain_label_t;

const char *explain_label(explain_label_t label, language_t language);

/* One or two sentences for @step. An alert is spoken in words of its own: explain_alert(). */
const char *explain_step(const step_t *step, language_t language);

/* The same at length; no text of it is NULL. */
explain_full_t explain_full(const step_t *step, language_t language);

/* Which key protects the step and where that key comes from. */
const char *explain_protection(const step_t *step, language_t language);

/* What the segment, 1 or 2, is for, in a session like that of @step: one of its steps. */
const char *explain_segment(int segment, const step_t *step, language_t language);

/* Why no chain can be judged, and what to do about it; NULL for ABSENT_NOT. */
const char *explain_absent(absent_reason_t reason, guint16 version, language_t language);

/* What an alert says: who refuses whom, for what. Gives; g_free(). */
char *explain_alert(const step_t *step, language_t language);

/* What is wrong with the chain, and what that means. */
const char *explain_problem(problem_t problem, language_t language);

/* What mends it: to be read below what is wrong. */
const char *explain_remedy(problem_t problem, language_t language);

/* What the note means for whoever runs the server. */
const char *explain_note(note_t note, language_t language);

/* What a proof of possession shows, and what it does not. */
const char *explain_possession(possession_t possession, language_t language);

/* Who shows a certificate; NULL where that is not known. */
const char *explain_authentication(authentication_t authentication, language_t language);

/* What is new in the second ClientHello: "the key share changes from x25519 to secp384r1". Gives.
 */
char *explain_second_hello(const second_hello_t *second, language_t language);

/**
 * Whether the verdict here agrees with an alert about a certificate.
 *
 * @verdict  on the chain that the alert is about; NULL when it cannot be seen.
 * Returns   NULL for an alert that is about something else. Gives.
 */
char *explain_agreement(const step_t *step, const verdict_t *verdict, language_t language);

/* What the weakness means for the session. */
const char *explain_weakness(weakness_t weakness, language_t language);
