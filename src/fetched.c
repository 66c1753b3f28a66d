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
} item_t;

struct fetched {
    GPtrArray *items; /* of item_t, owned */
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
    return fetched;
}

void fetched_free(fetched_t *fetched)
{
    if (!fetched)
        return;
    g_ptr_array_unref(fetched->items);
    g_free(fetched);
}

static slice_t octets_of(const item_t *item)
{
    slice_t s = {0};
    s.data = g_bytes_get_data(item->octets, &s.size);
    return s;
}

static void read_item(item_t *item)
{
    const char *wrong;
    slice_t octets = octets_of(item);
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

static bool concerns(const item_t *item, slice_t certificate)
{
    slice_t serial, issuer;
    if (!certificate_peek_issue(certificate, &serial, &issuer))
        return false;
    if (item->ocsp)
        return names_serial(item, serial);
    g_autofree char *key = crl_name_key(issuer);
    return g_str_equal(key, item->issuer_key);
}

bool fetched_may_concern(const fetched_t *fetched, guint i, const slice_t *certificates, size_t n)
{
    for (size_t j = 0; j < n; j++)
        if (concerns(item_at(fetched, i), certificates[j]))
            return true;
    return false;
}

guint fetched_concerning(const fetched_t *fetched, guint n, const slice_t *certificates,
                         size_t n_certificates)
{
    n = MIN(n, fetched->items->len);
    while (n > 0 && !fetched_may_concern(fetched, n - 1, certificates, n_certificates))
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
    verify_rules_t *rules;
    findings_t *findings;
    GArray *answers;
} check_t;

/* Browsers do not look at what others fetched. Takes @sentence. */
static void tell(const check_t *check, const item_t *item, guint i, ocsp_status_t status,
                 char *sentence)
{
    if (status == OCSP_REVOKED && check->findings) {
        guint32 browser_words = check->findings->browser_words;
        findings_problem(check->findings, PROBLEM_REVOKED, check->node, g_strdup(sentence));
        check->findings->browser_words = browser_words;
    }
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
    if (!is_about(item->ocsp, check))
        return;
    g_autofree char *called =
        g_strdup_printf(say(check->rules->language, "the OCSP response in frame %u"), item->frame);
    ocsp_answer_t answer =
        ocsp_answer(item->ocsp, check->node, check->issuer, called, check->rules);
    tell(check, item, i, answer.status, answer.sentence);
}

static void check_crl(const check_t *check, const item_t *item, guint i)
{
    g_autofree char *key = crl_name_key(check->node->certificate->raw_issuer);
    if (!g_str_equal(key, item->issuer_key))
        return;
    g_autofree char *called =
        g_strdup_printf(say(check->rules->language, "the CRL of %s in frame %u"),
                        crl_issuer_name(item->crl, check->rules->language), item->frame);
    ocsp_status_t status;
    char *sentence =
        revocation_ask_crl(item->crl, check->node, check->issuer, called, check->rules, &status);
    if (sentence)
        tell(check, item, i, status, sentence);
}

void fetched_check_path(const fetched_t *fetched, guint n, const path_t *path,
                        verify_rules_t *rules, findings_t *findings, GArray *answers)
{
    if (!rules->when_known)
        return;
    n = MIN(n, fetched->items->len);
    for (guint i = 0; i + 1 < path->length; i++) {
        if (path->links[i].state != LINK_VERIFIED)
            continue;
        const check_t check = {&path->nodes[i], path->nodes[i + 1].certificate, rules, findings,
                               answers};
        for (guint j = 0; j < n; j++) {
            const item_t *item = item_at(fetched, j);
            if (item->ocsp)
                check_ocsp(&check, item, j);
            else
                check_crl(&check, item, j);
        }
    }
}
