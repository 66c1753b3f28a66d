/* SPDX-License-Identifier: GPL-2.0-or-later */

/* make-strain FOLDER: captures that are hard on whoever reads them, FOLDER/NAME.pcap for each case
 * below, and FOLDER/ca.pem, the root that vouches for what is good in them. What each must show
 * stands in plugin/tests/test_strain.py; tools/fuzz --strain measures them. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include "lab.h"
#include "strain.h"
#include "wire.h"

enum { CLIENT_HELLO = 1, SERVER_HELLO = 2, CERTIFICATE = 11, KEY_EXCHANGE = 12, FINISHED = 20 };
enum { CERTIFICATE_REQUEST = 13, SERVER_HELLO_DONE = 14, COMPRESSED = 25 };
enum { CHANGE_CIPHER_SPEC = 20, HANDSHAKE = 22, APPLICATION_DATA = 23, RECORD = 16384 };
enum { ECDHE_ECDSA = 0xc02b, ECDHE_RSA = 0xc02f, TLS13_SUITE = 0x1301 };

static const char server_name[] = "www.lab.test";

static void send_messages(wire_t *wire, bool from_server, GByteArray *messages)
{
    GByteArray *records = g_byte_array_new();
    wire_records(records, HANDSHAKE, (slice_t){messages->data, messages->len}, RECORD);
    g_byte_array_unref(messages);
    wire_send(wire, from_server, records);
}

static void send_hellos(wire_t *wire, guint16 version, guint16 cipher_suite)
{
    GByteArray *client = g_byte_array_new(), *server = g_byte_array_new();
    wire_converse(wire, false);
    wire_message(client, CLIENT_HELLO, wire_client_hello(server_name, version));
    send_messages(wire, false, client);
    wire_message(server, SERVER_HELLO, wire_server_hello(version, cipher_suite));
    send_messages(wire, true, server);
}

static void send_chain(wire_t *wire, const slice_t *certificates, size_t n)
{
    GByteArray *messages = g_byte_array_new();
    send_hellos(wire, 0x0303, ECDHE_ECDSA);
    wire_message(messages, CERTIFICATE, wire_certificate(certificates, n, false));
    send_messages(wire, true, messages);
}

/* A row of octets that is no certificate, each time another. */
static slice_t filler(GByteArray *room, size_t size, guint number)
{
    guint before = room->len;
    wire_zeros(room, size);
    for (int i = 0; i < 4 && (size_t)i < size; i++)
        room->data[before + (guint)i] = (guint8)(number >> (8 * i));
    return (slice_t){room->data + before, size};
}

/* ---- the number and the size of certificates ------------------------------------------------- */

/* A good chain and so many other CA certificates that it has @n. */
static void send_many(wire_t *wire, const lab_t *lab, guint n)
{
    slice_t certificates[LAB_CHAIN_LIMIT + 1] = {made_der(lab->server),
                                                 made_der(lab->intermediate)};
    g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func((GDestroyNotify)made_free);
    for (guint i = 2; i < n; i++) {
        g_autofree char *dn = g_strdup_printf("CN=Other %u", i);
        made_t *other = make_cert(&(recipe_t){.dn = dn, .ca = true});
        g_ptr_array_add(others, other);
        certificates[i] = made_der(other);
    }
    send_chain(wire, certificates, n);
    GByteArray *done = g_byte_array_new();
    wire_message(done, SERVER_HELLO_DONE, g_byte_array_new());
    send_messages(wire, true, done);
}

static void certificates_75(wire_t *wire, const lab_t *lab)
{
    send_many(wire, lab, 75);
}

static void certificates_100(wire_t *wire, const lab_t *lab)
{
    send_many(wire, lab, 100);
}

static void certificates_101(wire_t *wire, const lab_t *lab)
{
    send_many(wire, lab, 101);
}

/* A message whose body has @size octets: a good chain, and one that is as long as the rest. */
static void send_sized(wire_t *wire, const lab_t *lab, size_t size)
{
    slice_t certificates[] = {
        made_der(lab->server), made_der(lab->intermediate), {NULL, 0}
    };
    size_t lengths = 3 + 3 * G_N_ELEMENTS(certificates);
    g_autoptr(GByteArray) room = g_byte_array_new();
    certificates[2] = filler(room, size - lengths - certificates[0].size - certificates[1].size, 1);
    send_chain(wire, certificates, G_N_ELEMENTS(certificates));
}

static void message_below_64k(wire_t *wire, const lab_t *lab)
{
    send_sized(wire, lab, 65535);
}

static void message_64k(wire_t *wire, const lab_t *lab)
{
    send_sized(wire, lab, 65536);
}

static void message_16m(wire_t *wire, const lab_t *lab)
{
    send_sized(wire, lab, (1 << 24) - 1);
}

/* Thousands of Certificate messages in a row, each with another certificate, which is none. */
static void chains_3000(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    GByteArray *messages = g_byte_array_new();
    send_hellos(wire, 0x0303, ECDHE_ECDSA);
    for (guint i = 0; i < 3000; i++) {
        g_autoptr(GByteArray) room = g_byte_array_new();
        slice_t certificate = filler(room, 6, i);
        wire_message(messages, CERTIFICATE, wire_certificate(&certificate, 1, false));
    }
    send_messages(wire, true, messages);
}

/* ---- names, constraints and paths ------------------------------------------------------------ */

static void names(wire_t *wire, const lab_t *lab, guint n)
{
    g_autoptr(made_t) server = strain_names(lab->intermediate, n);
    slice_t certificates[] = {made_der(server), made_der(lab->intermediate)};
    send_chain(wire, certificates, 2);
}

static void names_10000(wire_t *wire, const lab_t *lab)
{
    names(wire, lab, 10000);
}

static void names_10001(wire_t *wire, const lab_t *lab)
{
    names(wire, lab, 10001);
}

static void names_times_constraints(wire_t *wire, const lab_t *lab)
{
    g_autoptr(made_t) ca = strain_constrained(lab->root, 5000);
    g_autoptr(made_t) server = strain_names(ca, 5000);
    slice_t certificates[] = {made_der(server), made_der(ca)};
    send_chain(wire, certificates, 2);
}

/* Eight CAs, each certified by each of the others and by nobody else. */
static void cross_certificates(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    g_autoptr(GPtrArray) made = strain_cross_certificates(8);
    g_autofree slice_t *certificates = g_new(slice_t, made->len);
    for (guint i = 0; i < made->len; i++)
        certificates[i] = made_der(g_ptr_array_index(made, i));
    send_chain(wire, certificates, made->len);
}

/* ---- keys ------------------------------------------------------------------------------------ */

/* @n CAs of one name with keys of that size, of which none has signed the server's certificate. */
static void send_large_keys(wire_t *wire, const lab_t *lab, size_t bits, size_t exponent, guint n)
{
    g_autoptr(made_t) key = make_large_rsa(lab->root, bits, exponent);
    g_autoptr(made_t) server = make_cert(
        &(recipe_t){.dn = "CN=x", .issuer = key, .san = "DNS:www.lab.test", .no_key_ids = true});
    slice_t certificates[LAB_CHAIN_LIMIT] = {made_der(server)};
    g_autoptr(GPtrArray) large = g_ptr_array_new_with_free_func((GDestroyNotify)made_free);
    for (guint i = 1; i <= n; i++) {
        made_t *ca = make_large_rsa(lab->root, bits - 8 * (size_t)i + 8, exponent);
        g_ptr_array_add(large, ca);
        certificates[i] = made_der(ca);
    }
    send_chain(wire, certificates, n + 1);
}

static void rsa_16384(wire_t *wire, const lab_t *lab)
{
    send_large_keys(wire, lab, 16384, 8, 1);
}

static void rsa_16384_many(wire_t *wire, const lab_t *lab)
{
    send_large_keys(wire, lab, 16384, 8, 20);
}

static void rsa_above_16384(wire_t *wire, const lab_t *lab)
{
    send_large_keys(wire, lab, 32768, 3, 1);
}

static void exponent_huge(wire_t *wire, const lab_t *lab)
{
    send_large_keys(wire, lab, 2048, 256, 1);
}

/* The server's own key is large, and signs the handshake. */
static void signature_huge(wire_t *wire, const lab_t *lab)
{
    g_autoptr(made_t) large = make_large_rsa(lab->root, 16384, 2048);
    slice_t certificate = made_der(large);
    GByteArray *messages = g_byte_array_new(), *body = g_byte_array_new();
    send_hellos(wire, 0x0303, ECDHE_RSA);
    wire_message(messages, CERTIFICATE, wire_certificate(&certificate, 1, false));
    wire_uint(body, 0x03001d20, 4); /* named_curve, x25519, 32 octets */
    wire_zeros(body, 32);
    wire_uint(body, 0x0401, 2); /* rsa_pkcs1_sha256 */
    wire_uint(body, 2048, 2);
    wire_zeros(body, 2047);
    wire_uint(body, 1, 1);
    wire_message(messages, KEY_EXCHANGE, body);
    send_messages(wire, true, messages);
}

/* ---- compression ----------------------------------------------------------------------------- */

static size_t pack(guint16 algorithm, slice_t in, guint8 *out, size_t room)
{
    uLongf zlib_size = room;
    size_t brotli_size = room;
    if (algorithm == 1)
        return compress(out, &zlib_size, in.data, (uLong)in.size) == Z_OK ? zlib_size : 0;
    if (algorithm == 2)
        return BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, in.size, in.data, &brotli_size,
                                     out)
                   ? brotli_size
                   : 0;
    return ZSTD_compress(out, room, in.data, in.size, 3);
}

/* RFC 8879: a Certificate message of @size octets, all but the first few of them zero. */
static GByteArray *compressed_body(guint16 algorithm, size_t size, guint number)
{
    enum { ROOM = 65536 };
    g_autoptr(GByteArray) room = g_byte_array_new();
    slice_t certificate = filler(room, size - 9, number);
    g_autoptr(GByteArray) plain = wire_certificate(&certificate, 1, true);
    g_autofree guint8 *packed = g_malloc(ROOM);
    size_t packed_size = pack(algorithm, (slice_t){plain->data, plain->len}, packed, ROOM);
    g_assert_cmpuint(packed_size, >, 0);
    GByteArray *body = g_byte_array_new();
    wire_uint(body, algorithm, 2);
    wire_uint(body, plain->len, 3);
    wire_uint(body, packed_size, 3);
    wire_octets(body, (slice_t){packed, packed_size});
    return body;
}

/* @n messages of @size octets each, in as many frames as they take. */
static void send_compressed(wire_t *wire, guint16 algorithm, size_t size, guint n)
{
    GByteArray *messages = g_byte_array_new();
    send_hellos(wire, 0x0304, TLS13_SUITE);
    for (guint i = 0; i < n; i++)
        wire_message(messages, COMPRESSED, compressed_body(algorithm, size, i + 1));
    send_messages(wire, true, messages);
}

static void bomb_zlib(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    send_compressed(wire, 1, 1024 * 1024, 200);
}

static void bomb_brotli(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    send_compressed(wire, 2, 1024 * 1024, 1000);
}

static void bomb_zstd(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    send_compressed(wire, 3, 1024 * 1024, 500);
}

static void bomb_too_large(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    send_compressed(wire, 1, 1024 * 1024 + 1, 1);
}

/* ---- a hello, and a message in many frames ----------------------------------------------------
 */

/* A ClientHello whose body has @size octets: its server's name is as long as the rest. */
static void send_sized_hello(wire_t *wire, size_t size)
{
    g_autoptr(GByteArray) least = wire_client_hello("", 0x0303);
    g_autofree char *name = g_strnfill(size - least->len, 'a');
    GByteArray *messages = g_byte_array_new();
    wire_converse(wire, false);
    wire_message(messages, CLIENT_HELLO, wire_client_hello(name, 0x0303));
    send_messages(wire, false, messages);
}

static void hello_8192(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    send_sized_hello(wire, 8192);
}

static void hello_8193(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    send_sized_hello(wire, 8193);
}

/* A Certificate message of @n pieces and a last one, each in a frame of its own. */
static void send_pieces(wire_t *wire, guint n)
{
    enum { PIECE = 100, LENGTHS = 4 + 3 + 3 };
    g_autoptr(GByteArray) room = g_byte_array_new(), message = g_byte_array_new();
    slice_t certificate = filler(room, PIECE * (n + 1) - LENGTHS, 1);
    send_hellos(wire, 0x0303, ECDHE_ECDSA);
    wire_message(message, CERTIFICATE, wire_certificate(&certificate, 1, false));
    for (guint at = 0; at < message->len; at += PIECE) {
        GByteArray *records = g_byte_array_new();
        wire_records(records, HANDSHAKE, (slice_t){message->data + at, PIECE}, RECORD);
        wire_send(wire, true, records);
    }
}

static void pieces_256(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    send_pieces(wire, 256);
}

static void pieces_257(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    send_pieces(wire, 257);
}

/* A chain of a server with so long a name. */
static void send_name(wire_t *wire, const lab_t *lab, gsize letters)
{
    g_autofree char *name = g_strnfill(letters, 'a');
    slice_t certificate = made_der(lab->server);
    GByteArray *client = g_byte_array_new(), *server = g_byte_array_new();
    wire_converse(wire, false);
    wire_message(client, CLIENT_HELLO, wire_client_hello(name, 0x0303));
    send_messages(wire, false, client);
    wire_message(server, SERVER_HELLO, wire_server_hello(0x0303, ECDHE_ECDSA));
    wire_message(server, CERTIFICATE, wire_certificate(&certificate, 1, false));
    send_messages(wire, true, server);
}

static void name_100(wire_t *wire, const lab_t *lab)
{
    send_name(wire, lab, 100);
}

static void name_101(wire_t *wire, const lab_t *lab)
{
    send_name(wire, lab, 101);
}

/* ---- many small things ----------------------------------------------------------------------- */

static void records_10000(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    GByteArray *records = g_byte_array_new();
    g_autoptr(GByteArray) data = g_byte_array_new();
    wire_zeros(data, 10000);
    send_hellos(wire, 0x0303, ECDHE_ECDSA);
    wire_records(records, APPLICATION_DATA, (slice_t){data->data, data->len}, 1);
    wire_send(wire, true, records);
}

/* Messages of four octets: Finished without anything in it. */
static void messages_15000(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    GByteArray *messages = g_byte_array_new();
    send_hellos(wire, 0x0303, ECDHE_ECDSA);
    for (guint i = 0; i < 15000; i++)
        wire_message(messages, FINISHED, g_byte_array_new());
    send_messages(wire, true, messages);
}

/* One ClientHello after the other, each with a ChangeCipherSpec behind it. */
static void hellos_500(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    GByteArray *records = g_byte_array_new();
    wire_converse(wire, false);
    for (guint i = 0; i < 500; i++) {
        g_autoptr(GByteArray) hello = g_byte_array_new();
        wire_message(hello, CLIENT_HELLO, wire_client_hello(server_name, 0x0303));
        wire_records(records, HANDSHAKE, (slice_t){hello->data, hello->len}, RECORD);
        wire_records(records, CHANGE_CIPHER_SPEC, (slice_t){(const guint8 *)"\1", 1}, 1);
    }
    wire_send(wire, false, records);
}

/* Each datagram holds more than two thousand fragments of one octet, each of another message of
 * 1 MiB. */
static void dtls_fragments(wire_t *wire, const lab_t *lab)
{
    (void)lab;
    wire_converse(wire, true);
    for (guint frame = 0; frame < 4; frame++) {
        GByteArray *records = g_byte_array_new();
        for (guint i = 0; i < 2000; i++) {
            wire_uint(records, 0x16fefd, 3);
            wire_zeros(records, 8); /* epoch, sequence_number */
            wire_uint(records, 13, 2);
            wire_uint(records, CERTIFICATE, 1);
            wire_uint(records, 1024 * 1024, 3);
            wire_uint(records, frame * 2000 + i, 2); /* message_seq */
            wire_uint(records, 0, 3);                /* fragment_offset */
            wire_uint(records, 1, 3);
            wire_uint(records, 0, 1);
        }
        wire_send(wire, true, records);
    }
}

static void authorities_5000(wire_t *wire, const lab_t *lab)
{
    slice_t certificates[] = {made_der(lab->server), made_der(lab->intermediate)};
    GByteArray *messages = g_byte_array_new(), *body = g_byte_array_new();
    GByteArray *client = g_byte_array_new();
    send_hellos(wire, 0x0303, ECDHE_ECDSA);
    wire_message(messages, CERTIFICATE, wire_certificate(certificates, 2, false));
    wire_uint(body, 0x0101, 2);     /* certificate_types */
    wire_uint(body, 0x00020403, 4); /* supported_signature_algorithms */
    guint list = wire_begin(body, 2);
    for (guint i = 0; i < 5000; i++) {
        wire_uint(body, 2, 2);
        wire_uint(body, 0x3000, 2);
    }
    wire_end(body, list, 2);
    wire_message(messages, CERTIFICATE_REQUEST, body);
    send_messages(wire, true, messages);
    wire_message(client, CERTIFICATE, wire_certificate(certificates, 2, false));
    send_messages(wire, false, client);
}

static const struct {
    const char *name;
    void (*send)(wire_t *wire, const lab_t *lab);
} cases[] = {
    {"certificates-75",         certificates_75        },
    {"certificates-100",        certificates_100       },
    {"certificates-101",        certificates_101       },
    {"message-below-64k",       message_below_64k      },
    {"message-64k",             message_64k            },
    {"message-16m",             message_16m            },
    {"chains-3000",             chains_3000            },
    {"names-10000",             names_10000            },
    {"names-10001",             names_10001            },
    {"names-times-constraints", names_times_constraints},
    {"cross-certificates",      cross_certificates     },
    {"rsa-16384",               rsa_16384              },
    {"rsa-16384-many",          rsa_16384_many         },
    {"rsa-above-16384",         rsa_above_16384        },
    {"exponent-huge",           exponent_huge          },
    {"signature-huge",          signature_huge         },
    {"bomb-zlib",               bomb_zlib              },
    {"bomb-brotli",             bomb_brotli            },
    {"bomb-zstd",               bomb_zstd              },
    {"bomb-too-large",          bomb_too_large         },
    {"hello-8192",              hello_8192             },
    {"hello-8193",              hello_8193             },
    {"pieces-256",              pieces_256             },
    {"pieces-257",              pieces_257             },
    {"name-100",                name_100               },
    {"name-101",                name_101               },
    {"records-10000",           records_10000          },
    {"messages-15000",          messages_15000         },
    {"hellos-500",              hellos_500             },
    {"dtls-fragments",          dtls_fragments         },
    {"authorities-5000",        authorities_5000       },
};

static void write_anchor(const char *folder, const made_t *root)
{
    g_autofree char *from = made_pem_file(&root, 1), *to = g_build_filename(folder, "ca.pem", NULL);
    g_autofree char *text = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(from, &text, &size, NULL));
    g_assert_true(g_file_set_contents(to, text, (gssize)size, NULL));
    remove(from);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: make-strain FOLDER\n");
        return EXIT_FAILURE;
    }
    lab_t lab;
    lab_set_up(&lab, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *file = g_strconcat(cases[i].name, ".pcap", NULL);
        g_autofree char *path = g_build_filename(argv[1], file, NULL);
        wire_t *wire = wire_new();
        cases[i].send(wire, &lab);
        wire_write(wire, path);
    }
    write_anchor(argv[1], lab.root);
    lab_tear_down(&lab, NULL);
    return EXIT_SUCCESS;
}
