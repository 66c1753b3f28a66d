/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "resumption.h"

/* How it works: what a server gives out is remembered with the session that gave it; what a client
 * offers, until its server has answered. An answer that takes up an offer only makes a candidate:
 * whether the session is resumed is for the session to say. */

enum { IDENTITIES_LIMIT = 8 };

typedef struct {
    GBytes *session_id, *ticket; /* owned; NULL without one */
    GPtrArray *identities;       /* of GBytes, owned: PSK identities in the order offered */
} offer_t;

struct resumption {
    GTree *given;        /* GBytes, owned -> session_t that gave it; strangers choose the octets */
    GHashTable *offers;  /* session_t -> offer_t, owned */
    GHashTable *origins; /* session_t -> session_t */
};

static void offer_free(gpointer data)
{
    offer_t *offer = data;
    g_clear_pointer(&offer->session_id, g_bytes_unref);
    g_clear_pointer(&offer->ticket, g_bytes_unref);
    g_ptr_array_unref(offer->identities);
    g_free(offer);
}

resumption_t *resumption_new(void)
{
    resumption_t *resumption = g_new0(resumption_t, 1);
    resumption->given = g_tree_new_full(bytes_compare, NULL, bytes_unref_notify, NULL);
    resumption->offers = g_hash_table_new_full(NULL, NULL, NULL, offer_free);
    resumption->origins = g_hash_table_new(NULL, NULL);
    return resumption;
}

void resumption_free(resumption_t *resumption)
{
    if (!resumption)
        return;
    g_tree_destroy(resumption->given);
    g_hash_table_destroy(resumption->offers);
    g_hash_table_destroy(resumption->origins);
    g_free(resumption);
}

/* A ticket of which only the SHA-256 is kept: tickets are long. */
static GBytes *ticket_key(slice_t ticket)
{
    if (ticket.size == 0)
        return NULL;
    guint8 digest[32];
    gsize size = sizeof digest;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(sum, ticket.data, (gssize)ticket.size);
    g_checksum_get_digest(sum, digest, &size);
    return g_bytes_new(digest, size);
}

/* Up to one that is malformed: the server chooses by number. */
static GPtrArray *read_identities(slice_t identities)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(bytes_unref_notify);
    reader_t r = reader_over(identities);
    while (reader_left(&r) > 0 && keys->len < IDENTITIES_LIMIT) {
        slice_t identity = reader_vector(&r, 2); /* identity<1..2^16-1> */
        reader_uint(&r, 4);                      /* obfuscated_ticket_age */
        if (r.failed || identity.size == 0)
            break;
        g_ptr_array_add(keys, ticket_key(identity));
    }
    return keys;
}

/* A second ClientHello takes the place of the first. */
static void take_client_hello(resumption_t *resumption, const session_t *session,
                              const client_hello_t *hello)
{
    if (!hello)
        return;
    offer_t *offer = g_new0(offer_t, 1);
    offer->session_id = slice_to_bytes(hello->session_id);
    offer->ticket = ticket_key(hello->session_ticket);
    offer->identities = read_identities(hello->psk_identities);
    g_hash_table_replace(resumption->offers, (gpointer)session, offer);
}

/* Takes @key, which may be NULL. */
static void give(resumption_t *resumption, const session_t *session, GBytes *key)
{
    if (!key || g_tree_nnodes(resumption->given) >= RESUMPTION_LIMIT) {
        if (key)
            g_bytes_unref(key);
        return;
    }
    g_tree_replace(resumption->given, key, (gpointer)session);
}

/* Whose full handshake @key rests on. What a server of TLS 1.2 gives out while it resumes a session
 * comes before it is known that it does: so this is for who comes back with it to ask. */
static const session_t *origin_of(const resumption_t *resumption, GBytes *key)
{
    const session_t *giver = key ? g_tree_lookup(resumption->given, key) : NULL;
    const session_t *origin = giver ? resumption_origin(resumption, giver) : NULL;
    return origin ? origin : giver;
}

static GBytes *chosen(const offer_t *offer, const server_hello_t *hello)
{
    if (version_is_tls13(hello->version))
        return hello->pre_shared_key && hello->selected_identity < offer->identities->len
                   ? g_ptr_array_index(offer->identities, hello->selected_identity)
                   : NULL;
    return offer->ticket ? offer->ticket : offer->session_id;
}

static void take_server_hello(resumption_t *resumption, const session_t *session,
                              const server_hello_t *hello)
{
    const offer_t *offer = g_hash_table_lookup(resumption->offers, session);
    if (!hello || hello->is_hello_retry_request)
        return;
    const session_t *origin = offer ? origin_of(resumption, chosen(offer, hello)) : NULL;
    if (!origin && offer && offer->ticket)
        origin = origin_of(resumption, offer->session_id);
    if (origin && origin != session)
        g_hash_table_insert(resumption->origins, (gpointer)session, (gpointer)origin);
    if (!version_is_tls13(hello->version)) {
        g_autoptr(GBytes) id = slice_to_bytes(hello->session_id);
        bool echoed = id && offer && offer->session_id && g_bytes_equal(id, offer->session_id);
        if (!echoed)
            give(resumption, session, g_steal_pointer(&id));
    }
    g_hash_table_remove(resumption->offers, session);
}

static void take_ticket(resumption_t *resumption, const session_t *session, slice_t body)
{
    slice_t ticket;
    if (new_session_ticket_parse(body, version_is_tls13(session_facts(session)->version), &ticket))
        give(resumption, session, ticket_key(ticket));
}

void resumption_take(resumption_t *resumption, const session_t *session, framing_t framing,
                     sender_t sender, handshake_t message, hello_t *hello)
{
    bool from_server = sender == SENDER_SERVER;
    if (message.type == HANDSHAKE_CLIENT_HELLO && !from_server)
        take_client_hello(resumption, session, hello_client(hello, message.body, framing));
    else if (message.type == HANDSHAKE_SERVER_HELLO && from_server)
        take_server_hello(resumption, session, hello_server(hello, message.body));
    else if (message.type == HANDSHAKE_NEW_SESSION_TICKET && from_server)
        take_ticket(resumption, session, message.body);
}

const session_t *resumption_origin(const resumption_t *resumption, const session_t *session)
{
    return session_facts(session)->resumed == YES
               ? g_hash_table_lookup(resumption->origins, session)
               : NULL;
}
