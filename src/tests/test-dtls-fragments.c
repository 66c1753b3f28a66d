/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dtls-fragments.h"

#include "octets.h"

/* Fragments as type, length, message_seq, fragment_offset, fragment; the header is put together
 * here. */
typedef struct {
    const char *name;
    const char *fragments[5]; /* "0b 000004 0001 000000 aabb" */
    const char *want;         /* after the last of them; NULL: not whole */
} row_t;

/* clang-format off */
static const row_t rows[] = {
    {"in order", {"0b 000004 0001 000000 000002 aabb", "0b 000004 0001 000002 000002 ccdd"},
     "0b 000004 0001 000000 000004 aabbccdd"},
    {"out of order", {"0b 000004 0001 000002 000002 ccdd", "0b 000004 0001 000000 000002 aabb"},
     "0b 000004 0001 000000 000004 aabbccdd"},
    {"overlapping", {"0b 000004 0001 000000 000003 aabbcc", "0b 000004 0001 000001 000003 bbccdd"},
     "0b 000004 0001 000000 000004 aabbccdd"},
    {"between two", {"0b 000004 0001 000000 000001 aa", "0b 000004 0001 000003 000001 dd",
     "0b 000004 0001 000001 000002 bbcc"}, "0b 000004 0001 000000 000004 aabbccdd"},
    {"over all that came", {"0b 000005 0001 000001 000001 bb", "0b 000005 0001 000003 000001 dd",
     "0b 000005 0001 000000 000005 aabbccddee"}, "0b 000005 0001 000000 000005 aabbccddee"},
    {"another octet at a place: the first counts", {"0b 000002 0001 000001 000001 bb",
     "0b 000002 0001 000000 000002 aacc"}, "0b 000002 0001 000000 000002 aabb"},
    {"one twice", {"0b 000004 0001 000000 000002 aabb", "0b 000004 0001 000000 000002 aabb"}, NULL},
    {"one missing", {"0b 000004 0001 000000 000002 aabb", "0b 000004 0001 000003 000001 dd"}, NULL},
    {"in one piece", {"0b 000002 0001 000000 000002 aabb"}, "0b 000002 0001 000000 000002 aabb"},
    {"of two messages", {"0b 000002 0001 000000 000001 aa", "0c 000002 0002 000001 000001 dd"}, NULL},
    {"two messages mixed",
     {"0b 000002 0001 000000 000001 aa", "0c 000002 0002 000001 000001 dd", "0b 000002 0001 000001 000001 bb"},
     "0b 000002 0001 000000 000002 aabb"},
    {"another length", {"0b 000003 0001 000000 000001 aa", "0b 000002 0001 000001 000001 bb"}, NULL},
    {"another type", {"0b 000002 0001 000000 000001 aa", "0c 000002 0001 000001 000001 bb"}, NULL},
    {"beyond the end", {"0b 000002 0001 000001 000002 aabb"}, NULL},
    {"empty", {"0b 000000 0001 000000 000000"}, NULL},
    {"more octets than it says", {"0b 000002 0001 000000 000001 aabb"}, NULL},
    {"fewer octets than it says", {"0b 000002 0001 000000 000002 aa"}, NULL},
    {"too large", {"0b 100001 0001 000000 000001 aa"}, NULL},
};
/* clang-format on */

static GBytes *take_hex(dtls_fragments_t *fragments, const char *hex)
{
    g_autoptr(GByteArray) octets = octets_of(hex);
    return dtls_fragments_take(fragments, (slice_t){octets->data, octets->len});
}

static void test_row(gconstpointer data)
{
    const row_t *row = data;
    g_autoptr(dtls_fragments_t) fragments = dtls_fragments_new();
    GBytes *last = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(row->fragments) && row->fragments[i]; i++) {
        if (last)
            g_bytes_unref(last);
        last = take_hex(fragments, row->fragments[i]);
    }
    g_assert_true((last != NULL) == (row->want != NULL));
    if (!last)
        return;
    g_autoptr(GByteArray) want = octets_of(row->want);
    g_autoptr(GBytes) wanted = g_bytes_new_static(want->data, want->len);
    g_assert_true(g_bytes_equal(last, wanted));
    g_bytes_unref(last);
}

/* So many messages may be under way; one more, and the oldest is given up. */
static void test_limit(void)
{
    for (unsigned more = 0; more < 2; more++) {
        g_autoptr(dtls_fragments_t) fragments = dtls_fragments_new();
        for (unsigned i = 0; i < DTLS_MESSAGES_LIMIT + more; i++) {
            g_autofree char *hex = g_strdup_printf("0b 000002 %04x 000000 000001 aa", i);
            g_assert_null(take_hex(fragments, hex));
        }
        g_autoptr(GBytes) first = take_hex(fragments, "0b 000002 0000 000001 000001 bb");
        g_assert_true((first != NULL) == (more == 0));
    }
}

/* @size octets of a message of @length at @offset, all of them zero. */
static GBytes *take_zeros(dtls_fragments_t *fragments, guint length, guint offset, guint size)
{
    g_autofree char *head = g_strdup_printf("0b %06x 0001 %06x %06x", length, offset, size);
    g_autoptr(GByteArray) octets = octets_of(head);
    g_autofree guint8 *zeros = g_malloc0(size);
    g_byte_array_append(octets, zeros, size);
    return dtls_fragments_take(fragments, (slice_t){octets->data, octets->len});
}

static void test_size_limit(void)
{
    for (guint more = 0; more < 2; more++) {
        g_autoptr(dtls_fragments_t) fragments = dtls_fragments_new();
        guint length = DTLS_MESSAGE_LIMIT + more;
        g_assert_null(take_zeros(fragments, length, 0, 1));
        g_autoptr(GBytes) whole = take_zeros(fragments, length, 1, length - 1);
        g_assert_true((whole != NULL) == (more == 0));
    }
}

/* Every other octet, so that each is a piece; one more than may be, and they are given up. */
static void test_pieces_limit(void)
{
    const guint length = 2 * DTLS_PIECES_LIMIT + 2;
    for (guint more = 0; more < 2; more++) {
        g_autoptr(dtls_fragments_t) fragments = dtls_fragments_new();
        for (guint i = 0; i < DTLS_PIECES_LIMIT + more; i++)
            g_assert_null(take_zeros(fragments, length, 2 * i, 1));
        g_autoptr(GBytes) whole = take_zeros(fragments, length, 1, length - 1);
        g_assert_true((whole != NULL) == (more == 0));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strdup_printf("/dtls-fragments/%s", rows[i].name);
        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/dtls-fragments/limit of messages", test_limit);
    g_test_add_func("/dtls-fragments/limit of size", test_size_limit);
    g_test_add_func("/dtls-fragments/limit of pieces", test_pieces_limit);
    return g_test_run();
}
