/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render-lenses.h"

#include "fields.h"
#include "witness.h"

static const struct {
    time_mode_t mode;
    field_t field;
    const char *lead, *when;
} lenses[] = {
    {TIME_CAPTURE, F_CHAIN_THEN,  "At the time of the frame", "then"             },
    {TIME_NOW,     F_CHAIN_NOW,   "If it were shown now",     "now"              },
    {TIME_FIXED,   F_CHAIN_FIXED, "At the fixed time",        "at the fixed time"},
};

static bool same_answer(const verdict_t *a, const verdict_t *b)
{
    if (a->word != b->word || a->problems->len != b->problems->len)
        return false;
    for (guint i = 0; i < a->problems->len; i++)
        if (g_array_index(a->problems, reason_t, i).word !=
            g_array_index(b->problems, reason_t, i).word)
            return false;
    return true;
}

static void render_lens(const place_t *place, field_t field, const char *lead,
                        const verdict_t *verdict)
{
    const char *summary = text_of_packet(place->pinfo, verdict_summary(verdict));
    row_labelled(place, field, verdict_word(verdict->word),
                 wmem_strdup_printf(place->pinfo->pool, "%s: %s", in_words(lead), summary));
}

/* "then trusted; now expired since 2025-01-03"; NULL where all answers are the same. */
static const char *times_words(const place_t *place, const verdict_t *const *verdicts)
{
    wmem_strbuf_t *text = wmem_strbuf_new(place->pinfo->pool, "");
    const verdict_t *first = NULL;
    bool differ = false;
    for (size_t i = 0; i < G_N_ELEMENTS(lenses); i++) {
        if (!verdicts[i])
            continue;
        wmem_strbuf_append_printf(text, "%s%s %s", first ? "; " : "", in_words(lenses[i].when),
                                  text_of_packet(place->pinfo, verdict_phrase(verdicts[i])));
        differ = differ || (first && !same_answer(first, verdicts[i]));
        first = first ? first : verdicts[i];
    }
    return differ ? wmem_strbuf_get_str(text) : NULL;
}

/* "Now" changes from day to day, so times are told only to who looks at them. */
static void render_times(const place_t *place, const frame_chain_t *chain)
{
    const verdict_t *verdicts[G_N_ELEMENTS(lenses)];
    for (size_t i = 0; i < G_N_ELEMENTS(lenses); i++)
        verdicts[i] = lenses[i].mode == TIME_FIXED && !*preferences->fixed_time
                          ? NULL
                          : witness_judge_at(chain, lenses[i].mode, place->pinfo);
    const char *words = times_words(place, verdicts);
    if (!words)
        return;
    const char *label =
        wmem_strdup_printf(place->pinfo->pool, in_words("At other times: %s"), words);
    place_t below = place_below(place, row_labelled(place, F_CHAIN_TIMES, words, label), ETT_LENS);
    for (size_t i = 0; i < G_N_ELEMENTS(lenses); i++)
        if (verdicts[i])
            render_lens(&below, lenses[i].field, lenses[i].lead, verdicts[i]);
}

void render_lenses(const place_t *place, const frame_chain_t *chain)
{
    const verdict_t *compared = witness_judge_compared(chain, place->pinfo);
    if (compared)
        render_lens(place, F_CHAIN_COMPARED, "Under the second store (compare_ca_file)", compared);
    if (place_shows(place, F_CHAIN_TIMES, F_CHAIN_FIXED))
        render_times(place, chain);
}
