/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Captures made by hand: TLS messages in records in TCP segments, DTLS in datagrams, as a pcap file
 * whose frames are of MAKE_WHEN. Integers are big-endian. */

#include "make-cert.h"

void wire_uint(GByteArray *out, size_t value, int width);
void wire_octets(GByteArray *out, slice_t octets);
void wire_zeros(GByteArray *out, size_t n);

/* Opens a vector whose length has @width octets; wire_end() writes the length. Gives its place. */
guint wire_begin(GByteArray *out, int width);
void wire_end(GByteArray *out, guint place, int width);

/* Appends a handshake message. @body is taken. */
void wire_message(GByteArray *out, guint8 type, GByteArray *body);

/* Bodies. Give. */
GByteArray *wire_client_hello(const char *server_name, guint16 version);
GByteArray *wire_server_hello(guint16 version, guint16 cipher_suite);
GByteArray *wire_certificate(const slice_t *certificates, size_t n, bool tls13);

/* Appends @octets in records of that ContentType, each of @most octets at most. */
void wire_records(GByteArray *out, guint8 content_type, slice_t octets, size_t most);

typedef struct wire wire_t;

wire_t *wire_new(void);
/* Begins another conversation, by another port of the client. */
void wire_converse(wire_t *wire, bool udp);
/* Sends octets: in one frame, if they fit into one. @octets is taken. */
void wire_send(wire_t *wire, bool from_server, GByteArray *octets);
/* Writes the file; frees @wire. */
void wire_write(wire_t *wire, const char *path);
