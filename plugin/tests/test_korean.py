# SPDX-License-Identifier: GPL-2.0-or-later
"""With language:korean everything that is told is Korean, over captures that between them have every problem, note and
absent reason of the tables. What stays as it is stands below: words that are values of fields (the contract), labels
of fields, which Wireshark has before it reads a preference, names, and what other programs say."""

import re

import pytest

from surfaces import statistics
from table import EXPECTED, FOLDER, words

KOREAN = ("-o", "tlswitness.language:korean")
FULL = ("-o", "tlswitness.explain:full")
HANGUL = re.compile("[가-힣]")

# beside those of the table: alerts, suites without certificates, pieces, formats, client certificates, proofs
CONVERSATIONS = """
    certificate-dsa-tls12 client-certificate-refused-tls13 client-of-other-ca-tls13 client-without-certificate-tls12
    compressed-too-long-tls13 curl-refuses-expired-tls13 cut-tls12 exchange-dh-anonymous-tls12 exchange-psk-tls12
    exchange-rsa-psk-tls12 hello-retry-gnutls-tls13 resumed-session-id-tls12 too-large-tls12 version-dtls10
""".split()

# What GnuTLS and openssl say, in English whatever the language; and what has no name in Korean.
OTHERS_SAY = re.compile(
    r"ASN1 parser: [\w ]+\.|\((pre-master secret|early data|common name|handshake traffic secret)\)"
    r"|(ECDSA|DSA) with SHA-1|RSA PKCS#1 with MD5 and SHA-1|openssl x509 -req -\w+|TLS Witness( Lab)?"
    r"|Preferences, Protocols, TLS|\(Pre\)-Master-Secret log filename|'[A-Z][A-Za-z]+( [A-Z][A-Za-z]+)*'"
    r"|certtool --verify|Encrypted Client ?Hello|CA/Browser Forum|basicConstraints CA:TRUE"
)
URL = re.compile(r"<https://\S+>")
# The name of a directory, which may have blanks, to the end of the bracket or to a colon.
NAMES = re.compile(r"\b(CN|O|OU|C)=[^()\[\]:;]*|\b[\w-]+(\.[\w-]+)*\.(example|test|com)\b|\b(DNS|IP|URI):\S+")
TWO_WORDS = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,}\b")
LONE_WORD = re.compile(r"(?<![\w.'=/-])[a-z]{4,}(?![\w.'=/-])")
# English words that Korean text uses as they are: names of options, programs, parts of protocols
AS_THEY_ARE = {"critical", "warning", "fatal", "student", "nginx", "openssl", "curl", "certtool"}
BOILERPLATE = re.compile(r"Severity level: \w+|Group: \w+")


def chosen():
    """Captures of the table that have a word which none before has."""
    seen = set()
    for row in EXPECTED:
        new = {f"{column} {word}" for column in ("problems", "notes", "absent_reason") for word in words(row[column])}
        new.add(f"verdict {row['verdict']} {row['owner']}")
        if new - seen:
            seen |= new
            yield row["capture"]


CAPTURES = list(dict.fromkeys(chosen()))
KINDS = [(name, FOLDER / f"{name}.pcapng") for name in CAPTURES]
KINDS += [(name, FOLDER / "conversations" / f"{name}.pcapng") for name in CONVERSATIONS]


@pytest.fixture(scope="module")
def labels(run_tshark):
    """Fields of the plugin: label -> does a value of it tell something, so that it must be Korean?"""
    done = run_tshark("-G", "fields")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return {row[1]: row[2].removeprefix("tlswitness.") in TELLING for row in rows if row[2].startswith("tlswitness")}


TELLING = {"explanation", "remedy", "chain.not_checked", "chain.rules", "chain.revocation", "cert.issued_by", "key_log"}


@pytest.fixture(scope="module")
def contract(run_tshark, captures):
    """Every word that a field may hold."""
    lines = statistics(run_tshark, captures / "ca-signed-tls13.pcapng", "tlswitness,words").splitlines()
    return {part for line in lines for word in line.split("\t")[1:2] for part in re.split(r"[-_ ]", word)} | {
        "good", "known", "none", "proven", "disproven", "verified", "wrong", "checked", "valid", "trusted",
    }  # fmt: skip


def own_rows(text):
    """The rows of the plugin, without brackets: its subtrees and its lines in the trees of others."""
    depth = None
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if line.lstrip().startswith(("[TLS Witness", "[ [truncated]TLS Witness")):
            depth = indent
        elif depth is not None and indent <= depth:
            depth = None
        if depth is not None:
            yield line.strip().removeprefix("[").removesuffix("]").strip()


def english_in(row, labels, contract):
    """The English of a row that has no reason to be English."""
    label, _, value = row.partition(":")
    if BOILERPLATE.fullmatch(row):
        return []
    if label in labels:
        row = value if labels[label] else ""
    row = row.removeprefix("[truncated]")
    bare = NAMES.sub("", OTHERS_SAY.sub("", URL.sub("", row.removeprefix("TLS Witness: "))))
    bare = re.sub(r"^Expert Info \(\w+/\w+\): ", "", bare)
    found = [] if not row or HANGUL.search(row) or is_bare(bare, contract) else [row]
    lone = [word for word in LONE_WORD.findall(bare) if word not in contract | AS_THEY_ARE]
    return found + TWO_WORDS.findall(bare) + lone


def is_bare(row, contract):
    """Only words of the contract, names of protocols and numbers."""
    return all(
        part in contract or not re.fullmatch(r"[A-Za-z]?[a-z]+", part) for part in re.split(r"[-_ ,;:()\[\]]+", row)
    )


@pytest.fixture(scope="module")
def rows(run_tshark, readable, lab):
    def told(path, *options):
        done = run_tshark(
            "-n", "-2", "-r", readable(path), *lab, *KOREAN, *FULL, "-O", "tls,tlswitness", "-Y", "tlswitness", *options
        )
        assert done.returncode == 0, done.stderr
        return list(own_rows(done.stdout))

    return told


def test_the_captures_have_every_word():
    """Of the tables; what is in no capture of them is asked in src/tests, in Korean as well (lab.c)."""
    for column in ("problems", "notes", "absent_reason"):
        everywhere = {word for row in EXPECTED for word in words(row[column])}
        assert everywhere == {word for row in EXPECTED if row["capture"] in CAPTURES for word in words(row[column])}


@pytest.mark.parametrize("name, path", KINDS, ids=[name for name, _ in KINDS])
def test_no_english_is_told(rows, labels, contract, name, path):
    told = rows(path)
    assert len(told) > 20
    found = {row: english for row in told if (english := english_in(row, labels, contract))}
    assert not found
    whole_below = [below.startswith("왜: ") for row, below in zip(told, told[1:]) if row.startswith("[truncated]")]
    assert all(whole_below), "too long for one line"


REASONS = re.compile(r"(문제|참고|약점): ([a-z-]+): (.*)")


@pytest.mark.parametrize("name, path", KINDS[: len(CAPTURES)], ids=CAPTURES)
def test_each_reason_is_korean(rows, name, path):
    reasons = [match.groups() for row in rows(path) if (match := REASONS.fullmatch(row))]
    wanted = {word for row in EXPECTED if row["capture"] == name for word in words(row["problems"])}
    assert wanted <= {word for label, word, _ in reasons if label == "문제"}
    assert all(HANGUL.search(sentence) for _, _, sentence in reasons)


WORDS = "chain.verdict chain.problem chain.note step step.sender step.protection chain.owner cert.role possession finished"


@pytest.mark.parametrize("name", ["expired-and-wrong-host-tls13", "client-certificate-tls12", "selfsigned-tls13-nokeys"])
def test_words_of_fields_stay(tshark, lab, name):
    """Filters and scripts depend on them."""
    fields = [f"tlswitness.{word}" for word in (*WORDS.split(), "name.source", "cert.subject", "authentication")]
    english = tshark(f"{name}.pcapng", *fields, options=lab)
    assert any(any(row) for row in english)
    assert tshark(f"{name}.pcapng", *fields, options=(*lab, *KOREAN)) == english


TOLD = [
    ("expired-tls12", "cert.issued_by", "서명자: 신뢰 앵커(CN=Lab Root CA), 알고리즘: RSA-SHA256, 검증됨"),
    ("wrong-host-tls12", "name.explanation", "DNS:right-host.lab.example: 다른 이름"),
    ("selfsigned-tls12", "chain.revocation", "알 수 없다: 첨부된 OCSP 응답이 없고 CRL도 주어지지 않았다"),
]


@pytest.mark.parametrize("name, field, want", TOLD)
def test_fields_that_tell(tshark, lab, name, field, want):
    values = {row[0] for row in tshark(f"{name}.pcapng", f"tlswitness.{field}", options=(*lab, *KOREAN))}
    assert want in values


def test_top_line_and_info_column(run_tshark, captures, lab):
    done = run_tshark("-n", "-r", captures / "expired-tls12.pcapng", *lab, *KOREAN, "-Y", "tlswitness.chain")
    assert "[구간 1: 인증서 체인 신뢰할 수 없음 (expired)]" in done.stdout
    done = run_tshark(
        "-n", "-r", captures / "expired-tls12.pcapng", *lab, *KOREAN, "-O", "tlswitness", "-Y", "tlswitness.chain"
    )
    (top,) = [line for line in done.stdout.splitlines() if line.startswith("[TLS Witness: ")]
    assert top.startswith("[TLS Witness: 구간 1, 인증: 서버의 인증서: 신뢰할 수 없음 (expired); 그 밖에 ServerHello, ")
    assert top.endswith(" (서버)]")


def test_times_and_reasons_of_settings(run_tshark, captures, lab):
    """What the preferences bring into a sentence."""
    options = (*lab, *KOREAN, "-O", "tlswitness", "-Y", "tlswitness.chain", "-o", "tlswitness.time:fixed")
    fixed = run_tshark(
        "-n", "-r", captures / "ca-signed-tls12.pcapng", *options, "-o", "tlswitness.fixed_time:2050-01-01"
    ).stdout
    assert re.search(r"만료되었다\(지정한 시각보다 \d+일 전\)", fixed)
    assert re.search(r"다른 시각에는: 당시에는 신뢰됨; 지금 신뢰됨; 지정한 시각에는 expired\(2044-12-31부터\)", fixed)
    wrong = run_tshark("-n", "-r", captures / "ca-signed-tls12.pcapng", *options, "-o", "tlswitness.fixed_time:soon")
    assert "어느 시각으로 판단할지 알 수 없다: 설정 fixed_time의 값이" in wrong.stdout
    nobody = run_tshark(
        "-n", "-r", captures / "ca-signed-tls12.pcapng", *KOREAN, "-o", "tlswitness.trust_system:FALSE", *options[4:]
    )
    assert "신뢰 저장소를 쓸 수 없다" in nobody.stdout or "신뢰 앵커가 없다" in nobody.stdout


@pytest.mark.parametrize("name", ["expired-and-wrong-host-tls12", "client-certificate-tls13", "rsa-key-exchange-tls12"])
def test_report(run_tshark, captures, lab, contract, name):
    page = statistics(run_tshark, captures / f"{name}.pcapng", "tlswitness,report", *lab, *KOREAN)
    text = re.sub(r"\s+", " ", page)
    bare = NAMES.sub("", OTHERS_SAY.sub("", re.sub(r"\d+ \([a-z -]+\)", "", text)))
    assert not TWO_WORDS.findall(bare)
    assert "클라이언트 -> ClientHello, 평문" in text and "<- 서버 " in text


def test_counts(run_tshark, captures, lab):
    text = statistics(run_tshark, captures / "expired-tls12.pcapng", "tlswitness,tree", *lab, *KOREAN)
    assert "서버 인증서 체인의 판정" in text and "not-trusted" in text and "Verdict" not in text
