/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What a server sends along with its certificate: the stapled OCSP response and certificate
 * timestamps. In TLS 1.3 they are extensions of the CertificateEntry, before that a message of its
 * own and an extension of the ServerHello. */

#include "bytes.h"

typedef struct {
    slice_t ocsp_response; /* DER OCSPResponse; empty without one */
    bool delegated;        /* with a delegated credential, RFC 9345 §4.1.1 */
    slice_t sct_list;      /* SignedCertificateTimestampList, RFC 6962 §3.3; empty without one */
} certificate_entry_t;

/**
 * Reads the extensions of the end entity in a Certificate of TLS 1.3 (RFC 8446 §4.4.2).
 *
 * @body  of the message; what is found borrows from it.
 * @out   untouched on failure.
 * Returns false if there is no entry, or it cannot be read.
 */
bool certificate_entry_parse(slice_t body, certificate_entry_t *out);

/**
 * Reads a CertificateStatus (RFC 6066 §8): the message of TLS 1.2, or the extension of TLS 1.3.
 *
 * Returns false if it cannot be read or is of another kind than ocsp.
 */
bool certificate_status_parse(slice_t body, slice_t *out);
