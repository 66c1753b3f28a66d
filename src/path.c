/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "path.h"

#include <gnutls/abstract.h>

#include "ca-memory.h"
#include "key-cost.h"

/* How it works: a depth-first walk. The issuers of a certificate are the certificates whose subject
 * is its issuer name, octet by octet: anchors, then sent, then seen ones; those whose key
 * identifier is the wanted one go first, those with another are no issuers at all (GnuTLS and
 * OpenSSL agree). A path never holds two certificates of one name and key, so loops end by
 * themselves. */

typedef struct {
    const certificate_t *child, *issuer;
    link_t link;
} known_link_t;

struct path_search {
    const certificate_t *const *sent;
    guint n_sent;
    const trust_t *trust;
    const GPtrArray *seen;
    GHashTable
        *seen_by_subject; /* GBytes (Name) -> GPtrArray of GBytes (DER, borrowed); NULL at first */
    GHashTable *seen_certificates; /* GBytes (DER, borrowed) -> certificate_t, owned */
    GHashTable *links;             /* of known_link_t, owned */
    ca_memory_t *memory;           /* borrowed, or NULL */
    guint signatures;
    guint64 names; /* times name constraints */

    path_options_t options; /* of the walk at hand */
    path_fn *fn;
    void *data;
    path_t path;
    guint paths, steps;
    bool limit_hit, ended;
};

static guint link_hash(gconstpointer p)
{
    const known_link_t *known = p;
    return g_direct_hash(known->child) * 31 + g_direct_hash(known->issuer);
}

static gboolean link_equal(gconstpointer pa, gconstpointer pb)
{
    const known_link_t *a = pa, *b = pb;
    return a->child == b->child && a->issuer == b->issuer;
}

static void free_certificate(gpointer data)
{
    certificate_free(data);
}

static void unref_array(gpointer data)
{
    g_ptr_array_unref(data);
}

path_search_t *path_search_new(const certificate_t *const *sent, guint n_sent, const trust_t *trust,
                               const GPtrArray *seen)
{
    path_search_t *search = g_new0(path_search_t, 1);
    search->sent = sent;
    search->n_sent = n_sent;
    search->trust = trust;
    search->seen = seen;
    search->seen_certificates =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_certificate);
    search->links = g_hash_table_new_full(link_hash, link_equal, g_free, NULL);
    return search;
}

void path_search_use(path_search_t *search, ca_memory_t *memory)
{
    search->memory = memory;
}

void path_search_free(path_search_t *search)
{
    if (!search)
        return;
    g_hash_table_destroy(search->links);
    g_hash_table_destroy(search->seen_certificates);
    if (search->seen_by_subject)
        g_hash_table_destroy(search->seen_by_subject);
    g_free(search);
}

/* Time is judged in verify.c: GnuTLS 3.7 would look at the clock of the host. A certificate is
 * never taken for its own issuer without a check of its signature. */
static const unsigned verify_flags =
    GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS |
    GNUTLS_VERIFY_DO_NOT_ALLOW_SAME | GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_MEDIUM);

/* The signature alone, weak algorithms included: that they are weak is told apart.
 * (gnutls_x509_crt_verify_data2() would look at the clock of the host.) */
static link_state_t check_signature(const certificate_t *child, const certificate_t *issuer)
{
    if (child->sign == GNUTLS_SIGN_UNKNOWN || issuer->pk == GNUTLS_PK_UNKNOWN)
        return LINK_UNSUPPORTED;
    gnutls_pubkey_t key = certificate_public_key(issuer, NULL);
    if (!key)
        return LINK_UNSUPPORTED;
    const gnutls_datum_t tbs = {(unsigned char *)child->tbs.data, (unsigned)child->tbs.size};
    const gnutls_datum_t signature = {(unsigned char *)child->signature.data,
                                      (unsigned)child->signature.size};
    int rc = gnutls_pubkey_verify_data2(
        key, child->sign, GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1, &tbs,
        &signature);
    if (rc >= 0)
        return LINK_VERIFIED;
    return rc == GNUTLS_E_PK_SIG_VERIFY_FAILED ? LINK_BAD_SIGNATURE : LINK_UNSUPPORTED;
}

static bool identifiers_contradict(const certificate_t *child, const certificate_t *issuer)
{
    slice_t wanted = child->extensions.authority_key_id, own = issuer->extensions.subject_key_id;
    return wanted.size && own.size && !slice_equal(wanted, own);
}

bool path_identifiers_agree(const certificate_t *child, const certificate_t *issuer)
{
    slice_t wanted = child->extensions.authority_key_id;
    return wanted.size && slice_equal(wanted, issuer->extensions.subject_key_id);
}

static link_t check_link(const certificate_t *child, const certificate_t *issuer)
{
    link_t link = {LINK_VERIFIED, 0};
    if (issuer->costly_key || child->sign == GNUTLS_SIGN_UNKNOWN)
        return (link_t){LINK_UNSUPPORTED, 0};
    gnutls_x509_crt_t signed_one = certificate_crt(child), signer = certificate_crt(issuer);
    if (!signed_one || !signer ||
        gnutls_x509_crt_verify(signed_one, &signer, 1, verify_flags, &link.status) < 0)
        link.status = GNUTLS_CERT_INVALID;
    if (link.status != 0)
        link.state = check_signature(child, issuer);
    return link;
}

static bool within_limits(path_search_t *search, const certificate_t *child,
                          const certificate_t *issuer)
{
    guint constraints = issuer->extensions.permitted->len + issuer->extensions.excluded->len;
    search->names += (guint64)child->extensions.names->len * constraints;
    search->signatures += issuer->costly_key ? 1 : key_cost(issuer->pk, issuer->key_bits);
    return search->signatures <= PATH_SIGNATURES_LIMIT && search->names <= PATH_NAMES_LIMIT;
}

/* What is remembered from other chains counts against the limits all the same, so that a verdict
 * does not depend on what came before. */
static link_t remembered_link(path_search_t *search, const certificate_t *child,
                              const certificate_t *issuer)
{
    link_t link;
    if (search->memory && ca_memory_find_link(search->memory, child, issuer, &link))
        return link;
    link = check_link(child, issuer);
    if (search->memory)
        ca_memory_add_link(search->memory, child, issuer, link);
    return link;
}

link_t path_link(path_search_t *search, const certificate_t *child, const certificate_t *issuer)
{
    known_link_t key = {
        child, issuer, {LINK_NOT_ISSUER, 0}
    };
    if (!slice_equal(child->raw_issuer, issuer->raw_subject) ||
        identifiers_contradict(child, issuer))
        return key.link;
    const known_link_t *known = g_hash_table_lookup(search->links, &key);
    if (known)
        return known->link;
    if (!within_limits(search, child, issuer)) {
        search->limit_hit = true;
        key.link.state = LINK_NOT_TRIED;
        return key.link;
    }
    key.link = remembered_link(search, child, issuer);
    g_hash_table_add(search->links, g_memdup2(&key, sizeof key));
    return key.link;
}

static bool on_path(const path_t *path, const certificate_t *certificate)
{
    for (guint i = 0; i < path->length; i++)
        if (certificate_same_key(path->nodes[i].certificate, certificate))
            return true;
    return false;
}

static void add_candidate(const path_search_t *search, GArray *candidates, node_t node)
{
    const node_t *child = &search->path.nodes[search->path.length - 1];
    const certificate_t *issuer = node.certificate;
    /* The anchor may well have the key of a certificate below it (a root that was cross-signed). */
    if (on_path(&search->path, issuer) && node.source != SOURCE_ANCHOR)
        return;
    if (identifiers_contradict(child->certificate, issuer))
        return;
    if (path_identifiers_agree(child->certificate, issuer)) {
        guint first = 0;
        while (first < candidates->len &&
               path_identifiers_agree(child->certificate,
                                      g_array_index(candidates, node_t, first).certificate))
            first++;
        g_array_insert_val(candidates, first, node);
    } else {
        g_array_append_val(candidates, node);
    }
}

static const certificate_t *seen_certificate(path_search_t *search, GBytes *der)
{
    certificate_t *certificate = g_hash_table_lookup(search->seen_certificates, der);
    if (!certificate) {
        certificate = certificate_new(slice_of_bytes(der));
        g_hash_table_insert(search->seen_certificates, der, certificate);
    }
    return certificate->malformed ? NULL : certificate;
}

/* Only the subjects are read here: most of what was seen is never asked for. */
static void index_seen(path_search_t *search)
{
    search->seen_by_subject =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, bytes_unref_notify, unref_array);
    for (guint i = 0; search->seen && i < search->seen->len; i++) {
        GBytes *der = g_ptr_array_index(search->seen, i);
        slice_t subject;
        if (!certificate_peek_subject(slice_of_bytes(der), &subject))
            continue;
        GBytes *key = g_bytes_new_static(subject.data, subject.size);
        GPtrArray *same = g_hash_table_lookup(search->seen_by_subject, key);
        if (same) {
            g_bytes_unref(key);
        } else {
            same = g_ptr_array_new();
            g_hash_table_insert(search->seen_by_subject, key, same);
        }
        g_ptr_array_add(same, der);
    }
}

static void add_seen(path_search_t *search, GArray *candidates, slice_t wanted)
{
    if (!search->seen_by_subject)
        index_seen(search);
    g_autoptr(GBytes) key = g_bytes_new_static(wanted.data, wanted.size);
    const GPtrArray *same = g_hash_table_lookup(search->seen_by_subject, key);
    for (guint i = 0; same && i < same->len; i++) {
        const certificate_t *certificate = seen_certificate(search, g_ptr_array_index(same, i));
        if (certificate)
            add_candidate(search, candidates, (node_t){certificate, SOURCE_SEEN, -1});
    }
}

static GArray *find_candidates(path_search_t *search)
{
    const certificate_t *child = search->path.nodes[search->path.length - 1].certificate;
    GArray *candidates = g_array_new(FALSE, FALSE, sizeof(node_t));
    const GPtrArray *anchors = trust_by_subject(search->trust, child->raw_issuer);
    for (guint i = 0; anchors && i < anchors->len; i++)
        add_candidate(search, candidates,
                      (node_t){g_ptr_array_index(anchors, i), SOURCE_ANCHOR, -1});
    for (guint i = 0; i < search->n_sent; i++) {
        const certificate_t *certificate = search->sent[i];
        if (certificate && !certificate->malformed &&
            slice_equal(certificate->raw_subject, child->raw_issuer))
            add_candidate(search, candidates, (node_t){certificate, SOURCE_SENT, (int)i});
    }
    if (search->options & PATHS_WITH_SEEN)
        add_seen(search, candidates, child->raw_issuer);
    return candidates;
}

/* Incomplete paths are wanted only where nothing better is left. */
static void emit(path_search_t *search)
{
    path_t *path = &search->path;
    if (!path->complete && !(search->options & PATHS_WITH_BAD_LINKS))
        return;
    if (++search->paths > PATH_LIMIT) {
        search->limit_hit = search->ended = true;
        return;
    }
    if (!path->complete) {
        const certificate_t *last = path->nodes[path->length - 1].certificate;
        path->self = path_link(search, last, last);
    }
    search->ended = search->fn(path, search->data);
}

/* Does the last certificate of the path verify with its own key? Then nobody else's bad signature
 * is of interest. */
static bool ends_self_signed(path_search_t *search)
{
    const certificate_t *last = search->path.nodes[search->path.length - 1].certificate;
    return last->self_issued && path_link(search, last, last).state == LINK_VERIFIED;
}

static void walk(path_search_t *search);

/* Goes on over those candidates whose link is in @state. Returns how many there were. */
static guint follow(path_search_t *search, const GArray *candidates, link_state_t state)
{
    path_t *path = &search->path;
    const certificate_t *child = path->nodes[path->length - 1].certificate;
    guint n = 0;
    for (guint i = 0; i < candidates->len && !search->ended; i++) {
        const node_t *node = &g_array_index(candidates, node_t, i);
        link_t link = path_link(search, child, node->certificate);
        if (link.state != state)
            continue;
        n++;
        path->links[path->length - 1] = link;
        path->nodes[path->length++] = *node;
        path->complete = node->source == SOURCE_ANCHOR;
        walk(search);
        path->length--;
        path->complete = false;
    }
    return n;
}

static void walk(path_search_t *search)
{
    path_t *path = &search->path;
    if (++search->steps > PATH_STEPS_LIMIT) {
        search->limit_hit = search->ended = true;
        return;
    }
    if (path->complete) {
        emit(search);
        return;
    }
    g_autoptr(GArray) candidates = find_candidates(search);
    if (path->length > PATH_DEPTH) {
        search->limit_hit |= candidates->len > 0;
        path->stopped = candidates->len > 0;
        emit(search);
        path->stopped = false;
        return;
    }
    guint n = follow(search, candidates, LINK_VERIFIED);
    if (!search->ended)
        n += follow(search, candidates, LINK_UNSUPPORTED);
    if (n == 0 && !search->ended && search->options & PATHS_WITH_BAD_LINKS &&
        !ends_self_signed(search))
        n += follow(search, candidates, LINK_BAD_SIGNATURE);
    if (n == 0 && !search->ended)
        emit(search);
}

bool path_search(path_search_t *search, path_options_t options, path_fn *fn, void *data)
{
    search->options = options;
    search->fn = fn;
    search->data = data;
    search->paths = search->steps = search->signatures = 0;
    search->names = 0;
    search->limit_hit = search->ended = false;
    search->path = (path_t){.length = 1, .nodes = {{search->sent[0], SOURCE_SENT, 0}}};
    const certificate_t *anchor = trust_find(search->trust, search->sent[0]);
    if (anchor) { /* the end entity itself is trusted; its own signature is not judged */
        search->path.nodes[0].certificate = anchor;
        search->path.complete = true;
    }
    walk(search);
    return !search->limit_hit;
}
