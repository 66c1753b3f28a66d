/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "key-log.h"

#include <string.h>

#include "lab.h"
#include "octets.h"

#define R1  "0101010101010101010101010101010101010101010101010101010101010101"
#define R2  "0202020202020202020202020202020202020202020202020202020202020202"
#define S32 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define S48 S32 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define S64 S32 S32

static key_log_t *log_of(const char *text)
{
    return key_log_new_from_text(text, strlen(text));
}

static slice_t slice_of(const GByteArray *octets)
{
    return (slice_t){octets->data, octets->len};
}

/* One line, and what is found by label and id. */
typedef struct {
    const char *name, *text;
    key_log_label_t label;
    const char *id;
    const char *want; /* "": nothing is found */
    size_t bad;
} find_row_t;

/* clang-format off */
static const find_row_t find_rows[] = {
    {"CLIENT_RANDOM", "CLIENT_RANDOM " R1 " " S48 "\n", KEY_LOG_CLIENT_RANDOM, R1, S48, 0},
    {"CRLF", "CLIENT_RANDOM " R1 " " S48 "\r\n", KEY_LOG_CLIENT_RANDOM, R1, S48, 0},
    {"no line feed at the end", "CLIENT_RANDOM " R1 " " S48, KEY_LOG_CLIENT_RANDOM, R1, S48, 0},
    {"byte order mark", "\xef\xbb\xbf" "CLIENT_RANDOM " R1 " " S48, KEY_LOG_CLIENT_RANDOM, R1,
     S48, 0},
    {"blanks and tabs", "  CLIENT_RANDOM\t" R1 "   " S48 " \n", KEY_LOG_CLIENT_RANDOM, R1, S48, 0},
    {"comment", "# CLIENT_RANDOM " R1 " " S48 "\n\n", KEY_LOG_CLIENT_RANDOM, R1, "", 0},
    {"comment, then a line", "#\r\n\r\nCLIENT_RANDOM " R1 " " S48 "\n", KEY_LOG_CLIENT_RANDOM, R1,
     S48, 0},
    {"another random", "CLIENT_RANDOM " R1 " " S48 "\n", KEY_LOG_CLIENT_RANDOM, R2, "", 0},
    {"another label", "CLIENT_RANDOM " R1 " " S48 "\n", KEY_LOG_CLIENT_TRAFFIC_SECRET_0, R1, "", 0},
    {"the last one counts", "EXPORTER_SECRET " R1 " " S32 "\nEXPORTER_SECRET " R1 " " S48 "\n",
     KEY_LOG_EXPORTER_SECRET, R1, S48, 0},
    {"client handshake", "CLIENT_HANDSHAKE_TRAFFIC_SECRET " R1 " " S32,
     KEY_LOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET, R1, S32, 0},
    {"server handshake", "SERVER_HANDSHAKE_TRAFFIC_SECRET " R1 " " S48,
     KEY_LOG_SERVER_HANDSHAKE_TRAFFIC_SECRET, R1, S48, 0},
    {"client traffic", "CLIENT_TRAFFIC_SECRET_0 " R1 " " S64, KEY_LOG_CLIENT_TRAFFIC_SECRET_0, R1,
     S64, 0},
    {"server traffic", "SERVER_TRAFFIC_SECRET_0 " R1 " " S32, KEY_LOG_SERVER_TRAFFIC_SECRET_0, R1,
     S32, 0},
    {"early traffic", "CLIENT_EARLY_TRAFFIC_SECRET " R1 " " S32,
     KEY_LOG_CLIENT_EARLY_TRAFFIC_SECRET, R1, S32, 0},
    {"exporter", "EXPORTER_SECRET " R1 " " S32, KEY_LOG_EXPORTER_SECRET, R1, S32, 0},
    {"early exporter", "EARLY_EXPORTER_SECRET " R1 " " S32, KEY_LOG_EARLY_EXPORTER_SECRET, R1, S32,
     0},
    {"RSA premaster", "RSA 0102030405060708 " S48, KEY_LOG_RSA_PREMASTER, "0102030405060708", S48,
     0},
    {"RSA session", "RSA Session-ID:" R2 " Master-Key:" S48, KEY_LOG_RSA_SESSION, R2, S48, 0},
    {"RSA session of 1 octet", "RSA Session-ID:07 Master-Key:" S48, KEY_LOG_RSA_SESSION, "07", S48,
     0},
    {"a premaster is no session", "RSA 0102030405060708 " S48, KEY_LOG_RSA_SESSION,
     "0102030405060708", "", 0},
    {"an id too long to be one", "CLIENT_RANDOM " R1 " " S48, KEY_LOG_CLIENT_RANDOM, R1 "00", "",
     0},
    {"upper-case hex", "EXPORTER_SECRET " R1 " "
     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
     KEY_LOG_EXPORTER_SECRET, R1, S32, 0},
    {"a label of others", "CLIENT_TRAFFIC_SECRET_1 " R1 " " S32 "\nECH_SECRET " R1 " " S32,
     KEY_LOG_CLIENT_TRAFFIC_SECRET_0, R1, "", 0},
    {"bad: a word too few", "CLIENT_RANDOM " R1 "\n", KEY_LOG_CLIENT_RANDOM, R1, "", 1},
    {"bad: a word too many", "CLIENT_RANDOM " R1 " " S48 " x\n", KEY_LOG_CLIENT_RANDOM, R1, "", 1},
    {"bad: no hex", "EXPORTER_SECRET " R1 " g" S32 "\n", KEY_LOG_EXPORTER_SECRET, R1, "", 1},
    {"bad: half an octet", "CLIENT_RANDOM " R1 " " S48 "a\n", KEY_LOG_CLIENT_RANDOM, R1, "", 1},
    {"bad: secret too short", "CLIENT_RANDOM " R1 " " S32 "\n", KEY_LOG_CLIENT_RANDOM, R1, "", 1},
    {"bad: secret an octet too long", "CLIENT_RANDOM " R1 " " S48 "aa\n", KEY_LOG_CLIENT_RANDOM,
     R1, "", 1},
    {"bad: no hash is that long", "EXPORTER_SECRET " R1 " " S32 "aa\n", KEY_LOG_EXPORTER_SECRET,
     R1, "", 1},
    {"bad: random too long", "CLIENT_RANDOM " R1 "01 " S48 "\n", KEY_LOG_CLIENT_RANDOM, R1, "", 1},
    {"bad: prefix too short", "RSA 01020304050607 " S48, KEY_LOG_RSA_PREMASTER, "01020304050607",
     "", 1},
    {"bad: session without master key", "RSA Session-ID:07 " S48, KEY_LOG_RSA_SESSION, "07", "",
     1},
    {"bad: session_id too long", "RSA Session-ID:" R2 "02 Master-Key:" S48, KEY_LOG_RSA_SESSION,
     R2 "02", "", 1},
    {"bad: session_id empty", "RSA Session-ID: Master-Key:" S48, KEY_LOG_RSA_SESSION, "", "", 1},
    {"bad: no label", "hello there\nCLIENT_RANDOM\n12 34\n", KEY_LOG_CLIENT_RANDOM, R1, "", 3},
    {"a good line between bad ones", "x\nCLIENT_RANDOM " R1 " " S48 "\ny\n", KEY_LOG_CLIENT_RANDOM,
     R1, S48, 2},
};
/* clang-format on */

static void test_find(gconstpointer data)
{
    const find_row_t *row = data;
    g_autoptr(key_log_t) log = log_of(row->text);
    g_autoptr(GByteArray) id = octets_of(row->id);
    g_autoptr(GByteArray) want = octets_of(row->want);
    slice_t found = key_log_find(log, row->label, slice_of(id));
    g_assert_true(slice_equal(found, slice_of(want)));
    g_assert_cmpuint(key_log_bad_lines(log), ==, row->bad);
}

/* What is missing, in words. */
typedef struct {
    const char *name, *text;
    bool tls13;
    const char *want; /* NULL: nothing is */
} diagnosis_row_t;

#define CHTS "CLIENT_HANDSHAKE_TRAFFIC_SECRET " R1 " " S32 "\n"
#define SHTS "SERVER_HANDSHAKE_TRAFFIC_SECRET " R1 " " S32 "\n"
#define CTS  "CLIENT_TRAFFIC_SECRET_0 " R1 " " S32 "\n"
#define STS  "SERVER_TRAFFIC_SECRET_0 " R1 " " S32 "\n"
#define CR   "CLIENT_RANDOM " R1 " " S48 "\n"

/* clang-format off */
static const diagnosis_row_t diagnosis_rows[] = {
    {"all of TLS 1.3", CHTS SHTS CTS STS, true, NULL},
    {"all of TLS 1.2", CR, false, NULL},
    {"all of TLS 1.2, and a line that cannot be read", "?\n" CR, false, NULL},
    {"a line that cannot be read", "# x\n" CHTS "CLIENT_RANDOM " R1 " abc\n?\n", false,
     "the key log has only CLIENT_HANDSHAKE_TRAFFIC_SECRET for this client's random, secrets of TLS "
     "1.3; this session needs CLIENT_RANDOM; line 3 of it cannot be read"},
    {"both", CR CHTS SHTS CTS STS, false, NULL},
    {"empty", "", true, "the key log has no secrets in it"},
    {"comments only", "# x\n", false, "the key log has no secrets in it"},
    {"another client", "CLIENT_RANDOM " R2 " " S48, false,
     "the key log has no line for this client's random; it has lines for 1 other"},
    {"other clients", "CLIENT_RANDOM " R2 " " S48 "\nCLIENT_RANDOM " S32 " " S48, true,
     "the key log has no line for this client's random; it has lines for 2 others"},
    {"RSA lines, TLS 1.2", "RSA 0102030405060708 " S48, false,
     "the key log has no line for this client's random; its RSA lines help only where the key "
     "exchange is RSA or the session is resumed"},
    {"RSA lines, TLS 1.3", "RSA 0102030405060708 " S48, true,
     "the key log has no line for this client's random"},
    {"TLS 1.3 without the server's handshake", CHTS CTS STS, true,
     "the key log has only CLIENT_HANDSHAKE_TRAFFIC_SECRET, CLIENT_TRAFFIC_SECRET_0, "
     "SERVER_TRAFFIC_SECRET_0 for this client's random; without SERVER_HANDSHAKE_TRAFFIC_SECRET "
     "the server's certificate, signature and Finished cannot be read"},
    {"TLS 1.3 without the client's handshake", SHTS CTS STS, true,
     "the key log has only SERVER_HANDSHAKE_TRAFFIC_SECRET, CLIENT_TRAFFIC_SECRET_0, "
     "SERVER_TRAFFIC_SECRET_0 for this client's random; without CLIENT_HANDSHAKE_TRAFFIC_SECRET "
     "the client's Finished and what it sends before it cannot be read"},
    {"TLS 1.3 without the server's traffic", CHTS SHTS CTS, true,
     "the key log has only CLIENT_HANDSHAKE_TRAFFIC_SECRET, SERVER_HANDSHAKE_TRAFFIC_SECRET, "
     "CLIENT_TRAFFIC_SECRET_0 for this client's random; without SERVER_TRAFFIC_SECRET_0 what the "
     "server sends afterwards cannot be read"},
    {"TLS 1.3 without the client's traffic", CHTS SHTS STS, true,
     "the key log has only CLIENT_HANDSHAKE_TRAFFIC_SECRET, SERVER_HANDSHAKE_TRAFFIC_SECRET, "
     "SERVER_TRAFFIC_SECRET_0 for this client's random; without CLIENT_TRAFFIC_SECRET_0 what the "
     "client sends afterwards cannot be read"},
    {"TLS 1.3 with a secret of TLS 1.2", CR, true,
     "the key log has only CLIENT_RANDOM for this client's random; without "
     "SERVER_HANDSHAKE_TRAFFIC_SECRET the server's certificate, signature and Finished cannot be "
     "read"},
    {"TLS 1.2 with secrets of TLS 1.3", CHTS SHTS, false,
     "the key log has only CLIENT_HANDSHAKE_TRAFFIC_SECRET, SERVER_HANDSHAKE_TRAFFIC_SECRET for "
     "this client's random, secrets of TLS 1.3; this session needs CLIENT_RANDOM"},
};
/* clang-format on */

static void test_diagnosis(gconstpointer data)
{
    const diagnosis_row_t *row = data;
    g_autoptr(key_log_t) log = log_of(row->text);
    g_autoptr(GByteArray) random = octets_of(R1);
    g_autofree char *told = key_log_diagnosis(log, slice_of(random), row->tls13, LANGUAGE_ENGLISH);
    g_assert_cmpstr(told, ==, row->want);
    g_autofree char *korean = key_log_diagnosis(log, slice_of(random), row->tls13, LANGUAGE_KOREAN);
    g_assert_true((korean != NULL) == (told != NULL));
    g_assert_true(!korean || lab_has_hangul(korean));
}

static void test_labels(void)
{
    g_autoptr(key_log_t) log = log_of(CHTS STS "RSA Session-ID:" R1 " Master-Key:" S48);
    g_autoptr(GByteArray) one = octets_of(R1);
    g_autoptr(GByteArray) two = octets_of(R2);
    g_assert_cmphex(key_log_labels(log, slice_of(one)), ==,
                    1u << KEY_LOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET |
                        1u << KEY_LOG_SERVER_TRAFFIC_SECRET_0);
    g_assert_cmphex(key_log_labels(log, slice_of(two)), ==, 0);
    g_assert_cmphex(key_log_labels(log, (slice_t){0}), ==, 0);
    for (int i = 0; i < KEY_LOG_LABEL_COUNT; i++)
        g_assert_nonnull(key_log_label_name((key_log_label_t)i));
}

/* A key log grows while it is in use. */
static void test_growing(void)
{
    g_autoptr(key_log_t) log = log_of("");
    g_autoptr(GByteArray) random = octets_of(R1);
    key_log_add_text(log, CR, strlen(CR));
    key_log_add_text(log, "bad\n", 4);
    g_assert_cmpuint(key_log_find(log, KEY_LOG_CLIENT_RANDOM, slice_of(random)).size, ==, 48);
    g_assert_cmpuint(key_log_bad_lines(log), ==, 1);
}

/* Neither octets that are no text nor a NUL end the reading. */
static void test_hostile(void)
{
    static const char text[] = "CLIENT_RANDOM\0" R1 " " S48 "\n\xff\xfe\n\0\n" CR;
    g_autoptr(key_log_t) log = key_log_new_from_text(text, sizeof text - 1);
    g_autoptr(GByteArray) random = octets_of(R1);
    g_assert_cmpuint(key_log_bad_lines(log), ==, 2);
    g_assert_cmpuint(key_log_find(log, KEY_LOG_CLIENT_RANDOM, slice_of(random)).size, ==, 48);
}

/* A secret that did not stand in a line. */
static void test_add(void)
{
    g_autoptr(key_log_t) log = log_of("");
    g_autoptr(GByteArray) random = octets_of(R1);
    g_autoptr(GByteArray) first = octets_of(S48);
    g_autoptr(GByteArray) second = octets_of(S32);
    g_assert_true(key_log_add(log, KEY_LOG_EXPORTER_SECRET, slice_of(random), slice_of(second)));
    g_assert_true(key_log_add(log, KEY_LOG_EXPORTER_SECRET, slice_of(random), slice_of(first)));
    slice_t found = key_log_find(log, KEY_LOG_EXPORTER_SECRET, slice_of(random));
    g_assert_true(slice_equal(found, slice_of(first)));
    g_assert_false(key_log_add(log, KEY_LOG_CLIENT_RANDOM, slice_of(random), slice_of(second)));
    g_assert_false(key_log_add(log, KEY_LOG_EXPORTER_SECRET, slice_of(second), (slice_t){0}));
    g_assert_cmpuint(key_log_labels(log, slice_of(random)), ==, 1u << KEY_LOG_EXPORTER_SECRET);
    g_assert_cmpuint(key_log_bad_lines(log), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(find_rows); i++) {
        g_autofree char *path = g_strdup_printf("/key-log/find/%s", find_rows[i].name);
        g_test_add_data_func(path, &find_rows[i], test_find);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(diagnosis_rows); i++) {
        g_autofree char *path = g_strdup_printf("/key-log/diagnosis/%s", diagnosis_rows[i].name);
        g_test_add_data_func(path, &diagnosis_rows[i], test_diagnosis);
    }
    g_test_add_func("/key-log/labels", test_labels);
    g_test_add_func("/key-log/growing", test_growing);
    g_test_add_func("/key-log/hostile", test_hostile);
    g_test_add_func("/key-log/add", test_add);
    return g_test_run();
}
