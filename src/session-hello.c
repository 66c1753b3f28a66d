/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session-private.h"

#include <string.h>

/* What the messages that can be read tell of the session. A message that is malformed tells
 * nothing; nor does one from the wrong side, such as the EncryptedExtensions of a client (ALPS).
 * The facts are those of the first handshake; a renegotiation has its own negotiation_t. */

#define NAME_LIMIT 255

enum { CERTIFICATE_TYPE_RAW_PUBLIC_KEY = 2 }; /* RFC 7250 §3 */

typedef struct {
    const feed_t *feed;
    guint8 type;
    slice_t body;
    hello_t *hello; /* what was read of it, if it is one */
    step_t *step;   /* of this message */
    bool keyed;     /* under keys, decrypted */
} lesson_t;

typedef absent_reason_t learn_fn(session_t *session, const lesson_t *lesson);

/* Names are ASCII by their RFCs; whatever else is there is shown as what it is. */
static char *printable(slice_t octets)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < octets.size; i++) {
        guint8 octet = octets.data[i];
        bool plain = octet > 0x20 && octet < 0x7f && octet != '\\';
        if (text->len + (plain ? 1 : 4) > NAME_LIMIT)
            break;
        if (plain)
            g_string_append_c(text, (char)octet);
        else
            g_string_append_printf(text, "\\x%02X", octet);
    }
    return g_string_free(text, FALSE);
}

static void set_name(char **name, slice_t octets)
{
    if (octets.size == 0)
        return;
    g_free(*name);
    *name = printable(octets);
}

static bool is_grease(guint16 code) /* RFC 8701 */
{
    return (code & 0x0f0f) == 0x0a0a && code >> 8 == (code & 0xff);
}

/* RFC 8446 §4.2.1: with supported_versions, legacy_version says nothing. */
static guint16 highest_offer(const client_hello_t *hello)
{
    guint16 highest = 0;
    reader_t r = reader_over(hello->supported_versions);
    while (reader_left(&r) > 0) {
        guint16 version = (guint16)reader_uint(&r, 2);
        if (!is_grease(version) && version <= 0x0304)
            highest = MAX(highest, version);
    }
    return highest ? highest : hello->legacy_version;
}

static void remember_client(session_t *session, const client_hello_t *hello, gint64 time)
{
    if (!session->client_hello_seen)
        session->started = time;
    session->client_hello_seen = true;
    memcpy(session->client_random, hello->random.data, RANDOM_OCTETS);
    session->early_data_offered = hello->early_data;
    session->external_psks = 0;
    for (guint i = 0; hello->psk_identities.size && i < 32; i++)
        if (psk_is_external(hello->psk_identities, i))
            session->external_psks |= 1u << i;
    session->offered_version = highest_offer(hello);
}

static guint16 first_share(const client_hello_t *hello)
{
    g_autoptr(GArray) groups = key_share_groups(hello->key_shares);
    for (guint i = 0; i < groups->len; i++)
        if (!is_grease(g_array_index(groups, guint16, i)))
            return g_array_index(groups, guint16, i);
    return 0;
}

static void note_second_hello(session_t *session, const client_hello_t *hello)
{
    second_hello_t *second = &session->facts.second_hello;
    guint16 share = first_share(hello);
    bool retried = session->hello_retry || (session->client_hello_seen && hello->cookie.size > 0);
    if (!retried) {
        second->first_share = share;
        return;
    }
    second->sent = true;
    second->second_share = share;
    second->cookie = hello->cookie.size > 0;
    second->early_data_withdrawn = session->early_data_offered && !hello->early_data;
}

static void remember_session_id(session_t *session, slice_t session_id)
{
    g_free(session->session_id);
    session->session_id = g_memdup2(session_id.data, session_id.size);
    session->session_id_size = (guint8)session_id.size;
}

static absent_reason_t learn_client_hello(session_t *session, const lesson_t *lesson)
{
    const record_t *record = lesson->feed->record;
    if (lesson->keyed && session->complete)
        session_begin_renegotiation(session);
    lesson->step->hello_retry_request = session->hello_retry && !session->renegotiating;
    const client_hello_t *hello = hello_client(lesson->hello, lesson->body, record->framing);
    if (session->negotiation.server_hello || !hello)
        return ABSENT_NOT; /* sent again (DTLS), or malformed */
    session->negotiation.client_hello = true;
    session->negotiation.ticket_offered = hello->session_ticket.size > 0;
    remember_session_id(session, hello->session_id);
    if (session->renegotiating)
        return ABSENT_NOT;
    note_second_hello(session, hello);
    remember_client(session, hello, record->time);
    set_name(&session->facts.server_name, hello->server_name);
    session->facts.encrypted_client_hello = hello->encrypted_client_hello;
    session->facts.status_request = hello->status_request;
    return ABSENT_NOT;
}

/* The last octets of the server's random, RFC 8446 §4.1.3. TLS only: DTLS counts downwards. */
static bool is_downgrade(guint16 offered, const server_hello_t *hello)
{
    static const guint8 to_tls12[8] = {'D', 'O', 'W', 'N', 'G', 'R', 'D', 1};
    static const guint8 to_tls11[8] = {'D', 'O', 'W', 'N', 'G', 'R', 'D', 0};
    const guint8 *end = hello->random.data + RANDOM_OCTETS - 8;
    if (hello->version == 0x0303)
        return offered >= 0x0304 && memcmp(end, to_tls12, 8) == 0;
    return hello->version < 0x0303 && offered >= 0x0303 && offered <= 0x0304 &&
           memcmp(end, to_tls11, 8) == 0;
}

static void note_safeguards(session_t *session, const server_hello_t *hello)
{
    session_facts_t *facts = &session->facts;
    facts->compression = hello->compression_method != 0;
    facts->extended_master_secret = hello->extended_master_secret;
    facts->encrypt_then_mac = hello->encrypt_then_mac;
    facts->secure_renegotiation = hello->has_renegotiation_info;
    facts->downgrade = is_downgrade(session->offered_version, hello);
}

static tristate_t is_forward_secret(key_exchange_t key_exchange)
{
    if (key_exchange == KEX_UNKNOWN || key_exchange == KEX_TLS13)
        return UNKNOWN_YET;
    return key_exchange_is_forward_secret(key_exchange) ? YES : NO;
}

static key_exchange_t key_exchange_of_tls13(const server_hello_t *hello)
{
    if (!hello->has_key_share)
        return hello->pre_shared_key ? KEX_PSK : KEX_UNKNOWN;
    if (group_is_hybrid(hello->group))
        return KEX_HYBRID;
    if (group_is_mlkem(hello->group))
        return KEX_MLKEM;
    if (group_is_finite_field(hello->group))
        return hello->pre_shared_key ? KEX_PSK_DHE : KEX_DHE;
    return hello->pre_shared_key ? KEX_PSK_ECDHE : KEX_ECDHE;
}

static absent_reason_t choose_tls13(session_t *session, const server_hello_t *hello)
{
    negotiation_t *negotiation = &session->negotiation;
    session_facts_t *facts = &session->facts;
    negotiation->key_exchange = key_exchange_of_tls13(hello);
    bool external = hello->pre_shared_key && hello->selected_identity < 32 &&
                    session->external_psks >> hello->selected_identity & 1;
    negotiation->resumed = hello->pre_shared_key && !external ? YES : NO;
    facts->group = hello->group;
    facts->key_exchange = negotiation->key_exchange;
    facts->forward_secrecy = is_forward_secret(negotiation->key_exchange);
    facts->resumed = negotiation->resumed;
    if (!hello->pre_shared_key)
        session->early_data_refused = true;
    if (external)
        return ABSENT_PSK;
    return hello->pre_shared_key ? ABSENT_RESUMED : ABSENT_NOT;
}

static bool record_brings(const record_t *record, guint8 handshake_type)
{
    for (size_t i = 0; i < record->n_messages; i++)
        if (record->messages[i].whole && record->messages[i].octets.data[0] == handshake_type)
            return true;
    return false;
}

/* TLS 1.2 and before. A session_id that comes back means resumption, as a rule: what comes next
 * settles it. It comes back with a ticket too, if the client sent one (RFC 5077 §3.4). */
static absent_reason_t choose_tls12(session_t *session, const server_hello_t *hello,
                                    const record_t *record)
{
    negotiation_t *negotiation = &session->negotiation;
    const cipher_suite_t *suite = &negotiation->cipher_suite;
    negotiation->key_exchange = suite->key_exchange;
    negotiation->certificate_type = hello->certificate_type;
    if (!session->renegotiating) {
        session->facts.key_exchange = suite->key_exchange;
        set_name(&session->facts.alpn, hello->alpn);
    }
    if (suite->key_exchange == KEX_ANONYMOUS)
        return ABSENT_ANONYMOUS;
    if (suite->name && !suite->server_certificate)
        return ABSENT_PSK;
    slice_t offered = {session->session_id, session->session_id_size};
    negotiation->echoed = offered.size > 0 && slice_equal(offered, hello->session_id);
    negotiation->cannot_resume =
        !negotiation->echoed && (offered.size > 0 || !negotiation->ticket_offered);
    if (negotiation->echoed && !record_brings(record, HANDSHAKE_CERTIFICATE))
        return ABSENT_RESUMED;
    return ABSENT_NOT;
}

static absent_reason_t learn_hello_retry_request(session_t *session, const lesson_t *lesson)
{
    lesson->step->hello_retry_request = 1;
    session->hello_retry = true;
    session->early_data_refused = true;
    return ABSENT_NOT;
}

static absent_reason_t learn_server_hello(session_t *session, const lesson_t *lesson)
{
    const server_hello_t *hello = hello_server(lesson->hello, lesson->body);
    if (session->negotiation.server_hello || !hello)
        return ABSENT_NOT;
    if (hello->is_hello_retry_request)
        return learn_hello_retry_request(session, lesson);
    negotiation_t *negotiation = &session->negotiation;
    negotiation->server_hello = true;
    negotiation->hello_frame = lesson->feed->record->frame;
    negotiation->cipher_suite = cipher_suite_lookup(hello->cipher_suite);
    negotiation->cipher_suite.code = hello->cipher_suite; /* of an unknown one too */
    if (session->renegotiating)
        return choose_tls12(session, hello, lesson->feed->record);
    session->facts.version = hello->version;
    session->facts.cipher_suite = negotiation->cipher_suite;
    session->facts.cipher_suite_known = true;
    note_safeguards(session, hello);
    absent_reason_t absent = version_is_tls13(hello->version)
                                 ? choose_tls13(session, hello)
                                 : choose_tls12(session, hello, lesson->feed->record);
    remember_session_id(session, (slice_t){0}); /* it has served */
    if (absent == ABSENT_NOT && version_is_tls13(hello->version) && lesson->feed->record->blind)
        return ABSENT_ENCRYPTED;
    return absent;
}

static absent_reason_t learn_encrypted_extensions(session_t *session, const lesson_t *lesson)
{
    encrypted_extensions_t extensions;
    if (!encrypted_extensions_parse(lesson->body, &extensions))
        return ABSENT_NOT;
    set_name(&session->facts.alpn, extensions.alpn);
    session->negotiation.certificate_type = extensions.certificate_type;
    session->early_data_refused = session->early_data_refused || !extensions.early_data;
    return ABSENT_NOT;
}

void session_settle_resumed(session_t *session, tristate_t resumed)
{
    negotiation_t *negotiation = &session->negotiation;
    if (negotiation->resumed != UNKNOWN_YET || session_is_tls13(session))
        return;
    negotiation->resumed = resumed;
    if (session->renegotiating || !negotiation->server_hello)
        return;
    session->facts.resumed = resumed;
    if (resumed == NO) /* else it is that of the session that is resumed */
        session->facts.forward_secrecy = is_forward_secret(negotiation->key_exchange);
}

static absent_reason_t learn_certificate(session_t *session, const lesson_t *lesson)
{
    session_settle_resumed(session, NO);
    session->negotiation.certificate = true;
    session->negotiation.told_absent = false; /* what the ServerHello led to expect is over */
    if (session->facts.certificate_frame == 0)
        session->facts.certificate_frame = lesson->feed->record->frame;
    if (session->negotiation.certificate_type == CERTIFICATE_TYPE_RAW_PUBLIC_KEY)
        return ABSENT_RAW_PUBLIC_KEY;
    return ABSENT_NOT;
}

static bool parse_parameters(const negotiation_t *negotiation, slice_t body,
                             key_exchange_parameters_t *out)
{
    switch (negotiation->key_exchange) {
    case KEX_ECDHE:
        return server_ecdh_params_parse(body, false, out);
    case KEX_PSK_ECDHE:
        return server_ecdh_params_parse(body, true, out);
    case KEX_DHE:
        return server_dh_params_parse(body, false, out);
    case KEX_PSK_DHE:
        return server_dh_params_parse(body, true, out);
    case KEX_ANONYMOUS:
        return g_str_has_prefix(negotiation->cipher_suite.name, "TLS_ECDH_")
                   ? server_ecdh_params_parse(body, false, out)
                   : server_dh_params_parse(body, false, out);
    default:
        return false;
    }
}

static absent_reason_t learn_server_key_exchange(session_t *session, const lesson_t *lesson)
{
    key_exchange_parameters_t parameters;
    session_settle_resumed(session, NO);
    if (session->renegotiating ||
        !parse_parameters(&session->negotiation, lesson->body, &parameters))
        return ABSENT_NOT;
    session->facts.group = parameters.group;
    session->facts.dh_bits = parameters.prime_bits;
    return ABSENT_NOT;
}

static absent_reason_t learn_certificate_request(session_t *session, const lesson_t *lesson)
{
    (void)lesson;
    session_settle_resumed(session, NO);
    session->facts.authentication = AUTHENTICATION_ASKED;
    return ABSENT_NOT;
}

static absent_reason_t learn_client_certificate(session_t *session, const lesson_t *lesson)
{
    bool tls13 = session_is_tls13(session);
    reader_t r = reader_over(lesson->body);
    if (tls13)
        reader_vector(&r, 1); /* certificate_request_context<0..255> */
    bool empty = reader_vector(&r, 3).size == 0;
    bool compressed = lesson->type == HANDSHAKE_COMPRESSED_CERTIFICATE;
    session->facts.authentication =
        empty && !compressed ? AUTHENTICATION_NOT_GIVEN : AUTHENTICATION_MUTUAL;
    return ABSENT_NOT;
}

bool session_lacks_certificate(const session_t *session)
{
    const negotiation_t *negotiation = &session->negotiation;
    if (negotiation->certificate || negotiation->told_absent || negotiation->resumed == YES)
        return false;
    bool by_psk = session_is_tls13(session) && key_exchange_has_psk(negotiation->key_exchange);
    return !by_psk && (!negotiation->server_hello || session_is_tls13(session) ||
                       negotiation->cipher_suite.server_certificate);
}

/* The server's flight is over: what it has not asked for by now, it will not get. */
static void settle_authentication(session_t *session)
{
    if (session->facts.authentication == AUTHENTICATION_UNKNOWN && session->negotiation.certificate)
        session->facts.authentication = AUTHENTICATION_ONE_WAY;
}

static absent_reason_t learn_server_finished(session_t *session, const lesson_t *lesson)
{
    (void)lesson;
    if (!session_is_tls13(session))
        return ABSENT_NOT;
    settle_authentication(session);
    return session_lacks_certificate(session) ? ABSENT_NOT_CAPTURED : ABSENT_NOT;
}

/* What a client sends after the server's flight shows that there was one. */
static absent_reason_t learn_client_flight(session_t *session, const lesson_t *lesson)
{
    (void)lesson;
    session->negotiation.cannot_resume = true;
    return session_lacks_certificate(session) ? ABSENT_NOT_CAPTURED : ABSENT_NOT;
}

static absent_reason_t learn_client_finished(session_t *session, const lesson_t *lesson)
{
    return session_is_tls13(session) ? learn_client_flight(session, lesson) : ABSENT_NOT;
}

static absent_reason_t learn_server_hello_done(session_t *session, const lesson_t *lesson)
{
    (void)lesson;
    negotiation_t *negotiation = &session->negotiation;
    session_settle_resumed(session, NO);
    negotiation->server_hello_done = true;
    settle_authentication(session);
    bool owed = !negotiation->server_hello || negotiation->cipher_suite.server_certificate;
    if (negotiation->certificate || !owed)
        return ABSENT_NOT;
    negotiation->told_absent = false;
    return ABSENT_NOT_CAPTURED;
}

static absent_reason_t learn_end_of_early_data(session_t *session, const lesson_t *lesson)
{
    (void)lesson;
    session->early_data_ended = true;
    return ABSENT_NOT;
}

static const struct {
    guint8 type;
    sender_t sender;
    learn_fn *learn;
} lessons[] = {
    {HANDSHAKE_CLIENT_HELLO,           SENDER_CLIENT, learn_client_hello        },
    {HANDSHAKE_SERVER_HELLO,           SENDER_SERVER, learn_server_hello        },
    {HANDSHAKE_HELLO_RETRY_REQUEST,    SENDER_SERVER, learn_hello_retry_request },
    {HANDSHAKE_ENCRYPTED_EXTENSIONS,   SENDER_SERVER, learn_encrypted_extensions},
    {HANDSHAKE_CERTIFICATE,            SENDER_SERVER, learn_certificate         },
    {HANDSHAKE_COMPRESSED_CERTIFICATE, SENDER_SERVER, learn_certificate         },
    {HANDSHAKE_CERTIFICATE_REQUEST,    SENDER_SERVER, learn_certificate_request },
    {HANDSHAKE_CERTIFICATE,            SENDER_CLIENT, learn_client_certificate  },
    {HANDSHAKE_COMPRESSED_CERTIFICATE, SENDER_CLIENT, learn_client_certificate  },
    {HANDSHAKE_FINISHED,               SENDER_SERVER, learn_server_finished     },
    {HANDSHAKE_FINISHED,               SENDER_CLIENT, learn_client_finished     },
    {HANDSHAKE_CLIENT_KEY_EXCHANGE,    SENDER_CLIENT, learn_client_flight       },
    {HANDSHAKE_SERVER_KEY_EXCHANGE,    SENDER_SERVER, learn_server_key_exchange },
    {HANDSHAKE_SERVER_HELLO_DONE,      SENDER_SERVER, learn_server_hello_done   },
    {HANDSHAKE_END_OF_EARLY_DATA,      SENDER_CLIENT, learn_end_of_early_data   },
};

bool session_is_late_authentication(guint8 handshake_type)
{
    return handshake_type == HANDSHAKE_CERTIFICATE_REQUEST ||
           handshake_type == HANDSHAKE_CERTIFICATE;
}

void session_learn(const feed_t *feed, const record_message_t *message, bool keyed, step_t *step)
{
    handshake_t handshake;
    hello_t own = {0};
    if (!handshake_parse(message->octets, feed->record->framing, &handshake))
        return;
    hello_t *hello = message->hello ? message->hello : &own;
    lesson_t lesson = {feed, handshake.type, handshake.body, hello, step, keyed};
    for (size_t i = 0; i < G_N_ELEMENTS(lessons); i++)
        if (lessons[i].type == handshake.type && lessons[i].sender == feed->record->sender)
            step->absent = (guint8)lessons[i].learn(feed->session, &lesson);
}
