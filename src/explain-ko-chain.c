/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain-words.h"

/* clang-format off */
const char *const explain_ko_problems[PROBLEM_COUNT] = {
    [PROBLEM_SELF_SIGNED] = "인증기관이 아니라 인증서 자신의 키로 서명한 자체 서명 인증서이다. 주인이 스스로를 보증할 뿐이다. 그래도 세션은 암호화되지만 상대가 누구인지는 아무도 모른다. 이런 인증서는 중간자 공격자를 포함해 누구나 만들 수 있다.",
    [PROBLEM_UNTRUSTED_ROOT] = "인증서 체인은 이어지지만 그 끝의 루트 인증서가 신뢰 저장소에 없다. 루트는 누구나 만들 수 있으므로, 이 루트를 믿을 근거가 있는지가 중요하다.",
    [PROBLEM_UNKNOWN_ISSUER] = "인증서가 밝힌 발급자가 전송되지도 않았고 신뢰 저장소에도 없다. 체인이 여기서 끊겨 신뢰하는 누구에게도 이어지지 않는다.",
    [PROBLEM_MISSING_INTERMEDIATE] = "체인에서 중간 인증서가 빠졌다. 그 인증서는 이 캡처의 다른 곳에 있다. 브라우저처럼 마침 그것을 가진 쪽은 받아들이지만, 그렇지 않은 쪽(curl, openssl, 많은 프로그램)은 거부한다.",
    [PROBLEM_EXPIRED] = "경로에 있는 인증서의 유효 기간이 끝났다(만료). 이제 아무도 보증하지 않으며, 인증기관은 폐지 여부를 알릴 의무도 없다.",
    [PROBLEM_NOT_YET_VALID] = "경로에 있는 인증서가 판단 시점보다 나중에야 유효해진다. 시계가 틀린 경우가 많다.",
    [PROBLEM_NAME_MISMATCH] = "인증서가 요청한 이름이 아닌 다른 이름에 발급되었다. 진짜 인증서일 수는 있지만, 상대가 다른 누군가라는 뜻이다. 다른 사이트이거나 중간자이다.",
    [PROBLEM_NAME_ONLY_IN_COMMON_NAME] = "이름이 주체의 CN(common name)에만 있다. 오늘날 클라이언트는 subjectAltName의 이름만 읽으므로(RFC 9525), 클라이언트에게 이 인증서는 그 이름이 없는 것과 같다.",
    [PROBLEM_BAD_SIGNATURE] = "경로에 있는 전자서명이 검증되지 않는다. 서명한 뒤에 인증서가 바뀌었거나 다른 사람이 서명했다. 그 내용은 아무것도 증명하지 못한다.",
    [PROBLEM_WEAK_SIGNATURE] = "경로에 있는 인증서가 MD5나 SHA-1로 서명되었다. 이 해시로는 해시값이 같은 두 문서를 만들 수 있어, 한쪽에 한 서명이 위조된 다른 쪽에도 들어맞는다.",
    [PROBLEM_WEAK_KEY] = "경로에 있는 키가 너무 짧아 계산 능력이 충분하면 개인키를 알아낼 수 있다. 알아낸 사람은 그 주인 행세를 할 수 있다.",
    [PROBLEM_NOT_A_CA] = "인증기관의 것이 아닌 인증서(basicConstraints에 CA가 없다)로 서명했다. 이것을 허용하면 인증서를 가진 사람은 누구나 아무 이름이나 인증할 수 있다.",
    [PROBLEM_PATH_TOO_LONG] = "어떤 인증기관이 아래에 둘 수 있는 인증기관의 수(pathLenConstraint)보다 경로가 길다. 그 가운데 하나는 인증할 자격이 없다.",
    [PROBLEM_NAME_CONSTRAINT] = "경로에 있는 인증기관은 정해진 이름만 인증할 수 있는데(nameConstraints), 이 이름은 거기에 들지 않는다.",
    [PROBLEM_WRONG_PURPOSE] = "경로에 있는 인증서가 메일이나 코드 서명 같은 다른 용도로 발급되어(extendedKeyUsage) 이 용도에는 쓸 수 없다.",
    [PROBLEM_WRONG_KEY_USAGE] = "인증서의 keyUsage가 여기서 그 키가 하는 일(예를 들어 인증서에 서명하는 일)을 허용하지 않는다.",
    [PROBLEM_UNKNOWN_CRITICAL_EXTENSION] = "인증서에 여기서 알지 못하는, critical로 표시된 확장이 있다. critical이란 이해하지 못하면 거부해야 한다는 뜻이다(RFC 5280 §4.2).",
    [PROBLEM_REVOKED] = "인증기관이 유효 기간이 끝나기 전에 인증서를 거두어들였다(폐지). 개인키를 도난당했거나 잘못 발급했을 때 그렇게 한다.",
    [PROBLEM_MALFORMED] = "인증서를 해석할 수 없거나, 클라이언트가 거부하는 형식이다. 확실하게 읽을 수 없는 것은 아무것도 증명하지 못한다.",
    [PROBLEM_OTHER] = "서명과 형식을 검사하는 라이브러리가 이 체인을 거부하지만, 그 이유를 나타내는 말이 여기에 없다.",
};

const char *const explain_ko_remedies[PROBLEM_COUNT] = {
    [PROBLEM_SELF_SIGNED] = "인증기관의 서명을 받거나, 실습이라면 바로 이 인증서를 클라이언트의 신뢰 저장소(ca_file)에 넣는다. 그러지 않아도 암호화는 되지만 상대가 누구인지는 아무도 모른다",
    [PROBLEM_UNTRUSTED_ROOT] = "누구의 루트인지 안다면 이 루트를 신뢰하거나(ca_file 또는 클라이언트의 저장소), 신뢰받는 인증기관의 인증서를 쓴다. 서버가 보내는 루트는 아무것도 증명하지 못한다",
    [PROBLEM_UNKNOWN_ISSUER] = "서버가 중간 인증서도 보내게 하거나(nginx: ssl_certificate 파일 뒤에 덧붙인다), 그 인증기관을 신뢰한다(ca_file)",
    [PROBLEM_MISSING_INTERMEDIATE] = "서버가 중간 인증서도 보내게 한다(nginx: ssl_certificate 파일에서 서버 인증서 뒤에 덧붙인다)",
    [PROBLEM_EXPIRED] = "인증서를 갱신하고, 서버가 새 인증서를 읽어 들이게 한다",
    [PROBLEM_NOT_YET_VALID] = "기다리거나 더 이른 날짜부터 유효하게 다시 발급받는다. 서버와 인증기관, 캡처한 컴퓨터의 시계도 확인한다",
    [PROBLEM_NAME_MISMATCH] = "인증서에 있는 이름으로 접속하거나, 이 이름을 subjectAltName에 넣어 다시 발급받는다. 서버가 여러 인증서 가운데 엉뚱한 것을 골랐는지도 확인한다",
    [PROBLEM_NAME_ONLY_IN_COMMON_NAME] = "이름을 subjectAltName에 넣어 다시 발급받는다(openssl x509 -req -extfile에 subjectAltName = DNS:.. 지정)",
    [PROBLEM_BAD_SIGNATURE] = "발급받은 그대로의 인증서를 보낸다. 내용이 바뀌었거나, 이름만 같은 다른 키로 서명되었다",
    [PROBLEM_WEAK_SIGNATURE] = "SHA-256 이상으로 다시 발급받는다",
    [PROBLEM_WEAK_KEY] = "적어도 RSA 2048비트나 EC P-256인 새 키를 만들어 인증받는다",
    [PROBLEM_NOT_A_CA] = "basicConstraints가 CA:TRUE인 인증서로 서명한다",
    [PROBLEM_PATH_TOO_LONG] = "아래에 다른 인증기관을 둘 수 있는 인증기관으로 서명하거나, 하나를 줄인다(pathLenConstraint)",
    [PROBLEM_NAME_CONSTRAINT] = "이 이름을 인증할 수 있는 인증기관에서 발급받는다",
    [PROBLEM_WRONG_PURPOSE] = "이 용도로 발급받는다(extendedKeyUsage에 serverAuth, 클라이언트라면 clientAuth)",
    [PROBLEM_WRONG_KEY_USAGE] = "이 용도에 필요한 keyUsage로 발급받는다(인증기관이라면 keyCertSign)",
    [PROBLEM_UNKNOWN_CRITICAL_EXTENSION] = "그 확장을 빼거나 critical로 표시하지 않는다. 클라이언트는 모르는 critical 확장을 거부해야 한다",
    [PROBLEM_REVOKED] = "새 키로 다른 인증서를 쓴다. 이 인증서는 인증기관이 폐지했다",
    [PROBLEM_MALFORMED] = "RFC 5280을 지키는 소프트웨어로 다시 발급받는다",
    [PROBLEM_OTHER] = "GnuTLS의 certtool --verify가 이 체인에 대해 무엇이라고 하는지 본다",
};

const char *const explain_ko_notes[NOTE_COUNT] = {
    [NOTE_PROFILE_VIOLATION] = "발급자가 써서는 안 되지만 대부분의 클라이언트는 눈감아 주는 형식의 인증서이다(RFC 5280). 흔한 예제인 'openssl x509 -req -signkey'가 이런 것을 만든다. 신뢰가 깨지지는 않는다.",
    [NOTE_INVALID_STAPLE] = "서버가 첨부한 폐지 상태 응답이 효력이 없다. 다른 인증서의 것이거나, 서명이 올바르지 않거나, 기한이 지났다. 이 때문에 거부하는 클라이언트도 있고 아예 보지 않는 클라이언트도 있다.",
    [NOTE_ECH_INNER_NAME_UNKNOWN] = "클라이언트가 원하는 이름을 숨겼다(Encrypted ClientHello). 읽을 수 있는 이름은 겉이름일 뿐이므로 인증서와 대조하지 않는다.",
    [NOTE_OTHER_CERTIFICATE_SEEN] = "이 캡처의 앞부분에서 같은 서버 이름이 다른 키나 발급자를 보였다. 갱신했거나, 한 이름 뒤에 서버가 여럿이거나, 누군가 중간에 있다.",
    [NOTE_TOO_COMPLEX] = "이 경로에 속할 수 있는 인증서가 너무 많아 한도에서 탐색을 멈추었다. 그때까지 신뢰할 수 있다는 답도 없다는 답도 나오지 않았다.",
    [NOTE_WRONG_ORDER] = "각 인증서는 바로 앞의 인증서를 인증해야 하는데(RFC 5246 §7.4.2) 그렇지 않다. 대부분의 클라이언트는 스스로 순서를 맞추지만 오래된 것은 그러지 못한다.",
    [NOTE_SUPERFLUOUS_CERTIFICATE] = "경로에 필요 없는 인증서가 전송되었다. 해는 없지만 전체 핸드셰이크마다 옥텟을 낭비한다.",
    [NOTE_DUPLICATE_CERTIFICATE] = "같은 인증서가 두 번 전송되었다. 대개 서버 설정에서 파일을 두 번 덧붙였기 때문이다.",
    [NOTE_ROOT_SENT] = "루트 인증서도 함께 전송되었다. 그럴 필요가 없다. 클라이언트는 이미 가진 루트만 신뢰하며, 회선으로 온 루트는 아무것도 증명하지 못한다.",
    [NOTE_EXPIRES_SOON] = "경로에 있는 인증서가 30일 안에 만료된다. 손으로 갱신한다면 지금 해야 한다.",
    [NOTE_LIFETIME_OVER_LIMIT] = "인증서의 유효 기간이 발급된 날에 공인 인증기관에 허용되던 것(CA/Browser Forum의 한도)보다 길다. 브라우저가 거부할 수 있다.",
    [NOTE_NO_NAME_TO_CHECK] = "클라이언트가 SNI를 보내지 않아 어떤 이름을 원했는지 알 수 없다. 이름 없이 체인을 판단했으므로 다른 서버의 인증서일 수도 있다.",
    [NOTE_UNSUPPORTED_ALGORITHM] = "경로에 이 라이브러리가 검사할 수 없는 알고리즘이 있다. 그래서 체인을 신뢰하지도 거부하지도 않는다.",
    [NOTE_MUST_STAPLE_WITHOUT_STAPLE] = "인증서는 서버가 폐지 상태 응답을 첨부하도록 요구하는데(RFC 7633) 응답이 없다. 이 때문에 거부하는 클라이언트도 있고 아예 보지 않는 클라이언트도 있다.",
    [NOTE_INTERMEDIATE_NOT_SENT_BUT_KNOWN] = "중간 인증서가 전송되지 않았는데, 마침 이곳의 신뢰 저장소에 있어서 경로가 이어진다. 그것이 없는 클라이언트는 거부한다.",
};

const char *const explain_ko_weaknesses[WEAKNESS_COUNT] = {
    [WEAKNESS_OLD_VERSION] = "더 이상 써서는 안 되는 버전이다(RFC 8996, RFC 7568)",
    [WEAKNESS_WEAK_CIPHER] = "깨질 수 있거나 아무것도 암호화하지 않는 암호이다",
    [WEAKNESS_WEAK_KEY_EXCHANGE] = "키 교환이 익명이거나 수출용 강도이다. 경로상의 누구든 상대방일 수 있다",
    [WEAKNESS_NO_FORWARD_SECRECY] = "전방향 안전성이 없다. 나중에라도 장기 키를 얻은 사람은 기록해 둔 이 세션을 읽을 수 있다",
    [WEAKNESS_SMALL_DH_GROUP] = "Diffie-Hellman 그룹이 2048비트보다 작다(RFC 7919)",
    [WEAKNESS_DOWNGRADE] = "양쪽 모두 더 새 버전을 쓸 수 있다. 서버의 난수가 그것을 알리며(RFC 8446 §4.1.3), 이를 본 클라이언트는 중단해야 한다",
    [WEAKNESS_INSECURE_RENEGOTIATION] = "서버가 재협상을 원래 세션과 묶지 않는다(RFC 5746)",
    [WEAKNESS_COMPRESSION] = "압축된 레코드의 길이에서 내용이 새어 나간다(CRIME)",
    [WEAKNESS_NO_EXTENDED_MASTER_SECRET] = "마스터 비밀이 이 핸드셰이크와 묶여 있지 않다(RFC 7627)",
    [WEAKNESS_PLAINTEXT_AFTER_TLS] = "같은 연결에서 TLS 밖의 평문이 이어진다. 경로상의 누구나 읽고 바꿀 수 있다",
};
/* clang-format on */
