/* SPDX-License-Identifier: GPL-2.0-or-later */

/* One handshake message with its header: its body as a Certificate of both forms, its entry's
 * extensions, and as a CertificateStatus. */

#include "certificate-entry.h"
#include "fuzz.h"
#include "handshake.h"

static void check_list(slice_t body, certificate_list_form_t form)
{
    g_autoptr(GArray) certificates = g_array_new(FALSE, FALSE, sizeof(slice_t));
    if (!certificate_list_parse(body, form, certificates))
        return;
    for (guint i = 0; i < certificates->len; i++)
        fuzz_check_within(g_array_index(certificates, slice_t, i), body);
}

static void check_entry(slice_t body)
{
    certificate_entry_t entry;
    if (!certificate_entry_parse(body, &entry))
        return;
    fuzz_check_within(entry.ocsp_response, body);
    fuzz_check_within(entry.sct_list, body);
}

static void check_status(slice_t body)
{
    slice_t response;
    if (certificate_status_parse(body, &response))
        fuzz_check_within(response, body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    handshake_t message;
    if (!handshake_parse((slice_t){data, size}, FRAMING_TLS, &message))
        return 0;
    check_list(message.body, CERTIFICATE_LIST_TLS12);
    check_list(message.body, CERTIFICATE_LIST_TLS13);
    check_entry(message.body);
    check_status(message.body);
    return 0;
}
