/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* CRLs and OCSP responses for tests, written as DER piece by piece, so that each form can be had,
 * also those that no library makes. */

#include "make-cert.h"

/* The serial number of a certificate to be revoked or spoken of. */
typedef struct {
    guint8 serial;     /* 0: no entry */
    gint64 date;       /* 0: MAKE_FROM */
    int reason;        /* 0: none */
    const char *extra; /* OID of one more entry extension, critical, with NULL in it */
} crl_row_t;

/* What is 0 or NULL has the value that needs no thought. */
typedef struct {
    const made_t *issuer; /* whose name it has */
    const made_t *signer; /* NULL: the issuer */
    crl_row_t rows[3];
    gint64 this_update; /* 0: MAKE_WHEN - DAY */
    gint64 next_update; /* 0: MAKE_WHEN + DAY; -1: none */
    bool version_1;
    bool no_number;
    bool other_form;         /* the name in capitals and as another kind of string */
    const made_t *key_id_of; /* authorityKeyIdentifier is the key of this; NULL: none */
    const char *extra;       /* OID of one more extension */
    const char *extra_hex;   /* its value; NULL: an empty SEQUENCE */
    bool extra_critical;
    bool tampered;
} crl_recipe_t;

/* Gives; g_bytes_unref(). */
GBytes *make_crl(const crl_recipe_t *recipe);

/* Writes CRLs into a new file in a temporary folder. Gives its path; g_free(). */
char *make_crl_file(GBytes *const *crls, size_t n, bool pem);

typedef enum { MAKE_GOOD, MAKE_REVOKED, MAKE_UNKNOWN } make_says_t;

typedef struct {
    const made_t *certificate; /* that it is for */
    const made_t *issuer;
    const made_t *signer; /* NULL: the issuer */
    const made_t *sent;   /* a certificate that comes with it; NULL: none */
    const made_t *named;  /* CertID has name and key of this one; NULL: the issuer */
    guint8 serial;        /* 0: the certificate's */
    make_says_t says;
    gint64 revoked_at;        /* 0: MAKE_FROM */
    int reason;               /* 0: none */
    gint64 this_update;       /* 0: MAKE_WHEN - DAY */
    gint64 next_update;       /* 0: MAKE_WHEN + DAY; -1: none */
    const char *hash;         /* OID; NULL: SHA-1 */
    const char *extra;        /* OID of a critical extension of the response */
    const char *single_extra; /* likewise, of the answer itself */
    GBytes *scts;             /* SignedCertificateTimestampList of the answer; NULL: none */
    guint8 status;            /* 0: successful; else nothing more stands in it */
    guint answers_before;     /* answers about other certificates that stand before this one */
    guint sent_before;        /* how often the issuer comes along before @sent */
    bool tampered;
} ocsp_recipe_t;

GBytes *make_ocsp(const ocsp_recipe_t *recipe);
