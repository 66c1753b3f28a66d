/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "resumption.h"

#include <stdlib.h>
#include <string.h>

#include "wire.h"

/* A script is words, one for each message, "SESSION:MESSAGE.ARGUMENT.ARGUMENT". What is wanted:
 * which session rests on which, "3<1 4<1", of all of them. Arguments are octets in hex behind a
 * letter:
 *
 *     iXX  session id          tXX  ticket (an extension of the ClientHello, or what is given)
 *     pXX  PSK identity        eXX  the same, of one that was not a ticket
 *     sN   the identity that the server chose
 *
 * Messages: ch, sh (TLS 1.2), sh13, hrr, nst (TLS 1.2), nst13, and the server's cert and ccs, which
 * settle whether a session of TLS 1.2 is resumed. A capital C before one: from the client. */
typedef struct {
    const char *name, *script, *want;
} row_t;

#define FULL(n)     n ":ch " n ":sh.i" n n " " n ":cert "
#define TICKET(n)   n ":ch " n ":sh " n ":cert " n ":nst.t" n n " "
#define TICKET13(n) n ":ch " n ":sh13 " n ":nst13.t" n n " "

/* clang-format off */
static const row_t rows[] = {
    {"session id", FULL("1") "2:ch.i11 2:sh.i11 2:ccs", "2<1"},
    {"session id, not taken up", FULL("1") "2:ch.i11 2:sh.i22 2:cert", ""},
    {"session id, another session's", FULL("1") FULL("2") "3:ch.i11 3:sh.i11 3:ccs", "3<1"},
    {"session id that nobody gave", FULL("1") "2:ch.i22 2:sh.i22 2:ccs", ""},
    {"session id that only came back", "1:ch.i11 1:sh.i11 1:ccs 2:ch.i11 2:sh.i11 2:ccs", ""},
    {"session id, given again", FULL("1") "2:ch 2:sh.i11 2:cert 3:ch.i11 3:sh.i11 3:ccs", "3<2"},
    {"session id, twice", FULL("1") "2:ch.i11 2:sh.i11 2:ccs 3:ch.i11 3:sh.i11 3:ccs", "2<1 3<1"},
    {"ticket", TICKET("1") "2:ch.t11 2:sh 2:ccs", "2<1"},
    {"ticket, not taken up", TICKET("1") "2:ch.t11 2:sh 2:cert", ""},
    {"ticket that nobody gave", TICKET("1") "2:ch.t22 2:sh 2:ccs", ""},
    {"ticket of the client", "1:ch 1:sh 1:cert 1:Cnst.t11 2:ch.t11 2:sh 2:ccs", ""},
    {"ticket of no octets", "1:ch 1:sh 1:cert 1:nst.t 2:ch.t 2:sh 2:ccs", ""},
    {"ticket with a session id of the client's own", TICKET("1") "2:ch.i77.t11 2:sh.i77 2:ccs", "2<1"},
    {"ticket before session id", FULL("1") TICKET("2") "3:ch.i11.t22 3:sh.i11 3:ccs", "3<2"},
    {"session id where nobody gave the ticket", FULL("1") "2:ch.i11.t22 2:sh.i11 2:ccs", "2<1"},
    {"ticket given in a resumed session",
     TICKET("1") "2:ch.t11 2:sh 2:nst.t22 2:ccs 3:ch.t22 3:sh 3:nst.t33 3:ccs 4:ch.t33 4:sh 4:ccs",
     "2<1 3<1 4<1"},
    {"ticket given where the other was not taken up",
     TICKET("1") "2:ch.t11 2:sh 2:cert 2:nst.t22 3:ch.t22 3:sh 3:ccs", "3<2"},
    {"identity", TICKET13("1") "2:ch.p11 2:sh13.s0", "2<1"},
    {"identity, the first", TICKET13("1") TICKET13("2") "3:ch.p11.p22 3:sh13.s0", "3<1"},
    {"identity, the second", TICKET13("1") TICKET13("2") "3:ch.p11.p22 3:sh13.s1", "3<2"},
    {"identity, beyond the last", TICKET13("1") TICKET13("2") "3:ch.p11.p22 3:sh13.s2", ""},
    {"identity, none chosen", TICKET13("1") "2:ch.p11 2:sh13", ""},
    {"identity that was no ticket", TICKET13("1") "2:ch.e11 2:sh13.s0", ""},
    {"identity of no octets", TICKET13("1") "2:ch.p.p11 2:sh13.s0", ""},
    {"identity behind one of no octets", TICKET13("1") "2:ch.p.p11 2:sh13.s1", ""},
    {"identity given in a resumed session",
     TICKET13("1") "2:ch.p11 2:sh13.s0 2:nst13.t22 3:ch.p22 3:sh13.s0", "2<1 3<1"},
    {"second ClientHello", TICKET13("1") TICKET13("2") "3:ch.p11 3:hrr 3:ch.p22 3:sh13.s0", "3<2"},
    {"second ClientHello that offers none", TICKET13("1") "2:ch.p11 2:hrr 2:ch 2:sh13.s0", ""},
    {"no second ClientHello seen", TICKET13("1") "2:ch.p11 2:hrr 2:sh13.s0", "2<1"},
    {"identities, as many as are kept",
     TICKET13("1") "2:ch.p01.p02.p03.p04.p05.p06.p07.p11 2:sh13.s7", "2<1"},
    {"identities, one more",
     TICKET13("1") "2:ch.p01.p02.p03.p04.p05.p06.p07.p08.p11 2:sh13.s8", ""},
};
/* clang-format on */

enum { SESSIONS = 10 };

typedef struct {
    resumption_t *resumption;
    session_t *sessions[SESSIONS];
} world_t;

static void world_begin(world_t *world)
{
    world->resumption = resumption_new();
    for (guint32 i = 0; i < SESSIONS; i++)
        world->sessions[i] = session_new(i);
}

static void world_end(world_t *world)
{
    resumption_free(world->resumption);
    for (guint i = 0; i < SESSIONS; i++)
        session_free(world->sessions[i]);
}

static void feed(world_t *world, guint number, const record_t *record)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(step_t));
    session_feed(world->sessions[number], record, steps);
}

/* @body is taken. */
static void deliver(world_t *world, guint number, sender_t sender, guint8 type, GByteArray *body)
{
    g_autoptr(GByteArray) octets = g_byte_array_new();
    wire_message(octets, type, body);
    hello_t hello = {0};
    handshake_t parsed;
    record_message_t message = {
        .octets = {octets->data, octets->len},
          .whole = true, .hello = &hello
    };
    feed(world, number,
         &(record_t){.sender = sender,
                     .content_type = CONTENT_HANDSHAKE,
                     .inner_type = CONTENT_HANDSHAKE,
                     .version = 0x0303,
                     .header_length = 5,
                     .length = octets->len,
                     .messages = &message,
                     .n_messages = 1});
    g_assert_true(handshake_parse(message.octets, FRAMING_TLS, &parsed));
    resumption_take(world->resumption, world->sessions[number], FRAMING_TLS, sender, parsed,
                    &hello);
}

static void send_change_cipher_spec(world_t *world, guint number)
{
    feed(world, number,
         &(record_t){.sender = SENDER_SERVER,
                     .content_type = CONTENT_CHANGE_CIPHER_SPEC,
                     .inner_type = CONTENT_CHANGE_CIPHER_SPEC,
                     .version = 0x0303,
                     .header_length = 5,
                     .length = 1});
}

/* A vector with the octet that the argument of that letter gives; without one an empty vector. */
static void put_argument(GByteArray *out, char **arguments, char letter, int width)
{
    guint place = wire_begin(out, width);
    for (char **a = arguments; *a; a++)
        if (**a == letter && (*a)[1])
            wire_uint(out, strtoul(*a + 1, NULL, 16), 1);
    wire_end(out, place, width);
}

static void put_identities(GByteArray *out, char **arguments)
{
    guint extension = wire_begin(out, 2), list = wire_begin(out, 2);
    for (char **a = arguments; *a; a++) {
        if (**a != 'p' && **a != 'e')
            continue;
        char *const one[] = {*a, NULL};
        put_argument(out, (char **)one, **a, 2);
        wire_uint(out, **a == 'p', 4); /* obfuscated_ticket_age */
    }
    wire_end(out, list, 2);
    wire_uint(out, 0, 2); /* binders */
    wire_end(out, extension, 2);
}

static bool has(char **arguments, char letter)
{
    for (char **a = arguments; *a; a++)
        if (**a == letter)
            return true;
    return false;
}

static void put_random(GByteArray *out, const char *start)
{
    guint before = out->len;
    wire_zeros(out, 32);
    memcpy(out->data + before, start, strlen(start));
}

static GByteArray *client_hello(char **arguments)
{
    GByteArray *out = g_byte_array_new();
    wire_uint(out, 0x0303, 2);
    put_random(out, "client");
    put_argument(out, arguments, 'i', 1);
    wire_uint(out, 0x00021301, 4); /* cipher_suites */
    wire_uint(out, 0x0100, 2);     /* compression_methods */
    guint extensions = wire_begin(out, 2);
    if (has(arguments, 't')) {
        wire_uint(out, 35, 2); /* session_ticket */
        put_argument(out, arguments, 't', 2);
    }
    if (has(arguments, 'p') || has(arguments, 'e')) {
        wire_uint(out, 41, 2); /* pre_shared_key */
        put_identities(out, arguments);
    }
    wire_end(out, extensions, 2);
    return out;
}

/* RFC 8446 §4.1.3: what its random says. */
#define RETRY                                                                                      \
    "\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91\xc2\xa2\x11\x16\x7a\xbb\x8c" \
    "\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c"

static GByteArray *server_hello(char **arguments, bool tls13, const char *random)
{
    GByteArray *out = g_byte_array_new();
    wire_uint(out, 0x0303, 2);
    put_random(out, random);
    put_argument(out, arguments, 'i', 1);
    wire_uint(out, tls13 ? 0x1301 : 0xc02f, 2);
    wire_uint(out, 0, 1);
    guint extensions = wire_begin(out, 2);
    if (tls13)
        wire_uint(out, 0x002b00020304, 6); /* supported_versions */
    if (has(arguments, 's')) {
        wire_uint(out, 0x00290002, 4); /* pre_shared_key */
        for (char **a = arguments; *a; a++)
            if (**a == 's')
                wire_uint(out, strtoul(*a + 1, NULL, 10), 2);
    }
    wire_end(out, extensions, 2);
    return out;
}

static GByteArray *new_session_ticket(char **arguments, bool tls13)
{
    GByteArray *out = g_byte_array_new();
    wire_uint(out, 7200, 4); /* ticket_lifetime */
    if (tls13)
        wire_zeros(out, 4 + 1); /* ticket_age_add, ticket_nonce */
    put_argument(out, arguments, 't', 2);
    if (tls13)
        wire_uint(out, 0, 2); /* extensions */
    return out;
}

static void say(world_t *world, guint number, char **words)
{
    bool from_client = **words == 'C' || g_str_equal(*words, "ch");
    const char *what = **words == 'C' ? *words + 1 : *words;
    bool tls13 = g_str_has_suffix(what, "13");
    sender_t sender = from_client ? SENDER_CLIENT : SENDER_SERVER;
    if (g_str_equal(what, "ch"))
        deliver(world, number, sender, HANDSHAKE_CLIENT_HELLO, client_hello(words + 1));
    else if (g_str_has_prefix(what, "sh"))
        deliver(world, number, sender, HANDSHAKE_SERVER_HELLO,
                server_hello(words + 1, tls13, "server"));
    else if (g_str_equal(what, "hrr"))
        deliver(world, number, sender, HANDSHAKE_SERVER_HELLO,
                server_hello(words + 1, true, RETRY));
    else if (g_str_has_prefix(what, "nst"))
        deliver(world, number, sender, HANDSHAKE_NEW_SESSION_TICKET,
                new_session_ticket(words + 1, tls13));
    else if (g_str_equal(what, "cert"))
        deliver(world, number, sender, HANDSHAKE_CERTIFICATE, wire_certificate(NULL, 0, false));
    else if (g_str_equal(what, "ccs"))
        send_change_cipher_spec(world, number);
    else
        g_error("no message %s", what);
}

static void run(world_t *world, const char *script)
{
    g_auto(GStrv) words = g_strsplit(script, " ", -1);
    for (char **word = words; *word; word++) {
        g_auto(GStrv) parts = g_strsplit(*word + 2, ".", -1);
        say(world, (guint)(**word - '0'), parts);
    }
}

static char *told(const world_t *world)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < SESSIONS; i++) {
        const session_t *origin = resumption_origin(world->resumption, world->sessions[i]);
        if (origin)
            g_string_append_printf(out, "%s%u<%u", out->len ? " " : "", i,
                                   session_facts(origin)->number);
    }
    return g_string_free(out, FALSE);
}

static void test_row(gconstpointer data)
{
    const row_t *row = data;
    world_t world;
    world_begin(&world);
    run(&world, row->script);
    g_autofree char *got = told(&world);
    g_assert_cmpstr(got, ==, row->want);
    world_end(&world);
}

static GByteArray *ticket_number(guint number, bool offered)
{
    GByteArray *out = g_byte_array_new();
    if (!offered)
        wire_uint(out, 7200, 4);
    wire_uint(out, 4, 2);
    wire_uint(out, number, 4);
    return out;
}

/* A client comes back with the ticket of that number. Is it told where it is from? */
static bool is_remembered(world_t *world, guint session, guint number)
{
    static char *no_arguments[] = {NULL};
    GByteArray *hello = client_hello(no_arguments);
    g_byte_array_set_size(hello, hello->len - 2);
    guint extensions = wire_begin(hello, 2);
    g_autoptr(GByteArray) ticket = ticket_number(number, true);
    wire_uint(hello, 35, 2);
    wire_uint(hello, 4, 2);
    wire_octets(hello, (slice_t){ticket->data + 2, 4});
    wire_end(hello, extensions, 2);
    deliver(world, session, SENDER_CLIENT, HANDSHAKE_CLIENT_HELLO, hello);
    deliver(world, session, SENDER_SERVER, HANDSHAKE_SERVER_HELLO,
            server_hello(no_arguments, false, "server"));
    send_change_cipher_spec(world, session);
    return resumption_origin(world->resumption, world->sessions[session]) == world->sessions[1];
}

static void test_limit(void)
{
    world_t world;
    world_begin(&world);
    G_STATIC_ASSERT(RESUMPTION_LIMIT == 262144);
    for (guint i = 0; i <= RESUMPTION_LIMIT; i++) {
        g_autoptr(GByteArray) body = ticket_number(i, false);
        handshake_t message = {
            HANDSHAKE_NEW_SESSION_TICKET, {body->data, body->len}
        };
        resumption_take(world.resumption, world.sessions[1], FRAMING_TLS, SENDER_SERVER, message,
                        NULL);
    }
    g_assert_true(is_remembered(&world, 2, 0));
    g_assert_true(is_remembered(&world, 3, RESUMPTION_LIMIT - 1));
    g_assert_false(is_remembered(&world, 4, RESUMPTION_LIMIT));
    world_end(&world);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/resumption/%s", rows[i].name);
        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/resumption/limit", test_limit);
    return g_test_run();
}
