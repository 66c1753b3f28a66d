/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain-words.h"

/* clang-format off */
static const char *const labels[LABEL_COUNT] = {
    [LABEL_EXPLANATION] = "설명",
    [LABEL_WHAT] = "무엇",
    [LABEL_WHY] = "왜",
    [LABEL_KEY] = "키",
    [LABEL_PROTECTION] = "보호",
    [LABEL_EAVESDROPPER] = "도청자에게 보이는 것",
    [LABEL_WITHOUT] = "없다면",
    [LABEL_REFERENCE] = "참고 문서",
    [LABEL_MEANING] = "뜻",
    [LABEL_REMEDY] = "해결 방법",
};

static const char *const origins[KEY_COUNT] = {
    [KEY_NONE] =
        "키 없음: 경로상의 누구나 읽을 수 있다. 바꿔치기는 나중에 핸드셰이크 전체를 확인하는 Finished에서 드러난다.",
    [KEY_NONE_UNCOVERED] =
        "키 없음: 경로상의 누구나 읽을 수 있고, Finished가 확인하지 않으므로 바꾸거나 꾸며 낼 수도 있다.",
    [KEY_EARLY_DATA] =
        "조기 데이터 키: 대칭키이며, 사전 공유 키 하나로만(보통 이전 세션의 것으로) 만들어진다. 전방향 안전성이 없고, 보호된 내용이 재전송될 수 있다(RFC 8446 §8).",
    [KEY_HANDSHAKE] =
        "핸드셰이크 키: 대칭키이며, 두 키 공유의 비밀에서 만들어지고 Finished 뒤에 버려진다(RFC 8446 §7.1). 여기서 인증서의 키가 암호화하는 것은 없다.",
    [KEY_HANDSHAKE_PSK] =
        "핸드셰이크 키: 대칭키이며, 사전 공유 키(보통 이전 세션의 것)와 두 키 공유에서 만들어진다(RFC 8446 §7.1).",
    [KEY_HANDSHAKE_PSK_ALONE] =
        "핸드셰이크 키: 대칭키이며, 사전 공유 키(보통 이전 세션의 것)에서 만들어진다. 키 공유가 없으므로 새로 더해지는 것은 난수뿐이다(RFC 8446 §7.1).",
    [KEY_SESSION_TLS13] =
        "보내는 방향의 세션 키: 대칭키이며, 핸드셰이크 키와 같은 비밀과 서버의 Finished까지의 핸드셰이크에서 만들어진다(RFC 8446 §7.1). 여기서 인증서의 키가 암호화하는 것은 없다.",
    [KEY_SESSION_RESUMED] =
        "세션 키: 대칭키이며, 이전 세션의 마스터 비밀과 새 난수 두 개에서 만들어진다(RFC 5246 §6.3).",
    [KEY_SESSION_RSA] =
        "세션 키: 대칭키이며, 클라이언트가 인증서의 키로 암호화해 보낸 사전 마스터 비밀과 두 난수에서 만들어진다. 나중에라도 그 개인키를 얻은 사람은 모두 읽을 수 있다.",
    [KEY_SESSION_AGREED] =
        "세션 키: 대칭키이며, 양쪽이 일회용 키로 합의한 비밀과 두 난수에서 만들어진다. 인증서의 키는 그 합의에 서명했을 뿐이다.",
    [KEY_SESSION_ANONYMOUS] =
        "세션 키: 대칭키이며, 아무도 서명하지 않은 일회용 키로 합의한 비밀에서 만들어진다. 엿듣기만 하는 사람은 막지만 중간자 공격은 막지 못한다.",
    [KEY_SESSION_PSK_AGREED] =
        "세션 키: 대칭키이며, 사전 공유 키와 양쪽이 일회용 키로 합의한 비밀에서 만들어진다. 인증서는 관여하지 않는다.",
    [KEY_SESSION_PSK] =
        "세션 키: 대칭키이며, 양쪽이 미리 나눠 가진 비밀(사전 공유 키)과 두 난수에서 만들어진다.",
    [KEY_SESSION_OTHER] =
        "세션 키: 대칭키이며, 핸드셰이크에서 만들어져 양쪽이 같은 비밀을 가진다.",
};

static const char *const parts[PART_COUNT] = {
    [PART_AUTHENTICATION] =
        "양쪽이 버전과 암호 스위트를 정하고 공통의 비밀에 이르며, 세션을 재개하는 경우가 아니면 보통 서버가 자신이 누구인지 보인다. 장기 키(비대칭키)가 쓰이는 것은 여기뿐이다. 양쪽이 Finished를 보내면 끝난다.",
    [PART_AUTHENTICATION_OPEN] =
        "양쪽이 버전과 암호 스위트를 정하고 공통의 비밀에 이르며, 세션을 재개하는 경우가 아니면 보통 서버가 자신이 누구인지 보인다. 그 방법을 정하는 버전은 아직 선택되지 않았다.",
    [PART_AUTHENTICATION_TLS13] =
        "양쪽이 버전과 암호 스위트를 정하고 일회용 키로 비밀에 합의한다. 그다음 이미 암호화된 상태에서 서버가 자신이 누구인지 보이고 증명한다. 서버의 장기 키는 서명만 한다. 클라이언트의 Finished로 끝난다.",
    [PART_AUTHENTICATION_RESUMED] =
        "줄어든 핸드셰이크이다. 양쪽이 전부터(보통 이전 세션부터) 가진 비밀이 인증서와 전자서명을 대신한다. 양쪽이 Finished를 보내면 끝난다.",
    [PART_AUTHENTICATION_PSK] =
        "양쪽이 버전과 암호 스위트를 정하고, 같은 사전 공유 키를 가졌음을 Finished로 보인다. 그 키가 인증서를 대신한다.",
    [PART_AUTHENTICATION_ANONYMOUS] =
        "양쪽이 버전과 암호 스위트를 정하고 비밀에 합의하지만 아무도 자신이 누구인지 보이지 않는다. 인증이 없으므로 중간자 공격을 알아챌 수 없다.",
    [PART_RENEGOTIATION] =
        "세션 안에서 지금 쓰이는 키로 보호하며 다시 하는 핸드셰이크(재협상)이다. 새 키를 만들거나 클라이언트에게 인증서를 요구하려는 것이다. 양쪽이 Finished를 다시 보내면 끝난다.",
    [PART_DATA] =
        "데이터 그 자체로, 방향마다 하나씩인 대칭 세션 키로 보호된다. 인증서와 그 키는 더 이상 관여하지 않는다.",
    [PART_DATA_TLS13] =
        "데이터 그 자체로, 방향마다 하나씩인 대칭 세션 키로 보호된다. 인증서의 키는 데이터를 암호화하지 않는다. 티켓과 키 갱신도 여기로 오가며 똑같아 보인다.",
    [PART_EARLY_DATA] =
        "조기 데이터(0-RTT)이다. 서버가 답하기도 전에 사전 공유 키에서 만든 키로 보낸다. 기록해 둔 사람은 다시 보낼 수 있다.",
};

static const char *const absent[ABSENT_COUNT] = {
    [ABSENT_NOT] = NULL,
    [ABSENT_ENCRYPTED] =
        "TLS 1.3은 인증서를 암호화하는데, 이 세션의 키가 없다. 보려면 캡처할 때 클라이언트가 키 로그(SSLKEYLOGFILE)를 쓰게 하고, 그 파일을 Preferences, Protocols, TLS의 '(Pre)-Master-Secret log filename'에 지정하거나 캡처 파일에 넣는다.",
    [ABSENT_RESUMED] =
        "재개된 세션이다. 양쪽이 이미 비밀을 나눠 가졌으므로 서버는 인증서를 보이지 않는다. 인증서와, 서버가 그 키를 가졌다는 증명은 이전 세션의 전체 핸드셰이크에서 찾는다.",
    [ABSENT_PSK] =
        "양쪽은 미리 가진 비밀(사전 공유 키, SRP라면 비밀번호)로 서로를 알아보며, 인증서는 전송되지 않는다.",
    [ABSENT_ANONYMOUS] =
        "익명 스위트이다. 서버는 인증서를 전혀 보이지 않고, 그가 누구인지 아무도 모른다. 경로상의 누구든 상대방일 수 있다.",
    [ABSENT_RAW_PUBLIC_KEY] =
        "서버가 인증서 대신 공개키만 보낸다(RFC 7250). 판단할 인증서 체인이 없다. 그 키가 맞는지는 다른 경로로 알아야 하며, 여기서는 검사하지 않는다.",
    [ABSENT_NOT_CAPTURED] =
        "인증서가 담긴 메시지가 이 캡처에 없거나 합칠 수 없다. 캡처가 너무 늦게 시작되었거나 패킷이 빠졌거나 잘렸다. 순서만 바뀐 것이라면 Wireshark의 설정 tcp.reassemble_out_of_order로 되살릴 수 있다.",
};

static const char absent_dtls13[] =
    "DTLS 1.3은 인증서를 암호화하는데, 복호화되지 않았다. 그러려면 4.0보다 새로운 Wireshark와 클라이언트의 키 로그(SSLKEYLOGFILE)가 필요하다. 키 로그는 Preferences, Protocols, TLS의 '(Pre)-Master-Secret log filename'에 지정하거나 캡처 파일에 넣는다.";

static const char absent_psk_tls13[] =
    "서버가 사전 공유 키(보통 이전 세션의 티켓에서 온 것)를 받아들였으므로 인증서를 보이지 않는다. 인증서와, 서버가 그 키를 가졌다는 증명은 그 세션의 전체 핸드셰이크에서 찾는다.";

static const explain_alert_t alerts[] = {
    {0, "정상적인 끝이며 더 보낼 것이 없다"},
    {1, "클라이언트의 조기 데이터가 끝났다(TLS 1.3의 초안)"},
    {10, "이 자리에 올 수 없는 메시지가 왔다"},
    {20, "레코드가 도중에 바뀌었거나 양쪽의 키가 다르다"},
    {21, "레코드를 복호화할 수 없다(TLS 1.1부터는 쓰이지 않는다)"},
    {22, "레코드가 허용된 것보다 길다"},
    {30, "압축된 데이터를 풀 수 없다"},
    {40, "양쪽에 공통된 버전, 암호 스위트, 그룹 또는 서명 방식이 없다"},
    {41, "보일 인증서가 없다(SSL 3.0)"},
    {42, "인증서가 손상되었거나 그 서명 또는 이름이 맞지 않는다"},
    {43, "여기서 쓸 수 없는 종류의 인증서이다"},
    {44, "인증기관이 인증서를 폐지했다"},
    {45, "인증서가 만료되었거나 아직 유효하지 않다"},
    {46, "인증서의 어떤 점을 받아들일 수 없다"},
    {47, "필드의 값이 허용되지 않는 값이다"},
    {48, "인증서가 신뢰하는 인증기관으로 이어지지 않는다. 자체 서명 인증서이거나 발급자를 알 수 없다"},
    {49, "인증서는 문제가 없지만 접근이 허용되지 않는다"},
    {50, "메시지를 해석할 수 없다"},
    {51, "전자서명이나 Finished가 틀렸다"},
    {52, "내줄 수 있는 것보다 많은 연결 ID를 요구한다(DTLS 1.3)"},
    {60, "수출용 강도의 키를 요구했으나 허용되지 않는다(TLS 1.0)"},
    {70, "공통된 버전이 없거나 더 이상 받아들이지 않는 버전이다"},
    {71, "더 강한 암호 스위트만 받아들인다"},
    {80, "상대와 관계없는 내부의 문제가 생겼다"},
    {86, "양쪽이 더 새 버전을 쓸 수 있는데도 낮은 버전으로 다시 시도했다"},
    {90, "사용자가 그만두었다"},
    {100, "재협상을 원하지 않는다"},
    {109, "있어야 할 확장이 빠졌다"},
    {110, "요청하지 않은 확장이 왔다"},
    {111, "알려 준 주소에서 인증서를 가져올 수 없다"},
    {112, "요청한 이름을 이 서버가 알지 못한다"},
    {113, "첨부된 폐지 상태 응답을 받아들일 수 없다"},
    {114, "가져온 인증서가 알려 준 것과 다르다"},
    {115, "사전 공유 키를 알지 못한다"},
    {116, "클라이언트의 인증서가 필요하다"},
    {117, "다른 경고로는 나타낼 수 없는 문제가 생겼다"},
    {120, "공통된 응용 프로토콜이 없다"},
    {121, "암호화된 ClientHello(ECH)가 필요하다"},
    {0, NULL},
};

static const explain_alert_phrases_t alert_phrases = {
    .says = {"클라이언트", "서버"},
    .refuses = {"클라이언트가 서버를 거부한다", "서버가 클라이언트를 거부한다"},
    .hidden = {"클라이언트가 암호화된 경고를 보낸다", "서버가 암호화된 경고를 보낸다"},
    .hidden_in_handshake = "핸드셰이크를 중단하지만 이유는 키가 있어야 알 수 있다",
    .hidden_in_session = "대개 정상적인 끝을 알리는 close_notify이다",
    .warning = "경고 수준",
    .fatal = "치명적 수준",
};

static const char *const authentications[AUTHENTICATION_COUNT] = {
    [AUTHENTICATION_UNKNOWN] = NULL,
    [AUTHENTICATION_ONE_WAY] = "단방향: 서버만 인증서를 보이고, 클라이언트에게는 요구하지 않는다",
    [AUTHENTICATION_ASKED] = "요구함: 서버가 클라이언트에게 인증서를 요구한다. 그 답은 볼 수 없거나 아직 오지 않았다",
    [AUTHENTICATION_NOT_GIVEN] = "요구했으나 받지 못함: 서버가 클라이언트에게 인증서를 요구했지만 클라이언트가 보일 인증서가 없다",
    [AUTHENTICATION_MUTUAL] = "상호 인증: 서버와 클라이언트가 모두 인증서를 보인다",
};

static const char *const possessions[POSSESSION_COUNT] = {
    [POSSESSION_NOT_CHECKED] =
        "인증서는 공개된 것이라 누구나 보낼 수 있다. 그 소유자가 정말 이쪽에 있는지는 바로 이 핸드셰이크에 대한 전자서명이 보여 주는데, 여기서는 검사할 수 없었다.",
    [POSSESSION_PROVEN] =
        "인증서는 공개된 것이라 누구나 보낼 수 있다. 바로 이 핸드셰이크에 대한 이 전자서명은 그 개인키로만 만들 수 있으므로, 인증서의 소유자가 이쪽에 있다. 그 인증서가 누구의 것인지는 키가 말해 줄 수 없다. 그것은 인증서 체인의 몫이다.",
    [POSSESSION_DISPROVEN] =
        "이 핸드셰이크에 대한 전자서명이 인증서의 키로 만든 것이 아니다. 보낸 쪽이 자기 인증서임을 보이지 못했거나 도중에 무언가 바뀌었다. 체인이 아무리 좋아도 클라이언트는 여기서 중단해야 한다.",
};

static const explain_phrases_t phrases = {
    .agree = "우리의 판단도 같다: %s",
    .agree_otherwise = "우리도 거부하지만 이유가 다르다: %s",
    .disagree = "우리의 판단은 다르다: 여기서는 신뢰되는 체인이다(신뢰 앵커 %s). 상대가 다른 인증기관을 신뢰하거나 다른 시각으로 판단했을 수 있다",
    .undecided = "같은 판단인지 말할 수 없다: %s",
    .unseen = "같은 판단인지 말할 수 없다: 그 인증서를 여기서 볼 수 없다",
    .no_certificate = "실제로 인증서를 보이지 않았다",
    .share_changed = "키 공유가 %s에서 %s(으)로 바뀌었다",
    .share_same = "키 공유는 그대로 %s이다",
    .cookie = "서버의 쿠키가 들어 있다",
    .early_data_withdrawn = "조기 데이터를 거두었다",
    .unchanged = "드러나는 변화가 없다",
    .separator = ", ",
    .none = "없음",
};

const explain_words_t explain_korean = {
    .steps = explain_ko_steps,
    .full = explain_ko_full,
    .other_step = "핸드셰이크의 한 메시지이다.",
    .other_full = &explain_ko_other_full,
    .renegotiation_seen =
        "세션 안에서 핸드셰이크 메시지가 오간다는 것과 그 레코드의 길이만 보인다. 인증서를 포함한 내용은 지금 쓰이는 키가 가린다.",
    .labels = labels,
    .origins = origins,
    .parts = parts,
    .absent = absent,
    .absent_psk_tls13 = absent_psk_tls13,
    .absent_dtls13 = absent_dtls13,
    .alerts = alerts,
    .alert_phrases = &alert_phrases,
    .problems = explain_ko_problems,
    .remedies = explain_ko_remedies,
    .notes = explain_ko_notes,
    .weaknesses = explain_ko_weaknesses,
    .authentications = authentications,
    .possessions = possessions,
    .phrases = &phrases,
};
/* clang-format on */
