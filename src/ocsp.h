/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* An OCSP response (RFC 6960 §4.2) in its parts. Whether it is to be believed is judged in
 * ocsp-answer.c. */

#include "signature.h"

#define OCSP_OCTETS_LIMIT       65536
#define OCSP_RESPONSES_LIMIT    100
#define OCSP_CERTIFICATES_LIMIT 10

typedef enum { OCSP_SAYS_GOOD, OCSP_SAYS_REVOKED, OCSP_SAYS_UNKNOWN } ocsp_says_t;

/* What is said of one certificate. All slices borrow from the octets that were read. */
typedef struct {
    gnutls_digest_algorithm_t digest; /* GNUTLS_DIG_UNKNOWN when the library has none for it */
    slice_t issuer_name_hash, issuer_key_hash, serial;
    ocsp_says_t says;
    gint64 revoked_at;
    int reason; /* as in crl_entry_t */
    gint64 this_update, next_update;
    bool has_next_update;
    bool unknown_critical;
    slice_t sct_list; /* value of the extension with SCTs (RFC 6962 §3.3); empty without one */
} ocsp_single_t;

typedef struct {
    const char *error; /* "the responder says tryLater": not successful; NULL, and then: */
    signed_t content;
    GArray *singles;         /* of ocsp_single_t, owned */
    GPtrArray *certificates; /* of certificate_t, those sent along, owned */
    bool unknown_critical;   /* a critical extension of the whole response */
} ocsp_response_t;

/* Reads @der, from which the answer borrows. NULL when it is no OCSP response, or beyond a limit.
 * Gives. */
ocsp_response_t *ocsp_response_new(slice_t der);
void ocsp_response_free(ocsp_response_t *response);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ocsp_response_t, ocsp_response_free)

/* Does @single speak of @certificate (as far as its serial number), and of a certificate that
 * @issuer has issued? */
bool ocsp_names_serial(const ocsp_single_t *single, const certificate_t *certificate);
bool ocsp_names_issuer(const ocsp_single_t *single, const certificate_t *certificate,
                       const certificate_t *issuer);
