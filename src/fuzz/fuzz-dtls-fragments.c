/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Fragments of DTLS messages: a row of vectors. What comes out is one whole message, and no longer
 * than all that was put in. */

#include "dtls-fragments.h"
#include "fuzz.h"
#include "handshake.h"

enum { HEADER = 12 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader_t r = reader_over((slice_t){data, size});
    g_autoptr(dtls_fragments_t) fragments = dtls_fragments_new();
    size_t given = 0;
    while (reader_left(&r) > 0 && !r.failed) {
        slice_t fragment = reader_vector(&r, 2);
        given += fragment.size;
        g_autoptr(GBytes) whole = dtls_fragments_take(fragments, fragment);
        if (!whole)
            continue;
        handshake_t message;
        slice_t octets = {0};
        octets.data = g_bytes_get_data(whole, &octets.size);
        g_assert(handshake_parse(octets, FRAMING_DTLS, &message));
        g_assert(octets.size == HEADER + message.body.size && octets.size <= given);
    }
    return 0;
}
