/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* What differs between versions of Wireshark, and nothing else. Checked with 4.0, 4.4 and 4.6; what
 * is said to hold from 4.4 on may hold from 4.2 or 4.3 on. */

#include <wireshark.h>

#include <epan/packet.h>
#include <epan/tap.h>

#include <epan/conversation_filter.h> /* needs the ones above */

#include <ws_version.h>

#include "key-log.h"

#if WIRESHARK_VERSION_MAJOR != 4 ||                                                                \
    (WIRESHARK_VERSION_MINOR != 0 && WIRESHARK_VERSION_MINOR != 4 && WIRESHARK_VERSION_MINOR != 6)
#error "TLS Witness was checked with Wireshark 4.0, 4.4 and 4.6; another one needs a look at compat"
#endif

/* The flag of a preference, and of a menu entry. */
#if WIRESHARK_VERSION_MINOR >= 4
typedef bool compat_flag_t;
#else
typedef gboolean compat_flag_t;
#endif

/* The value of an item with an unsigned type of at most 32 bits. */
static inline guint32 compat_item_uint(const field_info *item)
{
#if WIRESHARK_VERSION_MINOR >= 4
    return fvalue_get_uinteger(item->value);
#else
    return fvalue_get_uinteger((fvalue_t *)&item->value);
#endif
}

/* The octet at @offset; throws where there is none. */
static inline guint8 compat_octet(tvbuff_t *tvb, int offset)
{
#if WIRESHARK_VERSION_MINOR >= 4
    return tvb_get_uint8(tvb, offset);
#else
    return tvb_get_guint8(tvb, offset);
#endif
}

/* The name of a data source as the host shows it, with its size; free it with wmem_free(NULL, ..).
 */
static inline char *compat_source_name(const struct data_source *source)
{
#if WIRESHARK_VERSION_MINOR >= 6
    return get_data_source_description(source);
#else
    return get_data_source_name(source);
#endif
}

/* The functions behind an entry of the menu Conversation Filter are declared with this after their
 * packet_info: 4.4 added an argument, which is not used here. */
#if WIRESHARK_VERSION_MINOR >= 4
#define COMPAT_USER_DATA , void *data _U_
#else
#define COMPAT_USER_DATA
#endif

static inline void compat_register_filter(const char *title, is_filter_valid_func has_filter,
                                          build_filter_string_func filter)
{
#if WIRESHARK_VERSION_MINOR >= 4
    register_conversation_filter("tlswitness", title, has_filter, filter, NULL);
#else
    register_conversation_filter("tlswitness", title, has_filter, filter);
#endif
}

/* Registers a -z command that prints, and is in no menu. @begin: takes the whole argument of -z,
 * returns false when it could not begin. */
void compat_register_printer(const char *command, bool (*begin)(const char *argument));

/* The field by which the host says that it read a ClientHello that was encrypted (ECH), and that
 * the server accepted it; NULL if it does not read any. Where it is not said, every certificate
 * that the host shows belongs to the outer hello: TLS 1.2 knows no ECH, and in TLS 1.3 the secrets
 * were found under the outer hello's random, while a client whose ECH was accepted logs them under
 * the inner one (RFC 9850 §2.1). The extension then was GREASE or was refused, as nearly always. */
#if WIRESHARK_VERSION_MINOR >= 6
#define COMPAT_FIELD_INNER_HELLO "tls.ech_accepted"
#else
#define COMPAT_FIELD_INNER_HELLO NULL
#endif

/* The secret that the host has for the session with @client_random, wherever it is from: a key log,
 * the capture itself, the server's RSA key. Empty where it has none; 4.0 shows a plugin none at
 * all. Borrows until the next call of anything in epan.
 * @label  one that is found by the random. */
slice_t compat_host_secret(key_log_label_t label, slice_t client_random);

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
