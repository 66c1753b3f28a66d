/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Arbitrary certificates judged. The input: flags 1, time 8, then vectors: the name, the staple,
 * the SCTs, the certificates as sent (as many as two bits of the flags say, and one more), and
 * those that were seen before. The lab's CA is the trust anchor. */

#include <string.h>

#include "explain.h"
#include "fuzz.h"
#include "openssl-error.h"
#include "text.h"
#include "verdict.h"

enum {
    OF_CLIENT = 1,
    STRICT = 2,
    NAME_REQUIRED = 4,
    STAPLE_KNOWN = 8,
    SENT = 0x30,
    KOREAN = 0x40,
    LIMIT = 4
};

/* Loaded once. FUZZ_CA is the path of a file in the checkout. */
static trust_t *lab_trust(void)
{
    static trust_t *trust;
    if (!trust) {
        trust = trust_new();
        GError *error = NULL;
        trust_add_file(trust, FUZZ_CA, &error);
        g_assert_no_error(error);
    }
    return trust;
}

static void say_all(const verdict_t *verdict)
{
    g_free(verdict_phrase(verdict));
    g_free(verdict_summary(verdict));
    openssl_error(verdict);
    g_assert(verdict_word(verdict->word));
    for (guint i = 0; i < verdict->problems->len; i++) {
        const reason_t *reason = &g_array_index(verdict->problems, reason_t, i);
        g_assert(problem_word((problem_t)reason->word) &&
                 explain_remedy((problem_t)reason->word, verdict->language));
        g_assert(g_utf8_validate(reason->sentence, -1, NULL));
    }
    for (guint i = 0; i < verdict->notes->len; i++) {
        const reason_t *reason = &g_array_index(verdict->notes, reason_t, i);
        g_assert(note_word((note_t)reason->word));
        g_assert(g_utf8_validate(reason->sentence, -1, NULL));
    }
}

/* What is true of every answer. */
static void check(const verdict_t *verdict, const chain_question_t *question)
{
    g_assert(verdict->certificates->len == question->n_certificates);
    g_assert((verdict->word == VERDICT_NOT_TRUSTED) == (verdict->problems->len > 0));
    g_assert((verdict->word == VERDICT_NOT_CHECKED) == (verdict->not_checked_because != NULL));
    g_assert(verdict->word != VERDICT_TRUSTED || verdict->anchor);
    g_assert(verdict->holds_from <= question->when && question->when <= verdict->holds_until);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader_t r = reader_over((slice_t){data, size});
    guint32 flags = reader_uint(&r, 1);
    slice_t certificates[LIMIT];
    chain_question_t question = {.certificates = certificates,
                                 .owner = flags & OF_CLIENT ? OWNER_CLIENT : OWNER_SERVER,
                                 .strict_profile = flags & STRICT,
                                 .name_required = flags & NAME_REQUIRED,
                                 .staple_known = flags & STAPLE_KNOWN,
                                 .language = flags & KOREAN ? LANGUAGE_KOREAN : LANGUAGE_ENGLISH,
                                 .trust = lab_trust()};
    question.when = fuzz_read_time(&r);
    g_autofree char *name = text_printable(reader_vector(&r, 2));
    question.reference_name = *name ? name : NULL;
    question.name_source = *name ? NAME_SNI : NAME_NONE;
    question.ocsp_response = reader_vector(&r, 2);
    question.sct_list = reader_vector(&r, 2);
    while (question.n_certificates <= (flags & SENT) >> 4)
        certificates[question.n_certificates++] = reader_vector(&r, 2);

    g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    while (reader_left(&r) > 0 && seen->len < LIMIT) {
        slice_t der = reader_vector(&r, 2);
        g_ptr_array_add(seen, g_bytes_new(der.data, der.size));
    }
    question.seen = seen;
    g_autoptr(verdict_t) verdict = verdict_judge(&question);
    check(verdict, &question);
    say_all(verdict);
    return 0;
}
