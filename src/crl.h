/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* One certificate revocation list (RFC 5280 §5): what it says, and what in its form speaks against
 * believing it. Whether it may be believed for a certificate at a time is judged in revocation.c.
 */

#include "crl-scope.h"
#include "say.h"
#include "signature.h"

#define CRL_REASON_NONE (-1)

/* One revoked certificate. */
typedef struct {
    slice_t serial; /* in the fewest octets */
    gint64 date;
    int reason; /* CRLReason (RFC 5280 §5.3.1), or CRL_REASON_NONE */
} crl_entry_t;

typedef struct {
    GBytes *der;              /* owned; the slices borrow from it */
    slice_t raw_issuer;       /* header included */
    char *issuer_name;        /* "CN=Lab CA", for sentences; NULL when it has no such name; owned */
    slice_t authority_key_id; /* empty without one */
    crl_scope_t scope;        /* of which certificates it speaks */
    signed_t content;         /* what is signed */
    gint64 this_update, next_update;
    saying_t flaw;   /* "it is a delta CRL ..": why it is never believed; owned */
    GArray *entries; /* of crl_entry_t, ordered by serial and date; owned */

    guint8 checked_key[32]; /* spki_sha256 of the key that `checked` is about */
    bool was_checked;
    signature_state_t checked;
} crl_t;

/* Reads @der (copied). NULL when it cannot be decoded; @ret_wrong then says why, in static text.
 * Gives; crl_free(). */
crl_t *crl_new(slice_t der, const char **ret_wrong);
void crl_free(crl_t *crl);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(crl_t, crl_free)

/* Is it signed with the key of @issuer? The last answer is remembered: a CRL may be large. */
signature_state_t crl_signature(crl_t *crl, const certificate_t *issuer);

/* The entry of a serial number (the content of an INTEGER), the earliest of several; or NULL. */
const crl_entry_t *crl_find(const crl_t *crl, slice_t serial);

/* What to call its issuer in a sentence. Borrows. */
const char *crl_issuer_name(const crl_t *crl, language_t language);

/* " (key compromise)"; "" for CRL_REASON_NONE and for unspecified. */
const char *crl_reason_text(int reason, language_t language);

/* A name for comparison, as in RFC 5280 §7.1; the octets in hex when it is malformed. Gives. */
char *crl_name_key(slice_t raw_name);
