/* SPDX-License-Identifier: GPL-2.0-or-later */

/* An OCSP response about a certificate. The input: time 8, then vectors: the certificate, its
 * issuer (it may be empty) and the response. */

#include "fetched.h"
#include "fuzz.h"
#include "ocsp-answer.h"
#include "sct.h"

static void check_answer(slice_t response, const node_t *node, const certificate_t *issuer,
                         gint64 when)
{
    g_autoptr(ocsp_response_t) parsed = ocsp_response_new(response);
    verify_rules_t rules = fuzz_rules(when);
    ocsp_answer_t answer = ocsp_answer(parsed, node, issuer, "the stapled OCSP response", &rules);
    g_assert((answer.sentence == NULL) == (answer.status == OCSP_NONE));
    fuzz_check_within(answer.sct_list, response);
    g_assert(rules.holds_from <= when && when <= rules.holds_until);
    g_free(answer.sentence);
}

static void check_fetched(slice_t response, slice_t certificate)
{
    g_autoptr(fetched_t) fetched = fetched_new();
    if (fetched_add(fetched, response, 1) != FETCHED_NOTHING)
        fetched_may_concern(fetched, 0, &certificate, 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader_t r = reader_over((slice_t){data, size});
    gint64 when = fuzz_read_time(&r);
    slice_t der = reader_vector(&r, 2), issuer_der = reader_vector(&r, 2);
    slice_t response = reader_rest(&r);
    g_autoptr(certificate_t) certificate = certificate_new(der);
    g_autoptr(certificate_t) issuer = issuer_der.size ? certificate_new(issuer_der) : NULL;
    node_t node = {certificate, SOURCE_SENT, 0};
    if (!certificate->malformed && (!issuer || !issuer->malformed))
        check_answer(response, &node, issuer, when);
    check_fetched(response, der);
    return 0;
}
