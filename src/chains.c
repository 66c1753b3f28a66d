/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "chains.h"

#include "ca-memory.h"
#include "fetched.h"

/* Enough for every CA of a large capture; beyond it certificates are no longer remembered. */
#define SEEN_LIMIT 4096

/* Chains of one hash that are compared: chains can be made that all have the same. */
#define BUCKET_LIMIT 64

struct chain {
    GPtrArray *certificates;   /* of GBytes, owned */
    certificate_t *end_entity; /* owned; NULL until somebody asks */
    chain_t *next;             /* another one with the same hash */
};

struct chains {
    GPtrArray *all;       /* of chain_t, owned */
    GHashTable *by_hash;  /* hash -> chain_t, the first of those with it */
    GHashTable *seen_set; /* of GBytes, borrowed from `seen` */
    GPtrArray *seen;      /* of GBytes, in the order of the capture, owned */
    ca_memory_t *ca_memory;
    GHashTable *verdicts; /* ask_t -> GPtrArray of verdict_t, both owned */
};

/* What was asked. Moments, staples and timestamps are told apart by where they stand: they live as
 * long. */
typedef struct {
    const chain_t *chain;
    const trust_t *trust;
    const char *unreadable, *moment;
    const guint8 *staple, *scts;
    size_t staple_size, scts_size;
    guint seen, n_fetched;
    guint flags;
    char *name; /* owned where it is a key of the table; may be NULL */
} ask_t;

static ask_t ask_of(const chain_t *chain, const chain_question_t *q, guint seen)
{
    return (ask_t){
        .chain = chain,
        .trust = q->trust,
        .unreadable = q->unreadable,
        .moment = q->moment,
        .staple = q->ocsp_response.data,
        .staple_size = q->ocsp_response.size,
        .scts = q->sct_list.data,
        .scts_size = q->sct_list.size,
        .seen = seen,
        .n_fetched = q->n_fetched,
        .flags = (guint)q->owner | (guint)q->name_source << 1 |
                 (guint)q->encrypted_client_hello << 4 | (guint)!q->when_unknown << 5 |
                 (guint)q->staple_known << 6 | (guint)q->strict_profile << 7 |
                 (guint)q->language << 8,
        .name = (char *)q->reference_name,
    };
}

static guint ask_hash(gconstpointer data)
{
    const ask_t *ask = data;
    guint hash = ask->name ? g_str_hash(ask->name) : 0;
    hash = hash * 31 + g_direct_hash(ask->chain);
    return (hash * 31 + ask->seen) * 31 + ask->flags;
}

static gboolean ask_equal(gconstpointer a, gconstpointer b)
{
    const ask_t *x = a, *y = b;
    return x->chain == y->chain && x->trust == y->trust && x->unreadable == y->unreadable &&
           x->staple == y->staple && x->staple_size == y->staple_size && x->scts == y->scts &&
           x->scts_size == y->scts_size && x->seen == y->seen && x->n_fetched == y->n_fetched &&
           x->flags == y->flags && x->moment == y->moment && g_strcmp0(x->name, y->name) == 0;
}

static void ask_free(gpointer data)
{
    ask_t *ask = data;
    g_free(ask->name);
    g_free(ask);
}

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
    chains->all = g_ptr_array_new_with_free_func(chain_free);
    chains->by_hash = g_hash_table_new(NULL, NULL);
    chains->seen_set = g_hash_table_new(g_bytes_hash, g_bytes_equal);
    chains->seen = g_ptr_array_new_with_free_func(bytes_unref_notify);
    chains->ca_memory = ca_memory_new();
    chains->verdicts = g_hash_table_new_full(ask_hash, ask_equal, ask_free, array_unref_notify);
    return chains;
}

void chains_free(chains_t *chains)
{
    if (!chains)
        return;
    g_hash_table_destroy(chains->verdicts);
    ca_memory_free(chains->ca_memory);
    g_hash_table_destroy(chains->seen_set);
    g_ptr_array_unref(chains->seen);
    g_hash_table_destroy(chains->by_hash);
    g_ptr_array_unref(chains->all);
    g_free(chains);
}

/* Of each certificate its length and its last octets, which are of its signature: enough to tell
 * honest chains apart; others cost a comparison. */
static guint hash_of(const slice_t *certificates, size_t n)
{
    enum { LAST = 16 };
    guint hash = (guint)n;
    for (size_t i = 0; i < n; i++) {
        slice_t c = certificates[i];
        hash = hash * 31 + (guint)c.size;
        for (size_t j = c.size - MIN(c.size, LAST); j < c.size; j++)
            hash = hash * 31 + c.data[j];
    }
    return hash;
}

static bool holds(const chain_t *chain, const slice_t *certificates, size_t n)
{
    if (chain->certificates->len != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!slice_equal(chain_certificate(chain, i), certificates[i]))
            return false;
    return true;
}

static chain_t *find(const chains_t *chains, guint hash, const slice_t *certificates, size_t n)
{
    chain_t *chain = g_hash_table_lookup(chains->by_hash, GUINT_TO_POINTER(hash));
    for (guint i = 0; chain && i < BUCKET_LIMIT; i++, chain = chain->next)
        if (holds(chain, certificates, n))
            return chain;
    return NULL;
}

static void remember(chains_t *chains, GBytes *certificate)
{
    if (chains->seen->len >= SEEN_LIMIT || g_hash_table_contains(chains->seen_set, certificate))
        return;
    g_ptr_array_add(chains->seen, g_bytes_ref(certificate));
    g_hash_table_add(chains->seen_set, certificate);
}

static chain_t *new_chain(chains_t *chains, const slice_t *certificates, size_t n)
{
    chain_t *chain = g_new0(chain_t, 1);
    chain->certificates = g_ptr_array_new_with_free_func(bytes_unref_notify);
    for (size_t i = 0; i < n; i++) {
        GBytes *der = g_bytes_new(certificates[i].data, certificates[i].size);
        g_ptr_array_add(chain->certificates, der);
        if (i > 0) /* the first is the end entity, which signs nobody */
            remember(chains, der);
    }
    g_ptr_array_add(chains->all, chain);
    return chain;
}

const chain_t *chains_add(chains_t *chains, const slice_t *certificates, size_t n)
{
    guint hash = hash_of(certificates, n);
    chain_t *known = find(chains, hash, certificates, n);
    if (known)
        return known;
    chain_t *chain = new_chain(chains, certificates, n);
    chain->next = g_hash_table_lookup(chains->by_hash, GUINT_TO_POINTER(hash));
    g_hash_table_insert(chains->by_hash, GUINT_TO_POINTER(hash), chain);
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

/* Gives. */
static slice_t *list_of(const chain_t *chain)
{
    size_t n = chain_length(chain);
    slice_t *certificates = g_new0(slice_t, n + 1);
    for (size_t i = 0; i < n; i++)
        certificates[i] = chain_certificate(chain, i);
    return certificates;
}

/* @question has its certificates. */
static verdict_t *judge(const chains_t *chains, chain_question_t question, guint n_seen)
{
    g_autoptr(GPtrArray) seen = g_ptr_array_new();
    for (guint i = 0; i < n_seen && i < chains->seen->len; i++)
        g_ptr_array_add(seen, g_ptr_array_index(chains->seen, i));
    question.seen = n_seen ? seen : NULL;
    question.ca_memory = chains->ca_memory;
    return verdict_judge(&question);
}

static GPtrArray *verdicts_of(chains_t *chains, ask_t ask)
{
    GPtrArray *verdicts = g_hash_table_lookup(chains->verdicts, &ask);
    if (verdicts)
        return verdicts;
    ask_t *key = g_new(ask_t, 1);
    *key = ask;
    key->name = g_strdup(ask.name);
    verdicts = g_ptr_array_new_with_free_func(verdict_free_notify);
    g_hash_table_insert(chains->verdicts, key, verdicts);
    return verdicts;
}

/* @question is complete but for its certificates and what was seen. */
static const verdict_t *ask(chains_t *chains, const chain_t *chain,
                            const chain_question_t *question, guint seen)
{
    GPtrArray *verdicts = verdicts_of(chains, ask_of(chain, question, seen));
    const verdict_t *known = at_time(verdicts, question->when);
    if (known)
        return known;
    size_t n = chain_length(chain);
    chain_question_t whole = *question;
    g_autofree slice_t *certificates = list_of(chain);
    whole.certificates = certificates;
    whole.n_certificates = n;
    verdict_t *verdict = judge(chains, whole, seen);
    g_ptr_array_add(verdicts, verdict);
    return verdict;
}

/* How much of what was fetched matters to the chain. */
static guint fetched_for(const chain_t *chain, const chain_question_t *question)
{
    if (!question->fetched || question->n_fetched == 0)
        return 0;
    g_autofree slice_t *certificates = list_of(chain);
    return fetched_concerning(question->fetched, question->n_fetched, certificates,
                              chain_length(chain));
}

/* What was seen elsewhere matters only to a chain that does not complete without it, and what was
 * fetched only to those that it may speak of: asking in this order keeps both out of the key of all
 * other chains. */
const verdict_t *chains_judge(chains_t *chains, const chain_t *chain, chain_question_t question,
                              guint seen)
{
    question.n_fetched = fetched_for(chain, &question);
    const verdict_t *verdict = ask(chains, chain, &question, 0);
    if (seen && verdict->depends_on_seen)
        return ask(chains, chain, &question, seen);
    return verdict;
}
