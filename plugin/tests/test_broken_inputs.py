# SPDX-License-Identifier: GPL-2.0-or-later
"""A file or a time that a user names and that cannot be used: a message says which and where, chains are not checked,
and nothing else is any different."""

import os

import pytest

ALL_ELSE = ("tlswitness.step", "tlswitness.segment", "tlswitness.version", "tlswitness.history", "tlswitness.chain.length")


def damage(pem):
    """The second certificate, or list, of the file is broken; the first is good."""
    lines = pem.splitlines()
    lines[2] = lines[2][::-1]
    return pem + "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def broken(captures, stage):
    """Name of a kind of broken file -> its path."""
    folder = stage / "broken"
    folder.mkdir()
    certificate, crl = (captures / "lab-ca.crt").read_text(), (captures / "lab.crl").read_text()
    files = {
        "empty": b"",
        "binary": bytes(range(256)) * 40,
        "text": b"This is no certificate.\n" * 40,
        "half": damage(certificate).encode(),
        "half-crl": damage(crl).encode(),
        "cut": certificate[: len(certificate) // 2].encode(),
        "cut-crl": crl[: len(crl) // 2].encode(),
        "begin": b"-----BEGIN CERTIFICATE-----\n" * 1000,
        "begin-crl": b"-----BEGIN X509 CRL-----\n" * 1000,
        "der-cut": b"\x30\x82\x10\x00\x30",
    }
    for name, octets in files.items():
        (folder / name).write_bytes(octets)
        (folder / name).chmod(0o644)
    (folder / "folder").mkdir()
    (folder / "unreadable").write_text(certificate)
    folder.chmod(0o755)
    (folder / "folder").chmod(0o755)
    (folder / "unreadable").chmod(0)
    return folder


CASES = [
    # preference   file           what the message says, behind the name of the file
    ("ca_file",  "missing",     "cannot be read: No such file or directory"),
    ("ca_file",  "unreadable",  "cannot be read: Permission denied"),
    ("ca_file",  "folder",      "cannot be read: Is a directory"),
    ("ca_file",  "empty",       "there is no PEM certificate in it"),
    ("ca_file",  "binary",      "it is not a text file, so no PEM"),
    ("ca_file",  "text",        "there is no PEM certificate in it"),
    ("ca_file",  "half",        "certificate 2 (line "),
    ("ca_file",  "cut",         "certificate 1 (line 1) is not PEM"),
    ("ca_file",  "begin",       "certificate 1 (line 1) is not PEM"),
    ("ca_file",  "/dev/zero",   "cannot be read: it is larger than 268435456 octets"),
    ("crl_file", "missing",     "cannot be read: No such file or directory"),
    ("crl_file", "unreadable",  "cannot be read: Permission denied"),
    ("crl_file", "folder",      "cannot be read: Is a directory"),
    ("crl_file", "empty",       "there is no CRL in it"),
    ("crl_file", "binary",      "it is not a text file, so no PEM"),
    ("crl_file", "text",        "there is no CRL in it"),
    ("crl_file", "half-crl",    "CRL 2 (line "),
    ("crl_file", "cut-crl",     "CRL 1 (line 1) is not PEM"),
    ("crl_file", "begin-crl",   "CRL 1 (line 1) is not PEM"),
    ("crl_file", "der-cut",     "it is not PEM, and cannot be decoded as a CRL in DER"),
]  # fmt: skip


def options_of(captures, **settings):
    settings = {"trust_system": "FALSE", "ca_file": captures / "lab-ca.crt", **settings}
    return [word for name, value in settings.items() for word in ("-o", f"tlswitness.{name}:{value}")]


@pytest.fixture(scope="module")
def read(run_tshark, captures):
    """read(options) -> rows of all else, verdicts with why they are not, and what was said on stderr."""

    def rows(options, capture="ca-signed-tls12"):
        fields = [word for field in (*ALL_ELSE, "tlswitness.chain.verdict", "tlswitness.chain.not_checked") for word in ("-e", field)]
        done = run_tshark("-n", "-r", captures / f"{capture}.pcapng", *options, "-T", "fields", *fields)
        assert done.returncode == 0, done.stderr
        lines = [line.split("\t") for line in done.stdout.splitlines()]
        verdicts = [tuple(line[-2:]) for line in lines if line[-2]]
        return [line[:-2] for line in lines], verdicts, done.stderr

    return rows


@pytest.fixture(scope="module")
def good(read, captures):
    return read(options_of(captures))


def test_good(good):
    """What all others are compared with."""
    _, verdicts, said = good
    assert verdicts == [("trusted", "")] and "TLS Witness" not in said


@pytest.mark.parametrize("preference, name, message", CASES)
def test_file(read, good, captures, broken, preference, name, message):
    if name == "unreadable" and os.access(broken / name, os.R_OK) and os.getuid() != 0:
        pytest.skip("this user can read everything")
    path = broken / name
    rows, verdicts, said = read(options_of(captures, **{preference: path}))
    assert rows == good[0]
    ((verdict, why),) = verdicts
    assert verdict == "not-checked"
    assert f"{path}: {message}" in why
    assert f"TLS Witness: {path}: {message}" in said


def test_comparison(run_tshark, captures, broken):
    """The verdict itself rests on the other store."""
    options = options_of(captures, compare_ca_file=broken / "half")
    done = run_tshark("-n", "-r", captures / "ca-signed-tls12.pcapng", *options, "-O", "tlswitness")
    assert "[Verdict: trusted]" in done.stdout and "NOT TRUSTED" not in done.stdout
    assert f"TLS Witness: {broken / 'half'}: certificate 2 (line " in done.stderr
    assert "Nothing is compared." in done.stderr


TIMES = ["", "yesterday", "2024-13-01", "2024-02-30T00:00:00Z", "2024-05-01T24:00:01Z", "999999-01-01", "x" * 20000, "\x01\x7f"]


@pytest.mark.parametrize("when", TIMES)
def test_time(read, good, captures, when):
    rows, verdicts, _ = read(options_of(captures, time="fixed", fixed_time=when))
    assert rows == good[0]
    ((verdict, why),) = verdicts
    assert verdict == "not-checked"
    assert "the preference fixed_time is not a time in ISO 8601" in why


KEY_LOGS = [
    # file             what is said, beside the Finished that cannot be checked
    ("missing",       "cannot be read: No such file or directory"),
    ("unreadable",    "cannot be read: Permission denied"),
    ("folder",        "cannot be read: Is a directory"),
    ("empty",         "the key log has no secrets in it"),
    ("binary",        "the key log has no secrets in it; line 2 of it cannot be read"),
    ("text",          "the key log has no secrets in it; line 1 of it cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize("name, message", KEY_LOGS)
def test_key_log(run_tshark, captures, broken, name, message):
    options = [*options_of(captures), "-o", f"tls.keylog_file:{broken / name}"]
    done = run_tshark("-n", "-r", captures / "ca-signed-tls12.pcapng", *options, "-O", "tlswitness")
    assert done.returncode == 0
    assert "NOT TRUSTED" not in done.stdout and "Verdict: trusted" in done.stdout
    assert message in done.stdout
    if message.startswith("cannot"):
        assert f"the key log {broken / name} {message}" in done.stdout
