/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "browser-error.h"

#define BIT(problem) (1u << (PROBLEM_##problem))

typedef struct {
    guint32 problems;
    const char *code;
} code_t;

/* Where no trust anchor was reached Chromium checks no path, so there is nothing but the anchor to
 * complain of, and a certificate that cannot be decoded. */
#define NO_ANCHOR                                                                                  \
    (BIT(SELF_SIGNED) | BIT(UNTRUSTED_ROOT) | BIT(UNKNOWN_ISSUER) | BIT(MISSING_INTERMEDIATE) |    \
     BIT(BAD_SIGNATURE))

/* Errors of a path for which Chromium has a code, and those for which it has none: of these it
 * shows the general code, and that only where there is none of the others. */
#define WITH_CODE (BIT(WEAK_KEY) | BIT(EXPIRED) | BIT(NOT_YET_VALID))
#define WITHOUT_CODE                                                                               \
    (BIT(NOT_A_CA) | BIT(PATH_TOO_LONG) | BIT(NAME_CONSTRAINT) | BIT(WRONG_PURPOSE) |              \
     BIT(WRONG_KEY_USAGE) | BIT(UNKNOWN_CRITICAL_EXTENSION) | BIT(OTHER))

/* It looks no further behind a signature that it does not take (MD5, SHA-1). */
#define GENERAL (WITHOUT_CODE | BIT(WEAK_SIGNATURE))

static const code_t codes[] = {
    {GENERAL | BIT(MALFORMED),                           "NET::ERR_CERT_INVALID"            },
    {BIT(REVOKED),                                       "NET::ERR_CERT_REVOKED"            },
    {NO_ANCHOR,                                          "NET::ERR_CERT_AUTHORITY_INVALID"  },
    {BIT(NAME_MISMATCH) | BIT(NAME_ONLY_IN_COMMON_NAME), "NET::ERR_CERT_COMMON_NAME_INVALID"},
    {BIT(WEAK_KEY),                                      "NET::ERR_CERT_WEAK_KEY"           },
    {BIT(EXPIRED) | BIT(NOT_YET_VALID),                  "NET::ERR_CERT_DATE_INVALID"       },
};

const char *browser_error(guint32 problems)
{
    if (problems & (NO_ANCHOR | GENERAL | WITH_CODE))
        problems &= ~BIT(REVOKED); /* it is looked for where the path is good otherwise */
    if (problems & NO_ANCHOR)
        problems &= ~GENERAL;
    if (problems & WITH_CODE)
        problems &= ~WITHOUT_CODE;
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
        if (problems & codes[i].problems)
            return codes[i].code;
    return NULL;
}
