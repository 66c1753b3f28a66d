/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "collect-private.h"

enum { TLS_HEADER = 5, DTLS_HEADER = 13, SSL2_HEADER = 2 };

static bool is_content_type(guint8 type)
{
    return type >= CONTENT_CHANGE_CIPHER_SPEC && type <= CONTENT_ACK;
}

/* The header of DTLS 1.3 under keys (RFC 9147 §4): 001CSLEE. How long a connection ID is does not
 * stand in it, so it counts as what comes after. */
static void read_unified_header(record_t *record, guint8 bits)
{
    enum { LONG_NUMBER = 0x08, LENGTH = 0x04, EPOCH = 0x03 };
    record->unified_header = true;
    record->epoch = bits & EPOCH;
    record->content_type = record->inner_type = CONTENT_APPLICATION_DATA;
    record->version = 0xfefd; /* what other headers of DTLS 1.3 say */
    record->header_length = 1U + (bits & LONG_NUMBER ? 2 : 1) + (bits & LENGTH ? 2 : 0);
}

static bool is_unified_header(guint8 first)
{
    return first >> 5 == 1;
}

bool collect_read_header(record_t *record, slice_t octets)
{
    reader_t r = reader_over(octets);
    record->content_type = (guint8)reader_uint(&r, 1);
    record->version = (guint16)reader_uint(&r, 2);
    record->header_length = record->framing == FRAMING_DTLS ? DTLS_HEADER : TLS_HEADER;
    if (r.failed)
        return false;
    if (record->framing == FRAMING_DTLS && is_unified_header(record->content_type)) {
        read_unified_header(record, record->content_type);
        return true;
    }
    if (record->framing == FRAMING_DTLS)
        record->epoch = (guint16)reader_uint(&r, 2);
    if (!is_content_type(record->content_type)) {
        if (record->framing == FRAMING_DTLS)
            return false;
        record->content_type = CONTENT_HANDSHAKE;
        record->version = 0x0002;
        record->header_length = SSL2_HEADER;
    }
    record->inner_type = record->content_type;
    return true;
}
