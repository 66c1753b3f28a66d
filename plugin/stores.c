/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stores.h"

#include "preferences.h"

/* A store, and the preferences that it was loaded by. */
typedef struct {
    bool compared; /* the one of compare_ca_file */
    bool trust_system;
    char *ca_file, *crl_file; /* owned */
    trust_t *trust;           /* owned */
} store_t;

struct stores {
    GPtrArray *all; /* of store_t, owned */
};

static void store_free(gpointer data)
{
    store_t *store = data;
    trust_free(store->trust);
    g_free(store->ca_file);
    g_free(store->crl_file);
    g_free(store);
}

stores_t *stores_new(void)
{
    stores_t *stores = g_new0(stores_t, 1);
    stores->all = g_ptr_array_new_with_free_func(store_free);
    return stores;
}

void stores_free(stores_t *stores)
{
    if (!stores)
        return;
    g_ptr_array_unref(stores->all);
    g_free(stores);
}

static const char *ca_file_of(bool compared)
{
    return compared ? preferences->compare_ca_file : preferences->ca_file;
}

static bool is_current(const store_t *store, bool compared)
{
    return store->compared == compared &&
           (compared || store->trust_system == !!preferences->trust_system) &&
           g_str_equal(store->ca_file, ca_file_of(compared)) &&
           g_str_equal(store->crl_file, preferences->crl_file);
}

static trust_t *load(stores_t *stores, bool compared)
{
    store_t *store = g_new0(store_t, 1);
    *store = (store_t){
        .compared = compared,
        .trust_system = preferences->trust_system,
        .ca_file = g_strdup(ca_file_of(compared)),
        .crl_file = g_strdup(preferences->crl_file),
        .trust = compared ? preferences_load_compared_trust() : preferences_load_trust(),
    };
    g_ptr_array_add(stores->all, store);
    return store->trust;
}

static const trust_t *find(stores_t *stores, bool compared)
{
    for (guint i = stores->all->len; i-- > 0;) {
        const store_t *store = g_ptr_array_index(stores->all, i);
        if (is_current(store, compared))
            return store->trust;
    }
    return load(stores, compared);
}

const trust_t *stores_trust(stores_t *stores)
{
    return find(stores, false);
}

const trust_t *stores_compared(stores_t *stores)
{
    return *preferences->compare_ca_file ? find(stores, true) : NULL;
}
