/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trust.h"

#include <string.h>

#include <glib/gstdio.h>

#include "make-cert.h"

static char *write_file(const char *text)
{
    char *path = NULL;
    int fd = g_file_open_tmp("tlswitness-XXXXXX.pem", &path, NULL);
    g_assert_cmpint(fd, >=, 0);
    g_close(fd, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

/* Adds @text as a file; gives the message (without the file's name), or NULL. */
static char *add_text(trust_t *trust, const char *text)
{
    g_autofree char *path = write_file(text);
    g_autoptr(GError) error = NULL;
    bool added = trust_add_file(trust, path, &error);
    g_unlink(path);
    g_assert_true(added == (error == NULL));
    if (added)
        return NULL;
    g_assert_true(g_str_has_prefix(error->message, path));
    g_assert_cmpstr(trust_unusable_reason(trust), ==, error->message);
    return g_strdup(error->message + strlen(path));
}

static char *pem_of(const made_t *made)
{
    g_autofree char *path = made_pem_file(&made, 1);
    char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_unlink(path);
    return text;
}

static void test_empty(void)
{
    g_autoptr(trust_t) trust = trust_new();
    g_assert_cmpuint(trust_count(trust), ==, 0);
    g_assert_cmpstr(trust_unusable_reason(trust), ==, "there is no trusted CA certificate");
}

static void test_anchors(void)
{
    g_autoptr(made_t) a = make_cert(&(recipe_t){.dn = "CN=A", .ca = true});
    g_autoptr(made_t) twin = make_cert(&(recipe_t){.dn = "CN=A", .ca = true});
    g_autoptr(made_t) b = make_cert(&(recipe_t){.dn = "CN=B", .ca = true, .issuer = a});
    g_autoptr(trust_t) trust = trust_new();
    const made_t *const all[] = {a, b, twin, a};
    g_autofree char *path = made_pem_file(all, G_N_ELEMENTS(all));
    g_assert_true(trust_add_file(trust, path, NULL));
    g_unlink(path);
    g_assert_null(trust_unusable_reason(trust));
    g_assert_cmpuint(trust_count(trust), ==, 3);
    g_autoptr(certificate_t) found = certificate_new(made_der(twin));
    g_autoptr(made_t) stranger = make_cert(&(recipe_t){.dn = "CN=A", .ca = true});
    g_autoptr(certificate_t) other = certificate_new(made_der(stranger));
    g_assert_nonnull(trust_find(trust, found));
    g_assert_null(trust_find(trust, other));
    const GPtrArray *same = trust_by_subject(trust, found->raw_subject);
    g_assert_cmpuint(same->len, ==, 2);
    g_assert_cmpstr(certificate_subject(g_ptr_array_index(same, 0)), ==, "CN=A");
    g_assert_null(trust_by_subject(trust, (slice_t){(const guint8 *)"0", 1}));
}

static void test_bad_files(void)
{
    g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = "CN=A", .ca = true});
    g_autofree char *pem = pem_of(made);
    g_autofree char *with_bad = g_strdup_printf(
        "%s-----BEGIN CERTIFICATE-----\nMAMCAQA=\n-----END CERTIFICATE-----\n", pem);
    g_autofree char *cut = g_strndup(pem, strlen(pem) / 2);
    static const char key[] = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    g_autofree char *with_key = g_strconcat(key, pem, NULL);
    struct {
        const char *text, *want;
    } cases[] = {
        {"",          ": there is no PEM certificate in it"},
        {"nothing\n", ": there is no PEM certificate in it"},
        {key,         ": there is no PEM certificate in it"},
        {cut,         ": certificate 1 (line 2) is not PEM"},
        {with_bad,    ": certificate 2 (line "             },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(trust_t) trust = trust_new();
        g_autofree char *message = add_text(trust, cases[i].text);
        g_assert_nonnull(message);
        if (!g_str_has_prefix(message, cases[i].want))
            g_error("wanted \"%s\", got \"%s\"", cases[i].want, message);
    }
    g_autoptr(trust_t) trust = trust_new();
    g_assert_null(add_text(trust, with_key));
    g_assert_cmpuint(trust_count(trust), ==, 1);
}

/* What failed once stays told, however much is added after it. */
static void test_unusable_stays(void)
{
    g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = "CN=A", .ca = true});
    g_autofree char *pem = pem_of(made);
    g_autoptr(trust_t) trust = trust_new();
    g_autoptr(GError) error = NULL;
    g_assert_false(trust_add_file(trust, "/nowhere/at all\x1b.pem", &error));
    g_assert_cmpstr(error->message, ==,
                    "/nowhere/at all\\x1B.pem: cannot be read: No such file or directory");
    g_assert_null(add_text(trust, pem));
    g_assert_cmpstr(trust_unusable_reason(trust), ==, error->message);
}

int main(int argc, char **argv)
{
    g_setenv("LC_ALL", "C", true);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/trust/empty", test_empty);
    g_test_add_func("/trust/anchors by subject", test_anchors);
    g_test_add_func("/trust/files that are none", test_bad_files);
    g_test_add_func("/trust/unusable stays unusable", test_unusable_stays);
    return g_test_run();
}
