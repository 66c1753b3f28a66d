#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds a TLS 1.3 conversation octet by octet, for what no program of Debian 12 speaks. Keys,
signatures and Finished messages are real; TCP is made up.

    built-tls13.py VARIANT CERTIFICATE PCAP KEYS

VARIANT: zlib, brotli, zstd (RFC 8879), too-long (a compressed message that is longer than it says),
hybrid, kyber (the key shares are random octets of the right length), draft23, draft28,
delegated (RFC 9345), alps (EncryptedExtensions from the client). CERTIFICATE.pem and .key are those
of a server with a P-256 key. The Python modules are Debian's python3-cryptography, -brotli and -zstandard.
"""

import hashlib
import hmac
import os
import struct
import sys
import zlib

import brotli
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HOST = b"www.lab.example"
AES_128_GCM_SHA256 = 0x1301
X25519, X25519MLKEM768, X25519KYBER768 = 29, 4588, 25497
ECDSA_SHA256 = 0x0403
COMPRESS = {"zlib": (1, zlib.compress), "brotli": (2, brotli.compress)}
COMPRESS |= {"zstd": (3, zstandard.ZstdCompressor().compress), "too-long": (1, zlib.compress)}
DRAFTS = {"draft23": 0x7F17, "draft28": 0x7F1C}
SHARES = {"hybrid": (X25519MLKEM768, 1184 + 32, 1088 + 32)}
SHARES |= {"kyber": (X25519KYBER768, 32 + 1184, 32 + 1088)}
CLIENT_HELLO, SERVER_HELLO, EXTENSIONS, CERTIFICATE, VERIFY, FINISHED = 1, 2, 8, 11, 15, 20
COMPRESSED_CERTIFICATE = 25


def vector(octets, size):
    return len(octets).to_bytes(size, "big") + octets


def u16(*numbers):
    return struct.pack(f">{len(numbers)}H", *numbers)


def extension(kind, octets):
    return u16(kind) + vector(octets, 2)


def message(kind, octets):
    return bytes([kind]) + vector(octets, 3)


def hkdf_extract(salt, secret):
    return hmac.digest(salt, secret, "sha256")


def expand_label(secret, label, context, length, prefix=b"tls13 "):
    info = u16(length) + vector(prefix + label, 1) + vector(context, 1) + b"\x01"
    return hmac.digest(secret, info, "sha256")[:length]


class Keys:
    """One direction's record protection."""

    def __init__(self, secret, with_header):
        self.aead = AESGCM(expand_label(secret, b"key", b"", 16))
        self.iv = int.from_bytes(expand_label(secret, b"iv", b"", 12), "big")
        self.sequence = 0
        self.with_header = with_header

    def record(self, kind, octets):
        inner = octets + bytes([kind])
        header = b"\x17\x03\x03" + u16(len(inner) + 16)
        nonce = (self.iv ^ self.sequence).to_bytes(12, "big")
        self.sequence += 1
        return header + self.aead.encrypt(nonce, inner, header if self.with_header else b"")


class Capture:
    """Packets between two hosts in the network of documentation."""

    def __init__(self, path):
        self.file = open(path, "wb")
        self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        self.micros = 0

    def packet(self, client, protocol, payload):
        addresses = bytes((192, 0, 2, 1)), bytes((192, 0, 2, 2))
        macs = (b"\x02\0\0\0\0\x02", b"\x02\0\0\0\0\x01")
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0x4000, 64, protocol, 0)
        ip += b"".join(addresses if client else addresses[::-1])
        octets = b"".join(macs if client else macs[::-1]) + b"\x08\x00" + ip + payload
        self.micros += 500
        self.file.write(struct.pack("<IIII", 0, self.micros, len(octets), len(octets)) + octets)


class Connection(Capture):
    """The frames of one TCP connection."""

    def __init__(self, path):
        super().__init__(path)
        self.sequence = {True: 1000, False: 2000}  # from the client, from the server
        self.frame(True, 0x02)
        self.frame(False, 0x12)
        self.frame(True, 0x10)

    def frame(self, client, flags, data=b""):
        ports = (50000, 443) if client else (443, 50000)
        acknowledged = 0 if flags == 0x02 else self.sequence[not client]
        numbers = (self.sequence[client], acknowledged)
        tcp = struct.pack(">HHIIBBHHH", *ports, *numbers, 0x50, flags, 64000, 0, 0)
        self.packet(client, 6, tcp + data)
        self.sequence[client] += len(data) + (1 if flags & 0x03 else 0)

    def send(self, client, data):
        while data:
            self.frame(client, 0x18, data[:1460])
            data = data[1460:]

    def close(self):
        self.frame(True, 0x11)
        self.frame(False, 0x11)
        self.frame(True, 0x10)
        self.file.close()


class Handshake:
    PREFIX, LEGACY_VERSION, LEGACY_COOKIE = b"tls13 ", 0x0303, b""

    def __init__(self, variant, certificate):
        self.variant = variant
        with open(f"{certificate}.key", "rb") as file:
            self.key = serialization.load_pem_private_key(file.read(), None)
        with open(f"{certificate}.pem", "rb") as file:
            text = file.read()
        end = b"-----END CERTIFICATE-----\n"
        pieces = [piece + end for piece in text.split(end) if b"BEGIN" in piece]
        self.chain = [x509.load_pem_x509_certificate(piece) for piece in pieces]
        self.transcript, self.log = b"", []
        self.random = os.urandom(32)
        self.version = DRAFTS.get(variant, 0x0304)
        self.client = x25519.X25519PrivateKey.generate()
        self.server = x25519.X25519PrivateKey.generate()

    def add(self, kind, octets):
        octets = message(kind, octets)
        self.transcript += octets
        return octets

    def hash(self):
        return hashlib.sha256(self.transcript).digest()

    def shares(self):
        """Group, the client's share, the server's, and what they agree on."""
        if self.variant in SHARES:
            group, client, server = SHARES[self.variant]
            return group, os.urandom(client), os.urandom(server), os.urandom(64)
        raw = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        publics = [key.public_key().public_bytes(*raw) for key in (self.client, self.server)]
        return X25519, *publics, self.client.exchange(self.server.public_key())

    def client_hello(self, group, share, more=b""):
        extensions = extension(0, vector(b"\0" + vector(HOST, 2), 2))
        extensions += extension(43, vector(u16(self.version), 1))
        extensions += extension(10, vector(u16(group), 2))
        extensions += extension(13, vector(u16(ECDSA_SHA256), 2))
        extensions += extension(51, vector(u16(group) + vector(share, 2), 2))
        if self.variant in COMPRESS:
            extensions += extension(27, vector(u16(COMPRESS[self.variant][0]), 1))
        if self.variant == "delegated":
            extensions += extension(34, vector(u16(ECDSA_SHA256), 2))
        if self.variant == "alps":
            extensions += extension(16, vector(vector(b"h2", 1), 2))
            extensions += extension(17513, vector(vector(b"h2", 1), 2))
        extensions += more
        body = u16(self.LEGACY_VERSION) + self.random + vector(b"", 1) + self.LEGACY_COOKIE
        body += vector(u16(AES_128_GCM_SHA256), 2) + vector(b"\0", 1)
        return self.add(CLIENT_HELLO, body + vector(extensions, 2))

    def server_hello(self, group, share):
        return self.answer(os.urandom(32), extension(51, u16(group) + vector(share, 2)))

    def answer(self, random, extensions):
        extensions = extension(43, u16(self.version)) + extensions
        body = u16(self.LEGACY_VERSION) + random + vector(b"", 1) + u16(AES_128_GCM_SHA256) + b"\0"
        return self.add(SERVER_HELLO, body + vector(extensions, 2))

    def delegated_credential(self):
        """A fresh key, for 7 days after 2026-06-14, signed by the certificate's key."""
        first = self.chain[0].not_valid_before
        valid = 1781395200 + 7 * 86400 - int((first - type(first)(1970, 1, 1)).total_seconds())
        fresh = ec.generate_private_key(ec.SECP256R1())
        form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        credential = struct.pack(">I", valid) + u16(ECDSA_SHA256)
        credential += vector(fresh.public_key().public_bytes(*form), 3)
        credential += u16(ECDSA_SHA256)
        signed = b" " * 64 + b"TLS, server delegated credentials\0"
        signed += self.chain[0].public_bytes(serialization.Encoding.DER) + credential
        credential += vector(self.key.sign(signed, ec.ECDSA(hashes.SHA256())), 2)
        self.key = fresh
        return extension(34, credential)

    def certificate(self):
        entries = b""
        for index, certificate in enumerate(self.chain):
            extensions = b""
            if self.variant == "delegated" and index == 0:
                extensions = self.delegated_credential()
            entries += vector(certificate.public_bytes(serialization.Encoding.DER), 3)
            entries += vector(extensions, 2)
        body = vector(b"", 1) + vector(entries, 3)
        if self.variant not in COMPRESS:
            return self.add(CERTIFICATE, body)
        number, compress = COMPRESS[self.variant]
        length = len(body) - 100 if self.variant == "too-long" else len(body)
        body = u16(number) + length.to_bytes(3, "big") + vector(compress(body), 3)
        return self.add(COMPRESSED_CERTIFICATE, body)

    def certificate_verify(self):
        signed = b" " * 64 + b"TLS 1.3, server CertificateVerify\0" + self.hash()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self.add(VERIFY, u16(ECDSA_SHA256) + vector(signature, 2))

    def finished(self, secret):
        key = self.expand(secret, b"finished", b"", 32)
        return self.add(FINISHED, hmac.digest(key, self.hash(), "sha256"))

    def expand(self, secret, label, context, length):
        return expand_label(secret, label, context, length, self.PREFIX)

    def secret(self, of, label, name):
        found = self.expand(of, label, self.hash(), 32)
        self.log.append(f"{name} {self.random.hex()} {found.hex()}\n")
        return found

    def next_extract(self, secret, agreed=bytes(32)):
        """From one stage of RFC 8446 §7.1 to the next."""
        return hkdf_extract(self.expand(secret, b"derived", hashlib.sha256(b"").digest(), 32), agreed)

    def handshake_secrets(self, agreed):
        """Those of client and server."""
        self.stage = self.next_extract(hkdf_extract(bytes(32), bytes(32)), agreed)
        client = self.secret(self.stage, b"c hs traffic", "CLIENT_HANDSHAKE_TRAFFIC_SECRET")
        return client, self.secret(self.stage, b"s hs traffic", "SERVER_HANDSHAKE_TRAFFIC_SECRET")

    def data_secrets(self):
        master = self.next_extract(self.stage)
        client = self.secret(master, b"c ap traffic", "CLIENT_TRAFFIC_SECRET_0")
        return client, self.secret(master, b"s ap traffic", "SERVER_TRAFFIC_SECRET_0")

    def write_log(self, path):
        with open(path, "w", encoding="ascii") as file:
            file.writelines(self.log)


def main():
    variant, certificate, pcap, keys = sys.argv[1:]
    handshake, connection = Handshake(variant, certificate), Connection(pcap)
    group, client_share, server_share, agreed = handshake.shares()

    def protection(of):
        return Keys(of, variant != "draft23")  # until draft 25 the header was not protected

    hello = handshake.client_hello(group, client_share)
    connection.send(True, b"\x16\x03\x01" + vector(hello, 2))
    hello = handshake.server_hello(group, server_share)
    client_secret, server_secret = handshake.handshake_secrets(agreed)
    client, server = protection(client_secret), protection(server_secret)
    offered = b""
    if variant == "alps":
        offered = extension(16, vector(vector(b"h2", 1), 2)) + extension(17513, b"")
    flight = handshake.add(EXTENSIONS, vector(offered, 2)) + handshake.certificate()
    flight += handshake.certificate_verify() + handshake.finished(server_secret)
    connection.send(False, b"\x16\x03\x03" + vector(hello, 2) + server.record(22, flight))
    client_data, server_data = handshake.data_secrets()
    flight = b""
    if variant == "alps":
        flight = handshake.add(EXTENSIONS, vector(extension(17513, b"hello"), 2))
    connection.send(True, client.record(22, flight + handshake.finished(client_secret)))
    client, server = protection(client_data), protection(server_data)
    connection.send(True, client.record(23, b"hello\n"))
    connection.send(False, server.record(23, b"olleh\n"))
    connection.send(True, client.record(21, b"\x01\x00"))
    connection.send(False, server.record(21, b"\x01\x00"))
    connection.close()
    handshake.write_log(keys)


if __name__ == "__main__":
    main()
