#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What `make-proofs` needs and no program does: twins of captures in which one thing is changed,
gaps, key logs that do not fit; and a check of proofs.tsv by another library than the plugin's.

    proofs.py derive FOLDER PKI          makes twins, gaps, key logs and rfc8448 in FOLDER
    proofs.py check FOLDER TSV           verifies each signature, compares with the table

A changed message of TLS 1.3 is encrypted again with the keys of its session, so that it still
decrypts. The Python module is Debian's python3-cryptography.
"""

import hashlib
import hmac
import json
import os
import struct
import subprocess
import sys
import tempfile

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa, utils
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

CLIENT_HELLO, SERVER_HELLO, VERIFY_REQUEST, TICKET, EXTENSIONS = 1, 2, 3, 4, 8
CERTIFICATE, KEY_EXCHANGE, REQUEST, DONE, VERIFY, CLIENT_KEY_EXCHANGE = 11, 12, 13, 14, 15, 16
FINISHED = 20
RETRY = hashlib.sha256(b"HelloRetryRequest").digest()


def u(octets):
    return int.from_bytes(octets, "big")


# ---- captures ----------------------------------------------------------------------------------


class Frame:
    """A frame of a pcap file: Ethernet, IPv4, TCP or UDP."""

    def __init__(self, header, octets):
        self.header, self.octets = header, bytearray(octets)
        self.ip = 14
        self.transport = at = self.ip + (octets[14] & 15) * 4
        self.udp = octets[23] == 17
        self.source, self.target, self.sequence = struct.unpack(">HHI", octets[at : at + 8])
        self.data_at = at + (8 if self.udp else (octets[at + 12] >> 4) * 4)
        self.end = self.ip + u(octets[16:18])
        self.from_server = self.source < self.target

    @property
    def data(self):
        return bytes(self.octets[self.data_at : self.end])

    def with_data(self, data, sequence_shift=0):
        """The same frame with other data; the checksums are not kept up."""
        octets = self.octets[: self.data_at] + data
        octets[16:18] = struct.pack(">H", len(octets) - self.ip)
        at = self.transport
        if self.udp:
            octets[at + 4 : at + 6] = struct.pack(">H", len(octets) - at)
        else:
            octets[at + 4 : at + 8] = struct.pack(">I", self.sequence + sequence_shift & 0xFFFFFFFF)
        return Frame(self.header[:2] + (len(octets), len(octets)), bytes(octets))


class Capture:
    """The frames of a pcapng file that dumpcap's family wrote, without its secrets."""

    head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)

    def __init__(self, path):
        with open(path, "rb") as file:
            octets = file.read()
        self.frames, at, unit = [], 0, 1000000
        while at < len(octets):
            kind, size = struct.unpack("<II", octets[at : at + 8])
            body = octets[at + 8 : at + size - 4]
            if kind == 1:  # an interface; the option if_tsresol tells the unit of time
                options = body[8:]
                while len(options) >= 4:
                    code, length = struct.unpack("<HH", options[:4])
                    if code == 9:
                        unit = 10 ** options[4]
                    options = options[4 + (length + 3 & ~3) :]
            elif kind == 6:
                _, high, low, length, whole = struct.unpack("<5I", body[:20])
                time = (high << 32 | low) * 1000000 // unit
                header = (time // 1000000, time % 1000000, length, whole)
                self.frames.append(Frame(header, body[20 : 20 + length]))
            at += size

    def write(self, path, keys=None):
        with tempfile.TemporaryDirectory() as folder:
            plain = f"{folder}/plain.pcap"
            with open(plain, "wb") as file:
                file.write(self.head)
                for frame in self.frames:
                    header = frame.header[:2] + (len(frame.octets), len(frame.octets))
                    file.write(struct.pack("<4I", *header) + frame.octets)
            secrets = ["--inject-secrets", f"tls,{keys}"] if keys else []
            subprocess.run(["editcap", "-F", "pcapng", *secrets, plain, path], check=True)

    def connections(self):
        """By the client's port, in order of their first data."""
        found = {}
        for frame in self.frames:
            if frame.data:
                port = frame.target if frame.from_server else frame.source
                found.setdefault((port, frame.udp), []).append(frame)
        return [Connection(frames) for frames in found.values()]


class Place:
    """Where an octet of a stream stands."""

    def __init__(self, frame, at):
        self.frame, self.at = frame, at

    def put(self, octet):
        self.frame.octets[self.at] = octet


class Message:
    """A handshake message as it stands in the transcript, and where each octet comes from."""

    def __init__(self, server, octets, places, epoch="plain"):
        self.server, self.octets, self.places, self.epoch = server, bytes(octets), places, epoch
        self.kind = octets[0]

    def change(self, at, octet):
        self.places[at].put(octet)

    def flip(self, at, bit=1):
        if at < 0:
            at += len(self.octets)
        self.change(at, self.octets[at] ^ bit)


class Connection:
    def __init__(self, frames):
        self.udp = frames[0].udp
        self.frames = frames
        self.streams = {True: self.stream(True), False: self.stream(False)}

    def stream(self, server):
        """Octets with their places, each once."""
        data, places, expected = bytearray(), [], None
        for frame in self.frames:
            if frame.from_server != server:
                continue
            skip = 0
            if not self.udp:
                expected = frame.sequence if expected is None else expected
                skip = max(0, expected - frame.sequence)
                expected = max(expected, frame.sequence + len(frame.data))
            data += frame.data[skip:]
            places += [Place(frame, frame.data_at + n) for n in range(skip, len(frame.data))]
        return bytes(data), places

    def records(self, server):
        """(type, epoch, body, places of header and body, header)"""
        data, places = self.streams[server]
        at, found = 0, []
        header = 13 if self.udp else 5
        while at + header <= len(data):
            size = u(data[at + header - 2 : at + header])
            epoch = u(data[at + 3 : at + 5]) if self.udp else 0
            end = at + header + size
            head = data[at : at + header]
            found.append((data[at], epoch, data[at + header : end], places[at:end], head))
            at = end
        return found

    def plain_messages(self, server):
        """The handshake messages in the clear, up to ChangeCipherSpec."""
        data, places, found, parts = b"", [], [], {}
        for kind, epoch, body, where, _ in self.records(server):
            if kind in (20, 23) or epoch:
                break
            if kind != 22:
                continue
            if self.udp:
                while body:
                    size, number = u(body[1:4]), u(body[4:6])
                    start, length = u(body[6:9]), u(body[9:12])
                    part = parts.setdefault(
                        number,
                        [body[:6] + bytes(3) + body[1:4], bytearray(size), [None] * (12 + size)],
                    )
                    part[1][start : start + length] = body[12 : 12 + length]
                    body_places = where[-len(body) :]
                    part[2][12 + start : 12 + start + length] = body_places[12 : 12 + length]
                    body = body[12 + length :]
            else:
                data += body
                places += where[5:]
        if self.udp:
            return [Message(server, p[0] + p[1], p[2]) for _, p in sorted(parts.items())]
        while len(data) >= 4:
            size = 4 + u(data[1:4])
            found.append(Message(server, data[:size], places[:size]))
            data, places = data[size:], places[size:]
        return found

    def handshake(self):
        """Until TLS 1.2: the messages of the first handshake in the order of the transcript."""
        client, server = self.plain_messages(False), self.plain_messages(True)
        if any(message.kind == VERIFY_REQUEST for message in server):
            server = [message for message in server if message.kind != VERIFY_REQUEST]
            client = client[1:]
        return client[:1] + [m for m in server if m.kind != TICKET] + client[1:]


# ---- TLS 1.3 -----------------------------------------------------------------------------------


def expand_label(algorithm, secret, label, context, length):
    label = b"tls13 " + label
    info = struct.pack(">HB", length, len(label)) + label + bytes([len(context)]) + context
    octets, block, number = b"", b"", 1
    while len(octets) < length:
        block = hmac.digest(secret, block + info + bytes([number]), algorithm)
        octets, number = octets + block, number + 1
    return octets[:length]


SUITES = {
    0x1301: ("sha256", AESGCM, 16),
    0x1302: ("sha384", AESGCM, 32),
    0x1303: ("sha256", ChaCha20Poly1305, 32),
    0x1304: ("sha256", AESCCM, 16),
    0x1305: ("sha256", lambda key: AESCCM(key, tag_length=8), 16),
}


class Keys:
    def __init__(self, suite, secret):
        algorithm, cipher, size = SUITES[suite]
        self.aead = cipher(expand_label(algorithm, secret, b"key", b"", size))
        self.iv = u(expand_label(algorithm, secret, b"iv", b"", 12))
        size = hashlib.new(algorithm).digest_size
        self.finished = expand_label(algorithm, secret, b"finished", b"", size)

    def nonce(self, number):
        return (self.iv ^ number).to_bytes(12, "big")


class Sealed:
    """A record that was decrypted, and can be encrypted again with one octet changed."""

    def __init__(self, keys, number, header, inner, places):
        self.keys, self.number, self.header = keys, number, header
        self.inner, self.places = bytearray(inner), places

    def put(self, at, octet):
        self.inner[at] = octet
        nonce = self.keys.nonce(self.number)
        sealed = self.keys.aead.encrypt(nonce, bytes(self.inner), self.header)
        for place, value in zip(self.places, sealed, strict=True):
            place.put(value)


class InnerPlace:
    def __init__(self, record, at):
        self.record, self.at = record, at

    def put(self, octet):
        self.record.put(self.at, octet)


def split_messages(server, data, places, epoch, found):
    while len(data) >= 4 and len(data) >= 4 + u(data[1:4]):
        size = 4 + u(data[1:4])
        found.append(Message(server, data[:size], places[:size], epoch))
        data, places = data[size:], places[size:]
    return data, places


class Session13:
    """The messages of a connection of TLS 1.3, decrypted with a key log."""

    def __init__(self, connection, secrets):
        hellos = {side: connection.plain_messages(side) for side in (True, False)}
        self.random = hellos[False][0].octets[6:38]
        last = [m for m in hellos[True] if m.kind == SERVER_HELLO][-1].octets
        session = last[38]
        self.suite = u(last[39 + session : 41 + session])
        self.algorithm = SUITES[self.suite][0]
        self.messages = {}
        self.secrets = secrets
        for server in (True, False):
            self.messages[server] = self.read(connection, server, secrets)

    def secret(self, label):
        return self.secrets[label, self.random]

    def read(self, connection, server, secrets):
        side = "SERVER" if server else "CLIENT"
        found, data, places, number = [], b"", [], 0
        epoch = "handshake"
        keys = Keys(self.suite, self.secret(f"{side}_HANDSHAKE_TRAFFIC_SECRET"))
        for kind, _, body, where, header in connection.records(server):
            if kind == 22:
                data, places = data + body, places + where[5:]
                data, places = split_messages(server, data, places, "plain", found)
                continue
            if kind != 23:
                continue
            inner = keys.aead.decrypt(keys.nonce(number), body, header)
            record = Sealed(keys, number, header, inner, where[5:])
            number += 1
            text = inner.rstrip(b"\0")
            if text[-1] != 22:
                continue
            inner_places = [InnerPlace(record, at) for at in range(len(text) - 1)]
            data, places = split_messages(
                server, data + text[:-1], places + inner_places, epoch, found
            )
            if epoch == "handshake" and found[-1].kind == FINISHED:
                epoch, number = "application", 0
                keys = Keys(self.suite, self.secret(f"{side}_TRAFFIC_SECRET_0"))
        return found

    def transcript(self):
        """The messages of the handshake, in order; a first ClientHello is its hash."""
        server, client = (
            [m for m in self.messages[s] if m.epoch != "application"] for s in (True, False)
        )
        hellos = [m for m in client if m.kind == CLIENT_HELLO]
        ordered = [hellos[0]]
        if len(hellos) > 1:
            ordered = [self.hash_of(hellos[0]), server[0], hellos[1]]
            server = server[1:]
        return ordered + server + client[len(hellos) :]

    def hash_of(self, hello):
        digest = hashlib.new(self.algorithm, hello.octets).digest()
        return Message(False, bytes([254, 0, 0, len(digest)]) + digest, [])

    def later(self):
        """Post-handshake authentication: the request, then what the client answers."""
        asked = [m for m in self.messages[True] if m.epoch == "application" and m.kind == REQUEST]
        return asked + [m for m in self.messages[False] if m.epoch == "application"]


def read_secrets(path):
    secrets = {}
    if os.path.exists(path):
        with open(path) as file:
            for line in file:
                words = line.split()
                if len(words) == 3:
                    secrets[words[0], bytes.fromhex(words[1])] = bytes.fromhex(words[2])
    return secrets


# ---- changes -----------------------------------------------------------------------------------


def first(messages, kind, server):
    return next(m for m in messages if m.kind == kind and m.server == server)


def extension_at(message, wanted, dtls=False):
    """Where the content of an extension of a ClientHello begins, and its length."""
    octets = message.octets
    at = (12 if dtls else 4) + 34
    at += 1 + octets[at]
    if dtls:
        at += 1 + octets[at]
    at += 2 + u(octets[at : at + 2])
    at += 1 + octets[at]
    at += 2
    while at < len(octets):
        kind, size = u(octets[at : at + 2]), u(octets[at + 2 : at + 4])
        if kind == wanted:
            return at + 4, size
        at += 4 + size
    raise ValueError(f"no extension {wanted}")


def certificate_of(message, version13, dtls=False):
    """(offset, DER) of the first certificate of a Certificate message."""
    octets = message.octets
    at = 12 if dtls else 4
    if version13:
        at += 1 + octets[at]
    at += 3
    size = u(octets[at : at + 3])
    return at + 3, octets[at + 3 : at + 3 + size]


def replace_certificate(message, version13, other, dtls=False):
    at, der = certificate_of(message, version13, dtls)
    assert len(der) == len(other), "another length"
    for number, octet in enumerate(other):
        message.change(at + number, octet)


def flip_modulus(message, version13):
    at, der = certificate_of(message, version13)
    numbers = x509.load_der_x509_certificate(der).public_key().public_numbers()
    modulus = numbers.n.to_bytes(256, "big")
    message.flip(at + der.index(modulus) + 128)


class Derive:
    def __init__(self, folder, pki):
        self.folder, self.pki, self.rows, self.key_rows = folder, pki, [], []
        with open(f"{folder}/proofs.tsv") as file:
            self.known = [line.rstrip("\n").split("\t") for line in file]

    def path(self, name):
        return f"{self.folder}/{name}.pcapng"

    def keys(self, name):
        return f"{self.folder}/{name}.keys"

    def row(self, name, what, server, client, session=0):
        """server, client: (possession, algorithm, finished)"""
        for side, values in (("server", server), ("client", client)):
            self.rows.append([name, str(session), side, *values, what])

    def original(self, base):
        """(possession, algorithm, finished) of the server and the client of an untouched twin."""
        return [tuple(row[3:6]) for row in self.known if row[0] == base]

    def other(self, name):
        with open(f"{self.pki}/{name}.crt", "rb") as file:
            certificate = x509.load_pem_x509_certificate(file.read())
        return certificate.public_bytes(serialization.Encoding.DER)

    def twin(self, base, what, words, change, server, client, with_keys=True):
        """A copy with one thing changed. server, client: (possession or "same", finished)."""
        name = f"{base}-tampered-{what}"
        capture = Capture(self.path(base))
        change(capture.connections()[0])
        self.keep(base, name, capture, words, server, client, with_keys)

    def keep(self, base, name, capture, words, server, client, with_keys=True):
        keys = self.keys(name) if with_keys else None
        if with_keys:
            with open(self.keys(base)) as source, open(keys, "w") as target:
                target.write(source.read())
        capture.write(self.path(name), keys)
        values = []
        sides = zip(self.original(base), (server, client), strict=True)
        for known, (possession, finished) in sides:
            if possession == "same" or known[0] == "-":
                possession = known[0]
            algorithm = "-" if possession == "not-checked" else known[1]
            values.append((possession, algorithm, finished))
        self.row(name, f"{base}: {words}", *values)

    # ---- until TLS 1.2

    def tamper_12(self, base, certificate, client=False, dtls=False):
        """certificate: the name of another one, or None for an RSA key with one bit changed."""
        header = 12 if dtls else 4

        def of(kind, server, at, bit=1):
            return lambda connection: first(connection.handshake(), kind, server).flip(at, bit)

        def parameters(connection):
            message = first(connection.handshake(), KEY_EXCHANGE, True)
            size = self.parameters_size(message.octets[header:])
            message.flip(header + size - 10)

        def key(connection):
            message = first(connection.handshake(), CERTIFICATE, True)
            if certificate:
                replace_certificate(message, False, self.other(certificate), dtls)
            else:
                flip_modulus(message, False)

        broken, wrong = ("disproven", "wrong"), ("same", "wrong")
        client_too = broken if client else wrong
        self.twin(base, "signature", "one bit of the ServerKeyExchange's signature",
                  of(KEY_EXCHANGE, True, -1), broken, client_too)
        self.twin(base, "params", "one bit of the ServerKeyExchange's public value",
                  parameters, broken, client_too)
        unread = ("disproven", "not-checked"), (
            "disproven" if client else "same", "not-checked")
        self.twin(base, "client-random", "one bit of the ClientHello's random; nothing decrypts",
                  of(CLIENT_HELLO, False, header + 2 + 20), *unread)
        self.twin(base, "server-random", "one bit of the ServerHello's random; nothing decrypts",
                  of(SERVER_HELLO, True, header + 2 + 16), *unread)
        self.twin(base, "key", "another certificate of the same kind" if certificate else
                  "one bit of the certificate's RSA modulus", key, broken, client_too)
        if not client:
            return

        def alpn(connection):
            message = first(connection.handshake(), CLIENT_HELLO, False)
            at, size = extension_at(message, 16, dtls)
            message.flip(at + size - 1)

        self.twin(base, "client-signature", "one bit of the client's CertificateVerify",
                  of(VERIFY, False, -1), wrong, broken)
        self.twin(base, "hello", "one bit of the ClientHello's ALPN, that only the client signs",
                  alpn, wrong, broken)
        self.twin(base, "client-key-exchange", "one bit of the ClientKeyExchange, that only the "
                  "client signs", of(CLIENT_KEY_EXCHANGE, False, header + 10), wrong, broken)
        self.twin(base, "client-key", "another certificate of the client, of the same kind",
                  lambda connection: replace_certificate(
                      first(connection.handshake(), CERTIFICATE, False), False,
                      self.other("client-ec-other"), dtls), wrong, broken)

    @staticmethod
    def parameters_size(body):
        if body[0] == 3:  # a named curve
            return 4 + body[3]
        at = 0
        for _ in range(3):
            at += 2 + u(body[at : at + 2])
        return at

    # ---- TLS 1.3

    def tamper_13(self, base, certificate, client=False):
        secrets = read_secrets(self.keys(base))

        def change(edit):
            return lambda connection: edit(Session13(connection, secrets))

        def of(kind, server, at):
            return change(lambda s: first(s.transcript(), kind, server).flip(at))

        def key(session):
            message = first(session.transcript(), CERTIFICATE, True)
            if certificate:
                replace_certificate(message, True, self.other(certificate))
            else:
                flip_modulus(message, True)

        broken = ("disproven", "wrong")
        both = broken, (broken if client else ("same", "wrong"))
        self.twin(base, "signature", "one bit of the server's CertificateVerify",
                  of(VERIFY, True, -1), *both)
        self.twin(base, "extensions", "one bit of the EncryptedExtensions' ALPN",
                  of(EXTENSIONS, True, -1), *both)
        self.twin(base, "key", "another certificate of the same kind" if certificate else
                  "one bit of the certificate's RSA modulus", change(key), *both)
        self.twin(base, "session-id", "one bit of the ClientHello's legacy_session_id",
                  of(CLIENT_HELLO, False, 4 + 2 + 32 + 1 + 10), *both)
        self.twin(base, "server-random", "one bit of the ServerHello's random",
                  of(SERVER_HELLO, True, 4 + 2 + 10), *both)
        if client:
            late = ("same", "verified"), broken
            self.twin(base, "client-signature", "one bit of the client's CertificateVerify",
                      of(VERIFY, False, -1), *late)
            self.twin(base, "client-key", "another certificate of the client, of the same kind",
                      change(lambda s: replace_certificate(
                          first(s.transcript(), CERTIFICATE, False), True,
                          self.other("client-ec-other"))), *late)

    def tamper_retry(self, base):
        secrets = read_secrets(self.keys(base))

        def edit(connection):
            message = Session13(connection, secrets).messages[False][0]
            at, size = extension_at(message, 51)
            message.flip(at + size - 5)

        self.twin(base, "first-hello", "one bit of the key share of the first ClientHello", edit,
                  ("disproven", "wrong"), ("disproven", "wrong"))

    def tamper_later(self, base):
        secrets = read_secrets(self.keys(base))

        def edit(kind, at):
            return lambda connection: next(
                m for m in Session13(connection, secrets).later() if m.kind == kind).flip(at)

        after = ("same", "verified"), ("disproven", "wrong")
        words = "; the Finished after it is wrong, that of the handshake right"
        self.twin(base, "client-signature",
                  "one bit of the late CertificateVerify" + words, edit(VERIFY, -1), *after)
        self.twin(base, "request",
                  "one bit of the late CertificateRequest's context" + words, edit(REQUEST, 6),
                  *after)

    # ---- QUIC

    def tamper_quic(self, base):
        secrets = read_secrets(self.keys(base))
        broken = ("disproven", "wrong"), ("same", "wrong")
        for what, kind, words in (
            ("signature", VERIFY, "one bit of the CertificateVerify"),
            ("extensions", EXTENSIONS, "one bit of the EncryptedExtensions"),
        ):
            self.twin(base, what, words,
                      lambda connection, kind=kind: first(
                          quic_messages(connection, secrets), kind, True).flip(
                              -1 if kind == VERIFY else 20), *broken)

    # ---- gaps

    def lose(self, base, kind, words, what, server, client):
        """The record of a server's message is lost: it gets a segment (or leaves its datagram)."""
        capture = Capture(self.path(base))
        connection = capture.connections()[0]
        secrets = read_secrets(self.keys(base))
        if base.endswith("tls13"):
            message = first(Session13(connection, secrets).transcript(), kind, True)
            places, header = message.places[0].record.places, 5
        else:
            message = first(connection.handshake(), kind, True)
            # In DTLS the header of the message has no places: it may stand in several records.
            places = [place for place in message.places if place]
            header = 13 + 12 if connection.udp else 5
        begin, end = places[0].at - header, places[-1].at + 1
        frame = places[0].frame
        assert all(place.frame is frame for place in places), "in more than one frame"
        before = bytes(frame.octets[frame.data_at : begin])
        after = bytes(frame.octets[end : frame.end])
        pieces = []
        if frame.udp:
            if before + after:
                pieces.append(frame.with_data(before + after))
        else:
            if before:
                pieces.append(frame.with_data(before))
            if after:
                pieces.append(frame.with_data(after, end - frame.data_at))
        at = capture.frames.index(frame)
        capture.frames[at : at + 1] = pieces
        self.keep(base, f"{base}-lost-{what}", capture, words, server, client)

    def without_keys(self, base):
        name = f"{base}-nokeys"
        version13 = base.endswith("tls13") or "quic" in base
        values = ("not-checked" if version13 else "same", "not-checked")
        self.keep(base, name, Capture(self.path(base)), "without secrets", values, values, False)

    # ---- key logs

    def key_log(self, capture, name, lines, expected, words):
        with open(f"{self.folder}/{name}.keys", "w", newline="") as file:
            file.write("".join(lines))
        self.key_rows.append([f"{capture}.pcapng", f"{name}.keys", expected, words])

    def key_logs(self):
        def lines(name):
            with open(self.keys(name)) as file:
                return [line for line in file if not line.startswith("#")]

        def labels(name, *wanted):
            return [line for line in lines(name) if line.split()[0] in wanted]

        def wrong(name, label):
            changed = []
            for line in lines(name):
                words = line.split()
                if words[0] == label:
                    secret = bytearray.fromhex(words[2])
                    secret[7] ^= 1
                    words[2] = secret.hex()
                changed.append(" ".join(words) + "\n")
            return changed

        for base, other in (("twin-client-tls12", "twin-ecdhe-tls12"),
                            ("twin-client-tls13", "twin-tls13"),
                            ("twin-client-tls10", "twin-tls10")):
            bare, version = f"{base}-nokeys", base[-5:]
            self.key_rows.append([f"{bare}.pcapng", f"{base}.keys", "verified", "its own key log"])
            self.key_rows.append([f"{bare}.pcapng", f"{other}.keys", "not-checked",
                                  "the key log of another session"])
            self.key_log(bare, f"key-log-messy-{version}",
                         ["# a comment\r\n", "\r\n", "NONSENSE 00 11\r\n"] +
                         [f"{a} {b.upper()} {c.upper()}\r\n"
                          for a, b, c in map(str.split, lines(other) + lines(base))],
                         "verified", "CR LF, capital letters, comments, other sessions' lines")
            self.key_log(bare, f"key-log-empty-{version}", ["# nothing\n"], "not-checked",
                         "a key log with only a comment")
        for version in ("tls12", "tls10"):
            base = f"twin-client-{version}"
            self.key_log(f"{base}-nokeys", f"key-log-wrong-secret-{version}",
                         wrong(base, "CLIENT_RANDOM"), "not-checked",
                         "the random is right, the master secret is not: nothing decrypts")
            self.key_log(f"{base}-nokeys", f"key-log-truncated-{version}",
                         [line[:-20] + "\n" for line in lines(base)], "not-checked",
                         "the master secret is too short")
        base = "twin-client-tls13"
        hands = ["CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET"]
        traffic = ["CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0"]
        bare = f"{base}-nokeys"
        self.key_log(bare, "key-log-client-handshake-only", labels(base, hands[0]), "not-checked",
                     "only CLIENT_HANDSHAKE_TRAFFIC_SECRET: the server's messages stay unread")
        self.key_log(bare, "key-log-server-handshake-only", labels(base, hands[1]),
                     "server:verified client:not-checked",
                     "only SERVER_HANDSHAKE_TRAFFIC_SECRET: the client's messages stay unread")
        self.key_log(bare, "key-log-handshake-only", labels(base, *hands), "verified",
                     "the handshake's secrets, none of the data's")
        self.key_log(bare, "key-log-traffic-only", labels(base, *traffic), "not-checked",
                     "the data's secrets, none of the handshake's")
        self.key_log(bare, "key-log-wrong-secret-tls13", wrong(base, hands[1]), "not-checked",
                     "the server's handshake secret is wrong: its messages do not decrypt")

    def all(self):
        self.tamper_12("twin-ecdhe-tls12", "key-ec-other")
        self.tamper_12("twin-ecdhe-rsa-tls12", None)
        self.tamper_12("twin-dhe-tls12", None)
        self.tamper_12("twin-ed25519-tls12", "key-ed25519-other")
        self.tamper_12("twin-tls10", None)
        self.tamper_12("twin-ec-tls10", "key-ec-other")
        self.tamper_12("twin-client-tls12", "key-ec-other", client=True)
        self.tamper_12("twin-client-tls10", "key-ec-other", client=True)
        self.tamper_12("twin-dtls12", "key-ec-other", client=True, dtls=True)
        self.tamper_13("twin-tls13", "key-ec-other")
        self.tamper_13("twin-rsa-tls13", None)
        self.tamper_13("twin-ed25519-tls13", "key-ed25519-other")
        self.tamper_13("twin-client-tls13", "key-ec-other", client=True)
        self.tamper_retry("twin-retry-tls13")
        self.tamper_later("twin-later-tls13")
        self.tamper_quic("twin-quic")
        lost = "not-checked", "not-checked"
        for version in ("tls12", "tls10", "dtls12"):
            base = "twin-dtls12" if version == "dtls12" else f"twin-client-{version}"
            self.lose(base, REQUEST, "the CertificateRequest is lost", "request",
                      ("same", "not-checked"), lost)
            self.lose(base, CERTIFICATE, "the server's Certificate is lost", "certificate",
                      lost, lost)
            self.lose(base, KEY_EXCHANGE, "the ServerKeyExchange is lost", "key-exchange",
                      lost, lost)
        self.lose("twin-client-tls13", EXTENSIONS, "the EncryptedExtensions are lost", "extensions",
                  lost, lost)
        for base in ("twin-tls13", "twin-client-tls13", "twin-later-tls13", "twin-client-tls12",
                     "twin-client-tls10", "twin-quic"):
            self.without_keys(base)
        self.key_logs()
        if os.path.exists(os.path.join(os.path.dirname(__file__), "rfc8448.py")):
            import rfc8448

            self.rows += rfc8448.make(self.folder)
        with open(f"{self.folder}/proofs.tsv", "a") as file:
            file.writelines("\t".join(row) + "\n" for row in self.rows)
        with open(f"{self.folder}/proofs-keys.tsv", "w") as file:
            file.write("capture\tkeys\tfinished\twhat\n")
            file.writelines("\t".join(row) + "\n" for row in self.key_rows)


# ---- QUIC --------------------------------------------------------------------------------------


def varint(octets, at):
    size = 1 << (octets[at] >> 6)
    return u(octets[at : at + size]) & ((1 << (size * 8 - 2)) - 1), at + size


class QuicPacket:
    """The server's packet of the Handshake space, decrypted."""

    def __init__(self, frame, at, number_at, end, secret):
        self.frame, self.at, self.number_at, self.end = frame, at, number_at, end
        octets = frame.octets
        key = expand_label("sha256", secret, b"quic key", b"", 16)
        self.aead = AESGCM(key)
        self.iv = u(expand_label("sha256", secret, b"quic iv", b"", 12))
        self.hp = expand_label("sha256", secret, b"quic hp", b"", 16)
        mask = self.mask(octets[number_at + 4 : number_at + 20])
        self.first = octets[at] ^ (mask[0] & 15)
        self.size = (self.first & 3) + 1
        number = bytes(a ^ b for a, b in zip(octets[number_at : number_at + self.size], mask[1:]))
        self.number, self.number_octets = u(number), number
        self.header = bytes([self.first]) + bytes(octets[at + 1 : number_at]) + number
        sealed = bytes(octets[number_at + self.size : end])
        self.plain = bytearray(self.aead.decrypt(self.nonce(), sealed, self.header))

    def nonce(self):
        return (self.iv ^ self.number).to_bytes(12, "big")

    def mask(self, sample):
        encryptor = Cipher(algorithms.AES(self.hp), modes.ECB()).encryptor()
        return encryptor.update(bytes(sample))

    def put(self, at, octet):
        self.plain[at] = octet
        sealed = self.aead.encrypt(self.nonce(), bytes(self.plain), self.header)
        octets, begin = self.frame.octets, self.number_at + self.size
        octets[begin : self.end] = sealed
        mask = self.mask(octets[self.number_at + 4 : self.number_at + 20])
        octets[self.at] = self.first ^ (mask[0] & 15)
        for number in range(self.size):
            octets[self.number_at + number] = self.number_octets[number] ^ mask[1 + number]

    def crypto(self):
        """(offset in the stream, octet, place in the packet)"""
        at, plain = 0, self.plain
        while at < len(plain):
            kind, at = varint(plain, at)
            if kind in (2, 3):
                _, at = varint(plain, at)
                _, at = varint(plain, at)
                count, at = varint(plain, at)
                _, at = varint(plain, at)
                for _ in range(2 * count + (3 if kind == 3 else 0)):
                    _, at = varint(plain, at)
            elif kind == 6:
                offset, at = varint(plain, at)
                size, at = varint(plain, at)
                for number in range(size):
                    yield offset + number, plain[at + number], InnerPlace(self, at + number)
                at += size
            elif kind not in (0, 1):
                raise ValueError(f"frame {kind} in the Handshake space")


def quic_messages(connection, secrets, server=True):
    """A side's messages in the Initial space and, with secrets, in the Handshake space."""
    side = "SERVER" if server else "CLIENT"
    hello = next(frame for frame in connection.frames if not frame.from_server).data
    salt = bytes.fromhex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a")  # QUIC version 1
    initial = hmac.digest(salt, hello[6 : 6 + hello[5]], "sha256")
    space = {
        0: expand_label("sha256", initial, f"{side.lower()} in".encode(), b"", 32),
    }
    if secrets:
        random = quic_messages(connection, None, False)[0].octets[6:38]
        space[2] = secrets[f"{side}_HANDSHAKE_TRAFFIC_SECRET", random]
    streams = {0: {}, 2: {}}
    for frame in connection.frames:
        if frame.from_server != server:
            continue
        octets, at = frame.octets, frame.data_at
        while at < frame.end and octets[at] & 0x80:
            kind, begin = octets[at] >> 4 & 3, at
            at += 5
            at += 1 + octets[at]
            at += 1 + octets[at]
            if kind == 0:
                size, at = varint(octets, at)
                at += size
            length, at = varint(octets, at)
            if kind in space:
                packet = QuicPacket(frame, begin, at, at + length, space[kind])
                for offset, octet, place in packet.crypto():
                    streams[kind][offset] = octet, place
            at += length
    found = []
    for kind, stream in streams.items():
        data = bytes(stream[n][0] for n in range(len(stream)))
        places = [stream[n][1] for n in range(len(stream))]
        split_messages(server, data, places, "handshake" if kind else "plain", found)
    return found


class SessionQuic(Session13):
    def __init__(self, connection, secrets):
        self.messages = {side: quic_messages(connection, secrets, side) for side in (True, False)}
        self.random = self.messages[False][0].octets[6:38]
        hello = self.messages[True][0].octets
        self.suite = u(hello[39 + hello[38] : 41 + hello[38]])
        self.algorithm, self.secrets = SUITES[self.suite][0], secrets


# ---- check -------------------------------------------------------------------------------------

HASHES = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha384": hashes.SHA384(),
          "sha512": hashes.SHA512()}
NAMES = {
    0x0201: "rsa_pkcs1_sha1", 0x0401: "rsa_pkcs1_sha256", 0x0501: "rsa_pkcs1_sha384",
    0x0601: "rsa_pkcs1_sha512", 0x0203: "ecdsa_sha1", 0x0403: "ecdsa_secp256r1_sha256",
    0x0503: "ecdsa_secp384r1_sha384", 0x0603: "ecdsa_secp521r1_sha512",
    0x0804: "rsa_pss_rsae_sha256", 0x0805: "rsa_pss_rsae_sha384", 0x0806: "rsa_pss_rsae_sha512",
    0x0809: "rsa_pss_pss_sha256", 0x080A: "rsa_pss_pss_sha384", 0x080B: "rsa_pss_pss_sha512",
    0x0807: "ed25519", 0x0808: "ed448", 0x0202: "dsa_sha1_RESERVED", 0x0402: "dsa_sha256_RESERVED",
}  # fmt: skip


def holds(der, scheme, signature, data):
    """scheme: a name of RFC 8446, or None for the hashes before TLS 1.2."""
    certificate = x509.load_der_x509_certificate(der)
    try:
        key = certificate.public_key()
    except Exception:  # id-RSASSA-PSS, which this library does not take: the key is the same
        spki = subprocess.run(["openssl", "x509", "-inform", "DER", "-noout", "-pubkey"], input=der,
                              capture_output=True, check=True).stdout
        return openssl_holds(spki, scheme, signature, data)
    try:
        if scheme is None:
            if isinstance(key, rsa.RSAPublicKey):
                digest = hashlib.md5(data).digest() + hashlib.sha1(data).digest()
                n = key.public_numbers()
                size = (n.n.bit_length() + 7) // 8
                clear = pow(u(signature), n.e, n.n).to_bytes(size, "big")
                return clear == b"\0\1" + b"\xff" * (size - 39) + b"\0" + digest
            words = hashes.SHA1()
        else:
            words = HASHES.get(scheme.replace("_RESERVED", "").rpartition("_")[2])
        if isinstance(key, rsa.RSAPublicKey):
            pad = padding.PKCS1v15() if "pkcs1" in scheme else padding.PSS(
                padding.MGF1(words), words.digest_size)
            key.verify(signature, data, pad, words)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(words))
        elif isinstance(key, dsa.DSAPublicKey):
            key.verify(signature, data, words)
        else:
            key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def openssl_holds(spki, scheme, signature, data):
    digest = scheme.rpartition("_")[2]
    with tempfile.TemporaryDirectory() as folder:
        for name, octets in (("key", spki), ("signature", signature), ("data", data)):
            with open(f"{folder}/{name}", "wb") as file:
                file.write(octets)
        done = subprocess.run(
            ["openssl", "dgst", f"-{digest}", "-sigopt", "rsa_padding_mode:pss", "-sigopt",
             "rsa_pss_saltlen:digest", "-verify", f"{folder}/key", "-signature",
             f"{folder}/signature", f"{folder}/data"], capture_output=True, check=False)
    return done.returncode == 0


def word(good):
    return "proven" if good else "disproven"


def check_12(connection):
    """{side: (possession, algorithm)} by the signatures that the first handshake has."""
    messages, header = connection.handshake(), 12 if connection.udp else 4
    seen = {"server": ("not-checked", "-"), "client": ("-", "-")}
    hello = next((m for m in messages if m.kind == SERVER_HELLO), None)
    if hello is None:
        return seen
    version = u(hello.octets[header : header + 2])
    modern = version in (0x0303, 0xFEFD)

    def signed(octets):
        scheme = None
        if modern:
            scheme, octets = NAMES[u(octets[:2])], octets[2:]
        return scheme, octets[2 : 2 + u(octets[:2])]

    anonymous = not any(m.kind == CERTIFICATE and m.server for m in messages)
    certificates = {m.server: m for m in messages if m.kind == CERTIFICATE}
    exchange = next((m for m in messages if m.kind == KEY_EXCHANGE), None)
    if exchange and not anonymous:
        body = exchange.octets[header:]
        try:
            size = Derive.parameters_size(body)
            scheme, signature = signed(body[size:])
        except (KeyError, IndexError):
            scheme = signature = None
        if signature:
            randoms = first(messages, CLIENT_HELLO, False).octets[header + 2 : header + 34]
            randoms += hello.octets[header + 2 : header + 34]
            der = certificate_of(certificates[True], False, connection.udp)[1]
            good = holds(der, scheme, signature, randoms + body[:size])
            seen["server"] = word(good), scheme or "-"
    verify = next((m for m in messages if m.kind == VERIFY), None)
    if verify:
        scheme, signature = signed(verify.octets[header:])
        data = b"".join(m.octets for m in messages[: messages.index(verify)])
        der = certificate_of(certificates[False], False, connection.udp)[1]
        seen["client"] = word(holds(der, scheme, signature, data)), scheme or "-"
    return seen


def check_13(session):
    seen = {"server": ("not-checked", "-"), "client": ("-", "-")}
    ordered, finished = session.transcript(), {}
    later = session.later()
    if any(m.kind == VERIFY for m in later):
        ordered = ordered + later
    done = b""
    certificates = {}
    for message in ordered:
        side = "server" if message.server else "client"
        digest = hashlib.new(session.algorithm, done).digest()
        if message.kind == CERTIFICATE:
            certificates[side] = message
        elif message.kind == VERIFY:
            scheme, size = NAMES[u(message.octets[4:6])], u(message.octets[6:8])
            words = f"TLS 1.3, {side} CertificateVerify".encode()
            data = b" " * 64 + words + b"\0" + digest
            der = certificate_of(certificates[side], True)[1]
            seen[side] = word(holds(der, scheme, message.octets[8 : 8 + size], data)), scheme
        elif message.kind == FINISHED and message.epoch == "handshake":
            secret = session.secret(f"{side.upper()}_HANDSHAKE_TRAFFIC_SECRET")
            keys = Keys(session.suite, secret)
            good = hmac.digest(keys.finished, digest, session.algorithm) == message.octets[4:]
            finished[side] = "verified" if good else "wrong"
        done += message.octets
    return seen, finished


def pseudo_random(secret, label, seed, algorithm, length):
    """The PRF of TLS 1.2, or with None that of TLS 1.0."""
    def stream(key, name):
        octets, a = b"", label + seed
        while len(octets) < length:
            a = hmac.digest(key, a, name)
            octets += hmac.digest(key, a + label + seed, name)
        return octets[:length]

    if algorithm:
        return stream(secret, algorithm)
    half = (len(secret) + 1) // 2
    pairs = zip(stream(secret[:half], "md5"), stream(secret[-half:], "sha1"))
    return bytes(a ^ b for a, b in pairs)


SHA384 = {0x9D, 0x9F, 0xA3, 0xA9, 0xAB, 0xC024, 0xC028, 0xC02C, 0xC030, 0xC032}
SHA384 |= {0xAD, 0xAF, 0xB3, 0xC038, 0xC008}


def decrypted_finished(path):
    """{client's port: [(from the server, verify_data)]} as tshark decrypts them."""
    text = subprocess.run(
        ["tshark", "-n", "-r", path, "-T", "json", "-x", "--no-duplicate-keys", "-Y",
         "tls.handshake.type == 20 || dtls.handshake.type == 20"],
        capture_output=True, check=True, text=True).stdout
    found = {}

    def walk(value, port, server):
        if isinstance(value, list):
            for one in value:
                walk(one, port, server)
        elif isinstance(value, dict):
            for key, one in value.items():
                if key.endswith("handshake.verify_data_raw"):
                    many = one if isinstance(one[0], list) else [one]
                    found.setdefault(port, []).extend((server, bytes.fromhex(o[0])) for o in many)
                else:
                    walk(one, port, server)

    for packet in json.loads(text or "[]"):
        layers = packet["_source"]["layers"]
        ports = layers.get("tcp") or layers["udp"]
        ports = [int(value) for key, value in ports.items() if key.endswith(("srcport", "dstport"))]
        walk(layers, max(ports), ports[0] == min(ports))
    return found


def check_finished_12(connection, secrets, finished):
    """{side: verified|wrong} of the first handshake; finished: what tshark decrypted, in order."""
    messages, header = connection.handshake(), 12 if connection.udp else 4
    hello = next(m for m in messages if m.kind == SERVER_HELLO).octets
    random = messages[0].octets[header + 2 : header + 34]
    session = hello[header + 34]
    suite = u(hello[header + 35 + session : header + 37 + session])
    modern = u(hello[header : header + 2]) in (0x0303, 0xFEFD)
    algorithm = ("sha384" if suite in SHA384 else "sha256") if modern else None
    master = secrets["CLIENT_RANDOM", random]
    done = b"".join(m.octets for m in messages)
    ticket = [m for m in connection.plain_messages(True) if m.kind == TICKET]
    seen = {}
    # A server that is first to end has taken up a session.
    for server, data in finished[:2]:
        if server:
            done += b"".join(m.octets for m in ticket)
        label = b"server finished" if server else b"client finished"
        digest = hashlib.new(algorithm, done).digest() if modern else (
            hashlib.md5(done).digest() + hashlib.sha1(done).digest())
        good = pseudo_random(master, label, digest, algorithm, 12) == data
        seen["server" if server else "client"] = "verified" if good else "wrong"
        if connection.udp:
            numbered = struct.pack(">H", next_number(connection, server))
            done += b"\x14\0\0\x0c" + numbered + bytes(3) + b"\0\0\x0c" + data
        else:
            done += b"\x14\0\0\x0c" + data
    return seen


def next_number(connection, server):
    """The message_seq of a Finished: the one after the last in the clear."""
    last = connection.plain_messages(server)[-1]
    return u(last.octets[4:6]) + 1


def check(folder, table):
    with open(table) as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    by_session, wrong, counts = {}, 0, {}
    for row in rows:
        by_session.setdefault(row[0], {}).setdefault(int(row[1]), {})[row[2]] = row[3:]
    for name, sessions in by_session.items():
        if not os.path.exists(f"{folder}/{name}.pcapng"):
            print(f"{name}: no such capture")
            wrong += 1
            continue
        connections = Capture(f"{folder}/{name}.pcapng").connections()
        secrets = read_secrets(f"{folder}/{name}.keys")
        if len(connections) != len(sessions):
            print(f"{name}: {len(connections)} connections, {len(sessions)} sessions in the table")
            wrong += 1
        decrypted = {}
        if "tls13" not in name and "quic" not in name:
            decrypted = decrypted_finished(f"{folder}/{name}.pcapng")
        for number, connection in enumerate(connections):
            expected = sessions.get(number)
            finished = {}
            try:
                if name.endswith(("tls13-nokeys", "quic-nokeys")):
                    continue
                session = None
                if "quic" in name:
                    session = SessionQuic(connection, secrets)
                elif not connection.udp and "lost" not in name:
                    try:
                        session = Session13(connection, secrets)
                    except (KeyError, IndexError):  # another version, or no hello of the server
                        pass
                if session:
                    seen, finished = check_13(session)
                elif "lost" in name:
                    continue
                else:
                    seen = check_12(connection)
                    port = connection.frames[0]
                    port = max(port.source, port.target)
                    asked = any(values[2] != "not-checked" for values in expected.values())
                    if asked and port in decrypted:
                        finished = check_finished_12(connection, secrets, decrypted[port])
                    elif asked:
                        raise ValueError("no Finished decrypts")
                for value in finished.values():
                    key = f"Finished {value} {'1.3' if session else 'until 1.2'}"
                    counts[key] = counts.get(key, 0) + 1
            except Exception as problem:
                print(f"{name} {number}: {problem!r} {expected}")
                wrong += 1
                continue
            for side in ("server", "client"):
                possession, algorithm, said, what = expected[side]
                got, got_algorithm = seen[side]
                if "renegotiation, where" in what and side == "client":
                    continue
                good = got == possession or {got, possession} <= {"-", "not-checked"}
                good = good and got_algorithm in (algorithm, "-")
                if side in finished and finished[side] != said and "late" not in what:
                    good = False
                key = f"{got} {'1.3' if session else 'until 1.2'}"
                counts[key] = counts.get(key, 0) + 1
                if not good:
                    print(f"{name} {number} {side}: table {expected[side]}, here "
                          f"{seen[side]} {finished.get(side)}")
                    wrong += 1
    print(counts)
    print(f"{wrong} differences")
    return wrong


if __name__ == "__main__":
    command = sys.argv[1]
    if command == "derive":
        Derive(*sys.argv[2:]).all()
    elif command == "check":
        sys.exit(check(*sys.argv[2:]) > 0)
