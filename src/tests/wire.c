/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire.h"

#include <string.h>

enum {
    LINKTYPE_IPV4 = 228,
    SEGMENT = 65000, /* octets of TCP or UDP in a frame, at most */
    IP_HEADER = 20,
    TCP_HEADER = 20,
    UDP_HEADER = 8,
    TCP = 6,
    UDP = 17,
    PORT = 443,
    DTLS_PORT = 4433,
    FIRST_PORT = 40000,
};

struct wire {
    GByteArray *file;
    guint16 port; /* of the client */
    bool udp;
    guint32 sequence[2];
    guint frames;
};

void wire_uint(GByteArray *out, size_t value, int width)
{
    for (int i = width - 1; i >= 0; i--) {
        guint8 octet = (guint8)(value >> (8 * i));
        g_byte_array_append(out, &octet, 1);
    }
}

void wire_octets(GByteArray *out, slice_t octets)
{
    if (octets.size)
        g_byte_array_append(out, octets.data, (guint)octets.size);
}

void wire_zeros(GByteArray *out, size_t n)
{
    guint before = out->len;
    g_byte_array_set_size(out, before + (guint)n);
    memset(out->data + before, 0, n);
}

guint wire_begin(GByteArray *out, int width)
{
    wire_zeros(out, (size_t)width);
    return out->len;
}

void wire_end(GByteArray *out, guint place, int width)
{
    size_t size = out->len - place;
    for (int i = 0; i < width; i++)
        out->data[place - 1 - (guint)i] = (guint8)(size >> (8 * i));
}

void wire_message(GByteArray *out, guint8 type, GByteArray *body)
{
    wire_uint(out, type, 1);
    wire_uint(out, body->len, 3);
    wire_octets(out, (slice_t){body->data, body->len});
    g_byte_array_unref(body);
}

static void random_of(GByteArray *out, guint8 octet)
{
    guint before = out->len;
    wire_zeros(out, 32);
    memset(out->data + before, octet, 32);
}

static void server_name_extension(GByteArray *out, const char *server_name)
{
    wire_uint(out, 0, 2); /* server_name, RFC 6066 §3 */
    guint data = wire_begin(out, 2), list = wire_begin(out, 2);
    wire_uint(out, 0, 1);
    guint name = wire_begin(out, 2);
    wire_octets(out, (slice_t){(const guint8 *)server_name, strlen(server_name)});
    wire_end(out, name, 2);
    wire_end(out, list, 2);
    wire_end(out, data, 2);
}

GByteArray *wire_client_hello(const char *server_name, guint16 version)
{
    GByteArray *out = g_byte_array_new();
    wire_uint(out, 0x0303, 2);
    random_of(out, 0xc1);
    wire_uint(out, 0, 1); /* session_id */
    wire_uint(out, 4, 2);
    wire_uint(out, 0xc02bc02f, 4);
    wire_uint(out, 0x0100, 2); /* compression_methods */
    guint extensions = wire_begin(out, 2);
    server_name_extension(out, server_name);
    if (version == 0x0304) {
        wire_uint(out, 43, 2); /* supported_versions */
        wire_uint(out, 3, 2);
        wire_uint(out, 2, 1);
        wire_uint(out, version, 2);
    }
    wire_end(out, extensions, 2);
    return out;
}

GByteArray *wire_server_hello(guint16 version, guint16 cipher_suite)
{
    GByteArray *out = g_byte_array_new();
    wire_uint(out, 0x0303, 2);
    random_of(out, 0x5e);
    wire_uint(out, 0, 1);
    wire_uint(out, cipher_suite, 2);
    wire_uint(out, 0, 1);
    guint extensions = wire_begin(out, 2);
    if (version == 0x0304) {
        wire_uint(out, 43, 2);
        wire_uint(out, 2, 2);
        wire_uint(out, version, 2);
    }
    wire_end(out, extensions, 2);
    return out;
}

GByteArray *wire_certificate(const slice_t *certificates, size_t n, bool tls13)
{
    GByteArray *out = g_byte_array_new();
    if (tls13)
        wire_uint(out, 0, 1); /* certificate_request_context */
    guint list = wire_begin(out, 3);
    for (size_t i = 0; i < n; i++) {
        wire_uint(out, certificates[i].size, 3);
        wire_octets(out, certificates[i]);
        if (tls13)
            wire_uint(out, 0, 2); /* extensions */
    }
    wire_end(out, list, 3);
    return out;
}

void wire_records(GByteArray *out, guint8 content_type, slice_t octets, size_t most)
{
    for (size_t at = 0; at < octets.size; at += most) {
        slice_t part = {octets.data + at, MIN(most, octets.size - at)};
        wire_uint(out, content_type, 1);
        wire_uint(out, 0x0303, 2);
        wire_uint(out, part.size, 2);
        wire_octets(out, part);
    }
}

/* Of the file itself: little-endian. */
static void file_uint(GByteArray *out, guint32 value, int width)
{
    for (int i = 0; i < width; i++) {
        guint8 octet = (guint8)(value >> (8 * i));
        g_byte_array_append(out, &octet, 1);
    }
}

wire_t *wire_new(void)
{
    wire_t *wire = g_new0(wire_t, 1);
    wire->file = g_byte_array_new();
    wire->port = FIRST_PORT;
    file_uint(wire->file, 0xa1b2c3d4, 4);
    file_uint(wire->file, 0x00040002, 4); /* version 2.4 */
    wire_zeros(wire->file, 8);
    file_uint(wire->file, 262144, 4);
    file_uint(wire->file, LINKTYPE_IPV4, 4);
    return wire;
}

void wire_converse(wire_t *wire, bool udp)
{
    wire->port++;
    wire->udp = udp;
    wire->sequence[0] = wire->sequence[1] = 1;
}

static void ip_header(GByteArray *out, size_t size, bool udp, bool from_server)
{
    const guint32 client = 0xc0000201, server = 0xc0000202; /* RFC 5737 */
    wire_uint(out, 0x4500, 2);
    wire_uint(out, IP_HEADER + size, 2);
    wire_uint(out, 0x00004000, 4);
    wire_uint(out, 64, 1);
    wire_uint(out, udp ? UDP : TCP, 1);
    wire_uint(out, 0, 2); /* checksum */
    wire_uint(out, from_server ? server : client, 4);
    wire_uint(out, from_server ? client : server, 4);
}

static void transport_header(wire_t *wire, bool from_server, size_t size)
{
    GByteArray *out = wire->file;
    guint16 server = wire->udp ? DTLS_PORT : PORT;
    wire_uint(out, from_server ? server : wire->port, 2);
    wire_uint(out, from_server ? wire->port : server, 2);
    if (wire->udp) {
        wire_uint(out, UDP_HEADER + size, 2);
        wire_uint(out, 0, 2);
        return;
    }
    wire_uint(out, wire->sequence[from_server], 4);
    wire_uint(out, wire->sequence[!from_server], 4);
    wire_uint(out, 0x5018, 2); /* 20 octets; PSH, ACK */
    wire_uint(out, 65535, 2);
    wire_uint(out, 0, 4);
    wire->sequence[from_server] += (guint32)size;
}

static void send_frame(wire_t *wire, bool from_server, slice_t octets)
{
    size_t size = octets.size + (wire->udp ? UDP_HEADER : TCP_HEADER);
    file_uint(wire->file, (guint32)MAKE_WHEN, 4);
    file_uint(wire->file, wire->frames++ % 1000000, 4);
    file_uint(wire->file, (guint32)(IP_HEADER + size), 4);
    file_uint(wire->file, (guint32)(IP_HEADER + size), 4);
    ip_header(wire->file, size, wire->udp, from_server);
    transport_header(wire, from_server, octets.size);
    wire_octets(wire->file, octets);
}

void wire_send(wire_t *wire, bool from_server, GByteArray *octets)
{
    for (size_t at = 0; at < octets->len; at += SEGMENT)
        send_frame(wire, from_server, (slice_t){octets->data + at, MIN(SEGMENT, octets->len - at)});
    g_byte_array_unref(octets);
}

void wire_write(wire_t *wire, const char *path)
{
    GError *error = NULL;
    g_file_set_contents(path, (const char *)wire->file->data, (gssize)wire->file->len, &error);
    g_assert_no_error(error);
    g_byte_array_unref(wire->file);
    g_free(wire);
}
