/* SPDX-License-Identifier: GPL-2.0-or-later */

/* bench-make COUNT FOLDER: certificates for tools/bench. A root, an intermediate CA for each fifty
 * servers (RSA 2048 and EC in turn) and COUNT servers: FOLDER/N.pem (the chain as a server sends
 * it), FOLDER/N.key for server_name N, and FOLDER/root.crt. Valid from yesterday on. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "make-cert.h"

enum { SERVERS_OF_A_CA = 50, LIFETIME_DAYS = 80 };

static void append_pem(GString *out, const made_t *made)
{
    gnutls_datum_t pem;
    g_assert_cmpint(gnutls_x509_crt_export2(made->crt, GNUTLS_X509_FMT_PEM, &pem), ==, 0);
    g_string_append_len(out, (const char *)pem.data, pem.size);
    gnutls_free(pem.data);
}

static void write_file(const char *folder, const char *name, const char *text, size_t size)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GError *error = NULL;
    g_file_set_contents(path, text, (gssize)size, &error);
    g_assert_no_error(error);
}

static void write_server(const char *folder, guint number, const made_t *server, const made_t *ca)
{
    g_autofree char *chain_name = g_strdup_printf("%u.pem", number);
    g_autofree char *key_name = g_strdup_printf("%u.key", number);
    g_autoptr(GString) chain = g_string_new(NULL);
    append_pem(chain, server);
    append_pem(chain, ca);
    write_file(folder, chain_name, chain->str, chain->len);

    gnutls_datum_t key;
    g_assert_cmpint(gnutls_x509_privkey_export2_pkcs8(server->key, GNUTLS_X509_FMT_PEM, NULL,
                                                      GNUTLS_PKCS_PLAIN, &key),
                    ==, 0);
    write_file(folder, key_name, (const char *)key.data, key.size);
    gnutls_free(key.data);
}

static made_t *make_ca(const char *name, guint number, const made_t *issuer, gint64 from)
{
    g_autofree char *dn = g_strdup_printf("CN=Bench %s %u,O=TLS Witness Bench", name, number);
    bool rsa = number % 2 == 0;
    return make_cert(&(recipe_t){.dn = dn,
                                 .issuer = issuer,
                                 .ca = true,
                                 .from = from,
                                 .until = from + LIFETIME_DAYS * DAY,
                                 .serial = (guint8)(number % 250 + 1),
                                 .pk = rsa ? GNUTLS_PK_RSA : 0,
                                 .bits = rsa ? 2048 : 0});
}

static void make_server(const char *folder, guint number, const made_t *ca, gint64 from)
{
    g_autofree char *dn = g_strdup_printf("CN=%u.bench.example", number);
    g_autofree char *san = g_strdup_printf("DNS:%u.bench.example", number);
    g_autoptr(made_t) server = make_cert(&(recipe_t){.dn = dn,
                                                     .issuer = ca,
                                                     .from = from,
                                                     .until = from + LIFETIME_DAYS * DAY,
                                                     .serial = (guint8)(number % 250 + 1),
                                                     .key_usage = GNUTLS_KEY_DIGITAL_SIGNATURE,
                                                     .purposes = MAKE_SERVER_AUTH,
                                                     .san = san});
    write_server(folder, number, server, ca);
}

int main(int argc, char **argv)
{
    guint64 count = 0;
    if (argc != 3 || !g_ascii_string_to_unsigned(argv[1], 10, 1, 1000000, &count, NULL)) {
        fprintf(stderr, "usage: bench-make COUNT FOLDER\n");
        return EXIT_FAILURE;
    }
    gint64 from = (gint64)time(NULL) - DAY;
    g_autoptr(made_t) root = make_ca("Root", 0, NULL, from);
    g_autoptr(GString) pem = g_string_new(NULL);
    append_pem(pem, root);
    write_file(argv[2], "root.crt", pem->str, pem->len);

    made_t *ca = NULL;
    for (guint i = 0; i < count; i++) {
        if (i % SERVERS_OF_A_CA == 0) {
            g_clear_pointer(&ca, made_free);
            ca = make_ca("Intermediate", i / SERVERS_OF_A_CA + 1, root, from);
        }
        make_server(argv[2], i, ca, from);
    }
    made_free(ca);
    return EXIT_SUCCESS;
}
