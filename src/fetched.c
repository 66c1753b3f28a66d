/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetched.h"

#include "crl.h"
#include "ocsp-answer.h"
#include "revocation.h"

/* How it works: each item is decoded once, when it comes. Most items speak of certificates that
 * this capture does not hold, and are passed over by serial number or issuer before anything is
 * verified. */

typedef struct {
    fetched_kind_t kind;
    guint32 frame;
    GBytes *octets;        /* owned */
    ocsp_response_t *ocsp; /* owned, borrows from octets; NULL for a CRL */
    crl_t *crl;            /* owned; NULL for an OCSP response */
    char *issuer_key;      /* crl_name_key() of its issuer, owned; NULL likewise */
    bool repeated;         /* the same octets were fetched before */
} item_t;

struct fetched {
    GPtrArray *items;   /* of item_t, owned */
    GHashTable *octets; /* of GBytes, borrowed from them */
};

static void item_free(gpointer data)
{
    item_t *item = data;
    ocsp_response_free(item->ocsp);
    crl_free(item->crl);
    g_bytes_unref(item->octets);
    g_free(item->issuer_key);
    g_free(item);
}

fetched_t *fetched_new(void)
{
    fetched_t *fetched = g_new0(fetched_t, 1);
    fetched->items = g_ptr_array_new_with_free_func(item_free);
    fetched->octets = g_hash_table_new(g_bytes_hash, g_bytes_equal);
    return fetched;
}

void fetched_free(fetched_t *fetched)
{
    if (!fetched)
        return;
    g_hash_table_destroy(fetched->octets);
    g_ptr_array_unref(fetched->items);
    g_free(fetched);
}

static void read_item(item_t *item)
{
    const char *wrong;
    slice_t octets = slice_of_bytes(item->octets);
    item->ocsp = ocsp_response_new(octets);
    if (item->ocsp && !item->ocsp->error) {
        item->kind = FETCHED_OCSP;
        return;
    }
    item->crl = crl_new(octets, &wrong);
    if (!item->crl)
        return;
    item->kind = FETCHED_CRL;
    item->issuer_key = crl_name_key(item->crl->raw_issuer);
}

fetched_kind_t fetched_add(fetched_t *fetched, slice_t body, guint32 frame)
{
    if (body.size == 0 || fetched->items->len >= FETCHED_LIMIT)
        return FETCHED_NOTHING;
    item_t *item = g_new0(item_t, 1);
    item->octets = g_bytes_new(body.data, body.size);
    item->frame = frame;
    read_item(item);
    if (item->kind == FETCHED_NOTHING) {
        item_free(item);
        return FETCHED_NOTHING;
    }
    g_ptr_array_add(fetched->items, item);
    item->repeated = g_hash_table_contains(fetched->octets, item->octets);
    if (!item->repeated)
        g_hash_table_add(fetched->octets, item->octets);
    return item->kind;
}

static item_t *item_at(const fetched_t *fetched, guint i)
{
    return g_ptr_array_index(fetched->items, i);
}

guint fetched_count(const fetched_t *fetched)
{
    return fetched->items->len;
}

fetched_kind_t fetched_kind(const fetched_t *fetched, guint i)
{
    return item_at(fetched, i)->kind;
}

const char *fetched_issuer(const fetched_t *fetched, guint i, language_t language,
                           guint *ret_entries)
{
    const item_t *item = item_at(fetched, i);
    if (!item->crl)
        return NULL;
    *ret_entries = item->crl->entries->len;
    return crl_issuer_name(item->crl, language);
}

static bool names_serial(const item_t *item, slice_t serial)
{
    for (guint i = 0; i < item->ocsp->singles->len; i++)
        if (slice_equal(g_array_index(item->ocsp->singles, ocsp_single_t, i).serial, serial))
            return true;
    return false;
}

/* By what an item names a certificate. */
typedef struct {
    slice_t serial;   /* borrowed from the certificate */
    char *issuer_key; /* owned; NULL when it is no certificate */
} name_t;

static void clear_name(gpointer data)
{
    name_t *name = data;
    g_free(name->issuer_key);
}

/* Of name_t. To make a key takes much longer than to compare two. Gives. */
static GArray *names_of(const slice_t *certificates, size_t n)
{
    GArray *names = g_array_sized_new(FALSE, FALSE, sizeof(name_t), (guint)n);
    g_array_set_clear_func(names, clear_name);
    for (size_t i = 0; i < n; i++) {
        name_t name = {0};
        slice_t issuer;
        if (certificate_peek_issue(certificates[i], &name.serial, &issuer))
            name.issuer_key = crl_name_key(issuer);
        g_array_append_val(names, name);
    }
    return names;
}

static bool concerns(const item_t *item, const GArray *names)
{
    for (guint i = 0; i < names->len; i++) {
        const name_t *name = &g_array_index(names, name_t, i);
        if (name->issuer_key && (item->ocsp ? names_serial(item, name->serial)
                                            : g_str_equal(name->issuer_key, item->issuer_key)))
            return true;
    }
    return false;
}

bool fetched_may_concern(const fetched_t *fetched, guint i, const slice_t *certificates, size_t n)
{
    g_autoptr(GArray) names = names_of(certificates, n);
    return concerns(item_at(fetched, i), names);
}

guint fetched_concerning(const fetched_t *fetched, guint n, const slice_t *certificates,
                         size_t n_certificates)
{
    g_autoptr(GArray) names = names_of(certificates, n_certificates);
    n = MIN(n, fetched->items->len);
    while (n > 0 && !concerns(item_at(fetched, n - 1), names))
        n--;
    return n;
}

void fetched_clear_answer(gpointer answer)
{
    g_free(((fetched_answer_t *)answer)->sentence);
}

/* One certificate on the path and who signed it. */
typedef struct {
    const node_t *node;
    const certificate_t *issuer;
    const char *issuer_key; /* crl_name_key() of its issuer's name */
    verify_rules_t *rules;
    findings_t *findings;
    GArray *answers;
} check_t;

/* Browsers do not look at what others fetched. Takes @sentence. */
static void tell(const check_t *check, const item_t *item, guint i, ocsp_status_t status,
                 char *sentence)
{
    if (status == OCSP_REVOKED && check->findings)
        findings_problem_unseen(check->findings, PROBLEM_REVOKED, check->node, g_strdup(sentence));
    if (!check->answers) {
        g_free(sentence);
        return;
    }
    fetched_answer_t answer = {i, item->frame, check->node->index, status, sentence};
    g_array_append_val(check->answers, answer);
}

/* Another certificate may have the serial number, of another issuer. */
static bool is_about(const ocsp_response_t *response, const check_t *check)
{
    for (guint i = 0; i < response->singles->len; i++) {
        const ocsp_single_t *single = &g_array_index(response->singles, ocsp_single_t, i);
        if (ocsp_names_serial(single, check->node->certificate) &&
            ocsp_names_issuer(single, check->node->certificate, check->issuer))
            return true;
    }
    return false;
}

static void check_ocsp(const check_t *check, const item_t *item, guint i)
{
    g_autofree char *called =
        g_strdup_printf(say(check->rules->language, "the OCSP response in frame %u"), item->frame);
    ocsp_answer_t answer =
        ocsp_answer(item->ocsp, check->node, check->issuer, called, check->rules);
    tell(check, item, i, answer.status, answer.sentence);
}

static void check_crl(const check_t *check, const item_t *item, guint i)
{
    g_autofree char *called =
        g_strdup_printf(say(check->rules->language, "the CRL of %s in frame %u"),
                        crl_issuer_name(item->crl, check->rules->language), item->frame);
    ocsp_status_t status;
    char *sentence =
        revocation_ask_crl(item->crl, check->node, check->issuer, called, check->rules, &status);
    if (sentence)
        tell(check, item, i, status, sentence);
}

static void tell_too_many(const check_t *check)
{
    if (!check->findings)
        return;
    language_t language = check->rules->language;
    g_autofree char *label = node_label(check->node, language);
    char *sentence =
        g_strdup_printf(say(language, "more than %d OCSP responses and CRLs about %s were fetched "
                                      "before, and not all of them were looked at"),
                        FETCHED_ANSWERS_LIMIT, label);
    findings_note(check->findings, NOTE_TOO_COMPLEX, check->node, g_strdup(sentence));
    findings_unchecked(check->findings, sentence);
}

static void check_items(const check_t *check, const fetched_t *fetched, guint n)
{
    guint looked_at = 0;
    for (guint i = 0; i < n; i++) {
        const item_t *item = item_at(fetched, i);
        bool about = item->ocsp ? is_about(item->ocsp, check)
                                : g_str_equal(check->issuer_key, item->issuer_key);
        if (!about || (item->repeated && !check->answers)) /* it says the same again */
            continue;
        if (looked_at++ >= FETCHED_ANSWERS_LIMIT) {
            tell_too_many(check);
            return;
        }
        if (item->ocsp)
            check_ocsp(check, item, i);
        else
            check_crl(check, item, i);
    }
}

void fetched_check_path(const fetched_t *fetched, guint n, const path_t *path,
                        verify_rules_t *rules, findings_t *findings, GArray *answers)
{
    if (!rules->when_known)
        return;
    n = MIN(n, fetched->items->len);
    for (guint i = 0; n > 0 && i + 1 < path->length; i++) {
        if (path->links[i].state != LINK_VERIFIED)
            continue;
        const node_t *node = &path->nodes[i];
        g_autofree char *key = crl_name_key(node->certificate->raw_issuer);
        const check_t check = {node, path->nodes[i + 1].certificate, key, rules, findings, answers};
        check_items(&check, fetched, n);
    }
}
