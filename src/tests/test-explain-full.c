/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain.h"

#include <string.h>

/* What is taught wrongly and must be told rightly, in each language. A row is a step, a phrase
 * that its words (short or full) must have and one that they must not; NULL asks nothing. */
typedef struct {
    const char *name;
    step_t step;
    const char *has[LANGUAGE_COUNT];
    const char *lacks[LANGUAGE_COUNT];
} truth_case_t;

#define MESSAGE(type) .kind = STEP_HANDSHAKE, .handshake_type = HANDSHAKE_##type
#define TLS12         .version = 0x0303
#define TLS13         .version = 0x0304
#define CLIENT        .sender = SENDER_CLIENT
#define SERVER        .sender = SENDER_SERVER
#define KEX(name)     .key_exchange = KEX_##name
#define UNDER(key)    .protection = PROTECTION_##key

/* clang-format off */
static const truth_case_t truth_cases[] = {
    {"the version of the ClientHello is not the version", {MESSAGE(CLIENT_HELLO), CLIENT, .segment = 1},
     {"supported_versions", "supported_versions"}, {NULL, NULL}},
    {"the random number keeps it fresh, not the session id", {MESSAGE(CLIENT_HELLO), CLIENT, .segment = 1},
     {"not the session id", "세션 ID가 아니라"}, {NULL, NULL}},
    {"'TLS 1.2' in a ServerHello of TLS 1.3", {MESSAGE(SERVER_HELLO), TLS13, KEX(ECDHE), SERVER, .segment = 1},
     {"legacy field", "남겨 둔 필드"}, {"Nothing is encrypted yet", "아직 아무것도 암호화되지 않는다"}},
    {"TLS 1.3: the certificate's key encrypts nothing", {MESSAGE(CERTIFICATE), TLS13, KEX(ECDHE), SERVER, .segment = 1, UNDER(HANDSHAKE_KEY)},
     {"Its key encrypts no data", "인증서의 키는 데이터를 암호화하지 않는다"}, {"readable by everybody", "누구나 읽을 수 있다"}},
    {"TLS 1.2, ECDHE: it signs", {MESSAGE(CERTIFICATE), TLS12, KEX(ECDHE), SERVER, .segment = 1},
     {"only signs", "서명만 한다"}, {"encrypts one secret", "비밀 하나를"}},
    {"TLS 1.2, RSA: it encrypts one secret, and no data", {MESSAGE(CERTIFICATE), TLS12, KEX(RSA), SERVER, .segment = 1},
     {"the data are encrypted by symmetric keys", "데이터는 그래도 대칭키로"}, {"ServerKeyExchange", "ServerKeyExchange"}},
    {"static DH: neither is claimed", {MESSAGE(CERTIFICATE), TLS12, KEX(DH), SERVER, .segment = 1},
     {"depends on the suite", "스위트에 따라 다르다"}, {"only signs", "서명만 한다"}},
    {"a certificate says who, not whether he is honest", {MESSAGE(CERTIFICATE), TLS12, KEX(ECDHE), SERVER, .segment = 1},
     {"not that he is honest", "정직하다고 말하지는 않는다"}, {NULL, NULL}},
    {"a renegotiated certificate is hidden", {MESSAGE(CERTIFICATE), TLS12, KEX(RSA), SERVER, .segment = 1, .renegotiation = 1, UNDER(SESSION_KEY)},
     {"The keys in use hide", "지금 쓰이는 키가 가린다"}, {"All of it", "전부."}},
    {"an alert in a renegotiation is no handshake message", {.kind = STEP_ALERT, TLS12, CLIENT, .segment = 1, .renegotiation = 1, UNDER(SESSION_KEY)},
     {"That an alert passes", "경고가 지나간다는 것"}, {"handshake messages pass", "핸드셰이크 메시지가 오간다"}},
    {"no session key is sent", {MESSAGE(CLIENT_KEY_EXCHANGE), TLS12, KEX(ECDHE), CLIENT, .segment = 1},
     {"No session key is sent", "세션 키는 암호화해서도 보내지 않는다"}, {"pre-master", "사전 마스터"}},
    {"RSA sends a secret, not the session key", {MESSAGE(CLIENT_KEY_EXCHANGE), TLS12, KEX(RSA), CLIENT, .segment = 1},
     {"not the session key", "세션 키가 아니라"}, {NULL, NULL}},
    {"RSA-PSK needs both keys", {MESSAGE(CLIENT_KEY_EXCHANGE), TLS12, KEX(RSA_PSK), CLIENT, .segment = 1},
     {"both the private key and the pre-shared key", "개인키와 사전 공유 키를 모두"}, {NULL, NULL}},
    {"ECDHE-PSK names its key", {MESSAGE(CLIENT_KEY_EXCHANGE), TLS12, KEX(PSK_ECDHE), CLIENT, .segment = 1},
     {"name of the pre-shared key", "사전 공유 키의 이름"}, {"certificate", "인증서"}},
    {"anonymous: no certificate", {MESSAGE(SERVER_HELLO), TLS12, KEX(ANONYMOUS), SERVER, .segment = 1},
     {"man in the middle", "중간자 공격"}, {"certificate's key will only sign", "서명에만 쓰인다"}},
    {"anonymous: nobody is authenticated", {MESSAGE(CLIENT_KEY_EXCHANGE), TLS12, KEX(ANONYMOUS), CLIENT, .segment = 1},
     {"nobody is authenticated", "아무도 인증되지 않는다"}, {NULL, NULL}},
    {"'Application Data' inside the handshake", {.kind = STEP_ENCRYPTED_HANDSHAKE, TLS13, KEX(ECDHE), SERVER, .segment = 1, UNDER(HANDSHAKE_KEY), .inferred = 1},
     {"only what the outside says", "겉의 표시일 뿐이다"}, {NULL, NULL}},
    {"the key is read, not worked out", {.kind = STEP_ENCRYPTED_HANDSHAKE, TLS13, KEX(ECDHE), SERVER, .segment = 1, UNDER(HANDSHAKE_KEY)},
     {"packet type of QUIC", "패킷 종류"}, {"Application Data", "Application Data"}},
    {"no certificate in a resumed flight", {.kind = STEP_ENCRYPTED_HANDSHAKE, TLS13, KEX(PSK_ECDHE), SERVER, .segment = 1, UNDER(HANDSHAKE_KEY), .inferred = 1, .resumed = 1},
     {"no certificate is shown", "인증서는 나오지도 않고"}, {"CertificateVerify", "CertificateVerify"}},
    {"'Encrypted Handshake Message'", {MESSAGE(FINISHED), TLS12, KEX(ECDHE), CLIENT, .segment = 1, UNDER(SESSION_KEY), .inferred = 1},
     {"'Encrypted Handshake Message'", "'Encrypted Handshake Message'"}, {NULL, NULL}},
    {"a dummy ChangeCipherSpec", {.kind = STEP_CHANGE_CIPHER_SPEC, TLS13, SERVER, .segment = 1, .dummy = 1},
     {"no key changes here", "바뀌는 키는 없다"}, {"new session keys", "새 세션 키"}},
    {"a resumed session shows no certificate", {MESSAGE(SERVER_HELLO), TLS12, KEX(ECDHE), SERVER, .segment = 1, .absent = ABSENT_RESUMED},
     {"not to be seen in a resumed session", "재개된 세션에서는 인증서를 볼 수 없다"}, {"throw-away", "일회용"}},
    {"nor one of TLS 1.3", {MESSAGE(SERVER_HELLO), TLS13, KEX(PSK_ECDHE), SERVER, .segment = 1, .resumed = 1},
     {"not even with keys", "키가 있어도"}, {NULL, NULL}},
    {"a pre-shared key alone has no forward secrecy", {MESSAGE(SERVER_HELLO), TLS13, KEX(PSK), SERVER, .segment = 1, .resumed = 1},
     {"no forward secrecy", "전방향 안전성이 없다"}, {"throw-away", "일회용"}},
    {"session data of TLS 1.3", {.kind = STEP_APPLICATION_DATA, TLS13, KEX(ECDHE), CLIENT, .segment = 2, UNDER(SESSION_KEY)},
     {"certificate's key encrypts nothing", "인증서의 키는 아무것도 암호화하지 않는다"}, {NULL, NULL}},
    {"early data can be sent again", {.kind = STEP_APPLICATION_DATA, CLIENT, .segment = 2, UNDER(EARLY_DATA_KEY), .early_data_offered = 1},
     {"to the server again", "다시 보낼 수 있다"}, {NULL, NULL}},
    {"a HelloRequest in the clear", {MESSAGE(HELLO_REQUEST), SERVER, .segment = 1},
     {"no key is in use yet", "아직 어떤 키도"}, {"session key", "세션 키"}},
    {"an alert in the clear proves nothing", {.kind = STEP_ALERT, TLS12, CLIENT, .segment = 2},
     {"deserves no belief", "믿을 수 없다"}, {"under the session key", "세션 키로 보호되는"}},
};

/* The reference depends on the version too. */
static const struct {
    const char *name;
    step_t step;
    const char *rfc, *url;
} reference_cases[] = {
    {"Certificate of TLS 1.2", {MESSAGE(CERTIFICATE), TLS12, KEX(RSA), SERVER}, "RFC 5246 §7.4.2", "https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2"},
    {"Certificate of TLS 1.3", {MESSAGE(CERTIFICATE), TLS13, KEX(ECDHE), SERVER}, "RFC 8446 §4.4.2", "https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2"},
    {"Finished of DTLS 1.2", {MESSAGE(FINISHED), .version = 0xfefd, SERVER}, "RFC 5246 §7.4.9", "https://www.rfc-editor.org/rfc/rfc5246#section-7.4.9"},
    {"Finished of DTLS 1.3", {MESSAGE(FINISHED), .version = 0xfefc, SERVER}, "RFC 8446 §4.4.4", "https://www.rfc-editor.org/rfc/rfc8446#section-4.4.4"},
    {"a dummy", {.kind = STEP_CHANGE_CIPHER_SPEC, .dummy = 1}, "RFC 8446 §D.4", "https://www.rfc-editor.org/rfc/rfc8446#appendix-D.4"},
    {"renegotiation", {MESSAGE(CLIENT_HELLO), TLS12, .renegotiation = 1}, "RFC 5746 §3.5", "https://www.rfc-editor.org/rfc/rfc5746#section-3.5"},
};

static const struct {
    const char *name;
    int segment;
    step_t step;
    const char *has[LANGUAGE_COUNT];
} segment_cases[] = {
    {"the version is open", 1, {MESSAGE(CLIENT_HELLO)}, {"not chosen yet", "아직 선택되지 않았다"}},
    {"TLS 1.2", 1, {MESSAGE(CERTIFICATE), TLS12, KEX(ECDHE)}, {"both have sent Finished", "양쪽이 Finished를"}},
    {"TLS 1.3", 1, {MESSAGE(CERTIFICATE), TLS13, KEX(ECDHE)}, {"only signs", "서명만 한다"}},
    {"resumed", 1, {MESSAGE(SERVER_HELLO), TLS13, KEX(PSK_ECDHE), .resumed = 1}, {"takes the place of certificate", "대신한다"}},
    {"pre-shared key", 1, {MESSAGE(SERVER_HELLO), TLS12, KEX(PSK)}, {"same pre-shared key", "같은 사전 공유 키"}},
    {"anonymous", 1, {MESSAGE(SERVER_HELLO), TLS12, KEX(ANONYMOUS)}, {"no authentication", "인증이 없으므로"}},
    {"renegotiation", 1, {MESSAGE(CLIENT_HELLO), TLS12, .renegotiation = 1}, {"renegotiation", "재협상"}},
    {"data", 2, {.kind = STEP_APPLICATION_DATA, TLS12, UNDER(SESSION_KEY)}, {"no part in it any more", "더 이상 관여하지 않는다"}},
    {"data of TLS 1.3", 2, {.kind = STEP_APPLICATION_DATA, TLS13, UNDER(SESSION_KEY)}, {"encrypts none of them", "데이터를 암호화하지 않는다"}},
    {"early data", 2, {.kind = STEP_APPLICATION_DATA, UNDER(EARLY_DATA_KEY)}, {"send them again", "다시 보낼 수 있다"}},
};

static const struct {
    const char *name;
    step_t step;
    const char *has[LANGUAGE_COUNT];
} protection_cases[] = {
    {"the hello", {MESSAGE(CLIENT_HELLO)}, {"covers the whole handshake", "핸드셰이크 전체를 확인하는"}},
    {"a HelloVerifyRequest is not covered", {MESSAGE(HELLO_VERIFY_REQUEST)}, {"does not cover it", "확인하지 않으므로"}},
    {"nor an alert", {.kind = STEP_ALERT}, {"does not cover it", "확인하지 않으므로"}},
    {"nor ChangeCipherSpec", {.kind = STEP_CHANGE_CIPHER_SPEC, TLS12}, {"does not cover it", "확인하지 않으므로"}},
    {"TLS 1.3", {MESSAGE(CERTIFICATE), TLS13, KEX(ECDHE), UNDER(HANDSHAKE_KEY)}, {"two key shares", "두 키 공유"}},
    {"TLS 1.3, resumed with a hybrid group", {MESSAGE(FINISHED), TLS13, KEX(HYBRID), UNDER(HANDSHAKE_KEY), .resumed = 1}, {"made from a pre-shared key", "사전 공유 키(보통"}},
    {"TLS 1.3, pre-shared key alone", {MESSAGE(FINISHED), TLS13, KEX(PSK), UNDER(HANDSHAKE_KEY), .resumed = 1}, {"no key shares", "키 공유가 없으므로"}},
    {"RSA", {MESSAGE(FINISHED), TLS12, KEX(RSA), UNDER(SESSION_KEY)}, {"pre-master secret", "사전 마스터 비밀"}},
    {"ECDHE", {MESSAGE(FINISHED), TLS12, KEX(ECDHE), UNDER(SESSION_KEY)}, {"only signed", "서명했을 뿐"}},
    {"ECDHE-PSK", {MESSAGE(FINISHED), TLS12, KEX(PSK_ECDHE), UNDER(SESSION_KEY)}, {"No certificate has a part", "인증서는 관여하지 않는다"}},
    {"anonymous", {MESSAGE(FINISHED), TLS12, KEX(ANONYMOUS), UNDER(SESSION_KEY)}, {"nobody signed", "아무도 서명하지 않은"}},
    {"resumed", {MESSAGE(FINISHED), TLS12, KEX(RSA), UNDER(SESSION_KEY), .resumed = 1}, {"earlier session", "이전 세션"}},
    {"a renegotiated hello has the key from before", {MESSAGE(CERTIFICATE), TLS12, KEX(RSA), UNDER(SESSION_KEY), .renegotiation = 1}, {"the same secret at both ends", "양쪽이 같은 비밀"}},
};
/* clang-format on */

/* All words about a step. Gives. */
static char *all_words(const step_t *step, language_t language)
{
    explain_full_t full = explain_full(step, language);
    return g_strjoin("\n", explain_step(step, language), full.what, full.why, full.key,
                     full.eavesdropper, full.without, NULL);
}

static void check_has(const char *words, const char *has, const char *lacks)
{
    if ((has && !strstr(words, has)) || (lacks && strstr(words, lacks))) {
        g_test_message("'%s' must have '%s' and not '%s'", words, has ? has : "",
                       lacks ? lacks : "");
        g_test_fail();
    }
}

static void check_truth(gconstpointer data)
{
    const truth_case_t *c = data;
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        g_autofree char *words = all_words(&c->step, (language_t)i);
        check_has(words, c->has[i], c->lacks[i]);
    }
}

static void test_references(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(reference_cases); i++)
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            explain_full_t full = explain_full(&reference_cases[i].step, (language_t)language);
            g_assert_cmpstr(full.rfc, ==, reference_cases[i].rfc);
            g_assert_cmpstr(full.url, ==, reference_cases[i].url);
        }
}

static void test_segments(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(segment_cases); i++)
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            check_has(explain_segment(segment_cases[i].segment, &segment_cases[i].step,
                                      (language_t)language),
                      segment_cases[i].has[language], NULL);
}

static void test_protections(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(protection_cases); i++)
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            check_has(explain_protection(&protection_cases[i].step, (language_t)language),
                      protection_cases[i].has[language], NULL);
}

/* Phrases that are true of RSA key transport and of nothing else. */
static const char *const transport_phrases[LANGUAGE_COUNT][4] = {
    {"encrypts it to the public key", "encrypts one secret", "encrypt a secret",                 "pre-master"      },
    {"공개키로 암호화",        "비밀 하나를",    "공개키로 비밀을 암호화", "사전 마스터"},
};

static void check_no_transport(const step_t *step)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        g_autofree char *words = all_words(step, (language_t)i);
        for (size_t j = 0; j < G_N_ELEMENTS(transport_phrases[i]); j++)
            check_has(words, NULL, transport_phrases[i][j]);
        check_has(explain_protection(step, (language_t)i), NULL, transport_phrases[i][3]);
    }
}

static void test_only_rsa_transport_sends_a_secret(void)
{
    static const guint16 versions[] = {0x0301, 0x0303, 0x0304, 0xfefd, 0xfefc};
    for (size_t v = 0; v < G_N_ELEMENTS(versions); v++)
        for (guint kex = 0; kex < KEX_COUNT; kex++)
            for (guint type = 0; type < 26; type++)
                for (guint kind = 0; kind < STEP_KIND_COUNT; kind++)
                    for (guint i = 0; i < 32; i++) {
                        step_t step = {.kind = (guint8)kind,
                                       .handshake_type = (guint8)type,
                                       .key_exchange = (guint8)kex,
                                       .version = versions[v],
                                       .sender = i & 1,
                                       .segment = i & 2 ? 1 : 2,
                                       .resumed = (i & 4) != 0,
                                       .renegotiation = (i & 8) != 0,
                                       .protection = i & 16 ? PROTECTION_SESSION_KEY : 0};
                        if (kex != KEX_RSA && kex != KEX_RSA_PSK)
                            check_no_transport(&step);
                    }
}

/* What is always encrypted in TLS 1.3 is never said to be seen. */
static void test_tls13_hides(void)
{
    static const guint8 types[] = {4, 5, 8, 11, 13, 15, 20, 24, 25};
    for (size_t t = 0; t < G_N_ELEMENTS(types); t++)
        for (guint i = 0; i < 8; i++) {
            step_t step = {.kind = STEP_HANDSHAKE,
                           .handshake_type = types[t],
                           TLS13,
                           KEX(ECDHE),
                           .sender = i & 1,
                           .segment = i & 2 ? 1 : 2,
                           .after_handshake = (i & 2) == 0,
                           .inferred = (i & 4) != 0,
                           UNDER(HANDSHAKE_KEY)};
            const char *en = explain_full(&step, LANGUAGE_ENGLISH).eavesdropper;
            const char *ko = explain_full(&step, LANGUAGE_KOREAN).eavesdropper;
            g_assert_true(g_str_has_prefix(en, "Only that an encrypted record"));
            g_assert_true(g_str_has_prefix(ko, "이만한 길이의 암호화된 레코드"));
        }
}

/* An untrusted certificate: what that means for the session, and what does not follow. */
static void test_problems_tell_encryption_from_authentication(void)
{
    check_has(explain_problem(PROBLEM_SELF_SIGNED, LANGUAGE_ENGLISH), "encrypted all the same",
              NULL);
    check_has(explain_problem(PROBLEM_SELF_SIGNED, LANGUAGE_KOREAN), "세션은 암호화되지만", NULL);
    check_has(explain_remedy(PROBLEM_UNTRUSTED_ROOT, LANGUAGE_ENGLISH), "proves nothing", NULL);
    check_has(explain_remedy(PROBLEM_UNTRUSTED_ROOT, LANGUAGE_KOREAN), "증명하지 못한다", NULL);
    check_has(explain_absent(ABSENT_RESUMED, 0x0303, LANGUAGE_KOREAN), "이전 세션", NULL);
    check_has(explain_absent(ABSENT_RESUMED, 0x0304, LANGUAGE_KOREAN), "사전 공유 키", NULL);
}

static void test_korean_alerts(void)
{
    static const struct {
        step_t step;
        const char *want;
    } cases[] = {
        {{.kind = STEP_ALERT, CLIENT, .alert_level = 2, .alert_description = 48},
         "클라이언트가 서버를 거부한다: unknown_ca (치명적 수준): "          },
        {{.kind = STEP_ALERT, SERVER, .alert_level = 2, .alert_description = 116},
         "서버가 클라이언트를 거부한다: certificate_required (치명적 수준): "},
        {{.kind = STEP_ALERT, SERVER, .alert_level = 1, .alert_description = 0},
         "서버: close_notify (경고 수준): "                                              },
        {{.kind = STEP_ALERT, SERVER, .alert_description = ALERT_UNREADABLE},
         "서버가 암호화된 경고를 보낸다: "                                        },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *words = explain_alert(&cases[i].step, LANGUAGE_KOREAN);
        check_has(words, cases[i].want, NULL);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(truth_cases); i++) {
        g_autofree char *path = g_strdup_printf("/explain/full/%s", truth_cases[i].name);
        g_test_add_data_func(path, &truth_cases[i], check_truth);
    }
    g_test_add_func("/explain/full/references", test_references);
    g_test_add_func("/explain/full/segments", test_segments);
    g_test_add_func("/explain/full/protections", test_protections);
    g_test_add_func("/explain/full/only RSA transport sends a secret",
                    test_only_rsa_transport_sends_a_secret);
    g_test_add_func("/explain/full/TLS 1.3 hides", test_tls13_hides);
    g_test_add_func("/explain/full/problems tell encryption from authentication",
                    test_problems_tell_encryption_from_authentication);
    g_test_add_func("/explain/full/Korean alerts", test_korean_alerts);
    return g_test_run();
}
