/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The extensions of a certificate (RFC 5280 §4.2), as far as a path is judged by them. Decoding is
 * strict, and what cannot be decoded is said, never skipped. What an extension means for a path is
 * judged in verify.c, what its form means in form.c. */

#include "general-name.h"
#include "say.h"

#define EXTENSION_NAMES_LIMIT 10000 /* names, and constraints, of one certificate */
#define EXTENSIONS_LIMIT      1000

typedef enum {
    EXTENSION_BASIC_CONSTRAINTS,
    EXTENSION_KEY_USAGE,
    EXTENSION_EXT_KEY_USAGE,
    EXTENSION_SUBJECT_ALT_NAME,
    EXTENSION_NAME_CONSTRAINTS,
    EXTENSION_SUBJECT_KEY_ID,
    EXTENSION_AUTHORITY_KEY_ID,
    EXTENSION_POLICIES,
    EXTENSION_POLICY_MAPPINGS,
    EXTENSION_POLICY_CONSTRAINTS,
    EXTENSION_INHIBIT_ANY_POLICY,
    EXTENSION_AUTHORITY_INFO,
    EXTENSION_ISSUER_ALT_NAME,
    EXTENSION_CRL_POINTS,
    EXTENSION_FRESHEST_CRL,
    EXTENSION_SUBJECT_INFO,
    EXTENSION_TLS_FEATURE,
    EXTENSION_COUNT
} extension_kind_t;

/* Bits of keyUsage as one number: bit 0 of RFC 5280 §4.2.1.3 is the highest of the first octet. */
enum {
    KEY_USAGE_DIGITAL_SIGNATURE = 0x80,
    KEY_USAGE_NON_REPUDIATION = 0x40,
    KEY_USAGE_KEY_ENCIPHERMENT = 0x20,
    KEY_USAGE_KEY_AGREEMENT = 0x08,
    KEY_USAGE_CERT_SIGN = 0x04,
    KEY_USAGE_CRL_SIGN = 0x02,
};

/* Purposes of extKeyUsage, as bits. */
enum {
    PURPOSE_SERVER_AUTH = 1,
    PURPOSE_CLIENT_AUTH = 2,
    PURPOSE_ANY = 4,
    PURPOSE_OCSP_SIGNING = 8,
    PURPOSE_ELSE = 16,
};

/* All slices borrow from the certificate. */
typedef struct {
    guint32 present, critical; /* bits by extension_kind_t */
    guint count;               /* extensions of any kind */

    bool ca;
    int path_length; /* pathLenConstraint; -1 without one */
    guint8 key_usage;
    unsigned purposes;
    GArray *names;                            /* of general_name_t: subjectAltName; owned */
    GArray *permitted, *excluded;             /* of general_name_t: nameConstraints; owned */
    slice_t subject_key_id, authority_key_id; /* empty without one */
    GArray *policies;                         /* of slice_t: OIDs of certificatePolicies; owned */
    GArray *mappings; /* of slice_t, in pairs: issuerDomainPolicy, subjectDomainPolicy; owned */
    int require_explicit_policy, inhibit_policy_mapping, inhibit_any_policy; /* -1 without one */
    bool authority_info_malformed;
    slice_t crl_points; /* value of cRLDistributionPoints; empty without it */
    bool must_staple;   /* the TLS feature status_request (RFC 7633) */

    GPtrArray *unknown_critical; /* of char *: OIDs, or names of extensions not read; owned */
    saying_t malformed;          /* "its keyUsage is malformed"; owned */
    bool too_complex;            /* a limit was hit: what stands here is not all */
} extensions_t;

void extensions_init(extensions_t *extensions);
void extensions_clear(extensions_t *extensions);

/* Reads the content of Extensions ::= SEQUENCE OF Extension into initialised @extensions. */
void extensions_read(extensions_t *extensions, slice_t content);

bool extensions_has(const extensions_t *extensions, extension_kind_t kind);
bool extensions_critical(const extensions_t *extensions, extension_kind_t kind);

/* "subjectAltName" and so on. */
const char *extension_name(extension_kind_t kind);
