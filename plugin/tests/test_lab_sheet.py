# SPDX-License-Identifier: GPL-2.0-or-later
"""The questions of a lab sheet on TLS, as they stand in many a course, answered from our fields alone."""

import pytest

NAME = "ca-signed-intermediate-tls12.pcapng"


@pytest.fixture(scope="session")
def answer(tshark, lab):
    """answer(filter, *fields) -> the rows of a capture of a whole visit."""

    def rows(condition, *fields, name=NAME, two_pass=False):
        fields = [f"tlswitness.{field}" if field != "frame.number" else field for field in fields]
        return tshark(name, *fields, filter=condition, options=lab, two_pass=two_pass)

    return rows


def test_which_frame_is_the_client_hello(answer):
    """And it is the first frame of segment 1, which every frame of the session knows."""
    ((frame,),) = answer('tlswitness.step == "ClientHello"', "frame.number")
    assert {row[0] for row in answer("tlswitness", "segment1.first")} == {frame}


def test_how_many_suites_are_offered_and_which_is_chosen(answer, tshark):
    """As many as Wireshark's own dissector counts; the choice is one of them."""
    ((count, suites),) = answer("tlswitness.offer", "offer.cipher_suites", "offer.cipher_suite")
    host = tshark(NAME, "tls.handshake.ciphersuite", filter="tls.handshake.type == 1")[0][0].split("|")
    assert int(count) == len(suites.split("|")) == len(host)
    ((chosen,),) = answer("tlswitness.choice", "choice.cipher_suite")
    assert chosen in suites.split("|") and chosen == "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"


def test_randoms(answer, tshark):
    ((client,),) = answer("tlswitness.offer", "offer.random")
    ((server,),) = answer("tlswitness.choice", "choice.random")
    host = tshark(NAME, "tls.handshake.random", filter="tls.handshake.type in {1, 2}")
    assert [(client,), (server,)] == [(row[0].replace(":", ""),) for row in host]


def test_what_is_in_the_certificate(answer):
    ((subject, issuer, key, role),) = answer(
        "tlswitness.chain", "cert.subject", "cert.issuer", "cert.key", "cert.role"
    )
    assert subject.startswith("CN=shop.lab.example") and issuer.startswith("CN=Lab Intermediate CA")
    assert key == "RSA|RSA" and role == "end-entity|intermediate"


def test_which_step_carries_which_key(answer):
    told = [
        pair
        for steps, keys in answer("tlswitness", "step", "step.protection")
        for pair in zip(steps.split("|"), keys.split("|"))
    ]
    assert ("Certificate", "none") in told and ("ClientKeyExchange", "none") in told
    assert ("Finished", "session-key") in told and ("ApplicationData", "session-key") in told


def test_where_do_data_begin(answer):
    frames = [row[0] for row in answer("tlswitness.segment == 2", "frame.number")]
    assert {row[0] for row in answer("tlswitness", "segment2.first", two_pass=True)} == {frames[0]}


def test_key_shares_of_tls13(answer):
    rows = answer("tlswitness.offer", "offer.version", "offer.key_share", "offer.alpn", name="selfsigned-tls13.pcapng")
    versions, shares, protocols = (cell.split("|") for cell in rows[0])
    assert "TLS 1.3" in versions and "x25519" in shares and {"h2", "http/1.1"} <= set(protocols)
    assert answer("tlswitness.choice", "choice.group", name="selfsigned-tls13.pcapng") == [("x25519",)]


def test_the_chosen_is_marked(run_tshark, captures, lab):
    """In two passes the hello knows what came of it."""
    path = captures / "selfsigned-tls13.pcapng"
    shown = run_tshark("-r", path, *lab, "-2", "-O", "tlswitness", "-Y", "tlswitness.offer").stdout
    for row in ("Version: TLS 1.3", "Cipher suite: TLS_AES_128_GCM_SHA256", "Key share: x25519"):
        assert f"[{row} (chosen)]" in shown
    assert "[Cipher suite: GREASE]" in shown
