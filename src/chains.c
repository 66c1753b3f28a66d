/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "chains.h"

#include <string.h>

#include "ca-memory.h"
#include "fetched.h"

/* Enough for every CA of a large capture; beyond it certificates are no longer remembered. */
#define SEEN_LIMIT 4096

struct chain {
    const slice_t *certificates; /* as sent; owned, but for one that is only looked up */
    size_t n;
    GPtrArray *octets;         /* of GBytes, owned: what they borrow from */
    certificate_t *end_entity; /* owned; NULL until somebody asks */
};

/* Trees where strangers choose the keys: hash tables can be made slow. */
struct chains {
    GTree *all;           /* of chain_t, owned */
    GHashTable *seen_set; /* of GBytes, borrowed from `seen` */
    GPtrArray *seen;      /* of GBytes, in the order of the capture, owned */
    GTree *by_subject;    /* GBytes (Name) -> GArray of guint (places in `seen`), both owned */
    ca_memory_t *ca_memory;
    GTree *verdicts; /* ask_t -> GPtrArray of verdict_t, both owned */
};

/* What was asked. Moments, staples and timestamps are told apart by where they stand: they live as
 * long. */
typedef struct {
    guintptr facts[11];
    char *name; /* owned where it is a key of the tree; may be NULL */
} ask_t;

static ask_t ask_of(const chain_t *chain, const chain_question_t *q, guint seen)
{
    guint flags = (guint)q->owner | (guint)q->name_source << 1 |
                  (guint)q->encrypted_client_hello << 4 | (guint)!q->when_unknown << 5 |
                  (guint)q->staple_known << 6 | (guint)q->strict_profile << 7 |
                  (guint)q->language << 8;
    return (ask_t){
        .facts = {(guintptr)chain, (guintptr)q->trust, (guintptr)q->unreadable, (guintptr)q->moment,
                  (guintptr)q->ocsp_response.data, q->ocsp_response.size,
                  (guintptr)q->sct_list.data, q->sct_list.size, seen, q->n_fetched, flags},
        .name = (char *)q->reference_name,
    };
}

static gint compare_asks(gconstpointer a, gconstpointer b, gpointer data)
{
    (void)data;
    const ask_t *x = a, *y = b;
    int order = memcmp(x->facts, y->facts, sizeof x->facts);
    return order ? order : g_strcmp0(x->name, y->name);
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
    g_free((slice_t *)chain->certificates);
    g_ptr_array_unref(chain->octets);
    certificate_free(chain->end_entity);
    g_free(chain);
}

static gint compare_chains(gconstpointer a, gconstpointer b, gpointer data)
{
    (void)data;
    const chain_t *x = a, *y = b;
    int order = x->n < y->n ? -1 : x->n > y->n;
    for (size_t i = 0; i < x->n && order == 0; i++)
        order = slice_compare(x->certificates[i], y->certificates[i]);
    return order;
}

static void verdict_free_notify(gpointer data)
{
    verdict_free(data);
}

static void array_unref_notify(gpointer data)
{
    g_ptr_array_unref(data);
}

static void array_of_places_unref(gpointer data)
{
    g_array_unref(data);
}

chains_t *chains_new(void)
{
    chains_t *chains = g_new0(chains_t, 1);
    chains->all = g_tree_new_full(compare_chains, NULL, NULL, chain_free);
    chains->seen_set = g_hash_table_new(g_bytes_hash, g_bytes_equal);
    chains->seen = g_ptr_array_new_with_free_func(bytes_unref_notify);
    chains->by_subject =
        g_tree_new_full(bytes_compare, NULL, bytes_unref_notify, array_of_places_unref);
    chains->ca_memory = ca_memory_new();
    chains->verdicts = g_tree_new_full(compare_asks, NULL, ask_free, array_unref_notify);
    return chains;
}

void chains_free(chains_t *chains)
{
    if (!chains)
        return;
    g_tree_destroy(chains->verdicts);
    ca_memory_free(chains->ca_memory);
    g_tree_destroy(chains->by_subject);
    g_hash_table_destroy(chains->seen_set);
    g_ptr_array_unref(chains->seen);
    g_tree_destroy(chains->all);
    g_free(chains);
}

/* @certificate stays; its name is borrowed from it. */
static void note_subject(chains_t *chains, GBytes *certificate, guint place)
{
    slice_t subject;
    if (!certificate_peek_subject(slice_of_bytes(certificate), &subject))
        return;
    GBytes *key = g_bytes_new_static(subject.data, subject.size);
    GArray *places = g_tree_lookup(chains->by_subject, key);
    if (places) {
        g_bytes_unref(key);
    } else {
        places = g_array_new(FALSE, FALSE, sizeof(guint));
        g_tree_insert(chains->by_subject, key, places);
    }
    g_array_append_val(places, place);
}

/* The certificate of a CA, kept once for all the chains that it is in. Gives. */
static GBytes *remember(chains_t *chains, slice_t certificate)
{
    g_autoptr(GBytes) borrowed = g_bytes_new_static(certificate.data, certificate.size);
    GBytes *kept = g_hash_table_lookup(chains->seen_set, borrowed);
    if (kept)
        return g_bytes_ref(kept);
    kept = g_bytes_new(certificate.data, certificate.size);
    if (chains->seen->len < SEEN_LIMIT) {
        note_subject(chains, kept, chains->seen->len);
        g_ptr_array_add(chains->seen, g_bytes_ref(kept));
        g_hash_table_add(chains->seen_set, kept);
    }
    return kept;
}

static chain_t *new_chain(chains_t *chains, const slice_t *certificates, size_t n)
{
    slice_t *own = g_new0(slice_t, n);
    chain_t *chain = g_new0(chain_t, 1);
    chain->octets = g_ptr_array_new_with_free_func(bytes_unref_notify);
    chain->certificates = own;
    chain->n = n;
    for (size_t i = 0; i < n; i++) {
        /* the first is the end entity, which signs nobody */
        GBytes *der = i > 0 ? remember(chains, certificates[i])
                            : g_bytes_new(certificates[i].data, certificates[i].size);
        g_ptr_array_add(chain->octets, der);
        own[i] = slice_of_bytes(der);
    }
    return chain;
}

const chain_t *chains_add(chains_t *chains, const slice_t *certificates, size_t n)
{
    const chain_t sent = {.certificates = certificates, .n = n};
    chain_t *chain = g_tree_lookup(chains->all, &sent);
    if (!chain) {
        chain = new_chain(chains, certificates, n);
        g_tree_insert(chains->all, chain, chain);
    }
    return chain;
}

guint chains_seen(const chains_t *chains)
{
    return chains->seen->len;
}

size_t chain_length(const chain_t *chain)
{
    return chain->n;
}

slice_t chain_certificate(const chain_t *chain, size_t i)
{
    return chain->certificates[i];
}

const slice_t *chain_certificates(const chain_t *chain)
{
    return chain->certificates;
}

const certificate_t *chain_end_entity(const chain_t *chain)
{
    chain_t *own = (chain_t *)chain; /* what is remembered does not change the chain */
    if (!own->end_entity && own->n > 0) {
        own->end_entity = certificate_new(chain_certificate(chain, 0));
        certificate_public_key(own->end_entity, NULL); /* is all that will be asked for */
        certificate_release(own->end_entity);
    }
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
    GPtrArray *verdicts = g_tree_lookup(chains->verdicts, &ask);
    if (verdicts)
        return verdicts;
    ask_t *key = g_new(ask_t, 1);
    *key = ask;
    key->name = g_strdup(ask.name);
    verdicts = g_ptr_array_new_with_free_func(verdict_free_notify);
    g_tree_insert(chains->verdicts, key, verdicts);
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
    chain_question_t whole = *question;
    whole.certificates = chain->certificates;
    whole.n_certificates = chain->n;
    verdict_t *verdict = judge(chains, whole, seen);
    g_ptr_array_add(verdicts, verdict);
    return verdict;
}

/* How much of what was fetched matters to the chain. */
static guint fetched_for(const chain_t *chain, const chain_question_t *question)
{
    if (!question->fetched || question->n_fetched == 0)
        return 0;
    return fetched_concerning(question->fetched, question->n_fetched, chain->certificates,
                              chain->n);
}

/* Is there one with this subject among the first @seen that the chain itself does not hold? Of what
 * was seen the chain's own are the same GBytes. */
static bool others_have(const chains_t *chains, const chain_t *chain, slice_t subject, guint seen)
{
    g_autoptr(GBytes) key = g_bytes_new_static(subject.data, subject.size);
    const GArray *places = g_tree_lookup(chains->by_subject, key);
    for (guint i = 0; places && i < places->len; i++) {
        guint place = g_array_index(places, guint, i);
        if (place < seen &&
            !g_ptr_array_find(chain->octets, g_ptr_array_index(chains->seen, place), NULL))
            return true;
    }
    return false;
}

/* Can what others showed go on where a certificate of the chain ends? */
static bool others_help(const chains_t *chains, const chain_t *chain, guint seen)
{
    slice_t serial, issuer;
    for (size_t i = 0; i < chain->n; i++)
        if (certificate_peek_issue(chain->certificates[i], &serial, &issuer) &&
            others_have(chains, chain, issuer, seen))
            return true;
    return false;
}

/* What was seen elsewhere matters only to a chain that does not complete without it, and what was
 * fetched only to those that it may speak of: asking in this order keeps both out of the key of all
 * other chains. */
const verdict_t *chains_judge(chains_t *chains, const chain_t *chain, chain_question_t question,
                              guint seen)
{
    question.n_fetched = fetched_for(chain, &question);
    const verdict_t *verdict = ask(chains, chain, &question, 0);
    if (seen && verdict->depends_on_seen && others_help(chains, chain, seen))
        return ask(chains, chain, &question, seen);
    return verdict;
}
