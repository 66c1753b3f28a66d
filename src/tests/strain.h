/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Certificates that are hard on whoever judges them. All give. */

#include "make-cert.h"

/* A server's with @n names, the first of which is www.lab.test. */
made_t *strain_names(const made_t *issuer, guint n);

/* A CA that excludes @n names, none of which anybody has. */
made_t *strain_constrained(const made_t *issuer, guint n);

/* A server's certificate and those by which @n CAs certify each other, of made_t. */
GPtrArray *strain_cross_certificates(guint n);
