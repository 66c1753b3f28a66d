/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "session.h"

const char *sender_name(sender_t sender)
{
    return sender == SENDER_CLIENT ? "client" : "server";
}

static const char *const protection_names[] = {
    [PROTECTION_NONE] = "none",
    [PROTECTION_EARLY_DATA_KEY] = "early-data-key",
    [PROTECTION_HANDSHAKE_KEY] = "handshake-key",
    [PROTECTION_SESSION_KEY] = "session-key",
};
G_STATIC_ASSERT(G_N_ELEMENTS(protection_names) == PROTECTION_COUNT);

const char *protection_name(protection_t protection)
{
    return protection_names[protection];
}

static const char *const absent_reason_names[] = {
    [ABSENT_NOT] = NULL,
    [ABSENT_ENCRYPTED] = "encrypted",
    [ABSENT_RESUMED] = "resumed",
    [ABSENT_PSK] = "psk",
    [ABSENT_ANONYMOUS] = "anonymous",
    [ABSENT_RAW_PUBLIC_KEY] = "raw-public-key",
    [ABSENT_NOT_CAPTURED] = "not-captured",
};
G_STATIC_ASSERT(G_N_ELEMENTS(absent_reason_names) == ABSENT_COUNT);

const char *absent_reason_name(absent_reason_t reason)
{
    return absent_reason_names[reason];
}

static const char *const kind_names[] = {
    [STEP_HANDSHAKE] = NULL,
    [STEP_PART] = NULL,
    [STEP_ENCRYPTED_HANDSHAKE] = "EncryptedHandshake",
    [STEP_CHANGE_CIPHER_SPEC] = "ChangeCipherSpec",
    [STEP_APPLICATION_DATA] = "ApplicationData",
    [STEP_ALERT] = "Alert",
    [STEP_HEARTBEAT] = "Heartbeat",
    [STEP_UNKNOWN] = "UnknownRecord",
};
G_STATIC_ASSERT(G_N_ELEMENTS(kind_names) == STEP_KIND_COUNT);

const char *step_name(const step_t *step, char buffer[static 24])
{
    if (step->kind != STEP_HANDSHAKE)
        return kind_names[step->kind];
    if (step->hello_retry_request && step->handshake_type == HANDSHAKE_SERVER_HELLO)
        return "HelloRetryRequest";
    const char *name = handshake_type_name(step->handshake_type);
    if (name)
        return name;
    g_snprintf(buffer, 24, "HandshakeType %u", step->handshake_type);
    return buffer;
}
