/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain.h"

#include <string.h>

/* A row is a step, a phrase that its words must have and one that they must not: what is true of
 * one version or key exchange and taught wrongly of another. NULL asks nothing. */
typedef struct {
    const char *name;
    step_t step;
    const char *has;
    const char *lacks;
} words_case_t;

#define MESSAGE(type) .kind = STEP_HANDSHAKE, .handshake_type = HANDSHAKE_##type
#define TLS12         .version = 0x0303
#define TLS13         .version = 0x0304
#define CLIENT        .sender = SENDER_CLIENT
#define SERVER        .sender = SENDER_SERVER
#define KEX(name)     .key_exchange = KEX_##name
#define RENEGOTIATED  .renegotiation = 1, .protection = PROTECTION_SESSION_KEY

static const words_case_t words_cases[] = {
    {"RSA: the client encrypts to the certificate",
     {MESSAGE(CLIENT_KEY_EXCHANGE), TLS12, KEX(RSA), CLIENT},
     "encrypts it to",                                                                                    NULL                               },
    {"ECDHE: it does not",
     {MESSAGE(CLIENT_KEY_EXCHANGE), TLS12, KEX(ECDHE), CLIENT},
     "throw-away",                                                                                        "encrypts it to"                   },
    {"DHE: it does not",
     {MESSAGE(CLIENT_KEY_EXCHANGE), TLS12, KEX(DHE), CLIENT},
     "throw-away",                                                                                        "encrypts it to"                   },
    {"PSK: it does not",
     {MESSAGE(CLIENT_KEY_EXCHANGE), TLS12, KEX(PSK), CLIENT},
     "pre-shared",                                                                                        "encrypts it to"                   },
    {"static DH: nothing is thrown away by the server",
     {MESSAGE(SERVER_HELLO), TLS12, KEX(DH), SERVER},
     NULL,                                                                                                "throw-away"                       },
    {"RSA: the certificate is for encryption",
     {MESSAGE(CERTIFICATE), TLS12, KEX(RSA), SERVER},
     "encrypt a secret",                                                                                  "ServerKeyExchange"                },
    {"ECDHE: the certificate's key signs",
     {MESSAGE(CERTIFICATE), TLS12, KEX(ECDHE), SERVER},
     "ServerKeyExchange",                                                                                 "encrypt a secret"                 },
    {"TLS 1.3: the certificate is encrypted",
     {MESSAGE(CERTIFICATE), TLS13, KEX(ECDHE), SERVER, .protection = PROTECTION_HANDSHAKE_KEY},
     "encrypted under the handshake key",                                                                 "in the clear"                     },
    {"TLS 1.3: CertificateVerify proves",
     {MESSAGE(CERTIFICATE_VERIFY), TLS13, KEX(ECDHE), SERVER},
     "the owner",                                                                                         NULL                               },
    {"ServerKeyExchange is signed",
     {MESSAGE(SERVER_KEY_EXCHANGE), TLS12, KEX(ECDHE), SERVER},
     "sign",                                                                                              NULL                               },
    {"anonymous: nobody signs",
     {MESSAGE(SERVER_KEY_EXCHANGE), TLS12, KEX(ANONYMOUS), SERVER},
     "signed by nobody",                                                                                  "proof"                            },
    {"PSK with ECDHE: nobody signs",
     {MESSAGE(SERVER_KEY_EXCHANGE), TLS12, KEX(PSK_ECDHE), SERVER},
     NULL,                                                                                                "is the proof that the server owns"},
    {"a ticket of TLS 1.2 is in the clear",
     {MESSAGE(NEW_SESSION_TICKET), TLS12, KEX(ECDHE), SERVER},
     "in the clear",                                                                                      NULL                               },
    {"a ticket of TLS 1.3 is not",
     {MESSAGE(NEW_SESSION_TICKET), TLS13, KEX(ECDHE), SERVER, .after_handshake = 1},
     "session key",                                                                                       "in the clear"                     },
    {"ChangeCipherSpec of TLS 1.3 changes nothing",
     {.kind = STEP_CHANGE_CIPHER_SPEC, TLS13, CLIENT, .dummy = 1},
     "nothing",                                                                                           "switch"                           },
    {"a dummy before the ServerHello as well",
     {.kind = STEP_CHANGE_CIPHER_SPEC, CLIENT, .dummy = 1, .early_data_offered = 1},
     "TLS 1.3",                                                                                           "new session key"                  },
    {"ChangeCipherSpec of TLS 1.2 does",
     {.kind = STEP_CHANGE_CIPHER_SPEC, TLS12, KEX(ECDHE), CLIENT},
     "session key",                                                                                       "TLS 1.3"                          },
    {"early data can be sent again",
     {.kind = STEP_APPLICATION_DATA,
      CLIENT,
      .protection = PROTECTION_EARLY_DATA_KEY,
      .early_data_offered = 1},
     "forward secrecy",                                                                                   NULL                               },
    {"server data without keys may be a ticket",
     {.kind = STEP_APPLICATION_DATA,
      TLS13,
      KEX(ECDHE),
      SERVER,
      .segment = 2,
      .protection = PROTECTION_SESSION_KEY,
      .inferred = 1},
     "NewSessionTicket",                                                                                  NULL                               },
    {"client data cannot be one",
     {.kind = STEP_APPLICATION_DATA,
      TLS13,
      KEX(ECDHE),
      CLIENT,
      .segment = 2,
      .protection = PROTECTION_SESSION_KEY,
      .inferred = 1},
     NULL,                                                                                                "NewSessionTicket"                 },
    {"session data: no key of a certificate",
     {.kind = STEP_APPLICATION_DATA,
      TLS12,
      KEX(ECDHE),
      SERVER,
      .segment = 2,
      .protection = PROTECTION_SESSION_KEY},
     "symmetric",                                                                                         NULL                               },
    {"the encrypted flight",
     {.kind = STEP_ENCRYPTED_HANDSHAKE,
      TLS13,
      KEX(ECDHE),
      SERVER,
      .segment = 1,
      .protection = PROTECTION_HANDSHAKE_KEY,
      .inferred = 1},
     "Certificate",                                                                                       NULL                               },
    {"a resumed TLS 1.2 has no key exchange",
     {.kind = STEP_HANDSHAKE,
      .handshake_type = HANDSHAKE_SERVER_HELLO,
      TLS12,
      KEX(ECDHE),
      SERVER,
      .segment = 1,
      .absent = ABSENT_RESUMED},
     "resumes that one",                                                                                  "throw-away"                       },
    {"a full TLS 1.2 has one",
     {.kind = STEP_HANDSHAKE,
      .handshake_type = HANDSHAKE_SERVER_HELLO,
      TLS12,
      KEX(ECDHE),
      SERVER,
      .segment = 1},
     "throw-away",                                                                                        "resumes that one"                 },
    {"no Certificate in a resumed flight",
     {.kind = STEP_ENCRYPTED_HANDSHAKE,
      TLS13,
      KEX(PSK_ECDHE),
      SERVER,
      .segment = 1,
      .protection = PROTECTION_HANDSHAKE_KEY,
      .inferred = 1,
      .resumed = 1},
     "Finished",                                                                                          "Extensions, Certificate"          },
    {"the key is read, not worked out (QUIC, DTLS 1.3)",
     {.kind = STEP_ENCRYPTED_HANDSHAKE,
      TLS13,
      KEX(ECDHE),
      SERVER,
      .segment = 1,
      .protection = PROTECTION_HANDSHAKE_KEY},
     "EncryptedExtensions, Certificate",                                                                  "Application Data"                 },
    {"the same, resumed",
     {.kind = STEP_ENCRYPTED_HANDSHAKE,
      TLS13,
      KEX(PSK_ECDHE),
      SERVER,
      .segment = 1,
      .protection = PROTECTION_HANDSHAKE_KEY,
      .resumed = 1},
     "EncryptedExtensions and Finished",                                                                  "Extensions, Certificate"          },
    {"the same, from the client",
     {.kind = STEP_ENCRYPTED_HANDSHAKE,
      TLS13,
      KEX(ECDHE),
      CLIENT,
      .segment = 1,
      .protection = PROTECTION_HANDSHAKE_KEY},
     "acknowledges",                                                                                      "Application Data"                 },
    {"the client's flight may hold Finished",
     {.kind = STEP_ENCRYPTED_HANDSHAKE,
      TLS13,
      KEX(ECDHE),
      CLIENT,
      .segment = 1,
      .protection = PROTECTION_HANDSHAKE_KEY,
      .inferred = 1},
     "Finished",                                                                                          NULL                               },
    {"Finished that nobody can read",
     {MESSAGE(FINISHED), TLS12, KEX(ECDHE), CLIENT, .inferred = 1,
      .protection = PROTECTION_SESSION_KEY},
     "Finished",                                                                                          NULL                               },
    {"the end of authentication",
     {MESSAGE(FINISHED), TLS13, KEX(ECDHE), CLIENT},
     "session key",                                                                                       NULL                               },
    {"HelloRetryRequest",
     {MESSAGE(SERVER_HELLO), SERVER, .hello_retry_request = 1},
     "another",                                                                                           "handshake key"                    },
    {"the hello after it",
     {MESSAGE(CLIENT_HELLO), CLIENT, .hello_retry_request = 1},
     "again",                                                                                             NULL                               },
    {"a hello in the clear",                             {MESSAGE(CLIENT_HELLO), CLIENT},       "No key", NULL                               },
    {"a renegotiated hello is not",
     {MESSAGE(CLIENT_HELLO), TLS12, CLIENT, RENEGOTIATED},
     "session key",                                                                                       "No key"                           },
    {"nor the answer to it",
     {MESSAGE(SERVER_HELLO), TLS12, KEX(ECDHE), SERVER, RENEGOTIATED},
     NULL,                                                                                                "Nothing is encrypted yet"         },
    {"nor the certificate, ECDHE",
     {MESSAGE(CERTIFICATE), TLS12, KEX(ECDHE), SERVER, RENEGOTIATED},
     NULL,                                                                                                "readable by everybody"            },
    {"nor the certificate, RSA",
     {MESSAGE(CERTIFICATE), TLS12, KEX(RSA), SERVER, RENEGOTIATED},
     NULL,                                                                                                "in the clear"                     },
    {"nor the client's",
     {MESSAGE(CERTIFICATE), TLS12, KEX(ECDHE), CLIENT, RENEGOTIATED},
     NULL,                                                                                                "readable by everybody"            },
    {"nor a ticket",
     {MESSAGE(NEW_SESSION_TICKET), TLS12, KEX(ECDHE), SERVER, RENEGOTIATED},
     NULL,                                                                                                "in the clear"                     },
    {"nor is Finished the first under keys",
     {MESSAGE(FINISHED), TLS12, KEX(ECDHE), CLIENT, RENEGOTIATED},
     "new session key",                                                                                   NULL                               },
    {"late authentication uses the session key",
     {MESSAGE(CERTIFICATE), TLS13, KEX(ECDHE), CLIENT, .after_handshake = 1,
      .protection = PROTECTION_SESSION_KEY},
     NULL,                                                                                                "under the handshake key"          },
    {"an alert in the clear",
     {.kind = STEP_ALERT, TLS13, CLIENT, .segment = 2},
     NULL,                                                                                                "under the session key"            },
};

static void check_words(gconstpointer data)
{
    const words_case_t *c = data;
    const char *words = explain_step(&c->step, LANGUAGE_ENGLISH);
    g_assert_nonnull(words);
    if ((c->has && !strstr(words, c->has)) || (c->lacks && strstr(words, c->lacks))) {
        g_test_message("'%s' must have '%s' and not '%s'", words, c->has ? c->has : "",
                       c->lacks ? c->lacks : "");
        g_test_fail();
    }
}

typedef struct {
    const char *name;
    step_t step;
    const char *want; /* how it begins */
} alert_case_t;

#define ALERT(sender_, level, number)                                                              \
    {                                                                                              \
        .kind = STEP_ALERT, .segment = 1, sender_, .alert_level = level,                           \
        .alert_description = number                                                                \
    }

static const alert_case_t alert_cases[] = {
    {"unknown_ca from the client", ALERT(CLIENT, 2, 48),
     "the client refuses the server: unknown_ca (fatal): "                                                                   },
    {"unknown_ca from the server", ALERT(SERVER, 2, 48),
     "the server refuses the client: unknown_ca (fatal): "                                                                   },
    {"certificate_expired",        ALERT(CLIENT, 2, 45),
     "the client refuses the server: certificate_expired (fatal): "                                                          },
    {"close_notify",               ALERT(SERVER, 1, 0),                "the server: close_notify (warning): the ordinary end"},
    {"user_canceled",              ALERT(CLIENT, 1, 90),               "the client: user_canceled (warning): "               },
    {"no_renegotiation",           ALERT(SERVER, 1, 100),              "the server: no_renegotiation (warning): "            },
    {"an alert without a name",    ALERT(CLIENT, 2, 255),
     "the client refuses the server: alert 255 (fatal)"                                                                      },
    {"unreadable",                 ALERT(CLIENT, 0, ALERT_UNREADABLE),
     "the client sends an alert that is encrypted: "                                                                         },
};

static void check_alert(gconstpointer data)
{
    const alert_case_t *c = data;
    g_autofree char *words = explain_alert(&c->step, LANGUAGE_ENGLISH);
    if (!g_str_has_prefix(words, c->want)) {
        g_test_message("'%s' must begin '%s'", words, c->want);
        g_test_fail();
    }
}

static void check_text(const char *text)
{
    g_assert_nonnull(text);
    g_assert_cmpuint(strlen(text), >, 10);
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_assert_true(g_str_has_suffix(text, ".") || g_str_has_suffix(text, ".'"));
}

/* No step is without words, and the certificate's key encrypts where it does and nowhere else. */
static void check_every(step_t step)
{
    const char *words = explain_step(&step, LANGUAGE_ENGLISH);
    check_text(words);
    bool transport = step.key_exchange == KEX_RSA || step.key_exchange == KEX_RSA_PSK;
    if (!transport)
        g_assert_null(strstr(words, "encrypts it to the public key"));
    if (step.version != 0x0304)
        g_assert_null(strstr(words, "handshake key: all that follows"));
}

static void test_every_step_has_words(void)
{
    static const guint16 versions[] = {0, 0x0300, 0x0301, 0x0303, 0x0304, 0xfefd};
    for (size_t v = 0; v < G_N_ELEMENTS(versions); v++)
        for (guint kex = 0; kex < KEX_COUNT; kex++)
            for (guint type = 0; type < 256; type++)
                for (guint kind = 0; kind < STEP_KIND_COUNT; kind++)
                    for (guint sender = 0; sender < 2; sender++)
                        check_every((step_t){.kind = (guint8)kind,
                                             .handshake_type = (guint8)type,
                                             .key_exchange = (guint8)kex,
                                             .version = versions[v],
                                             .sender = (guint8)sender,
                                             .segment = 1});
}

static void test_every_protection_has_words(void)
{
    for (guint protection = 0; protection < PROTECTION_COUNT; protection++)
        for (guint kex = 0; kex < KEX_COUNT; kex++)
            check_text(explain_protection(
                &(step_t){.protection = (guint8)protection, .key_exchange = (guint8)kex, TLS12},
                LANGUAGE_ENGLISH));
}

static void test_every_absence_has_words(void)
{
    g_assert_null(explain_absent(ABSENT_NOT, 0x0303, LANGUAGE_ENGLISH));
    for (guint reason = ABSENT_NOT + 1; reason < ABSENT_COUNT; reason++) {
        check_text(explain_absent((absent_reason_t)reason, 0x0303, LANGUAGE_ENGLISH));
        check_text(explain_absent((absent_reason_t)reason, 0x0304, LANGUAGE_ENGLISH));
        check_text(explain_absent((absent_reason_t)reason, 0, LANGUAGE_ENGLISH));
    }
    const char *encrypted = explain_absent(ABSENT_ENCRYPTED, 0x0304, LANGUAGE_ENGLISH);
    g_assert_nonnull(strstr(encrypted, "Preferences, Protocols, TLS"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(words_cases); i++) {
        g_autofree char *path = g_strdup_printf("/explain/step/%s", words_cases[i].name);
        g_test_add_data_func(path, &words_cases[i], check_words);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(alert_cases); i++) {
        g_autofree char *path = g_strdup_printf("/explain/alert/%s", alert_cases[i].name);
        g_test_add_data_func(path, &alert_cases[i], check_alert);
    }
    g_test_add_func("/explain/every step has words", test_every_step_has_words);
    g_test_add_func("/explain/every protection has words", test_every_protection_has_words);
    g_test_add_func("/explain/every absence has words", test_every_absence_has_words);
    return g_test_run();
}
