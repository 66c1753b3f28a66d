#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds a conversation of DTLS 1.3 (RFC 9147) octet by octet: no program of Debian that speaks it writes a key log.

    built-dtls13.py VARIANT CERTIFICATE PCAP KEYS

VARIANT: whole, fragments (the Certificate in pieces), tampered (one bit of the signature is another one), retry (a
HelloRetryRequest for a cookie), lost-retry (the same, captured from the second ClientHello on). Keys, signatures and
Finished messages are real, UDP is made up. CERTIFICATE.pem and .key are those of a server with a P-256 key. The Python
modules are Debian's python3-cryptography, -brotli and -zstandard.
"""

import functools
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


expand_label = functools.partial(built.expand_label, prefix=b"dtls13")


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


class Datagrams(built.Capture):
    """UDP."""

    def send(self, client, data):
        ports = (50000, 4433) if client else (4433, 50000)
        self.packet(client, 17, struct.pack(">HHHH", *ports, 8 + len(data), 0) + data)


class Handshake(built.Handshake):
    PREFIX, LEGACY_VERSION, LEGACY_COOKIE = b"dtls13", DTLS12, vector(b"", 1)

    def __init__(self, variant, certificate):
        super().__init__(variant, certificate)
        self.version = DTLS13
        self.numbers = {True: 0, False: 0}  # message_seq, of client and server

    def hello_retry_request(self, cookie):
        """The first ClientHello goes into the transcript as its hash (RFC 8446 §4.4.1)."""
        self.transcript = built.message(MESSAGE_HASH, self.hash())
        return self.answer(built.hashlib.sha256(b"HelloRetryRequest").digest(), cookie)

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
    handshake, datagrams = Handshake(variant, certificate), Datagrams(pcap)
    group, client_share, server_share, agreed = handshake.shares()
    cookie, retries = b"", 0
    if "retry" in variant:
        (hello,) = handshake.pieces(True, handshake.client_hello(group, client_share))
        cookie, retries = extension(COOKIE, vector(b"biscuit", 2)), 1
        (request,) = handshake.pieces(False, handshake.hello_retry_request(cookie))
        if variant != "lost-retry":
            datagrams.send(True, plain(0, hello))
            datagrams.send(False, plain(0, request))
    (hello,) = handshake.pieces(True, handshake.client_hello(group, client_share, cookie))
    datagrams.send(True, plain(retries, hello))
    (hello,) = handshake.pieces(False, handshake.server_hello(group, server_share))
    client_secret, server_secret = handshake.handshake_secrets(agreed)
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
    client_data, server_data = handshake.data_secrets()
    (finished,) = handshake.pieces(True, handshake.finished(client_secret))
    datagrams.send(True, client.record(HANDSHAKE, finished))
    client, server = Keys(client_data, DATA_EPOCH), Keys(server_data, DATA_EPOCH)
    datagrams.send(False, server.record(ACK, vector(struct.pack(">QQ", HANDSHAKE_EPOCH, 0), 2)))
    datagrams.send(True, client.record(DATA, b"hello\n"))
    datagrams.send(False, server.record(DATA, b"olleh\n"))
    datagrams.send(True, client.record(ALERT, b"\x01\x00"))
    datagrams.send(False, server.record(ALERT, b"\x01\x00"))
    datagrams.file.close()
    handshake.write_log(keys)


if __name__ == "__main__":
    main()
