# SPDX-License-Identifier: GPL-2.0-or-later
"""The same chain seen otherwise: another store, another time, another certificate, another program's words."""

import datetime
import re
import struct

import pytest

import conftest

NOTE, LINK = "tlswitness.chain.note", "tlswitness.chain.other_certificate_frame"


def compare(path):
    return ["-o", f"tlswitness.compare_ca_file:{path}"]


def test_second_store(tshark, captures):
    """Trusted by the second and not by the first, and the other way round."""
    fields = ("tlswitness.chain.verdict", "tlswitness.chain.verdict_compared")
    nobody = ["-o", "tlswitness.trust_system:FALSE"]
    lab = [*nobody, "-o", f"tlswitness.ca_file:{captures / 'lab-ca.crt'}"]
    one = "ca-signed-tls12.pcapng"
    condition = "tlswitness.chain"
    both = [*nobody, *compare(captures / "lab-ca.crt")]
    assert tshark(one, *fields, filter=condition, options=both) == [("not-checked", "trusted")]
    both = [*lab, *compare(captures / "lab-ca.crt")]
    assert tshark(one, *fields, filter=condition, options=both) == [("trusted", "trusted")]
    assert tshark(one, *fields, filter=condition, options=lab) == [("trusted", "")]
    both = [*lab, *compare("/nowhere.pem")]
    assert tshark(one, *fields, filter=condition, options=both) == [("trusted", "not-checked")]


@pytest.fixture(scope="session")
def two_servers(captures, stage):
    """www.lab.example shows its certificate, then another key under the same name. (pcapng files can be joined.)"""
    path = stage / "two-servers.pcapng"
    other = (captures / "rsa-key-exchange-tls12.pcapng").read_bytes()
    assert b"old.lab.example" in other
    other = other.replace(b"old.lab.example", b"www.lab.example")
    path.write_bytes((captures / "ca-signed-tls12.pcapng").read_bytes() + other)
    path.chmod(0o644)
    return path


@pytest.mark.parametrize("two_pass", [False, True])
def test_other_certificate(tshark, lab, two_servers, two_pass):
    rows = tshark(two_servers, "frame.number", NOTE, LINK, filter="tlswitness.chain", options=lab, two_pass=two_pass)
    (first, note, link), (_, later, back) = rows
    assert "other-certificate-seen" not in note and not link
    assert "other-certificate-seen" in later.split("|") and back == first


def test_same_certificate_again(tshark, lab, captures, stage):
    path = stage / "twice.pcapng"
    path.write_bytes(b"".join((captures / f"{n}.pcapng").read_bytes() for n in ("ca-signed-tls12", "ca-signed-tls13")))
    path.chmod(0o644)
    rows = tshark(path, NOTE, LINK, filter="tlswitness.chain", options=lab)
    assert rows == [("", ""), ("", "")]


# As `openssl verify -verify_hostname` of OpenSSL 3.0 answered for these very chains.
OPENSSL = [
    ("selfsigned-tls12", "18 (self-signed certificate)"),
    ("untrusted-root-tls12", "19 (self-signed certificate in certificate chain)"),
    ("unknown-issuer-tls12", "20 (unable to get local issuer certificate)"),
    ("missing-intermediate-tls12", "20 (unable to get local issuer certificate)"),
    ("expired-tls12", "10 (certificate has expired)"),
    ("not-yet-valid-tls12", "9 (certificate is not yet valid)"),
    ("wrong-host-tls12", "62 (hostname mismatch)"),
    ("expired-and-wrong-host-tls12", "62 (hostname mismatch)"),
    ("by-address-mismatch-tls12", "64 (IP address mismatch)"),
    ("no-san-tls12", ""),
    ("ca-signed-tls12", ""),
]


@pytest.mark.parametrize("name, error", OPENSSL)
def test_openssl_error(tshark, lab, name, error):
    rows = tshark(f"{name}.pcapng", "tlswitness.chain.openssl_error", filter="tlswitness.chain", options=lab)
    assert rows[-1] == (error,)


def test_as_of_now(run_tshark, captures, lab):
    """Judged as of 2024 the chain was trusted; now it is not, and will never be again."""
    then = ["-o", "tlswitness.time:fixed", "-o", "tlswitness.fixed_time:2024-01-01"]
    shown = ["-r", captures / "expired-tls12.pcapng", *lab, "-O", "tlswitness", "-Y", "tlswitness.chain"]
    assert "[If it were shown now: NOT TRUSTED (expired)]" in run_tshark(*shown, *then).stdout
    assert not re.search("If it were shown now", run_tshark(*shown).stdout)


def test_rules_of_the_public_do_not_bind_a_lab(tshark, lab):
    """The lab's certificates live for 20 years: no note, and the tree says which rules hold."""
    fields = ("tlswitness.chain.rules", NOTE)
    ((rules, notes),) = tshark("ca-signed-tls12.pcapng", *fields, filter="tlswitness.chain", options=lab)
    assert rules.startswith("the anchor is no public root") and "lifetime-over-limit" not in notes


def an_hour_later(capture):
    """The octets of a capture (pcapng, little-endian, one resolution) with every packet an hour later, and on
    another loopback address, so that it is another connection."""
    enhanced_packet, resolution = 6, 9
    out = b""
    ticks = 10**6
    for kind, block in conftest.blocks(capture):
        if kind == 1:  # Interface Description: if_tsresol
            at = 16
            while at + 4 <= len(block) - 4:
                code, length = struct.unpack_from("<HH", block, at)
                if code == resolution:
                    ticks = 10 ** block[at + 4]
                at += 4 + (length + 3) // 4 * 4
        if kind == enhanced_packet:
            high, low = struct.unpack_from("<II", block, 12)
            later = (high << 32 | low) + 3600 * ticks
            block = block[:12] + struct.pack("<II", later >> 32, later & 0xFFFFFFFF) + block[20:]
            block = block.replace(bytes([127, 0, 0, 1]), bytes([127, 0, 0, 2]))
        out += block
    return out


@pytest.mark.parametrize("two_pass", [False, True], ids=["one pass", "two passes"])
def test_time_is_that_of_each_frame(tshark, captures, stage, lab, two_pass):
    """The same chain again an hour later: the verdict holds, and the time told is the later frame's."""
    capture = (captures / "ca-signed-tls12.pcapng").read_bytes()
    twice = stage / "twice.pcapng"
    twice.write_bytes(capture + an_hour_later(capture))
    twice.chmod(0o644)
    fields = ("frame.time_epoch", "tlswitness.chain.time", "tlswitness.chain.verdict")
    rows = tshark(twice, *fields, filter="tlswitness.chain", options=lab, two_pass=two_pass)
    assert [verdict for _, _, verdict in rows] == ["trusted", "trusted"]
    told = [re.search(r"\d\d:\d\d:\d\d", time)[0] for _, time, _ in rows]  # hosts write the date in different ways
    stamps = [datetime.datetime.utcfromtimestamp(int(float(epoch))) for epoch, _, _ in rows]
    assert told == [f"{stamp:%H:%M:%S}" for stamp in stamps]
    assert stamps[1] - stamps[0] == datetime.timedelta(hours=1)
