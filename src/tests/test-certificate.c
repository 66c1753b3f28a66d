/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "certificate.h"

#include <string.h>

#include <gnutls/crypto.h>

#include "make-cert.h"
#include "text.h"

static void test_facts(void)
{
    g_autoptr(made_t) made = make_cert(&(recipe_t){
        .dn = "CN=Lab CA,O=Lab\\, Inc.,C=KR",
        .serial = 0x1f,
        .ca = true,
        .has_path_length = true,
        .path_length = 2,
        .san =
            "DNS:www.lab.test IP:127.0.0.1 IP:2001:db8::1 email:a@lab.test URI:http://lab.test/"});
    g_autoptr(certificate_t) c = certificate_new(made_der(made));
    static const char *const san[] = {"DNS:www.lab.test", "IP:127.0.0.1", "IP:2001:db8:0:0:0:0:0:1",
                                      "email:a@lab.test", "URI:http://lab.test/"};
    g_assert_null(c->malformed);
    g_assert_cmpstr(certificate_subject(c), ==, "CN=Lab CA,O=Lab\\, Inc.,C=KR");
    g_assert_cmpstr(certificate_issuer(c), ==, certificate_subject(c));
    g_assert_cmpstr(c->common_name, ==, "Lab CA");
    g_assert_cmpstr(c->short_name, ==, "CN=Lab CA");
    g_assert_cmpstr(c->serial, ==, "1f");
    g_assert_cmpuint(c->san->len, ==, G_N_ELEMENTS(san));
    for (guint i = 0; i < G_N_ELEMENTS(san); i++)
        g_assert_cmpstr(g_ptr_array_index(c->san, i), ==, san[i]);
    g_assert_cmpint(c->not_before, ==, MAKE_FROM);
    g_assert_cmpint(c->not_after, ==, MAKE_UNTIL);
    g_assert_cmpstr(c->key, ==, "EC secp256r1");
    g_assert_cmpuint(c->key_bits, ==, 256);
    g_assert_cmpstr(c->signature_algorithm, ==, "ECDSA-SHA256");
    g_assert_cmpuint(c->version, ==, 3);
    g_assert_true(c->self_issued);
    g_assert_true(c->extensions.ca);
    g_assert_cmpint(c->extensions.path_length, ==, 2);
    guint8 digest[32], key_id[32];
    size_t size = sizeof key_id;
    slice_t der = made_der(made);
    gnutls_hash_fast(GNUTLS_DIG_SHA256, der.data, der.size, digest);
    g_assert_true(memcmp(c->sha256, digest, sizeof digest) == 0);
    g_assert_cmpint(gnutls_x509_crt_get_key_id(made->crt, GNUTLS_KEYID_USE_SHA256, key_id, &size),
                    ==, 0);
    g_assert_true(memcmp(c->spki_sha256, key_id, sizeof key_id) == 0);
}

/* What was given back is made again when somebody asks, and the key lasts. */
static void test_released(void)
{
    int error = 0;
    g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = "CN=Lab CA,C=KR", .ca = true});
    g_autoptr(certificate_t) c = certificate_new(made_der(made));
    gnutls_pubkey_t key = certificate_public_key(c, &error);
    g_assert_nonnull(key);
    certificate_release(c);
    g_assert_cmpstr(certificate_subject(c), ==, "CN=Lab CA,C=KR");
    g_assert_null(c->decoded);
    g_assert_true(certificate_public_key(c, &error) == key);
    g_assert_null(c->decoded);
    g_assert_nonnull(certificate_crt(c));
    certificate_release(c);
    certificate_release(c);
    g_assert_cmpint(error, ==, 0);
}

static void test_shared(void)
{
    g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = "CN=Lab CA"});
    g_autoptr(certificate_t) c = certificate_new(made_der(made));
    g_assert_false(certificate_is_shared(c));
    certificate_t *other = certificate_ref(c);
    g_assert_true(certificate_is_shared(c));
    certificate_free(other);
    g_assert_false(certificate_is_shared(c));
}

static void test_poor(void)
{
    g_autoptr(made_t) nameless = make_cert(&(recipe_t){.version = 1});
    g_autoptr(made_t) company = make_cert(&(recipe_t){.dn = "O=Lab"});
    g_autoptr(certificate_t) a = certificate_new(made_der(nameless));
    g_autoptr(certificate_t) b = certificate_new(made_der(company));
    g_assert_null(a->malformed);
    g_assert_cmpstr(certificate_subject(a), ==, "");
    g_assert_null(a->common_name);
    g_assert_cmpstr(a->short_name, ==, "no name");
    g_assert_cmpuint(a->version, ==, 1);
    g_assert_cmpuint(a->san->len, ==, 0);
    g_assert_cmpstr(b->short_name, ==, "O=Lab");
}

/* A name full of tricks comes out plain. */
static void test_hostile_text(void)
{
    g_autoptr(made_t) made =
        make_cert(&(recipe_t){.dn = "CN=good\xe2\x80\xae"
                                    "lab\x1b[31m",
                              .san = "",
                              .extra = {{"2.5.29.17", "300c820a6c61620d0a2e74657374", false}}});
    g_autoptr(certificate_t) c = certificate_new(made_der(made));
    g_assert_cmpstr(c->common_name, ==, "good\\u{202E}lab\\x1B[31m");
    g_assert_cmpstr(g_ptr_array_index(c->san, 0), ==, "DNS:lab\\x0D\\x0A.test");
}

static void check_malformed(const guint8 *data, size_t size)
{
    g_autofree guint8 *copy = size ? g_memdup2(data, size) : NULL;
    g_autoptr(certificate_t) c = certificate_new((slice_t){copy, size});
    g_assert_nonnull(c->malformed);
    g_assert_null(certificate_crt(c));
    int error = 0;
    g_assert_null(certificate_public_key(c, &error));
    g_assert_cmpint(error, <, 0);
    g_assert_cmpstr(certificate_subject(c), ==, "");
    g_assert_cmpstr(c->short_name, ==, "no name");
}

static void test_malformed(void)
{
    g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = "CN=x", .san = "DNS:a.test"});
    slice_t der = made_der(made);
    for (size_t size = 0; size < der.size; size++)
        check_malformed(der.data, size);
    g_autofree guint8 *longer = g_malloc0(der.size + 1);
    memcpy(longer, der.data, der.size);
    check_malformed(longer, der.size + 1);
}

/* A subjectAltName of @n names "a.test", as an extension's hex. */
static char *many_names(guint n)
{
    GString *hex = g_string_new(NULL);
    guint size = 8 * n;
    g_string_append_printf(hex, "3083%06x", size);
    for (guint i = 0; i < n; i++)
        g_string_append(hex, "8206612e74657374");
    return g_string_free(hex, FALSE);
}

static void check_names(guint n, bool too_complex)
{
    g_autofree char *hex = many_names(n);
    g_autoptr(made_t) made =
        make_cert(&(recipe_t){.dn = "CN=x", .san = "", .extra = {{"2.5.29.17", hex, false}}});
    g_autoptr(certificate_t) c = certificate_new(made_der(made));
    g_assert_true(c->too_complex == too_complex);
    g_assert_true((c->malformed != NULL) == too_complex);
}

static void test_name_limit(void)
{
    check_names(EXTENSION_NAMES_LIMIT, false);
    check_names(EXTENSION_NAMES_LIMIT + 1, true);
}

static void test_peek(void)
{
    g_autoptr(made_t) root = make_cert(&(recipe_t){.dn = "CN=Root", .ca = true});
    g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = "CN=x", .issuer = root});
    g_autoptr(certificate_t) c = certificate_new(made_der(made));
    slice_t subject;
    g_assert_true(certificate_peek_subject(made_der(made), &subject));
    g_assert_true(slice_equal(subject, c->raw_subject));
    g_assert_false(certificate_peek_subject((slice_t){c->raw_subject.data, 4}, &subject));
    g_assert_false(certificate_peek_subject((slice_t){0}, &subject));
}

typedef struct {
    const char *name;
    const char *text;
    size_t size;
    const char *want;
} text_case_t;

static const text_case_t text_cases[] = {
    {"plain",             "Lab CA",       6, "Lab CA"         },
    {"letters of others", "\xed\x95\x9c", 3, "\xed\x95\x9c"   },
    {"zero",              "a\0b",         3,
     "a\\x00"
     "b"                                                      },
    {"control",           "a\x7f\x1b",    3, "a\\x7F\\x1B"    },
    {"second controls",   "\xc2\x9b",     2, "\\x9B"          },
    {"not UTF-8",         "a\xff\xc3",    3, "a\\xFF\\xC3"    },
    {"right to left",     "\xe2\x80\xae", 3, "\\u{202E}"      },
    {"zero width",        "\xe2\x80\x8b", 3, "\\u{200B}"      },
    {"isolate",           "\xe2\x81\xa6", 3, "\\u{2066}"      },
    {"line separator",    "\xe2\x80\xa8", 3, "\\u{2028}"      },
    {"surrogate",         "\xed\xa0\x80", 3, "\\xED\\xA0\\x80"},
    {"empty",             "",             0, ""               },
};

static void check_text(gconstpointer data)
{
    const text_case_t *c = data;
    g_autofree char *got = text_printable((slice_t){(const guint8 *)c->text, c->size});
    g_assert_cmpstr(got, ==, c->want);
}

static void test_text_limit(void)
{
    g_autofree char *most = g_strnfill(TEXT_LIMIT, 'a');
    g_autofree char *over = g_strnfill(TEXT_LIMIT + 1, 'a');
    g_autofree char *a = text_printable_string(most), *b = text_printable_string(over);
    g_assert_cmpuint(strlen(a), ==, TEXT_LIMIT);
    g_assert_cmpuint(strlen(b), ==, TEXT_LIMIT + 2);
    g_assert_true(g_str_has_suffix(b, "a.."));
    g_assert_null(text_printable_string(NULL));
}

static void test_hex_limit(void)
{
    g_autofree char *octets = g_strnfill(TEXT_LIMIT / 2 + 1, '\x5a');
    g_autofree char *most = text_hex((slice_t){(const guint8 *)octets, TEXT_LIMIT / 2});
    g_autofree char *over = text_hex((slice_t){(const guint8 *)octets, TEXT_LIMIT / 2 + 1});
    g_assert_cmpuint(strlen(most), ==, TEXT_LIMIT);
    g_assert_true(g_str_has_suffix(most, "5a5a"));
    g_assert_cmpuint(strlen(over), ==, TEXT_LIMIT + 2);
    g_assert_true(g_str_has_suffix(over, "5a5a.."));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/certificate/facts", test_facts);
    g_test_add_func("/certificate/given back", test_released);
    g_test_add_func("/certificate/with two owners", test_shared);
    g_test_add_func("/certificate/with little in it", test_poor);
    g_test_add_func("/certificate/hostile text", test_hostile_text);
    g_test_add_func("/certificate/malformed at every length", test_malformed);
    g_test_add_func("/certificate/limit of names", test_name_limit);
    g_test_add_func("/certificate/subject alone", test_peek);
    g_test_add_func("/certificate/text/limit", test_text_limit);
    g_test_add_func("/certificate/text/limit of hex", test_hex_limit);
    for (size_t i = 0; i < G_N_ELEMENTS(text_cases); i++) {
        g_autofree char *path = g_strdup_printf("/certificate/text/%s", text_cases[i].name);
        g_test_add_data_func(path, &text_cases[i], check_text);
    }
    return g_test_run();
}
