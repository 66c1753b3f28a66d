/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "name.h"

#include <string.h>

#include "constraint.h"
#include "lab.h"
#include "make-cert.h"

static slice_t slice_of(const char *text)
{
    return (slice_t){(const guint8 *)text, strlen(text)};
}

typedef struct {
    const char *name;
    const char *presented, *host;
    bool matches;
} dns_case_t;

static const dns_case_t dns_cases[] = {
    {"the same name",                      "www.lab.test",  "www.lab.test",     true },
    {"case makes no difference",           "WWW.Lab.Test",  "www.lAB.test",     true },
    {"another name",                       "www.lab.test",  "web.lab.test",     false},
    {"name below",                         "lab.test",      "www.lab.test",     false},
    {"name above",                         "www.lab.test",  "lab.test",         false},
    {"same end",                           "b.test",        "lab.test",         false},
    {"empty presented name",               "",              "lab.test",         false},
    {"wildcard",                           "*.lab.test",    "www.lab.test",     true },
    {"wildcard, case",                     "*.LAB.test",    "www.lab.TEST",     true },
    {"wildcard stands for one label",      "*.lab.test",    "a.www.lab.test",   false},
    {"wildcard stands for a label",        "*.lab.test",    "lab.test",         false},
    {"wildcard stands for no empty label", "*.lab.test",    ".lab.test",        false},
    {"wildcard in another domain",         "*.lab.test",    "www.else.test",    false},
    {"wildcard in part of a label",        "w*.lab.test",   "www.lab.test",     false},
    {"wildcard at the end of a label",     "*w.lab.test",   "www.lab.test",     false},
    {"wildcard not left-most",             "www.*.test",    "www.lab.test",     false},
    {"two wildcards",                      "*.*.test",      "www.lab.test",     false},
    {"wildcard alone",                     "*",             "test",             false},
    {"wildcard below a top-level domain",  "*.test",        "lab.test",         false},
    {"wildcard for an A-label",            "*.lab.test",    "xn--n3h.lab.test", true },
    {"trailing dot presented",             "www.lab.test.", "www.lab.test",     false},
};

static void check_dns(gconstpointer data)
{
    const dns_case_t *c = data;
    const char *why = name_dns_refusal(slice_of(c->presented), slice_of(c->host));
    g_assert_cmpstr(why ? "does not match" : "matches", ==,
                    c->matches ? "matches" : "does not match");
}

static void test_nul(void)
{
    const guint8 presented[] = "www.lab.test\0.else.test";
    g_assert_nonnull(
        name_dns_refusal((slice_t){presented, sizeof presented - 1}, slice_of("www.lab.test")));
    const guint8 zeros[] = {0, 0, 0}, other[] = {0, 'x', 0};
    g_assert_nonnull(name_dns_refusal((slice_t){zeros, 3}, (slice_t){other, 3}));
    const general_name_t constraint = {
        GENERAL_NAME_DNS, {zeros, 3}
    };
    const general_name_t same =
                             {
                                 GENERAL_NAME_DNS, {zeros, 3}
    },
                         name = {GENERAL_NAME_DNS, {other, 3}};
    g_assert_true(constraint_covers(&constraint, &same, CONSTRAINT_EXCLUDES));
    g_assert_false(constraint_covers(&constraint, &name, CONSTRAINT_EXCLUDES));
}

typedef struct {
    const char *name;
    const char *dn, *san;
    const char *reference;
    name_answer_t answer;
    const char *explanation;
} compare_case_t;

static const compare_case_t compare_cases[] = {
    {"name",                          "CN=x",         "DNS:a.test DNS:b.test",             "b.test",         NAME_MATCHES,             "DNS:b.test: matches"},
    {"trailing dot of the reference", "CN=x",         "DNS:b.test",                        "b.test.",        NAME_MATCHES,
     "DNS:b.test: matches"                                                                                                                                  },
    {"mismatch, entry by entry",      "CN=x",         "DNS:a.test DNS:*.b.test",           "x.y.b.test",     NAME_MISMATCH,
     "DNS:a.test: another name; DNS:*.b.test: the wildcard stands for exactly one label"                                                                    },
    {"common name is not read",       "CN=b.test",    "DNS:a.test",                        "b.test",         NAME_IN_COMMON_NAME_ONLY,
     "DNS:a.test: another name; the common name matches, but clients no longer read it"                                                                     },
    {"common name alone",             "CN=b.test",    NULL,                                "b.test",         NAME_IN_COMMON_NAME_ONLY,
     "the certificate has no subjectAltName; the common name matches, but clients no longer read "
     "it"                                                                                                                                                   },
    {"no name at all",                "CN=a.test",    NULL,                                "b.test",         NAME_MISMATCH,
     "the certificate has no subjectAltName"                                                                                                                },
    {"address",                       "CN=x",         "DNS:a.test IP:192.0.2.1",           "192.0.2.1",      NAME_MATCHES,
     "IP:192.0.2.1: matches"                                                                                                                                },
    {"another address",               "CN=x",         "IP:192.0.2.1",                      "192.0.2.2",      NAME_MISMATCH,
     "IP:192.0.2.1: another address"                                                                                                                        },
    {"address of 16 octets",          "CN=x",         "IP:2001:db8::1",                    "2001:0DB8:0::1", NAME_MATCHES,
     "IP:2001:db8:0:0:0:0:0:1: matches"                                                                                                                     },
    {"address in brackets",           "CN=x",         "IP:2001:db8::1",                    "[2001:db8::1]",  NAME_MATCHES,
     "IP:2001:db8:0:0:0:0:0:1: matches"                                                                                                                     },
    {"address among names only",      "CN=x",         "DNS:a.test",                        "192.0.2.1",      NAME_NO_ADDRESSES,
     "DNS:a.test: a name, and an address was asked for"                                                                                                     },
    {"address as a dNSName is none",  "CN=x",         "DNS:192.0.2.1",                     "192.0.2.1",      NAME_NO_ADDRESSES,
     "DNS:192.0.2.1: a name, and an address was asked for"                                                                                                  },
    {"address in the common name",    "CN=192.0.2.1", "DNS:a.test",                        "192.0.2.1",
     NAME_IN_COMMON_NAME_ONLY,                                                                                                         "DNS:a.test: a name, and an address was asked for; the common name matches, but clients no "
     "longer read it"                                                                                                         },
    {"name among addresses only",     "CN=x",         "IP:192.0.2.1",                      "a.test",         NAME_MISMATCH,
     "IP:192.0.2.1: an address, and a name was asked for"                                                                                                   },
    {"other kinds name no server",    "CN=x",         "email:a@b.test URI:http://b.test/", "b.test",
     NAME_MISMATCH,                                                                                                                    "email:a@b.test: of a kind that names no server; URI:http://b.test/: of a kind that names no "
     "server"                                                                                                                            },
    {"both forms of an IDN",          "CN=x",         "DNS:xn--bcher-kva.test",
     "b\xc3\xbc"
     "cher.test",                                                                                            NAME_MATCHES,
     "DNS:xn--bcher-kva.test (b\xc3\xbc"
     "cher.test): matches"                                                                                                                                  },
};

static void check_compare(gconstpointer data)
{
    const compare_case_t *c = data;
    g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = c->dn, .san = c->san});
    g_autoptr(certificate_t) certificate = certificate_new(made_der(made));
    name_result_t result = name_compare(certificate, c->reference, LANGUAGE_ENGLISH);
    g_assert_cmpint(result.answer, ==, c->answer);
    g_assert_cmpstr(result.explanation, ==, c->explanation);
    g_free(result.explanation);
    name_result_t korean = name_compare(certificate, c->reference, LANGUAGE_KOREAN);
    g_assert_cmpint(korean.answer, ==, c->answer);
    g_assert_true(lab_has_hangul(korean.explanation));
    g_free(korean.explanation);
}

/* Twenty names are told one by one, the rest is counted. */
static void test_many(void)
{
    g_autoptr(GString) san = g_string_new("DNS:n0.test");
    for (int i = 1; i < 23; i++)
        g_string_append_printf(san, " DNS:n%d.test", i);
    g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = "CN=x", .san = san->str});
    g_autoptr(certificate_t) certificate = certificate_new(made_der(made));
    name_result_t last = name_compare(certificate, "n22.test", LANGUAGE_ENGLISH);
    name_result_t none = name_compare(certificate, "else.test", LANGUAGE_ENGLISH);
    g_assert_cmpstr(last.explanation, ==, "DNS:n22.test: matches");
    g_assert_true(g_str_has_suffix(
        none.explanation, "DNS:n19.test: another name; and 3 more, none of which matches"));
    g_free(last.explanation);
    g_free(none.explanation);
}

typedef struct {
    const char *name, *presented;
    bool well_formed, underscore;
} form_case_t;

static const form_case_t form_cases[] = {
    {"letters, digits, hyphens", "a-1.lab.test",                                                          true,  false},
    {"wildcard",                 "*.lab.test",                                                            true,  false},
    {"underscore",               "a_b.lab.test",                                                          true,  true },
    {"one label",                "lab",                                                                   true,  false},
    {"empty",                    "",                                                                      false, false},
    {"empty label",              "a..test",                                                               false, false},
    {"dot in front",             ".lab.test",                                                             false, false},
    {"dot at the end",           "lab.test.",                                                             false, false},
    {"space",                    "a b.test",                                                              false, false},
    {"wildcard inside",          "a.*.test",                                                              false, false},
    {"label of 63",              "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk.test",  true,
     false                                                                                                            },
    {"label of 64",              "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl.test", false,
     false                                                                                                            },
};

static void check_form(gconstpointer data)
{
    const form_case_t *c = data;
    bool underscore;
    g_assert_cmpint(name_dns_is_well_formed(slice_of(c->presented), &underscore), ==,
                    c->well_formed);
    if (c->well_formed)
        g_assert_cmpint(underscore, ==, c->underscore);
}

/* A constraint and a name: is it excluded, is it permitted? */
typedef struct {
    const char *name;
    general_name_kind_t kind;
    const char *constraint, *presented;
    bool excluded, permitted;
} constraint_case_t;

static const constraint_case_t constraint_cases[] = {
    {"uri: the host",                GENERAL_NAME_URI,   "lab.test",   "http://lab.test/",          true,  true },
    {"uri: user and port",           GENERAL_NAME_URI,   "lab.test",   "http://u:p@lab.test:8/",    true,  true },
    {"uri: another host",            GENERAL_NAME_URI,   "lab.test",   "http://a.lab.test/",        false, false},
    {"uri: below a domain",          GENERAL_NAME_URI,   ".lab.test",  "http://a.lab.test/",        true,  true },
    {"uri: the domain itself",       GENERAL_NAME_URI,   ".lab.test",  "http://lab.test/",          false, false},
    {"uri: in the path",             GENERAL_NAME_URI,   "lab.test",   "http://else.test/lab.test", false, false},
    {"uri: no host",                 GENERAL_NAME_URI,   "lab.test",   "urn:lab.test",              true,  false},
    {"uri: an address",              GENERAL_NAME_URI,   "lab.test",   "http://[::1]/",             true,  false},
    {"uri: an address of version 4", GENERAL_NAME_URI,   "lab.test",   "http://192.0.2.1/",         true,
     false                                                                                                      },
    {"dns: empty is everything",     GENERAL_NAME_DNS,   "",           "www.lab.test",              true,  true },
    {"dns: case",                    GENERAL_NAME_DNS,   "LAB.test",   "www.lab.TEST",              true,  true },
    {"mail: a domain",               GENERAL_NAME_EMAIL, ".lab.test",  "a@b.lab.test",              true,  true },
    {"mail: mailbox is exact",       GENERAL_NAME_EMAIL, "a@lab.test", "A@lab.test",                false, false},
    {"mail: host ignores case",      GENERAL_NAME_EMAIL, "a@lab.test", "a@LAB.test",                true,  true },
    {"kinds not known are refused",  GENERAL_NAME_OTHER, "x",          "x",                         true,  false},
};

static void check_constraint(gconstpointer data)
{
    const constraint_case_t *c = data;
    const general_name_t constraint = {c->kind, slice_of(c->constraint)};
    const general_name_t name = {c->kind, slice_of(c->presented)};
    g_assert_null(constraint_refusal(&constraint));
    g_assert_cmpint(constraint_covers(&constraint, &name, CONSTRAINT_EXCLUDES), ==, c->excluded);
    g_assert_cmpint(constraint_covers(&constraint, &name, CONSTRAINT_PERMITS), ==, c->permitted);
}

#define ADD_CASES(prefix, cases, check)                                                            \
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {                                             \
        g_autofree char *path = g_strdup_printf("/name/" prefix "/%s", cases[i].name);             \
        g_test_add_data_func(path, &cases[i], check);                                              \
    }

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD_CASES("dns", dns_cases, check_dns)
    ADD_CASES("compare", compare_cases, check_compare)
    ADD_CASES("form", form_cases, check_form)
    ADD_CASES("constraint", constraint_cases, check_constraint)
    g_test_add_func("/name/dns/an octet of zero ends nothing", test_nul);
    g_test_add_func("/name/compare/many names", test_many);
    return g_test_run();
}
