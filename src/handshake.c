/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "handshake.h"

#include <gnutls/gnutls.h>

#include "tls-names.h"

bool handshake_parse(slice_t message, framing_t framing, handshake_t *out)
{
    reader_t r = reader_over(message);
    guint8 type = (guint8)reader_uint(&r, 1); /* msg_type */
    guint32 length = reader_uint(&r, 3);      /* length */
    if (framing == FRAMING_DTLS) {
        reader_uint(&r, 2);                           /* message_seq */
        guint32 fragment_offset = reader_uint(&r, 3); /* fragment_offset */
        guint32 fragment_length = reader_uint(&r, 3); /* fragment_length */
        if (fragment_offset != 0 || fragment_length != length)
            return false;
    }
    slice_t body = reader_slice(&r, length);
    if (!reader_done(&r))
        return false;
    *out = (handshake_t){type, body};
    return true;
}

bool certificate_list_parse(slice_t body, certificate_list_form_t form, GArray *certificates)
{
    bool tls13 = form == CERTIFICATE_LIST_TLS13;
    reader_t r = reader_over(body);
    if (tls13)
        reader_vector(&r, 1);                          /* certificate_request_context<0..2^8-1> */
    reader_t list = reader_over(reader_vector(&r, 3)); /* certificate_list<0..2^24-1> */
    bool empty = false;
    while (!list.failed && !reader_done(&list)) {
        slice_t certificate = reader_vector(&list, 3); /* cert_data<1..2^24-1> */
        if (tls13)
            reader_vector(&list, 2); /* extensions<0..2^16-1> */
        empty = empty || certificate.size == 0;
        g_array_append_val(certificates, certificate);
    }
    return reader_done(&r) && reader_done(&list) && !empty;
}

enum { CURVE_TYPE_NAMED = 3 };

bool server_ecdh_params_parse(slice_t body, bool has_psk_hint, key_exchange_parameters_t *out)
{
    reader_t r = reader_over(body);
    if (has_psk_hint)
        reader_vector(&r, 2);                    /* psk_identity_hint<0..2^16-1>, RFC 5489 §2 */
    guint32 curve_type = reader_uint(&r, 1);     /* curve_type */
    guint16 group = (guint16)reader_uint(&r, 2); /* namedcurve */
    slice_t point = reader_vector(&r, 1);        /* point<1..2^8-1> */
    if (r.failed || curve_type != CURVE_TYPE_NAMED || point.size == 0)
        return false;
    *out = (key_exchange_parameters_t){.group = group}; /* what is left is the signature */
    return true;
}

static slice_t without_leading_zeros(slice_t number)
{
    while (number.size > 0 && number.data[0] == 0)
        number = (slice_t){number.data + 1, number.size - 1};
    return number;
}

static unsigned bit_length(slice_t number)
{
    if (number.size == 0)
        return 0;
    return (unsigned)(number.size - 1) * 8 + g_bit_storage(number.data[0]);
}

/* The groups of RFC 7919 are known by their primes. */
static guint16 group_of_prime(slice_t prime)
{
    const struct {
        const gnutls_datum_t *prime;
        guint16 group;
    } groups[] = {
        {&gnutls_ffdhe_2048_group_prime, 0x0100},
        {&gnutls_ffdhe_3072_group_prime, 0x0101},
        {&gnutls_ffdhe_4096_group_prime, 0x0102},
        {&gnutls_ffdhe_6144_group_prime, 0x0103},
        {&gnutls_ffdhe_8192_group_prime, 0x0104},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
        slice_t known = {groups[i].prime->data, groups[i].prime->size};
        if (slice_equal(prime, without_leading_zeros(known)))
            return groups[i].group;
    }
    return 0;
}

bool server_dh_params_parse(slice_t body, bool has_psk_hint, key_exchange_parameters_t *out)
{
    reader_t r = reader_over(body);
    if (has_psk_hint)
        reader_vector(&r, 2);                                    /* psk_identity_hint<0..2^16-1> */
    slice_t prime = without_leading_zeros(reader_vector(&r, 2)); /* dh_p<1..2^16-1> */
    reader_vector(&r, 2);                                        /* dh_g<1..2^16-1> */
    slice_t public_value = reader_vector(&r, 2);                 /* dh_Ys<1..2^16-1> */
    if (r.failed || prime.size == 0 || public_value.size == 0)
        return false;
    *out = (key_exchange_parameters_t){group_of_prime(prime), bit_length(prime)};
    return true;
}

bool new_session_ticket_parse(slice_t body, bool tls13, slice_t *ret_ticket)
{
    reader_t r = reader_over(body);
    reader_uint(&r, 4); /* ticket_lifetime_hint */
    if (tls13) {
        reader_uint(&r, 4);   /* ticket_age_add */
        reader_vector(&r, 1); /* ticket_nonce<0..255> */
    }
    slice_t ticket = reader_vector(&r, 2);
    if (tls13)
        reader_vector(&r, 2); /* extensions<0..2^16-2> */
    if (!reader_done(&r) || ticket.size == 0)
        return false;
    *ret_ticket = ticket;
    return true;
}

enum { EXTENSION_SIGNATURE_ALGORITHMS = 13, EXTENSION_CERTIFICATE_AUTHORITIES = 47 };

static void read_request_extensions(reader_t *r, certificate_request_t *out)
{
    reader_vector(r, 1); /* certificate_request_context<0..2^8-1> */
    reader_t list = reader_over(reader_vector(r, 2));
    while (!list.failed && reader_left(&list) > 0) {
        guint32 type = reader_uint(&list, 2);
        reader_t data = reader_over(reader_vector(&list, 2));
        if (type == EXTENSION_SIGNATURE_ALGORITHMS)
            out->signature_algorithms = reader_vector(&data, 2);
        else if (type == EXTENSION_CERTIFICATE_AUTHORITIES)
            out->authorities = reader_vector(&data, 2);
    }
    r->failed = r->failed || list.failed;
}

static bool names_are_whole(slice_t authorities)
{
    reader_t r = reader_over(authorities);
    while (!r.failed && reader_left(&r) > 0)
        reader_vector(&r, 2); /* DistinguishedName<1..2^16-1> */
    return reader_done(&r);
}

bool certificate_request_parse(slice_t body, guint16 version, certificate_request_t *out)
{
    certificate_request_t request = {0};
    reader_t r = reader_over(body);
    if (version_is_tls13(version)) {
        read_request_extensions(&r, &request);
    } else {
        reader_vector(&r, 1); /* certificate_types<1..2^8-1> */
        if (version == 0x0303 || version == 0xfefd)
            request.signature_algorithms = reader_vector(&r, 2);
        request.authorities = reader_vector(&r, 2);
    }
    if (!reader_done(&r) || !names_are_whole(request.authorities))
        return false;
    *out = request;
    return true;
}

GArray *key_share_groups(slice_t key_shares)
{
    GArray *groups = g_array_new(FALSE, FALSE, sizeof(guint16));
    reader_t r = reader_over(key_shares);
    while (!r.failed && reader_left(&r) > 0) {
        guint16 group = (guint16)reader_uint(&r, 2);
        reader_vector(&r, 2); /* key_exchange<1..2^16-1> */
        if (!r.failed)
            g_array_append_val(groups, group);
    }
    return groups;
}

bool psk_is_external(slice_t psk_identities, guint index)
{
    reader_t r = reader_over(psk_identities);
    for (guint i = 0; !r.failed && reader_left(&r) > 0; i++) {
        reader_vector(&r, 2); /* identity<1..2^16-1> */
        guint32 age = reader_uint(&r, 4);
        if (i == index)
            return !r.failed && age == 0;
    }
    return false;
}
