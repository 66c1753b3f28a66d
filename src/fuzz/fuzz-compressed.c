/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The body of a CompressedCertificate, opened; what comes out is read as a Certificate. */

#include "compressed.h"
#include "fuzz.h"
#include "handshake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    compressed_t why = COMPRESSED_UNKNOWN;
    compressed_sum_t sum = {0};
    g_autoptr(GBytes) opened = compressed_open((slice_t){data, size}, &sum, &why);
    g_assert((opened != NULL) == (why == COMPRESSED_OPENED));
    if (!opened)
        return 0;
    slice_t body = {0};
    body.data = g_bytes_get_data(opened, &body.size);
    g_assert(body.size > 0 && body.size <= COMPRESSED_LIMIT);
    g_autoptr(GArray) certificates = g_array_new(FALSE, FALSE, sizeof(slice_t));
    if (certificate_list_parse(body, CERTIFICATE_LIST_TLS13, certificates))
        for (guint i = 0; i < certificates->len; i++)
            fuzz_check_within(g_array_index(certificates, slice_t, i), body);
    return 0;
}
