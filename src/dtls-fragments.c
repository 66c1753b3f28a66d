/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dtls-fragments.h"

#include <string.h>

enum { HEADER = 12 };

/* A message on the way. Fragments may overlap, come twice or out of order. */
typedef struct {
    guint8 type;
    guint16 message_seq;
    guint32 length;
    guint32 missing; /* octets */
    guint8 *octets;  /* header and body, owned */
    guint8 *seen;    /* a flag for each octet of the body, owned */
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

static void message_free(gpointer data)
{
    message_t *message = data;
    g_free(message->octets);
    g_free(message->seen);
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

/* As if it had come in one piece: offset 0, and as long a fragment as the message. */
static void write_header(message_t *message, const guint8 *header)
{
    memcpy(message->octets, header, 6);
    memset(message->octets + 6, 0, 3);
    memcpy(message->octets + 9, header + 1, 3);
}

static message_t *add_message(dtls_fragments_t *fragments, const fragment_t *fragment,
                              const guint8 *header)
{
    message_t *message = g_new0(message_t, 1);
    message->type = fragment->type;
    message->message_seq = fragment->message_seq;
    message->length = message->missing = fragment->length;
    message->octets = g_malloc0(HEADER + (size_t)fragment->length);
    message->seen = g_malloc0(fragment->length);
    write_header(message, header);
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

static void fill(message_t *message, const fragment_t *fragment)
{
    for (size_t i = 0; i < fragment->content.size; i++) {
        guint8 *seen = &message->seen[fragment->offset + i];
        message->missing -= *seen ? 0 : 1;
        *seen = 1;
    }
    memcpy(message->octets + HEADER + fragment->offset, fragment->content.data,
           fragment->content.size);
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
    if (message->missing > 0)
        return NULL;
    GBytes *whole = g_bytes_new(message->octets, HEADER + (gsize)message->length);
    g_ptr_array_remove(fragments->messages, message);
    return whole;
}
