/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "handshake.h"

#include <string.h>

/* ExtensionType, RFC 8446 §4.2 and the IANA registry. */
enum {
    EXTENSION_SERVER_NAME = 0,
    EXTENSION_SUPPORTED_GROUPS = 10,
    EXTENSION_ALPN = 16,
    EXTENSION_SERVER_CERTIFICATE_TYPE = 20,
    EXTENSION_ENCRYPT_THEN_MAC = 22,
    EXTENSION_EXTENDED_MASTER_SECRET = 23,
    EXTENSION_SESSION_TICKET = 35,
    EXTENSION_PRE_SHARED_KEY = 41,
    EXTENSION_EARLY_DATA = 42,
    EXTENSION_SUPPORTED_VERSIONS = 43,
    EXTENSION_KEY_SHARE = 51,
    EXTENSION_KEY_SHARE_DRAFT = 40, /* before draft 23 */
    EXTENSION_ENCRYPTED_CLIENT_HELLO = 0xfe0d,
    EXTENSION_RENEGOTIATION_INFO = 0xff01,
};

enum { NAME_TYPE_HOST_NAME = 0, ECH_OUTER = 0 };

/* SHA-256("HelloRetryRequest"), RFC 8446 §4.1.3. */
static const guint8 hello_retry_request_random[32] = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

/* What one extension says goes into @hello; returns false if it cannot be read. */
typedef bool take_extension_fn(guint16 type, slice_t data, void *hello);

/* An absent block is no extensions: TLS 1.2 and before may leave it out. */
static bool take_extensions(reader_t *r, take_extension_fn *take, void *hello)
{
    if (!r->failed && reader_left(r) == 0)
        return true;
    reader_t list = reader_over(reader_vector(r, 2)); /* extensions<0..2^16-1> */
    while (!list.failed && reader_left(&list) > 0) {
        guint16 type = (guint16)reader_uint(&list, 2);
        slice_t data = reader_vector(&list, 2); /* extension_data<0..2^16-1> */
        if (!list.failed && !take(type, data, hello))
            return false;
    }
    return reader_done(&list) && reader_done(r);
}

/* RFC 6066 §3. The first host_name counts. */
static bool read_server_name(slice_t data, slice_t *out)
{
    reader_t r = reader_over(data);
    reader_t list = reader_over(reader_vector(&r, 2)); /* server_name_list<1..2^16-1> */
    while (!list.failed && reader_left(&list) > 0) {
        guint32 name_type = reader_uint(&list, 1);
        slice_t name = reader_vector(&list, 2); /* HostName<1..2^16-1> */
        if (name_type == NAME_TYPE_HOST_NAME && out->size == 0)
            *out = name;
    }
    return reader_done(&r) && reader_done(&list);
}

static bool read_vector(slice_t data, unsigned width, slice_t *out)
{
    reader_t r = reader_over(data);
    *out = reader_vector(&r, width);
    return reader_done(&r);
}

static bool take_client_extension(guint16 type, slice_t data, void *hello)
{
    client_hello_t *out = hello;
    switch (type) {
    case EXTENSION_SERVER_NAME:
        return read_server_name(data, &out->server_name);
    case EXTENSION_SUPPORTED_GROUPS:
        return read_vector(data, 2, &out->groups);
    case EXTENSION_ALPN:
        return read_vector(data, 2, &out->alpn);
    case EXTENSION_SUPPORTED_VERSIONS:
        return read_vector(data, 1, &out->supported_versions);
    case EXTENSION_EXTENDED_MASTER_SECRET:
        out->extended_master_secret = true;
        return true;
    case EXTENSION_SESSION_TICKET:
        out->session_ticket = data.size > 0;
        return true;
    case EXTENSION_PRE_SHARED_KEY:
        out->pre_shared_key = true;
        return true;
    case EXTENSION_EARLY_DATA:
        out->early_data = true;
        return true;
    case EXTENSION_ENCRYPTED_CLIENT_HELLO:
        out->encrypted_client_hello = data.size > 0 && data.data[0] == ECH_OUTER;
        return true;
    case EXTENSION_RENEGOTIATION_INFO:
        out->has_renegotiation_info = true;
        return true;
    default:
        return true;
    }
}

bool client_hello_parse(slice_t body, framing_t framing, client_hello_t *out)
{
    client_hello_t hello = {0};
    reader_t r = reader_over(body);
    hello.legacy_version = (guint16)reader_uint(&r, 2);
    hello.random = reader_slice(&r, 32);
    hello.session_id = reader_vector(&r, 1); /* legacy_session_id<0..32> */
    if (framing == FRAMING_DTLS)
        reader_vector(&r, 1);                         /* cookie<0..2^8-1>, RFC 6347 §4.2.1 */
    hello.cipher_suites = reader_vector(&r, 2);       /* cipher_suites<2..2^16-2> */
    hello.compression_methods = reader_vector(&r, 1); /* <1..2^8-1> */
    if (hello.session_id.size > 32 || !take_extensions(&r, take_client_extension, &hello))
        return false;
    *out = hello;
    return true;
}

static bool read_chosen_protocol(slice_t data, slice_t *out)
{
    slice_t list = {0};
    return read_vector(data, 2, &list) && read_vector(list, 1, out);
}

static bool read_number(slice_t data, unsigned width, guint32 *out)
{
    reader_t r = reader_over(data);
    *out = reader_uint(&r, width);
    return reader_done(&r);
}

/* KeyShareServerHello holds a group and a key, that of a HelloRetryRequest the group alone. */
static bool read_key_share(slice_t data, server_hello_t *out)
{
    reader_t r = reader_over(data);
    out->group = (guint16)reader_uint(&r, 2);
    out->has_key_share = !r.failed;
    return !r.failed;
}

static bool take_server_extension(guint16 type, slice_t data, void *hello)
{
    server_hello_t *out = hello;
    guint32 number = 0;
    switch (type) {
    case EXTENSION_SUPPORTED_VERSIONS:
        if (!read_number(data, 2, &number))
            return false;
        out->version = (guint16)number;
        return true;
    case EXTENSION_KEY_SHARE:
    case EXTENSION_KEY_SHARE_DRAFT:
        return read_key_share(data, out);
    case EXTENSION_PRE_SHARED_KEY:
        out->pre_shared_key = true;
        return true;
    case EXTENSION_ALPN:
        return read_chosen_protocol(data, &out->alpn);
    case EXTENSION_EXTENDED_MASTER_SECRET:
        out->extended_master_secret = true;
        return true;
    case EXTENSION_ENCRYPT_THEN_MAC:
        out->encrypt_then_mac = true;
        return true;
    case EXTENSION_RENEGOTIATION_INFO:
        out->has_renegotiation_info = true;
        return true;
    case EXTENSION_SERVER_CERTIFICATE_TYPE:
        if (!read_number(data, 1, &number))
            return false;
        out->certificate_type = (guint8)number;
        return true;
    default:
        return true;
    }
}

/* Drafts of TLS 1.3 before 22 leave out session id and compression (0x7f00 + draft). */
static bool is_old_draft(guint16 version)
{
    return version >> 8 == 0x7f && (version & 0xff) < 22;
}

bool server_hello_parse(slice_t body, server_hello_t *out)
{
    server_hello_t hello = {0};
    reader_t r = reader_over(body);
    hello.legacy_version = (guint16)reader_uint(&r, 2);
    hello.version = hello.legacy_version;
    hello.random = reader_slice(&r, 32);
    if (!is_old_draft(hello.legacy_version))
        hello.session_id = reader_vector(&r, 1); /* <0..32> */
    hello.cipher_suite = (guint16)reader_uint(&r, 2);
    if (!is_old_draft(hello.legacy_version))
        hello.compression_method = (guint8)reader_uint(&r, 1);
    if (r.failed || hello.session_id.size > 32 ||
        !take_extensions(&r, take_server_extension, &hello))
        return false;
    hello.is_hello_retry_request = memcmp(hello.random.data, hello_retry_request_random,
                                          sizeof hello_retry_request_random) == 0;
    *out = hello;
    return true;
}

static bool take_encrypted_extension(guint16 type, slice_t data, void *extensions)
{
    encrypted_extensions_t *out = extensions;
    guint32 number = 0;
    switch (type) {
    case EXTENSION_ALPN:
        return read_chosen_protocol(data, &out->alpn);
    case EXTENSION_EARLY_DATA:
        out->early_data = true;
        return true;
    case EXTENSION_SERVER_CERTIFICATE_TYPE:
        if (!read_number(data, 1, &number))
            return false;
        out->certificate_type = (guint8)number;
        return true;
    default:
        return true;
    }
}

bool encrypted_extensions_parse(slice_t body, encrypted_extensions_t *out)
{
    encrypted_extensions_t extensions = {0};
    reader_t r = reader_over(body);
    if (reader_left(&r) == 0 || !take_extensions(&r, take_encrypted_extension, &extensions))
        return false;
    *out = extensions;
    return true;
}
