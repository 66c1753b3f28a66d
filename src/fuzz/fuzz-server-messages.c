/* SPDX-License-Identifier: GPL-2.0-or-later */

/* One handshake message with its header: its body as a CertificateRequest of each version and as a
 * NewSessionTicket; and as the key shares and the PSK identities of a ClientHello. */

#include "fuzz.h"
#include "handshake.h"
#include "identity.h"

static void check_request(slice_t body, guint16 version)
{
    certificate_request_t request;
    if (!certificate_request_parse(body, version, &request))
        return;
    fuzz_check_within(request.signature_algorithms, body);
    fuzz_check_within(request.authorities, body);
    reader_t r = reader_over(request.authorities);
    while (reader_left(&r) > 0 && !r.failed)
        g_free(identity_name(reader_vector(&r, 2), LANGUAGE_KOREAN));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const guint16 versions[] = {0x0300, 0x0301, 0x0303, 0x0304, 0xfeff, 0xfefd, 0xfefc};
    handshake_t message;
    if (!handshake_parse((slice_t){data, size}, FRAMING_TLS, &message))
        return 0;
    for (size_t i = 0; i < G_N_ELEMENTS(versions); i++)
        check_request(message.body, versions[i]);
    for (int tls13 = 0; tls13 < 2; tls13++) {
        slice_t ticket = {0};
        if (new_session_ticket_parse(message.body, tls13, &ticket))
            fuzz_check_within(ticket, message.body);
    }
    g_autoptr(GArray) groups = key_share_groups(message.body);
    g_assert(groups->len <= message.body.size);
    for (guint i = 0; i < 4; i++)
        psk_is_external(message.body, i);
    return 0;
}
