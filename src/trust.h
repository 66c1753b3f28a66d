/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The trust anchors (RFC 5280 §6.1.1 d) and what else was loaded with them. Loaded once; a file
 * that cannot be read or parsed leaves the store unusable, and says why. */

#include "certificate.h"
#include "crl.h"
#include "say.h"

typedef struct trust trust_t;

trust_t *trust_new(void);

/* In which language it is told what is wrong with a file; English until then. */
void trust_set_language(trust_t *trust, language_t language);
void trust_free(trust_t *trust);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(trust_t, trust_free)

/* Adds the system's trusted CA certificates. Each is decoded when its subject is first asked for;
 * one that then turns out malformed is no anchor. */
bool trust_add_system(trust_t *trust, GError **error);

/**
 * Adds every certificate of a PEM file as an anchor. One that is not self-signed is an anchor as
 * well (RFC 5280 asks no anchor to be). The message names the file and the certificate or line.
 */
bool trust_add_file(trust_t *trust, const char *path, GError **error);

/**
 * Adds every CRL of a PEM file, or the one of a DER file. Whether a CRL may be believed is judged
 * with each path. The message names the file and the CRL or line.
 */
bool trust_add_crl_file(trust_t *trust, const char *path, GError **error);

/* Makes every verdict under this store "not-checked", for the reason given. */
void trust_set_unusable(trust_t *trust, const char *reason);

/* NULL when the store can be used: at least one anchor, nothing failed. As for say(), or told in
 * the language of the store. */
const char *trust_unusable_reason(const trust_t *trust);

/* How many anchors there are; those of the system's store count before they are decoded. */
guint trust_count(const trust_t *trust);

/* The anchors with this subject (a Name, header included): GPtrArray of certificate_t, in the order
 * in which they were added; NULL without one. Borrows. */
const GPtrArray *trust_by_subject(const trust_t *trust, slice_t subject);

/* The anchor with the same octets, or NULL. Borrows. */
const certificate_t *trust_find(const trust_t *trust, const certificate_t *certificate);

/* Was any CRL given? */
bool trust_has_crls(const trust_t *trust);

/* The CRLs of the issuer with this name (header included), compared as in RFC 5280 §7.1: GPtrArray
 * of crl_t; NULL without one. Borrows. */
const GPtrArray *trust_crls(const trust_t *trust, slice_t issuer);
