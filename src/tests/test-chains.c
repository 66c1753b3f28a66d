/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "chains.h"

#include <string.h>

#include "lab.h"

typedef struct {
    lab_t lab;
    chains_t *chains;
} fixture_t;

static void set_up(fixture_t *f, gconstpointer data)
{
    lab_set_up(&f->lab, data);
    f->chains = chains_new();
}

static void tear_down(fixture_t *f, gconstpointer data)
{
    chains_free(f->chains);
    lab_tear_down(&f->lab, data);
}

static const chain_t *whole_chain(fixture_t *f)
{
    slice_t sent[] = {made_der(f->lab.server), made_der(f->lab.intermediate)};
    return chains_add(f->chains, sent, G_N_ELEMENTS(sent));
}

static const chain_t *short_chain(fixture_t *f)
{
    slice_t sent[] = {made_der(f->lab.server)};
    return chains_add(f->chains, sent, G_N_ELEMENTS(sent));
}

static const verdict_t *judge(fixture_t *f, const chain_t *chain, const char *name, gint64 when,
                              guint seen)
{
    chain_question_t question = {
        .reference_name = name,
        .name_source = NAME_SNI,
        .when = when,
        .trust = f->lab.trust,
    };
    return chains_judge(f->chains, chain, question, seen);
}

static void assert_told(const verdict_t *verdict, const char *want)
{
    g_autofree char *told = lab_told(verdict);
    g_assert_cmpstr(told, ==, want);
}

static void test_kept_once(fixture_t *f, gconstpointer data)
{
    (void)data;
    g_assert_true(whole_chain(f) == whole_chain(f));
    g_assert_true(whole_chain(f) != short_chain(f));
    g_assert_cmpuint(chain_length(whole_chain(f)), ==, 2);
    g_assert_true(slice_equal(chain_certificate(whole_chain(f), 1), made_der(f->lab.intermediate)));
    g_assert_true(chains_add(f->chains, NULL, 0) == chains_add(f->chains, NULL, 0));
}

/* Many that differ little are told apart, each known again. */
/* A certificate of no octets is one as well. */
static void test_issuer_kept_once(fixture_t *f, gconstpointer data)
{
    (void)data;
    slice_t issuer = made_der(f->lab.intermediate), nothing = {NULL, 0};
    slice_t a[] = {made_der(f->lab.server), issuer, nothing}, b[] = {issuer, issuer, nothing};
    const chain_t *first = chains_add(f->chains, a, 3), *second = chains_add(f->chains, b, 3);
    g_assert_true(chain_certificate(first, 1).data == chain_certificate(second, 1).data);
    g_assert_true(chain_certificate(second, 0).data != chain_certificate(second, 1).data);
    g_assert_true(slice_equal(chain_certificate(second, 0), issuer));
    g_assert_cmpuint(chain_certificate(second, 2).size, ==, 0);
    g_assert_cmpuint(chains_seen(f->chains), ==, 2);
}

static void test_alike(fixture_t *f, gconstpointer data)
{
    (void)data;
    enum { MANY = 200 };
    guint8 octets[32] = {0};
    const slice_t der = {octets, sizeof octets};
    const chain_t *chains[MANY];
    for (guint i = 0; i < MANY; i++) {
        octets[i % sizeof octets] = (guint8)(i + 1);
        chains[i] = chains_add(f->chains, &der, 1);
        for (guint j = 0; j < i; j++)
            g_assert_true(chains[j] != chains[i]);
    }
    memset(octets, 0, sizeof octets);
    for (guint i = 0; i < MANY; i++) {
        octets[i % sizeof octets] = (guint8)(i + 1);
        g_assert_true(chains_add(f->chains, &der, 1) == chains[i]);
    }
}

/* Two certificates are not the same chain as one that is both run together. */
static void test_boundaries_count(fixture_t *f, gconstpointer data)
{
    (void)data;
    const guint8 octets[] = {0x30, 0x00, 0x30, 0x00};
    slice_t one[] = {
        {octets, 4}
    };
    slice_t two[] = {
        {octets,     2},
        {octets + 2, 2}
    };
    g_assert_true(chains_add(f->chains, one, 1) != chains_add(f->chains, two, 2));
}

static void test_judged_once(fixture_t *f, gconstpointer data)
{
    (void)data;
    const chain_t *chain = whole_chain(f);
    const verdict_t *first = judge(f, chain, "www.lab.test", MAKE_WHEN, 0);
    assert_told(first, "trusted");
    g_assert_true(judge(f, chain, "www.lab.test", MAKE_WHEN, 0) == first);
    g_assert_true(judge(f, chain, "www.lab.test", MAKE_WHEN - 1, 0) == first);
    g_assert_true(judge(f, chain, "www.lab.test", MAKE_WHEN, chains_seen(f->chains)) == first);
}

/* Near misses of the same question: each has an answer of its own. */
static void test_other_questions(fixture_t *f, gconstpointer data)
{
    (void)data;
    const chain_t *chain = whole_chain(f);
    assert_told(judge(f, chain, "www.lab.test", MAKE_WHEN, 0), "trusted");
    assert_told(judge(f, chain, "other.lab.test", MAKE_WHEN, 0),
                "not-trusted name-mismatch@0 COMMON_NAME_INVALID");
    assert_told(judge(f, chain, "www.lab.test", MAKE_UNTIL + DAY, 0),
                "not-trusted expired@-1 expired@0 expired@1 DATE_INVALID");
}

/* A verdict is kept in its language. */
static void test_other_language(fixture_t *f, gconstpointer data)
{
    (void)data;
    const chain_t *chain = whole_chain(f);
    const verdict_t *english = judge(f, chain, "other.lab.test", MAKE_WHEN, 0);
    chain_question_t question = {.reference_name = "other.lab.test",
                                 .name_source = NAME_SNI,
                                 .when = MAKE_WHEN,
                                 .trust = f->lab.trust,
                                 .language = LANGUAGE_KOREAN};
    const verdict_t *korean = chains_judge(f->chains, chain, question, 0);
    g_assert_false(lab_has_hangul(g_array_index(english->problems, reason_t, 0).sentence));
    g_assert_true(lab_has_hangul(g_array_index(korean->problems, reason_t, 0).sentence));
    g_assert_true(judge(f, chain, "other.lab.test", MAKE_WHEN, 0) == english);
    g_assert_true(chains_judge(f->chains, chain, question, 0) == korean);
}

/* Preferences may change while a capture is open: what was said under others does not stand. */
static void test_other_preferences(fixture_t *f, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) old = make_cert(&(recipe_t){
        .dn = "CN=x", .issuer = f->lab.root, .san = "DNS:www.lab.test", .no_key_ids = true});
    slice_t der = made_der(old);
    const chain_t *chain = chains_add(f->chains, &der, 1);
    chain_question_t question = {.reference_name = "www.lab.test",
                                 .name_source = NAME_SNI,
                                 .when = MAKE_UNTIL + DAY,
                                 .trust = f->lab.trust};
    const verdict_t *verdict = chains_judge(f->chains, chain, question, 0);
    const reason_t *expired = &g_array_index(verdict->problems, reason_t, 0);
    g_assert_nonnull(strstr(expired->sentence, "before this frame"));
    question.moment = "the fixed time";
    verdict = chains_judge(f->chains, chain, question, 0);
    expired = &g_array_index(verdict->problems, reason_t, 0);
    g_assert_nonnull(strstr(expired->sentence, "before the fixed time"));

    question.when = MAKE_WHEN;
    g_assert_cmpuint(chains_judge(f->chains, chain, question, 0)->word, ==, VERDICT_TRUSTED);
    question.strict_profile = true;
    g_assert_cmpuint(chains_judge(f->chains, chain, question, 0)->word, ==, VERDICT_NOT_TRUSTED);
    g_autoptr(trust_t) nothing = trust_new();
    question.trust = nothing;
    question.strict_profile = false;
    g_assert_cmpuint(chains_judge(f->chains, chain, question, 0)->word, ==, VERDICT_NOT_CHECKED);
}

/* Nothing that needs a time is told, least of all trust; what needs none still is. */
static void test_time_not_known(fixture_t *f, gconstpointer data)
{
    (void)data;
    chain_question_t question = {
        .reference_name = "www.lab.test",
        .name_source = NAME_SNI,
        .when_unknown = "the clock stands still",
        .trust = f->lab.trust,
    };
    const verdict_t *verdict = chains_judge(f->chains, whole_chain(f), question, 0);
    assert_told(verdict, "not-checked");
    g_assert_nonnull(strstr(verdict->not_checked_because, "the clock stands still"));
    g_assert_false(verdict->when_known);
    question.reference_name = "other.lab.test";
    assert_told(chains_judge(f->chains, whole_chain(f), question, 0),
                "not-trusted name-mismatch@0 COMMON_NAME_INVALID");
    assert_told(judge(f, whole_chain(f), "www.lab.test", MAKE_WHEN, 0), "trusted");
}

/* What was seen later must not change what was said before. */
static void test_seen_earlier_only(fixture_t *f, gconstpointer data)
{
    (void)data;
    const chain_t *chain = short_chain(f);
    guint before = chains_seen(f->chains);
    g_assert_cmpuint(before, ==, 0);
    whole_chain(f);
    guint after = chains_seen(f->chains);
    g_assert_cmpuint(after, ==, 1);
    whole_chain(f);
    g_assert_cmpuint(chains_seen(f->chains), ==, after);

    const char *unknown = "not-trusted unknown-issuer@0 AUTHORITY_INVALID";
    assert_told(judge(f, chain, "www.lab.test", MAKE_WHEN, before), unknown);
    assert_told(judge(f, chain, "www.lab.test", MAKE_WHEN, after),
                "not-trusted missing-intermediate@-1 AUTHORITY_INVALID");
    assert_told(judge(f, chain, "www.lab.test", MAKE_WHEN, before), unknown);
}

/* A chain is judged once more only for a certificate of another chain that its issuer may be. */
static void test_seen_that_helps(fixture_t *f, gconstpointer data)
{
    (void)data;
    g_autoptr(made_t) other = make_cert(&(recipe_t){.dn = "CN=Other", .ca = true});
    g_autoptr(made_t) of_other = make_cert(&(recipe_t){.dn = "CN=of other", .issuer = other});
    slice_t sent[] = {made_der(of_other), made_der(of_other)},
            unrelated[] = {sent[0], made_der(other)};
    const chain_t *lone = chains_add(f->chains, sent, 2);
    guint own = chains_seen(f->chains);
    const verdict_t *verdict = judge(f, lone, "www.lab.test", MAKE_WHEN, 0);
    g_assert_true(judge(f, lone, "www.lab.test", MAKE_WHEN, own) == verdict);
    whole_chain(f);
    guint foreign = chains_seen(f->chains);
    g_assert_cmpuint(foreign, >, own);
    g_assert_true(judge(f, lone, "www.lab.test", MAKE_WHEN, foreign) == verdict);
    const chain_t *whole = chains_add(f->chains, unrelated, 2);
    guint helpful = chains_seen(f->chains);
    g_assert_true(judge(f, lone, "www.lab.test", MAKE_WHEN, helpful) != verdict);
    verdict = judge(f, whole, "www.lab.test", MAKE_WHEN, 0);
    g_assert_true(judge(f, whole, "www.lab.test", MAKE_WHEN, helpful) == verdict);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(path, function) g_test_add(path, fixture_t, NULL, set_up, function, tear_down)
    TEST("/chains/kept once", test_kept_once);
    TEST("/chains/issuer kept once", test_issuer_kept_once);
    TEST("/chains/alike", test_alike);
    TEST("/chains/boundaries count", test_boundaries_count);
    TEST("/chains/judged once", test_judged_once);
    TEST("/chains/other language", test_other_language);
    TEST("/chains/other questions", test_other_questions);
    TEST("/chains/other preferences", test_other_preferences);
    TEST("/chains/time not known", test_time_not_known);
    TEST("/chains/seen earlier only", test_seen_earlier_only);
    TEST("/chains/seen that helps", test_seen_that_helps);
    return g_test_run();
}
