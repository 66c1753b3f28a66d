/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "keep.h"

#include <string.h>

#include "octets.h"

/* How it works. There is a row for each session of a frame, sorted by frame, for frames come in
 * order. It names by number what it has in common with others: the session, the list of steps. What
 * few frames have stands apart. A row without a session speaks of what was fetched. */

typedef struct {
    guint32 frame;
    guint32 session;             /* number, or NO_SESSION */
    guint32 steps;               /* index in `lists` */
    guint32 rare;                /* index in `rare`, or NOTHING_RARE */
    guint64 segment1_bytes : 56; /* without a session first_fetched */
    guint64 history_length : 8;
    guint64 segment2_bytes; /* without a session n_fetched */
} row_t;

enum { NO_SESSION = G_MAXINT, NOTHING_RARE = G_MAXINT };

#define BYTES_MASK (G_MAXUINT64 >> 8) /* more octets than any disk has */

/* The same steps are kept once. */
typedef struct {
    guint n;
    step_t steps[];
} step_list_t;

typedef struct {
    proof_t *proof;
    octets_t body;
} kept_proof_t;

/* In file memory. */
typedef struct {
    const step_link_t *links;
    const frame_chain_t *const *chains;
    const kept_proof_t *proofs;
    octets_t client_hello, server_hello;
    guint32 n_links;
    guint16 n_chains, n_proofs;
    guint8 framing; /* framing_t */
} rare_t;

enum { RARE_LIMIT = G_MAXUINT16 }; /* chains, and proofs, in one frame; no host shows as many */

struct keep {
    const GPtrArray *sessions; /* borrowed */
    GArray *rows;              /* of row_t */
    GPtrArray *lists;          /* of step_list_t, owned */
    GHashTable *list_numbers;  /* step_list_t -> index in `lists` */
    GPtrArray *rare;           /* of rare_t */
};

static guint list_hash(gconstpointer data)
{
    const step_list_t *list = data;
    return wmem_strong_hash((const guint8 *)list->steps, list->n * sizeof(step_t));
}

static gboolean list_equal(gconstpointer a, gconstpointer b)
{
    const step_list_t *x = a, *y = b;
    return x->n == y->n && memcmp(x->steps, y->steps, x->n * sizeof(step_t)) == 0;
}

keep_t *keep_new(const GPtrArray *sessions)
{
    keep_t *keep = g_new0(keep_t, 1);
    keep->sessions = sessions;
    keep->rows = g_array_new(FALSE, TRUE, sizeof(row_t));
    keep->lists = g_ptr_array_new_with_free_func(g_free);
    keep->list_numbers = g_hash_table_new(list_hash, list_equal);
    keep->rare = g_ptr_array_new();
    return keep;
}

void keep_free(keep_t *keep)
{
    if (!keep)
        return;
    g_array_unref(keep->rows);
    g_hash_table_destroy(keep->list_numbers);
    g_ptr_array_unref(keep->lists);
    g_ptr_array_unref(keep->rare);
    g_free(keep);
}

static guint32 number_of_steps(keep_t *keep, const frame_session_t *session, packet_info *pinfo)
{
    size_t size = sizeof(step_list_t) + session->n_steps * sizeof(step_t);
    step_list_t *list = wmem_alloc(pinfo->pool, size);
    gpointer number;
    list->n = session->n_steps;
    if (list->n)
        memcpy(list->steps, session->steps, list->n * sizeof(step_t));
    if (g_hash_table_lookup_extended(keep->list_numbers, list, NULL, &number))
        return GPOINTER_TO_UINT(number);
    step_list_t *own = g_malloc(size);
    memcpy(own, list, size);
    g_ptr_array_add(keep->lists, own);
    g_hash_table_insert(keep->list_numbers, own, GUINT_TO_POINTER(keep->lists->len - 1));
    return keep->lists->len - 1;
}

static const void *in_file(const void *data, guint n, size_t size)
{
    return n ? wmem_memdup(wmem_file_scope(), data, n * size) : NULL;
}

static const kept_proof_t *keep_proofs(const frame_session_t *session, packet_info *pinfo)
{
    kept_proof_t *proofs = wmem_alloc_array(wmem_file_scope(), kept_proof_t, session->n_proofs);
    for (guint i = 0; i < session->n_proofs; i++)
        proofs[i] =
            (kept_proof_t){session->proofs[i].proof, octets_keep(session->proofs[i].body, pinfo)};
    return proofs;
}

static guint32 keep_rare(keep_t *keep, const frame_session_t *session, packet_info *pinfo)
{
    if (!session->n_links && !session->n_chains && !session->n_proofs &&
        !session->client_hello.size && !session->server_hello.size)
        return NOTHING_RARE;
    rare_t *rare = wmem_new(wmem_file_scope(), rare_t);
    *rare = (rare_t){
        .links = in_file(session->links, session->n_links, sizeof *rare->links),
        .chains = in_file(session->chains, session->n_chains, sizeof *rare->chains),
        .proofs = session->n_proofs ? keep_proofs(session, pinfo) : NULL,
        .n_links = session->n_links,
        .n_chains = (guint16)MIN(session->n_chains, RARE_LIMIT),
        .n_proofs = (guint16)MIN(session->n_proofs, RARE_LIMIT),
        .framing = (guint8)session->framing,
        .client_hello = octets_keep(session->client_hello, pinfo),
        .server_hello = octets_keep(session->server_hello, pinfo),
    };
    g_ptr_array_add(keep->rare, rare);
    return keep->rare->len - 1;
}

/* Index of the first row of the frame, or of a later one. */
static guint first_row(const keep_t *keep, guint32 frame)
{
    guint low = 0, high = keep->rows->len;
    if (high == 0 || g_array_index(keep->rows, row_t, high - 1).frame < frame)
        return high;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(keep->rows, row_t, middle).frame < frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_row(keep_t *keep, const row_t *row)
{
    guint at = first_row(keep, row->frame + 1);
    g_array_insert_vals(keep->rows, at, row, 1);
}

void keep_add(keep_t *keep, const frame_t *frame, packet_info *pinfo)
{
    for (guint i = 0; i < frame->n_sessions; i++) {
        const frame_session_t *session = &frame->sessions[i];
        add_row(keep, &(row_t){.frame = pinfo->num,
                               .session = session_facts(session->session)->number,
                               .steps = number_of_steps(keep, session, pinfo),
                               .rare = keep_rare(keep, session, pinfo),
                               .segment1_bytes = session->segment1_bytes & BYTES_MASK,
                               .segment2_bytes = session->segment2_bytes,
                               .history_length = session->history_length});
    }
    if (frame->n_fetched)
        add_row(keep, &(row_t){.frame = pinfo->num,
                               .session = NO_SESSION,
                               .segment1_bytes = frame->first_fetched,
                               .segment2_bytes = frame->n_fetched});
}

static const frame_proof_t *show_proofs(const rare_t *rare, packet_info *pinfo)
{
    frame_proof_t *proofs = wmem_alloc_array(pinfo->pool, frame_proof_t, rare->n_proofs);
    for (guint i = 0; i < rare->n_proofs; i++)
        proofs[i] =
            (frame_proof_t){rare->proofs[i].proof, octets_fetch(&rare->proofs[i].body, pinfo)};
    return proofs;
}

static void show_rare(frame_session_t *out, const rare_t *rare, packet_info *pinfo)
{
    out->links = rare->links;
    out->n_links = rare->n_links;
    out->chains = rare->chains;
    out->n_chains = rare->n_chains;
    out->proofs = rare->n_proofs ? show_proofs(rare, pinfo) : NULL;
    out->n_proofs = rare->n_proofs;
    out->framing = (framing_t)rare->framing;
    out->client_hello = octets_fetch(&rare->client_hello, pinfo);
    out->server_hello = octets_fetch(&rare->server_hello, pinfo);
}

static frame_session_t show(const keep_t *keep, const row_t *row, packet_info *pinfo)
{
    const step_list_t *list = g_ptr_array_index(keep->lists, row->steps);
    frame_session_t out = {
        .session = g_ptr_array_index(keep->sessions, row->session),
        .steps = list->steps,
        .n_steps = list->n,
        .segment1_bytes = row->segment1_bytes,
        .segment2_bytes = row->segment2_bytes,
        .history_length = row->history_length,
    };
    if (row->rare != NOTHING_RARE)
        show_rare(&out, g_ptr_array_index(keep->rare, row->rare), pinfo);
    return out;
}

const frame_t *keep_find(const keep_t *keep, packet_info *pinfo)
{
    guint first = first_row(keep, pinfo->num), end = first;
    while (end < keep->rows->len && g_array_index(keep->rows, row_t, end).frame == pinfo->num)
        end++;
    if (first == end)
        return NULL;
    frame_t *frame = wmem_new0(pinfo->pool, frame_t);
    frame_session_t *sessions = wmem_alloc_array(pinfo->pool, frame_session_t, end - first);
    for (guint i = first; i < end; i++) {
        const row_t *row = &g_array_index(keep->rows, row_t, i);
        if (row->session == NO_SESSION) {
            frame->first_fetched = (guint)row->segment1_bytes;
            frame->n_fetched = (guint)row->segment2_bytes;
        } else {
            sessions[frame->n_sessions++] = show(keep, row, pinfo);
        }
    }
    frame->sessions = sessions;
    return frame;
}
