/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "remedy.h"

/* clang-format off */
static const char *const remedies[] = {
    [PROBLEM_SELF_SIGNED] = "have an authority sign it, or, in a lab, put this very certificate into the clients' trust store (ca_file). It encrypts all the same, but to whom, nobody knows",
    [PROBLEM_UNTRUSTED_ROOT] = "trust this root, if you know whose it is (ca_file, or the clients' store), or use a certificate of an authority that is trusted. A root that the server sends proves nothing",
    [PROBLEM_UNKNOWN_ISSUER] = "have the server send the intermediate certificates too (nginx: append them to the file of ssl_certificate), or trust the authority (ca_file)",
    [PROBLEM_MISSING_INTERMEDIATE] = "have the server send the intermediate certificates too (nginx: append them to the file of ssl_certificate, after its own)",
    [PROBLEM_EXPIRED] = "renew the certificate, and have the server load the new one",
    [PROBLEM_NOT_YET_VALID] = "wait, or have it issued from an earlier day; and look at the clocks of the server, the authority and whoever captured",
    [PROBLEM_NAME_MISMATCH] = "ask for a name that it has, or have it issued again with this name as a subjectAltName; and look whether the server chose the wrong one of several",
    [PROBLEM_NAME_ONLY_IN_COMMON_NAME] = "have it issued again with the name as a subjectAltName (openssl x509 -req -extfile, with subjectAltName = DNS:..)",
    [PROBLEM_BAD_SIGNATURE] = "send the certificate as it was issued: it was changed, or was signed by another key of the same name",
    [PROBLEM_WEAK_SIGNATURE] = "have it issued again with SHA-256 or better",
    [PROBLEM_WEAK_KEY] = "make a new key, RSA of 2048 bits or EC P-256 at the least, and have it certified",
    [PROBLEM_NOT_A_CA] = "sign with a certificate that has basicConstraints CA:TRUE",
    [PROBLEM_PATH_TOO_LONG] = "sign with an authority that may have others below it, or leave one out (pathLenConstraint)",
    [PROBLEM_NAME_CONSTRAINT] = "have it issued by an authority that may certify this name",
    [PROBLEM_WRONG_PURPOSE] = "have it issued for this use (extendedKeyUsage serverAuth, for a client clientAuth)",
    [PROBLEM_WRONG_KEY_USAGE] = "have it issued with the keyUsage that this use needs (an authority: keyCertSign)",
    [PROBLEM_UNKNOWN_CRITICAL_EXTENSION] = "leave the extension out, or do not mark it as critical: a client must refuse what it does not know",
    [PROBLEM_REVOKED] = "use another certificate, with a new key: the authority has taken this one back",
    [PROBLEM_MALFORMED] = "have it issued again by software that keeps to RFC 5280",
    [PROBLEM_OTHER] = "see what GnuTLS's certtool --verify says of this chain",
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(remedies) == PROBLEM_COUNT);

const char *remedy_for(problem_t problem)
{
    return remedies[problem];
}
