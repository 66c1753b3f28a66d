/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "handshake.h"

/* The hellos and their extensions. A table says which extension is read by which function; what is
 * in no table is skipped. An extension that comes twice is refused (RFC 8446 §4.2: "There MUST NOT
 * be more than one extension of the same type"), for nobody could say which of the two counts. */

enum {
    EXTENSION_SERVER_NAME = 0,
    EXTENSION_STATUS_REQUEST = 5,
    EXTENSION_SUPPORTED_GROUPS = 10,
    EXTENSION_SIGNATURE_ALGORITHMS = 13,
    EXTENSION_ALPN = 16,
    EXTENSION_SIGNED_CERTIFICATE_TIMESTAMP = 18,
    EXTENSION_SERVER_CERTIFICATE_TYPE = 20,
    EXTENSION_ENCRYPT_THEN_MAC = 22,
    EXTENSION_EXTENDED_MASTER_SECRET = 23,
    EXTENSION_SESSION_TICKET = 35,
    EXTENSION_KEY_SHARE_DRAFT = 40, /* before draft 23 of TLS 1.3 */
    EXTENSION_PRE_SHARED_KEY = 41,
    EXTENSION_EARLY_DATA = 42,
    EXTENSION_SUPPORTED_VERSIONS = 43,
    EXTENSION_COOKIE = 44,
    EXTENSION_POST_HANDSHAKE_AUTH = 49,
    EXTENSION_KEY_SHARE = 51,
    EXTENSION_ENCRYPTED_CLIENT_HELLO = 0xfe0d,
    EXTENSION_RENEGOTIATION_INFO = 0xff01,
};

enum {
    RANDOM_SIZE = 32,
    SESSION_ID_LIMIT = 32,
    HOST_NAME = 0,
    CLIENT_HELLO_OUTER = 0,
    EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff,
};

/* RFC 8446 §4.1.3: the random of a ServerHello that is a HelloRetryRequest. */
static const guint8 hello_retry_request_random[RANDOM_SIZE] = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
};

/* Reads extension_data into the structure that @out is; false if it is malformed. */
typedef bool read_extension_fn(reader_t *r, void *out);

typedef struct {
    guint16 type;
    read_extension_fn *read;
} extension_reader_t;

static const extension_reader_t *find_reader(const extension_reader_t *readers, size_t n,
                                             guint32 type)
{
    for (size_t i = 0; i < n; i++)
        if (readers[i].type == type)
            return &readers[i];
    return NULL;
}

/* Extension extensions<0..2^16-1>; at most 32 rows in @readers. */
static bool read_extensions(reader_t *r, const extension_reader_t *readers, size_t n, void *out)
{
    reader_t list = reader_over(reader_vector(r, 2));
    guint32 seen = 0;
    while (!list.failed && !reader_done(&list)) {
        guint32 type = reader_uint(&list, 2);                 /* extension_type */
        reader_t data = reader_over(reader_vector(&list, 2)); /* extension_data<0..2^16-1> */
        const extension_reader_t *reader = find_reader(readers, n, type);
        if (list.failed || !reader)
            continue;
        guint32 bit = 1u << (reader - readers);
        if (seen & bit || !reader->read(&data, out) || !reader_done(&data))
            return false;
        seen |= bit;
    }
    return reader_done(&list);
}

/* ServerNameList, RFC 6066 §3: the first host_name. */
static bool read_server_name(reader_t *r, void *out)
{
    client_hello_t *hello = out;
    reader_t list = reader_over(reader_vector(r, 2)); /* server_name_list<1..2^16-1> */
    while (!list.failed && !reader_done(&list)) {
        guint32 name_type = reader_uint(&list, 1); /* name_type */
        slice_t name = reader_vector(&list, 2);    /* HostName<1..2^16-1> */
        if (name_type == HOST_NAME && hello->server_name.size == 0)
            hello->server_name = name;
    }
    return reader_done(&list);
}

static bool read_groups(reader_t *r, void *out)
{
    client_hello_t *hello = out;
    hello->groups = reader_vector(r, 2); /* named_group_list<2..2^16-1> */
    return hello->groups.size % 2 == 0;
}

/* ProtocolName protocol_name_list<2..2^16-1>, RFC 7301 §3.1. */
static bool read_client_alpn(reader_t *r, void *out)
{
    client_hello_t *hello = out;
    hello->alpn = reader_vector(r, 2);
    reader_t list = reader_over(hello->alpn);
    while (!list.failed && !reader_done(&list))
        reader_vector(&list, 1); /* ProtocolName<1..2^8-1> */
    return reader_done(&list);
}

static bool read_client_versions(reader_t *r, void *out)
{
    client_hello_t *hello = out;
    hello->supported_versions = reader_vector(r, 1); /* versions<2..254> */
    return hello->supported_versions.size % 2 == 0;
}

static bool read_status_request(reader_t *r, void *out)
{
    reader_rest(r);
    ((client_hello_t *)out)->status_request = true;
    return true;
}

static bool read_client_master_secret(reader_t *r, void *out)
{
    (void)r;
    ((client_hello_t *)out)->extended_master_secret = true;
    return true;
}

static bool read_session_ticket(reader_t *r, void *out)
{
    ((client_hello_t *)out)->session_ticket = reader_rest(r);
    return true;
}

static bool read_client_psk(reader_t *r, void *out)
{
    ((client_hello_t *)out)->psk_identities = reader_vector(r, 2); /* identities<7..2^16-1> */
    reader_vector(r, 2);                                           /* binders<33..2^16-1> */
    ((client_hello_t *)out)->pre_shared_key = true;
    return true;
}

/* What nothing but words depends on does not make a hello unreadable. */
static bool read_leniently(reader_t *r, slice_t *out)
{
    reader_t vector = reader_over(reader_rest(r));
    slice_t content = reader_vector(&vector, 2);
    if (reader_done(&vector))
        *out = content;
    return true;
}

static bool read_client_key_shares(reader_t *r, void *out) /* client_shares<0..2^16-1> */
{
    return read_leniently(r, &((client_hello_t *)out)->key_shares);
}

static bool read_cookie(reader_t *r, void *out) /* cookie<1..2^16-1> */
{
    return read_leniently(r, &((client_hello_t *)out)->cookie);
}

static bool read_signature_algorithms(reader_t *r, void *out)
{
    return read_leniently(r, &((client_hello_t *)out)->signature_algorithms);
}

static bool read_post_handshake_auth(reader_t *r, void *out)
{
    (void)r;
    ((client_hello_t *)out)->post_handshake_auth = true;
    return true;
}

static bool read_client_encrypt_then_mac(reader_t *r, void *out)
{
    (void)r;
    ((client_hello_t *)out)->encrypt_then_mac = true;
    return true;
}

static bool read_client_early_data(reader_t *r, void *out)
{
    (void)r;
    ((client_hello_t *)out)->early_data = true;
    return true;
}

static bool read_encrypted_client_hello(reader_t *r, void *out)
{
    ((client_hello_t *)out)->encrypted_client_hello = reader_uint(r, 1) == CLIENT_HELLO_OUTER;
    reader_rest(r);
    return true;
}

static bool read_client_renegotiation(reader_t *r, void *out)
{
    reader_vector(r, 1); /* renegotiated_connection<0..255> */
    ((client_hello_t *)out)->has_renegotiation_info = true;
    return true;
}

static const extension_reader_t client_hello_readers[] = {
    {EXTENSION_SERVER_NAME,            read_server_name            },
    {EXTENSION_STATUS_REQUEST,         read_status_request         },
    {EXTENSION_SUPPORTED_GROUPS,       read_groups                 },
    {EXTENSION_ALPN,                   read_client_alpn            },
    {EXTENSION_SIGNATURE_ALGORITHMS,   read_signature_algorithms   },
    {EXTENSION_ENCRYPT_THEN_MAC,       read_client_encrypt_then_mac},
    {EXTENSION_POST_HANDSHAKE_AUTH,    read_post_handshake_auth    },
    {EXTENSION_COOKIE,                 read_cookie                 },
    {EXTENSION_KEY_SHARE,              read_client_key_shares      },
    {EXTENSION_EXTENDED_MASTER_SECRET, read_client_master_secret   },
    {EXTENSION_SESSION_TICKET,         read_session_ticket         },
    {EXTENSION_PRE_SHARED_KEY,         read_client_psk             },
    {EXTENSION_EARLY_DATA,             read_client_early_data      },
    {EXTENSION_SUPPORTED_VERSIONS,     read_client_versions        },
    {EXTENSION_ENCRYPTED_CLIENT_HELLO, read_encrypted_client_hello },
    {EXTENSION_RENEGOTIATION_INFO,     read_client_renegotiation   },
};

static bool offers_suite(slice_t cipher_suites, guint16 suite)
{
    reader_t r = reader_over(cipher_suites);
    while (reader_left(&r) > 0)
        if (reader_uint(&r, 2) == suite)
            return true;
    return false;
}

static slice_t read_session_id(reader_t *r)
{
    slice_t session_id = reader_vector(r, 1); /* legacy_session_id<0..32> */
    r->failed = r->failed || session_id.size > SESSION_ID_LIMIT;
    return session_id;
}

bool client_hello_parse(slice_t body, framing_t framing, client_hello_t *out)
{
    client_hello_t hello = {0};
    reader_t r = reader_over(body);
    hello.legacy_version = (guint16)reader_uint(&r, 2); /* legacy_version */
    hello.random = reader_slice(&r, RANDOM_SIZE);       /* random */
    hello.session_id = read_session_id(&r);
    if (framing == FRAMING_DTLS)
        hello.cookie = reader_vector(&r, 1);          /* cookie<0..2^8-1>, RFC 6347 §4.2.1 */
    hello.cipher_suites = reader_vector(&r, 2);       /* cipher_suites<2..2^16-2> */
    hello.compression_methods = reader_vector(&r, 1); /* legacy_compression_methods<1..2^8-1> */
    if (hello.cipher_suites.size == 0 || hello.cipher_suites.size % 2 != 0 ||
        hello.compression_methods.size == 0)
        return false;
    if (reader_left(&r) > 0 &&
        !read_extensions(&r, client_hello_readers, G_N_ELEMENTS(client_hello_readers), &hello))
        return false;
    if (!reader_done(&r))
        return false;
    if (offers_suite(hello.cipher_suites, EMPTY_RENEGOTIATION_INFO_SCSV)) /* RFC 5746 §3.3 */
        hello.has_renegotiation_info = true;
    *out = hello;
    return true;
}

/* The one ProtocolName that a server answers with. */
static bool read_chosen_alpn(reader_t *r, slice_t *out)
{
    reader_t list = reader_over(reader_vector(r, 2)); /* protocol_name_list<2..2^16-1> */
    *out = reader_vector(&list, 1);                   /* ProtocolName<1..2^8-1> */
    return reader_done(&list);
}

static bool read_server_alpn(reader_t *r, void *out)
{
    return read_chosen_alpn(r, &((server_hello_t *)out)->alpn);
}

static bool read_server_certificate_type(reader_t *r, void *out)
{
    ((server_hello_t *)out)->certificate_type = (guint8)reader_uint(r, 1);
    return true;
}

static bool read_status_answer(reader_t *r, void *out)
{
    (void)r;
    ((server_hello_t *)out)->status_request = true;
    return true;
}

static bool read_ticket_answer(reader_t *r, void *out)
{
    (void)r;
    ((server_hello_t *)out)->session_ticket = true;
    return true;
}

static bool read_encrypt_then_mac(reader_t *r, void *out)
{
    (void)r;
    ((server_hello_t *)out)->encrypt_then_mac = true;
    return true;
}

static bool read_server_timestamps(reader_t *r, void *out)
{
    ((server_hello_t *)out)->sct_list = reader_rest(r);
    return true;
}

static bool read_server_master_secret(reader_t *r, void *out)
{
    (void)r;
    ((server_hello_t *)out)->extended_master_secret = true;
    return true;
}

static bool read_server_psk(reader_t *r, void *out)
{
    ((server_hello_t *)out)->selected_identity = (guint16)reader_uint(r, 2);
    ((server_hello_t *)out)->pre_shared_key = true;
    return true;
}

static bool read_server_version(reader_t *r, void *out)
{
    ((server_hello_t *)out)->version = (guint16)reader_uint(r, 2); /* selected_version */
    return true;
}

static bool read_server_key_share(reader_t *r, void *out)
{
    server_hello_t *hello = out;
    hello->group = (guint16)reader_uint(r, 2); /* group, selected_group */
    if (!hello->is_hello_retry_request)
        reader_vector(r, 2); /* key_exchange<1..2^16-1> */
    hello->has_key_share = true;
    return true;
}

static bool read_server_renegotiation(reader_t *r, void *out)
{
    reader_vector(r, 1); /* renegotiated_connection<0..255> */
    ((server_hello_t *)out)->has_renegotiation_info = true;
    return true;
}

static const extension_reader_t server_hello_readers[] = {
    {EXTENSION_ALPN,                         read_server_alpn            },
    {EXTENSION_SERVER_CERTIFICATE_TYPE,      read_server_certificate_type},
    {EXTENSION_STATUS_REQUEST,               read_status_answer          },
    {EXTENSION_ENCRYPT_THEN_MAC,             read_encrypt_then_mac       },
    {EXTENSION_SIGNED_CERTIFICATE_TIMESTAMP, read_server_timestamps      },
    {EXTENSION_EXTENDED_MASTER_SECRET,       read_server_master_secret   },
    {EXTENSION_SESSION_TICKET,               read_ticket_answer          },
    {EXTENSION_KEY_SHARE_DRAFT,              read_server_key_share       },
    {EXTENSION_PRE_SHARED_KEY,               read_server_psk             },
    {EXTENSION_SUPPORTED_VERSIONS,           read_server_version         },
    {EXTENSION_KEY_SHARE,                    read_server_key_share       },
    {EXTENSION_RENEGOTIATION_INFO,           read_server_renegotiation   },
};

bool server_hello_parse(slice_t body, server_hello_t *out)
{
    server_hello_t hello = {0};
    slice_t retry = {hello_retry_request_random, RANDOM_SIZE};
    reader_t r = reader_over(body);
    hello.legacy_version = (guint16)reader_uint(&r, 2); /* legacy_version */
    hello.version = hello.legacy_version;
    hello.random = reader_slice(&r, RANDOM_SIZE); /* random */
    hello.is_hello_retry_request = slice_equal(hello.random, retry);
    bool draft = hello.legacy_version >> 8 == 0x7f; /* TLS 1.3 before draft 22 had less here */
    if (!draft)
        hello.session_id = read_session_id(&r);       /* legacy_session_id_echo<0..32> */
    hello.cipher_suite = (guint16)reader_uint(&r, 2); /* cipher_suite */
    if (!draft)
        hello.compression_method = (guint8)reader_uint(&r, 1); /* legacy_compression_method */
    if (reader_left(&r) > 0 &&
        !read_extensions(&r, server_hello_readers, G_N_ELEMENTS(server_hello_readers), &hello))
        return false;
    if (!reader_done(&r))
        return false;
    *out = hello;
    return true;
}

static bool read_encrypted_alpn(reader_t *r, void *out)
{
    return read_chosen_alpn(r, &((encrypted_extensions_t *)out)->alpn);
}

static bool read_encrypted_early_data(reader_t *r, void *out)
{
    (void)r;
    ((encrypted_extensions_t *)out)->early_data = true;
    return true;
}

static bool read_encrypted_certificate_type(reader_t *r, void *out)
{
    ((encrypted_extensions_t *)out)->certificate_type = (guint8)reader_uint(r, 1);
    return true;
}

static const extension_reader_t encrypted_extensions_readers[] = {
    {EXTENSION_ALPN,                    read_encrypted_alpn            },
    {EXTENSION_EARLY_DATA,              read_encrypted_early_data      },
    {EXTENSION_SERVER_CERTIFICATE_TYPE, read_encrypted_certificate_type},
};

bool encrypted_extensions_parse(slice_t body, encrypted_extensions_t *out)
{
    encrypted_extensions_t extensions = {0};
    reader_t r = reader_over(body);
    if (!read_extensions(&r, encrypted_extensions_readers,
                         G_N_ELEMENTS(encrypted_extensions_readers), &extensions) ||
        !reader_done(&r))
        return false;
    *out = extensions;
    return true;
}

const client_hello_t *hello_client(hello_t *hello, slice_t body, framing_t framing)
{
    if (hello->state == HELLO_UNREAD)
        hello->state =
            client_hello_parse(body, framing, &hello->client) ? HELLO_CLIENT : HELLO_UNREADABLE;
    return hello->state == HELLO_CLIENT ? &hello->client : NULL;
}

const server_hello_t *hello_server(hello_t *hello, slice_t body)
{
    if (hello->state == HELLO_UNREAD)
        hello->state = server_hello_parse(body, &hello->server) ? HELLO_SERVER : HELLO_UNREADABLE;
    return hello->state == HELLO_SERVER ? &hello->server : NULL;
}
