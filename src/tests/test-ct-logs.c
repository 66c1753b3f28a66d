/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ct-logs.h"

#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>

static void test_sorted(void)
{
    g_assert_cmpuint(ct_logs_table_size, >, 0);
    for (size_t i = 1; i < ct_logs_table_size; i++)
        g_assert_cmpint(memcmp(ct_logs_table[i - 1].id, ct_logs_table[i].id, CT_LOG_ID_SIZE), <, 0);
}

/* RFC 6962 §3.2: "The SHA-256 hash of the log's public key, calculated over the DER encoding of
 * the key represented as SubjectPublicKeyInfo." */
static void check_key(const ct_log_t *log)
{
    gsize size;
    guint8 id[CT_LOG_ID_SIZE];
    g_autofree guchar *der = g_base64_decode(log->key, &size);
    gnutls_hash_fast(GNUTLS_DIG_SHA256, der, size, id);
    g_assert_true(memcmp(id, log->id, sizeof id) == 0);
    gnutls_pubkey_t key;
    const gnutls_datum_t datum = {der, (unsigned)size};
    g_assert_cmpint(gnutls_pubkey_init(&key), ==, 0);
    g_assert_cmpint(gnutls_pubkey_import(key, &datum, GNUTLS_X509_FMT_DER), ==, 0);
    int pk = gnutls_pubkey_get_pk_algorithm(key, NULL);
    g_assert_true(pk == GNUTLS_PK_ECDSA || pk == GNUTLS_PK_RSA);
    gnutls_pubkey_deinit(key);
}

static void test_rows(void)
{
    for (size_t i = 0; i < ct_logs_table_size; i++) {
        const ct_log_t *log = &ct_logs_table[i];
        g_assert_cmpstr(log->name, !=, "");
        g_assert_cmpstr(log->operated_by, !=, "");
        check_key(log);
    }
}

static void test_find(void)
{
    ct_logs_t logs = ct_logs_shipped();
    g_assert_cmpuint(logs.count, ==, ct_logs_table_size);
    for (size_t i = 0; i < logs.count; i++) {
        guint8 near_miss[CT_LOG_ID_SIZE];
        memcpy(near_miss, logs.rows[i].id, sizeof near_miss);
        g_assert_true(ct_logs_find(logs, near_miss) == &logs.rows[i]);
        near_miss[CT_LOG_ID_SIZE - 1] ^= 1;
        g_assert_null(ct_logs_find(logs, near_miss));
    }
    g_assert_null(ct_logs_find((ct_logs_t){0}, ct_logs_table[0].id));
}

static void test_date(void)
{
    g_assert_true(g_regex_match_simple("^20\\d\\d-\\d\\d-\\d\\d$", ct_logs_date, 0, 0));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ct-logs/sorted by id", test_sorted);
    g_test_add_func("/ct-logs/every id is the hash of its key", test_rows);
    g_test_add_func("/ct-logs/each is found, and its neighbour is not", test_find);
    g_test_add_func("/ct-logs/date", test_date);
    return g_test_run();
}
