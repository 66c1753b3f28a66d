/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Signed certificate timestamps (RFC 6962 §3.2, §3.3): a log's promise that it has seen the
 * certificate. They come inside the certificate, in a TLS extension, or in an OCSP response. Each
 * is checked against the key of its log. That the log kept its promise cannot be known here, and
 * whether the SCTs are enough for a browser's policy is not judged. */

#include "certificate.h"
#include "ct-logs.h"

/* SCTs of one list whose signatures are checked; those after them are SCT_NOT_CHECKED. */
#define SCT_LIMIT 64

typedef enum {
    SCT_FROM_CERTIFICATE, /* signed over the precertificate */
    SCT_FROM_TLS,         /* these two over the certificate itself */
    SCT_FROM_OCSP,
} sct_source_t;

typedef enum {
    SCT_VALID,
    SCT_BAD_SIGNATURE,
    SCT_IN_FUTURE, /* the signature verifies; the timestamp is later than the time asked for */
    SCT_UNKNOWN_LOG,
    SCT_UNSUPPORTED, /* another version than v1, or an algorithm that RFC 6962 has not */
    SCT_MALFORMED,
    SCT_NOT_CHECKED, /* embedded and the issuer is not known, or past SCT_LIMIT */
    SCT_STATUS_COUNT
} sct_status_t;

/* What an SCT that is unsupported or malformed does not tell is 0 or empty. */
typedef struct {
    guint8 version; /* 0: v1 */
    guint8 log_id[CT_LOG_ID_SIZE];
    guint64 timestamp;                /* milliseconds since the epoch, UTC */
    slice_t extensions;               /* all slices borrow from the list */
    guint8 hash, signature_algorithm; /* HashAlgorithm, SignatureAlgorithm of RFC 5246 §7.4.1.4.1 */
    slice_t signature;
    sct_status_t status;
    sct_source_t source; /* set by sct_list_check() */
    const ct_log_t *log; /* NULL when it is not known; borrows from the table of logs */
} sct_t;

/* What a list speaks of, and what is known. */
typedef struct {
    sct_source_t source;
    const certificate_t *end_entity;
    const certificate_t *issuer; /* whose key signed it; NULL when that is not known. Needed only
                                    for SCT_FROM_CERTIFICATE */
    gint64 when; /* seconds since the epoch, UTC; G_MAXINT64 when there is no time to judge at */
    ct_logs_t logs;
} sct_question_t;

/**
 * The SignedCertificateTimestampList inside @certificate (RFC 6962 §3.3; the extension
 * 1.3.6.1.4.1.11129.2.4.2).
 *
 * @ret_list  borrows from @certificate; empty, which is malformed, when the extension is.
 * Returns    false when the certificate has no such extension or cannot be decoded.
 */
bool sct_embedded_list(const certificate_t *certificate, slice_t *ret_list);

/* The list inside the OCTET STRING that is the value of an X.509 or OCSP extension (of OCSP,
 * 1.3.6.1.4.1.11129.2.4.5); empty, which is malformed, when @value is none. Borrows. */
slice_t sct_list_unwrap(slice_t value);

/**
 * Reads a SignedCertificateTimestampList, the whole extension_data of the TLS extension
 * signed_certificate_timestamp(18). One SCT may be malformed or unsupported without harm to the
 * others; the status of the others is SCT_NOT_CHECKED.
 *
 * Returns  of sct_t, at least one; NULL when the list itself is malformed. Gives.
 */
GArray *sct_list_parse(slice_t list);

/* The same, and checks each SCT. Gives. */
GArray *sct_list_check(slice_t list, const sct_question_t *question);

guint sct_count_valid(const GArray *scts);

/* "valid", "bad-signature", "in-future", "unknown-log", "unsupported", "malformed", "not-checked"
 */
const char *sct_status_word(sct_status_t status);
