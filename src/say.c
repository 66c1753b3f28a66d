/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "say.h"

#include <stdlib.h>
#include <string.h>

#include "say-words.h"

static const said_table_t *const korean[] = {
    &say_korean_certificates, &say_korean_chains, &say_korean_revocation,
    &say_korean_proofs,       &say_korean_tree,   NULL,
};

static const said_table_t *const none[] = {NULL};

const said_table_t *const *say_tables(language_t language)
{
    return language == LANGUAGE_KOREAN ? korean : none;
}

static int compare_english(const void *key, const void *row)
{
    return strcmp(key, ((const said_t *)row)->english);
}

const char *say(language_t language, const char *english)
{
    for (const said_table_t *const *table = say_tables(language); english && *table; table++) {
        const said_t *row = bsearch(english, (*table)->rows, (*table)->size, sizeof *(*table)->rows,
                                    compare_english);
        if (row)
            return row->other;
    }
    return english;
}

char *saying_text(const saying_t *saying, language_t language)
{
    const char *format = say(language, saying->english);
    if (!saying->about)
        return g_strdup(format);
    return g_strdup_printf(format, saying->about);
}

void saying_set(saying_t *saying, const char *english, char *about)
{
    if (saying->english) {
        g_free(about);
        return;
    }
    *saying = (saying_t){english, about};
}

void saying_clear(saying_t *saying)
{
    g_free(saying->about);
    *saying = (saying_t){NULL, NULL};
}
