/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What an OCSP response says of one certificate, and whether that is to be believed (RFC 6960
 * §3.2): is it for this certificate, signed by its issuer or for it, and current? */

#include "ocsp.h"
#include "verify.h"

typedef struct {
    ocsp_status_t status; /* OCSP_NONE: who signed it cannot be checked, its issuer is not known */
    char *sentence;       /* owned; NULL with OCSP_NONE */
    slice_t sct_list;     /* value of the extension with timestamps (RFC 6962 §3.3), in the answer
                             about this certificate; empty without one; borrows from the response */
} ocsp_answer_t;

/**
 * @response  NULL when it cannot be decoded.
 * @issuer    the next certificate of the path, if its signature of @node verified; else NULL.
 * @called    "the stapled OCSP response": what to call it in a sentence.
 */
ocsp_answer_t ocsp_answer(const ocsp_response_t *response, const node_t *node,
                          const certificate_t *issuer, const char *called, verify_rules_t *rules);
