/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Names of what stands as a number on the wire, and what follows from the name of a cipher suite.
 * Names are those of the IANA registries and of the RFCs; all strings are static. A number
 * without a name gives NULL. What TLS 1.3 negotiates in extensions is not known here. */

#include <glib.h>
#include <stdbool.h>

typedef enum {
    KEX_UNKNOWN,
    KEX_NULL,
    KEX_RSA,
    KEX_DH, /* static: the key stands in the certificate */
    KEX_DHE,
    KEX_ECDH, /* static */
    KEX_ECDHE,
    KEX_HYBRID, /* ECDHE together with a key encapsulation that resists quantum computers */
    KEX_MLKEM,  /* key encapsulation by itself */
    KEX_PSK,
    KEX_PSK_DHE,
    KEX_PSK_ECDHE,
    KEX_RSA_PSK,
    KEX_ANONYMOUS, /* DH or ECDH without a signature */
    KEX_SRP,
    KEX_KRB5,
    KEX_GOST,
    KEX_ECCPWD,
    KEX_TLS13, /* decided by extensions */
    KEX_SM2,
    KEX_COUNT
} key_exchange_t;

/* The words of tlswitness.key_exchange; NULL for KEX_UNKNOWN and KEX_TLS13, which say nothing. */
const char *key_exchange_name(key_exchange_t key_exchange);

bool key_exchange_has_psk(key_exchange_t key_exchange);
/* False for KEX_UNKNOWN and KEX_TLS13 too: there it is not known from the suite. */
bool key_exchange_is_forward_secret(key_exchange_t key_exchange);

/* Each session holds some: so it is small. */
typedef struct {
    const char *name; /* IANA name; NULL when unknown: a certificate is expected, all else is 0 */
    key_exchange_t key_exchange;
    guint16 code;
    guint8 hash_length;      /* octets of the PRF or HKDF hash in TLS 1.2 and 1.3: 32, 48, 64 */
    guint8 tag_length;       /* octets that protection adds at the end; 0 when not AEAD */
    bool server_certificate; /* the server is authenticated by certificate; TLS 1.3: unless PSK */
    bool weak_cipher;        /* no encryption, RC4, RC2, DES, 3DES, IDEA or export grade */
    bool weak_key_exchange;  /* export grade or anonymous */
} cipher_suite_t;

cipher_suite_t cipher_suite_lookup(guint16 code);

/* "ClientHello": the words of tlswitness.step. */
const char *handshake_type_name(guint8 type);

/* The letter of tlswitness.history, upper case; 'Z' for a type without one. */
char handshake_type_letter(guint8 type);

/* "x25519"; "GREASE" for the values of RFC 8701. */
const char *group_name(guint16 code);
bool group_is_finite_field(guint16 code); /* RFC 7919 */
bool group_is_hybrid(guint16 code);
bool group_is_mlkem(guint16 code); /* ML-KEM by itself */

/* "TLS 1.2", "TLS 1.3 (draft 23)": the words of tlswitness.version. */
const char *version_name(guint16 wire);

/* Is it TLS 1.3 or DTLS 1.3, a draft of it included? */
bool version_is_tls13(guint16 wire);

/* DTLS 1.3, or a draft of it that no draft of TLS shares its number with. */
bool version_is_dtls13(guint16 version);

const char *alert_name(guint8 description); /* "close_notify" */
const char *alert_level_name(guint8 level); /* "warning", "fatal" */

/* SignatureScheme (RFC 8446 §4.2.3): "rsa_pkcs1_sha256". The pairs of RFC 5246 §7.4.1.4.1 that
 * RFC 8446 does not name are named in the same manner. */
const char *signature_scheme_name(guint16 code);
