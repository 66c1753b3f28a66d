/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The handshake messages of TLS that tell what was offered, what was chosen and who the server is.
 * Each parser takes one message and either reads all of it or says false; slices borrow from the
 * message. Extensions that are not asked about are skipped, never refused. */

#include "bytes.h"

enum {
    HANDSHAKE_HELLO_REQUEST = 0,
    HANDSHAKE_CLIENT_HELLO = 1,
    HANDSHAKE_SERVER_HELLO = 2,
    HANDSHAKE_HELLO_VERIFY_REQUEST = 3,
    HANDSHAKE_NEW_SESSION_TICKET = 4,
    HANDSHAKE_END_OF_EARLY_DATA = 5,
    HANDSHAKE_HELLO_RETRY_REQUEST = 6, /* drafts before 22 only */
    HANDSHAKE_ENCRYPTED_EXTENSIONS = 8,
    HANDSHAKE_CERTIFICATE = 11,
    HANDSHAKE_SERVER_KEY_EXCHANGE = 12,
    HANDSHAKE_CERTIFICATE_REQUEST = 13,
    HANDSHAKE_SERVER_HELLO_DONE = 14,
    HANDSHAKE_CERTIFICATE_VERIFY = 15,
    HANDSHAKE_CLIENT_KEY_EXCHANGE = 16,
    HANDSHAKE_FINISHED = 20,
    HANDSHAKE_CERTIFICATE_STATUS = 22,
    HANDSHAKE_KEY_UPDATE = 24,
    HANDSHAKE_COMPRESSED_CERTIFICATE = 25,
};

/* TLS: msg_type 1, length 3. DTLS adds message_seq 2, fragment_offset 3, fragment_length 3. */
typedef enum { FRAMING_TLS, FRAMING_DTLS } framing_t;

typedef struct {
    guint8 type; /* HandshakeType */
    slice_t body;
} handshake_t;

/**
 * Splits one handshake message (RFC 5246 §7.4, RFC 8446 §4, RFC 6347 §4.2.2) into type and body.
 *
 * @message  header and body, exactly one message.
 * @out      body borrows from @message; untouched on failure.
 * Returns   false if the length field and the octets present disagree, which is also how a
 *           fragment or an encrypted message looks.
 */
bool handshake_parse(slice_t message, framing_t framing, handshake_t *out);

/* ClientHello, RFC 5246 §7.4.1.2, RFC 8446 §4.1.2. */
typedef struct {
    guint16 legacy_version;
    slice_t random;        /* 32 octets */
    slice_t session_id;    /* 0 to 32 octets */
    slice_t cipher_suites; /* of 2 octets each */
    slice_t compression_methods;
    slice_t server_name;        /* host_name of RFC 6066 §3, as sent; empty without one */
    slice_t supported_versions; /* of 2 octets each; empty without the extension */
    slice_t groups;             /* supported_groups, of 2 octets each */
    slice_t alpn;               /* ProtocolNameList without its own length: vectors of width 1 */
    bool early_data;
    bool pre_shared_key;
    bool status_request;         /* asks for a stapled OCSP response, RFC 6066 §8 */
    bool encrypted_client_hello; /* type outer, RFC 9849; it may be GREASE */
    bool extended_master_secret;
    bool encrypt_then_mac;
    bool post_handshake_auth;     /* RFC 8446 §4.2.6 */
    slice_t session_ticket;       /* RFC 5077; empty without one */
    slice_t psk_identities;       /* OfferedPsks.identities, RFC 8446 §4.2.11 */
    slice_t key_shares;           /* KeyShareEntry list, RFC 8446 §4.2.8 */
    slice_t cookie;               /* RFC 8446 §4.2.2, or that of DTLS; empty without one */
    slice_t signature_algorithms; /* SignatureScheme, of 2 octets each */
    bool has_renegotiation_info;
} client_hello_t;

bool client_hello_parse(slice_t body, framing_t framing, client_hello_t *out);

/* ServerHello and HelloRetryRequest, RFC 5246 §7.4.1.3, RFC 8446 §4.1.3 and §4.1.4. */
typedef struct {
    guint16 legacy_version;
    guint16 version; /* selected_version of supported_versions, else legacy_version */
    slice_t random;
    slice_t session_id;
    guint16 cipher_suite;
    guint8 compression_method;
    bool is_hello_retry_request; /* by its random */
    bool has_key_share;
    guint16 group;       /* of key_share (the group asked for in a HelloRetryRequest), or 0 */
    bool pre_shared_key; /* the server chose a PSK: */
    guint16 selected_identity;
    slice_t alpn; /* the protocol chosen, TLS 1.2; empty without one */
    bool extended_master_secret;
    bool has_renegotiation_info;
    bool encrypt_then_mac;
    bool status_request; /* a CertificateStatus message may follow the Certificate */
    bool session_ticket; /* a NewSessionTicket will come, RFC 5077 §3.2 */
    slice_t sct_list;    /* SignedCertificateTimestampList, RFC 6962 §3.3.1; empty without one */
    guint8 certificate_type; /* server_certificate_type, RFC 7250; 0 X.509, 2 RawPublicKey */
} server_hello_t;

bool server_hello_parse(slice_t body, server_hello_t *out);

/* A hello that several ask about is read once: what came of it. To be zeroed before. */
typedef struct {
    enum { HELLO_UNREAD, HELLO_UNREADABLE, HELLO_CLIENT, HELLO_SERVER } state;
    union {
        client_hello_t client;
        server_hello_t server;
    };
} hello_t;

/* The same as client_hello_parse() and server_hello_parse(), where @hello is of the message with
 * @body, by whomever it was read before. NULL where that cannot be read. Borrows from @hello. */
const client_hello_t *hello_client(hello_t *hello, slice_t body, framing_t framing);
const server_hello_t *hello_server(hello_t *hello, slice_t body);

/* EncryptedExtensions, RFC 8446 §4.3.1. */
typedef struct {
    slice_t alpn; /* the protocol chosen; empty without one */
    bool early_data;
    guint8 certificate_type;
} encrypted_extensions_t;

bool encrypted_extensions_parse(slice_t body, encrypted_extensions_t *out);

/* The ticket of NewSessionTicket, RFC 5077 §3.3 or RFC 8446 §4.6.1. */
bool new_session_ticket_parse(slice_t body, bool tls13, slice_t *ret_ticket);

/* CertificateRequest, RFC 5246 §7.4.4, RFC 4346 §7.4.4 (before TLS 1.2), RFC 8446 §4.3.2. */
typedef struct {
    slice_t signature_algorithms; /* SignatureScheme, of 2 octets each; empty before TLS 1.2 */
    slice_t authorities; /* DistinguishedName list: vectors of width 2, each a Name in DER */
} certificate_request_t;

bool certificate_request_parse(slice_t body, guint16 version, certificate_request_t *out);

/* The groups of a list of KeyShareEntry, of guint16. Gives. */
GArray *key_share_groups(slice_t key_shares);

/* Is PSK identity @index one that was not a ticket? RFC 8446 §4.2.11: of such "an
 * obfuscated_ticket_age of 0 SHOULD be used". */
bool psk_is_external(slice_t psk_identities, guint index);

/* Certificate of TLS 1.2 and before (RFC 5246 §7.4.2) or of TLS 1.3 (RFC 8446 §4.4.2). */
typedef enum { CERTIFICATE_LIST_TLS12, CERTIFICATE_LIST_TLS13 } certificate_list_form_t;

/**
 * Appends the cert_data of each certificate, in the order sent, to @certificates.
 *
 * @certificates  of slice_t, each borrows from @body; on failure what it holds is not to be used.
 */
bool certificate_list_parse(slice_t body, certificate_list_form_t form, GArray *certificates);

/* ServerKeyExchange parameters, RFC 5246 §7.4.3 and RFC 8422 §5.4: what the key exchange is. */
typedef struct {
    guint16 group;       /* named_curve, or 0 */
    unsigned prime_bits; /* of dh_p, or 0 */
} key_exchange_parameters_t;

bool server_ecdh_params_parse(slice_t body, bool has_psk_hint, key_exchange_parameters_t *out);
bool server_dh_params_parse(slice_t body, bool has_psk_hint, key_exchange_parameters_t *out);
