# SPDX-License-Identifier: GPL-2.0-or-later
"""DTLS 1.3, as NSS speaks it. The header of a record under keys shows of which epoch it is. Where the host shows no such
records, the ServerHello is the last that is heard of the session, and says why no chain is seen."""

import pytest

from conftest import ROOT

FOLDER = ROOT / "test-captures" / "newer"
FIELDS = ("step", "step.sender", "step.protection", "segment", "segment.inferred", "chain.absent_reason")
OPTIONS = ("-d", "udp.port==4433,dtls")  # 4.0 does not see by itself that the answer is DTLS

HELLO = ("ClientHello", "client", "none", "1", "0", "")
ANSWER = ("ServerHello", "server", "none", "1", "0", "encrypted")  # of a host that shows no more
FLIGHT = (
    "ServerHello|EncryptedHandshake|EncryptedHandshake|EncryptedHandshake|EncryptedHandshake",
    "server|server|server|server|server",
    "none|handshake-key|handshake-key|handshake-key|handshake-key",
    "1",
    "0",
    "encrypted",
)
FINISHED = ("Finished", "client", "handshake-key", "1", "1", "")
REFUSED = ("Alert", "client", "handshake-key", "1", "1", "")


def data(sender):
    return ("ApplicationData", sender, "session-key", "2", "0", "")


CASES = {
    "dtls13": [HELLO, FLIGHT, FINISHED, data("server"), data("client"), data("server"), data("client")],
    "dtls13-refused": [HELLO, FLIGHT, REFUSED],
}


@pytest.mark.parametrize("two_pass", [False, True], ids=["one pass", "two passes"])
@pytest.mark.parametrize("name", CASES)
def test_frames(tshark, host, name, two_pass):
    fields = [f"tlswitness.{field}" for field in FIELDS]
    shown = tshark(FOLDER / f"{name}.pcapng", *fields, filter="tlswitness", options=OPTIONS, two_pass=two_pass)
    assert shown == (CASES[name] if host.reads_dtls13 else [HELLO, ANSWER])


def test_session(tshark, host):
    facts = ("version", "cipher_suite", "key_exchange.group", "server_name", "resumed", "history")
    fields = [f"tlswitness.{field}" for field in facts]
    shown = tshark(FOLDER / "dtls13.pcapng", *fields, filter="tlswitness", options=OPTIONS)
    history = "CszzzzFdDdD" if host.reads_dtls13 else "Cs"
    assert shown[-1] == ("DTLS 1.3", "TLS_AES_128_GCM_SHA256", "x25519", "www.lab.example", "0", history)
