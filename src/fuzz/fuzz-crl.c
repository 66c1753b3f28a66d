/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A CRL and a certificate. The input: time 8, then vectors: the certificate, its issuer, and the
 * CRL is what is left. */

#include "crl.h"
#include "fetched.h"
#include "fuzz.h"
#include "revocation.h"

static void ask(crl_t *crl, const certificate_t *certificate, const certificate_t *issuer,
                gint64 when)
{
    node_t node = {certificate, SOURCE_SENT, 0};
    verify_rules_t rules = fuzz_rules(when);
    ocsp_status_t status = OCSP_NONE;
    g_autofree char *sentence =
        revocation_ask_crl(crl, &node, issuer, "the CRL of CN=Lab CA", &rules, &status);
    g_assert(!sentence || status != OCSP_NONE);
    g_assert(rules.holds_from <= when && when <= rules.holds_until);
    crl_find(crl, certificate->raw_serial);
}

static void check_fetched(slice_t der, slice_t certificate)
{
    g_autoptr(fetched_t) fetched = fetched_new();
    guint entries;
    if (fetched_add(fetched, der, 1) == FETCHED_NOTHING)
        return;
    fetched_may_concern(fetched, 0, &certificate, 1);
    fetched_issuer(fetched, 0, LANGUAGE_KOREAN, &entries);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader_t r = reader_over((slice_t){data, size});
    gint64 when = fuzz_read_time(&r);
    slice_t certificate_der = reader_vector(&r, 2), issuer_der = reader_vector(&r, 2);
    slice_t der = reader_rest(&r);
    const char *wrong = NULL;
    g_autoptr(crl_t) crl = crl_new(der, &wrong);
    g_assert(crl || wrong);
    g_autoptr(certificate_t) certificate = certificate_new(certificate_der);
    g_autoptr(certificate_t) issuer = certificate_new(issuer_der);
    if (crl && !certificate->malformed && !issuer->malformed)
        ask(crl, certificate, issuer, when);
    check_fetched(der, certificate_der);
    return 0;
}
