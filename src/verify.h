/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What is wrong with one path (RFC 5280 §6.1), with every certificate of it: all of it, not only
 * the first thing. Signatures were checked when the path was built; here GnuTLS's opinion of each
 * link is heard again, and no "no" of it is lost. */

#include "findings.h"

typedef struct {
    gint64 when;
    const char *moment;
    bool when_known; /* else no time is judged */
    language_t language;
    chain_owner_t owner;
    bool strict_profile;
    gint64 holds_from, holds_until; /* narrowed to where every answer given stays the same */
    guint comparisons;              /* of names with name constraints, so far */
} verify_rules_t;

/* Everything about the path but its end (an anchor, or whatever it ends for) and the server's name.
 */
void verify_path(const path_t *path, verify_rules_t *rules, findings_t *findings);

/* What there is to say of the end entity whatever path it stands on. */
void verify_end_entity(const node_t *end_entity, verify_rules_t *rules, findings_t *findings);

/* Why an incomplete path ends: self-signed, untrusted-root, unknown-issuer, bad-signature. */
void verify_incomplete_end(const path_t *path, findings_t *findings);

/* Narrows the time for which answers hold to from .. until, both inclusive. */
void verify_holds(verify_rules_t *rules, gint64 from, gint64 until);

/* The same for an answer that changes at @turn: it holds up to the second before, or from then on.
 */
void verify_turn(verify_rules_t *rules, gint64 turn);
