/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* One full handshake of TLS 1.3 by others, TLS_AES_128_GCM_SHA256 with an ECDSA certificate: the
 * first session of tls13-rfc8446.pcap, one of Wireshark's own test captures, with its key log. */

#include "octets.h"
#include "transcript.h"

enum {
    KNOWN_CLIENT_HELLO,
    KNOWN_SERVER_HELLO,
    KNOWN_ENCRYPTED_EXTENSIONS,
    KNOWN_CERTIFICATE,
    KNOWN_CERTIFICATE_VERIFY,
    KNOWN_SERVER_FINISHED,
    KNOWN_CLIENT_FINISHED,
    KNOWN_MESSAGES
};

/* Hex of the messages, header and body. */
extern const char *const known_handshake[KNOWN_MESSAGES];

#define KNOWN_CLIENT_RANDOM "2635fafc16c49a3e997ef714c303806dc8dbf634a2005b0e0186521c4ad6f9df"
#define KNOWN_CLIENT_HANDSHAKE_SECRET                                                              \
    "3a497c91f6e130fbc18fc9f773b92bb0d538dfedc30e964cde0676396f24d0df"
#define KNOWN_SERVER_HANDSHAKE_SECRET                                                              \
    "1a63b313c605f90e0b3c5717ebbbc62e1da3fe8e2aa66e499409a06b89040783"

/* One of the messages; borrows from @room. */
slice_t known_message(size_t index, GByteArray *room);

/* Adds the messages before @end. */
void known_messages_until(size_t end, transcript_t *transcript);
