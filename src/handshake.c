/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "handshake.h"

bool handshake_parse(slice_t message, framing_t framing, handshake_t *out)
{
    reader_t r = reader_over(message);
    guint8 type = (guint8)reader_uint(&r, 1); /* msg_type */
    guint32 length = reader_uint(&r, 3);
    if (framing == FRAMING_DTLS) {
        reader_uint(&r, 2); /* message_seq */
        guint32 fragment_offset = reader_uint(&r, 3);
        guint32 fragment_length = reader_uint(&r, 3);
        if (fragment_offset != 0 || fragment_length != length)
            return false;
    }
    slice_t body = reader_slice(&r, length);
    if (!reader_done(&r))
        return false;
    *out = (handshake_t){.type = type, .body = body};
    return true;
}

bool certificate_list_parse(slice_t body, certificate_list_form_t form, GArray *certificates)
{
    reader_t r = reader_over(body);
    if (form == CERTIFICATE_LIST_TLS13)
        reader_vector(&r, 1);                          /* certificate_request_context<0..2^8-1> */
    reader_t list = reader_over(reader_vector(&r, 3)); /* certificate_list<0..2^24-1> */
    while (!list.failed && reader_left(&list) > 0) {
        slice_t certificate = reader_vector(&list, 3); /* cert_data<1..2^24-1> */
        if (form == CERTIFICATE_LIST_TLS13)
            reader_vector(&list, 2); /* extensions<0..2^16-1> */
        g_array_append_val(certificates, certificate);
    }
    return reader_done(&r) && reader_done(&list);
}

static unsigned bit_length(slice_t number)
{
    size_t i = 0;
    while (i < number.size && number.data[i] == 0)
        i++;
    if (i == number.size)
        return 0;
    unsigned bits = (unsigned)(number.size - i - 1) * 8;
    for (unsigned top = number.data[i]; top; top >>= 1)
        bits++;
    return bits;
}

enum { CURVE_TYPE_NAMED = 3 };

bool server_ecdh_params_parse(slice_t body, bool has_psk_hint, key_exchange_parameters_t *out)
{
    reader_t r = reader_over(body);
    if (has_psk_hint)
        reader_vector(&r, 2); /* psk_identity_hint<0..2^16-1> */
    guint32 curve_type = reader_uint(&r, 1);
    guint16 named_curve = (guint16)reader_uint(&r, 2);
    if (r.failed || curve_type != CURVE_TYPE_NAMED)
        return false;
    reader_vector(&r, 1); /* ECPoint public<1..2^8-1> */
    if (r.failed)
        return false;
    *out = (key_exchange_parameters_t){.group = named_curve};
    return true;
}

bool server_dh_params_parse(slice_t body, bool has_psk_hint, key_exchange_parameters_t *out)
{
    reader_t r = reader_over(body);
    if (has_psk_hint)
        reader_vector(&r, 2);
    slice_t prime = reader_vector(&r, 2); /* dh_p<1..2^16-1> */
    reader_vector(&r, 2);                 /* dh_g<1..2^16-1> */
    reader_vector(&r, 2);                 /* dh_Ys<1..2^16-1> */
    if (r.failed)
        return false;
    *out = (key_exchange_parameters_t){.prime_bits = bit_length(prime)};
    return true;
}
