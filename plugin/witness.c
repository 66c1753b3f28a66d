/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "showing.h"

#include <string.h>

#include <epan/conversation.h>

#include "collect.h"
#include "fields.h"
#include "host-key-log.h"
#include "peers.h"

/* Frames that are linked to one message, at most. */
enum { PIECES_LIMIT = 256 };

/* Octets of a hello that is kept. */
enum { HELLO_LIMIT = 8192 };

/* Room that is enough for most frames; it grows. */
enum { DRAFTS_EXPECTED = 1 };

witness_t *witness;

static void session_free_notify(gpointer data)
{
    session_free(data);
}

static void proofs_free_notify(gpointer data)
{
    proofs_free(data);
}

static void proof_free_notify(gpointer data)
{
    proof_free(data);
}

static void fragments_free_notify(gpointer data)
{
    dtls_fragments_free(data);
}

static void array_unref_notify(gpointer data)
{
    g_array_unref(data);
}

static gint compare_names(gconstpointer a, gconstpointer b, gpointer data)
{
    (void)data;
    return strcmp(a, b);
}

void witness_open(void)
{
    peers_open();
    witness = g_new0(witness_t, 1);
    witness->sessions = g_ptr_array_new_with_free_func(session_free_notify);
    witness->proofs = g_ptr_array_new_with_free_func(proofs_free_notify);
    witness->showings = g_ptr_array_new();
    witness->keep = keep_new(witness->sessions);
    witness->pool = pool_new();
    witness->made = g_ptr_array_new_with_free_func(proof_free_notify);
    witness->step_lists = g_ptr_array_new_with_free_func(array_unref_notify);
    witness->quic = g_hash_table_new(NULL, NULL);
    witness->fragments = g_ptr_array_new_with_free_func(fragments_free_notify);
    witness->resumption = resumption_new();
    witness->chains = chains_new();
    witness->fetched = fetched_new();
    witness->stores = stores_new();
    witness->shown_chains = g_array_new(FALSE, FALSE, sizeof(shown_chain_t));
    witness->known_chains = g_hash_table_new(NULL, NULL);
    witness->shown = g_tree_new_full(compare_names, NULL, g_free, g_free);
    witness->now = g_get_real_time() / G_USEC_PER_SEC;
}

void witness_close(void)
{
    if (!witness)
        return;
    g_hash_table_destroy(witness->quic);
    g_ptr_array_unref(witness->fragments);
    resumption_free(witness->resumption);
    key_log_of_host_close();
    g_ptr_array_unref(witness->proofs);
    g_ptr_array_unref(witness->showings);
    g_ptr_array_unref(witness->step_lists);
    g_ptr_array_unref(witness->made);
    chains_free(witness->chains);
    fetched_free(witness->fetched);
    g_array_unref(witness->shown_chains);
    g_hash_table_destroy(witness->known_chains);
    stores_free(witness->stores);
    g_tree_destroy(witness->shown);
    keep_free(witness->keep);
    g_ptr_array_unref(witness->sessions);
    pool_free(witness->pool);
    peers_close();
    g_free(witness);
    witness = NULL;
}

static connection_t *quic_connection(guint32 number)
{
    gpointer key = GUINT_TO_POINTER(number);
    connection_t *connection = g_hash_table_lookup(witness->quic, key);
    if (!connection) {
        connection = wmem_new0(wmem_file_scope(), connection_t);
        g_hash_table_insert(witness->quic, key, connection);
    }
    return connection;
}

static connection_t *nested_in(connection_t *connection)
{
    if (!connection->nested)
        connection->nested = wmem_new0(wmem_file_scope(), connection_t);
    connection->nested->connect_host = connection->connect_host;
    return connection->nested;
}

/* Dissectors leave behind how they find their own conversation: EAP inside EAP has another one, and
 * yet the same TLS session goes on. */
static conversation_t *by_addresses(packet_info *pinfo)
{
    conversation_type type = conversation_pt_to_conversation_type(pinfo->ptype);
    conversation_t *conversation = find_conversation(pinfo->num, &pinfo->src, &pinfo->dst, type,
                                                     pinfo->srcport, pinfo->destport, 0);
    return conversation ? conversation
                        : conversation_new(pinfo->num, &pinfo->src, &pinfo->dst, type,
                                           pinfo->srcport, pinfo->destport, 0);
}

/* All records of a frame are of one conversation: it is looked up once. */
static connection_t *conversation_of(packet_info *pinfo)
{
    if (witness->last_frame == pinfo->num)
        return witness->last_connection;
    conversation_t *conversation = pinfo->use_conv_addr_port_endpoints
                                       ? by_addresses(pinfo)
                                       : find_or_create_conversation(pinfo);
    connection_t *connection = conversation_get_proto_data(conversation, proto_tlswitness);
    if (!connection) {
        connection = wmem_new0(wmem_file_scope(), connection_t);
        conversation_add_proto_data(conversation, proto_tlswitness, connection);
    }
    witness->last_frame = pinfo->num;
    witness->last_connection = connection;
    return connection;
}

static connection_t *connection_of(const collected_t *collected, packet_info *pinfo)
{
    if (collected->is_quic)
        return quic_connection(collected->quic_connection);
    connection_t *connection = conversation_of(pinfo);
    return collected->nested ? nested_in(connection) : connection;
}

static void set_client(connection_t *connection, const address *client, guint32 port)
{
    connection->client = peers_address(client);
    connection->client_port = port;
}

/* A hello says who its sender is. Without one (the capture begins inside the connection) the lower
 * port is taken for the server's. */
static sender_t sender_of(connection_t *connection, const record_t *record,
                          const packet_info *pinfo)
{
    sender_t shown;
    bool by_hello = record_shows_sender(record, &shown);
    if (!by_hello && !connection->client)
        shown = pinfo->srcport < pinfo->destport ? SENDER_SERVER : SENDER_CLIENT;
    if (by_hello || !connection->client) {
        if (shown == SENDER_CLIENT)
            set_client(connection, &pinfo->src, pinfo->srcport);
        else
            set_client(connection, &pinfo->dst, pinfo->destport);
    }
    bool from_client = connection->client_port == pinfo->srcport &&
                       addresses_equal(connection->client, &pinfo->src);
    return from_client ? SENDER_CLIENT : SENDER_SERVER;
}

static void forget_pieces(pieces_t *pieces)
{
    for (int sender = 0; sender < 2; sender++) {
        pieces->frames[sender] = NULL;
        pieces->torn[sender] = false;
    }
}

static session_t *session_of(connection_t *connection, const record_t *record)
{
    if (!connection->session || session_is_over(connection->session, record)) {
        connection->session = session_new(witness->sessions->len);
        if (connection->pieces)
            forget_pieces(connection->pieces);
        g_ptr_array_add(witness->sessions, connection->session);
        g_ptr_array_add(witness->proofs, NULL);
        g_ptr_array_add(witness->showings, NULL);
    }
    return connection->session;
}

void draft_append(wmem_array_t **array, const void *item, size_t size, packet_info *pinfo)
{
    if (!*array)
        *array = wmem_array_sized_new(pinfo->pool, size, 1);
    wmem_array_append(*array, item, 1);
}

/* Room for the steps of the frame's @i-th session: it is used again and again. */
static GArray *step_list(guint i)
{
    if (i == witness->step_lists->len)
        g_ptr_array_add(witness->step_lists, g_array_new(FALSE, FALSE, sizeof(step_t)));
    return g_array_set_size(g_ptr_array_index(witness->step_lists, i), 0);
}

static draft_t *draft_of(wmem_array_t *drafts, session_t *session)
{
    guint n = wmem_array_get_count(drafts);
    for (guint i = 0; i < n; i++) {
        draft_t *draft = wmem_array_index(drafts, i);
        if (draft->session == session)
            return draft;
    }
    draft_t draft = {.session = session, .steps = step_list(n)};
    wmem_array_append_one(drafts, draft);
    return wmem_array_index(drafts, n);
}

/* A step that stands for a raw public key, or for a list that cannot be a chain, says so itself. */
static bool steps_say_absent(const GArray *steps, guint first)
{
    for (guint i = first; i < steps->len; i++)
        if (g_array_index(steps, step_t, i).absent == ABSENT_RAW_PUBLIC_KEY)
            return true;
    return false;
}

static pieces_t *pieces_of(connection_t *connection)
{
    if (!connection->pieces)
        connection->pieces = wmem_new0(wmem_file_scope(), pieces_t);
    return connection->pieces;
}

/* A piece of a message: its step will know where the message completes. */
static void link_piece(draft_t *draft, connection_t *connection, guint step, sender_t sender,
                       packet_info *pinfo)
{
    guint32 frame = pinfo->num;
    pieces_t *pieces = pieces_of(connection);
    if (!pieces->frames[sender]) {
        pieces->frames[sender] = wmem_array_sized_new(wmem_file_scope(), sizeof(guint32), 2);
        pieces->completes_in[sender] = wmem_new0(wmem_file_scope(), guint32);
    }
    wmem_array_t *frames = pieces->frames[sender];
    guint n = wmem_array_get_count(frames);
    if (n < PIECES_LIMIT && (n == 0 || *(guint32 *)wmem_array_index(frames, n - 1) != frame))
        wmem_array_append_one(frames, frame);
    step_link_t link = {.step = step, .completes_in = pieces->completes_in[sender]};
    draft_append(&draft->links, &link, sizeof link, pinfo);
}

/* A whole message: what came in pieces before it was its beginning. */
static void link_whole(draft_t *draft, connection_t *connection, guint step, sender_t sender,
                       packet_info *pinfo)
{
    pieces_t *pieces = connection->pieces;
    if (!pieces || !pieces->frames[sender])
        return;
    *pieces->completes_in[sender] = pinfo->num;
    step_link_t link = {.step = step,
                        .pieces = wmem_array_get_raw(pieces->frames[sender]),
                        .n_pieces = wmem_array_get_count(pieces->frames[sender])};
    draft_append(&draft->links, &link, sizeof link, pinfo);
    pieces->frames[sender] = NULL;
}

/* @first: index in the frame of the first of the record's steps. */
static void link_steps(draft_t *draft, connection_t *connection, sender_t sender, guint first,
                       packet_info *pinfo)
{
    for (guint i = first; i < draft->steps->len; i++) {
        const step_t *step = &g_array_index(draft->steps, step_t, i);
        if (step->kind == STEP_PART)
            link_piece(draft, connection, i, sender, pinfo);
        else if (step->kind == STEP_HANDSHAKE && !step->inferred)
            link_whole(draft, connection, i, sender, pinfo);
    }
}

static bool says_large_certificate(const GArray *steps, guint first)
{
    for (guint i = first; i < steps->len; i++)
        if (g_array_index(steps, step_t, i).kind == STEP_TOO_LARGE &&
            g_array_index(steps, step_t, i).handshake_type == HANDSHAKE_CERTIFICATE)
            return true;
    return false;
}

static proofs_t **proofs_of(const session_t *session)
{
    return (proofs_t **)&g_ptr_array_index(witness->proofs, session_facts(session)->number);
}

static bool is_certificate(guint8 type)
{
    return type == HANDSHAKE_CERTIFICATE || type == HANDSHAKE_COMPRESSED_CERTIFICATE;
}

/* What comes when the handshake is over proves nothing of it, but for a Finished of which nothing
 * else is known; in DTLS that may have been sent again. */
static bool may_prove(const session_t *session, guint8 type, framing_t framing)
{
    if (!session_is_at_rest(session))
        return true;
    if (version_is_tls13(session_facts(session)->version))
        return false;
    return type == HANDSHAKE_CLIENT_HELLO || (type == HANDSHAKE_FINISHED && framing == FRAMING_TLS);
}

/* After the message was taken for all else: so its chain is known. */
static void take_proofs(draft_t *draft, const record_t *record, const whole_message_t *whole,
                        packet_info *pinfo)
{
    proofs_t **proofs = proofs_of(draft->session);
    if (!*proofs && !may_prove(draft->session, whole->handshake.type, record->framing))
        return;
    const session_chains_t *shown = showing_of(draft->session);
    chain_owner_t owner = record->sender == SENDER_SERVER ? OWNER_SERVER : OWNER_CLIENT;
    slice_t random = *proofs ? proofs_client_random(*proofs) : (slice_t){0};
    proofs_message_t message = {.framing = record->framing,
                                .version = record->version,
                                .sender = record->sender,
                                .octets = whole->octets,
                                .keyed = record->decrypted,
                                .ambiguous = record->ambiguous,
                                .hello = whole->hello,
                                .suite = &session_facts(draft->session)->cipher_suite,
                                .log = key_log_of_host(random)};
    message.no_log = message.log ? NULL : key_log_of_host_problem();
    if (shown && is_certificate(whole->handshake.type) && shown->shown[owner]) {
        message.chain = shown->shown[owner]->chain;
        message.delegated = shown->shown[owner]->delegated;
    }
    if (!*proofs)
        *proofs = proofs_new(witness->pool);
    guint first = witness->made->len;
    proofs_take(*proofs, &message, witness->made);
    for (guint i = first; i < witness->made->len; i++) {
        frame_proof_t made = {g_ptr_array_index(witness->made, i), whole->handshake.body};
        draft_append(&draft->proofs, &made, sizeof made, pinfo);
    }
}

/* What was offered and chosen is told where it stands; of a renegotiation it is not. */
static void take_hello(draft_t *draft, const record_t *record, handshake_t message)
{
    bool open = !record->decrypted || record->quic_packet == QUIC_INITIAL;
    if (!open || message.body.size > HELLO_LIMIT)
        return;
    draft->framing = record->framing;
    if (message.type == HANDSHAKE_CLIENT_HELLO && record->sender == SENDER_CLIENT)
        draft->client_hello = message.body;
    else if (message.type == HANDSHAKE_SERVER_HELLO && record->sender == SENDER_SERVER)
        draft->server_hello = message.body;
}

static void take_messages(draft_t *draft, connection_t *connection, const record_t *record,
                          bool no_chain, guint *place, packet_info *pinfo)
{
    for (size_t i = 0; i < record->n_messages; i++) {
        const record_message_t *message = &record->messages[i];
        whole_message_t whole = {.octets = message->octets, .hello = message->hello};
        if (!message->whole || !handshake_parse(message->octets, record->framing, &whole.handshake))
            continue;
        resumption_take(witness->resumption, draft->session, record->framing, record->sender,
                        whole.handshake, whole.hello);
        if (!no_chain)
            showing_take_message(draft, connection, record, &whole,
                                 message->assembled ? G_MAXUINT : *place, pinfo);
        take_hello(draft, record, whole.handshake);
        take_proofs(draft, record, &whole, pinfo);
        if (whole.handshake.type == HANDSHAKE_CERTIFICATE && !message->assembled)
            (*place)++;
    }
}

/* The host shows each fragment of a DTLS message by itself. What is encrypted is none. */
static void join_fragments(connection_t *connection, record_t *record, packet_info *pinfo)
{
    record_message_t *messages = (record_message_t *)record->messages;
    dtls_fragments_t **fragments = &pieces_of(connection)->fragments[record->sender];
    if (record->epoch > 0 && !record->decrypted)
        return;
    for (size_t i = 0; i < record->n_messages; i++) {
        if (messages[i].whole || messages[i].octets.size == 0)
            continue;
        if (!*fragments) {
            *fragments = dtls_fragments_new();
            g_ptr_array_add(witness->fragments, *fragments);
        }
        GBytes *whole = dtls_fragments_take(*fragments, messages[i].octets);
        if (!whole)
            continue;
        gsize size = g_bytes_get_size(whole);
        messages[i].octets =
            (slice_t){wmem_memdup(pinfo->pool, g_bytes_get_data(whole, NULL), size), size};
        messages[i].whole = messages[i].assembled = true;
        g_bytes_unref(whole);
    }
}

/* So that a hello is read once. */
static void give_room(const record_t *record, packet_info *pinfo)
{
    record_message_t *messages = (record_message_t *)record->messages;
    for (size_t i = 0; i < record->n_messages; i++) {
        guint8 type = messages[i].whole ? messages[i].octets.data[0] : 0;
        if (type == HANDSHAKE_CLIENT_HELLO || type == HANDSHAKE_SERVER_HELLO)
            messages[i].hello = wmem_new0(pinfo->pool, hello_t);
    }
}

/* Octets in the middle of a message that the host does not put together may look like messages. */
static void take_for_pieces(const record_t *record)
{
    record_message_t *messages = (record_message_t *)record->messages;
    for (size_t i = 0; i < record->n_messages; i++)
        messages[i].whole = false;
}

/* Before the ServerHello: a client without early data sends ChangeCipherSpec there only when it was
 * asked for a second ClientHello (RFC 8446 §D.4). That one the host takes for encrypted when it has
 * not seen the HelloRetryRequest. */
static bool shows_second_hello(const step_t *step, const record_t *record)
{
    if (record->content_type == CONTENT_CHANGE_CIPHER_SPEC)
        return !step->early_data_offered;
    return record->content_type == CONTENT_HANDSHAKE &&
           (step->kind == STEP_ENCRYPTED_HANDSHAKE ||
            (step->kind == STEP_HANDSHAKE && step->inferred));
}

/* The host does not heed where a segment is missing: it goes on with what comes next, as if that
 * were the rest of the message. */
static void note_loss(connection_t *connection, const record_t *record)
{
    pieces_t *pieces = connection->pieces;
    if (pieces && pieces->frames[record->sender])
        pieces->torn[record->sender] = true;
    session_note_loss(connection->session);
    proofs_t *proofs = *proofs_of(connection->session);
    if (proofs)
        proofs_note_loss(proofs);
}

/* What was put together around a gap is no message. Returns true if it is in this record. */
static bool refuse_torn(connection_t *connection, const collected_t *collected)
{
    const record_t *record = &collected->record;
    record_message_t *messages = (record_message_t *)record->messages;
    if (collected->torn) {
        take_for_pieces(record);
        return false;
    }
    bool *torn = connection->pieces ? &connection->pieces->torn[record->sender] : NULL;
    for (size_t i = 0; torn && *torn && i < record->n_messages; i++) {
        if (!messages[i].whole)
            continue;
        messages[i].whole = *torn = false;
        return true;
    }
    return false;
}

static void note_unreadable(const draft_t *draft, const record_t *record, guint first)
{
    proofs_t *proofs = *proofs_of(draft->session);
    for (guint i = first; proofs && i < draft->steps->len; i++)
        if (record->sender == SENDER_CLIENT &&
            shows_second_hello(&g_array_index(draft->steps, step_t, i), record))
            proofs_note_unreadable(proofs);
}

static void take_record(wmem_array_t *drafts, collected_t *collected, guint *place,
                        packet_info *pinfo)
{
    record_t *record = &collected->record;
    connection_t *connection = connection_of(collected, pinfo);
    record->sender = sender_of(connection, record, pinfo);
    connection->inner_hello = connection->inner_hello || collected->inner_hello;
    if (record->framing == FRAMING_DTLS)
        join_fragments(connection, record, pinfo);
    session_t *session = session_of(connection, record);
    if (collected->after_loss || collected->torn)
        note_loss(connection, record);
    bool refused = refuse_torn(connection, collected);
    if (session_is_inside_large(session, record->sender))
        take_for_pieces(record);
    give_room(record, pinfo);
    draft_t *draft = draft_of(drafts, session);
    guint first = draft->steps->len;
    session_feed(draft->session, record, draft->steps);
    link_steps(draft, connection, record->sender, first, pinfo);
    if (refused)
        connection->pieces->frames[record->sender] = NULL;
    if (says_large_certificate(draft->steps, first))
        showing_take_large(draft, record, pinfo);
    take_messages(draft, connection, record, steps_say_absent(draft->steps, first), place, pinfo);
    note_unreadable(draft, record, first);
    proofs_t **proofs = proofs_of(draft->session);
    if (*proofs && session_is_at_rest(draft->session) && !proofs_go_on(*proofs))
        g_clear_pointer(proofs, proofs_free);
}

static guint count_of(wmem_array_t *array)
{
    return array ? wmem_array_get_count(array) : 0;
}

static const void *items_of(wmem_array_t *array)
{
    return array ? wmem_array_get_raw(array) : NULL;
}

/* The steps are copied: their room is used again for the next frame. */
static frame_session_t finish(const draft_t *draft, packet_info *pinfo)
{
    const session_facts_t *facts = session_facts(draft->session);
    const GArray *steps = draft->steps;
    return (frame_session_t){
        .session = draft->session,
        .steps = wmem_memdup(pinfo->pool, steps->data, steps->len * sizeof(step_t)),
        .n_steps = steps->len,
        .chains = items_of(draft->chains),
        .n_chains = count_of(draft->chains),
        .proofs = items_of(draft->proofs),
        .n_proofs = count_of(draft->proofs),
        .client_hello = draft->client_hello,
        .server_hello = draft->server_hello,
        .framing = draft->framing,
        .links = items_of(draft->links),
        .n_links = count_of(draft->links),
        .segment1_bytes = facts->segment1_bytes,
        .segment2_bytes = facts->segment2_bytes,
        .history_length = facts->history_length,
    };
}

/* How many of the bodies in the frame speak of certificates. */
static guint take_bodies(proto_tree *tree, packet_info *pinfo)
{
    wmem_array_t *bodies = collect_bodies(tree, pinfo);
    guint before = fetched_count(witness->fetched);
    for (guint i = 0; bodies && i < wmem_array_get_count(bodies); i++)
        fetched_add(witness->fetched, *(const slice_t *)wmem_array_index(bodies, i), pinfo->num);
    return fetched_count(witness->fetched) - before;
}

/* A proxy was asked for a host: what comes on the connection from now on is that host's. */
static void take_connect(proto_tree *tree, packet_info *pinfo)
{
    const char *host = collect_connect_host(tree, pinfo);
    if (host)
        conversation_of(pinfo)->connect_host = wmem_strdup(wmem_file_scope(), host);
}

/* The host joins fragments of EAP without looking at how long they should be together. */
static void take_eap(proto_tree *tree, wmem_array_t *records, packet_info *pinfo)
{
    guint32 reassembled = 0;
    guint32 *announced = &pieces_of(conversation_of(pinfo))->eap_length;
    collect_eap_lengths(tree, announced, &reassembled);
    if (!reassembled || !*announced || reassembled == *announced)
        return;
    for (guint i = 0; i < wmem_array_get_count(records); i++)
        ((collected_t *)wmem_array_index(records, i))->torn = true;
}

/* Text where TLS should be. */
static void take_plaintext(proto_tree *tree, packet_info *pinfo)
{
    if (!collect_has_plaintext(tree))
        return;
    const connection_t *connection = conversation_of(pinfo);
    if (connection->session)
        session_note_plaintext(connection->session, pinfo->num);
}

const frame_t *witness_frame(proto_tree *tree, packet_info *pinfo)
{
    take_connect(tree, pinfo);
    take_plaintext(tree, pinfo);
    wmem_array_t *records = collect_records(tree, pinfo);
    guint n_records = wmem_array_get_count(records);
    if (collect_has_eap(tree))
        take_eap(tree, records, pinfo);
    wmem_array_t *drafts = wmem_array_sized_new(pinfo->pool, sizeof(draft_t), DRAFTS_EXPECTED);
    guint place = 0;
    for (guint i = 0; i < n_records; i++)
        take_record(drafts, wmem_array_index(records, i), &place, pinfo);

    guint n = wmem_array_get_count(drafts);
    guint first_fetched = fetched_count(witness->fetched), n_fetched = take_bodies(tree, pinfo);
    if (n == 0 && n_fetched == 0)
        return NULL;
    frame_t *frame = wmem_new0(pinfo->pool, frame_t);
    frame->first_fetched = first_fetched;
    frame->n_fetched = n_fetched;
    frame_session_t *sessions = wmem_alloc_array(pinfo->pool, frame_session_t, n);
    for (guint i = 0; i < n; i++)
        sessions[i] = finish(wmem_array_index(drafts, i), pinfo);
    frame->sessions = sessions;
    frame->n_sessions = n;
    keep_add(witness->keep, frame, pinfo);
    return frame;
}

const frame_t *witness_kept(packet_info *pinfo)
{
    return witness ? keep_find(witness->keep, pinfo) : NULL;
}
