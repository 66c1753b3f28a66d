/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* One TLS session: a state machine that is fed the records of both sides in the order of the
 * capture and says of each to which segment it belongs, which step it is, who sent it and which
 * key protects it. What cannot be read (encrypted, no keys) is worked out from order and length
 * and marked as inferred. It reads no clock and verifies nothing. */

#include "handshake.h"
#include "tls-names.h"

typedef enum { SENDER_CLIENT, SENDER_SERVER } sender_t;

typedef enum {
    PROTECTION_NONE,
    PROTECTION_EARLY_DATA_KEY,
    PROTECTION_HANDSHAKE_KEY,
    PROTECTION_SESSION_KEY,
    PROTECTION_COUNT
} protection_t;

const char *sender_name(sender_t sender);             /* "client", "server" */
const char *protection_name(protection_t protection); /* the words of tlswitness.step.protection */

enum {
    CONTENT_CHANGE_CIPHER_SPEC = 20,
    CONTENT_ALERT = 21,
    CONTENT_HANDSHAKE = 22,
    CONTENT_APPLICATION_DATA = 23,
    CONTENT_HEARTBEAT = 24,
    CONTENT_TLS12_CID = 25, /* RFC 9146: the type stands inside, under the session key */
    CONTENT_ACK = 26,       /* RFC 9147 */
};

/* Types of QUIC packets (RFC 9000 §17). */
typedef enum {
    QUIC_NONE, /* no QUIC packet */
    QUIC_INITIAL,
    QUIC_0RTT,
    QUIC_HANDSHAKE,
    QUIC_RETRY,
    QUIC_VERSION_NEGOTIATION,
    QUIC_1RTT,
    QUIC_PACKET_COUNT
} quic_packet_t;

/* "Initial"; NULL for QUIC_NONE. */
const char *quic_packet_name(quic_packet_t packet);

/* The type of a packet, of which five octets are enough. */
quic_packet_t quic_packet_read(slice_t packet);

/* What of a record's handshake octets the host could tell apart. */
typedef struct {
    slice_t octets;
    bool whole;     /* one whole message, header and body; else a fragment or encrypted octets */
    bool assembled; /* whole, but put together here: the host shows its pieces only */
    bool large; /* if it can be read at all, the first piece of a message of 64 KiB or more, which
                   the host puts no more together */
    hello_t *hello; /* room for what is read of it, where others ask too; or NULL */
} record_message_t;

/* One record as it stands on the wire (RFC 5246 §6.2, RFC 8446 §5). */
typedef struct {
    guint32 frame; /* number of the frame in which the record completes */
    gint64 time;   /* of that frame, nanoseconds since the epoch, UTC */
    sender_t sender;
    framing_t framing;
    guint8 content_type; /* of the header: 23 for every encrypted record of TLS 1.3 */
    guint16 version;     /* of the header: legacy_record_version */
    guint16 epoch;       /* of DTLS; under unified_header its last two bits */
    bool unified_header; /* of DTLS 1.3, under keys (RFC 9147 §4): content_type is 23 then */
    bool ambiguous;      /* it was put together of segments that overlap and differ */
    bool blind;          /* what comes under the keys of TLS 1.3 the host does not show at all */
    guint32 header_length;
    guint32 length;    /* octets after the header */
    bool decrypted;    /* the host has the plaintext */
    guint8 inner_type; /* ContentType of the plaintext; content_type where that is the same */
    const record_message_t *messages; /* for handshake, in order */
    size_t n_messages;
    bool alert_known; /* level and description could be read */
    guint8 alert_level;
    guint8 alert_description;
    guint8 quic_packet; /* quic_packet_t: it is no record but a QUIC packet, without header_length,
                           version and types */
    bool carries_data;  /* a QUIC packet with a STREAM or DATAGRAM frame that could be read */
} record_t;

typedef enum {
    STEP_HANDSHAKE,           /* a handshake message; handshake_type says which */
    STEP_PART,                /* a piece of a message that completes later: no step of its own */
    STEP_TOO_LARGE,           /* the first piece of a message that is too large for the host */
    STEP_ENCRYPTED_HANDSHAKE, /* some handshake message(s), unreadable */
    STEP_CHANGE_CIPHER_SPEC,
    STEP_APPLICATION_DATA, /* early data too: then protection is the early-data key */
    STEP_ALERT,
    STEP_HEARTBEAT,
    STEP_ACK,         /* of DTLS 1.3 */
    STEP_QUIC_PACKET, /* one that holds nothing of TLS; handshake_type is its quic_packet_t */
    STEP_UNKNOWN,     /* a ContentType without a name */
    STEP_KIND_COUNT
} step_kind_t;

/* Why there is no chain to judge: the words of tlswitness.chain.absent_reason. */
typedef enum {
    ABSENT_NOT, /* there is a chain, or one may still come */
    ABSENT_ENCRYPTED,
    ABSENT_RESUMED,
    ABSENT_PSK,
    ABSENT_ANONYMOUS,
    ABSENT_RAW_PUBLIC_KEY,
    ABSENT_NOT_CAPTURED,
    ABSENT_COUNT
} absent_reason_t;

const char *absent_reason_name(absent_reason_t reason); /* NULL for ABSENT_NOT */

#define ALERT_UNREADABLE (-1)

/* One message or record. All that words about it depend on stands in it, so that it reads the same
 * whenever it is shown. */
typedef struct {
    guint8 kind;           /* step_kind_t */
    guint8 handshake_type; /* of STEP_HANDSHAKE and STEP_TOO_LARGE; of STEP_PART 255 */
    guint8 sender;         /* sender_t */
    guint8 segment;        /* 1 or 2 */
    guint8 protection;     /* protection_t */
    guint8 key_exchange;   /* key_exchange_t negotiated when it was sent */
    guint8 absent;         /* absent_reason_t that shows with this step */
    guint8 alert_level;
    gint16 alert_description; /* ALERT_UNREADABLE where not known */
    guint16 version;          /* negotiated when it was sent; 0 before the ServerHello */
    unsigned inferred : 1;
    unsigned
        hello_retry_request : 1; /* a ServerHello that is one; and what its ClientHello repeats */
    unsigned resumed : 1;        /* known to be an abbreviated handshake at this step */
    unsigned renegotiation : 1;
    unsigned after_handshake : 1; /* in TLS 1.3 a ticket, an update, late client authentication */
    unsigned dummy : 1;           /* ChangeCipherSpec of TLS 1.3, RFC 8446 §D.4 */
    unsigned early_data_offered : 1;
} step_t;

/* The name of tlswitness.step; NULL for STEP_PART. An unknown HandshakeType gives "HandshakeType N"
 * with @buffer as room. */
const char *step_name(const step_t *step, char buffer[static 24]);

typedef enum { UNKNOWN_YET = -1, NO = 0, YES = 1 } tristate_t;

/* Who shows a certificate in the handshake. */
typedef enum {
    AUTHENTICATION_UNKNOWN,   /* not known (yet), or by other means than certificates */
    AUTHENTICATION_ONE_WAY,   /* the server alone */
    AUTHENTICATION_ASKED,     /* the server asks; the answer cannot be seen (yet) */
    AUTHENTICATION_NOT_GIVEN, /* the server asks, the client has none to show */
    AUTHENTICATION_MUTUAL,
    AUTHENTICATION_COUNT
} authentication_t;

const char *authentication_name(authentication_t authentication); /* NULL for UNKNOWN */

/* In what the second ClientHello differs from the first, after HelloRetryRequest (RFC 8446 §4.1.2)
 * or HelloVerifyRequest (RFC 6347 §4.2.1). */
typedef struct {
    bool sent;                         /* there is a second one */
    guint16 first_share, second_share; /* first group of key_share; 0 without one */
    bool cookie;                       /* it returns the server's cookie */
    bool early_data_withdrawn;
} second_hello_t;

#define HISTORY_LIMIT 100

/* What is known of the session so far. Read only for everybody but session.c. */
typedef struct {
    char *server_name; /* as sent, made printable; NULL before or without SNI */
    char *alpn;        /* NULL until known */
    char *history;     /* at most HISTORY_LIMIT letters */
    guint32 number;
    guint16 version;             /* 0 until known */
    guint16 group;               /* 0 until known */
    cipher_suite_t cipher_suite; /* code 0 and name NULL until known */
    key_exchange_t key_exchange; /* KEX_UNKNOWN until known */
    unsigned dh_bits;            /* of a DHE prime; 0 until known */
    tristate_t forward_secrecy;
    tristate_t resumed;
    authentication_t authentication;
    guint32 segment1_first, segment1_last, segment2_first, certificate_frame; /* frames, or 0 */
    guint32 plaintext_frame;      /* readable text on the connection after the handshake; or 0 */
    gint64 handshake_nanoseconds; /* ClientHello to the last Finished; -1 until known */
    guint64 segment1_bytes, segment2_bytes; /* of records, headers included, so far */
    guint round_trips; /* of the handshake so far: how often the server answered the client */
    second_hello_t second_hello;
    guint8 history_length;
    bool status_request;         /* the client asks for a stapled OCSP response */
    bool encrypted_client_hello; /* offered: server_name may be the outer name */
    bool cipher_suite_known;
    bool compression;            /* record compression was chosen */
    bool extended_master_secret; /* RFC 7627, by both */
    bool encrypt_then_mac;       /* RFC 7366, by both */
    bool secure_renegotiation;   /* RFC 5746, by the server */
    bool downgrade; /* RFC 8446 §4.1.3: the server can do a newer version, the client offered it */
    bool mid_stream;         /* the capture begins inside the session: no ClientHello was seen */
    bool handshake_inferred; /* the end of segment 1 was worked out, not read */
} session_facts_t;

typedef struct session session_t;

session_t *session_new(guint32 number);
void session_free(session_t *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(session_t, session_free)

const session_facts_t *session_facts(const session_t *session);

/* The random of the last ClientHello; empty before it. Borrows. */
slice_t session_client_random(const session_t *session);

/**
 * Returns true if @record begins another session on the same connection: a ClientHello in the clear
 * after this session has gone under keys. Renegotiation is encrypted and a ClientHello after a
 * HelloRetryRequest belongs to its session.
 */
bool session_is_over(const session_t *session, const record_t *record);

/* Octets of the connection that were sent now are not in the capture. */
void session_note_loss(session_t *session);

/* Is @sender in the middle of a message that is too large for the host? What the host shows of it
 * are pieces then, whatever they look like. */
bool session_is_inside_large(const session_t *session, sender_t sender);

/* Is the first handshake over, and none under way? */
bool session_is_at_rest(const session_t *session);

/* Text that is not TLS came on the connection of the session. Counts after the handshake alone. */
void session_note_plaintext(session_t *session, guint32 frame);

/**
 * Takes the next record of the session.
 *
 * @steps  of step_t; what the record holds is appended, one for each message or, where messages
 *         cannot be told apart, for each record. At least one is appended.
 *
 * The i-th step with kind STEP_HANDSHAKE that is not inferred belongs to the i-th whole message.
 */
void session_feed(session_t *session, const record_t *record, GArray *steps);
