/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "path.h"

#include <string.h>

#include "lab.h"

/* Ways from a certificate to an anchor. The lab's own root is the anchor, if nothing is said. */

static made_t *server_of(const made_t *issuer)
{
    return make_cert(&(recipe_t){.dn = "CN=x", .issuer = issuer, .san = "DNS:www.lab.test"});
}

/* One CA, certified by a stranger and by the lab's root. */
static void test_cross_signed(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) stranger = make_cert(&(recipe_t){.dn = "CN=Stranger", .ca = true});
    g_autoptr(made_t) strange =
        make_cert(&(recipe_t){.dn = "CN=CA", .ca = true, .issuer = stranger});
    g_autoptr(made_t) known =
        make_cert(&(recipe_t){.dn = "CN=CA", .ca = true, .issuer = lab->root, .key_of = strange});
    g_autoptr(made_t) server = server_of(strange);
    expect("trusted (superfluous-certificate@1)", CHAIN(server, strange, known),
           .trust = lab->trust);
    expect("trusted (superfluous-certificate@2)", CHAIN(server, known, strange),
           .trust = lab->trust);
    expect("not-trusted untrusted-root@2 (root-sent@2) AUTHORITY_INVALID",
           CHAIN(server, strange, stranger), .trust = lab->trust);
}

/* One of two ways has a problem: the other is taken, whichever was sent first. */
static void test_second_try(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) good = make_cert(&(recipe_t){.dn = "CN=CA", .ca = true, .issuer = lab->root});
    const recipe_t recipes[] = {
        {.ca = true,                        .until = MAKE_WHEN - 1},
        {.ca = false                      },
        {.ca = true,     .purposes = MAKE_CLIENT_AUTH                      },
        {.ca = true,       .excluded = "DNS:lab.test"},
        {.ca = true, .key_usage = GNUTLS_KEY_CRL_SIGN                      },
    };
    g_autoptr(made_t) server = server_of(good);
    for (size_t i = 0; i < G_N_ELEMENTS(recipes); i++) {
        recipe_t recipe = recipes[i];
        recipe.dn = "CN=CA";
        recipe.issuer = lab->root;
        recipe.key_of = good;
        recipe.serial = 2;
        g_autoptr(made_t) bad = make_cert(&recipe);
        expect("trusted (superfluous-certificate@1)", CHAIN(server, bad, good),
               .trust = lab->trust);
        expect("trusted (superfluous-certificate@2)", CHAIN(server, good, bad),
               .trust = lab->trust);
    }
}

/* Of two failing ways the one is told that has less wrong with it. */
static void test_most_useful(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) old = make_cert(
        &(recipe_t){.dn = "CN=CA", .ca = true, .issuer = lab->root, .until = MAKE_WHEN - 1});
    g_autoptr(made_t) none =
        make_cert(&(recipe_t){.dn = "CN=CA", .issuer = lab->root, .key_of = old, .serial = 2});
    g_autoptr(made_t) server = server_of(old);
    expect("not-trusted expired@1 (superfluous-certificate@2) DATE_INVALID",
           CHAIN(server, old, none), .trust = lab->trust);
    expect("not-trusted expired@2 (superfluous-certificate@1) DATE_INVALID",
           CHAIN(server, none, old), .trust = lab->trust);
}

static void test_loop(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) a_root = make_cert(&(recipe_t){.dn = "CN=A", .ca = true});
    g_autoptr(made_t) b = make_cert(&(recipe_t){.dn = "CN=B", .ca = true, .issuer = a_root});
    g_autoptr(made_t) a =
        make_cert(&(recipe_t){.dn = "CN=A", .ca = true, .issuer = b, .key_of = a_root});
    g_autoptr(made_t) server = server_of(a);
    expect("not-trusted unknown-issuer@2 AUTHORITY_INVALID", CHAIN(server, a, b),
           .trust = lab->trust);
    expect("not-trusted untrusted-root@3 (superfluous-certificate@1) (superfluous-certificate@2) "
           "(root-sent@3) AUTHORITY_INVALID",
           CHAIN(server, a, b, a_root), .trust = lab->trust);
}

/* Anchors of one name: the one with the right key is found, by key identifier or by trying. */
static void test_namesakes(void)
{
    made_t *roots[6];
    for (size_t i = 0; i < G_N_ELEMENTS(roots); i++)
        roots[i] = make_cert(&(recipe_t){
            .dn = "CN=Root", .ca = true, .no_key_ids = i % 2, .serial = (guint8)(i + 1)});
    g_autoptr(trust_t) trust = lab_trust((const made_t *const *)roots, G_N_ELEMENTS(roots));
    for (size_t i = 0; i < G_N_ELEMENTS(roots); i++) {
        g_autoptr(made_t) server = make_cert(&(recipe_t){
            .dn = "CN=x", .issuer = roots[i], .san = "DNS:www.lab.test", .no_key_ids = i % 3 == 0});
        g_autoptr(verdict_t) verdict = lab_ask(&(ask_t){CHAIN(server), .trust = trust});
        g_assert_cmpstr(verdict_word(verdict->word), ==, "trusted");
    }
    for (size_t i = 0; i < G_N_ELEMENTS(roots); i++)
        made_free(roots[i]);
}

/* A root that was made anew, with the same key: the old one in the store is as good. */
static void test_renewed_root(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) renewed = make_cert(&(recipe_t){.dn = "CN=Lab Root",
                                                      .ca = true,
                                                      .key_of = lab->root,
                                                      .serial = 2,
                                                      .until = MAKE_UNTIL + 1000 * DAY});
    expect("trusted (root-sent@2)", CHAIN(lab->server, lab->intermediate, renewed),
           .trust = lab->trust);
    /* But it is the one in the store whose dates count. */
    g_autoptr(verdict_t) verdict = lab_ask(&(ask_t){CHAIN(lab->server, lab->intermediate, renewed),
                                                    .trust = lab->trust, .when = MAKE_UNTIL + 1});
    g_assert_cmpint(g_array_index(verdict->problems, reason_t, 0).certificate, ==, WHOLE_CHAIN);
}

/* @n certificates, each signed by the next; chain[0] is the server. Returns what signed the last.
 */
static void check_depth(guint n, const char *want)
{
    made_t *made[20];
    ask_t question = {0};
    made[n] = make_cert(&(recipe_t){.dn = "CN=Top", .ca = true});
    for (guint i = n; i-- > 1;) {
        g_autofree char *dn = g_strdup_printf("CN=CA %u", i);
        made[i] = make_cert(&(recipe_t){.dn = dn, .ca = true, .issuer = made[i + 1]});
    }
    made[0] = server_of(made[1]);
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){made[n]}, 1);
    for (guint i = 0; i < n; i++)
        question.chain[i] = made[i];
    question.trust = trust;
    lab_expect(want, G_STRLOC, &question);
    for (guint i = 0; i <= n; i++)
        made_free(made[i]);
}

static void test_depth_limit(void)
{
    check_depth(PATH_DEPTH, "trusted");
    check_depth(PATH_DEPTH + 1, "not-checked (too-complex@-1)");
}

/* @n certificates of one CA that are no good, and then one that is. */
static void check_paths(guint n, const char *want)
{
    made_t *made[LAB_CHAIN_LIMIT];
    ask_t question = {0};
    g_autoptr(made_t) root = make_cert(&(recipe_t){.dn = "CN=Root", .ca = true});
    g_autoptr(made_t) good = make_cert(&(recipe_t){.dn = "CN=CA", .ca = true, .issuer = root});
    g_autoptr(made_t) server = server_of(good);
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){root}, 1);
    question.chain[0] = server;
    for (guint i = 0; i < n; i++) {
        made[i] = make_cert(&(recipe_t){.dn = "CN=CA",
                                        .ca = true,
                                        .issuer = root,
                                        .key_of = good,
                                        .serial = (guint8)(i + 2),
                                        .until = MAKE_WHEN - 1});
        question.chain[i + 1] = made[i];
    }
    question.chain[n + 1] = good;
    question.trust = trust;
    g_autoptr(verdict_t) verdict = lab_ask(&question);
    g_assert_cmpstr(verdict_word(verdict->word), ==, want);
    for (guint i = 0; i < n; i++)
        made_free(made[i]);
}

static void test_path_limit(void)
{
    check_paths(PATH_LIMIT - 1, "trusted");
    check_paths(PATH_LIMIT, "not-checked");
}

/* @steps CAs of one name, each certified by the next, behind @n others of that name: none of them
 * has a key identifier, so that each is tried at each step. */
static void check_signatures(guint steps, guint n, const char *want)
{
    made_t *made[LAB_CHAIN_LIMIT], *previous = NULL;
    ask_t question = {0};
    guint at = 0;
    g_autoptr(made_t) root = make_cert(&(recipe_t){.dn = "CN=CA", .ca = true, .no_key_ids = true});
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){root}, 1);
    for (guint i = 0; i < n; i++)
        made[at++] = make_cert(
            &(recipe_t){.dn = "CN=CA", .ca = true, .no_key_ids = true, .serial = (guint8)(i + 10)});
    for (guint i = 0; i < steps; i++) {
        made[at] = make_cert(&(recipe_t){.dn = "CN=CA",
                                         .ca = true,
                                         .issuer = previous ? previous : root,
                                         .no_key_ids = true,
                                         .serial = (guint8)(i + 1)});
        previous = made[at++];
    }
    g_autoptr(made_t) server = make_cert(&(recipe_t){
        .dn = "CN=x", .issuer = previous, .san = "DNS:www.lab.test", .no_key_ids = true});
    question.chain[0] = server;
    for (guint i = 0; i < n; i++)
        question.chain[i + 1] = made[i];
    for (guint i = 0; i < steps;
         i++) /* nearest the server first, so that no other is tried between */
        question.chain[n + 1 + i] = made[at - 1 - i];
    question.trust = trust;
    g_autoptr(verdict_t) verdict = lab_ask(&question);
    g_assert_cmpstr(verdict_word(verdict->word), ==, want);
    for (guint i = 0; i < at; i++)
        made_free(made[i]);
}

/* At each of the steps: the anchor, the others, and the right one; then the anchor again. */
static void test_signature_limit(void)
{
    G_STATIC_ASSERT(PATH_SIGNATURES_LIMIT == 5 * (49 + 2) + 1);
    check_signatures(5, 49, "trusted");
    check_signatures(8, 30, "not-checked"); /* one check more */
}

enum { LAYERS = 6 };

/* Layers of CAs with so many certificates each, which lead nowhere by as many ways as the product
 * of the numbers; the first layer is next to the server. */
static void check_steps(const guint widths[static LAYERS], const char *want)
{
    made_t *made[LAB_CHAIN_LIMIT];
    ask_t question = {0};
    g_autoptr(made_t) top = make_cert(&(recipe_t){.dn = "CN=Top", .ca = true});
    g_autoptr(made_t) root = make_cert(&(recipe_t){.dn = "CN=Root", .ca = true});
    g_autoptr(trust_t) trust = lab_trust((const made_t *const[]){root}, 1);
    guint n = 1;
    for (guint layer = LAYERS; layer-- > 0;) {
        g_autofree char *dn = g_strdup_printf("CN=Layer %u", layer);
        const made_t *issuer = n > 1 ? made[n - 1] : top, *key_of = NULL;
        for (guint i = 0; i < widths[layer]; i++, n++) {
            made[n] = make_cert(&(recipe_t){.dn = dn,
                                            .ca = true,
                                            .issuer = issuer,
                                            .key_of = key_of,
                                            .serial = (guint8)(i + 1)});
            key_of = made[n];
        }
    }
    made[0] = server_of(made[n - 1]);
    for (guint i = 0; i < n; i++)
        question.chain[i] = made[i];
    question.trust = trust;
    g_autoptr(verdict_t) verdict = lab_ask(&question);
    g_assert_cmpstr(verdict_word(verdict->word), ==, want);
    for (guint i = 0; i < n; i++)
        made_free(made[i]);
}

/* 1 + a (1 + b (1 + c ..)) steps. */
static void test_step_limit(void)
{
    static const guint most[LAYERS] = {7, 8, 4, 8, 10}, over[LAYERS] = {5, 3, 6, 13, 4, 3};
    G_STATIC_ASSERT(PATH_STEPS_LIMIT == 1 + 7 * (1 + 8 * (1 + 4 * (1 + 8 * (1 + 10)))));
    check_steps(most, "not-trusted");
    G_STATIC_ASSERT(PATH_STEPS_LIMIT + 1 ==
                    1 + 5 * (1 + 3 * (1 + 6 * (1 + 13 * (1 + 4 * (1 + 3))))));
    check_steps(over, "not-checked");
}

/* Of much that was seen only what is asked for is read; and it is never used where it is not
 * needed. */
static void test_seen(lab_t *lab, gconstpointer data)
{
    (void)data;
    g_autoptr(GPtrArray) seen = g_ptr_array_new();
    g_autoptr(GBytes) rubbish = g_bytes_new_static("rubbish", 7);
    g_autoptr(GBytes) nothing = g_bytes_new_static(NULL, 0);
    g_ptr_array_add(seen, rubbish);
    g_ptr_array_add(seen, nothing);
    g_ptr_array_add(seen, lab->server->der);
    g_ptr_array_add(seen, lab->intermediate->der);
    slice_t certificates[] = {made_der(lab->server)};
    chain_question_t question = {.certificates = certificates,
                                 .n_certificates = 1,
                                 .reference_name = "www.lab.test",
                                 .name_source = NAME_SNI,
                                 .when = MAKE_WHEN,
                                 .trust = lab->trust,
                                 .seen = seen};
    g_autoptr(verdict_t) verdict = verdict_judge(&question);
    g_autofree char *told = lab_told(verdict);
    g_assert_cmpstr(told, ==, "not-trusted missing-intermediate@-1 AUTHORITY_INVALID");
    g_assert_cmpstr(verdict->anchor, ==, "CN=Lab Root");
    g_assert_true(verdict->depends_on_seen);
    slice_t both[] = {made_der(lab->server), made_der(lab->intermediate)};
    question.certificates = both;
    question.n_certificates = 2;
    g_autoptr(verdict_t) whole = verdict_judge(&question);
    g_assert_false(whole->depends_on_seen);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
    g_test_add("/path/" name, lab_t, NULL, lab_set_up, function, lab_tear_down)
    ADD("cross-signed CA", test_cross_signed);
    ADD("second try", test_second_try);
    ADD("the most useful failure", test_most_useful);
    ADD("loop", test_loop);
    ADD("renewed root", test_renewed_root);
    ADD("seen in earlier frames", test_seen);
    g_test_add_func("/path/anchors of one name", test_namesakes);
    g_test_add_func("/path/limit of depth", test_depth_limit);
    g_test_add_func("/path/limit of paths", test_path_limit);
    g_test_add_func("/path/limit of signature checks", test_signature_limit);
    g_test_add_func("/path/limit of steps", test_step_limit);
    return g_test_run();
}
