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

/* In file memory, in one piece with the arrays that it speaks of, in the order of parts_t. */
typedef struct {
    guint16 n_chains, n_proofs, n_links;
    guint8 framing; /* framing_t */
    bool client_hello : 1, server_hello : 1;
} rare_t;

typedef struct {
    octets_t *client_hello, *server_hello; /* NULL without */
    const frame_chain_t **chains;
    kept_proof_t *proofs;
    step_link_t *links;
} parts_t;

enum { RARE_LIMIT = G_MAXUINT16 }; /* of each in one frame; no host shows as many */

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

static size_t size_of(const rare_t *rare)
{
    size_t n_hellos = (size_t)rare->client_hello + rare->server_hello;
    return sizeof *rare + n_hellos * sizeof(octets_t) + rare->n_chains * sizeof(frame_chain_t *) +
           rare->n_proofs * sizeof(kept_proof_t) + rare->n_links * sizeof(step_link_t);
}

/* Room for @n of that size at *@at, which moves on; NULL for none. All parts are aligned like
 * pointers. */
static void *take_room(guint8 **at, guint n, size_t size)
{
    void *room = n ? *at : NULL;
    *at += n * size;
    return room;
}

static parts_t parts_of(rare_t *rare)
{
    G_STATIC_ASSERT(sizeof(rare_t) % sizeof(void *) == 0);
    guint8 *at = (guint8 *)(rare + 1);
    parts_t parts;
    parts.client_hello = take_room(&at, rare->client_hello, sizeof *parts.client_hello);
    parts.server_hello = take_room(&at, rare->server_hello, sizeof *parts.server_hello);
    parts.chains = take_room(&at, rare->n_chains, sizeof *parts.chains);
    parts.proofs = take_room(&at, rare->n_proofs, sizeof *parts.proofs);
    parts.links = take_room(&at, rare->n_links, sizeof *parts.links);
    return parts;
}

static guint16 limited(guint n)
{
    return (guint16)MIN(n, RARE_LIMIT);
}

static void fill_rare(const parts_t *parts, const rare_t *head, const frame_session_t *session,
                      packet_info *pinfo)
{
    if (parts->client_hello)
        *parts->client_hello = octets_keep(session->client_hello, pinfo);
    if (parts->server_hello)
        *parts->server_hello = octets_keep(session->server_hello, pinfo);
    for (guint i = 0; i < head->n_chains; i++)
        parts->chains[i] = session->chains[i];
    for (guint i = 0; i < head->n_proofs; i++)
        parts->proofs[i] =
            (kept_proof_t){session->proofs[i].proof, octets_keep(session->proofs[i].body, pinfo)};
    for (guint i = 0; i < head->n_links; i++)
        parts->links[i] = session->links[i];
}

static guint32 keep_rare(keep_t *keep, const frame_session_t *session, packet_info *pinfo)
{
    rare_t head = {
        .n_chains = limited(session->n_chains),
        .n_proofs = limited(session->n_proofs),
        .n_links = limited(session->n_links),
        .framing = (guint8)session->framing,
        .client_hello = session->client_hello.size > 0,
        .server_hello = session->server_hello.size > 0,
    };
    size_t size = size_of(&head);
    if (size == sizeof head)
        return NOTHING_RARE;
    rare_t *rare = wmem_alloc(wmem_file_scope(), size);
    *rare = head;
    parts_t parts = parts_of(rare);
    fill_rare(&parts, &head, session, pinfo);
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

static const frame_proof_t *show_proofs(const kept_proof_t *kept, guint n, packet_info *pinfo)
{
    frame_proof_t *proofs = n ? wmem_alloc_array(pinfo->pool, frame_proof_t, n) : NULL;
    for (guint i = 0; i < n; i++)
        proofs[i] = (frame_proof_t){kept[i].proof, octets_fetch(&kept[i].body, pinfo)};
    return proofs;
}

static void show_rare(frame_session_t *out, rare_t *rare, packet_info *pinfo)
{
    parts_t parts = parts_of(rare);
    out->links = parts.links;
    out->n_links = rare->n_links;
    out->chains = parts.chains;
    out->n_chains = rare->n_chains;
    out->proofs = show_proofs(parts.proofs, rare->n_proofs, pinfo);
    out->n_proofs = rare->n_proofs;
    out->framing = (framing_t)rare->framing;
    if (parts.client_hello)
        out->client_hello = octets_fetch(parts.client_hello, pinfo);
    if (parts.server_hello)
        out->server_hello = octets_fetch(parts.server_hello, pinfo);
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
