/* SPDX-License-Identifier: GPL-2.0-or-later */

/* One handshake message with its header, as TLS and as DTLS; its body as a ClientHello. */

#include "fuzz.h"
#include "handshake.h"

static void check(slice_t message, framing_t framing)
{
    handshake_t handshake;
    client_hello_t hello;
    if (!handshake_parse(message, framing, &handshake))
        return;
    fuzz_check_within(handshake.body, message);
    if (!client_hello_parse(handshake.body, framing, &hello))
        return;
    const slice_t parts[] = {
        hello.random,      hello.session_id,         hello.cipher_suites, hello.compression_methods,
        hello.server_name, hello.supported_versions, hello.groups,        hello.alpn};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        fuzz_check_within(parts[i], handshake.body);
    g_assert(hello.random.size == 32);
    g_assert(hello.session_id.size <= 32);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice_t message = {data, size};
    check(message, FRAMING_TLS);
    check(message, FRAMING_DTLS);
    return 0;
}
