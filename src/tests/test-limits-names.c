/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "identity.h"
#include "make-cert.h"
#include "octets.h"
#include "session.h"
#include "wire.h"

/* What names, and lists of them, may cost in a certificate and in a hello. */

#define COMMON_NAME  0x03
#define ORGANIZATION 0x0a

/* A RelativeDistinguishedName of one attribute. */
static void append_rdn(GByteArray *out, guint8 type, const char *value)
{
    GByteArray *set = g_byte_array_new(), *pair = octets_of("06 03 5504");
    GByteArray *text = g_byte_array_new();
    g_byte_array_append(pair, &type, 1);
    g_byte_array_append(text, (const guint8 *)value, (guint)strlen(value));
    octets_append_der(pair, 0x0c, text);
    octets_append_der(set, 0x30, pair);
    octets_append_der(out, 0x31, set);
}

/* A Name of @size octets, header included: "CN=aaa..". */
static GByteArray *sized_name(size_t size)
{
    enum { HEADERS = 4 + 4 + 4 + 5 + 4 };
    g_autofree char *value = g_strnfill(size - HEADERS, 'a');
    GByteArray *rdns = g_byte_array_new(), *name = g_byte_array_new();
    append_rdn(rdns, COMMON_NAME, value);
    octets_append_der(name, 0x30, rdns);
    g_assert_cmpuint(name->len, ==, size);
    return name;
}

#define NAME_SIZE_TOLD "(a name of 8193 octets)"

static void test_text_of_name(void)
{
    G_STATIC_ASSERT(GENERAL_NAME_TEXT_LIMIT == 8192);
    for (guint more = 0; more < 2; more++) {
        g_autoptr(GByteArray) octets = sized_name(GENERAL_NAME_TEXT_LIMIT + more);
        slice_t name = {octets->data, octets->len};
        g_autofree char *general =
            general_name_text(&(general_name_t){GENERAL_NAME_DIRECTORY, name});
        g_autofree char *authority = identity_name(name, LANGUAGE_ENGLISH);
        if (more) {
            g_assert_cmpstr(general, ==, "DirName:" NAME_SIZE_TOLD);
            g_assert_cmpstr(authority, ==, "(a name that cannot be decoded)");
        } else {
            g_assert_true(g_str_has_prefix(general, "DirName:CN=aaaa"));
            g_assert_true(g_str_has_prefix(authority, "CN=aaaa"));
        }
    }
}

static void test_text_of_certificate(void)
{
    for (guint more = 0; more < 2; more++) {
        g_autofree char *value = g_strnfill(GENERAL_NAME_TEXT_LIMIT - 21 + more, 'a');
        g_autofree char *dn = g_strconcat("CN=", value, NULL);
        g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = dn});
        g_autoptr(certificate_t) c = certificate_new(made_der(made));
        g_assert_cmpuint(c->raw_subject.size, ==, GENERAL_NAME_TEXT_LIMIT + more);
        g_assert_cmpstr(certificate_subject(c), ==, certificate_issuer(c));
        g_assert_true(g_str_has_prefix(certificate_subject(c), more ? NAME_SIZE_TOLD : "CN=aaaa"));
    }
}

/* ---- the identity of a client ---------------------------------------------------------------- */

/* "P0, P1 .. P31", and ", .." behind that where there are more. */
static char *told(const char *prefix, guint n, guint limit)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < MIN(n, limit); i++)
        g_string_append_printf(out, "%s%s%u", i ? ", " : "", prefix, i);
    if (n > limit)
        g_string_append(out, ", ..");
    return g_string_free(out, FALSE);
}

/* The text of a subject has its last attribute first (RFC 4514 §2.1). */
static char *subject(guint users, guint groups)
{
    GString *out = g_string_new(NULL);
    for (guint i = groups; i-- > 0;)
        g_string_append_printf(out, "O=g%u,", i);
    for (guint i = users; i-- > 0;)
        g_string_append_printf(out, "CN=u%u%s", i, i ? "," : "");
    return g_string_free(out, FALSE);
}

static char *alternative_names(guint n)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(out, "%sDNS:n%u", i ? " " : "", i);
    return g_string_free(out, FALSE);
}

static void test_identity(void)
{
    const guint attributes = 32, names = 16;
    const struct {
        guint users, groups, names;
    } cases[] = {
        {1,              1,              1        },
        {attributes,     1,              1        },
        {attributes + 1, 1,              1        },
        {1,              attributes,     1        },
        {1,              attributes + 1, 1        },
        {1,              2,              names    },
        {1,              2,              names + 1},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint users = cases[i].users, groups = cases[i].groups;
        g_autofree char *dn = subject(users, groups), *san = alternative_names(cases[i].names);
        g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = dn, .san = san});
        g_autoptr(certificate_t) c = certificate_new(made_der(made));
        g_autofree char *told_users = told("CN=u", users, attributes);
        g_autofree char *told_groups = told("O=g", groups, attributes);
        g_autofree char *told_list = told("g", groups, attributes);
        g_autofree char *told_names = told("DNS:n", cases[i].names, names);
        g_autofree char *want =
            g_strdup_printf("%s, %s, %s; to Kubernetes user u%u of the group%s %s", told_users,
                            told_groups, told_names, users - 1, groups > 1 ? "s" : "", told_list);
        g_autofree char *got = identity_of(c, LANGUAGE_ENGLISH);
        g_assert_cmpstr(got, ==, want);
    }
}

/* A long name hides none of the others. */
static void test_long_user(void)
{
    g_autofree char *user = g_strnfill(600, 'u');
    g_autofree char *dn = g_strdup_printf("CN=%s,O=g", user);
    g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = dn});
    g_autoptr(certificate_t) c = certificate_new(made_der(made));
    g_autofree char *want =
        g_strdup_printf("CN=%s, O=g; to Kubernetes user %s of the group g", user, user);
    g_autofree char *got = identity_of(c, LANGUAGE_ENGLISH);
    g_assert_cmpstr(got, ==, want);
}

/* ---- extensions ------------------------------------------------------------------------------ */

/* SEQUENCE { OID }, each another one. */
static GByteArray *policies(guint n)
{
    GByteArray *out = g_byte_array_new();
    for (guint i = 0; i < n; i++) {
        g_autofree char *hex = g_strdup_printf("3005 0603 2a%02x%02x", 0x81 + (i >> 7), i & 0x7f);
        octets_append_hex(out, hex);
    }
    return out;
}

/* SEQUENCE { OID, OID } */
static GByteArray *mappings(guint n)
{
    GByteArray *out = g_byte_array_new();
    for (guint i = 0; i < n; i++)
        octets_append_hex(out, "3006 06012a 06012a");
    return out;
}

/* GeneralSubtrees of that tag, each the dNSName "a". */
static void append_subtrees(GByteArray *out, guint8 tag, guint n)
{
    GByteArray *subtrees = g_byte_array_new();
    for (guint i = 0; i < n; i++)
        octets_append_hex(subtrees, "3003 820161");
    if (n)
        octets_append_der(out, tag, subtrees);
    else
        g_byte_array_unref(subtrees);
}

static void expect_complex(const char *oid, GByteArray *content, bool want)
{
    g_autoptr(GByteArray) extensions = g_byte_array_new();
    GByteArray *extension = octets_of(oid), *value = g_byte_array_new();
    extensions_t read;
    octets_append_der(value, 0x30, content);
    octets_append_der(extension, 0x04, value);
    octets_append_der(extensions, 0x30, extension);
    extensions_init(&read);
    extensions_read(&read, (slice_t){extensions->data, extensions->len});
    g_assert_null(read.malformed.english);
    g_assert_cmpint(read.too_complex, ==, want);
    extensions_clear(&read);
}

static void test_extension_names(void)
{
    const guint most = EXTENSION_NAMES_LIMIT;
    G_STATIC_ASSERT(EXTENSION_NAMES_LIMIT == 10000);
    for (guint more = 0; more < 2; more++) {
        expect_complex("0603 551d20", policies(most + more), more > 0);
        expect_complex("0603 551d21", mappings(most / 2 + more), more > 0);
        for (guint permitted = 0; permitted <= most; permitted += most / 2) {
            GByteArray *constraints = g_byte_array_new();
            append_subtrees(constraints, 0xa0, permitted);
            append_subtrees(constraints, 0xa1, most - permitted + more);
            expect_complex("0603 551d1e", constraints, more > 0);
        }
    }
}

/* ---- a hello --------------------------------------------------------------------------------- */

/* What is told of a server's name: 255 octets of text at most, an octet that is no letter told
 * whole or not at all. */
static void test_server_name(void)
{
    const struct {
        guint letters;
        const char *end;
        guint want;
    } cases[] = {
        {255, "",     255},
        {256, "",     255},
        {251, "\x1b", 255},
        {252, "\x1b", 252},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *letters = g_strnfill(cases[i].letters, 'a');
        g_autofree char *name = g_strconcat(letters, cases[i].end, NULL);
        g_autoptr(GByteArray) octets = g_byte_array_new();
        g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(step_t));
        g_autoptr(session_t) session = session_new(0);
        wire_message(octets, HANDSHAKE_CLIENT_HELLO, wire_client_hello(name, 0x0303));
        record_message_t message = {
            .octets = {octets->data, octets->len},
              .whole = true
        };
        session_feed(session,
                     &(record_t){.sender = SENDER_CLIENT,
                                 .content_type = CONTENT_HANDSHAKE,
                                 .inner_type = CONTENT_HANDSHAKE,
                                 .messages = &message,
                                 .n_messages = 1},
                     steps);
        g_assert_cmpuint(strlen(session_facts(session)->server_name), ==, cases[i].want);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/limits of names/text of a name", test_text_of_name);
    g_test_add_func("/limits of names/names of a certificate", test_text_of_certificate);
    g_test_add_func("/limits of names/identity", test_identity);
    g_test_add_func("/limits of names/a long user", test_long_user);
    g_test_add_func("/limits of names/extensions", test_extension_names);
    g_test_add_func("/limits of names/server name", test_server_name);
    return g_test_run();
}
