/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Algorithms of keys and signatures: which the library can really check, and what those are called
 * that it may have no name for. GnuTLS has numbers and names for algorithms that it was built
 * without (ML-DSA in 3.8), and then calls every signature of theirs wrong. */

#include <stdbool.h>

#include <gnutls/gnutls.h>

bool algorithm_checks_sign(gnutls_sign_algorithm_t sign);
bool algorithm_checks_key(gnutls_pk_algorithm_t pk);

/* "ML-DSA-65": the same for a key and its signatures; NULL when @oid has no name here. */
const char *algorithm_name(const char *oid);
