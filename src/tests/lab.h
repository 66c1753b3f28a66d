/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* A lab for tests of verdicts: a root, an intermediate and a server's certificate, questions about
 * chains of them, and answers as one line of text. */

#include "make-cert.h"
#include "verdict.h"

typedef struct {
    made_t *root, *intermediate, *server; /* the server is www.lab.test */
    trust_t *trust;                       /* holds the root */
} lab_t;

void lab_set_up(lab_t *lab, gconstpointer data);
void lab_tear_down(lab_t *lab, gconstpointer data);

/* A store with these anchors. Gives. */
trust_t *lab_trust(const made_t *const *anchors, size_t n);

#define LAB_CHAIN_LIMIT 100

/* What is asked; what is 0 or NULL needs no thought. */
typedef struct {
    const made_t *chain[LAB_CHAIN_LIMIT];
    trust_t *trust;
    const char *name;     /* NULL: www.lab.test; "": none */
    name_source_t source; /* 0: SNI */
    gint64 when;          /* 0: MAKE_WHEN */
    bool client, strict, ech, name_required;
    const made_t *seen;
    GBytes *staple;
    bool staple_known;
    const made_t *public_root; /* counts as one */
    const struct fetched *fetched;
    guint n_fetched;
    language_t language;
} ask_t;

verdict_t *lab_ask(const ask_t *a);

/* "not-trusted expired@1 name-mismatch@0 (expires-soon@0) DATE_INVALID": verdict, problems and
 * notes with the number of their certificate, browser error; what is told twice stands once. Gives.
 */
char *lab_told(const verdict_t *verdict);

/* Is anything of it Korean? */
bool lab_has_hangul(const char *text);

#define CHAIN(...) .chain = {__VA_ARGS__}

/* Asks, and compares the answer as text; checks what holds of every verdict, in every language. */
#define expect(want, ...) lab_expect(want, G_STRLOC, &(ask_t){__VA_ARGS__})
void lab_expect(const char *want, const char *where, const ask_t *a);
