/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "showing.h"

#include <string.h>

#include <epan/to_str.h>

#include "certificate-entry.h"
#include "compressed.h"
#include "preferences.h"

static void use_name(frame_chain_t *out, const char *name, name_source_t source)
{
    out->name = pool_keep_text(witness->pool, name);
    out->name_source = source;
}

/* The reference name: SNI, else the preference, else what a proxy was asked for, else the address
 * of the server, who sends. */
static void set_name(frame_chain_t *out, const session_facts_t *facts,
                     const connection_t *connection, const packet_info *pinfo)
{
    out->encrypted_client_hello = facts->encrypted_client_hello && connection->inner_hello;
    if (facts->server_name) {
        use_name(out, facts->server_name, NAME_SNI);
    } else if (*preferences->server_name) {
        use_name(out, preferences->server_name, NAME_PREFERENCE);
    } else if (connection->connect_host) {
        use_name(out, connection->connect_host, NAME_CONNECT);
    } else if (pinfo->src.type == AT_IPv4 || pinfo->src.type == AT_IPv6) {
        char *address = address_to_str(NULL, &pinfo->src);
        use_name(out, address, NAME_ADDRESS);
        wmem_free(NULL, address);
    }
}

/* The list of a Certificate message. One that cannot be read becomes a single certificate, which
 * cannot be read either: so the verdict says that it is malformed, not that it is empty. */
static void read_list(slice_t body, bool tls13, GArray *certificates)
{
    certificate_list_form_t form = tls13 ? CERTIFICATE_LIST_TLS13 : CERTIFICATE_LIST_TLS12;
    if (certificate_list_parse(body, form, certificates))
        return;
    g_array_set_size(certificates, 0);
    g_array_append_val(certificates, body);
}

/* Another key or another issuer is another certificate; a copy of one with other dates is not. */
static bool is_other_certificate(const chain_t *a, const chain_t *b)
{
    if (a == b || chain_length(a) == 0 || chain_length(b) == 0)
        return false;
    g_autoptr(certificate_t) x = certificate_new(chain_certificate(a, 0));
    g_autoptr(certificate_t) y = certificate_new(chain_certificate(b, 0));
    return !x->malformed && !y->malformed &&
           (memcmp(x->spki_sha256, y->spki_sha256, sizeof x->spki_sha256) != 0 ||
            !g_str_equal(certificate_issuer(x), certificate_issuer(y)));
}

/* Remembers what a server showed under its name. Returns the frame in which it showed another
 * certificate before, or 0. */
static guint32 note_shown(const frame_chain_t *chain, guint32 frame)
{
    if (chain->name_source != NAME_SNI)
        return 0;
    g_autofree char *name = g_ascii_strdown(chain->name, -1);
    last_shown_t *before = g_tree_lookup(witness->shown, name);
    if (!before) {
        before = g_new0(last_shown_t, 1);
        before->chain = chain->chain;
        g_tree_insert(witness->shown, g_steal_pointer(&name), before);
    }
    guint32 other = is_other_certificate(before->chain, chain->chain) ? before->frame : 0;
    *before = (last_shown_t){chain->chain, frame};
    return other;
}

/* TLS 1.3 sends staple and timestamps with the certificate. */
static void take_entry(frame_chain_t *chain, const session_facts_t *facts, slice_t body)
{
    certificate_entry_t entry;
    if (!version_is_tls13(facts->version) || !certificate_entry_parse(body, &entry))
        return;
    chain->ocsp_response = pool_keep(witness->pool, entry.ocsp_response);
    chain->delegated = entry.delegated;
    chain->sct_list = pool_keep(witness->pool, entry.sct_list);
    chain->staple_known = facts->status_request;
}

/* What only a server has: a name to be held against, and what comes with its certificate. */
static void take_server(frame_chain_t *chain, const draft_t *draft, const connection_t *connection,
                        slice_t body, const packet_info *pinfo)
{
    const session_facts_t *facts = session_facts(draft->session);
    set_name(chain, facts, connection, pinfo);
    chain->other_frame = note_shown(chain, pinfo->num);
    chain->sct_list = connection->sct_list;
    chain->staple_to_come = connection->status_announced;
    take_entry(chain, facts, body);
}

session_chains_t *showing_of(const session_t *session)
{
    return g_ptr_array_index(witness->showings, session_facts(session)->number);
}

static session_chains_t *chains_of(const session_t *session)
{
    session_chains_t *chains = showing_of(session);
    if (!chains) {
        chains = wmem_new0(wmem_file_scope(), session_chains_t);
        g_ptr_array_index(witness->showings, session_facts(session)->number) = chains;
    }
    return chains;
}

/* The chain becomes one of the frame's, and the last that its owner showed, in @frame. */
static frame_chain_t *show(draft_t *draft, const frame_chain_t *chain, guint32 frame,
                           packet_info *pinfo)
{
    session_chains_t *chains = chains_of(draft->session);
    frame_chain_t *shown = wmem_memdup(wmem_file_scope(), chain, sizeof *chain);
    chains->shown[chain->owner] = shown;
    chains->frame[chain->owner] = frame;
    draft_append(&draft->chains, &shown, sizeof shown, pinfo);
    return shown;
}

static void show_new(draft_t *draft, const frame_chain_t *chain, packet_info *pinfo)
{
    shown_chain_t first = {*chain, pinfo->num};
    show(draft, chain, pinfo->num, pinfo);
    if (g_hash_table_add(witness->known_chains, (gpointer)chain->chain))
        g_array_append_val(witness->shown_chains, first);
}

static frame_chain_t new_chain(const record_t *record, guint place)
{
    return (frame_chain_t){
        .owner = record->sender == SENDER_SERVER ? OWNER_SERVER : OWNER_CLIENT,
        .seen = chains_seen(witness->chains),
        .fetched = fetched_count(witness->fetched),
        .place = place,
    };
}

static void take_certificate(draft_t *draft, const connection_t *connection, const record_t *record,
                             slice_t body, guint place, packet_info *pinfo)
{
    g_autoptr(GArray) certificates = g_array_new(FALSE, FALSE, sizeof(slice_t));
    read_list(body, version_is_tls13(session_facts(draft->session)->version), certificates);
    frame_chain_t chain = new_chain(record, place);
    chain.chain =
        chains_add(witness->chains, (const slice_t *)(void *)certificates->data, certificates->len);
    if (chain.owner == OWNER_SERVER)
        take_server(&chain, draft, connection, body, pinfo);
    show_new(draft, &chain, pinfo);
}

static void take_unreadable(draft_t *draft, const record_t *record, note_t note, const char *why,
                            packet_info *pinfo)
{
    frame_chain_t chain = new_chain(record, G_MAXUINT);
    chain.chain = chains_add(witness->chains, NULL, 0);
    chain.unreadable = why;
    chain.unreadable_note = note;
    show_new(draft, &chain, pinfo);
}

void showing_take_large(draft_t *draft, const record_t *record, packet_info *pinfo)
{
    take_unreadable(
        draft, record, NOTE_TOO_COMPLEX,
        "the Certificate message is too large for Wireshark, which puts nothing of 64 KiB "
        "or more together",
        pinfo);
}

/* RFC 8879. What is malformed is passed on as it is: it is no list of certificates either. */
static void take_compressed(draft_t *draft, const connection_t *connection, const record_t *record,
                            slice_t body, packet_info *pinfo)
{
    compressed_t why;
    g_autoptr(GBytes) opened = compressed_open(body, &witness->compressed, &why);
    slice_t certificate = body;
    switch (why) {
    case COMPRESSED_UNKNOWN:
        take_unreadable(draft, record, NOTE_UNSUPPORTED_ALGORITHM,
                        "the certificates are compressed in a way that is not known here", pinfo);
        return;
    case COMPRESSED_TOO_LARGE:
        take_unreadable(draft, record, NOTE_TOO_COMPLEX,
                        "the compressed certificates would become larger than 1 MiB", pinfo);
        return;
    case COMPRESSED_TOO_MANY:
        take_unreadable(draft, record, NOTE_TOO_COMPLEX,
                        "the compressed certificates of this capture became so much larger already "
                        "that no more are opened",
                        pinfo);
        return;
    case COMPRESSED_OPENED:
        certificate.data = g_bytes_get_data(opened, &certificate.size);
        break;
    case COMPRESSED_MALFORMED:
        break;
    }
    take_certificate(draft, connection, record, certificate, G_MAXUINT, pinfo);
}

static void take_request(const draft_t *draft, slice_t body)
{
    certificate_request_t request;
    session_chains_t *chains = chains_of(draft->session);
    guint16 version = session_facts(draft->session)->version;
    if (!certificate_request_parse(body, version, &request))
        return;
    chains->asked = true;
    chains->authorities = pool_keep(witness->pool, request.authorities);
}

/* RFC 6962 §3.3.1: up to TLS 1.2 the timestamps come with the ServerHello. */
static void take_server_hello(connection_t *connection, const server_hello_t *hello)
{
    connection->sct_list = (slice_t){0};
    connection->status_announced = false;
    if (!hello)
        return;
    connection->sct_list = pool_keep(witness->pool, hello->sct_list);
    connection->status_announced = hello->status_request && !version_is_tls13(hello->version);
}

static frame_chain_t *last_server_chain(const draft_t *draft)
{
    for (guint i = draft->chains ? wmem_array_get_count(draft->chains) : 0; i-- > 0;) {
        frame_chain_t *chain = *(frame_chain_t **)wmem_array_index(draft->chains, i);
        if (chain->owner == OWNER_SERVER)
            return chain;
    }
    return NULL;
}

/* Up to TLS 1.2 the staple is a message behind the Certificate. Where it completes in a later frame
 * than that, the chain is judged again there. */
static void take_status(draft_t *draft, slice_t body, packet_info *pinfo)
{
    slice_t response;
    const session_chains_t *chains = showing_of(draft->session);
    const frame_chain_t *before = chains ? chains->shown[OWNER_SERVER] : NULL;
    if (!certificate_status_parse(body, &response) || !before)
        return;
    frame_chain_t *here = last_server_chain(draft);
    if (!here) {
        here = show(draft, before, chains->frame[OWNER_SERVER], pinfo);
        here->place = G_MAXUINT;
    }
    here->ocsp_response = pool_keep(witness->pool, response);
    here->staple_known = true;
    here->staple_to_come = false;
}

/* What comes behind the Certificate and its status shows that there was none. */
static void take_end_of_certificate(draft_t *draft)
{
    frame_chain_t *here = last_server_chain(draft);
    if (!here)
        return;
    here->staple_known = session_facts(draft->session)->status_request;
    here->staple_to_come = false;
}

void showing_take_message(draft_t *draft, connection_t *connection, const record_t *record,
                          const whole_message_t *message, guint place, packet_info *pinfo)
{
    slice_t body = message->handshake.body;
    switch (message->handshake.type) {
    case HANDSHAKE_SERVER_HELLO:
        take_server_hello(connection, hello_server(message->hello, body));
        break;
    case HANDSHAKE_CERTIFICATE:
        take_certificate(draft, connection, record, body, place, pinfo);
        break;
    case HANDSHAKE_CERTIFICATE_STATUS:
        take_status(draft, body, pinfo);
        break;
    case HANDSHAKE_COMPRESSED_CERTIFICATE:
        take_compressed(draft, connection, record, body, pinfo);
        break;
    case HANDSHAKE_CERTIFICATE_REQUEST:
        if (record->sender == SENDER_SERVER)
            take_request(draft, body);
        break;
    case HANDSHAKE_SERVER_KEY_EXCHANGE:
    case HANDSHAKE_SERVER_HELLO_DONE:
        take_end_of_certificate(draft);
        break;
    default:
        break;
    }
}
