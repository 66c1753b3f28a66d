/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy.h"

/* How it works: RFC 5280's tree of valid policies is asked one question here, whether it is empty.
 * For that the set of policies expected at each level is enough (RFC 9618 §3): the set begins as
 * "any", is narrowed by the policies of each certificate and renamed by policy mappings. The user
 * initially accepts any policy. */

typedef struct {
    bool any;                                         /* anyPolicy is among them */
    GHashTable *others;                               /* of GBytes; owned */
    int explicit_policy, policy_mapping, inhibit_any; /* countdowns; 0: in force */
} state_t;

static const guint8 oid_any_policy[] = {0x55, 0x1d, 0x20, 0};

static bool is_any(slice_t oid)
{
    return slice_equal(oid, (slice_t){oid_any_policy, sizeof oid_any_policy});
}

static GHashTable *set_new(void)
{
    return g_hash_table_new_full(g_bytes_hash, g_bytes_equal, bytes_unref_notify, NULL);
}

static void set_add(GHashTable *set, slice_t oid)
{
    g_hash_table_add(set, g_bytes_new(oid.data, oid.size));
}

static bool set_has(GHashTable *set, slice_t oid)
{
    g_autoptr(GBytes) key = g_bytes_new_static(oid.data, oid.size);
    return g_hash_table_contains(set, key);
}

/* §6.1.3 (d) and (e): what was expected and what the certificate says, intersected. */
static void narrow(state_t *state, const certificate_t *certificate, bool any_counts)
{
    const GArray *policies = certificate->extensions.policies;
    GHashTable *both = set_new();
    bool any = false;
    for (guint i = 0; i < policies->len; i++) {
        slice_t oid = g_array_index(policies, slice_t, i);
        if (is_any(oid))
            any |= any_counts;
        else if (state->any || set_has(state->others, oid))
            set_add(both, oid);
    }
    if (any) { /* keeps all that was expected */
        GHashTableIter iter;
        gpointer key;
        g_hash_table_iter_init(&iter, state->others);
        while (g_hash_table_iter_next(&iter, &key, NULL))
            g_hash_table_add(both, g_bytes_ref(key));
    }
    g_hash_table_destroy(state->others);
    state->others = both;
    state->any = state->any && any;
}

/* §6.1.4 (b): an issuer's policy goes on under the subject's name, or not at all. */
static void map(state_t *state, const certificate_t *certificate)
{
    const GArray *mappings = certificate->extensions.mappings;
    GHashTable *mapped = set_new();
    for (guint i = 0; i + 1 < mappings->len; i += 2) {
        slice_t from = g_array_index(mappings, slice_t, i);
        if ((state->any || set_has(state->others, from)) && state->policy_mapping > 0)
            set_add(mapped, g_array_index(mappings, slice_t, i + 1));
    }
    for (guint i = 0; i + 1 < mappings->len; i += 2) {
        slice_t from = g_array_index(mappings, slice_t, i);
        g_autoptr(GBytes) key = g_bytes_new_static(from.data, from.size);
        g_hash_table_remove(state->others, key);
    }
    GHashTableIter iter;
    gpointer key;
    g_hash_table_iter_init(&iter, mapped);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        g_hash_table_add(state->others, g_bytes_ref(key));
    g_hash_table_destroy(mapped);
}

static void count_down(int *counter, int wanted)
{
    if (wanted >= 0 && wanted < *counter)
        *counter = wanted;
}

/* §6.1.4 (h) to (j). */
static void prepare_next(state_t *state, const certificate_t *certificate)
{
    const extensions_t *x = &certificate->extensions;
    if (!certificate->self_issued) {
        state->explicit_policy -= state->explicit_policy > 0;
        state->policy_mapping -= state->policy_mapping > 0;
        state->inhibit_any -= state->inhibit_any > 0;
    }
    count_down(&state->explicit_policy, x->require_explicit_policy);
    count_down(&state->policy_mapping, x->inhibit_policy_mapping);
    count_down(&state->inhibit_any, x->inhibit_any_policy);
}

static bool maps_any_policy(const certificate_t *certificate)
{
    const GArray *mappings = certificate->extensions.mappings;
    for (guint i = 0; i < mappings->len; i++)
        if (is_any(g_array_index(mappings, slice_t, i)))
            return true;
    return false;
}

/* One certificate of the path below the anchor, from the top down; @i counts down to 0. */
static bool step(state_t *state, const path_t *path, guint i)
{
    const certificate_t *certificate = path->nodes[i].certificate;
    bool any_counts = state->inhibit_any > 0 || (i > 0 && certificate->self_issued);
    narrow(state, certificate, any_counts);
    bool empty = !state->any && g_hash_table_size(state->others) == 0;
    if (state->explicit_policy == 0 && empty) /* §6.1.3 (f) */
        return false;
    if (i > 0) {
        if (certificate->extensions.mappings->len > 0)
            map(state, certificate);
        prepare_next(state, certificate);
        return true;
    }
    /* §6.1.5 (a) and (b) */
    state->explicit_policy -= state->explicit_policy > 0;
    if (certificate->extensions.require_explicit_policy == 0)
        state->explicit_policy = 0;
    return state->explicit_policy > 0 || !empty;
}

static bool is_asked(const path_t *path)
{
    for (guint i = 0; i < path->length; i++)
        if (extensions_has(&path->nodes[i].certificate->extensions, EXTENSION_POLICY_CONSTRAINTS) ||
            extensions_has(&path->nodes[i].certificate->extensions, EXTENSION_POLICY_MAPPINGS))
            return true;
    return false;
}

void policy_check_path(const path_t *path, findings_t *findings)
{
    if (!is_asked(path))
        return;
    int n = (int)path->length;
    state_t state = {true, set_new(), n, n, n};
    if (path->length > 1) /* what an anchor asks for itself holds as well */
        prepare_next(&state, path->nodes[path->length - 1].certificate);
    bool good = true;
    for (guint i = path->length - 1; i-- > 0 && good;) {
        const node_t *node = &path->nodes[i];
        g_autofree char *label = node_label(node, findings->language);
        good = step(&state, path, i);
        if (!good)
            findings_problem(
                findings, PROBLEM_OTHER, node,
                g_strdup_printf(say(findings->language,
                                    "%s has no policy that holds on the whole path, and a CA "
                                    "above it asks for one"),
                                label));
        if (i > 0 && maps_any_policy(node->certificate)) /* §6.1.4 (a) */
            findings_problem(findings, PROBLEM_MALFORMED, node,
                             g_strdup_printf(say(findings->language,
                                                 "%s is malformed: it maps the policy that is any"),
                                             label));
    }
    g_hash_table_destroy(state.others);
}
