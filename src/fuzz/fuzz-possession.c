/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Signatures over a handshake, and Finished, asked about directly. The input: kind 1, version 2,
 * digest 1, flags 1, then vectors: the certificate, the schemes offered, the transcript (its octets
 * or its hash), the secret, and the body of the message is what is left. */

#include "finished.h"
#include "fuzz.h"
#include "possession.h"

typedef enum { KEY_EXCHANGE, VERIFY_TLS12, VERIFY_TLS13, FINISHED_TLS12, FINISHED_TLS13 } kind_t;
enum { FROM_SERVER = 1, DTLS = 2, HAS_GAP = 4 };

typedef struct {
    guint16 version;
    gnutls_digest_algorithm_t digest;
    guint32 flags;
    const char *gap;
    const certificate_t *certificate;
    slice_t offered, transcript, secret, body;
} input_t;

static void check(possession_result_t *result, const input_t *in)
{
    g_assert(result && result->possession < POSSESSION_COUNT && result->why);
    g_assert(!result->scheme_violation || g_utf8_validate(result->scheme_violation, -1, NULL));
    g_assert(!in->gap || result->possession == POSSESSION_NOT_CHECKED);
    possession_result_free(result);
}

static void ask_key_exchange(input_t *in)
{
    static const guint8 randoms[32];
    in->gap = NULL;
    for (int params = SERVER_PARAMS_ECDHE; params <= SERVER_PARAMS_RSA_EXPORT; params++)
        check(possession_server_key_exchange(&(possession_key_exchange_t){
                  .version = in->version,
                  .client_random = {randoms, sizeof randoms},
                  .server_random = {randoms, sizeof randoms},
                  .body = in->body,
                  .params = (server_params_t)params,
                  .certificate = in->certificate,
                  .offered = in->offered
        }),
              in);
}

static void ask_verify_tls12(const input_t *in)
{
    check(possession_certificate_verify_tls12(
              &(possession_verify_tls12_t){.version = in->version,
                                           .messages = in->transcript,
                                           .gap = in->gap,
                                           .body = in->body,
                                           .certificate = in->certificate,
                                           .offered = in->offered}),
          in);
}

static void ask_verify_tls13(const input_t *in)
{
    check(possession_certificate_verify_tls13(&(possession_verify_tls13_t){
              .sender = in->flags & FROM_SERVER ? SENDER_SERVER : SENDER_CLIENT,
              .transcript_hash = in->transcript,
              .digest = in->digest,
              .gap = in->gap,
              .body = in->body,
              .certificate = in->certificate,
              .offered = in->offered}),
          in);
}

static finished_t ask_finished(const input_t *in, bool tls13, const char **ret_why)
{
    if (tls13)
        return finished_check_tls13(&(finished_tls13_t){.digest = in->digest,
                                                        .dtls = in->flags & DTLS,
                                                        .base_secret = in->secret,
                                                        .transcript_hash = in->transcript,
                                                        .gap = in->gap,
                                                        .verify_data = in->body},
                                    ret_why);
    return finished_check_tls12(
        &(finished_tls12_t){.version = in->version,
                            .digest = in->digest,
                            .master_secret = in->secret,
                            .sender = in->flags & FROM_SERVER ? SENDER_SERVER : SENDER_CLIENT,
                            .messages = in->transcript,
                            .gap = in->gap,
                            .verify_data = in->body},
        ret_why);
}

static void check_finished(const input_t *in, bool tls13)
{
    const char *why = NULL;
    finished_t finished = ask_finished(in, tls13, &why);
    g_assert((finished == FINISHED_VERIFIED) == (why == NULL));
    g_assert(!in->gap || finished == FINISHED_NOT_CHECKED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader_t r = reader_over((slice_t){data, size});
    kind_t kind = (kind_t)(reader_uint(&r, 1) % 5);
    input_t in = {.version = (guint16)reader_uint(&r, 2)};
    in.digest = reader_uint(&r, 1) & 1 ? GNUTLS_DIG_SHA384 : GNUTLS_DIG_SHA256;
    in.flags = reader_uint(&r, 1);
    in.gap = in.flags & HAS_GAP ? "a message is missing" : NULL;
    slice_t der = reader_vector(&r, 2);
    g_autoptr(certificate_t) certificate = der.size > 0 ? certificate_new(der) : NULL;
    in.certificate = certificate;
    in.offered = reader_vector(&r, 2);
    in.transcript = reader_vector(&r, 2);
    in.secret = reader_vector(&r, 2);
    in.body = reader_rest(&r);
    if (kind == KEY_EXCHANGE)
        ask_key_exchange(&in);
    else if (kind == VERIFY_TLS12)
        ask_verify_tls12(&in);
    else if (kind == VERIFY_TLS13)
        ask_verify_tls13(&in);
    else
        check_finished(&in, kind == FINISHED_TLS13);
    return 0;
}
