# SPDX-License-Identifier: GPL-2.0-or-later
"""The table of sessions and the counts: -z tlswitness,sessions and -z tlswitness,tree."""

import struct
import time

import pytest

from conftest import blocks
from surfaces import ONE_PASS_AND_TWO, merged, sessions, statistics

NAMES = ["expired-tls13", "ca-signed-tls12", "resumed-tls12", "selfsigned-tls13-nokeys", "refused-tls12"]


@pytest.fixture(scope="module")
def several(captures, stage):
    return merged(captures, stage, NAMES)


@pytest.fixture(scope="module")
def rows(run_tshark, several, lab):
    return sessions(run_tshark, several, *lab)


def test_one_row_for_each_session(rows):
    assert [row["Session"] for row in rows] == [str(i) for i in range(6)]


def test_what_a_row_says(rows):
    (row,) = [row for row in rows if row["Server name"] == "expired.lab.example"]
    assert row["Version"] == "TLS 1.3"
    assert row["Cipher suite"] == "TLS_AES_256_GCM_SHA384"
    assert row["Key exchange"] == "ECDHE"
    assert row["Resumed"] == "no"
    assert row["Verdict"] == "not-trusted"
    assert row["Problems"] == "expired"
    assert row["Server"] == "127.0.0.1:443"
    assert float(row["Handshake (s)"]) > 0


def test_why_there_is_no_verdict(rows):
    assert sorted(row["Verdict"] for row in rows if not row["Verdict"].endswith("trusted")) == [
        "no chain: encrypted",
        "no chain: resumed",
    ]


def test_counts_of_frames_and_octets(tshark, several, lab, rows):
    """Against the fields, summed up frame by frame."""
    fields = ["tlswitness.session", "tlswitness.segment", "tlswitness.segment1.bytes", "tlswitness.segment2.bytes"]
    frames = {}
    for session, segment, octets1, octets2 in tshark(several, *fields, filter="tlswitness.session", options=lab):
        entry = frames.setdefault(session, {"1": 0, "2": 0})
        for each in set(segment.split("|")):
            entry[each] += 1
        entry["octets"] = (octets1, octets2)
    for row in rows:
        entry = frames[row["Session"]]
        assert (row["Frames 1"], row["Frames 2"]) == (str(entry["1"]), str(entry["2"]))
        assert (row["Octets 1"], row["Octets 2"]) == entry["octets"]


def test_two_passes(run_tshark, several, lab, rows):
    assert sessions(run_tshark, several, "-2", *lab) == rows


CONDITIONS = [
    ("tlswitness.chain.problem", {"not-trusted"}),
    ('tlswitness.server_name == "expired.lab.example"', {"not-trusted"}),
    ("tlswitness.resumed == 1", {"no chain: resumed"}),
    ("tlswitness.chain.verdict == \"trusted\"", {"trusted"}),
]


@ONE_PASS_AND_TWO
@pytest.mark.parametrize("condition, verdicts", CONDITIONS)
def test_filter(run_tshark, several, lab, rows, condition, verdicts, passes):
    """A filter chooses sessions; of a session that is chosen the whole is told."""
    found = sessions(run_tshark, several, *passes, *lab, condition=condition)
    assert found and {row["Verdict"] for row in found} == verdicts
    assert all(row in rows for row in found)


def test_filter_that_is_none(run_tshark, several):
    done = run_tshark("-q", "-r", several, "-z", "tlswitness,sessions,this is no filter")
    assert done.returncode != 0


def counts(run_tshark, several, *options, condition=""):
    """Heading -> name -> count, of what was counted and not taken back."""
    table = {}
    for line in statistics(run_tshark, several, f"tlswitness,tree{condition}", *options).splitlines():
        if not line or line[0] in "=-" or line.startswith(("TLS counts", "Topic")):
            continue
        words = line[:60].strip().rsplit(None, 1)
        if line[0] != " ":
            heading = words[0]
            table[heading] = {"": int(words[1])}
        else:
            table[heading][words[0]] = int(words[1])
    return {heading: {name: n for name, n in names.items() if n or not name} for heading, names in table.items()}


@ONE_PASS_AND_TWO
def test_counts(run_tshark, several, lab, passes):
    table = counts(run_tshark, several, *passes, *lab)
    assert table["TLS sessions"] == {"": 6}
    assert table["Version"] == {"": 6, "TLS 1.2": 4, "TLS 1.3": 2}
    assert table["Key exchange"] == {"": 6, "ECDHE": 6}
    assert table["Verdict on the server's chain"] == {"": 4, "trusted": 2, "not-trusted": 2}
    assert table["No chain to judge"] == {"": 2, "encrypted": 1, "resumed": 1}
    assert table["Problem"] == {"": 2, "expired": 1, "self-signed": 1}


def test_counts_with_filter(run_tshark, several, lab):
    table = counts(run_tshark, several, *lab, condition=",tlswitness.chain.problem")
    assert table["TLS sessions"] == {"": 2}


def test_a_staple_that_changes_the_verdict_counts_once(run_tshark, captures, lab):
    table = counts(run_tshark, captures / "stapled-revoked-tls12.pcapng", *lab)
    assert table["Verdict on the server's chain"] == {"": 1, "not-trusted": 1}
    assert table["Problem"] == {"": 1, "revoked": 1}


ENHANCED_PACKET_BLOCK = 6
COPIES = 2000


def renumbered(packet, number):
    """The packet (Ethernet, IPv4, TCP; server port 443) with another client: 10.0.x.y, port 1024 and up."""
    octets = bytearray(packet)
    ip = 28 + 14
    client = 10 << 24 | number
    source, target = struct.unpack_from(">HH", octets, ip + 20)
    struct.pack_into(">I", octets, ip + (16 if source == 443 else 12), client)
    struct.pack_into(">H", octets, ip + (22 if source == 443 else 20), 1024 + number)
    return bytes(octets)


@pytest.fixture(scope="module")
def many(captures, stage):
    """One session, COPIES times with different clients."""
    original = list(blocks((captures / "refused-tls12.pcapng").read_bytes()))
    path = stage / "many.pcapng"
    with open(path, "wb") as out:
        out.write(b"".join(octets for kind, octets in original if kind != ENHANCED_PACKET_BLOCK))
        for number in range(COPIES):
            out.write(b"".join(renumbered(octets, number) for kind, octets in original if kind == ENHANCED_PACKET_BLOCK))
    path.chmod(0o644)
    return path


def test_many_sessions(run_tshark, many, lab):
    """A row is added and found again at a cost that does not grow with the table."""
    begin = time.monotonic()
    rows = sessions(run_tshark, many, *lab)
    table = time.monotonic() - begin
    begin = time.monotonic()
    statistics(run_tshark, many, "io,stat,0", *lab)
    plain = time.monotonic() - begin
    assert [row["Session"] for row in rows] == [str(number) for number in range(COPIES)]
    assert len({row["Client"] for row in rows}) == COPIES
    assert table < 2 * plain + 3
