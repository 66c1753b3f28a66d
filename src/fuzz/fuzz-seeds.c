/* SPDX-License-Identifier: GPL-2.0-or-later */

/* fuzz-seeds FOLDER: writes OCSP responses and CRLs as seeds for fuzz-ocsp and fuzz-crl, each with
 * the certificate it speaks of and that one's issuer. No target: what is in captures comes from
 * tools/fuzz-seeds. */

#include <stdio.h>
#include <stdlib.h>

#include <glib/gstdio.h>

#include "make-status.h"

typedef struct {
    const char *folder;
    made_t *ca, *server, *delegate;
    guint written;
} seeds_t;

static void append_vector(GByteArray *out, slice_t octets)
{
    guint8 length[] = {(guint8)(octets.size >> 8), (guint8)octets.size};
    g_byte_array_append(out, length, sizeof length);
    g_byte_array_append(out, octets.data, (guint)octets.size);
}

/* Takes @der. */
static void write_seed(seeds_t *seeds, const char *target, GBytes *der)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (int shift = 56; shift >= 0; shift -= 8) {
        guint8 octet = (guint8)(MAKE_WHEN >> shift);
        g_byte_array_append(out, &octet, 1);
    }
    append_vector(out, made_der(seeds->server));
    append_vector(out, made_der(seeds->ca));
    gsize size;
    const guint8 *octets = g_bytes_get_data(der, &size);
    g_byte_array_append(out, octets, (guint)size);

    g_autofree char *name = g_strdup_printf("made-%u", seeds->written++);
    g_autofree char *path = g_build_filename(seeds->folder, target, name, NULL);
    GError *error = NULL;
    g_file_set_contents(path, (const char *)out->data, (gssize)out->len, &error);
    g_assert_no_error(error);
    g_bytes_unref(der);
}

static void write_ocsp(seeds_t *seeds)
{
    const made_t *ca = seeds->ca, *server = seeds->server;
    const ocsp_recipe_t recipes[] = {
        {.certificate = server,    .issuer = ca        },
        {                     .certificate = server,            .issuer = ca, .says = MAKE_REVOKED, .reason = 1},
        {          .certificate = server,    .issuer = ca,         .says = MAKE_UNKNOWN, .next_update = -1},
        {.certificate = server,                        .issuer = ca,                        .hash = "2.16.840.1.101.3.4.2.1"},
        {                  .certificate = server,                        .issuer = ca,                        .signer = seeds->delegate, .sent = seeds->delegate},
        {.certificate = server, .issuer = ca,                     .extra = "1.2.3.4", .single_extra = "1.2.3.5"},
        {                              .certificate = server,      .issuer = ca,.status = 3},
        { .certificate = server,       .issuer = ca,                                    .tampered = true},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(recipes); i++)
        write_seed(seeds, "fuzz-ocsp", make_ocsp(&recipes[i]));
}

static void write_crls(seeds_t *seeds)
{
    const made_t *ca = seeds->ca;
    const crl_recipe_t recipes[] = {
        {.issuer = ca                                                       },
        {                                            .issuer = ca, .rows = {{.serial = 1, .reason = 1}, {.serial = 7}, {.serial = 9}}},
        {                                            .issuer = ca,                               .rows = {{.serial = 1, .reason = 8}}, .next_update = -1},
        {                           .issuer = ca,                                                        .rows = {{.serial = 1, .extra = "1.2.3.4"}}, .key_id_of = ca},
        {.issuer = ca,                                                                   .version_1 = true, .rows = {{.serial = 3}}},
        {                                                                                                                             .issuer = ca,                                            .other_form = true, .rows = {{.serial = 1}}},
        {                                                                                       .issuer = ca,      .extra = "2.5.29.28", .extra_hex = "3003 8101ff", .extra_critical = true},
        {                          .issuer = ca,                                                        .extra = "2.5.29.27", .extra_hex = "020101", .extra_critical = true},
        {.issuer = ca,                                             .tampered = true},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(recipes); i++)
        write_seed(seeds, "fuzz-crl", make_crl(&recipes[i]));
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: fuzz-seeds FOLDER\n");
        return EXIT_FAILURE;
    }
    seeds_t seeds = {.folder = argv[1]};
    seeds.ca = make_cert(&(recipe_t){.dn = "CN=Lab CA", .ca = true});
    seeds.server = make_cert(
        &(recipe_t){.dn = "CN=www.lab.test", .issuer = seeds.ca, .san = "DNS:www.lab.test"});
    seeds.delegate = make_cert(&(recipe_t){.dn = "CN=Responder",
                                           .issuer = seeds.ca,
                                           .key_usage = GNUTLS_KEY_DIGITAL_SIGNATURE,
                                           .purposes = MAKE_OCSP_SIGNING});
    write_ocsp(&seeds);
    write_crls(&seeds);
    made_free(seeds.ca);
    made_free(seeds.server);
    made_free(seeds.delegate);
    return EXIT_SUCCESS;
}
