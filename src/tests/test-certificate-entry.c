/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "certificate-entry.h"

#include "octets.h"

typedef struct {
    const char *name;
    const char *hex;
    const char *want; /* "staple sct", each in hex, "-" for none; NULL: refused */
} entry_case_t;

/* clang-format off */
static const entry_case_t entries[] = {
    {"no extensions",              "00 000006 000001 30 0000",                                           "- -"},
    {"a staple",                   "00 000010 000001 30 000a 0005 0006 01 000002 aabb",                  "aabb -"},
    {"timestamps",                 "00 00000c 000001 30 0006 0012 0002 ccdd",                            "- ccdd"},
    {"both",                       "00 000016 000001 30 0010 0012 0002 ccdd 0005 0006 01 000002 aabb",   "aabb ccdd"},
    {"of the first entry only",    "00 000016 000001 30 0000 000001 31 000a 0005 0006 01 000002 aabb",   "- -"},
    {"another extension",          "00 00000a 000001 30 0004 0063 0000",                                 "- -"},
    {"a staple that is none",      "00 000010 000001 30 000a 0005 0006 02 000002 aabb",                  "- -"},
    {"a context",                  "01 ff 000006 000001 30 0000",                                        "- -"},
    {"no entry",                   "00 000000",                                                          NULL},
    {"nothing",                    "",                                                                   NULL},
    {"one octet short",            "00 000006 000001 30 00",                                             NULL},
    {"one octet long",             "00 000006 000001 30 0000 00",                                        NULL},
    {"extension past its block",   "00 00000c 000001 30 0006 0012 0003 ccdd",                            NULL},
    {"half an extension",          "00 000008 000001 30 0002 0012",                                      NULL},
};

static const entry_case_t statuses[] = {
    {"ocsp",            "01 000002 aabb",    "aabb"},
    {"another type",    "02 000002 aabb",    NULL},
    {"empty",           "01 000000",         NULL},
    {"nothing",         "",                  NULL},
    {"one octet short", "01 000002 aa",      NULL},
    {"one octet long",  "01 000002 aabb cc", NULL},
};
/* clang-format on */

static char *hex_of(slice_t slice)
{
    GString *out = g_string_new(slice.size ? NULL : "-");
    for (size_t i = 0; i < slice.size; i++)
        g_string_append_printf(out, "%02x", slice.data[i]);
    return g_string_free(out, FALSE);
}

static void check_entry(gconstpointer data)
{
    const entry_case_t *c = data;
    g_autoptr(GByteArray) octets = octets_of(c->hex);
    certificate_entry_t entry = {0};
    bool read = certificate_entry_parse((slice_t){octets->data, octets->len}, &entry);
    g_assert_cmpint(read, ==, c->want != NULL);
    g_autofree char *staple = hex_of(entry.ocsp_response), *list = hex_of(entry.sct_list);
    g_autofree char *told = g_strjoin(" ", staple, list, NULL);
    g_assert_cmpstr(told, ==, c->want ? c->want : "- -");
}

static void check_status(gconstpointer data)
{
    const entry_case_t *c = data;
    g_autoptr(GByteArray) octets = octets_of(c->hex);
    slice_t response = {0};
    bool read = certificate_status_parse((slice_t){octets->data, octets->len}, &response);
    g_assert_cmpint(read, ==, c->want != NULL);
    g_autofree char *told = hex_of(response);
    g_assert_cmpstr(told, ==, c->want ? c->want : "-");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(entries); i++) {
        g_autofree char *path = g_strconcat("/certificate entry/", entries[i].name, NULL);
        g_test_add_data_func(path, &entries[i], check_entry);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
        g_autofree char *path = g_strconcat("/certificate status/", statuses[i].name, NULL);
        g_test_add_data_func(path, &statuses[i], check_status);
    }
    return g_test_run();
}
