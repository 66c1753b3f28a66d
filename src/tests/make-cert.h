/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Certificates for tests, made on the spot: dates and serials are fixed, only keys are new each
 * time. A mistake here aborts the test. */

#include <stdbool.h>

#include <glib.h>
#include <gnutls/x509.h>

#include "bytes.h"

#define DAY        ((gint64)86400)

#define MAKE_FROM  ((gint64)1704067200)    /* 2024-01-01 00:00:00 UTC */
#define MAKE_UNTIL (MAKE_FROM + 365 * DAY) /* 2024-12-31 00:00:00 UTC */
#define MAKE_WHEN  (MAKE_FROM + 100 * DAY) /* 2024-04-10 00:00:00 UTC */

typedef struct {
    gnutls_x509_crt_t crt;
    gnutls_x509_privkey_t key;
    GBytes *der;
} made_t;

typedef struct {
    const char *oid;
    const char *hex; /* of the extension's value */
    bool critical;
} make_extension_t;

/* What is 0 or NULL has the value that needs no thought. */
typedef struct {
    const char *dn;       /* RFC 4514: "CN=Lab CA,O=Lab"; NULL for an empty subject */
    const made_t *issuer; /* NULL: signs itself */
    const made_t *key_of; /* has the key of that one; NULL: a new key */
    gint64 from, until;   /* 0: MAKE_FROM, MAKE_UNTIL */
    unsigned version;     /* 0: 3; below 3 there are no extensions */
    guint8 serial;        /* 0: 1 */
    bool ca;              /* basicConstraints cA, and keyCertSign unless key_usage says else */
    bool has_path_length;
    int path_length;
    unsigned key_usage;    /* GNUTLS_KEY_..; 0: none for end entities */
    const char *purposes;  /* OIDs with spaces between them */
    const char *san;       /* "DNS:www.lab.test IP:127.0.0.1 email:a@lab.test URI:http://x" */
    const char *permitted; /* name constraints, likewise; IP as "IP:192.0.2.0/24" */
    const char *excluded;
    gnutls_digest_algorithm_t digest; /* 0: SHA-256 */
    gnutls_pk_algorithm_t pk;         /* 0: EC */
    unsigned bits; /* 0: secp256r1; of an EC key, its curve as GNUTLS_CURVE_TO_BITS */
    bool no_key_ids;
    make_extension_t extra[3];
} recipe_t;

#define MAKE_SERVER_AUTH  "1.3.6.1.5.5.7.3.1"
#define MAKE_CLIENT_AUTH  "1.3.6.1.5.5.7.3.2"
#define MAKE_OCSP_SIGNING "1.3.6.1.5.5.7.3.9"
#define MAKE_ANY_PURPOSE  "2.5.29.37.0"

made_t *make_cert(const recipe_t *recipe);
void made_free(made_t *made);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(made_t, made_free)

/* A CA "CN=large" with an RSA key of that size that nobody has the other half of: what it is said
 * to sign is signed with another. */
made_t *make_large_rsa(const made_t *issuer, size_t bits, size_t exponent_size);
/* The same of a DSA key. */
made_t *make_large_dsa(const made_t *issuer, size_t bits);

slice_t made_der(const made_t *made);

/* The same with the last bit of its signature turned. Gives. */
made_t *made_tampered(const made_t *made);

/* Writes certificates as PEM into a new file in a temporary folder. Gives its path; g_free(). */
char *made_pem_file(const made_t *const *made, size_t n);
