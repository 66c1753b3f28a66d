/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* One X.509 certificate (RFC 5280 §4): its facts in the form in which people read them. */

#include <gnutls/abstract.h>
#include <gnutls/x509.h>

#include "bytes.h"
#include "extension.h"

typedef struct {
    guint references; /* certificate_ref() */
    GBytes *der;      /* owned */
    char *malformed; /* why it cannot be decoded, as for say(), or in the words of GnuTLS; NULL when
                        it can */
    char *common_name; /* the last CN of the subject, made printable; or NULL */
    char *short_name;  /* what to call it in a sentence: "CN=Lab CA", else O=, else subject */
    char *serial;      /* lower-case hex, no colons */
    GPtrArray *san;    /* of char *: "DNS:www.lab.test", "IP:127.0.0.1", "email:..", "URI:.." */
    gint64 not_before, not_after; /* seconds since the epoch, UTC; both inclusive */
    char *key;                    /* "RSA", "EC secp256r1", "Ed25519" .. */
    unsigned key_bits;            /* 0 when not known */
    char *signature_algorithm; /* "RSA-SHA256", "ECDSA-SHA384", "RSA-PSS-SHA256" .., else the OID */
    guint8 sha256[32];         /* of the whole certificate */
    guint8 spki_sha256[32];    /* of subjectPublicKeyInfo; zero when not decodable */
    unsigned version;          /* 1 to 3 */
    bool self_issued;          /* subject and issuer are the same name */
    bool key_malformed;        /* no client would read it (key-form.h) */
    bool costly_key;           /* so large that no signature is checked with it (key-cost.h) */
    bool too_complex;          /* a limit was hit; `malformed` says which */

    /* For path.c and verify.c. The slices borrow from `der`. */
    slice_t raw_serial, raw_issuer, raw_subject, spki; /* names and spki with their headers */
    slice_t tbs, signature;                            /* what is signed, and the signature */
    slice_t algorithm;                                 /* signatureAlgorithm, header included */
    bool algorithms_differ;       /* `signature` in what is signed says another */
    bool old_time_form;           /* a date before 2050 as GeneralizedTime */
    gnutls_sign_algorithm_t sign; /* GNUTLS_SIGN_UNKNOWN when the library has none for it */
    gnutls_pk_algorithm_t pk;     /* GNUTLS_PK_UNKNOWN likewise */
    extensions_t extensions;

    /* Made when somebody asks; owned; may be NULL. */
    gnutls_x509_crt_t decoded;  /* certificate_crt() */
    gnutls_pubkey_t public_key; /* certificate_public_key() */
    char *name_texts[2];        /* certificate_subject(), certificate_issuer() */
} certificate_t;

/* CA certificates that are decoded once: ca-memory.h. */
typedef struct ca_memory ca_memory_t;

/* Reads @der (copied). Never NULL: one that cannot be decoded has `malformed` set. Gives. */
certificate_t *certificate_new(slice_t der);

/* What GnuTLS makes of it; NULL when it cannot be decoded. Borrows, until certificate_release(). */
gnutls_x509_crt_t certificate_crt(const certificate_t *certificate);

/* Its key alone: who checks a signature with it gives GnuTLS no reason to look at a clock. NULL
 * when it cannot be used: then @ret_error, if not NULL, is a code of GnuTLS. Borrows. */
gnutls_pubkey_t certificate_public_key(const certificate_t *certificate, int *ret_error);

/* Gives back the memory of certificate_crt(), which is some twenty times that of the certificate: a
 * capture may show a hundred thousand of them. Who asks again gets it again. */
void certificate_release(certificate_t *certificate);

/* Whose certificate it is, and who is said to have signed it: RFC 4514 text, made printable; ""
 * when empty or not decodable. Made when it is asked for: a capture of many servers shows few of
 * them. Borrows. */
const char *certificate_subject(const certificate_t *certificate);
const char *certificate_issuer(const certificate_t *certificate);

/* Reads no more of @der than its subject, header included; false when it is no certificate. */
bool certificate_peek_subject(slice_t der, slice_t *ret_subject);

/* Reads no more of @der than its serial number (in the fewest octets) and its issuer, header
 * included; false when it is no certificate. */
bool certificate_peek_issue(slice_t der, slice_t *ret_serial, slice_t *ret_issuer);

/* The same subject and subjectPublicKeyInfo: two certificates of one CA. */
bool certificate_same_key(const certificate_t *a, const certificate_t *b);

/* One more owner: each calls certificate_free(), and the last one frees. Not for several threads.
 */
certificate_t *certificate_ref(certificate_t *certificate);

/* Has it more than one owner? */
bool certificate_is_shared(const certificate_t *certificate);

void certificate_free(certificate_t *certificate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(certificate_t, certificate_free)
