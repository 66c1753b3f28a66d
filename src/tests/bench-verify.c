/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What the library alone needs, for tools/bench to compare with.
 *
 *   bench-verify chains COUNT FOLDER      decodes the chains that bench-make wrote and checks each
 *                                         signature up to the root
 *   bench-verify signatures COUNT FOLDER  checks COUNT signatures of a handshake by server 0
 *
 * Prints the seconds of processor time. Nothing is cached but the root. */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <glib.h>
#include <gnutls/abstract.h>
#include <gnutls/x509.h>

enum { CHAIN_LENGTH = 2, SIGNED_OCTETS = 32 + 32 + 69 /* randoms and the server's ECDH share */ };

static double seconds_used(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static void must(int result)
{
    if (result < 0)
        g_error("%s", gnutls_strerror(result));
}

static GString *read_pem(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GError *error = NULL;
    char *text = NULL;
    gsize size = 0;
    if (!g_file_get_contents(path, &text, &size, &error))
        g_error("%s", error->message);
    GString *out = g_string_new_len(text, (gssize)size);
    g_free(text);
    return out;
}

static guint read_chain(const char *folder, const char *name, gnutls_x509_crt_t *out)
{
    g_autoptr(GString) pem = read_pem(folder, name);
    gnutls_datum_t datum = {(unsigned char *)pem->str, (unsigned)pem->len};
    unsigned n = CHAIN_LENGTH;
    must(gnutls_x509_crt_list_import(out, &n, &datum, GNUTLS_X509_FMT_PEM, 0));
    return n;
}

/* The chains as they stand on the wire, so that no PEM and no file is counted. */
static GPtrArray *read_all(const char *folder, guint count)
{
    GPtrArray *certificates = g_ptr_array_new();
    for (guint i = 0; i < count; i++) {
        g_autofree char *name = g_strdup_printf("%u.pem", i);
        gnutls_x509_crt_t chain[CHAIN_LENGTH];
        guint n = read_chain(folder, name, chain);
        for (guint j = 0; j < n; j++) {
            gnutls_datum_t *der = g_new(gnutls_datum_t, 1);
            must(gnutls_x509_crt_export2(chain[j], GNUTLS_X509_FMT_DER, der));
            g_ptr_array_add(certificates, der);
            gnutls_x509_crt_deinit(chain[j]);
        }
    }
    return certificates;
}

static void check_link(gnutls_x509_crt_t certificate, gnutls_x509_crt_t issuer)
{
    const unsigned flags =
        GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS;
    unsigned status = 0;
    must(gnutls_x509_crt_verify(certificate, &issuer, 1, flags, &status));
    if (status)
        g_error("a signature does not verify (status %x)", status);
}

static double check_chains(guint count, const char *folder)
{
    gnutls_x509_crt_t root[CHAIN_LENGTH];
    read_chain(folder, "root.crt", root);
    GPtrArray *certificates = read_all(folder, count);
    double before = seconds_used();
    for (guint i = 0; i < certificates->len; i += CHAIN_LENGTH) {
        gnutls_x509_crt_t chain[CHAIN_LENGTH + 1];
        for (guint j = 0; j < CHAIN_LENGTH; j++) {
            must(gnutls_x509_crt_init(&chain[j]));
            must(gnutls_x509_crt_import(chain[j], g_ptr_array_index(certificates, i + j),
                                        GNUTLS_X509_FMT_DER));
        }
        chain[CHAIN_LENGTH] = root[0];
        for (guint j = 0; j < CHAIN_LENGTH; j++)
            check_link(chain[j], chain[j + 1]);
        for (guint j = 0; j < CHAIN_LENGTH; j++)
            gnutls_x509_crt_deinit(chain[j]);
    }
    return seconds_used() - before;
}

static gnutls_datum_t sign(const char *folder, const gnutls_datum_t *data)
{
    g_autoptr(GString) pem = read_pem(folder, "0.key");
    gnutls_datum_t datum = {(unsigned char *)pem->str, (unsigned)pem->len}, signature;
    gnutls_privkey_t key;
    must(gnutls_privkey_init(&key));
    must(gnutls_privkey_import_x509_raw(key, &datum, GNUTLS_X509_FMT_PEM, NULL, 0));
    must(gnutls_privkey_sign_data2(key, GNUTLS_SIGN_ECDSA_SHA256, 0, data, &signature));
    gnutls_privkey_deinit(key);
    return signature;
}

static double check_signatures(guint count, const char *folder)
{
    unsigned char octets[SIGNED_OCTETS] = {0};
    gnutls_datum_t data = {octets, sizeof octets}, signature = sign(folder, &data);
    gnutls_x509_crt_t chain[CHAIN_LENGTH];
    read_chain(folder, "0.pem", chain);
    double before = seconds_used();
    gnutls_pubkey_t key;
    must(gnutls_pubkey_init(&key));
    must(gnutls_pubkey_import_x509(key, chain[0], 0));
    for (guint i = 0; i < count; i++)
        must(gnutls_pubkey_verify_data2(key, GNUTLS_SIGN_ECDSA_SHA256, 0, &data, &signature));
    gnutls_pubkey_deinit(key);
    return seconds_used() - before;
}

int main(int argc, char **argv)
{
    guint64 count = 0;
    if (argc != 4 || !g_ascii_string_to_unsigned(argv[2], 10, 1, 10000000, &count, NULL)) {
        fprintf(stderr, "usage: bench-verify chains|signatures COUNT FOLDER\n");
        return EXIT_FAILURE;
    }
    bool chains = g_str_equal(argv[1], "chains");
    printf("%.6f\n",
           chains ? check_chains((guint)count, argv[3]) : check_signatures((guint)count, argv[3]));
    return EXIT_SUCCESS;
}
