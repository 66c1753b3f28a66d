/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "surfaces.h"

#include <stdio.h>

#include <wsutil/report_message.h>

#include "explain.h"
#include "possession.h"
#include "preferences.h"

/* "-z tlswitness,words": every word that a field may hold, one a line, with tabs between the field,
 * the word, what it means and, of a problem, what mends it. The page of reference is made of it. */

enum { TLS12 = 0x0303, TLS13 = 0x0304 };

static void print(const char *field, const char *word, const char *meaning, const char *remedy)
{
    if (word)
        printf("tlswitness.%s\t%s\t%s\t%s\n", field, word, meaning ? meaning : "",
               remedy ? remedy : "");
}

static void print_chain_words(language_t language)
{
    for (int i = 0; i < VERDICT_COUNT; i++)
        print("chain.verdict", verdict_word((verdict_word_t)i), NULL, NULL);
    for (int i = 0; i < PROBLEM_COUNT; i++)
        print("chain.problem", problem_word((problem_t)i), explain_problem((problem_t)i, language),
              explain_remedy((problem_t)i, language));
    for (int i = 0; i < NOTE_COUNT; i++)
        print("chain.note", note_word((note_t)i), explain_note((note_t)i, language), NULL);
    for (int i = ABSENT_NOT + 1; i < ABSENT_COUNT; i++)
        print("chain.absent_reason", absent_reason_name((absent_reason_t)i),
              explain_absent((absent_reason_t)i, TLS13, language), NULL);
    for (int i = 0; i < ROLE_COUNT; i++)
        print("cert.role", role_word((role_t)i), NULL, NULL);
    for (int i = NAME_SNI; i <= NAME_ADDRESS; i++)
        print("name.source", name_source_word((name_source_t)i), NULL, NULL);
    for (int i = 0; i < OCSP_STATUS_COUNT; i++)
        print("ocsp.status", ocsp_status_word((ocsp_status_t)i), NULL, NULL);
}

/* Of a step that both versions have, what it is in TLS 1.3, unless only TLS 1.2 explains it. */
static void print_step(step_t step, language_t language)
{
    char buffer[24];
    const char *name = step_name(&step, buffer);
    if (name && name != buffer)
        print("step", name, explain_step(&step, language), NULL);
}

static bool is_of_tls12(int type)
{
    return type == HANDSHAKE_SERVER_KEY_EXCHANGE || type == HANDSHAKE_SERVER_HELLO_DONE ||
           type == HANDSHAKE_CERTIFICATE_STATUS || type == HANDSHAKE_HELLO_REQUEST ||
           type == HANDSHAKE_CLIENT_KEY_EXCHANGE;
}

static bool is_of_client(int type)
{
    return type == HANDSHAKE_CLIENT_HELLO || type == HANDSHAKE_CLIENT_KEY_EXCHANGE ||
           type == HANDSHAKE_END_OF_EARLY_DATA;
}

static void print_steps(language_t language)
{
    for (int type = 0; type < 256; type++) {
        if (type == HANDSHAKE_HELLO_RETRY_REQUEST)
            continue; /* of drafts; today's is a ServerHello */
        step_t step = {.kind = STEP_HANDSHAKE, .handshake_type = (guint8)type, .segment = 1};
        step.version = is_of_tls12(type) ? TLS12 : TLS13;
        step.key_exchange = KEX_ECDHE;
        step.sender = is_of_client(type) ? SENDER_CLIENT : SENDER_SERVER;
        print_step(step, language);
    }
    step_t retry = {.kind = STEP_HANDSHAKE, .handshake_type = HANDSHAKE_SERVER_HELLO, .segment = 1};
    retry.version = TLS13;
    retry.sender = SENDER_SERVER;
    retry.hello_retry_request = 1;
    print_step(retry, language);
    for (int kind = STEP_HANDSHAKE + 1; kind < STEP_KIND_COUNT; kind++) {
        step_t step = {.kind = (guint8)kind, .segment = kind == STEP_APPLICATION_DATA ? 2 : 1};
        step.version = TLS12;
        step.key_exchange = KEX_ECDHE;
        step.alert_description = ALERT_UNREADABLE;
        if (kind != STEP_QUIC_PACKET && kind != STEP_TOO_LARGE)
            print_step(step, language);
    }
}

static void print_session_words(language_t language)
{
    for (int i = 0; i < WEAKNESS_COUNT; i++)
        print("finding", weakness_word((weakness_t)i), explain_weakness((weakness_t)i, language),
              NULL);
    for (int i = 0; i < AUTHENTICATION_COUNT; i++)
        print("authentication", authentication_name((authentication_t)i),
              explain_authentication((authentication_t)i, language), NULL);
    print("step.sender", sender_name(SENDER_CLIENT), NULL, NULL);
    print("step.sender", sender_name(SENDER_SERVER), NULL, NULL);
    for (int i = 0; i < PROTECTION_COUNT; i++)
        print("step.protection", protection_name((protection_t)i), NULL, NULL);
    for (int i = 0; i < KEX_COUNT; i++)
        print("key_exchange", key_exchange_name((key_exchange_t)i), NULL, NULL);
    for (int i = 0; i < POSSESSION_COUNT; i++)
        print("possession", possession_word((possession_t)i), NULL, NULL);
}

static tap_packet_status take(void *data _U_, packet_info *pinfo _U_, epan_dissect_t *edt _U_,
                              const void *tap_data _U_, tap_flags_t flags _U_)
{
    return TAP_PACKET_DONT_REDRAW;
}

static void draw(void *data _U_)
{
    language_t language = explain_language();
    print_chain_words(language);
    print_session_words(language);
    print_steps(language);
}

static bool begin(const char *argument _U_)
{
    static int listener;
    GString *error =
        register_tap_listener(SURFACES_TAP, &listener, NULL, 0, NULL, take, draw, NULL);
    if (error) {
        report_failure("-z tlswitness,words: %s", error->str);
        g_string_free(error, TRUE);
    }
    return !error;
}

void words_register(void)
{
    compat_register_printer("tlswitness,words", begin);
}
