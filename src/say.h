/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Sentences that name things: a certificate, a date, a number. They stand in English where they are
 * said, so that the compiler holds each format against its arguments; say-LANGUAGE-*.c have the
 * same in another language, found by the English. A format there may name its arguments in another
 * order, "%2$s .. %1$s". What explains, and names nothing, is in explain.h. */

#include <glib.h>

typedef enum { LANGUAGE_ENGLISH, LANGUAGE_KOREAN, LANGUAGE_COUNT } language_t;

/**
 * @english, a sentence or the format of one, in @language. Static, or @english itself, where no
 * table has it.
 */
const char *say(language_t language, const char *english) G_GNUC_FORMAT(2);

/* A sentence that is kept until somebody asks for it in a language. */
typedef struct {
    const char *english; /* static: as for say(), with at most one "%s"; NULL: there is none */
    char *about;         /* what stands there; owned; or NULL */
} saying_t;

/* Gives; g_free(). NULL for none. */
char *saying_text(const saying_t *saying, language_t language);

/* Takes @about. The first one counts. */
void saying_set(saying_t *saying, const char *english, char *about);
void saying_clear(saying_t *saying);
