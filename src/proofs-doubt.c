/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proofs-private.h"

/* What may be missing from a transcript although each message of it could be read. A message that
 * is optional and not announced by another cannot be missed. */

static const char *const doubts[] = {
    [DOUBT_NONE] = "",
    [DOUBT_PERHAPS_SECOND] = "it does not fit what was seen, but this ClientHello may be a second "
                             "one: then a first one and a HelloRetryRequest are missing",
    [DOUBT_AMBIGUOUS] = "it does not fit what was seen, but segments of the connection overlap and "
                        "differ: which octets the other side has taken, the capture cannot say",
};
G_STATIC_ASSERT(G_N_ELEMENTS(doubts) == DOUBT_COUNT);

const char *proofs_doubt_text(proof_doubt_t doubt)
{
    return doubts[doubt];
}

bool proofs_is_tls13(const proofs_t *proofs)
{
    return version_is_tls13(proofs->version);
}

bool proofs_has_seen(const proofs_t *proofs, sender_t sender, guint8 type)
{
    return type < 32 && proofs->seen[sender] >> type & 1; /* of others nothing is written down */
}

/* Of each message its place in a full handshake: no sender speaks before it has what it answers. */
typedef struct {
    guint8 type;
    guint8 of_server, of_client; /* 0: anywhere */
} place_t;

static const place_t places_tls13[] = {
    {HANDSHAKE_SERVER_HELLO,           1, 0 },
    {HANDSHAKE_ENCRYPTED_EXTENSIONS,   2, 0 }, /* of a client's no RFC speaks */
    {HANDSHAKE_CERTIFICATE_REQUEST,    3, 0 },
    {HANDSHAKE_CERTIFICATE,            4, 8 },
    {HANDSHAKE_COMPRESSED_CERTIFICATE, 4, 8 },
    {HANDSHAKE_CERTIFICATE_VERIFY,     5, 9 },
    {HANDSHAKE_FINISHED,               6, 10},
    {HANDSHAKE_END_OF_EARLY_DATA,      0, 7 },
};

static const place_t places_tls12[] = {
    {HANDSHAKE_SERVER_HELLO,        1,  0},
    {HANDSHAKE_CERTIFICATE,         2,  7},
    {HANDSHAKE_CERTIFICATE_STATUS,  3,  0},
    {HANDSHAKE_SERVER_KEY_EXCHANGE, 4,  0},
    {HANDSHAKE_CERTIFICATE_REQUEST, 5,  0},
    {HANDSHAKE_SERVER_HELLO_DONE,   6,  0},
    {HANDSHAKE_CLIENT_KEY_EXCHANGE, 0,  8},
    {HANDSHAKE_CERTIFICATE_VERIFY,  0,  9},
    {HANDSHAKE_NEW_SESSION_TICKET,  11, 0},
};

/* Up to TLS 1.2 the client ends first, but in a short handshake. */
static guint8 place_of_end(const proofs_t *proofs, sender_t sender)
{
    enum { FULL_CLIENT = 10, SERVER = 12, SHORT_CLIENT = 13 };
    if (sender == SENDER_SERVER)
        return SERVER;
    return proofs_has_seen(proofs, SENDER_SERVER, HANDSHAKE_SERVER_HELLO_DONE) ? FULL_CLIENT
                                                                               : SHORT_CLIENT;
}

static guint8 place_in(const place_t *places, size_t n, sender_t sender, guint8 type)
{
    for (size_t i = 0; i < n; i++)
        if (places[i].type == type)
            return sender == SENDER_SERVER ? places[i].of_server : places[i].of_client;
    return 0;
}

static guint8 place_of(const proofs_t *proofs, sender_t sender, guint8 type)
{
    if (proofs_is_tls13(proofs))
        return place_in(places_tls13, G_N_ELEMENTS(places_tls13), sender, type);
    if (type == HANDSHAKE_FINISHED)
        return place_of_end(proofs, sender);
    return place_in(places_tls12, G_N_ELEMENTS(places_tls12), sender, type);
}

bool proofs_is_out_of_order(proofs_t *proofs, sender_t sender, guint8 type)
{
    guint8 place = place_of(proofs, sender, type);
    if (place == 0)
        return false;
    if (place <= proofs->place)
        return true;
    proofs->place = place;
    return false;
}

/* What the server's part of TLS 1.3 must hold before its CertificateVerify, or before Finished. */
static const char *doubt_tls13(const proofs_t *proofs, bool before_finished)
{
    if (!proofs_has_seen(proofs, SENDER_SERVER, HANDSHAKE_ENCRYPTED_EXTENSIONS))
        return "the EncryptedExtensions are not in the capture";
    if (!before_finished || proofs->by_psk)
        return NULL;
    bool shown = proofs_has_seen(proofs, SENDER_SERVER, HANDSHAKE_CERTIFICATE) ||
                 proofs_has_seen(proofs, SENDER_SERVER, HANDSHAKE_COMPRESSED_CERTIFICATE);
    if (!shown || !proofs_has_seen(proofs, SENDER_SERVER, HANDSHAKE_CERTIFICATE_VERIFY))
        return "the server's Certificate or CertificateVerify is not in the capture";
    return NULL;
}

/* Up to TLS 1.2 the client ends first, but in a short handshake (@done: ServerHelloDone was seen,
 * it is a full one). A NewSessionTicket that was announced comes right before the server's end. */
static const char *doubt_order(const proofs_t *proofs, sender_t sender, bool done)
{
    bool second = sender == (done ? SENDER_SERVER : SENDER_CLIENT);
    if (second && !proofs->finished[sender == SENDER_SERVER ? SENDER_CLIENT : SENDER_SERVER])
        return "the Finished of the other side, which comes first, cannot be read";
    if ((second || !done) && proofs->ticket_announced &&
        !proofs_has_seen(proofs, SENDER_SERVER, HANDSHAKE_NEW_SESSION_TICKET))
        return "a NewSessionTicket was announced and is not in the capture";
    return NULL;
}

/* The same for the parts of both up to TLS 1.2. */
static const char *doubt_tls12(const proofs_t *proofs, sender_t sender, bool before_finished)
{
    bool done = proofs_has_seen(proofs, SENDER_SERVER, HANDSHAKE_SERVER_HELLO_DONE);
    const char *order = before_finished ? doubt_order(proofs, sender, done) : NULL;
    if (!done && proofs->echoed)
        return order; /* a short handshake */
    if (!done)
        return "the ServerHelloDone is not in the capture";
    if (proofs->suite.server_certificate &&
        !proofs_has_seen(proofs, SENDER_SERVER, HANDSHAKE_CERTIFICATE))
        return "the server's Certificate is not in the capture";
    if (proofs->status_announced &&
        !proofs_has_seen(proofs, SENDER_SERVER, HANDSHAKE_CERTIFICATE_STATUS))
        return "a CertificateStatus was announced and is not in the capture";
    if (key_exchange_is_forward_secret(proofs->suite.key_exchange) &&
        !proofs_has_seen(proofs, SENDER_SERVER, HANDSHAKE_SERVER_KEY_EXCHANGE))
        return "the ServerKeyExchange is not in the capture";
    if (before_finished && !proofs_has_seen(proofs, SENDER_CLIENT, HANDSHAKE_CLIENT_KEY_EXCHANGE))
        return "the ClientKeyExchange is not in the capture";
    return order;
}

/* A client that was asked shows a certificate, if an empty one, and signs if it is not. */
static const char *doubt_client(const proofs_t *proofs, bool before_finished)
{
    bool shown = proofs_has_seen(proofs, SENDER_CLIENT, HANDSHAKE_CERTIFICATE) ||
                 proofs_has_seen(proofs, SENDER_CLIENT, HANDSHAKE_COMPRESSED_CERTIFICATE);
    if (shown && !proofs->requested)
        return "the server's CertificateRequest is not in the capture";
    if (before_finished && proofs->requested && !shown)
        return "the client's Certificate is not in the capture";
    if (before_finished && proofs->shown[SENDER_CLIENT] &&
        !proofs_has_seen(proofs, SENDER_CLIENT, HANDSHAKE_CERTIFICATE_VERIFY))
        return "the client's CertificateVerify is not in the capture";
    return NULL;
}

/* Why the transcript may not be whole, although each message of it could be read. */
const char *proofs_doubt(const proofs_t *proofs, sender_t sender, bool before_finished)
{
    bool client_speaks = sender == SENDER_CLIENT;
    if (!proofs->has_client_hello || !proofs->has_server_hello)
        return "the hellos are not in the capture";
    if (proofs_is_tls13(proofs) && client_speaks && !proofs->finished[SENDER_SERVER])
        return "the server's part of the handshake is not whole";
    const char *found = proofs_is_tls13(proofs)
                            ? doubt_tls13(proofs, before_finished || client_speaks)
                            : doubt_tls12(proofs, sender, before_finished);
    if (!found && (client_speaks || !proofs_is_tls13(proofs)))
        found = doubt_client(proofs, before_finished);
    return found;
}
