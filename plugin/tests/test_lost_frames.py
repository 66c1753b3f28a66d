# SPDX-License-Identifier: GPL-2.0-or-later
"""Any one frame lost from a conversation, or all before one: whatever stood there, nothing is called disproven or
wrong."""

import struct

import pytest

from conftest import ROOT, blocks

PACKET = 6  # type of a block
ETHERNET, HEADER = 14, 28  # octets of the frame's header, and of the block before the frame
HANDSHAKE = 40  # frames: what comes later carries data
TAMPERED = {"wrong", "disproven"}


def with_port(block, server, port):
    """The same packet with another port of the client."""
    octets = bytearray(block)
    at = HEADER + ETHERNET + 4 * (octets[HEADER + ETHERNET] & 15)
    source = struct.unpack_from("!H", octets, at)[0]
    struct.pack_into("!H", octets, at + 2 if source == server else at, port)
    return bytes(octets)


def client_port(block, server):
    at = HEADER + ETHERNET + 4 * (block[HEADER + ETHERNET] & 15)
    return next(port for port in struct.unpack_from("!HH", block, at) if port != server)


def variants(octets, server=443):
    """A capture that holds the given one again and again, each time without another of its frames, or without all up to
    it. Each has ports of its own, so that they are different connections; the checksums are not kept up."""
    all_blocks = list(blocks(octets))
    packets = [block for kind, block in all_blocks if kind == PACKET]
    port = 10000
    yield from (block for kind, block in all_blocks if kind != PACKET)
    frames = range(min(len(packets), HANDSHAKE))
    for lost in [*({frame} for frame in frames), *(set(range(frame)) for frame in frames)]:
        ports = {}
        for number, block in enumerate(packets):
            mine = ports.setdefault(client_port(block, server), port + len(ports))
            if number not in lost:
                yield with_port(block, server, mine)
        port += len(ports)


CAPTURES = """ca-signed-tls12 rsa-key-exchange-tls12 client-certificate-tls12 stapled-tls12 resumed-tls12
conversations/resumed-session-id-tls12 conversations/renegotiation-by-client-tls12 conversations/version-tls10
ca-signed-tls13 client-certificate-tls13 hello-retry-tls13 resumed-tls13
newer/retry-to-x25519mlkem768-tls13""".split()


@pytest.mark.parametrize("name", CAPTURES)
def test_lost_frame(tshark, stage, readable, name):
    source = ROOT / "test-captures" / f"{name}.pcapng"
    path = stage / f"lost-{source.name}"
    path.write_bytes(b"".join(variants(source.read_bytes())))
    path.chmod(0o644)
    options = ["-o", "tlswitness.trust_system:FALSE", "-o", f"tls.keylog_file:{readable(source.with_suffix('.keys'))}"]
    fields = ("tcp.stream", "tlswitness.finished", "tlswitness.possession")
    rows = tshark(path, *fields, filter="tlswitness.finished or tlswitness.possession", options=options)
    words = [set(f"{finished}|{possession}".split("|")) for _, finished, possession in rows]
    assert [(stream, told & TAMPERED) for (stream, *_), told in zip(rows, words) if told & TAMPERED] == []
    assert "verified" in set.union(*words)


# QUIC: capture, and the datagram without which the host joins octets of the handshake with those of a ticket
MIXED = [("quic-hello-retry", 4), ("quic-long-chain", 3), ("quic-retry", 4)]
WITH_DATA = {"1-RTT", "ApplicationData", "NewSessionTicket", "Alert"}


@pytest.mark.parametrize("name, lost", MIXED)
def test_lost_datagram(tshark, stage, readable, name, lost):
    """After the handshake no message of it comes any more, whatever the host has put together."""
    source = ROOT / "test-captures" / "conversations" / f"{name}.pcapng"
    path = stage / f"lost-{source.name}"
    all_blocks = list(blocks(source.read_bytes()))
    packets = [number for number, (kind, _) in enumerate(all_blocks) if kind == PACKET]
    path.write_bytes(b"".join(block for number, (_, block) in enumerate(all_blocks) if number != packets[lost]))
    path.chmod(0o644)
    options = ["-o", "tlswitness.trust_system:FALSE", "-o", f"tls.keylog_file:{readable(source.with_suffix('.keys'))}"]
    rows = tshark(path, "tlswitness.step", "tlswitness.segment", filter="tlswitness.step", options=options)
    after = {step for steps, segments in rows if set(segments.split("|")) == {"2"} for step in steps.split("|")}
    assert "ApplicationData" in after and after <= WITH_DATA
