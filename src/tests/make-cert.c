/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "make-cert.h"

#include <string.h>

#include <glib/gstdio.h>
#include <gnutls/abstract.h>
#include <gnutls/x509-ext.h>

#define MUST(call) g_assert_cmpint(call, >=, 0)

static void refresh_der(made_t *made)
{
    gnutls_datum_t der = {0};
    MUST(gnutls_x509_crt_export2(made->crt, GNUTLS_X509_FMT_DER, &der));
    made->der = g_bytes_new(der.data, der.size);
    gnutls_free(der.data);
}

static gnutls_x509_privkey_t make_key(const recipe_t *recipe)
{
    gnutls_x509_privkey_t key;
    gnutls_pk_algorithm_t pk = recipe->pk ? recipe->pk : GNUTLS_PK_ECDSA;
    unsigned bits =
        recipe->bits ? recipe->bits : (unsigned)GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1);
    MUST(gnutls_x509_privkey_init(&key));
    if (recipe->key_of)
        MUST(gnutls_x509_privkey_cpy(key, recipe->key_of->key));
    else
        MUST(gnutls_x509_privkey_generate(key, pk, bits, 0));
    return key;
}

static void add_name(gnutls_x509_crt_t crt, const char *name)
{
    const char *value = strchr(name, ':') + 1;
    gnutls_x509_subject_alt_name_t type = GNUTLS_SAN_DNSNAME;
    guint8 octets[16];
    size_t size = strlen(value);
    if (g_str_has_prefix(name, "email:"))
        type = GNUTLS_SAN_RFC822NAME;
    if (g_str_has_prefix(name, "URI:"))
        type = GNUTLS_SAN_URI;
    if (g_str_has_prefix(name, "IP:")) {
        g_autofree char *cidr = g_strdup_printf("%s/%d", value, strchr(value, ':') ? 128 : 32);
        gnutls_datum_t address = {0};
        MUST(gnutls_x509_cidr_to_rfc5280(cidr, &address));
        size = address.size / 2;
        memcpy(octets, address.data, size);
        gnutls_free(address.data);
        type = GNUTLS_SAN_IPADDRESS;
        value = (const char *)octets;
    }
    MUST(
        gnutls_x509_crt_set_subject_alt_name(crt, type, value, (unsigned)size, GNUTLS_FSAN_APPEND));
}

static void add_constraint(gnutls_x509_name_constraints_t constraints, const char *name,
                           bool permitted)
{
    const char *value = strchr(name, ':') + 1;
    gnutls_x509_subject_alt_name_t type = GNUTLS_SAN_DNSNAME;
    gnutls_datum_t datum = {0};
    if (g_str_has_prefix(name, "email:"))
        type = GNUTLS_SAN_RFC822NAME;
    if (g_str_has_prefix(name, "IP:")) {
        type = GNUTLS_SAN_IPADDRESS;
        MUST(gnutls_x509_cidr_to_rfc5280(value, &datum));
    } else {
        datum.data = (unsigned char *)gnutls_strdup(value);
        datum.size = (unsigned)strlen(value);
    }
    MUST(permitted ? gnutls_x509_name_constraints_add_permitted(constraints, type, &datum)
                   : gnutls_x509_name_constraints_add_excluded(constraints, type, &datum));
    gnutls_free(datum.data);
}

static void set_constraints(gnutls_x509_crt_t crt, const recipe_t *recipe)
{
    gnutls_x509_name_constraints_t constraints;
    if (!recipe->permitted && !recipe->excluded)
        return;
    MUST(gnutls_x509_name_constraints_init(&constraints));
    g_auto(GStrv) permitted = g_strsplit(recipe->permitted ? recipe->permitted : "", " ", 0);
    g_auto(GStrv) excluded = g_strsplit(recipe->excluded ? recipe->excluded : "", " ", 0);
    for (char **name = permitted; *name; name++)
        add_constraint(constraints, *name, true);
    for (char **name = excluded; *name; name++)
        add_constraint(constraints, *name, false);
    MUST(gnutls_x509_crt_set_name_constraints(crt, constraints, 1));
    gnutls_x509_name_constraints_deinit(constraints);
}

static guint8 *from_hex(const char *hex, size_t *ret_size)
{
    *ret_size = strlen(hex) / 2;
    guint8 *octets = g_malloc(*ret_size + 1);
    for (size_t i = 0; i < *ret_size; i++)
        octets[i] =
            (guint8)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
    return octets;
}

static void set_key_ids(gnutls_x509_crt_t crt, const recipe_t *recipe)
{
    guint8 id[64];
    size_t size = sizeof id;
    MUST(gnutls_x509_crt_get_key_id(crt, 0, id, &size));
    MUST(gnutls_x509_crt_set_subject_key_id(crt, id, size));
    if (!recipe->issuer)
        return;
    size = sizeof id;
    MUST(gnutls_x509_crt_get_key_id(recipe->issuer->crt, 0, id, &size));
    MUST(gnutls_x509_crt_set_authority_key_id(crt, id, size));
}

static void set_extensions(gnutls_x509_crt_t crt, const recipe_t *recipe)
{
    unsigned usage = recipe->key_usage;
    if (recipe->ca)
        MUST(gnutls_x509_crt_set_basic_constraints(
            crt, 1, recipe->has_path_length ? recipe->path_length : -1));
    if (recipe->ca && !usage)
        usage = GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN;
    if (usage)
        MUST(gnutls_x509_crt_set_key_usage(crt, usage));
    g_auto(GStrv) purposes = g_strsplit(recipe->purposes ? recipe->purposes : "", " ", 0);
    for (char **purpose = purposes; *purpose; purpose++)
        MUST(gnutls_x509_crt_set_key_purpose_oid(crt, *purpose, 0));
    g_auto(GStrv) names = g_strsplit(recipe->san ? recipe->san : "", " ", 0);
    for (char **name = names; *name; name++)
        add_name(crt, *name);
    set_constraints(crt, recipe);
    if (!recipe->no_key_ids)
        set_key_ids(crt, recipe);
    for (size_t i = 0; i < G_N_ELEMENTS(recipe->extra) && recipe->extra[i].oid; i++) {
        const make_extension_t *extra = &recipe->extra[i];
        size_t size;
        g_autofree guint8 *octets = from_hex(extra->hex, &size);
        MUST(gnutls_x509_crt_set_extension_by_oid(crt, extra->oid, octets, size, extra->critical));
    }
}

made_t *make_cert(const recipe_t *recipe)
{
    made_t *made = g_new0(made_t, 1);
    made->key = make_key(recipe);
    guint8 serial = recipe->serial ? recipe->serial : 1;
    gnutls_digest_algorithm_t digest = recipe->digest ? recipe->digest : GNUTLS_DIG_SHA256;
    MUST(gnutls_x509_crt_init(&made->crt));
    MUST(gnutls_x509_crt_set_version(made->crt, recipe->version ? recipe->version : 3));
    MUST(gnutls_x509_crt_set_serial(made->crt, &serial, 1));
    MUST(gnutls_x509_crt_set_activation_time(made->crt,
                                             (time_t)(recipe->from ? recipe->from : MAKE_FROM)));
    MUST(gnutls_x509_crt_set_expiration_time(made->crt,
                                             (time_t)(recipe->until ? recipe->until : MAKE_UNTIL)));
    if (recipe->dn)
        MUST(gnutls_x509_crt_set_dn(made->crt, recipe->dn, NULL));
    MUST(gnutls_x509_crt_set_key(made->crt, made->key));
    if (recipe->version == 0 || recipe->version == 3)
        set_extensions(made->crt, recipe);
    const made_t *issuer = recipe->issuer ? recipe->issuer : made;
    MUST(gnutls_x509_crt_sign2(made->crt, issuer->crt, issuer->key, digest, 0));
    refresh_der(made);
    return made;
}

void made_free(made_t *made)
{
    if (!made)
        return;
    if (made->crt)
        gnutls_x509_crt_deinit(made->crt);
    if (made->key)
        gnutls_x509_privkey_deinit(made->key);
    g_bytes_unref(made->der);
    g_free(made);
}

slice_t made_der(const made_t *made)
{
    slice_t s = {0};
    s.data = g_bytes_get_data(made->der, &s.size);
    return s;
}

made_t *made_tampered(const made_t *made)
{
    made_t *tampered = g_new0(made_t, 1);
    gsize size;
    const guint8 *octets = g_bytes_get_data(made->der, &size);
    guint8 *copy = g_memdup2(octets, size);
    copy[size - 1] ^= 1;
    tampered->der = g_bytes_new_take(copy, size);
    return tampered;
}

char *made_pem_file(const made_t *const *made, size_t n)
{
    g_autoptr(GString) text = g_string_new("# certificates of a test\n");
    for (size_t i = 0; i < n; i++) {
        gnutls_datum_t pem = {0};
        MUST(gnutls_x509_crt_export2(made[i]->crt, GNUTLS_X509_FMT_PEM, &pem));
        g_string_append_len(text, (const char *)pem.data, (gssize)pem.size);
        gnutls_free(pem.data);
    }
    char *path = NULL;
    int fd = g_file_open_tmp("tlswitness-XXXXXX.pem", &path, NULL);
    g_assert_cmpint(fd, >=, 0);
    g_close(fd, NULL);
    g_assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
    return path;
}

static gnutls_pubkey_t large_rsa(size_t bits, size_t exponent_size)
{
    g_autofree guint8 *modulus = g_malloc(bits / 8);
    g_autofree guint8 *exponent = g_malloc(exponent_size);
    memset(modulus, 0xa5, bits / 8);
    memset(exponent, 0xa5, exponent_size);
    const gnutls_datum_t m = {modulus, (unsigned)(bits / 8)};
    const gnutls_datum_t e = {exponent, (unsigned)exponent_size};
    gnutls_pubkey_t key;
    MUST(gnutls_pubkey_init(&key));
    MUST(gnutls_pubkey_import_rsa_raw(key, &m, &e));
    return key;
}

static gnutls_pubkey_t large_dsa(size_t bits)
{
    guint8 small[32];
    g_autofree guint8 *modulus = g_malloc((bits + 7) / 8);
    memset(small, 0x5a, sizeof small);
    memset(modulus, 0xa5, (bits + 7) / 8);
    modulus[0] = (guint8)(1 << (bits + 7) % 8);
    const gnutls_datum_t p = {modulus, (unsigned)(bits + 7) / 8}, other = {small, sizeof small};
    gnutls_pubkey_t key;
    MUST(gnutls_pubkey_init(&key));
    MUST(gnutls_pubkey_import_dsa_raw(key, &p, &other, &other, &other));
    return key;
}

/* @key is taken. */
static made_t *make_large(const made_t *issuer, gnutls_pubkey_t key, gnutls_pk_algorithm_t pk,
                          unsigned own_bits)
{
    made_t *made = g_new0(made_t, 1);
    gnutls_datum_t der = {0};
    MUST(gnutls_x509_crt_init(&made->crt));
    MUST(gnutls_x509_crt_set_version(made->crt, 3));
    MUST(gnutls_x509_crt_set_serial(made->crt, "\1", 1));
    MUST(gnutls_x509_crt_set_activation_time(made->crt, MAKE_FROM));
    MUST(gnutls_x509_crt_set_expiration_time(made->crt, MAKE_UNTIL));
    MUST(gnutls_x509_crt_set_dn(made->crt, "CN=large", NULL));
    MUST(gnutls_x509_crt_set_basic_constraints(made->crt, 1, -1));
    MUST(gnutls_x509_crt_set_pubkey(made->crt, key));
    MUST(gnutls_x509_crt_sign2(made->crt, issuer->crt, issuer->key, GNUTLS_DIG_SHA256, 0));
    MUST(gnutls_x509_crt_export2(made->crt, GNUTLS_X509_FMT_DER, &der));
    made->der = g_bytes_new(der.data, der.size);
    MUST(gnutls_x509_privkey_init(&made->key));
    MUST(gnutls_x509_privkey_generate(made->key, pk, own_bits, 0));
    gnutls_free(der.data);
    gnutls_pubkey_deinit(key);
    return made;
}

made_t *make_large_rsa(const made_t *issuer, size_t bits, size_t exponent_size)
{
    return make_large(issuer, large_rsa(bits, exponent_size), GNUTLS_PK_RSA, 2048);
}

made_t *make_large_dsa(const made_t *issuer, size_t bits)
{
    return make_large(issuer, large_dsa(bits), GNUTLS_PK_DSA, 1024);
}
