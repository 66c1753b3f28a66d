# SPDX-License-Identifier: GPL-2.0-or-later
"""DTLS 1.3, as NSS speaks it, and with keys as it was built by hand. The header of a record under keys shows of which
epoch it is. Where the host shows no such records, the ServerHello is the last that is heard of the session, and says
why no chain is seen."""

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


FLIGHT_READ = "ServerHello EncryptedExtensions Certificate CertificateVerify Finished"
AFTER = ["Finished", "ACK", "ApplicationData", "ApplicationData", "Alert", "Alert"]
RETRY = ["ClientHello", "HelloRetryRequest", "ClientHello"]
KEYED = {
    # capture: steps before the server's flight; possession, Finished of server and client
    "dtls13-whole":      (["ClientHello"], "proven", "verified", "verified"),
    "dtls13-fragments":  (["ClientHello"], "proven", "verified", "verified"),
    "dtls13-tampered":   (["ClientHello"], "disproven", "wrong", "wrong"),
    "dtls13-retry":      (RETRY, "proven", "verified", "verified"),
    "dtls13-lost-retry": (["ClientHello"], "not-checked", "not-checked", "not-checked"),
}  # fmt: skip


@pytest.mark.parametrize("two_pass", [False, True], ids=["one pass", "two passes"])
@pytest.mark.parametrize("name", KEYED)
def test_with_keys(tshark, host, readable, name, two_pass):
    path = FOLDER / f"{name}.pcapng"
    options = [*OPTIONS, "-o", f"tls.keylog_file:{readable(path.with_suffix('.keys'))}"]
    fields = [f"tlswitness.{field}" for field in ("step", "possession", "finished", "chain.absent_reason")]
    shown = tshark(path, *fields, filter="tlswitness", options=options, two_pass=two_pass)
    before, possession, of_server, of_client = KEYED[name]
    opening = [(step, "", "", "") for step in before]
    if not host.reads_dtls13:
        assert shown == [*opening, ("ServerHello", "", "", "encrypted")]
        return
    flight = (FLIGHT_READ.replace(" ", "|"), possession, of_server, "")
    finished = (AFTER[0], "", of_client, "")
    assert shown == [*opening, flight, finished, *((step, "", "", "") for step in AFTER[1:])]
