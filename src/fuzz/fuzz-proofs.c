/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The messages of a handshake, out of which proofs are made. The input: flags 1, the time 1 of the
 * key log (before which message it is there), a vector of the key log, a vector of the certificate
 * that both sides show, then messages as: flags 1, vector 2. Every proof is asked for. */

#include <string.h>

#include "explain.h"
#include "fuzz.h"
#include "proofs.h"
#include "resumption.h"

enum { OVER_DTLS = 1, FROM_SERVER = 1, KEYED = 2, DELEGATED = 4, REST = 8, MESSAGES_LIMIT = 64 };

typedef struct {
    pool_t *pool;
    proofs_t *proofs;
    chains_t *chains;
    const chain_t *chain;
    resumption_t *resumption;
    session_t *session;
    framing_t framing;
    key_log_t *log;
} world_t;

static void check_possession(const possession_result_t *result)
{
    g_assert(result->possession < POSSESSION_COUNT);
    g_assert(result->why && *result->why);
    g_assert(explain_possession(result->possession, LANGUAGE_ENGLISH));
    size_t at = 0;
    for (guint i = 0; i < result->parts->len; i++) {
        const possession_part_t *part = &g_array_index(result->parts, possession_part_t, i);
        g_assert(memchr(part->name, 0, sizeof part->name));
        g_assert(part->offset == at);
        at += part->length;
    }
    g_assert(at == (result->content ? g_bytes_get_size(result->content) : 0));
}

static void ask(proof_t *proof, slice_t body)
{
    const char *why = NULL;
    if (proof_kind(proof) == PROOF_POSSESSION) {
        const possession_result_t *result = proof_possession(proof, body, LANGUAGE_KOREAN);
        check_possession(result);
        g_assert(result == proof_possession(proof, body, LANGUAGE_KOREAN));
    } else {
        finished_t finished = proof_finished(proof, &why);
        g_assert((finished == FINISHED_VERIFIED) == (why == NULL));
    }
}

static void proof_free_notify(gpointer data)
{
    proof_free(data);
}

static void take(world_t *world, guint32 flags, slice_t octets, bool log_is_there)
{
    g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func(proof_free_notify);
    hello_t hello = {0};
    handshake_t parsed;
    if (!handshake_parse(octets, world->framing, &parsed))
        return; /* collect.c sees to it */
    bool certificate = parsed.type == HANDSHAKE_CERTIFICATE;
    sender_t sender = flags & FROM_SERVER ? SENDER_SERVER : SENDER_CLIENT;
    resumption_take(world->resumption, world->session, world->framing, sender, parsed, &hello);
    proofs_message_t message = {.framing = world->framing,
                                .sender = sender,
                                .octets = octets,
                                .keyed = flags & KEYED,
                                .hello = &hello,
                                .chain = certificate ? world->chain : NULL,
                                .delegated = certificate && flags & DELEGATED,
                                .log = log_is_there ? world->log : NULL};
    proofs_take(world->proofs, &message, made);
    for (guint i = 0; i < made->len; i++)
        ask(g_ptr_array_index(made, i), parsed.body);
    if (!(flags & REST) || proofs_go_on(world->proofs))
        return;
    proofs_free(world->proofs);
    world->proofs = proofs_new(world->pool);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader_t r = reader_over((slice_t){data, size});
    g_autoptr(pool_t) pool = pool_new();
    g_autoptr(chains_t) chains = chains_new();
    g_autoptr(resumption_t) resumption = resumption_new();
    g_autoptr(session_t) session = session_new(0);
    world_t world = {.pool = pool,
                     .proofs = proofs_new(pool),
                     .chains = chains,
                     .resumption = resumption,
                     .session = session};
    world.framing = reader_uint(&r, 1) & OVER_DTLS ? FRAMING_DTLS : FRAMING_TLS;
    guint32 log_comes = reader_uint(&r, 1);
    slice_t text = reader_vector(&r, 2), der = reader_vector(&r, 2);
    g_autoptr(key_log_t) log = key_log_new_from_text((const char *)text.data, text.size);
    world.log = log;
    world.chain = chains_add(chains, &der, 1);
    for (guint i = 0; i < MESSAGES_LIMIT && reader_left(&r) > 0 && !r.failed; i++) {
        guint32 flags = reader_uint(&r, 1);
        take(&world, flags, reader_vector(&r, 2), i >= log_comes);
    }
    proofs_free(world.proofs);
    resumption_origin(resumption, session);
    return 0;
}
