# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/quiz asks what the capture answers, checks what is typed, and grades."""

import os
import re
import shutil
import subprocess

import pytest
from conftest import NOBODY, ROOT, open_to_all


@pytest.fixture(scope="module")
def quiz(home, stage, run_tshark, captures, readable):
    """quiz(capture, *options, typed="") -> CompletedProcess, with the lab's CA trusted."""
    folder = stage / "tools"
    folder.mkdir()
    shutil.copy(ROOT / "tools" / "quiz", folder)
    open_to_all(folder)
    (folder / "quiz").chmod(0o755)
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "WIRESHARK_PLUGIN_DIR": str(stage / "no-plugins"),
    }
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}

    def run(capture, *options, typed=""):
        path = captures / capture
        if path.exists():
            path = readable(path)
        return subprocess.run(
            [folder / "quiz", path, "--ca", captures / "lab-ca.crt", *options],
            cwd=stage,
            env=environment,
            input=typed,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            **user,
        )

    return run


@pytest.fixture
def expectations(tmp_path, readable):
    """expectations(text): the path of a file with that text, which the quiz can read."""

    def write(text):
        path = tmp_path / f"expected-{len(list(tmp_path.iterdir()))}"
        path.write_text(text, encoding="utf-8")
        return readable(path)

    return write


def sheet(text):
    """{question in brackets: the first line under it}"""
    return dict(re.findall(r"^\d+\. \[([^]]+)\].*\n {3}(.*)", text, re.MULTILINE))


def answers(done):
    assert (done.returncode, done.stderr) == (0, "")
    return {name: line.partition(": ")[2] for name, line in sheet(done.stdout).items()}


def test_answers_are_the_fields_of_the_capture(quiz, frames):
    said = answers(quiz("ca-signed-intermediate-tls12.pcapng", "--answers"))
    rows = frames("ca-signed-intermediate-tls12", two_pass=True)
    assert said["version"] == "TLS 1.2"
    assert said["server-name"] == "shop.lab.example"
    assert said["forward-secrecy"] == "yes"
    assert said["signed-by 0"] == "CN=Lab Intermediate CA,O=TLS Witness Lab"
    assert said["signed-by 1"] == "CN=Lab Root CA,O=TLS Witness Lab"
    assert said["verdict"] == "trusted"
    assert "problem" not in said
    for name, field in [
        ("segment-1-first", "segment1.first"),
        ("segment-1-last", "segment1.last"),
        ("segment-2-first", "segment2.first"),
        ("certificate-frame", "certificate_frame"),
    ]:
        assert [said[name]] == rows[-1][f"tlswitness.{field}"]


def test_a_chain_that_is_judged_twice_is_asked_about_once(quiz):
    text = quiz("stapled-revoked-tls12.pcapng", "--answers").stdout
    assert (text.count("[verdict]"), sheet(text)["problem"]) == (1, "Answer: revoked")


def test_an_issuer_that_nobody_checked_signed_nothing(quiz):
    said = answers(quiz("unknown-issuer-tls12.pcapng", "--answers"))
    assert said["issuer 0"] == "CN=Lab Intermediate CA,O=TLS Witness Lab"
    assert not any(name.startswith("signed-by") for name in said)


def test_suites_offered_are_those_on_the_screen(quiz, run_tshark, captures):
    said = answers(quiz("selfsigned-tls12.pcapng", "--answers"))
    tree = run_tshark("-r", captures / "selfsigned-tls12.pcapng", "-O", "tls").stdout
    assert said["suites-offered"] == re.search(r"Cipher Suites \((\d+) suites\)", tree)[1]


def test_which_key_protects_which_frame(quiz, frames):
    said = answers(quiz("selfsigned-tls13.pcapng", "--answers"))
    truth = {row["frame.number"][0]: set(row["tlswitness.step.protection"]) for row in frames("selfsigned-tls13")}
    asked = {name.split()[1]: answer for name, answer in said.items() if name.startswith("key-of-frame")}
    assert {"none", "session-key"} <= set(asked.values())
    assert all(truth[frame] == {key} for frame, key in asked.items())


def test_sessions_are_told_apart(quiz):
    said = answers(quiz("resumed-tls13.pcapng", "--answers"))
    assert (said["resumed"], said["1 resumed"]) == ("no", "yes")
    assert said["1 absent-reason"] == "resumed"
    alone = answers(quiz("resumed-tls13.pcapng", "--answers", "--session", "1"))
    assert "verdict" not in alone and alone["1 resumed"] == "yes"


def test_the_clients_chain_has_questions_of_its_own(quiz):
    said = answers(quiz("client-certificate-tls12.pcapng", "--answers"))
    assert (said["verdict"], said["client-verdict"]) == ("trusted", "trusted")
    assert said["client-certificates"] == "2"


def test_a_sheet_holds_no_answers(quiz):
    done = quiz("expired-tls12.pcapng", "--sheet")
    assert "Why is the chain not trusted?" in done.stdout
    assert "Answer" not in done.stdout and "expired:" not in done.stdout


def test_nothing_is_told_before_it_is_asked(quiz):
    done = quiz("expired-tls12.pcapng")
    assert done.stdout.count("\n1. ") == 1
    assert "Answer" not in done.stdout
    assert re.search(r"^0 of \d+ right$", done.stdout, re.MULTILINE)


def test_right_answers(quiz):
    said = answers(quiz("expired-and-wrong-host-tls13.pcapng", "--answers"))
    done = quiz("expired-and-wrong-host-tls13.pcapng", typed="".join(f"{answer}\n" for answer in said.values()))
    assert f"{len(said)} of {len(said)} right" in done.stdout
    assert done.stdout.count("Right.") == len(said)


LOOSE = {
    "problem": "Name mismatch ,  EXPIRED",
    "forward-secrecy": "Y",
    "verdict": "not trusted",
    "signed-by 0": "lab root ca",
    "segment-2-first": "frame {}",
    "browser-error": "err_cert_common_name_invalid",
}


def test_answers_may_be_written_in_other_ways(quiz):
    said = answers(quiz("expired-and-wrong-host-tls13.pcapng", "--answers"))
    typed = "".join(f"{LOOSE.get(name, '{}').format(answer)}\n" for name, answer in said.items())
    assert f"{len(said)} of {len(said)} right" in quiz("expired-and-wrong-host-tls13.pcapng", typed=typed).stdout


@pytest.mark.parametrize("wrong", ["expired", "expired, name-mismatch, revoked", "expired, expired", "trusted", "0"])
def test_wrong_answers_are_explained(quiz, wrong):
    said = answers(quiz("expired-and-wrong-host-tls13.pcapng", "--answers"))
    before = list(said).index("problem")
    done = quiz("expired-and-wrong-host-tls13.pcapng", typed="?\n" * before + wrong + "\n")
    told = sheet(done.stdout.replace("\n> ", "\n"))["problem"]
    assert told == "Not so. The capture says: expired, name-mismatch"
    assert "CN=right-host.lab.example) expired 2024-05-01" in done.stdout
    assert "0 of " in done.stdout


def test_the_explanation_is_the_plugins_own(quiz, frames):
    rows = frames("rsa-key-exchange-tls12")
    words = next(
        explanation
        for row in rows
        for step, explanation in zip(row["tlswitness.step"], row["tlswitness.explanation"])
        if step == "ClientKeyExchange"
    )
    text = quiz("rsa-key-exchange-tls12.pcapng", "--answers").stdout
    assert f"Answer: no\n   {words}\n" in text


def test_korean(quiz):
    text = quiz("expired-tls12.pcapng", "--language", "korean", "--answers").stdout
    assert "구간 2는 몇 번 프레임에서 시작합니까?" in text
    assert "답: expired" in text
    assert "What mends it" not in text
    done = quiz("expired-tls12.pcapng", "--language", "korean", typed="expired.lab.example\n1\n")
    assert "맞습니다." in done.stdout and "아닙니다. 캡처에 있는 답" in done.stdout
    assert re.search(r"^\d+개 가운데 1개 맞음$", done.stdout, re.MULTILINE)


def test_korean_answers(quiz):
    said = answers(quiz("expired-tls12.pcapng", "--language", "korean", "--answers"))
    assert said["forward-secrecy"] == "예"
    words = {"none": "평문", "session-key": "세션 키", "not-trusted": "신뢰할 수 없음", "예": "네"}
    typed = "".join(f"{words.get(answer, answer)}\n" for answer in said.values())
    text = quiz("expired-tls12.pcapng", "--language", "korean", typed=typed).stdout
    assert f"{len(said)}개 가운데 {len(said)}개 맞음" in text


GOOD = """\
# what this capture has to show
version: TLS 1.3
verdict: not trusted
problem: name-mismatch, expired
forward-secrecy: yes
absent-reason: -
"""


def table(text):
    return [tuple(re.split(r"  +", line)) for line in text.partition("\n\n")[0].splitlines()]


def test_grading(quiz, expectations):
    done = quiz("expired-and-wrong-host-tls13.pcapng", "--grade", expectations(GOOD))
    assert (done.returncode, done.stderr) == (0, "")
    assert table(done.stdout) == [
        ("question", "expected", "found", "result"),
        ("version", "TLS 1.3", "TLS 1.3", "right"),
        ("verdict", "not trusted", "not-trusted", "right"),
        ("problem", "name-mismatch, expired", "expired, name-mismatch", "right"),
        ("forward-secrecy", "yes", "yes", "right"),
        ("absent-reason", "-", "-", "right"),
    ]
    assert done.stdout.endswith("\n5 of 5 as expected\n")


def test_grading_tells_what_is_wrong(quiz, expectations):
    done = quiz("resumed-tls13.pcapng", "--grade", expectations("1 resumed: yes\nversion: TLS 1.2\nproblem: expired\n"))
    assert done.returncode == 1
    assert table(done.stdout)[1:] == [
        ("1 resumed", "yes", "yes", "right"),
        ("version", "TLS 1.2", "TLS 1.3", "WRONG"),
        ("problem", "expired", "-", "WRONG"),
    ]
    assert done.stdout.endswith("\n1 of 3 as expected\n")


def test_any_frame_can_be_graded(quiz, expectations, frames):
    row = next(row for row in frames("ca-signed-tls13") if "Certificate" in row["tlswitness.step"])
    keys = ", ".join(sorted(set(row["tlswitness.step.protection"])))
    number = row["frame.number"][0]
    done = quiz("ca-signed-tls13.pcapng", "--grade", expectations(f"key-of-frame {number}: {keys}\n"))
    assert done.returncode == 0
    done = quiz("ca-signed-tls13.pcapng", "--grade", expectations(f"key-of-frame {number}: early-data-key\n"))
    assert done.returncode == 1


def test_grading_in_korean(quiz, expectations):
    path = expectations("version: TLS 1.3\nforward-secrecy: 아니오\n")
    done = quiz("ca-signed-tls13.pcapng", "--language", "korean", "--grade", path)
    assert done.returncode == 1
    assert table(done.stdout)[0] == ("질문", "기대한 답", "캡처의 답", "결과")
    assert table(done.stdout)[2] == ("forward-secrecy", "아니오", "예", "틀림")


@pytest.mark.parametrize("text", ["colour: blue\n", "version\n", "version:\n", "", "# nothing\n"])
def test_expectations_that_cannot_be_used(quiz, expectations, text):
    done = quiz("ca-signed-tls13.pcapng", "--grade", expectations(text))
    assert (done.returncode, done.stdout.count("WRONG")) == (2, 0)
    assert done.stderr.startswith("quiz: ") and "Traceback" not in done.stderr


@pytest.mark.parametrize("capture", ["README.md", "is-not-there.pcapng"])
def test_captures_that_cannot_be_used(quiz, capture):
    done = quiz(capture, "--answers")
    assert done.returncode == 2
    assert done.stderr.startswith("quiz: ") and "Traceback" not in done.stderr


def test_a_session_that_is_not_there(quiz):
    done = quiz("ca-signed-tls13.pcapng", "--session", "7")
    assert done.returncode == 2
    assert "There is no session 7" in done.stderr
