/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What possession.c, which knows the messages, asks of possession-verify.c, which knows the keys.
 */

#include "possession.h"

typedef enum {
    SIGNED_BEFORE_TLS12, /* the type of the key says which algorithm it is */
    SIGNED_TLS12,
    SIGNED_TLS13,
} signed_era_t;

typedef struct {
    const char *message; /* that has the signature: "ServerKeyExchange" */
    signed_era_t era;
    guint16 scheme; /* from TLS 1.2 on */
    slice_t content, signature;
    const certificate_t *certificate;
    slice_t offered;
} signed_handshake_t;

/* Sets the verdict of @result; its content and parts stand there already. */
void possession_verify(const signed_handshake_t *what, possession_result_t *result);

/* Sets the verdict "not checked". @format as printf, from say(), a sentence without its full stop.
 */
void possession_refuse(possession_result_t *result, const char *format, ...) G_GNUC_PRINTF(2, 3);
