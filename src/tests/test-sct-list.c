/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sct.h"

#include "make-cert.h"
#include "octets.h"

/* The form of lists and of what is in them. No signature is made here, so that an SCT that can be
 * read is of an unknown log; test-sct.c checks signatures. */

/* 64 digits: a log's id; 16: a timestamp. */
#define LOG_ID    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define TIMESTAMP "0000018ec5a5a000"

typedef struct {
    const char *name;
    const char *hex;  /* of a SignedCertificateTimestampList; blanks do not count */
    const char *want; /* the status of each, or "no list" */
} list_case_t;

/* clang-format off */
static const list_case_t list_cases[] = {
    {"one",                       "0033 0031 00 " LOG_ID TIMESTAMP " 0000 0403 0002 3000", "unknown-log"},
    {"with extensions",           "0034 0032 00 " LOG_ID TIMESTAMP " 0001ff 0403 0002 3000", "unknown-log"},
    {"empty signature",           "0031 002f 00 " LOG_ID TIMESTAMP " 0000 0403 0000", "unknown-log"},
    {"two",                       "0062 002f 00 " LOG_ID TIMESTAMP " 0000 0403 0000"
                                      " 002f 00 " LOG_ID TIMESTAMP " 0000 0401 0000", "unknown-log unknown-log"},
    {"another hash",              "0031 002f 00 " LOG_ID TIMESTAMP " 0000 0603 0000", "unsupported"},
    {"another algorithm",         "0031 002f 00 " LOG_ID TIMESTAMP " 0000 0402 0000", "unsupported"},
    {"another version",           "0031 002f 01 " LOG_ID TIMESTAMP " 0000 0403 0000", "unsupported"},
    {"nothing but a version",     "0003 0001 01", "unsupported"},
    {"nothing but version 1",     "0003 0001 00", "malformed"},
    {"octet after the signature", "0032 0030 00 " LOG_ID TIMESTAMP " 0000 0403 0000 00", "malformed"},
    {"signature past the SCT",    "0031 002f 00 " LOG_ID TIMESTAMP " 0000 0403 0001", "malformed"},
    {"extensions past the SCT",   "0031 002f 00 " LOG_ID TIMESTAMP " 0005 0403 0000", "malformed"},
    {"one malformed of two",      "0034 0001 00 002f 00 " LOG_ID TIMESTAMP " 0000 0403 0000", "malformed unknown-log"},
    {"no octets",                 "", "no list"},
    {"half a length",             "00", "no list"},
    {"count of zero",             "0000", "no list"},
    {"an SCT of no octets",       "0002 0000", "no list"},
    {"SCT past the list",         "0003 0002 01", "no list"},
    {"half an SCT's length",      "0001 00", "no list"},
    {"half a second length",      "0004 0001 01 00", "no list"},
    {"list past the octets",      "0004 0001 01", "no list"},
    {"octet after the list",      "0003 0001 01 00", "no list"},
};
/* clang-format on */

static GArray *check_octets(const guint8 *data, size_t size)
{
    g_autofree guint8 *copy = size ? g_memdup2(data, size) : NULL;
    static const guint8 none[1];
    g_autoptr(certificate_t) nobody = certificate_new((slice_t){none, 0});
    const sct_question_t question = {
        .source = SCT_FROM_TLS, .end_entity = nobody, .logs = ct_logs_shipped()};
    return sct_list_check((slice_t){copy, size}, &question);
}

/* The statuses as words. Gives. */
static char *told(const GArray *scts)
{
    if (!scts)
        return g_strdup("no list");
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < scts->len; i++)
        g_string_append_printf(out, "%s%s", i ? " " : "",
                               sct_status_word(g_array_index(scts, sct_t, i).status));
    return g_string_free(out, FALSE);
}

static void check_list(gconstpointer data)
{
    const list_case_t *c = data;
    g_autoptr(GByteArray) octets = octets_of(c->hex);
    g_autoptr(GArray) scts = check_octets(octets->data, octets->len);
    g_autofree char *got = told(scts);
    g_assert_cmpstr(got, ==, c->want);
}

/* A list that is cut short anywhere is none. */
static void test_short_list(void)
{
    g_autoptr(GByteArray) octets = octets_of(list_cases[0].hex);
    for (guint size = 0; size < octets->len; size++)
        g_assert_null(check_octets(octets->data, size));
}

/* An SCT that is cut short inside its vector is malformed, and leaves the list readable. */
static void test_short_sct(void)
{
    g_autoptr(GByteArray) octets = octets_of(list_cases[0].hex);
    for (guint size = 1; size + 4 < octets->len; size++) {
        octets->data[1] = (guint8)(size + 2);
        octets->data[3] = (guint8)size;
        g_autoptr(GArray) scts = check_octets(octets->data, size + 4);
        g_autofree char *got = told(scts);
        g_assert_cmpstr(got, ==, "malformed");
    }
}

static void test_facts(void)
{
    g_autoptr(GByteArray) octets =
        octets_of("0034 0032 00 " LOG_ID TIMESTAMP " 0001ff 0401 0002 3000");
    g_autoptr(GArray) scts = sct_list_parse((slice_t){octets->data, octets->len});
    g_autoptr(GByteArray) id = octets_of(LOG_ID);
    g_assert_cmpuint(scts->len, ==, 1);
    const sct_t *sct = &g_array_index(scts, sct_t, 0);
    g_assert_cmpuint(sct->version, ==, 0);
    g_assert_true(
        slice_equal((slice_t){sct->log_id, sizeof sct->log_id}, (slice_t){id->data, id->len}));
    g_assert_cmpuint(sct->timestamp, ==, G_GUINT64_CONSTANT(0x18ec5a5a000));
    g_assert_true(slice_equal(sct->extensions, (slice_t){(const guint8 *)"\xff", 1}));
    g_assert_cmpuint(sct->hash, ==, 4);
    g_assert_cmpuint(sct->signature_algorithm, ==, 1);
    g_assert_true(slice_equal(sct->signature, (slice_t){(const guint8 *)"\x30\0", 2}));
    g_assert_cmpint(sct->status, ==, SCT_NOT_CHECKED);
    g_assert_null(sct->log);
}

typedef struct {
    const char *name;
    const char *value; /* hex of the extension's value; NULL: no such extension */
    bool has;
    size_t size; /* of the list; 0: malformed */
} extension_case_t;

static const extension_case_t extension_cases[] = {
    {"none",                 NULL,       false, 0},
    {"octets",               "0401ff",   true,  1},
    {"not an OCTET STRING",  "30020000", true,  0},
    {"octet after it",       "0401ff00", true,  0},
    {"shorter than it says", "04030000", true,  0},
    {"empty OCTET STRING",   "0400",     true,  0},
};

static void check_extension(gconstpointer data)
{
    const extension_case_t *c = data;
    recipe_t recipe = {.dn = "CN=www.lab.test"};
    if (c->value)
        recipe.extra[0] = (make_extension_t){"1.3.6.1.4.1.11129.2.4.2", c->value, false};
    else
        recipe.extra[0] = (make_extension_t){"1.3.6.1.4.1.11129.2.4.3", "0401ff", false};
    g_autoptr(made_t) made = make_cert(&recipe);
    g_autoptr(certificate_t) certificate = certificate_new(made_der(made));
    slice_t list = {0};
    g_assert_cmpint(sct_embedded_list(certificate, &list), ==, c->has);
    g_assert_cmpuint(list.size, ==, c->size);
}

static void test_without_extensions(void)
{
    static const guint8 octets[] = {0x30, 0x01, 0x00};
    g_autoptr(certificate_t) broken = certificate_new((slice_t){octets, sizeof octets});
    g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = "CN=x", .version = 1});
    g_autoptr(certificate_t) old = certificate_new(made_der(made));
    slice_t list;
    g_assert_false(sct_embedded_list(broken, &list));
    g_assert_false(sct_embedded_list(old, &list));
}

static void test_words(void)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (int i = 0; i < SCT_STATUS_COUNT; i++) {
        g_assert_nonnull(sct_status_word((sct_status_t)i));
        g_assert_true(g_hash_table_add(seen, (char *)sct_status_word((sct_status_t)i)));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(list_cases); i++) {
        g_autofree char *path = g_strdup_printf("/sct-list/%s", list_cases[i].name);
        g_test_add_data_func(path, &list_cases[i], check_list);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(extension_cases); i++) {
        g_autofree char *path = g_strdup_printf("/sct-list/extension/%s", extension_cases[i].name);
        g_test_add_data_func(path, &extension_cases[i], check_extension);
    }
    g_test_add_func("/sct-list/cut short", test_short_list);
    g_test_add_func("/sct-list/SCT cut short", test_short_sct);
    g_test_add_func("/sct-list/facts", test_facts);
    g_test_add_func("/sct-list/certificate without extensions", test_without_extensions);
    g_test_add_func("/sct-list/words", test_words);
    return g_test_run();
}
