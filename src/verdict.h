/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The question "can this chain be trusted?" and its answer: a verdict with every reason for it, as
 * of a time that the asker gives. Decoding and signatures are GnuTLS's; time, names and the form
 * of RFC 5280 are judged here. Nothing is "trusted" by default: the answer begins as not checked.
 */

#include "bytes.h"
#include "certificate.h"
#include "public-roots.h"
#include "say.h"
#include "sct.h"
#include "trust.h"

typedef enum {
    VERDICT_NOT_CHECKED,
    VERDICT_TRUSTED,
    VERDICT_NOT_TRUSTED,
    VERDICT_COUNT
} verdict_word_t;

const char *verdict_word(verdict_word_t word); /* "not-checked", "trusted", "not-trusted" */

/* Each is one word of tlswitness.chain.problem. */
typedef enum {
    PROBLEM_SELF_SIGNED,
    PROBLEM_UNTRUSTED_ROOT,
    PROBLEM_UNKNOWN_ISSUER,
    PROBLEM_MISSING_INTERMEDIATE,
    PROBLEM_EXPIRED,
    PROBLEM_NOT_YET_VALID,
    PROBLEM_NAME_MISMATCH,
    PROBLEM_NAME_ONLY_IN_COMMON_NAME,
    PROBLEM_BAD_SIGNATURE,
    PROBLEM_WEAK_SIGNATURE,
    PROBLEM_WEAK_KEY,
    PROBLEM_NOT_A_CA,
    PROBLEM_PATH_TOO_LONG,
    PROBLEM_NAME_CONSTRAINT,
    PROBLEM_WRONG_PURPOSE,
    PROBLEM_WRONG_KEY_USAGE,
    PROBLEM_UNKNOWN_CRITICAL_EXTENSION,
    PROBLEM_REVOKED,
    PROBLEM_MALFORMED,
    PROBLEM_OTHER,
    PROBLEM_COUNT
} problem_t;

/* Each is one word of tlswitness.chain.note. */
typedef enum {
    NOTE_PROFILE_VIOLATION,
    NOTE_INVALID_STAPLE,
    NOTE_ECH_INNER_NAME_UNKNOWN,
    NOTE_OTHER_CERTIFICATE_SEEN,
    NOTE_TOO_COMPLEX,
    NOTE_WRONG_ORDER,
    NOTE_SUPERFLUOUS_CERTIFICATE,
    NOTE_DUPLICATE_CERTIFICATE,
    NOTE_ROOT_SENT,
    NOTE_EXPIRES_SOON,
    NOTE_LIFETIME_OVER_LIMIT,
    NOTE_NO_NAME_TO_CHECK,
    NOTE_UNSUPPORTED_ALGORITHM,
    NOTE_MUST_STAPLE_WITHOUT_STAPLE,
    NOTE_INTERMEDIATE_NOT_SENT_BUT_KNOWN,
    NOTE_COUNT
} note_t;

const char *problem_word(problem_t problem);
const char *note_word(note_t note);

/* What a stapled OCSP response says of the end entity: tlswitness.ocsp.status. */
typedef enum {
    OCSP_NONE, /* there is none, or it cannot be judged: ocsp_sentence then says why */
    OCSP_GOOD,
    OCSP_REVOKED,
    OCSP_UNKNOWN,
    OCSP_INVALID,
    OCSP_STATUS_COUNT
} ocsp_status_t;

const char *ocsp_status_word(ocsp_status_t status); /* NULL for OCSP_NONE */

/* Where the reference name came from: tlswitness.name.source. */
typedef enum { NAME_NONE, NAME_SNI, NAME_PREFERENCE, NAME_CONNECT, NAME_ADDRESS } name_source_t;

const char *name_source_word(name_source_t source); /* NULL for NAME_NONE */

typedef enum { OWNER_SERVER, OWNER_CLIENT } chain_owner_t;

typedef struct {
    const slice_t *certificates; /* as sent, DER each */
    size_t n_certificates;
    const char *unreadable; /* as for say(): why there are no certificates, although there was a
                               message with some; NULL */
    note_t unreadable_note; /* and the word for it */
    chain_owner_t owner;
    const char *reference_name; /* host name or address in text; NULL without one */
    name_source_t name_source;
    bool encrypted_client_hello; /* reference_name is an outer name */
    bool name_required;          /* no name to check: not checked, where it would be trusted */
    gint64 when;                 /* seconds since the epoch, UTC: the chain is judged as of then */
    const char *moment;          /* as for say(): what to call `when`; NULL for "this frame" */
    const char *when_unknown; /* likewise: why there is no time to judge at; NULL: `when` is one */
    const trust_t *trust;
    slice_t sct_list; /* SignedCertificateTimestampList of the TLS extension; empty without one */
    ca_memory_t *ca_memory; /* what was decoded and checked for other chains; may be NULL */
    const GPtrArray *seen;  /* of GBytes, DER of CA certificates of earlier frames; may be NULL */
    bool strict_profile;
    language_t language; /* of the sentences in the answer */
    slice_t
        ocsp_response; /* stapled to the end entity: an OCSPResponse in DER; empty without one */
    bool staple_known; /* had there been one it would be known: the client asked for it, and
                          nothing where it would stand is encrypted or missing */
    public_roots_t public_roots;   /* nothing in it: the table that ships */
    const struct fetched *fetched; /* revocation data of the capture (fetched.h); may be NULL */
    guint n_fetched;               /* how many of it count */
} chain_question_t;

#define WHOLE_CHAIN (-1)

/* One reason or note: a word, the certificate it is about and a sentence that names it. */
typedef struct {
    guint word;      /* problem_t or note_t */
    int certificate; /* index as sent, or WHOLE_CHAIN (also for an anchor that was not sent) */
    char
        *sentence; /* "certificate 1 (CN=Lab Intermediate) expired 2024-05-01, 212 days before.." */
} reason_t;

typedef enum { ROLE_END_ENTITY, ROLE_INTERMEDIATE, ROLE_ROOT, ROLE_UNUSED, ROLE_COUNT } role_t;

const char *role_word(role_t role); /* "end-entity", "intermediate", "root", "unused" */

/* What is said of one certificate as sent. */
typedef struct {
    certificate_t
        *certificate; /* facts; owned. Its own `malformed` is set when it cannot be decoded */
    role_t role;
    gint32 days_left; /* from `when` to notAfter, rounded down; negative when expired */
    char *issued_by;  /* "signed by certificate 1 (CN=..), verified", "signed by the trust anchor
                         ..",  "signed by itself", "issuer CN=.. not found" ..; owned */
} judged_certificate_t;

typedef struct {
    verdict_word_t word;
    language_t language;       /* of all sentences */
    GArray *problems;          /* of reason_t, each word once at least, in the order of problem_t */
    GArray *notes;             /* of reason_t */
    const char *browser_error; /* "NET::ERR_CERT_..", or NULL when Chromium would show none */
    char *anchor;              /* subject of the trust anchor of the verified path; or NULL */
    char *not_checked_because; /* sentence, for VERDICT_NOT_CHECKED; else NULL */
    char *reference_name;      /* or NULL */
    name_source_t name_source;
    int name_matches;        /* 1, 0, or -1 when nothing was compared */
    char *name_explanation;  /* which presented names were compared, in words; or NULL */
    GPtrArray *certificates; /* of judged_certificate_t, as sent, owned; the first 100 at most */
    bool public_root;        /* the path ends at a root of the public's lists: their rules hold */
    GArray *scts;     /* of sct_t, checked: those inside the certificate, the TLS extension's, the
                         staple's */
    GBytes *sct_list; /* what those of the TLS extension borrow from; or NULL */
    GBytes *staple_scts; /* what those of the staple borrow from; or NULL */
    ocsp_status_t ocsp_status;
    char *ocsp_sentence;  /* what the staple says, or why it is not believed; NULL without one */
    GPtrArray *crl_words; /* of char *, owned: what the CRLs that were given say of the path, but
                             for problems and doubts */
    GArray *fetched;      /* of fetched_answer_t: what was fetched and speaks of the path */
    gint64 when;
    bool when_known;      /* else days_left and `when` mean nothing */
    bool depends_on_seen; /* no path completed without `seen`: with other ones the answer may differ
                           */
    gint64 holds_from, holds_until; /* the same question gets the same answer, to the word, at every
                                       time from.. until, both inclusive */
} verdict_t;

/* Judges a chain. Never NULL. Gives; verdict_free(). */
verdict_t *verdict_judge(const chain_question_t *question);
void verdict_free(verdict_t *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(verdict_t, verdict_free)

/* "trusted", "expired since 2025-01-03, name-mismatch", "not checked": for a line that holds
 * several. Gives; g_free(). */
char *verdict_phrase(const verdict_t *verdict);

/* "trusted (anchor CN=..)", "NOT TRUSTED (self-signed, expired)", "not checked (..)": for a top
 * line. Gives; g_free(). */
char *verdict_summary(const verdict_t *verdict);
