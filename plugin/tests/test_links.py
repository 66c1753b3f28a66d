# SPDX-License-Identifier: GPL-2.0-or-later
"""What ties frames and sessions together: resumption, refusals, pieces of messages, proxies, client certificates."""

import pathlib

import pytest

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent / "test-captures" / "conversations"
SHARED = FOLDER.parent.parent.parent / "shared" / "captures" / "wireshark"

passes = pytest.mark.parametrize("two_pass", [False, True], ids=["one pass", "two passes"])


@pytest.fixture(scope="session")
def ask(tshark, readable):
    """ask(name, *fields) -> the rows of a capture of test-captures/conversations that have one of the fields."""
    authority = readable(FOLDER / "lab-ca.crt")
    lab = ["-o", "tlswitness.trust_system:FALSE", "-o", f"tlswitness.ca_file:{authority}"]

    def rows(name, *fields, two_pass=False):
        fields = ["frame.number", *(f"tlswitness.{field}" for field in fields)]
        path = name if isinstance(name, pathlib.Path) else FOLDER / f"{name}.pcapng"
        lines = tshark(readable(path), *fields, filter="tlswitness", options=lab, two_pass=two_pass)
        return [line for line in lines if any(line[1:])]

    return rows


RESUMED = ["resumed-session-id-tls12", "early-data-rejected-tls13", "quic-early-data", "renegotiation-resumed-tls12"]


@passes
@pytest.mark.parametrize("name", RESUMED[:3])
def test_resumed_from(ask, name, two_pass):
    """The link leads to the first frame of the full handshake, and repeats what was said of its chain."""
    fields = ("session", "segment1.first", "chain.verdict", "resumed_from", "resumed_from.verdict")
    rows = ask(name, *fields, two_pass=two_pass)
    first = next(row for row in rows if row[1] == "0" and row[2])
    judged = next(row[3] for row in rows if row[1] == "0" and row[3])
    links = {row[4:] for row in rows if row[1] == "1" and row[4]}
    assert links == ({(first[2], judged)} if links else set())
    assert links or name == "early-data-rejected-tls13"


def test_resumed_from_what_is_not_there(ask, captures):
    """The first session is the only one with a certificate: nothing to link where there is nothing."""
    assert not ask("psk-only-tls13", "resumed_from")


REFUSALS = [
    ("curl-refuses-expired-tls12", "certificate_expired", "we agree: expired"),
    ("openssl-refuses-unknown-ca-tls13", "unknown_ca", "we agree: untrusted-root"),
    ("gnutls-refuses-expired-tls12", "bad_certificate", "we agree: expired, name-mismatch"),
    ("client-certificate-refused-tls13", "unknown_ca", "we agree: unknown-issuer"),
    ("no-certificate-refused-tls12", "handshake_failure", "indeed it showed none"),
    ("no-certificate-refused-tls13", "certificate_required", "indeed it showed none"),
    ("no-shared-cipher-tls12", "handshake_failure", None),
]


@passes
@pytest.mark.parametrize("name, alert, agreement", REFUSALS)
def test_refusal(ask, name, alert, agreement, two_pass):
    meaning = ask(name, "alert.meaning", two_pass=two_pass)[0][1]
    assert " refuses the " in meaning and f": {alert} (fatal): " in meaning
    assert meaning.endswith(f"; {agreement}") if agreement else "agree" not in meaning


CLIENTS = [
    ("client-alice-tls12", "mutual", "1", "user alice of the groups developers, admins"),
    ("client-alice-tls13", "mutual", "1", "user alice of the groups developers, admins"),
    ("client-of-other-ca-tls12", "mutual", "0", "user student of the group TLS Witness Lab"),
    ("client-without-certificate-tls12", "asked-not-given", "", ""),
    ("client-without-certificate-tls13", "asked-not-given", "", ""),
    ("resumed-session-id-tls12", "one-way", "", ""),
]


@passes
@pytest.mark.parametrize("name, word, fits, identity", CLIENTS)
def test_client(ask, name, word, fits, identity, two_pass):
    rows = ask(name, "authentication", "client.fits", "client.identity", "client.authority", two_pass=two_pass)
    assert word in {row[1] for row in rows}
    told = [row[2:] for row in rows if row[2]]
    assert [row[0] for row in told] == ([fits] if fits else [])
    assert all(row[1].endswith(identity) and row[2] == "CN=Lab Root CA,O=TLS Witness Lab" for row in told)


@pytest.mark.parametrize(
    "name, changes",
    [
        ("hello-retry-gnutls-tls13", "the key share changes from secp256r1 to secp384r1"),
        ("hello-verify-dtls12", "the server's cookie"),
        ("resumed-session-id-tls12", None),
    ],
)
def test_second_hello(ask, name, changes):
    assert [row[1] for row in ask(name, "step.changes")] == ([changes] if changes else [])


def test_pieces(ask):
    """Three frames with pieces of the Certificate lead to the one where it completes, and back."""
    name, fields = "version-dtls12-fragments", ("step.piece_frame", "step.completes_in")
    assert ask(name, *fields, two_pass=True) == [
        ("4", "", "7"),
        ("5", "", "7"),
        ("6", "", "7"),
        ("7", "4|5|6", ""),
    ]
    assert ask(name, *fields) == [("7", "4|5|6", "")]


@pytest.mark.parametrize("algorithm", ["zlib", "brotli", "zstd"])
def test_compressed(ask, algorithm):
    """Judged like any other."""
    ((_, step, length, subject),) = [
        row for row in ask(f"compressed-{algorithm}-tls13", "step", "chain.length", "cert.subject") if row[2]
    ]
    assert "CompressedCertificate" in step.split("|") and length == str(len(subject.split("|")))


def test_compressed_malformed(ask):
    """It says another length than it has."""
    assert [row[1] for row in ask("compressed-too-long-tls13", "chain.problem")] == ["malformed"]


def test_too_large(ask):
    """Not called encrypted, and not judged."""
    rows = ask("too-large-tls12", "chain.verdict", "chain.note", "chain.not_checked")
    ((_, verdict, note, why),) = [row for row in rows if row[1]]
    assert (verdict, note) == ("not-checked", "too-complex") and "large" in why
    assert not ask("too-large-tls12", "chain.absent_reason")


def test_name_from_connect(ask):
    ((_, name, source, matches),) = [
        row for row in ask("proxy-connect-without-name", "name.reference", "name.source", "name.matches") if row[1]
    ]
    assert (name, source, matches) == ("www.lab.example", "connect", "1")
    assert {row[1] for row in ask("proxy-connect", "name.source")} == {"sni"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not there")
def test_pieces_of_records(ask):
    rows = ask(SHARED / "tls-fragmented-handshakes.pcap.gz", "step.piece_frame", "step.completes_in", two_pass=True)
    where = {row[0]: row for row in rows}
    assert where["4"][1] == "3" and where["3"][2] == "4"
