/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "surfaces.h"

#include "preferences.h"

#include <epan/stats_tree.h>

/* How it works. A session counts once under each heading, with what is known of it by the last of
 * its frames. What is known changes while the capture is read in one pass: then the count of what
 * was said before is taken back. */

typedef enum {
    BY_VERSION,
    BY_CIPHER_SUITE,
    BY_KEY_EXCHANGE,
    BY_VERDICT,
    BY_NO_CHAIN,
    N_HEADINGS
} heading_t;

static const char *const headings[N_HEADINGS] = {
    [BY_VERSION] = "Version",
    [BY_CIPHER_SUITE] = "Cipher suite",
    [BY_KEY_EXCHANGE] = "Key exchange",
    [BY_VERDICT] = "Verdict on the server's chain",
    [BY_NO_CHAIN] = "No chain to judge",
};
static const char sessions_heading[] = "TLS sessions", problems_heading[] = "Problem";

/* Under what a session has been counted; all static strings. */
typedef struct {
    const char *under[N_HEADINGS];
    const verdict_t *verdict;
} counted_t;

static GHashTable *trees; /* stats_tree -> its GHashTable: number of the session -> counted_t */

static void tick(stats_tree *st, const char *heading, const char *name, int by)
{
    heading = in_words(heading);
    int parent = stats_tree_parent_id_by_name(st, heading);
    increase_stat_node(st, heading, 0, TRUE, by);
    increase_stat_node(st, name, parent, FALSE, by);
}

static void recount(stats_tree *st, const char *heading, const char **was, const char *is)
{
    if (*was == is)
        return;
    if (*was)
        tick(st, heading, *was, -1);
    if (is)
        tick(st, heading, is, 1);
    *was = is;
}

/* Each problem of a chain once, whichever certificates have it. */
static void count_problems(stats_tree *st, const verdict_t *verdict, int by)
{
    guint last = PROBLEM_COUNT;
    for (guint i = 0; verdict && i < verdict->problems->len; i++) {
        guint word = g_array_index(verdict->problems, reason_t, i).word;
        if (word != last)
            tick(st, problems_heading, problem_word((problem_t)word), by);
        last = word;
    }
}

static void count(stats_tree *st, counted_t *counted, const ledger_entry_t *entry)
{
    const session_facts_t *facts = session_facts(entry->session);
    const verdict_t *verdict = entry->verdict;
    const char *now[N_HEADINGS] = {
        [BY_VERSION] = surfaces_version(facts),
        [BY_CIPHER_SUITE] = surfaces_cipher_suite(facts),
        [BY_KEY_EXCHANGE] = key_exchange_name(facts->key_exchange),
        [BY_VERDICT] = verdict ? verdict_word(verdict->word) : NULL,
        [BY_NO_CHAIN] = verdict ? NULL : absent_reason_name(entry->absent),
    };
    for (int i = 0; i < N_HEADINGS; i++)
        recount(st, headings[i], &counted->under[i], now[i]);
    if (verdict == counted->verdict)
        return;
    count_problems(st, counted->verdict, -1);
    count_problems(st, verdict, 1);
    counted->verdict = verdict;
}

static tap_packet_status take(stats_tree *st, packet_info *pinfo _U_, epan_dissect_t *edt _U_,
                              const void *data, tap_flags_t flags _U_)
{
    const tapped_t *tapped = data;
    GHashTable *sessions = trees ? g_hash_table_lookup(trees, st) : NULL;
    if (!sessions)
        return TAP_PACKET_DONT_REDRAW;
    gpointer key = GUINT_TO_POINTER(session_facts(tapped->entry->session)->number);
    counted_t *counted = g_hash_table_lookup(sessions, key);
    if (!counted) {
        counted = g_new0(counted_t, 1);
        g_hash_table_insert(sessions, key, counted);
        tick_stat_node(st, in_words(sessions_heading), 0, FALSE);
    }
    count(st, counted, tapped->entry);
    return TAP_PACKET_REDRAW;
}

static void free_sessions(gpointer sessions)
{
    g_hash_table_destroy(sessions);
}

/* Also called when the tree begins anew. */
static void begin(stats_tree *st)
{
    if (!trees)
        trees = g_hash_table_new_full(NULL, NULL, NULL, free_sessions);
    g_hash_table_replace(trees, st, g_hash_table_new_full(NULL, NULL, NULL, g_free));
    stats_tree_create_node(st, in_words(sessions_heading), 0, STAT_DT_INT, FALSE);
    for (int i = 0; i < N_HEADINGS; i++)
        stats_tree_create_node(st, in_words(headings[i]), 0, STAT_DT_INT, TRUE);
    stats_tree_create_node(st, in_words(problems_heading), 0, STAT_DT_INT, TRUE);
}

static void finish(stats_tree *st)
{
    if (trees)
        g_hash_table_remove(trees, st);
}

void counts_register(void)
{
    stats_tree_register_plugin(SURFACES_TAP, "tlswitness", "TLS counts (TLS Witness)", 0, take,
                               begin, finish);
}
