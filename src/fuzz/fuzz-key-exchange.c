/* SPDX-License-Identifier: GPL-2.0-or-later */

/* One handshake message with its header: its body as the parameters of a ServerKeyExchange. */

#include "fuzz.h"
#include "handshake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    handshake_t message;
    if (!handshake_parse((slice_t){data, size}, FRAMING_TLS, &message))
        return 0;
    key_exchange_parameters_t out;
    for (int has_psk_hint = 0; has_psk_hint < 2; has_psk_hint++) {
        server_ecdh_params_parse(message.body, has_psk_hint, &out);
        if (server_dh_params_parse(message.body, has_psk_hint, &out))
            g_assert(out.prime_bits <= 8 * message.body.size);
    }
    return 0;
}
