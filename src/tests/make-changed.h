/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Certificates that no library would make: octets are changed before the issuer signs. */

#include "make-cert.h"

/* All in hex; what is NULL stays as it is. */
typedef struct {
    const char *from, *to; /* the first such octets of what is signed; where they are not of one
                              size, they must not stand inside another element */
    bool outside_too;      /* they are also changed in the signatureAlgorithm outside of it */
    const char *outer_algorithm; /* or this is put there */
    const char *before_r;        /* put before the first INTEGER of an ECDSA signature */
} change_t;

/* Signed anew with the algorithm that was there before. Has neither key nor crt. Gives. */
made_t *made_changed(const made_t *made, const made_t *issuer, const change_t *change);
