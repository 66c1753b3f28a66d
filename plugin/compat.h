/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What differs between versions of Wireshark, and nothing else. Checked with 4.0. */

#include <wireshark.h>

#include <epan/packet.h>
#include <epan/tap.h>

#include <ws_version.h>

#if WIRESHARK_VERSION_MAJOR != 4
#error "TLS Witness knows Wireshark 4"
#endif

/* The value of an item with an unsigned type of at most 32 bits. */
static inline guint32 compat_item_uint(const field_info *item)
{
    return fvalue_get_uinteger((fvalue_t *)&item->value);
}

/* Does the host read a ClientHello that was encrypted (ECH)? If it does not, every certificate that
 * it shows belongs to the outer hello: TLS 1.2 knows no ECH, and in TLS 1.3 the secrets were found
 * under the outer hello's random, while a client whose ECH was accepted logs them under the inner
 * one (RFC 9850 §2.1). The extension then was GREASE or was refused, as nearly always. */
static const bool compat_reads_inner_hello = false;

/* One arrow of a Flow Graph; the strings are copied. */
typedef struct {
    const char *label;   /* on the arrow */
    const char *comment; /* beside it */
    bool from_client;
    guint32 conversation;            /* arrows of one belong together */
    unsigned foreground, background; /* 0xRRGGBB */
} compat_rung_t;

/* Registers a kind of Flow Graph; does nothing where the host cannot be told. */
void compat_register_ladder(const char *name, const char *title, int protocol, const char *tap,
                            tap_packet_cb take);

/* Adds an arrow, from the sender of the frame to its receiver. @ladder: the first argument of the
 * tap function. */
void compat_add_rung(void *ladder, packet_info *pinfo, const compat_rung_t *rung);
