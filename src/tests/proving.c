/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proving.h"

static void proof_free_notify(gpointer data)
{
    proof_free(data);
}

proving_t *proving_new(void)
{
    proving_t *proving = g_new0(proving_t, 1);
    proving->pool = pool_new();
    proving->proofs = proofs_new(proving->pool);
    proving->chains = chains_new();
    proving->out = g_ptr_array_new_with_free_func(proof_free_notify);
    proving->signature = g_byte_array_new();
    return proving;
}

void proving_free(proving_t *proving)
{
    g_byte_array_unref(proving->signature);
    g_ptr_array_unref(proving->out);
    chains_free(proving->chains);
    proofs_free(proving->proofs);
    pool_free(proving->pool);
    g_free(proving);
}

static const chain_t *chain_of(chains_t *chains, slice_t body)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(slice_t));
    g_assert_true(certificate_list_parse(body, CERTIFICATE_LIST_TLS13, list));
    return chains_add(chains, (const slice_t *)(void *)list->data, list->len);
}

void proving_take(proving_t *proving, proofs_message_t message)
{
    handshake_t handshake;
    g_assert_true(handshake_parse(message.octets, message.framing, &handshake));
    if (handshake.type == HANDSHAKE_CERTIFICATE)
        message.chain = chain_of(proving->chains, handshake.body);
    if (handshake.type == HANDSHAKE_CERTIFICATE_VERIFY)
        g_byte_array_append(proving->signature, handshake.body.data, (guint)handshake.body.size);
    proofs_take(proving->proofs, &message, proving->out);
}

void proving_assert(const proving_t *proving, const char *want)
{
    const slice_t body = {proving->signature->data, proving->signature->len};
    g_autoptr(GString) told = g_string_new(NULL);
    for (guint i = 0; i < proving->out->len; i++) {
        const char *why;
        proof_t *proof = g_ptr_array_index(proving->out, i);
        g_string_append_printf(
            told, "%s%s", i ? " " : "",
            proof_kind(proof) == PROOF_FINISHED
                ? finished_word(proof_finished(proof, &why))
                : possession_word(proof_possession(proof, body, LANGUAGE_ENGLISH)->possession));
    }
    g_assert_cmpstr(told->str, ==, want);
}
