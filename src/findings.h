/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What was found on one path: problems, notes and what could not be checked, each with a sentence
 * that names its certificate. */

#include "path.h"
#include "verdict.h"

typedef struct {
    language_t language;   /* of the sentences */
    GArray *problems;      /* of reason_t, in the order found */
    GArray *notes;         /* of reason_t */
    GPtrArray *unchecked;  /* of char *: sentences on what could not be checked */
    guint32 words;         /* problems as bits */
    guint32 browser_words; /* those of them that Chromium would stumble over */
} findings_t;

findings_t *findings_new(language_t language);
void findings_free(findings_t *findings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(findings_t, findings_free)

/* "certificate 1 (CN=Lab Intermediate)", "the trust anchor (CN=Lab CA)". Gives; g_free(). */
char *node_label(const node_t *node, language_t language);

/* Each takes the sentence. @node: NULL for the whole chain. */
void findings_problem(findings_t *findings, problem_t problem, const node_t *node, char *sentence);
void findings_problem_unseen(findings_t *findings, problem_t problem, const node_t *node,
                             char *sentence); /* Chromium does not stumble over it */
void findings_note(findings_t *findings, note_t note, const node_t *node, char *sentence);
void findings_unchecked(findings_t *findings, char *sentence);

/* Number for "how bad": 0 for a path without problems and doubts; less is better. */
guint findings_weight(const findings_t *findings);

/* Moves reasons to the end of a list of a verdict, ordered by word and certificate. */
void findings_move(GArray *from, GArray *to);
