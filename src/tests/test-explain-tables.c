/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain-words.h"

#include <stdio.h>
#include <string.h>

#include "lab.h"

/* The tables of all languages are whole, and have the same rows. */

enum { LONGEST_ENGLISH = 330, LONGEST_KOREAN = 420 };

static void check_phrase(const char *text, language_t language)
{
    g_assert_nonnull(text);
    g_assert_cmpstr(text, !=, "");
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_assert_cmpint(lab_has_hangul(text), ==, language == LANGUAGE_KOREAN);
    g_assert_cmpuint(strlen(text), <=,
                     language == LANGUAGE_KOREAN ? LONGEST_KOREAN : LONGEST_ENGLISH);
    g_assert_null(strstr(text, "  "));
    g_assert_false(g_ascii_isspace(text[0]) || g_ascii_isspace(text[strlen(text) - 1]));
}

static void check_sentence(const char *text, language_t language)
{
    check_phrase(text, language);
    g_assert_true(g_str_has_suffix(text, ".") || g_str_has_suffix(text, ".'"));
}

static void check_full(const explain_full_t *full, language_t language)
{
    check_sentence(full->what, language);
    check_sentence(full->why, language);
    check_sentence(full->key, language);
    check_sentence(full->eavesdropper, language);
    check_sentence(full->without, language);
}

/* "RFC 8446 §D.4" stands at ".../rfc8446#appendix-D.4". */
static void check_reference(const explain_full_t *full)
{
    int number;
    char section[16];
    g_assert_cmpint(sscanf(full->rfc, "RFC %d §%15s", &number, section), ==, 2);
    g_autofree char *url =
        g_strdup_printf("https://www.rfc-editor.org/rfc/rfc%d#%s-%s", number,
                        g_ascii_isalpha(section[0]) ? "appendix" : "section", section);
    g_assert_cmpstr(full->url, ==, url);
}

static void check_same_key(const explain_key_t *a, const explain_key_t *b)
{
    g_assert_cmpint(a->kind, ==, b->kind);
    g_assert_cmpint(a->handshake_type, ==, b->handshake_type);
    g_assert_cmpint(a->version, ==, b->version);
    g_assert_cmpint(a->exchange, ==, b->exchange);
    g_assert_cmpuint(a->flags, ==, b->flags);
}

static void test_steps_are_twins(void)
{
    const explain_row_t *en = explain_en_steps, *ko = explain_ko_steps;
    for (; en->text && ko->text; en++, ko++) {
        check_same_key(&en->key, &ko->key);
        check_sentence(en->text, LANGUAGE_ENGLISH);
        check_sentence(ko->text, LANGUAGE_KOREAN);
    }
    g_assert_null(en->text);
    g_assert_null(ko->text);
}

static void test_full_steps_are_twins(void)
{
    const explain_full_row_t *en = explain_en_full, *ko = explain_ko_full;
    for (; en->full.what && ko->full.what; en++, ko++) {
        check_same_key(&en->key, &ko->key);
        check_full(&en->full, LANGUAGE_ENGLISH);
        check_full(&ko->full, LANGUAGE_KOREAN);
        check_reference(&en->full);
        check_reference(&ko->full);
        g_assert_cmpstr(en->full.rfc, ==, ko->full.rfc);
    }
    g_assert_null(en->full.what);
    g_assert_null(ko->full.what);
}

/* A step that the key speaks of, with the key exchange and version given. */
static step_t step_of(const explain_key_t *key, guint16 version, guint kex)
{
    unsigned flags = key->flags;
    protection_t protection = flags & IN_THE_CLEAR ? PROTECTION_NONE
                                                   : (flags & EARLY_DATA ? PROTECTION_EARLY_DATA_KEY
                                                                         : PROTECTION_SESSION_KEY);
    return (step_t){
        .kind = (guint8)key->kind,
        .handshake_type = key->handshake_type,
        .version = version,
        .key_exchange = (guint8)kex,
        .protection = (guint8)protection,
        .sender = flags & FROM_SERVER ? SENDER_SERVER : SENDER_CLIENT,
        .segment = flags & SEGMENT_1 ? 1 : 2,
        .resumed = (flags & RESUMED) != 0,
        .renegotiation = (flags & RENEGOTIATION) != 0,
        .after_handshake = (flags & AFTER_HANDSHAKE) != 0,
        .hello_retry_request = (flags & RETRY) != 0,
        .inferred = (flags & INFERRED) != 0,
        .dummy = (flags & DUMMY) != 0,
    };
}

/* Does some step get just this row? One that stands behind a wider row is never shown. */
static bool is_reached(const explain_key_t *key, const char *text, bool full)
{
    static const guint16 versions[] = {0, 0x0303, 0x0304};
    for (size_t v = 0; v < G_N_ELEMENTS(versions); v++)
        for (guint kex = 0; kex < KEX_COUNT; kex++) {
            step_t step = step_of(key, versions[v], kex);
            const char *got = full ? explain_full(&step, LANGUAGE_ENGLISH).what
                                   : explain_step(&step, LANGUAGE_ENGLISH);
            if (got == text)
                return true;
        }
    g_test_message("never shown: %s", text);
    return false;
}

static void test_every_row_is_reached(void)
{
    for (const explain_row_t *row = explain_en_steps; row->text; row++)
        if (!is_reached(&row->key, row->text, false))
            g_test_fail();
    for (const explain_full_row_t *row = explain_en_full; row->full.what; row++)
        if (!is_reached(&row->key, row->full.what, true))
            g_test_fail();
}

static void check_full_of(step_t step)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        explain_full_t full = explain_full(&step, (language_t)language);
        g_assert_true(full.what && full.why && full.key && full.eavesdropper && full.without);
        g_assert_true(full.rfc && full.url);
        g_assert_nonnull(explain_step(&step, (language_t)language));
        g_assert_nonnull(explain_protection(&step, (language_t)language));
        g_assert_nonnull(explain_segment(step.segment, &step, (language_t)language));
    }
}

static void test_every_step_has_full_words(void)
{
    static const guint16 versions[] = {0, 0x0002, 0x0300, 0x0303, 0x0304, 0x7f17, 0xfefd, 0xfefc};
    for (size_t v = 0; v < G_N_ELEMENTS(versions); v++)
        for (guint kex = 0; kex < KEX_COUNT; kex++)
            for (guint type = 0; type < 256; type++)
                for (guint kind = 0; kind < STEP_KIND_COUNT; kind++)
                    for (guint i = 0; i < 8; i++)
                        check_full_of((step_t){.kind = (guint8)kind,
                                               .handshake_type = (guint8)type,
                                               .key_exchange = (guint8)kex,
                                               .version = versions[v],
                                               .sender = i & 1,
                                               .protection = (guint8)(i >> 1),
                                               .segment = i & 2 ? 1 : 2});
}

/* A known message is not told as "a message of the handshake", but for the rare ones. */
static void test_usual_messages_have_words_of_their_own(void)
{
    static const guint8 types[] = {0, 1, 2, 3, 4, 5, 6, 8, 11, 12, 13, 14, 15, 16, 20, 22, 24, 25};
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
            step_t step = {.kind = STEP_HANDSHAKE, .handshake_type = types[i], .version = 0x0303};
            const explain_words_t *words = explain_words((language_t)language);
            g_assert_cmpstr(explain_step(&step, (language_t)language), !=, words->other_step);
            g_assert_cmpstr(explain_full(&step, (language_t)language).what, !=,
                            words->other_full->what);
        }
}

static void check_list(const char *const *texts, int n, language_t language, bool sentences)
{
    for (int i = 0; i < n; i++) {
        if (sentences)
            check_sentence(texts[i], language);
        else
            check_phrase(texts[i], language);
        for (int j = 0; j < i; j++)
            g_assert_cmpstr(texts[i], !=, texts[j]); /* a copy in the table shows here */
    }
}

static void test_lists_are_complete(void)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        language_t language = (language_t)i;
        const explain_words_t *words = explain_words(language);
        check_list(words->labels, LABEL_COUNT, language, false);
        check_list(words->origins, KEY_COUNT, language, true);
        check_list(words->parts, PART_COUNT, language, true);
        check_list(words->absent + 1, ABSENT_COUNT - 1, language, true);
        check_sentence(words->absent_psk_tls13, language);
        check_sentence(words->absent_dtls13, language);
        check_list(words->problems, PROBLEM_COUNT, language, true);
        check_list(words->remedies, PROBLEM_COUNT, language, false);
        check_list(words->notes, NOTE_COUNT, language, true);
        check_list(words->weaknesses, WEAKNESS_COUNT, language, false);
        check_sentence(words->other_step, language);
        check_full(words->other_full, language);
        check_reference(words->other_full);
        check_sentence(words->renegotiation_seen, language);
        g_assert_null(explain_absent(ABSENT_NOT, 0x0303, language));
    }
}

static const char *cause_of(const explain_alert_t *row, gint16 description)
{
    for (; row->text; row++)
        if (row->description == description)
            return row->text;
    return NULL;
}

static void test_every_alert_has_a_cause(void)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        for (gint16 i = 0; i < 256; i++) {
            const char *cause = cause_of(explain_words((language_t)language)->alerts, i);
            g_assert_cmpint(cause != NULL, ==, alert_name((guint8)i) != NULL);
            if (cause)
                check_phrase(cause, (language_t)language);
        }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/explain/tables/steps are twins", test_steps_are_twins);
    g_test_add_func("/explain/tables/full steps are twins", test_full_steps_are_twins);
    g_test_add_func("/explain/tables/every row is reached", test_every_row_is_reached);
    g_test_add_func("/explain/tables/every step has full words", test_every_step_has_full_words);
    g_test_add_func("/explain/tables/usual messages have words of their own",
                    test_usual_messages_have_words_of_their_own);
    g_test_add_func("/explain/tables/lists are complete", test_lists_are_complete);
    g_test_add_func("/explain/tables/every alert has a cause", test_every_alert_has_a_cause);
    return g_test_run();
}
