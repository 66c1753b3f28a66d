/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dtls-fragments.h"

#include <string.h>

enum { HEADER = 12 };

/* How it works: of each message the pieces that came are kept, sorted and without overlap, so that
 * it takes no more memory than was captured of it, whatever length it claims. Fragments may
 * overlap, come twice or out of order; of an octet that comes twice the first counts. */

typedef struct {
    guint32 begin, end; /* place in the body */
    guint8 *octets;     /* owned */
} piece_t;

typedef struct {
    guint8 type;
    guint16 message_seq;
    guint32 length;
    guint32 missing;       /* octets */
    guint8 header[HEADER]; /* as if it had come in one piece */
    GArray *pieces;        /* of piece_t */
} message_t;

struct dtls_fragments {
    GPtrArray *messages; /* of message_t, the oldest first */
};

typedef struct {
    guint8 type;
    guint32 length;
    guint16 message_seq;
    guint32 offset;
    slice_t content;
} fragment_t;

static void clear_piece(gpointer data)
{
    piece_t *piece = data;
    g_free(piece->octets);
}

static void message_free(gpointer data)
{
    message_t *message = data;
    g_array_unref(message->pieces);
    g_free(message);
}

dtls_fragments_t *dtls_fragments_new(void)
{
    dtls_fragments_t *fragments = g_new0(dtls_fragments_t, 1);
    fragments->messages = g_ptr_array_new_with_free_func(message_free);
    return fragments;
}

void dtls_fragments_free(dtls_fragments_t *fragments)
{
    if (!fragments)
        return;
    g_ptr_array_unref(fragments->messages);
    g_free(fragments);
}

static bool read_fragment(slice_t octets, fragment_t *out)
{
    reader_t r = reader_over(octets);
    out->type = (guint8)reader_uint(&r, 1);
    out->length = reader_uint(&r, 3);
    out->message_seq = (guint16)reader_uint(&r, 2);
    out->offset = reader_uint(&r, 3);
    out->content = reader_vector(&r, 3);
    return reader_done(&r) && out->content.size > 0 && out->length <= DTLS_MESSAGE_LIMIT &&
           out->content.size <= out->length && out->offset <= out->length - out->content.size;
}

/* Offset 0, and as long a fragment as the message. */
static void write_header(guint8 out[static HEADER], const guint8 *header)
{
    memset(out, 0, HEADER);
    memcpy(out, header, 6);
    memcpy(out + 9, header + 1, 3);
}

static message_t *add_message(dtls_fragments_t *fragments, const fragment_t *fragment,
                              const guint8 *header)
{
    message_t *message = g_new0(message_t, 1);
    message->type = fragment->type;
    message->message_seq = fragment->message_seq;
    message->length = message->missing = fragment->length;
    message->pieces = g_array_new(FALSE, FALSE, sizeof(piece_t));
    g_array_set_clear_func(message->pieces, clear_piece);
    write_header(message->header, header);
    if (fragments->messages->len >= DTLS_MESSAGES_LIMIT)
        g_ptr_array_remove_index(fragments->messages, 0);
    g_ptr_array_add(fragments->messages, message);
    return message;
}

static message_t *find_message(const dtls_fragments_t *fragments, const fragment_t *fragment)
{
    for (guint i = 0; i < fragments->messages->len; i++) {
        message_t *message = g_ptr_array_index(fragments->messages, i);
        if (message->message_seq == fragment->message_seq && message->type == fragment->type &&
            message->length == fragment->length)
            return message;
    }
    return NULL;
}

/* The first piece that ends behind @place. Most come in order, so the search begins at the end. */
static guint piece_behind(const GArray *pieces, guint32 place)
{
    guint i = pieces->len;
    while (i > 0 && g_array_index(pieces, piece_t, i - 1).end > place)
        i--;
    return i;
}

/* Keeps those octets of the fragment that did not come before. */
static void fill(message_t *message, const fragment_t *fragment)
{
    guint32 at = fragment->offset, end = at + (guint32)fragment->content.size;
    for (guint i = piece_behind(message->pieces, at); at < end; i++) {
        const piece_t *next =
            i < message->pieces->len ? &g_array_index(message->pieces, piece_t, i) : NULL;
        if (next && next->begin <= at) {
            at = next->end;
            continue;
        }
        piece_t piece = {at, next ? MIN(end, next->begin) : end, NULL};
        guint32 size = piece.end - at;
        piece.octets = g_memdup2(fragment->content.data + (at - fragment->offset), size);
        g_array_insert_val(message->pieces, i, piece);
        message->missing -= size;
        at = piece.end;
    }
}

/* Gives. */
static GBytes *join(const message_t *message)
{
    GByteArray *whole = g_byte_array_sized_new(HEADER + message->length);
    g_byte_array_append(whole, message->header, HEADER);
    for (guint i = 0; i < message->pieces->len; i++) {
        const piece_t *piece = &g_array_index(message->pieces, piece_t, i);
        g_byte_array_append(whole, piece->octets, piece->end - piece->begin);
    }
    return g_byte_array_free_to_bytes(whole);
}

GBytes *dtls_fragments_take(dtls_fragments_t *fragments, slice_t octets)
{
    fragment_t fragment;
    if (!read_fragment(octets, &fragment))
        return NULL;
    message_t *message = find_message(fragments, &fragment);
    if (!message)
        message = add_message(fragments, &fragment, octets.data);
    fill(message, &fragment);
    GBytes *whole = message->missing == 0 ? join(message) : NULL;
    if (whole || message->pieces->len > DTLS_PIECES_LIMIT)
        g_ptr_array_remove(fragments->messages, message);
    return whole;
}
