/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* OCSP responses and CRLs that somebody fetched in the open (RFC 6960 §A, RFC 5280 §4.2.1.13), in
 * the order of the capture. They are nobody's promise to this client, but they are the issuer's
 * word: what a believed one says of a certificate counts, one that is not believed does no harm. */

#include "verify.h"

typedef enum { FETCHED_NOTHING, FETCHED_OCSP, FETCHED_CRL, FETCHED_COUNT } fetched_kind_t;

/* More than this of either kind is not kept. */
#define FETCHED_LIMIT 4096

typedef struct fetched fetched_t;

fetched_t *fetched_new(void);
void fetched_free(fetched_t *fetched);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(fetched_t, fetched_free)

/* Keeps @body (copied) if it is an OCSP response with an answer, or a CRL. Says which of them. */
fetched_kind_t fetched_add(fetched_t *fetched, slice_t body, guint32 frame);

guint fetched_count(const fetched_t *fetched);
fetched_kind_t fetched_kind(const fetched_t *fetched, guint i);

/* "CN=Lab CA" for the issuer of CRL @i and the number of its entries; NULL for an OCSP response. */
const char *fetched_issuer(const fetched_t *fetched, guint i, language_t language,
                           guint *ret_entries);

/**
 * May item @i speak of one of the certificates of a chain? By serial number for an OCSP response,
 * by the name of the issuer for a CRL: who signed it is checked by fetched_check_path().
 */
bool fetched_may_concern(const fetched_t *fetched, guint i, const slice_t *certificates, size_t n);

/* Of the first @n items how many there are up to the last that may speak of the chain: a question
 * about it has the same answer for all numbers from that one to @n. */
guint fetched_concerning(const fetched_t *fetched, guint n, const slice_t *certificates,
                         size_t n_certificates);

/* What item @item says of one certificate. */
typedef struct {
    guint item;
    guint32 frame;
    int certificate;      /* index as sent, -1 for others */
    ocsp_status_t status; /* of a CRL: good, where it has no entry */
    char *sentence;       /* owned */
} fetched_answer_t;

/**
 * Adds what the first @n items say of the certificates of @path, where their issuer's signature
 * verified.
 *
 * @findings  gets `revoked`; may be NULL.
 * @answers   gets fetched_answer_t; may be NULL. Its clear function is fetched_clear_answer().
 */
void fetched_check_path(const fetched_t *fetched, guint n, const path_t *path,
                        verify_rules_t *rules, findings_t *findings, GArray *answers);

void fetched_clear_answer(gpointer answer);
