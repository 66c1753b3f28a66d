/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* DER (X.690 §10): elements one after another, read through the cursor of bytes.h. Strict: lengths
 * are definite and minimal, tag numbers are below 31. Failure is sticky, as everywhere there. */

#include "bytes.h"

enum {
    DER_BOOLEAN = 0x01,
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_OCTET_STRING = 0x04,
    DER_NULL = 0x05,
    DER_OID = 0x06,
    DER_ENUMERATED = 0x0a,
    DER_UTF8_STRING = 0x0c,
    DER_PRINTABLE_STRING = 0x13,
    DER_T61_STRING = 0x14,
    DER_IA5_STRING = 0x16,
    DER_UTC_TIME = 0x17,
    DER_GENERALIZED_TIME = 0x18,
    DER_UNIVERSAL_STRING = 0x1c,
    DER_BMP_STRING = 0x1e,
    DER_CONSTRUCTED = 0x20, /* the bit of a tag */
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
    DER_CONTEXT = 0x80,             /* [n] IMPLICIT of a primitive type */
    DER_CONTEXT_CONSTRUCTED = 0xa0, /* [n] EXPLICIT, or IMPLICIT of a constructed type */
};

/* Reads any one element; its content. @tag is 0 on failure. */
slice_t der_any(reader_t *r, guint8 *tag);

/* Content of the next element, which must have @tag; an OBJECT IDENTIFIER must be well-formed. */
slice_t der_content(reader_t *r, guint8 tag);

/* The next element with its header, which must have @tag. */
slice_t der_element(reader_t *r, guint8 tag);

/* Does the next element have @tag? */
bool der_next_is(const reader_t *r, guint8 tag);

/* A BOOLEAN; DEFAULT FALSE when the next element is none. */
bool der_boolean(reader_t *r);

/* Content of an INTEGER as a number from 0 to 2^31 - 1; -1 when it is not one. */
int der_small(slice_t integer);

/**
 * A time of RFC 5280 §4.1.2.5: YYMMDDHHMMSSZ or YYYYMMDDHHMMSSZ, nothing else.
 *
 * @ret_time      seconds since the epoch, UTC; untouched on failure.
 * @ret_old_form  set when it is a date before 2050 as GeneralizedTime, else untouched.
 */
bool der_time(reader_t *r, gint64 *ret_time, bool *ret_old_form);

/* Is @content that of an INTEGER in the fewest octets (X.690 §8.3), or of one that is not negative?
 */
bool der_is_integer(slice_t content);
bool der_is_natural(slice_t content);

/* Is @content nothing but whole elements, or none at all? */
bool der_is_list(slice_t content);

/* Content of an INTEGER in the fewest octets (X.690 §8.3.2): so serial numbers are compared. */
slice_t der_shortest(slice_t integer);

/* Dotted text of an OBJECT IDENTIFIER's content; "?" when malformed. Gives; g_free(). */
char *der_oid_text(slice_t oid);
