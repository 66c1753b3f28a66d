/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "possession-private.h"

#include <string.h>

#include <gnutls/crypto.h>

/* Puts together what each message signs, part by part, and finds the signature in it. */

enum {
    RANDOM_SIZE = 32,
    TLS13_PADDING = 64,
    PARTS_LIMIT = 64, /* of them the last holds all further messages */
    SSL3 = 0x0300,
};

static const char *const words[] = {
    [POSSESSION_NOT_CHECKED] = "not-checked",
    [POSSESSION_PROVEN] = "proven",
    [POSSESSION_DISPROVEN] = "disproven",
};
G_STATIC_ASSERT(G_N_ELEMENTS(words) == POSSESSION_COUNT);

const char *possession_word(possession_t possession)
{
    return words[possession];
}

static possession_result_t *result_new(language_t language)
{
    possession_result_t *result = g_new0(possession_result_t, 1);
    result->language = language;
    result->parts = g_array_new(FALSE, TRUE, sizeof(possession_part_t));
    return result;
}

void possession_result_free(possession_result_t *result)
{
    if (!result)
        return;
    g_free(result->algorithm);
    g_free(result->why);
    g_free(result->scheme_violation);
    if (result->content)
        g_bytes_unref(result->content);
    g_array_unref(result->parts);
    g_free(result);
}

possession_result_t *possession_result_of(possession_t possession, const char *why,
                                          language_t language)
{
    possession_result_t *result = result_new(language);
    result->possession = possession;
    result->why = g_strdup(say(language, why));
    return result;
}

static void add_part(GArray *parts, const char *name, size_t offset, size_t length)
{
    possession_part_t part = {.offset = offset, .length = length};
    g_strlcpy(part.name, name, sizeof part.name);
    g_array_append_val(parts, part);
}

static void append(GByteArray *content, GArray *parts, const char *name, slice_t octets)
{
    add_part(parts, name, content->len, octets.size);
    if (octets.size > 0)
        g_byte_array_append(content, octets.data, (guint)octets.size);
}

/* Takes @content. */
static void set_content(possession_result_t *result, GByteArray *content)
{
    result->content = g_byte_array_free_to_bytes(content);
}

static slice_t content_of(const possession_result_t *result)
{
    return slice_of_bytes(result->content);
}

/* False: not a version that signs as SSL 3.0 to TLS 1.2 do. */
static bool era_of(guint16 version, signed_era_t *out)
{
    static const struct {
        guint16 version;
        signed_era_t era;
    } eras[] = {
        {SSL3,   SIGNED_BEFORE_TLS12},
        {0x0301, SIGNED_BEFORE_TLS12},
        {0x0302, SIGNED_BEFORE_TLS12},
        {0xfeff, SIGNED_BEFORE_TLS12},
        {0x0303, SIGNED_TLS12       },
        {0xfefd, SIGNED_TLS12       },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(eras); i++) {
        if (eras[i].version != version)
            continue;
        *out = eras[i].era;
        return true;
    }
    return false;
}

/* DigitallySigned (RFC 5246 §4.7), to the end of the message: before TLS 1.2 without algorithm. */
static bool read_signature(reader_t *r, signed_handshake_t *what)
{
    if (what->era != SIGNED_BEFORE_TLS12)
        what->scheme = (guint16)reader_uint(r, 2); /* algorithm */
    what->signature = reader_vector(r, 2);         /* signature<0..2^16-1> */
    return reader_done(r);
}

enum { CURVE_TYPE_NAMED = 3 };

typedef enum { PARAMS_READ, PARAMS_MALFORMED, PARAMS_EXPLICIT_CURVE } params_state_t;

/* Moves @r to the end of the parameters. */
static params_state_t skip_params(reader_t *r, server_params_t params)
{
    switch (params) {
    case SERVER_PARAMS_ECDHE:
        if (reader_uint(r, 1) != CURVE_TYPE_NAMED) /* curve_type */
            return r->failed ? PARAMS_MALFORMED : PARAMS_EXPLICIT_CURVE;
        reader_uint(r, 2);   /* namedcurve */
        reader_vector(r, 1); /* point<1..2^8-1> */
        break;
    case SERVER_PARAMS_DHE:
        reader_vector(r, 2); /* dh_p<1..2^16-1> */
        reader_vector(r, 2); /* dh_g<1..2^16-1> */
        reader_vector(r, 2); /* dh_Ys<1..2^16-1> */
        break;
    case SERVER_PARAMS_RSA_EXPORT:
        reader_vector(r, 2); /* rsa_modulus<1..2^16-1> */
        reader_vector(r, 2); /* rsa_exponent<1..2^16-1> */
        break;
    default:
        return PARAMS_MALFORMED;
    }
    return r->failed ? PARAMS_MALFORMED : PARAMS_READ;
}

static const char *params_name(server_params_t params)
{
    if (params == SERVER_PARAMS_ECDHE)
        return "ServerECDHParams";
    return params == SERVER_PARAMS_DHE ? "ServerDHParams" : "ServerRSAParams";
}

/* ClientHello.random + ServerHello.random + params (RFC 5246 §7.4.3) */
static void sign_params(const possession_key_exchange_t *q, slice_t params,
                        possession_result_t *result)
{
    GByteArray *content = g_byte_array_new();
    append(content, result->parts, "client_random", q->client_random);
    append(content, result->parts, "server_random", q->server_random);
    append(content, result->parts, params_name(q->params), params);
    set_content(result, content);
}

possession_result_t *possession_server_key_exchange(const possession_key_exchange_t *q)
{
    possession_result_t *result = result_new(q->language);
    signed_handshake_t what = {
        .message = "ServerKeyExchange", .certificate = q->certificate, .offered = q->offered};
    if (!era_of(q->version, &what.era)) {
        possession_refuse(result,
                          say(result->language, "what this version signs is not known here"));
        return result;
    }
    if (q->client_random.size != RANDOM_SIZE || q->server_random.size != RANDOM_SIZE) {
        possession_refuse(result, say(result->language, "the randoms of both sides are not known"));
        return result;
    }
    reader_t r = reader_over(q->body);
    params_state_t state = skip_params(&r, q->params);
    if (state == PARAMS_EXPLICIT_CURVE) {
        possession_refuse(
            result,
            say(result->language, "the curve is given by its equation, which is not read here"));
        return result;
    }
    slice_t params = {q->body.data, q->body.size - reader_left(&r)};
    if (state == PARAMS_MALFORMED || !read_signature(&r, &what)) {
        possession_refuse(result, say(result->language, "ServerKeyExchange is malformed"));
        return result;
    }
    sign_params(q, params, result);
    what.content = content_of(result);
    possession_verify(&what, result);
    return result;
}

/* "transcript hash (SHA-256)"; GnuTLS writes "SHA256". Gives. */
static char *name_hash(gnutls_digest_algorithm_t digest, language_t language)
{
    const char *name = gnutls_digest_get_name(digest);
    bool short_form = g_str_has_prefix(name, "SHA") && g_ascii_isdigit(name[3]);
    return short_form ? g_strdup_printf(say(language, "transcript hash (SHA-%s)"), name + 3)
                      : g_strdup_printf(say(language, "transcript hash (%s)"), name);
}

/* RFC 8446 §4.4.3: 64 spaces, a context string, a zero octet, the hash of the transcript. */
static void sign_transcript_hash(const possession_verify_tls13_t *q, possession_result_t *result)
{
    static const char client[] = "TLS 1.3, client CertificateVerify";
    static const char server[] = "TLS 1.3, server CertificateVerify";
    const char *context = q->sender == SENDER_CLIENT ? client : server;
    guint8 padding[TLS13_PADDING];
    memset(padding, 0x20, sizeof padding);
    g_autofree char *hash_name = name_hash(q->digest, q->language);
    GByteArray *content = g_byte_array_new();
    append(content, result->parts, say(q->language, "64 octets of padding (0x20)"),
           (slice_t){padding, sizeof padding});
    append(content, result->parts, say(q->language, "context string"),
           (slice_t){(const guint8 *)context, strlen(context)});
    append(content, result->parts, say(q->language, "separator"), (slice_t){(const guint8 *)"", 1});
    append(content, result->parts, hash_name, q->transcript_hash);
    set_content(result, content);
}

possession_result_t *possession_certificate_verify_tls13(const possession_verify_tls13_t *q)
{
    possession_result_t *result = result_new(q->language);
    signed_handshake_t what = {.message = "CertificateVerify",
                               .era = SIGNED_TLS13,
                               .certificate = q->certificate,
                               .offered = q->offered};
    reader_t r = reader_over(q->body);
    if (!read_signature(&r, &what)) {
        possession_refuse(result, say(result->language, "CertificateVerify is malformed"));
        return result;
    }
    if (q->gap) {
        possession_refuse(result, say(result->language, "what is signed cannot be known: %s"),
                          say(result->language, q->gap));
        return result;
    }
    if (q->transcript_hash.size == 0 || q->transcript_hash.size != gnutls_hash_get_len(q->digest)) {
        possession_refuse(result,
                          say(result->language,
                              "what is signed cannot be known: the hash of the handshake is "
                              "not known"));
        return result;
    }
    sign_transcript_hash(q, result);
    what.content = content_of(result);
    possession_verify(&what, result);
    return result;
}

static void add_message_part(GArray *parts, guint8 type, size_t offset, size_t length)
{
    const char *name = handshake_type_name(type);
    char number[32];
    g_snprintf(number, sizeof number, "HandshakeType %u", type);
    add_part(parts, name ? name : number, offset, length);
}

/* handshake_messages (RFC 5246 §7.4.8): every message so far, with its header. */
static void sign_messages(const possession_verify_tls12_t *q, possession_result_t *result)
{
    bool dtls = q->version >> 8 == 0xfe;
    reader_t r = reader_over(q->messages);
    while (reader_left(&r) > 0) {
        size_t offset = q->messages.size - reader_left(&r);
        if (result->parts->len == PARTS_LIMIT - 1) {
            add_part(result->parts, say(q->language, "further messages"), offset, reader_left(&r));
            break;
        }
        guint8 type = (guint8)reader_uint(&r, 1);
        guint32 length = reader_uint(&r, 3);
        reader_slice(&r, length + (dtls ? 8u : 0u));
        add_message_part(result->parts, type, offset, q->messages.size - offset - reader_left(&r));
    }
    result->content = g_bytes_new(q->messages.data, q->messages.size);
}

possession_result_t *possession_certificate_verify_tls12(const possession_verify_tls12_t *q)
{
    possession_result_t *result = result_new(q->language);
    signed_handshake_t what = {
        .message = "CertificateVerify", .certificate = q->certificate, .offered = q->offered};
    if (q->version == SSL3 || !era_of(q->version, &what.era)) {
        possession_refuse(result, say(result->language,
                                      q->version == SSL3
                                          ? "in SSL 3.0 the master secret is part of what is signed"
                                          : "what this version signs is not known here"));
        return result;
    }
    reader_t r = reader_over(q->body);
    if (!read_signature(&r, &what)) {
        possession_refuse(result, say(result->language, "CertificateVerify is malformed"));
        return result;
    }
    if (q->gap || q->messages.size == 0) {
        possession_refuse(
            result, say(result->language, "what is signed cannot be known: %s"),
            say(result->language, q->gap ? q->gap : "no message of the handshake is known"));
        return result;
    }
    sign_messages(q, result);
    what.content = content_of(result);
    possession_verify(&what, result);
    return result;
}
