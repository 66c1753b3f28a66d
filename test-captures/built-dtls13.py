#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds a conversation of DTLS 1.3 (RFC 9147) octet by octet: no program of Debian that speaks it writes a key log.

    built-dtls13.py VARIANT CERTIFICATE PCAP KEYS

VARIANT: whole, fragments (the Certificate in pieces), tampered (one bit of the signature is another one), retry (a
HelloRetryRequest for a cookie), lost-retry (the same, captured from the second ClientHello on). Keys, signatures and
Finished messages are real, UDP is made up. CERTIFICATE.pem and .key are those of a server with a P-256 key. The Python
modules are Debian's python3-cryptography, -brotli and -zstandard.
"""

import importlib.util
import pathlib
import struct
import sys

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

spec = importlib.util.spec_from_file_location("built", pathlib.Path(__file__).with_name("built-tls13.py"))
built = importlib.util.module_from_spec(spec)
spec.loader.exec_module(built)
u16, vector, extension = built.u16, built.vector, built.extension

DTLS12, DTLS13 = 0xFEFD, 0xFEFC
HANDSHAKE, DATA, ALERT, ACK = 22, 23, 21, 26
HANDSHAKE_EPOCH, DATA_EPOCH = 2, 3
COOKIE, MESSAGE_HASH = 44, 254


def expand_label(secret, label, context, length):
    info = u16(length) + vector(b"dtls13" + label, 1) + vector(context, 1) + b"\x01"
    return built.hmac.digest(secret, info, "sha256")[:length]


built.expand_label = expand_label


class Keys:
    """One direction's protection in one epoch."""

    def __init__(self, secret, epoch):
        self.aead = AESGCM(expand_label(secret, b"key", b"", 16))
        self.iv = int.from_bytes(expand_label(secret, b"iv", b"", 12), "big")
        self.numbers = Cipher(algorithms.AES(expand_label(secret, b"sn", b"", 16)), modes.ECB())
        self.epoch, self.sequence = epoch, 0

    def record(self, kind, octets):
        inner = octets + bytes([kind])
        header = bytes([0x2C | self.epoch & 3]) + u16(self.sequence, len(inner) + 16)
        sealed = self.aead.encrypt((self.iv ^ self.sequence).to_bytes(12, "big"), inner, header)
        mask = self.numbers.encryptor().update(sealed[:16])
        number = u16(self.sequence ^ int.from_bytes(mask[:2], "big"))
        self.sequence += 1
        return header[:1] + number + header[3:] + sealed


class Datagrams(built.Connection):
    """UDP in the network of documentation."""

    def __init__(self, path):
        self.file = open(path, "wb")
        self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        self.micros = 0

    def send(self, client, data):
        ports = (50000, 4433) if client else (4433, 50000)
        addresses = (bytes((192, 0, 2, 1)), bytes((192, 0, 2, 2)))[:: 1 if client else -1]
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 28 + len(data), 0, 0x4000, 64, 17, 0) + b"".join(addresses)
        macs = (b"\x02\0\0\0\0\x02", b"\x02\0\0\0\0\x01")[:: 1 if client else -1]
        octets = b"".join(macs) + b"\x08\x00" + ip + struct.pack(">HHHH", *ports, 8 + len(data), 0) + data
        self.micros += 500
        self.file.write(struct.pack("<IIII", 0, self.micros, len(octets), len(octets)) + octets)


class Handshake(built.Handshake):
    def __init__(self, variant, certificate):
        super().__init__(variant, certificate)
        self.numbers = {True: 0, False: 0}  # message_seq, of client and server

    def client_hello(self, group, share, cookie=b""):
        extensions = extension(0, vector(b"\0" + vector(built.HOST, 2), 2)) + extension(43, vector(u16(DTLS13), 1))
        extensions += extension(10, vector(u16(group), 2)) + extension(13, vector(u16(built.ECDSA_SHA256), 2))
        extensions += extension(51, vector(u16(group) + vector(share, 2), 2))
        if cookie:
            extensions += extension(COOKIE, vector(cookie, 2))
        body = u16(DTLS12) + self.random + vector(b"", 1) + vector(b"", 1)
        body += vector(u16(built.AES_128_GCM_SHA256), 2) + vector(b"\0", 1)
        return self.add(built.CLIENT_HELLO, body + vector(extensions, 2))

    def hello_retry_request(self, cookie):
        """The first ClientHello goes into the transcript as its hash (RFC 8446 §4.4.1)."""
        self.transcript = built.message(MESSAGE_HASH, self.hash())
        extensions = extension(43, u16(DTLS13)) + extension(COOKIE, vector(cookie, 2))
        return self.answer(built.hashlib.sha256(b"HelloRetryRequest").digest(), extensions)

    def server_hello(self, group, share):
        extensions = extension(43, u16(DTLS13)) + extension(51, u16(group) + vector(share, 2))
        return self.answer(built.os.urandom(32), extensions)

    def answer(self, random, extensions):
        body = u16(DTLS12) + random + vector(b"", 1) + u16(built.AES_128_GCM_SHA256) + b"\0"
        return self.add(built.SERVER_HELLO, body + vector(extensions, 2))

    def certificate_verify(self):
        octets = super().certificate_verify()
        return octets[:-1] + bytes([octets[-1] ^ 1]) if self.variant == "tampered" else octets

    def pieces(self, client, octets, size=65535):
        """The message with a header of DTLS, in pieces of so many octets. The transcript has no such header (§5.2)."""
        head, body = octets[:4], octets[4:]
        number = self.numbers[client]
        self.numbers[client] += 1
        for at in range(0, max(len(body), 1), size):
            piece = body[at : at + size]
            yield head + u16(number) + at.to_bytes(3, "big") + len(piece).to_bytes(3, "big") + piece


def plain(sequence, octets):
    return bytes([HANDSHAKE]) + u16(DTLS12, 0) + sequence.to_bytes(6, "big") + vector(octets, 2)


def main():
    variant, certificate, pcap, keys = sys.argv[1:]
    handshake, datagrams, log = Handshake(variant, certificate), Datagrams(pcap), []
    group, client_share, server_share, agreed = handshake.shares()

    def secret(of, label, name):
        found = expand_label(of, label, handshake.hash(), 32)
        log.append(f"{name} {handshake.random.hex()} {found.hex()}\n")
        return found

    cookie, retries = b"", 0
    if "retry" in variant:
        (hello,) = handshake.pieces(True, handshake.client_hello(group, client_share))
        cookie, retries = b"biscuit", 1
        (request,) = handshake.pieces(False, handshake.hello_retry_request(cookie))
        if variant != "lost-retry":
            datagrams.send(True, plain(0, hello))
            datagrams.send(False, plain(0, request))
    (hello,) = handshake.pieces(True, handshake.client_hello(group, client_share, cookie))
    datagrams.send(True, plain(retries, hello))
    (hello,) = handshake.pieces(False, handshake.server_hello(group, server_share))
    early = built.hkdf_extract(bytes(32), bytes(32))
    nothing = built.hashlib.sha256(b"").digest()
    master = built.hkdf_extract(expand_label(early, b"derived", nothing, 32), agreed)
    client_secret = secret(master, b"c hs traffic", "CLIENT_HANDSHAKE_TRAFFIC_SECRET")
    server_secret = secret(master, b"s hs traffic", "SERVER_HANDSHAKE_TRAFFIC_SECRET")
    client, server = Keys(client_secret, HANDSHAKE_EPOCH), Keys(server_secret, HANDSHAKE_EPOCH)
    flight = [
        handshake.add(built.EXTENSIONS, vector(b"", 2)),
        handshake.certificate(),
        handshake.certificate_verify(),
        handshake.finished(server_secret),
    ]
    datagram = plain(retries, hello)
    for message in flight:
        for piece in handshake.pieces(False, message, 300 if variant == "fragments" else 65535):
            datagram += server.record(HANDSHAKE, piece)
    datagrams.send(False, datagram)
    master = built.hkdf_extract(expand_label(master, b"derived", nothing, 32), bytes(32))
    client_data = secret(master, b"c ap traffic", "CLIENT_TRAFFIC_SECRET_0")
    server_data = secret(master, b"s ap traffic", "SERVER_TRAFFIC_SECRET_0")
    (finished,) = handshake.pieces(True, handshake.finished(client_secret))
    datagrams.send(True, client.record(HANDSHAKE, finished))
    client, server = Keys(client_data, DATA_EPOCH), Keys(server_data, DATA_EPOCH)
    datagrams.send(False, server.record(ACK, vector(struct.pack(">QQ", HANDSHAKE_EPOCH, 0), 2)))
    datagrams.send(True, client.record(DATA, b"hello\n"))
    datagrams.send(False, server.record(DATA, b"olleh\n"))
    datagrams.send(True, client.record(ALERT, b"\x01\x00"))
    datagrams.send(False, server.record(ALERT, b"\x01\x00"))
    datagrams.file.close()
    with open(keys, "w", encoding="ascii") as file:
        file.writelines(log)


if __name__ == "__main__":
    main()
