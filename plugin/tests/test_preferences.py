# SPDX-License-Identifier: GPL-2.0-or-later
"""Each preference does what it says, and one that cannot be used is reported and trusts nothing."""

import pytest

VERDICT = ("tlswitness.chain.verdict", "tlswitness.chain.problem")


def prefer(**settings):
    return [word for name, value in settings.items() for word in ("-o", f"tlswitness.{name}:{value}")]


@pytest.fixture
def judged(tshark, lab):
    def rows(capture, *fields, **settings):
        options = [*lab, *prefer(**settings)]
        return tshark(f"{capture}.pcapng", *fields, filter="tlswitness.chain", options=options)

    return rows


# a leaf that is valid from 2023-05-01 to 2024-05-01, both at midnight
TIMES = [
    ("2024-04-30T23:59:59Z", []),
    ("2024-05-01T00:00:00Z", []),
    ("2024-05-01T00:00:01Z", ["expired"]),
    ("2023-05-01T00:00:00Z", []),
    ("2023-04-30T23:59:59Z", ["not-yet-valid"]),
    ("2023-05-01", []),
    ("2024-05-01T01:00:00+01:00", []),
]


@pytest.mark.parametrize("when, problems", TIMES)
def test_fixed_time(judged, when, problems):
    ((verdict, said),) = judged("expired-tls12", *VERDICT, time="fixed", fixed_time=when)
    assert said.split("|") == (problems or [""])
    assert verdict == ("not-trusted" if problems else "trusted")


@pytest.mark.parametrize("when", ["", "yesterday", "2024-13-01T00:00:00Z"])
def test_unreadable_fixed_time(judged, when):
    """Nothing that needs a time is claimed, and nothing is trusted."""
    rows = judged("ca-signed-tls12", *VERDICT, "tlswitness.chain.not_checked", time="fixed", fixed_time=when)
    ((verdict, _, why),) = rows
    assert verdict != "trusted"
    assert "fixed_time" in why


def test_now(judged):
    """The tutorial's certificate ends on 2027-06-01; what expired in 2024 has expired at any time to come."""
    ((_, problems),) = judged("expired-tls12", *VERDICT, time="now")
    assert "expired" in problems


def test_server_name(judged):
    """A session without SNI is held against the name preferred; one with SNI is not."""
    fields = ("tlswitness.name.reference", "tlswitness.name.source", "tlswitness.name.matches")
    assert judged("by-address-tls12", *fields, server_name="www.example") == [("www.example", "preference", "0")]
    assert judged("ca-signed-tls12", *fields, server_name="www.example") == [("www.lab.example", "sni", "1")]
    assert judged("by-address-tls12", *fields) == [("127.0.0.1", "address", "1")]


def test_strict_profile(judged):
    ((_, problems),) = judged("selfsigned-tls12", *VERDICT, strict_profile="TRUE")
    assert set(problems.split("|")) == {"self-signed", "malformed"}


def test_seen_intermediates(judged):
    rows = judged("missing-intermediate-tls12", *VERDICT, use_seen_intermediates="FALSE")
    assert rows[-1] == ("not-trusted", "unknown-issuer")


def test_no_trust_at_all(tshark):
    """Without an anchor nothing is trusted, and nothing is blamed on the server."""
    options = prefer(trust_system="FALSE")
    rows = tshark("ca-signed-tls12.pcapng", *VERDICT, filter="tlswitness.chain", options=options)
    assert rows == [("not-checked", "")]


def test_missing_ca_file(run_tshark, captures):
    options = prefer(trust_system="FALSE", ca_file="/nowhere/ca.pem")
    done = run_tshark("-r", captures / "ca-signed-tls12.pcapng", *options, "-V", "-Y", "tlswitness.chain")
    assert "/nowhere/ca.pem" in done.stderr
    assert "Expert Info (Warning/Security)" in done.stdout
    assert "/nowhere/ca.pem" in done.stdout


def test_broken_ca_file(run_tshark, captures, stage):
    """A good certificate does not save a file with a broken one: it names the second."""
    good = (captures / "lab-ca.crt").read_text()
    broken = good.splitlines()
    broken[2] = broken[2][::-1]
    path = stage / "broken.pem"
    path.write_text(good + "\n".join(broken) + "\n")
    path.chmod(0o644)
    options = prefer(trust_system="FALSE", ca_file=path)
    fields = ["-T", "fields", "-e", "tlswitness.chain.verdict"]
    done = run_tshark("-r", captures / "ca-signed-tls12.pcapng", *options, "-Y", "tlswitness.chain", *fields)
    assert done.stdout.strip() == "not-checked"
    assert str(path) in done.stderr and "2" in done.stderr


@pytest.mark.parametrize("level, explained, keys", [("off", False, False), ("short", True, False), ("full", True, True)])
def test_explain(run_tshark, captures, level, explained, keys):
    done = run_tshark("-r", captures / "ca-signed-tls12.pcapng", *prefer(explain=level), "-O", "tlswitness")
    assert ("[Explanation: " in done.stdout) == explained
    assert ("[Protected by: no key: " in done.stdout) == keys


LABELS = [
    ("english", ["Explanation", "What", "Why", "Key", "Protected by", "On the path", "Without it", "See"]),
    ("korean", ["설명", "무엇", "왜", "키", "보호", "도청자에게 보이는 것", "없다면", "참고 문서"]),
]


@pytest.mark.parametrize("language, labels", LABELS)
def test_language(run_tshark, captures, language, labels):
    preferences = prefer(explain="full", language=language)
    done = run_tshark("-r", captures / "ca-signed-tls12.pcapng", *preferences, "-O", "tlswitness")
    for label in labels:
        assert f"[{label}: " in done.stdout


def test_reference(run_tshark, captures):
    fields = ["-T", "fields", "-e", "tlswitness.explanation.reference", "-Y", "tlswitness.step == \"ServerHelloDone\""]
    full = run_tshark("-r", captures / "ca-signed-tls12.pcapng", *prefer(explain="full"), *fields).stdout
    short = run_tshark("-r", captures / "ca-signed-tls12.pcapng", *fields).stdout
    assert "https://www.rfc-editor.org/rfc/rfc5246#section-7.4.5" in full
    assert short.strip() == ""


def test_info_column(run_tshark, captures, lab):
    on = run_tshark("-r", captures / "selfsigned-tls12.pcapng", *lab).stdout
    off = run_tshark("-r", captures / "selfsigned-tls12.pcapng", *lab, *prefer(info_column="FALSE")).stdout
    assert "[Segment 1: chain NOT TRUSTED (self-signed)]" in on
    assert "[Segment 2]" in on
    assert "[Segment" not in off
