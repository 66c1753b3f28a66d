# SPDX-License-Identifier: GPL-2.0-or-later
"""Any one frame lost from a conversation, all before one, or one captured too late: whatever stood there, nothing is
called disproven or wrong."""

import struct

import pytest

from conftest import ROOT, blocks

PACKET = 6  # type of a block
ETHERNET, HEADER = 14, 28  # octets of the frame's header, and of the block before the frame
HANDSHAKE = 40  # frames: what comes later carries data
CHANGE_CIPHER_SPEC = 20


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


def without(n):
    """Orders of n frames: without one of them, and without all up to one."""
    for lost in [*({frame} for frame in range(n)), *(set(range(frame)) for frame in range(n))]:
        yield lambda numbers, lost=lost: [number for number in numbers if number not in lost]


def late(n):
    """Orders of n frames: one comes behind the next, or behind more of them."""
    for frame in range(n):
        for behind in (1, 2, 4):

            def order(numbers, frame=frame, behind=behind):
                rest = [number for number in numbers if number != frame]
                return [*rest[: frame + behind], frame, *rest[frame + behind :]]

            yield order


def twice(n):
    """Orders of n frames: one comes again, at once or behind others."""
    for frame in range(n):
        for behind in (1, 3, 6):
            yield lambda numbers, frame=frame, end=frame + behind: [*numbers[:end], frame, *numbers[end:]]


def variants(octets, orders, server=443):
    """A capture that holds the given one again and again, each time with its frames in another order. Each has ports of
    its own, so that they are different connections; the checksums are not kept up."""
    all_blocks = list(blocks(octets))
    packets = [block for kind, block in all_blocks if kind == PACKET]
    port = 10000
    yield from (block for kind, block in all_blocks if kind != PACKET)
    for order in orders(min(len(packets), HANDSHAKE)):
        ports = {}
        for number in order(range(len(packets))):
            mine = ports.setdefault(client_port(packets[number], server), port + len(ports))
            yield with_port(packets[number], server, mine)
        port += len(ports)


CAPTURES = """ca-signed-tls12 rsa-key-exchange-tls12 client-certificate-tls12 stapled-tls12 resumed-tls12
conversations/resumed-session-id-tls12 conversations/renegotiation-by-client-tls12 conversations/version-tls10
ca-signed-tls13 client-certificate-tls13 hello-retry-tls13 resumed-tls13
newer/retry-to-x25519mlkem768-tls13""".split()


@pytest.fixture(scope="module")
def told(tshark, readable):
    """told(path, keys, *options) -> the words on possession and Finished, the facts on resumption and the problems of
    the chain, by connection."""

    def by_stream(path, keys, *options, transport="tcp"):
        path.chmod(0o644)
        options = ["-o", "tlswitness.trust_system:FALSE", "-o", f"tls.keylog_file:{readable(keys)}", *options]
        fields = (f"{transport}.stream", *(f"tlswitness.{name}" for name in ("finished", "possession", "resumed", "chain.problem")))
        words = {}
        for stream, *cells in tshark(path, *fields, filter="tlswitness", options=options):
            for name, cell in zip(("finished", "possession", "resumed", "problem"), cells):
                words.setdefault(stream, set()).update(f"{name} {word}" for word in cell.split("|") if word)
        return words

    return by_stream


TAMPERED = {"finished wrong", "possession disproven"}
RESUMED = ("resumed-tls12", "resumed-tls13", "resumed-session-id-tls12")
IN_ORDER = ("-o", "tcp.reassemble_out_of_order:TRUE")


@pytest.mark.parametrize("orders, options", [(without, ()), (late, ()), (late, IN_ORDER)], ids=["lost", "late", "late, put in order"])
@pytest.mark.parametrize("name", CAPTURES)
def test_lost_frame(told, stage, name, orders, options):
    source = ROOT / "test-captures" / f"{name}.pcapng"
    path = stage / f"{orders.__name__}-{source.name}"
    path.write_bytes(b"".join(variants(source.read_bytes(), orders)))
    words = told(path, source.with_suffix(".keys"), *options)
    assert {stream: seen & TAMPERED for stream, seen in words.items() if seen & TAMPERED} == {}
    assert "finished verified" in set.union(*words.values())
    if not source.stem.startswith(RESUMED):
        assert [stream for stream, seen in words.items() if "resumed 1" in seen] == []


@pytest.mark.parametrize("orders", [without, late, twice])
@pytest.mark.parametrize("name", ["version-dtls12", "hello-verify-dtls12", "hello-verify-gnutls-dtls12", "version-dtls12-fragments", "version-dtls10"])
def test_lost_dtls(told, stage, name, orders):
    """DTLS itself sends again what was lost, and sorts what came late."""
    source = ROOT / "test-captures" / "conversations" / f"{name}.pcapng"
    path = stage / f"{orders.__name__}-{source.name}"
    path.write_bytes(b"".join(variants(source.read_bytes(), orders, server=4433)))
    words = told(path, source.with_suffix(".keys"), transport="udp")
    for stream, seen in words.items():
        assert not seen & TAMPERED and "resumed 1" not in seen, stream
    assert {"finished verified", "possession proven"} <= set.union(*words.values())


def tls_octets(source, server=443):
    """What both sides of the one connection say in turn: whether it is the server, and the octets."""
    turns = []
    for kind, block in blocks(source.read_bytes()):
        if kind != PACKET:
            continue
        ip = block[HEADER + ETHERNET :]
        tcp = ip[4 * (ip[0] & 15) : struct.unpack_from("!H", ip, 2)[0]]
        data, from_server = tcp[tcp[12] >> 4 << 2 :], struct.unpack_from("!H", tcp)[0] == server
        if data and turns and turns[-1][0] == from_server:
            turns[-1][1] += data
        elif data:
            turns.append([from_server, bytearray(data)])
    return turns


def in_small_records(turns, most):
    """The same, record by record; messages in the clear are in records of so many octets at most (RFC 5246 6.2.1)."""
    encrypted = {}
    for from_server, octets in turns:
        while octets:
            size = 5 + int.from_bytes(octets[3:5], "big")
            header, body = octets[:3], octets[5:size]
            del octets[:size]
            encrypted[from_server] = encrypted.get(from_server) or header[0] == CHANGE_CIPHER_SPEC
            step = len(body) if encrypted[from_server] else most
            for at in range(0, len(body), step):
                piece = body[at : at + step]
                yield from_server, bytes(header) + len(piece).to_bytes(2, "big") + bytes(piece)


def frame(from_server, port, sequence, acknowledged, octets):
    ports = (443, port) if from_server else (port, 443)
    tcp = struct.pack("!HHIIBBHHH", *ports, sequence, acknowledged, 0x50, 0x18, 64000, 0, 0) + octets
    addresses = [bytes((192, 0, 2, 1)), bytes((192, 0, 2, 2))]
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0)
    data = bytes(12) + b"\x08\x00" + ip + b"".join(addresses[::-1] if from_server else addresses) + tcp
    return struct.pack("<IIII", 1750000000, 0, len(data), len(data)) + data


@pytest.mark.parametrize("name", ["ca-signed-tls12", "client-certificate-tls12", "stapled-tls12"])
def test_lost_piece(told, host, stage, name):
    """Of a message in several records one is lost: what the host puts together around the gap is no message."""
    source = ROOT / "test-captures" / f"{name}.pcapng"
    records = list(in_small_records(tls_octets(source), 100))
    path = stage / f"pieces-{name}.pcap"
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for lost in [None, *range(min(len(records), HANDSHAKE))]:
            sequence = {True: 1000, False: 1000}
            for number, (from_server, octets) in enumerate(records):
                if number != lost:
                    port = 10000 + (0 if lost is None else lost + 1)
                    file.write(frame(from_server, port, sequence[from_server], sequence[not from_server], octets))
                sequence[from_server] += len(octets)
    words = told(path, source.with_suffix(".keys"))
    assert "possession proven" in words["0"]
    assert ("finished verified" in words["0"]) == host.reads_after_pieces
    wanted = {word for word in words["0"] if word.startswith("problem")}
    for stream, seen in words.items():
        assert not seen & TAMPERED and "resumed 1" not in seen, stream
        assert {word for word in seen if word.startswith("problem")} <= wanted, stream


def test_lost_fragment(tshark, stage):
    """EAP: the host takes what comes next for the rest of a message of which the last fragment was lost."""
    source = ROOT / "test-captures" / "conversations" / "eap-ttls.pcapng"
    all_blocks = list(blocks(source.read_bytes()))
    packets = [number for number, (kind, _) in enumerate(all_blocks) if kind == PACKET]
    path, seen = stage / "lost-fragment.pcapng", set()
    for lost in packets:
        path.write_bytes(b"".join(block for number, (_, block) in enumerate(all_blocks) if number != lost))
        path.chmod(0o644)
        words = {word for (word,) in tshark(path, "tlswitness.possession", filter="tlswitness.possession")}
        assert "disproven" not in words, packets.index(lost) + 1
        seen |= words
    assert "proven" in seen


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
