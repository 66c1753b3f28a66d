/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ca-memory.h"

#include "lab.h"
#include "make-cert.h"

static void test_decoded_once(void)
{
    g_autoptr(ca_memory_t) memory = ca_memory_new();
    g_autoptr(made_t) one = make_cert(&(recipe_t){.dn = "CN=one", .ca = true});
    g_autoptr(made_t) other = make_cert(&(recipe_t){.dn = "CN=other", .ca = true});
    g_autoptr(certificate_t) a = ca_memory_certificate(memory, made_der(one));
    g_autoptr(certificate_t) again = ca_memory_certificate(memory, made_der(one));
    g_autoptr(certificate_t) b = ca_memory_certificate(memory, made_der(other));
    g_assert_true(a == again);
    g_assert_true(a != b);
    g_assert_cmpstr(certificate_subject(a), ==, "CN=one");
}

/* Who got it keeps it. */
static void test_outlives_the_memory(void)
{
    ca_memory_t *memory = ca_memory_new();
    g_autoptr(made_t) made = make_cert(&(recipe_t){.dn = "CN=one", .ca = true});
    g_autoptr(certificate_t) kept = ca_memory_certificate(memory, made_der(made));
    ca_memory_free(memory);
    g_assert_cmpstr(certificate_subject(kept), ==, "CN=one");
}

static void test_links(void)
{
    g_autoptr(ca_memory_t) memory = ca_memory_new();
    g_autoptr(made_t) one = make_cert(&(recipe_t){.dn = "CN=one", .ca = true});
    g_autoptr(made_t) other = make_cert(&(recipe_t){.dn = "CN=other", .ca = true});
    g_autoptr(certificate_t) child = ca_memory_certificate(memory, made_der(one));
    g_autoptr(certificate_t) issuer = ca_memory_certificate(memory, made_der(other));
    g_autoptr(certificate_t) stranger = certificate_new(made_der(one));
    link_t found;
    g_assert_false(ca_memory_find_link(memory, child, issuer, &found));
    ca_memory_add_link(memory, stranger, issuer, (link_t){LINK_VERIFIED, 0});
    g_assert_false(ca_memory_find_link(memory, child, issuer, &found));
    ca_memory_add_link(memory, child, issuer, (link_t){LINK_BAD_SIGNATURE, 7});
    g_assert_true(ca_memory_find_link(memory, child, issuer, &found));
    g_assert_cmpint(found.state, ==, LINK_BAD_SIGNATURE);
    g_assert_cmpuint(found.status, ==, 7);
    g_assert_false(ca_memory_find_link(memory, issuer, child, &found));
}

/* Beyond the limit each is a new one, and says the same. */
static void test_limit(void)
{
    g_autoptr(ca_memory_t) memory = ca_memory_new();
    for (guint i = 0; i < CA_MEMORY_LIMIT - 1; i++) {
        guint8 octets[4] = {(guint8)(i >> 8), (guint8)i, 1, 2};
        certificate_free(ca_memory_certificate(memory, (slice_t){octets, sizeof octets}));
    }
    const guint8 last[] = {0xff, 0xff}, more[] = {0xff, 0xfe};
    for (guint i = 0; i < 2; i++) {
        slice_t der = i == 0 ? (slice_t){last, sizeof last} : (slice_t){more, sizeof more};
        g_autoptr(certificate_t) first = ca_memory_certificate(memory, der);
        g_autoptr(certificate_t) second = ca_memory_certificate(memory, der);
        g_assert_true((first == second) == (i == 0));
        g_assert_true(g_bytes_equal(first->der, second->der));
    }
}

static void test_limit_of_links(void)
{
    g_autoptr(ca_memory_t) memory = ca_memory_new();
    const guint8 octets[] = {1, 2};
    g_autoptr(certificate_t) child = ca_memory_certificate(memory, (slice_t){octets, 2});
    certificate_t issuer = {0}; /* each time of another fingerprint */
    for (guint i = 0; i <= CA_MEMORY_LIMIT; i++) {
        link_t found;
        issuer.sha256[0] = (guint8)i;
        issuer.sha256[1] = (guint8)(i >> 8);
        ca_memory_add_link(memory, child, &issuer, (link_t){LINK_VERIFIED, i});
        g_assert_true(ca_memory_find_link(memory, child, &issuer, &found) == (i < CA_MEMORY_LIMIT));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ca-memory/decoded once", test_decoded_once);
    g_test_add_func("/ca-memory/outlives the memory", test_outlives_the_memory);
    g_test_add_func("/ca-memory/links", test_links);
    g_test_add_func("/ca-memory/limit", test_limit);
    g_test_add_func("/ca-memory/limit of links", test_limit_of_links);
    return g_test_run();
}
