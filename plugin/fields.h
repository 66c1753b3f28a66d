/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What the plugin registers with epan: fields, subtrees and expert items. The names are the public
 * contract: filters, columns and other people's scripts rest on them. */

#include "compat.h"

#include <epan/expert.h>

#include "verdict.h"
#include "weakness.h"

/* Indices into hf[]. What belongs together stands together: place_wants() asks about a range. */
typedef enum {
    F_SUMMARY,
    F_SESSION,
    F_SEGMENT,
    F_SEGMENT_INFERRED,
    F_STEP,
    F_STEP_SENDER,
    F_STEP_PROTECTION,
    F_STEP_COMPLETES_IN,
    F_STEP_PIECE_FRAME,
    F_STEP_CHANGES,
    F_OFFER,
    F_CLIENT_RANDOM,
    F_OFFER_SESSION_ID,
    F_OFFER_VERSION,
    F_OFFER_CIPHER_SUITES,
    F_OFFER_CIPHER_SUITE,
    F_OFFER_GROUP,
    F_OFFER_KEY_SHARE,
    F_OFFER_SIGNATURE_ALGORITHM,
    F_OFFER_ALPN,
    F_CHOICE,
    F_SERVER_RANDOM,
    F_CHOICE_SESSION_ID,
    F_CHOICE_VERSION,
    F_CHOICE_CIPHER_SUITE,
    F_CHOICE_GROUP,
    F_EXPLANATION,
    F_EXPLANATION_REFERENCE,
    F_HISTORY,
    F_SERVER_NAME,
    F_ALPN,
    F_EXTENDED_MASTER_SECRET,
    F_ENCRYPT_THEN_MAC,
    F_KEY_LOG,
    F_VERSION,
    F_CIPHER_SUITE,
    F_KEY_EXCHANGE,
    F_KEY_EXCHANGE_GROUP,
    F_FORWARD_SECRECY,
    F_RESUMED,
    F_RESUMED_FROM,
    F_RESUMED_FROM_VERDICT,
    F_RESUMED_FROM_CERTIFICATE_FRAME,
    F_AUTHENTICATION,
    F_FINDING,
    F_HANDSHAKE_TIME,
    F_SEGMENT1_BYTES,
    F_SEGMENT2_BYTES,
    F_SEGMENT1_FIRST,
    F_SEGMENT1_LAST,
    F_SEGMENT2_FIRST,
    F_CERTIFICATE_FRAME,
    F_CHAIN,
    F_CHAIN_OWNER,
    F_CHAIN_VERDICT,
    F_CHAIN_PROBLEM,
    F_CHAIN_NOTE,
    F_CHAIN_BROWSER_ERROR,
    F_CHAIN_ABSENT_REASON,
    F_CHAIN_LENGTH,
    F_CHAIN_ANCHOR,
    F_CHAIN_TIME,
    F_CHAIN_NOT_CHECKED,
    F_CHAIN_TIMES,
    F_CHAIN_THEN,
    F_CHAIN_NOW,
    F_CHAIN_FIXED,
    F_CHAIN_COMPARED,
    F_CHAIN_OTHER_FRAME,
    F_CHAIN_OPENSSL_ERROR,
    F_CHAIN_RULES,
    F_CHAIN_REVOCATION,
    F_CLIENT_IDENTITY,
    F_CLIENT_AUTHORITY,
    F_CLIENT_FITS,
    F_FETCHED,
    F_FETCHED_STATUS,
    F_FETCHED_FRAME,
    F_FETCHED_CERTIFICATE_FRAME,
    F_REMEDY,
    F_NAME_REFERENCE,
    F_NAME_SOURCE,
    F_NAME_MATCHES,
    F_NAME_EXPLANATION,
    F_CERT,
    F_CERT_ROLE,
    F_CERT_ISSUED_BY,
    F_CERT_SUBJECT,
    F_CERT_ISSUER,
    F_CERT_SERIAL,
    F_CERT_SAN,
    F_CERT_NOT_BEFORE,
    F_CERT_NOT_AFTER,
    F_CERT_DAYS_LEFT,
    F_CERT_KEY,
    F_CERT_KEY_BITS,
    F_CERT_SIGNATURE_ALGORITHM,
    F_CERT_SHA256,
    F_CERT_SPKI_SHA256,
    F_POSSESSION,
    F_POSSESSION_OWNER,
    F_POSSESSION_ALGORITHM,
    F_POSSESSION_VIOLATION,
    F_POSSESSION_CONTENT,
    F_FINISHED,
    F_OCSP_STATUS,
    F_SCT_COUNT,
    F_SCT_VALID,
    F_SCT,
    F_ALERT_MEANING,
    F_LINE,
    F_INLINE,
    F_COUNT
} field_t;

/* Indices into ett[]. */
typedef enum {
    ETT_SESSION,
    ETT_SUMMARY,
    ETT_FACTS,
    ETT_SEGMENT,
    ETT_STEP,
    ETT_CHAIN,
    ETT_NAME,
    ETT_CERT,
    ETT_SCTS,
    ETT_REASON,
    ETT_FETCHED,
    ETT_LENS,
    ETT_PROOF,
    ETT_OFFER,
    ETT_CONTENT,
    ETT_ORIGIN,
    ETT_AUTHORITIES,
    ETT_COUNT
} subtree_t;

extern int proto_tlswitness;
extern int hf[F_COUNT];
extern gint ett[ETT_COUNT];

/* Does a filter, a column or a tap name one of these? (A tree that is shown shows all.) */
bool fields_are_referenced(field_t first, field_t last);
bool fields_expert_is_referenced(void);

extern expert_field ei_problem[PROBLEM_COUNT];
extern expert_field ei_note[NOTE_COUNT];
extern expert_field ei_finding[WEAKNESS_COUNT];
extern expert_field ei_not_checked;
extern expert_field ei_fetched_revoked;
extern expert_field ei_disproven, ei_finished_wrong, ei_scheme_violation;

void fields_register(void);
