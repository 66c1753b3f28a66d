/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session-private.h"

#include <string.h>

enum { NAME_LIMIT = 255, RAW_PUBLIC_KEY = 2 };

/* What a peer sends reaches the screen: everything but printable ASCII is written as \xNN. */
static char *printable(slice_t text)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < MIN(text.size, NAME_LIMIT); i++) {
        if (g_ascii_isprint((gchar)text.data[i]) && text.data[i] != '\\')
            g_string_append_c(out, (gchar)text.data[i]);
        else
            g_string_append_printf(out, "\\x%02x", text.data[i]);
    }
    return g_string_free(out, FALSE);
}

static void set_text(char **field, slice_t text)
{
    if (text.size == 0)
        return;
    g_free(*field);
    *field = printable(text);
}

static void begin_renegotiation(session_t *session, step_t *step)
{
    if (session->handshake_done && !session_is_tls13(session)) {
        session->renegotiating = true;
        session->certificate_seen = session->server_hello_done_seen = false;
    }
    step->renegotiation = session->renegotiating;
}

static void on_hello_request(session_t *session, const record_t *record, slice_t body, step_t *step)
{
    (void)record;
    (void)body;
    begin_renegotiation(session, step);
}

static bool is_grease(guint16 code)
{
    return (code & 0x0f0f) == 0x0a0a && code >> 8 == (code & 0xff);
}

/* RFC 8446 §4.2.1: with supported_versions, legacy_version says nothing. */
static guint16 highest_offer(const client_hello_t *hello)
{
    guint16 highest = 0;
    reader_t r = reader_over(hello->supported_versions);
    while (!r.failed && reader_left(&r) > 0) {
        guint16 version = (guint16)reader_uint(&r, 2);
        if (!is_grease(version) && version <= 0x0304)
            highest = MAX(highest, version);
    }
    return highest ? highest : hello->legacy_version;
}

static void on_client_hello(session_t *session, const record_t *record, slice_t body, step_t *step)
{
    begin_renegotiation(session, step);
    step->hello_retry_request = session->hello_retry_seen;
    if (!session->client_hello_seen)
        session->started = record->time;
    session->client_hello_seen = true;
    client_hello_t hello;
    if (!client_hello_parse(body, record->framing, &hello))
        return;
    set_text(&session->facts.server_name, hello.server_name);
    session->facts.encrypted_client_hello = hello.encrypted_client_hello;
    session->early_data_offered = hello.early_data;
    session->offered_version = highest_offer(&hello);
    step->early_data_offered = hello.early_data;
    memcpy(session->session_id, hello.session_id.data, hello.session_id.size);
    session->session_id_size = hello.session_id.size;
}

static key_exchange_t key_exchange_tls13(const server_hello_t *hello)
{
    if (!hello->has_key_share)
        return hello->pre_shared_key ? KEX_PSK : KEX_TLS13;
    if (group_is_hybrid(hello->group))
        return KEX_HYBRID;
    if (group_is_finite_field(hello->group))
        return hello->pre_shared_key ? KEX_PSK_DHE : KEX_DHE;
    return hello->pre_shared_key ? KEX_PSK_ECDHE : KEX_ECDHE;
}

/* The last octets of the server's random, RFC 8446 §4.1.3. TLS only: DTLS counts downwards. */
static bool is_downgrade(const session_t *session, const server_hello_t *hello)
{
    static const guint8 to_tls12[8] = {'D', 'O', 'W', 'N', 'G', 'R', 'D', 1};
    static const guint8 to_tls11[8] = {'D', 'O', 'W', 'N', 'G', 'R', 'D', 0};
    const guint8 *end = hello->random.data + hello->random.size - 8;
    if (hello->version == 0x0303)
        return session->offered_version >= 0x0304 && memcmp(end, to_tls12, 8) == 0;
    return hello->version < 0x0303 && session->offered_version >= 0x0303 &&
           session->offered_version <= 0x0304 && memcmp(end, to_tls11, 8) == 0;
}

static void take_choice(session_t *session, const server_hello_t *hello)
{
    session_facts_t *facts = &session->facts;
    facts->version = hello->version;
    facts->cipher_suite = cipher_suite_lookup(hello->cipher_suite);
    facts->cipher_suite.code = hello->cipher_suite;
    facts->cipher_suite_known = true;
    facts->key_exchange = facts->cipher_suite.key_exchange;
    facts->group = 0;
    facts->dh_bits = 0;
    facts->compression = hello->compression_method != 0;
    facts->extended_master_secret = hello->extended_master_secret;
    facts->secure_renegotiation = hello->has_renegotiation_info;
    facts->downgrade = is_downgrade(session, hello);
    session->psk_chosen = hello->pre_shared_key;
    session->raw_public_key = hello->certificate_type == RAW_PUBLIC_KEY;
    if (session_is_tls13(session)) {
        facts->key_exchange = key_exchange_tls13(hello);
        facts->group = hello->has_key_share ? hello->group : 0;
        facts->resumed = hello->pre_shared_key ? YES : NO;
    }
    if (facts->key_exchange == KEX_TLS13) /* neither a key share nor a PSK: no such handshake */
        facts->key_exchange = KEX_UNKNOWN;
    facts->forward_secrecy = key_exchange_is_forward_secret(facts->key_exchange) ? YES : NO;
    if (facts->key_exchange == KEX_UNKNOWN)
        facts->forward_secrecy = UNKNOWN_YET;
    set_text(&facts->alpn, hello->alpn);
}

/* What the ServerHello alone decides: no certificate will come. */
static absent_reason_t absent_by_choice(const session_t *session)
{
    const session_facts_t *facts = &session->facts;
    if (session_is_tls13(session))
        return session->psk_chosen ? ABSENT_RESUMED : ABSENT_NOT;
    if (facts->key_exchange == KEX_ANONYMOUS)
        return ABSENT_ANONYMOUS;
    bool is_psk = facts->key_exchange == KEX_PSK || facts->key_exchange == KEX_PSK_DHE ||
                  facts->key_exchange == KEX_PSK_ECDHE;
    return is_psk ? ABSENT_PSK : ABSENT_NOT;
}

static void on_server_hello(session_t *session, const record_t *record, slice_t body, step_t *step)
{
    (void)record;
    server_hello_t hello;
    step->renegotiation = session->renegotiating;
    if (!server_hello_parse(body, &hello))
        return;
    step->hello_retry_request = hello.is_hello_retry_request;
    if (hello.is_hello_retry_request) {
        session->hello_retry_seen = true;
        step->version = hello.version;
        return;
    }
    session->server_hello_seen = true;
    take_choice(session, &hello);
    step->version = session->facts.version;
    step->key_exchange = (guint8)session->facts.key_exchange;
    step->resumed = session->facts.resumed == YES && session_is_tls13(session);
    if (session->absent_said)
        return;
    step->absent = (guint8)absent_by_choice(session);
    session->absent_said = step->absent != ABSENT_NOT;
}

static void on_encrypted_extensions(session_t *session, const record_t *record, slice_t body,
                                    step_t *step)
{
    (void)record;
    (void)step;
    encrypted_extensions_t extensions;
    if (!encrypted_extensions_parse(body, &extensions))
        return;
    set_text(&session->facts.alpn, extensions.alpn);
    session->raw_public_key = extensions.certificate_type == RAW_PUBLIC_KEY;
    if (session->early_data_offered && !extensions.early_data)
        session->early_data_over = true; /* refused */
}

static void on_certificate(session_t *session, const record_t *record, slice_t body, step_t *step)
{
    (void)body;
    if (record->sender != SENDER_SERVER)
        return;
    session->certificate_seen = true;
    if (session->facts.certificate_frame == 0)
        session->facts.certificate_frame = record->frame;
    if (session->facts.resumed == UNKNOWN_YET)
        session->facts.resumed = NO;
    if (session->raw_public_key)
        step->absent = ABSENT_RAW_PUBLIC_KEY;
}

/* RFC 4279 §2: with a pre-shared key the parameters come behind a hint. */
static void on_server_key_exchange(session_t *session, const record_t *record, slice_t body,
                                   step_t *step)
{
    (void)record;
    (void)step;
    key_exchange_parameters_t parameters = {0};
    const char *suite = session->facts.cipher_suite.name;
    bool has_hint =
        session->facts.key_exchange == KEX_PSK_ECDHE || session->facts.key_exchange == KEX_PSK_DHE;
    if (!suite)
        return;
    bool is_ecdh = strstr(suite, "ECDH") != NULL;
    bool is_dh = !is_ecdh && (strstr(suite, "_DHE_") || strstr(suite, "_DH_anon"));
    if (is_ecdh && server_ecdh_params_parse(body, has_hint, &parameters))
        session->facts.group = parameters.group;
    if (is_dh && server_dh_params_parse(body, has_hint, &parameters))
        session->facts.dh_bits = parameters.prime_bits;
}

static void on_server_hello_done(session_t *session, const record_t *record, slice_t body,
                                 step_t *step)
{
    (void)record;
    (void)body;
    session->server_hello_done_seen = true;
    if (session->facts.resumed == UNKNOWN_YET)
        session->facts.resumed = NO;
    bool expected = session->facts.cipher_suite_known
                        ? session->facts.cipher_suite.server_certificate
                        : !session->server_hello_seen;
    if (session->certificate_seen || !expected || session->absent_said)
        return;
    step->absent = ABSENT_NOT_CAPTURED;
    session->absent_said = true;
}

/* RFC 8446 §4.6.1: a ticket of TLS 1.3 belongs to the session, of TLS 1.2 to the handshake. */
static void on_after_handshake(session_t *session, const record_t *record, slice_t body,
                               step_t *step)
{
    (void)record;
    (void)body;
    if (!session_is_tls13(session))
        return;
    step->segment = 2;
    step->protection = PROTECTION_SESSION_KEY;
    step->after_handshake = true;
}

static void on_end_of_early_data(session_t *session, const record_t *record, slice_t body,
                                 step_t *step)
{
    (void)record;
    (void)body;
    session->early_data_over = true;
    step->protection = PROTECTION_EARLY_DATA_KEY;
}

static void on_finished(session_t *session, const record_t *record, slice_t body, step_t *step)
{
    (void)body;
    (void)step;
    session_take_finished(session, record, false);
}

typedef void on_message_fn(session_t *session, const record_t *record, slice_t body, step_t *step);

static on_message_fn *const on_message[256] = {
    [HANDSHAKE_HELLO_REQUEST] = on_hello_request,
    [HANDSHAKE_CLIENT_HELLO] = on_client_hello,
    [HANDSHAKE_SERVER_HELLO] = on_server_hello,
    [HANDSHAKE_NEW_SESSION_TICKET] = on_after_handshake,
    [HANDSHAKE_END_OF_EARLY_DATA] = on_end_of_early_data,
    [HANDSHAKE_ENCRYPTED_EXTENSIONS] = on_encrypted_extensions,
    [HANDSHAKE_CERTIFICATE] = on_certificate,
    [HANDSHAKE_SERVER_KEY_EXCHANGE] = on_server_key_exchange,
    [HANDSHAKE_SERVER_HELLO_DONE] = on_server_hello_done,
    [HANDSHAKE_FINISHED] = on_finished,
    [HANDSHAKE_KEY_UPDATE] = on_after_handshake,
    [HANDSHAKE_COMPRESSED_CERTIFICATE] = on_certificate,
};

void session_take_message(session_t *session, const record_t *record, slice_t body, step_t *step)
{
    if (session_is_tls13(session) && session->handshake_done) { /* late client authentication */
        step->segment = 2;
        step->after_handshake = true;
    }
    on_message_fn *on = on_message[step->handshake_type];
    if (on)
        on(session, record, body, step);
}
