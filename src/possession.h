/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Did the owner of a certificate sign this very handshake? A chain only says whose certificate it
 * is, and anybody may send a certificate; the signature in ServerKeyExchange or CertificateVerify
 * shows that the sender holds its private key. Policy is not judged: a proof with SHA-1 is a proof.
 * What cannot be checked is never called disproven; a key that would take too long (RSA above 16384
 * bits, say) is one of these. */

#include <gnutls/gnutls.h>

#include "certificate.h"
#include "say.h"
#include "session.h"

typedef enum {
    POSSESSION_NOT_CHECKED,
    POSSESSION_PROVEN,
    POSSESSION_DISPROVEN,
    POSSESSION_COUNT
} possession_t;

const char *possession_word(possession_t possession); /* "not-checked", "proven", "disproven" */

/* One part of what is signed. Together the parts are all of it, in order. */
typedef struct {
    char name[48]; /* "client_random", "transcript hash (SHA-256)" */
    size_t offset, length;
} possession_part_t;

typedef struct {
    possession_t possession;
    language_t language; /* of the sentences */
    guint16 scheme;      /* SignatureScheme or SignatureAndHashAlgorithm; 0 before TLS 1.2 */
    char *algorithm; /* "rsa_pss_rsae_sha256", "RSA PKCS#1 with MD5 and SHA-1"; NULL if not known */
    char *why;       /* what is shown, or why it was not checked: a sentence without full stop */
    char *scheme_violation; /* the algorithm may not be used so: likewise; or NULL */
    GBytes *content;        /* the octets that the signature is over; NULL if not known */
    GArray *parts;          /* of possession_part_t; empty without `content` */
} possession_result_t;

void possession_result_free(possession_result_t *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(possession_result_t, possession_result_free)

/* A result without a signature behind it. @why: as for say(). Gives. */
possession_result_t *possession_result_of(possession_t possession, const char *why,
                                          language_t language);

typedef enum {
    SERVER_PARAMS_ECDHE,
    SERVER_PARAMS_DHE,
    SERVER_PARAMS_RSA_EXPORT, /* RFC 2246 §7.4.3 */
} server_params_t;

/* ServerKeyExchange of SSL 3.0 to TLS 1.2 and of DTLS 1.0 and 1.2. */
typedef struct {
    guint16 version; /* as negotiated, as on the wire: 0x0300 to 0x0303, 0xfeff, 0xfefd */
    slice_t client_random, server_random; /* 32 octets each */
    slice_t body;                         /* of the message */
    server_params_t params;
    language_t language;
    const certificate_t *certificate; /* the server's own; NULL if not known */
    slice_t offered; /* the client's signature_algorithms, of 2 octets each; may be empty */
} possession_key_exchange_t;

/* Checks the signature of RFC 5246 §7.4.3, RFC 8422 §5.4, RFC 2246 §7.4.3. Never NULL. Gives. */
possession_result_t *possession_server_key_exchange(const possession_key_exchange_t *question);

/* CertificateVerify of TLS 1.3, and of DTLS 1.3, which signs the same (RFC 9147 §5). */
typedef struct {
    language_t language;
    sender_t sender;
    slice_t transcript_hash;          /* of all messages before this one, with the Certificate */
    gnutls_digest_algorithm_t digest; /* of that hash */
    const char *gap;                  /* transcript_gap(): why it is not known, or NULL */
    slice_t body;
    const certificate_t *certificate; /* the sender's own; NULL if not known */
    slice_t offered; /* the other side's signature_algorithms (of its ClientHello or
                        CertificateRequest), of 2 octets each; may be empty */
} possession_verify_tls13_t;

/* Checks the signature of RFC 8446 §4.4.3. Never NULL. Gives. */
possession_result_t *possession_certificate_verify_tls13(const possession_verify_tls13_t *question);

/* CertificateVerify of a client in TLS 1.0 to 1.2 and in DTLS 1.0 and 1.2. */
typedef struct {
    language_t language;
    guint16 version;  /* as above */
    slice_t messages; /* transcript_octets() before this one */
    const char *gap;  /* as above */
    slice_t body;
    const certificate_t *certificate; /* the client's own; NULL if not known */
    slice_t offered; /* supported_signature_algorithms of the server's CertificateRequest */
} possession_verify_tls12_t;

/* Checks the signature of RFC 5246 §7.4.8, RFC 2246 §7.4.8. Never NULL. Gives. */
possession_result_t *possession_certificate_verify_tls12(const possession_verify_tls12_t *question);
