/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A name held against a certificate, and against a dNSName by itself. The input: vectors of the
 * certificate (it may be empty) and of the presented name; the reference is what is left. */

#include "fuzz.h"
#include "name.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader_t r = reader_over((slice_t){data, size});
    slice_t der = reader_vector(&r, 2), presented = reader_vector(&r, 2), host = reader_rest(&r);
    bool underscore = false, in_host = false;
    bool may_be_asked = name_dns_is_well_formed(host, &in_host) && !in_host;
    bool well_formed = name_dns_is_well_formed(presented, &underscore);
    const char *refusal = name_dns_refusal(presented, host);
    /* what nobody may present fits no host */
    g_assert(!may_be_asked || refusal || (well_formed && !underscore));

    g_autofree char *reference = text_printable(host);
    g_autoptr(certificate_t) certificate = certificate_new(der);
    if (certificate->malformed || !*reference)
        return 0;
    name_result_t result = name_compare(certificate, reference, LANGUAGE_KOREAN);
    g_assert(result.explanation && g_utf8_validate(result.explanation, -1, NULL));
    g_assert(result.answer != NAME_NO_ADDRESSES || result.addresses == 0);
    g_free(result.explanation);
    return 0;
}
