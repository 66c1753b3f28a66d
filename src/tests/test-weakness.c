/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "weakness.h"

typedef struct {
    const char *name;
    const char *want; /* words, or "" */
    guint16 version, suite;
    unsigned dh_bits;
    tristate_t forward_secrecy;
    bool downgrade, compression, no_extended_master_secret, insecure_renegotiation;
} weakness_case_t;

enum { ECDHE_GCM = 0xc02f, RSA_CBC = 0x002f, RC4 = 0x0005, EXPORT = 0x0003, ANON = 0xc018 };

/* clang-format off */
static const weakness_case_t cases[] = {
    {"a sound TLS 1.2", "", .version = 0x0303, .suite = ECDHE_GCM, .forward_secrecy = YES},
    {"TLS 1.3 has none of the old extensions", "", .version = 0x0304, .suite = 0x1301,
     .forward_secrecy = YES, .no_extended_master_secret = true, .insecure_renegotiation = true},
    {"DTLS 1.2 is not old", "", .version = 0xfefd, .suite = ECDHE_GCM, .forward_secrecy = YES},
    {"DTLS 1.0 is", "old-version", .version = 0xfeff, .suite = ECDHE_GCM, .forward_secrecy = YES},
    {"DTLS before its standard", "old-version", .version = 0x0100, .suite = ECDHE_GCM,
     .forward_secrecy = YES},
    {"TLS 1.1", "old-version", .version = 0x0302, .suite = ECDHE_GCM, .forward_secrecy = YES},
    {"a draft of TLS 1.3 is not", "", .version = 0x7f17, .suite = 0x1301, .forward_secrecy = YES},
    {"RSA key transport", "no-forward-secrecy", .version = 0x0303, .suite = RSA_CBC,
     .forward_secrecy = NO},
    {"not known is not no", "", .version = 0x0303, .suite = RSA_CBC,
     .forward_secrecy = UNKNOWN_YET},
    {"RC4", "weak-cipher", .version = 0x0303, .suite = RC4, .forward_secrecy = YES},
    {"export", "weak-cipher weak-key-exchange", .version = 0x0303, .suite = EXPORT,
     .forward_secrecy = YES},
    {"anonymous", "weak-key-exchange", .version = 0x0303, .suite = ANON, .forward_secrecy = YES},
    {"DH of 2047 bits", "small-dh-group", .version = 0x0303, .suite = ECDHE_GCM, .dh_bits = 2047,
     .forward_secrecy = YES},
    {"DH of 2048 bits", "", .version = 0x0303, .suite = ECDHE_GCM, .dh_bits = 2048,
     .forward_secrecy = YES},
    {"downgrade", "downgrade", .version = 0x0303, .suite = ECDHE_GCM, .forward_secrecy = YES,
     .downgrade = true},
    {"compression", "compression", .version = 0x0303, .suite = ECDHE_GCM, .forward_secrecy = YES,
     .compression = true},
    {"no RFC 5746", "insecure-renegotiation", .version = 0x0303, .suite = ECDHE_GCM,
     .forward_secrecy = YES, .insecure_renegotiation = true},
    {"no RFC 7627", "no-extended-master-secret", .version = 0x0303, .suite = ECDHE_GCM,
     .forward_secrecy = YES, .no_extended_master_secret = true},
    {"nothing known yet", "", .version = 0, .forward_secrecy = UNKNOWN_YET,
     .no_extended_master_secret = true, .insecure_renegotiation = true},
};
/* clang-format on */

static void check(gconstpointer data)
{
    const weakness_case_t *c = data;
    session_facts_t facts = {
        .version = c->version,
        .cipher_suite_known = c->suite != 0,
        .dh_bits = c->dh_bits,
        .forward_secrecy = c->forward_secrecy,
        .downgrade = c->downgrade,
        .compression = c->compression,
        .extended_master_secret = !c->no_extended_master_secret,
        .secure_renegotiation = !c->insecure_renegotiation,
    };
    if (c->suite)
        facts.cipher_suite = cipher_suite_lookup(c->suite);
    g_autoptr(GString) words = g_string_new(NULL);
    for (int i = 0; i < WEAKNESS_COUNT; i++)
        if (weakness_applies((weakness_t)i, &facts))
            g_string_append_printf(words, "%s%s", words->len ? " " : "",
                                   weakness_word((weakness_t)i));
    g_assert_cmpstr(words->str, ==, c->want);
}

static void test_words(void)
{
    for (int i = 0; i < WEAKNESS_COUNT; i++) {
        g_assert_nonnull(weakness_word((weakness_t)i));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/weakness/words", test_words);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/weakness/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], check);
    }
    return g_test_run();
}
