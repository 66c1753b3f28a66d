/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "openssl-error.h"

/* In the order in which X509_verify_cert() looks: it builds the chain, then checks extensions,
 * strength, name constraints, the name, revocation, and last, from the root down, signatures and
 * times. */
static const struct {
    problem_t problem;
    openssl_error_t error;
} errors[] = {
    {PROBLEM_SELF_SIGNED,                {18, "self-signed certificate"}                     },
    {PROBLEM_UNTRUSTED_ROOT,             {19, "self-signed certificate in certificate chain"}},
    {PROBLEM_UNKNOWN_ISSUER,             {20, "unable to get local issuer certificate"}      },
    {PROBLEM_MISSING_INTERMEDIATE,       {20, "unable to get local issuer certificate"}      },
    {PROBLEM_UNKNOWN_CRITICAL_EXTENSION, {34, "unhandled critical extension"}                },
    {PROBLEM_NOT_A_CA,                   {79, "invalid CA certificate"}                      },
    {PROBLEM_WRONG_KEY_USAGE,            {79, "invalid CA certificate"}                      },
    {PROBLEM_PATH_TOO_LONG,              {25, "path length constraint exceeded"}             },
    {PROBLEM_WRONG_PURPOSE,              {26, "unsuitable certificate purpose"}              },
    {PROBLEM_NAME_CONSTRAINT,            {47, "permitted subtree violation"}                 },
    {PROBLEM_NAME_MISMATCH,              {62, "hostname mismatch"}                           },
    {PROBLEM_REVOKED,                    {23, "certificate revoked"}                         },
    {PROBLEM_BAD_SIGNATURE,              {7, "certificate signature failure"}                },
    {PROBLEM_NOT_YET_VALID,              {9, "certificate is not yet valid"}                 },
    {PROBLEM_EXPIRED,                    {10, "certificate has expired"}                     },
};

static const reason_t *find_problem(const verdict_t *verdict, problem_t problem)
{
    for (guint i = 0; i < verdict->problems->len; i++)
        if (g_array_index(verdict->problems, reason_t, i).word == (guint)problem)
            return &g_array_index(verdict->problems, reason_t, i);
    return NULL;
}

openssl_error_t openssl_error(const verdict_t *verdict)
{
    for (size_t i = 0; i < G_N_ELEMENTS(errors); i++) {
        const reason_t *reason = find_problem(verdict, errors[i].problem);
        if (!reason)
            continue;
        if (errors[i].problem == PROBLEM_WRONG_KEY_USAGE && reason->certificate == 0)
            return (openssl_error_t){26, "unsuitable certificate purpose"};
        if (errors[i].problem == PROBLEM_NAME_MISMATCH && verdict->name_source == NAME_ADDRESS)
            return (openssl_error_t){64, "IP address mismatch"};
        return errors[i].error;
    }
    return (openssl_error_t){0, NULL};
}
