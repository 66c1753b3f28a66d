/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Is the server's name in the certificate (RFC 9525, RFC 6125)? Only subjectAltName counts; the
 * common name is looked at to be able to say that nobody looks at it. */

#include "certificate.h"
#include "say.h"

typedef enum {
    NAME_MATCHES,
    NAME_MISMATCH,
    NAME_IN_COMMON_NAME_ONLY, /* a mismatch, and the common name is what was asked for */
    NAME_NO_ADDRESSES,        /* an address was asked for, and no address is presented */
} name_answer_t;

typedef struct {
    name_answer_t answer;
    bool reference_is_address;
    guint addresses;   /* iPAddress names presented */
    char *explanation; /* every comparison in words; owned by the caller */
} name_result_t;

/* Compares @reference (a host name or an address, not NULL) with what @certificate presents. */
name_result_t name_compare(const certificate_t *certificate, const char *reference,
                           language_t language);

/* Does the dNSName @presented stand for @host? Wildcards by RFC 9525 §6.3. NULL if it does, else
 * why not, as for say(). @host: no trailing dot. */
const char *name_dns_refusal(slice_t presented, slice_t host);

/* Is every octet of it allowed in a dNSName: letters, digits, hyphens and dots (RFC 1034 §3.5), and
 * a wildcard as the left-most label? Underscores are told apart by @ret_underscore. */
bool name_dns_is_well_formed(slice_t presented, bool *ret_underscore);
