/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The CA certificates of a capture: a few stand in thousands of chains. Each is decoded once, and
 * the signature of one under another, or under a trust anchor, is checked once. What is remembered
 * is bounded; beyond that everything is done anew each time, with the same result. */

#include "path.h"

/* Certificates, and links between them, that are remembered. */
#define CA_MEMORY_LIMIT 4096

ca_memory_t *ca_memory_new(void);
void ca_memory_free(ca_memory_t *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ca_memory_t, ca_memory_free)

/* The same as certificate_new(). Gives, with certificate_free(). */
certificate_t *ca_memory_certificate(ca_memory_t *memory, slice_t der);

/* What ca_memory_add_link() was told of the two; false when it was told nothing. */
bool ca_memory_find_link(const ca_memory_t *memory, const certificate_t *child,
                         const certificate_t *issuer, link_t *out);

/* Of a @child that came of ca_memory_certificate(); of others nothing is remembered. */
void ca_memory_add_link(ca_memory_t *memory, const certificate_t *child,
                        const certificate_t *issuer, link_t link);
