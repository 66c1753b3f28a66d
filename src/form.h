/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* The form of one certificate (RFC 5280 §4): what clients refuse, and what issuers must not do but
 * clients let pass. */

#include "certificate.h"
#include "say.h"

typedef enum { FORM_END_ENTITY, FORM_CA, FORM_ANCHOR } form_role_t;

/* What clients refuse, each as "its keyUsage is malformed"; GPtrArray of char *. Gives. */
GPtrArray *form_refused(const certificate_t *certificate, form_role_t role, language_t language);

/* What they let pass, likewise. */
GPtrArray *form_violations(const certificate_t *certificate, form_role_t role, language_t language);
