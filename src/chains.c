/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "chains.h"

#include "fetched.h"

/* Enough for every CA of a large capture; beyond it certificates are no longer remembered. */
#define SEEN_LIMIT 4096

struct chain {
    GPtrArray *certificates;   /* of GBytes, owned */
    certificate_t *end_entity; /* owned; NULL until somebody asks */
    guint number;
};

struct chains {
    GHashTable *by_digest; /* char * (SHA-256 over lengths and octets) -> chain_t, both owned */
    GHashTable *seen_set;  /* of GBytes, borrowed from `seen` */
    GPtrArray *seen;       /* of GBytes, in the order of the capture, owned */
    GHashTable *verdicts;  /* char * (what was asked) -> GPtrArray of verdict_t, both owned */
};

static void chain_free(gpointer data)
{
    chain_t *chain = data;
    g_ptr_array_unref(chain->certificates);
    certificate_free(chain->end_entity);
    g_free(chain);
}

static void verdict_free_notify(gpointer data)
{
    verdict_free(data);
}

static void array_unref_notify(gpointer data)
{
    g_ptr_array_unref(data);
}

static void bytes_unref_notify(gpointer data)
{
    g_bytes_unref(data);
}

chains_t *chains_new(void)
{
    chains_t *chains = g_new0(chains_t, 1);
    chains->by_digest = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, chain_free);
    chains->seen_set = g_hash_table_new(g_bytes_hash, g_bytes_equal);
    chains->seen = g_ptr_array_new_with_free_func(bytes_unref_notify);
    chains->verdicts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, array_unref_notify);
    return chains;
}

void chains_free(chains_t *chains)
{
    if (!chains)
        return;
    g_hash_table_destroy(chains->verdicts);
    g_hash_table_destroy(chains->seen_set);
    g_ptr_array_unref(chains->seen);
    g_hash_table_destroy(chains->by_digest);
    g_free(chains);
}

/* The length goes before the octets, so that no two lists run together to the same digest. */
static char *digest_of(const slice_t *certificates, size_t n)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (size_t i = 0; i < n; i++) {
        guint64 size = GUINT64_TO_BE(certificates[i].size);
        g_checksum_update(sum, (const guint8 *)&size, sizeof size);
        g_checksum_update(sum, certificates[i].data, (gssize)certificates[i].size);
    }
    return g_strdup(g_checksum_get_string(sum));
}

static void remember(chains_t *chains, GBytes *certificate)
{
    if (chains->seen->len >= SEEN_LIMIT || g_hash_table_contains(chains->seen_set, certificate))
        return;
    g_ptr_array_add(chains->seen, g_bytes_ref(certificate));
    g_hash_table_add(chains->seen_set, certificate);
}

const chain_t *chains_add(chains_t *chains, const slice_t *certificates, size_t n)
{
    g_autofree char *digest = digest_of(certificates, n);
    chain_t *known = g_hash_table_lookup(chains->by_digest, digest);
    if (known)
        return known;

    chain_t *chain = g_new0(chain_t, 1);
    chain->number = g_hash_table_size(chains->by_digest);
    chain->certificates = g_ptr_array_new_with_free_func(bytes_unref_notify);
    for (size_t i = 0; i < n; i++) {
        GBytes *der = g_bytes_new(certificates[i].data, certificates[i].size);
        g_ptr_array_add(chain->certificates, der);
        if (i > 0) /* the first is the end entity, which signs nobody */
            remember(chains, der);
    }
    g_hash_table_insert(chains->by_digest, g_steal_pointer(&digest), chain);
    return chain;
}

guint chains_seen(const chains_t *chains)
{
    return chains->seen->len;
}

size_t chain_length(const chain_t *chain)
{
    return chain->certificates->len;
}

slice_t chain_certificate(const chain_t *chain, size_t i)
{
    slice_t s = {0};
    s.data = g_bytes_get_data(g_ptr_array_index(chain->certificates, i), &s.size);
    return s;
}

const certificate_t *chain_end_entity(const chain_t *chain)
{
    chain_t *own = (chain_t *)chain; /* what is remembered does not change the chain */
    if (!own->end_entity && own->certificates->len > 0)
        own->end_entity = certificate_new(chain_certificate(chain, 0));
    return own->end_entity;
}

static const verdict_t *at_time(const GPtrArray *verdicts, gint64 when)
{
    for (guint i = 0; i < verdicts->len; i++) {
        const verdict_t *verdict = g_ptr_array_index(verdicts, i);
        if (verdict->holds_from <= when && when <= verdict->holds_until)
            return verdict;
    }
    return NULL;
}

/* The name comes last: it may hold anything, a separator too. */
static char *key_of(const chain_t *chain, const chain_question_t *q, guint seen)
{
    g_autofree char *staple = digest_of(&q->ocsp_response, 1);
    g_autofree char *scts = digest_of(&q->sct_list, 1);
    return g_strdup_printf("%p %p %u %d %d %d %d %u %d %u %s %s %s", (const void *)q->unreadable,
                           (void *)q->trust, chain->number, (int)q->owner, (int)q->name_source,
                           q->encrypted_client_hello, !q->when_unknown, seen, q->staple_known,
                           q->n_fetched, staple, scts, q->reference_name ? q->reference_name : "");
}

/* @question has its certificates. */
static verdict_t *judge(const chains_t *chains, chain_question_t question, guint n_seen)
{
    g_autoptr(GPtrArray) seen = g_ptr_array_new();
    for (guint i = 0; i < n_seen && i < chains->seen->len; i++)
        g_ptr_array_add(seen, g_ptr_array_index(chains->seen, i));
    question.seen = n_seen ? seen : NULL;
    return verdict_judge(&question);
}

static const verdict_t *ask(chains_t *chains, const chain_t *chain,
                            const chain_question_t *question, guint seen)
{
    g_autofree char *key = key_of(chain, question, seen);
    GPtrArray *verdicts = g_hash_table_lookup(chains->verdicts, key);
    if (!verdicts) {
        verdicts = g_ptr_array_new_with_free_func(verdict_free_notify);
        g_hash_table_insert(chains->verdicts, g_steal_pointer(&key), verdicts);
    }
    const verdict_t *known = at_time(verdicts, question->when);
    if (known)
        return known;

    verdict_t *verdict = judge(chains, *question, seen);
    g_ptr_array_add(verdicts, verdict);
    return verdict;
}

/* What was seen elsewhere matters only to a chain that does not complete without it, and what was
 * fetched only to those that it may speak of: asking in this order keeps both out of the key of all
 * other chains. */
const verdict_t *chains_judge(chains_t *chains, const chain_t *chain, chain_question_t question,
                              guint seen)
{
    size_t n = chain_length(chain);
    g_autofree slice_t *certificates = g_new0(slice_t, n + 1);
    for (size_t i = 0; i < n; i++)
        certificates[i] = chain_certificate(chain, i);
    question.certificates = certificates;
    question.n_certificates = n;
    question.n_fetched =
        question.fetched ? fetched_concerning(question.fetched, question.n_fetched, certificates, n)
                         : 0;
    const verdict_t *verdict = ask(chains, chain, &question, 0);
    if (seen && verdict->depends_on_seen)
        return ask(chains, chain, &question, seen);
    return verdict;
}
