/* SPDX-License-Identifier: GPL-2.0-or-later */

/* One handshake message with its header: its body as a ServerHello and as EncryptedExtensions. */

#include "fuzz.h"
#include "handshake.h"

static void check_server_hello(slice_t body)
{
    server_hello_t hello;
    if (!server_hello_parse(body, &hello))
        return;
    fuzz_check_within(hello.random, body);
    fuzz_check_within(hello.session_id, body);
    fuzz_check_within(hello.alpn, body);
    fuzz_check_within(hello.sct_list, body);
    g_assert(hello.random.size == 32);
    g_assert(hello.session_id.size <= 32);
}

static void check_encrypted_extensions(slice_t body)
{
    encrypted_extensions_t extensions;
    if (encrypted_extensions_parse(body, &extensions))
        fuzz_check_within(extensions.alpn, body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    handshake_t message;
    if (!handshake_parse((slice_t){data, size}, FRAMING_TLS, &message))
        return 0;
    check_server_hello(message.body);
    check_encrypted_extensions(message.body);
    return 0;
}
