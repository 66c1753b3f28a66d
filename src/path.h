/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Candidate paths from the end entity to a trust anchor (RFC 4158), by name, key identifier and
 * signature. Which of them is good is for verify.c to say; here a link is good when its signature
 * verifies. Everything is bounded. */

#include "certificate.h"
#include "trust.h"

#define PATH_DEPTH            10  /* links: certificates below the anchor */
#define PATH_LIMIT            64  /* paths that reach an anchor and are looked at */
#define PATH_SIGNATURES_LIMIT 256 /* signature checks, by key_cost() */
#define PATH_STEPS_LIMIT      20000
#define PATH_NAMES_LIMIT      (1u << 20) /* names times name constraints that GnuTLS is given */

typedef enum { SOURCE_SENT, SOURCE_ANCHOR, SOURCE_SEEN } source_t;

typedef struct {
    const certificate_t *certificate;
    source_t source;
    int index; /* as sent; -1 for others */
} node_t;

typedef enum {
    LINK_VERIFIED,
    LINK_BAD_SIGNATURE, /* by name and key identifiers the issuer, but the signature is not its */
    LINK_UNSUPPORTED,   /* the library has no algorithm or no key to check it with */
    LINK_NOT_ISSUER,    /* the key identifiers say that it is another */
    LINK_NOT_TRIED,     /* the limit on signature checks was hit */
} link_state_t;

typedef struct {
    link_state_t state;
    unsigned status; /* GnuTLS's own opinion of the link: bits of gnutls_certificate_status_t */
} link_t;

typedef struct {
    node_t nodes[PATH_DEPTH + 1]; /* end entity first */
    link_t links[PATH_DEPTH];     /* links[i]: nodes[i] is signed by nodes[i + 1] */
    guint length;                 /* nodes */
    bool complete;                /* the last node is a trust anchor */
    bool stopped;                 /* incomplete because of PATH_DEPTH */
    link_t self;                  /* incomplete paths: the last node as its own issuer */
} path_t;

typedef struct path_search path_search_t;

/**
 * @sent  certificates as sent, borrowed; those that cannot be decoded or that were sent before
 *        (NULL) are passed over.
 * @seen  of GBytes, CA certificates of earlier frames; may be NULL; borrowed.
 */
path_search_t *path_search_new(const certificate_t *const *sent, guint n_sent, const trust_t *trust,
                               const GPtrArray *seen);
/* What was checked for other chains need not be checked again. Borrows. */
void path_search_use(path_search_t *search, ca_memory_t *memory);

void path_search_free(path_search_t *search);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(path_search_t, path_search_free)

typedef enum {
    PATHS_VERIFIED = 0,
    PATHS_WITH_SEEN = 1,      /* certificates of earlier frames may stand in */
    PATHS_WITH_BAD_LINKS = 2, /* where no link verifies, follow one that does not */
} path_options_t;

/* Called with each path; it borrows. Returns true to end the search. */
typedef bool path_fn(const path_t *path, void *data);

/* Enumerates paths from sent[0], complete ones and those that end for want of an issuer. Returns
 * false when a limit was hit, so that there may be more paths. */
bool path_search(path_search_t *search, path_options_t options, path_fn *fn, void *data);

/* How @child stands to @issuer, checked once and remembered. */
link_t path_link(path_search_t *search, const certificate_t *child, const certificate_t *issuer);

/* Does @child name @issuer's key as its issuer's? False also when one of them names no key. */
bool path_identifiers_agree(const certificate_t *child, const certificate_t *issuer);
