/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "browser-error.h"

#include <string.h>

/* What Chromium 156 showed for servers with just these problems; the malformed one was not tried.
 */
typedef struct {
    const char *name;
    guint32 problems;
    const char *want;
} error_case_t;

#define P(problem) (1u << (PROBLEM_##problem))

static void test_error(gconstpointer data)
{
    const error_case_t *c = data;
    const char *code = browser_error(c->problems);
    g_assert_cmpstr(code ? code + strlen("NET::ERR_CERT_") : "-", ==, c->want);
}

static const error_case_t cases[] = {
    {"none",                        0,                                                "-"                  },
    {"weak signature",              P(WEAK_SIGNATURE),                                "INVALID"            },
    {"weak signature, expired",     P(WEAK_SIGNATURE) | P(EXPIRED),                   "INVALID"            },
    {"weak signature, name",        P(WEAK_SIGNATURE) | P(NAME_MISMATCH),             "INVALID"            },
    {"weak signature, revoked",     P(WEAK_SIGNATURE) | P(REVOKED),                   "INVALID"            },
    {"purpose",                     P(WRONG_PURPOSE),                                 "INVALID"            },
    {"purpose, name",               P(WRONG_PURPOSE) | P(NAME_MISMATCH),              "INVALID"            },
    {"purpose, expired",            P(WRONG_PURPOSE) | P(EXPIRED),                    "DATE_INVALID"       },
    {"purpose, expired, name",      P(WRONG_PURPOSE) | P(EXPIRED) | P(NAME_MISMATCH),
     "COMMON_NAME_INVALID"                                                                                 },
    {"purpose, weak key",           P(WRONG_PURPOSE) | P(WEAK_KEY),                   "WEAK_KEY"           },
    {"purpose, weak key, expired",  P(WRONG_PURPOSE) | P(WEAK_KEY) | P(EXPIRED),      "WEAK_KEY"           },
    {"purpose, revoked",            P(WRONG_PURPOSE) | P(REVOKED),                    "INVALID"            },
    {"critical extension, expired", P(UNKNOWN_CRITICAL_EXTENSION) | P(EXPIRED),       "DATE_INVALID"       },
    {"weak key, name",              P(WEAK_KEY) | P(NAME_MISMATCH),                   "COMMON_NAME_INVALID"},
    {"weak key, expired",           P(WEAK_KEY) | P(EXPIRED),                         "WEAK_KEY"           },
    {"weak key, revoked",           P(WEAK_KEY) | P(REVOKED),                         "WEAK_KEY"           },
    {"revoked",                     P(REVOKED),                                       "REVOKED"            },
    {"revoked, name",               P(REVOKED) | P(NAME_MISMATCH),                    "REVOKED"            },
    {"revoked, expired",            P(REVOKED) | P(EXPIRED),                          "DATE_INVALID"       },
    {"expired, name",               P(EXPIRED) | P(NAME_MISMATCH),                    "COMMON_NAME_INVALID"},
    {"no anchor, purpose",          P(UNKNOWN_ISSUER) | P(WRONG_PURPOSE),             "AUTHORITY_INVALID"  },
    {"no anchor, weak signature",   P(UNTRUSTED_ROOT) | P(WEAK_SIGNATURE),            "AUTHORITY_INVALID"  },
    {"no anchor, expired, name",    P(SELF_SIGNED) | P(EXPIRED) | P(NAME_MISMATCH),
     "AUTHORITY_INVALID"                                                                                   },
    {"malformed, expired",          P(MALFORMED) | P(EXPIRED),                        "INVALID"            },
};

int main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/browser-error/%s", cases[i].name);
        g_test_add_data_func(path, &cases[i], test_error);
    }
    return g_test_run();
}
