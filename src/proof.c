/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proofs-private.h"

static void drop_messages(proof_t *proof)
{
    if (proof->origin == FROM_VERIFY_TLS12)
        g_clear_pointer(&proof->messages, g_bytes_unref);
}

void proof_free(proof_t *proof)
{
    drop_messages(proof);
    if (proof->result)
        possession_result_free(proof->result);
    g_free(proof);
}

proof_kind_t proof_kind(const proof_t *proof)
{
    return proof->origin == FROM_FINISHED ? PROOF_FINISHED : PROOF_POSSESSION;
}

sender_t proof_sender(const proof_t *proof)
{
    return (sender_t)proof->sender;
}

static possession_result_t *check_key_exchange(const proof_t *proof, slice_t body,
                                               const certificate_t *signer, language_t language)
{
    return possession_server_key_exchange(&(possession_key_exchange_t){
        .version = proof->version,
        .client_random = {proof->randoms,      32},
        .server_random = {proof->randoms + 32, 32},
        .body = body,
        .params = (server_params_t)proof->params,
        .certificate = signer,
        .language = language,
        .offered = proof->offered
    });
}

static possession_result_t *check_tls12(const proof_t *proof, slice_t body,
                                        const certificate_t *signer, language_t language)
{
    return possession_certificate_verify_tls12(
        &(possession_verify_tls12_t){.version = proof->version,
                                     .messages = slice_of_bytes(proof->messages),
                                     .gap = proof->why,
                                     .body = body,
                                     .certificate = signer,
                                     .language = language,
                                     .offered = proof->offered});
}

static possession_result_t *check_tls13(const proof_t *proof, slice_t body,
                                        const certificate_t *signer, language_t language)
{
    return possession_certificate_verify_tls13(&(possession_verify_tls13_t){
        .sender = (sender_t)proof->sender,
        .transcript_hash = {proof->hash, proof->hash_size},
        .digest = (gnutls_digest_algorithm_t)proof->digest,
        .gap = proof->why,
        .body = body,
        .certificate = signer,
        .language = language,
        .offered = proof->offered
    });
}

static possession_result_t *check(const proof_t *proof, slice_t body, language_t language)
{
    if (proof->origin == FROM_RESULT)
        return possession_result_of((possession_t)proof->answer, proof->why, language);
    const certificate_t *signer = proof->chain ? chain_end_entity(proof->chain) : NULL;
    if (!signer)
        return possession_result_of(POSSESSION_NOT_CHECKED,
                                    "the certificate whose key should have signed is not known",
                                    language);
    if (proof->delegated)
        return possession_result_of(POSSESSION_NOT_CHECKED,
                                    "a delegated credential signs instead of the certificate's own "
                                    "key (RFC 9345), which is not checked here",
                                    language);
    if (body.size == 0)
        return possession_result_of(POSSESSION_NOT_CHECKED,
                                    "the octets of the signature cannot be had any more", language);
    switch (proof->origin) {
    case FROM_KEY_EXCHANGE:
        return check_key_exchange(proof, body, signer, language);
    case FROM_VERIFY_TLS12:
        return check_tls12(proof, body, signer, language);
    case FROM_VERIFY_TLS13:
        return check_tls13(proof, body, signer, language);
    default:
        return possession_result_of(POSSESSION_NOT_CHECKED, "there is nothing to check", language);
    }
}

static possession_result_t *check_with_doubt(const proof_t *proof, slice_t body,
                                             language_t language)
{
    possession_result_t *result = check(proof, body, language);
    if (result->possession != POSSESSION_DISPROVEN || proof->doubt == DOUBT_NONE)
        return result;
    possession_result_free(result);
    return possession_result_of(POSSESSION_NOT_CHECKED,
                                proofs_doubt_text((proof_doubt_t)proof->doubt), language);
}

/* An answer that was given for want of the body holds until there is one. */
const possession_result_t *proof_possession(proof_t *proof, slice_t body, language_t language)
{
    if (proof->result && proof->lacked_body && body.size)
        g_clear_pointer(&proof->result, possession_result_free);
    if (!proof->result) {
        proof->result = check_with_doubt(proof, body, language);
        proof->lacked_body = body.size == 0;
        if (!proof->lacked_body)
            drop_messages(proof); /* may be large, and is not asked for again */
    }
    return proof->result;
}

finished_t proof_finished(const proof_t *proof, const char **ret_why)
{
    *ret_why = proof->why;
    return (finished_t)proof->answer;
}
