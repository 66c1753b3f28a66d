/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The identity that a client's certificate carries, and whether it fits what the server asked for.
 */

#include "certificate.h"

/* "CN=alice, O=developers, O=admins, email:alice@lab.example; to Kubernetes user alice of the
 * groups developers, admins"; NULL when it cannot be decoded or says nothing. Gives. */
char *identity_of(const certificate_t *certificate, language_t language);

/* The text of a Name (header included), made printable. Gives. */
char *identity_name(slice_t name, language_t language);

/**
 * Is one of the certificates issued by an authority of the list?
 *
 * @authorities   vectors of width 2 (certificate_request_t). Empty: any will do (RFC 5246 §7.4.4).
 * @certificates  DER each.
 */
bool identity_fits(slice_t authorities, const slice_t *certificates, size_t n);
