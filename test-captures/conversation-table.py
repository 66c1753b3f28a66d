#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes conversations.tsv: what plain tshark, without TLS Witness, says of the captures of
conversations/ with the secrets that they hold. The words are those of TLS Witness's own fields.

    conversation-table.py FOLDER ROWS TABLE [CAPTURE..]

ROWS has a line for each capture: its name, what made it, what it shows, and what tshark cannot know
(SESSION:COLUMN=VALUE; twin=CAPTURE: the same packets with secrets; decode=OPTION of tshark's -d).
With CAPTURE.. only those are looked at again; the lines of the others are kept. The table of
README.md is written, too.
"""

import csv
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

COLUMNS = """capture session made_by version cipher_suite key_exchange group resumed
    client_hello_frame server_hello_frame segment2_frame absent_reason alerts history row""".split()

VERSIONS = {0x0002: "SSL 2.0", 0x0300: "SSL 3.0", 0x0301: "TLS 1.0", 0x0302: "TLS 1.1"}
VERSIONS |= {0x0303: "TLS 1.2", 0x0304: "TLS 1.3", 0xFEFF: "DTLS 1.0", 0xFEFD: "DTLS 1.2"}
VERSIONS |= {0x0100: "DTLS 1.0"}

ALERTS = {0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 22: "record_overflow"}
ALERTS |= {40: "handshake_failure", 41: "no_certificate", 42: "bad_certificate"}
ALERTS |= {43: "unsupported_certificate", 44: "certificate_revoked", 45: "certificate_expired"}
ALERTS |= {46: "certificate_unknown", 47: "illegal_parameter", 48: "unknown_ca"}
ALERTS |= {49: "access_denied", 50: "decode_error", 51: "decrypt_error", 70: "protocol_version"}
ALERTS |= {71: "insufficient_security", 80: "internal_error", 86: "inappropriate_fallback"}
ALERTS |= {90: "user_canceled", 100: "no_renegotiation", 109: "missing_extension"}
ALERTS |= {110: "unsupported_extension", 112: "unrecognized_name"}
ALERTS |= {113: "bad_certificate_status_response", 115: "unknown_psk_identity"}
ALERTS |= {116: "certificate_required", 120: "no_application_protocol"}

# The letters of Zeek's ssl_history.
LETTERS = {0: "h", 1: "c", 2: "s", 3: "v", 4: "t", 5: "e", 8: "o", 11: "x", 12: "k", 13: "r"}
LETTERS |= {14: "n", 15: "y", 16: "g", 20: "f", 21: "w", 22: "u", 23: "a", 24: "p"}

CLIENT_HELLO, SERVER_HELLO, HELLO_VERIFY, TICKET = 1, 2, 3, 4
CERTIFICATE, SERVER_KEY, REQUEST, FINISHED, KEY_UPDATE, COMPRESSED = 11, 12, 13, 20, 24, 25
RETRY_RANDOM = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"

GROUPS = {23: "secp256r1", 24: "secp384r1", 25: "secp521r1", 29: "x25519", 30: "x448"}
GROUPS |= {256: "ffdhe2048", 257: "ffdhe3072", 258: "ffdhe4096"}
GROUPS |= {4588: "X25519MLKEM768", 25497: "X25519Kyber768Draft00"}
FFDHE_START = "ffffffffffffffffadf85458a2bb4a9a"


def number(text):
    return int(text, 0)


def first(element, name):
    """The value of the first field of that name anywhere inside."""
    field = field_of(element, name)
    return None if field is None else field.get("show")


def fields_of(element, *names):
    return [field for field in element.iter("field") if field.get("name") in names]


def field_of(element, name):
    return next(iter(fields_of(element, name)), None)


class Session:
    def __init__(self, datagrams):
        self.datagrams = datagrams
        self.client = None  # the address and port that said ClientHello
        self.messages = []  # frame, source, kind, detail, element
        self.quic = False


class Message:
    def __init__(self, frame, source, kind, detail, element):
        self.frame, self.source, self.kind = frame, source, kind
        self.detail, self.element = detail, element


def content(record, prefix):
    """The messages of one record: kind, detail, element."""
    types = fields_of(record, f"{prefix}.record.content_type")
    kind = number(types[-1].get("show")) if types else None
    if prefix == "tls" and field_of(record, "tls.record.opaque_type") is not None and not types:
        yield "opaque", None, record
        return
    for message in record.iter("field"):
        name = message.get("name")
        if name == f"{prefix}.handshake":
            number_of_type = first(message, f"{prefix}.handshake.type")
            if number_of_type is None:
                if "Encrypted" in (message.get("showname") or ""):
                    yield "opaque-handshake", None, message
            elif not fragment(message, prefix):
                yield "handshake", number(number_of_type), message
        elif name == f"{prefix}.change_cipher_spec":
            yield "change", None, message
        elif name == f"{prefix}.alert_message":
            description = first(message, f"{prefix}.alert_message.desc")
            if description is None:
                yield "opaque-alert", None, message
            else:
                yield "alert", number(description), message
        elif name == f"{prefix}.heartbeat_message":
            yield "heartbeat", None, message
        elif name == "tls.handshake.type" and kind is None:  # SSL 2's form of ClientHello
            yield "handshake", number(message.get("show")), record
    if kind == 23:
        yield "data", None, record


def fragment(message, prefix):
    """DTLS: a piece of a message that has not come to its end in this record."""
    if prefix != "dtls":
        return False
    words = ("length", "fragment_offset", "fragment_length")
    values = [first(message, f"dtls.handshake.{word}") for word in words]
    if None in values:
        return False
    length, offset, size = map(number, values)
    return offset + size < length


def endpoints(packet):
    """Stream and source, whatever carries TLS here."""
    radius = packet.find("proto[@name='radius']")
    if radius is not None and packet.find(".//proto[@name='eap']") is not None:
        code = number(first(radius, "radius.code"))
        return ("eap",), "server" if code in (2, 3, 11) else "client", True
    for transport in ("tcp", "udp"):
        proto = packet.findall(f"proto[@name='{transport}']")
        if proto:
            stream = number(first(proto[-1], f"{transport}.stream"))
            return (transport, stream), first(proto[-1], f"{transport}.srcport"), transport == "udp"
    return None, None, False


def walk(element):
    """The protocols that may hold TLS, in their order and at any depth; QUIC's hold it inside."""
    for child in element:
        if child.tag == "proto" and child.get("name") in ("tls", "dtls", "quic"):
            yield child.get("name"), child
        else:
            yield from walk(child)


def read_capture(path, decode):
    command = ["tshark", "-n", "-r", path, "-T", "pdml", "-o", "tcp.reassemble_out_of_order:TRUE"]
    command += ["-d", decode] if decode else []
    run = subprocess.run(command, check=True, capture_output=True)
    return ElementTree.fromstring(run.stdout).findall("packet")


class Reader:
    """Gathers the sessions of a capture, in the order of their first records."""

    def __init__(self, path, decode):
        self.sessions = {}
        self.ids = {}
        for packet in read_capture(path, decode):
            self.read(packet)

    def session(self, key, datagrams):
        return self.sessions.setdefault(key, Session(datagrams))

    def read(self, packet):
        frame = number(first(packet, "frame.number"))
        key, source, datagrams = endpoints(packet)
        for name, proto in walk(packet):
            if name == "quic":
                self.read_quic(frame, source, key, proto)
                continue
            for record in fields_of(proto, f"{name}.record"):
                for kind, detail, element in content(record, name):
                    self.add(key, Message(frame, source, kind, detail, element), datagrams)

    def add(self, key, message, datagrams):
        session = self.session(key, datagrams)
        begins = message.kind == "handshake" and message.detail == CLIENT_HELLO
        if begins and session.client is None:
            session.client = message.source
        session.messages.append(message)

    def read_quic(self, frame, source, key, proto):
        key = (*key, "quic")
        for packet in fields_of(proto, "quic.packet") or [proto]:
            self.session(key, True).quic = True
            types = fields_of(packet, "quic.long.packet_type", "quic.long.packet_type_v2")
            early = any("0-RTT" in field.get("showname", "") for field in types)
            if early or first(packet, "quic.header_form") == "0":
                self.add(key, Message(frame, source, "packet", None, packet), True)
            for message in fields_of(packet, "tls.handshake"):
                kind = first(message, "tls.handshake.type")
                if kind:
                    self.add(key, Message(frame, source, "handshake", number(kind), message), True)
            for close in fields_of(packet, "quic.cc.error_code.tls_alert"):
                alert = number(close.get("show"))
                self.add(key, Message(frame, source, "alert", alert, packet), True)


def is_retry(message):
    random = field_of(message.element, "tls.handshake.random")
    return random is not None and random.get("value") == RETRY_RANDOM


def key_exchange(suite, group, psk):
    if suite.startswith(("TLS_AES_", "TLS_CHACHA20_")):
        agreed = "" if not group else "DHE" if group.startswith("ffdhe") else "ECDHE"
        if group and ("MLKEM" in group or "Kyber" in group):
            return "hybrid"
        return "-".join(word for word in ("PSK" if psk else "", agreed) if word) or "-"
    word = suite.removeprefix("TLS_").split("_WITH_")[0]
    if "anon" in word:
        return "anonymous"
    if word.startswith("SRP"):
        return "SRP"
    if word in ("RSA", "PSK"):
        return word
    if word == "RSA_PSK":
        return "RSA-PSK"
    agreed = word.split("_")[0]
    return f"PSK-{agreed}" if "PSK" in word else agreed


def suite_of(element):
    field = field_of(element, "tls.handshake.ciphersuite")
    if field is None:
        field = field_of(element, "dtls.handshake.ciphersuite")
    match = re.search(r": (\S+) \(", field.get("showname") or "") if field is not None else None
    return match.group(1) if match else None


def version_name(value):
    if value >> 8 == 0x7F:
        return f"TLS 1.3 (draft {value & 0xFF})"
    return VERSIONS.get(value, hex(value))


def named(field):
    return GROUPS.get(number(field), field) if field else None


class Facts:
    """What one session's messages say."""

    def __init__(self, session, number_of_session):
        self.session = session
        self.row = dict.fromkeys(COLUMNS, "-") | {"session": str(number_of_session), "resumed": "0"}
        self.finished = {}  # sender: how often
        self.sides = set()
        self.history = ""
        self.complete = True
        self.psk = self.external = self.tls13 = False
        self.alerts = []
        self.client_id = None
        self.group = None
        self.suite = None
        self.server_types = set()
        self.segment2 = set()
        for message in session.messages:
            self.take(message)
        self.conclude()

    def sender(self, message):
        if message.source in ("client", "server"):
            return message.source
        if self.session.client is not None:
            return "client" if message.source == self.session.client else "server"
        return "server" if number(message.source) < 10000 else "client"

    def frame(self, column, message):
        if self.row[column] == "-":
            self.row[column] = str(message.frame)
        if column == "segment2_frame":
            self.segment2.add(message.frame)

    def letter(self, letter, sender):
        letter = letter.upper() if sender == "client" else letter
        if letter not in "dD" or not self.history.endswith(letter):
            self.history += letter

    def take(self, message):
        sender = self.sender(message)
        if message.kind.startswith("opaque"):
            self.complete = False
        elif message.kind == "handshake":
            self.take_handshake(message, sender)
        elif message.kind == "change":
            self.letter("i", sender)
        elif message.kind == "alert":
            self.letter("l", sender)
            self.alerts.append(f"{sender}:{ALERTS.get(message.detail, message.detail)}")
        elif message.kind == "heartbeat":
            self.letter("b", sender)
        elif message.kind == "data":
            self.letter("d", sender)
            self.frame("segment2_frame", message)
        elif message.kind == "packet":
            self.frame("segment2_frame", message)
            self.letter("d", sender)

    def take_handshake(self, message, sender):
        kind = message.detail
        retry = kind == SERVER_HELLO and is_retry(message)
        self.letter("j" if retry else LETTERS.get(kind, "z"), sender)
        if sender == "server":
            self.server_types.add(kind)
        if kind == CLIENT_HELLO and not self.finished:
            self.frame("client_hello_frame", message)
            self.take_client_hello(message.element)
        elif kind == SERVER_HELLO and not retry and not self.finished:
            self.frame("server_hello_frame", message)
            self.take_server_hello(message.element)
        elif kind == SERVER_KEY:
            self.take_server_key(message.element)
        elif kind == FINISHED:
            self.finished[sender] = self.finished.get(sender, 0) + 1
        # TLS 1.3: whatever comes after the sender's own Finished; and a client's late certificate.
        if self.tls13 and (
            kind in (TICKET, KEY_UPDATE)
            or sender == "server"
            and kind == REQUEST
            and self.finished.get("server")
            or kind == FINISHED
            and self.finished[sender] > 1
        ):
            self.frame("segment2_frame", message)

    def take_client_hello(self, element):
        for prefix in ("tls", "dtls"):
            field = field_of(element, f"{prefix}.handshake.session_id")
            if field is not None:
                self.client_id = field.get("value")
        age = first(element, "tls.handshake.extensions.psk.identity.obfuscated_ticket_age")
        self.external = age == "0"

    def take_server_hello(self, element):
        for prefix in ("tls", "dtls"):
            for name in ("version", "extensions.supported_version"):
                version = first(element, f"{prefix}.handshake.{name}")
                if version:
                    self.row["version"] = version_name(number(version))
        self.tls13 = self.row["version"].startswith("TLS 1.3")
        self.suite = suite_of(element)
        self.psk = first(element, "tls.handshake.extensions.psk.identity.selected") is not None
        share = first(element, "tls.handshake.extensions_key_share_group")
        self.group = named(share)
        if self.tls13:
            self.row["resumed"] = str(int(self.psk and not self.external))
        else:
            for prefix in ("tls", "dtls"):
                field = field_of(element, f"{prefix}.handshake.session_id")
                if field is not None and field.get("value") == self.client_id:
                    self.row["resumed"] = "1"

    def take_server_key(self, element):
        for prefix in ("tls", "dtls"):
            curve = first(element, f"{prefix}.handshake.server_named_curve")
            if curve and not self.group:
                self.group = named(curve)
            prime = field_of(element, f"{prefix}.handshake.p")
            if prime is not None and not self.group:
                value = prime.get("value")
                bits = len(value) // 2 * 8
                self.group = f"ffdhe{bits}" if value.startswith(FFDHE_START) else None

    def absent(self):
        if self.server_types & {CERTIFICATE, COMPRESSED}:
            return "-"
        if self.row["resumed"] == "1":
            return "resumed"
        exchange = self.row["key_exchange"]
        if self.psk or exchange in ("PSK", "PSK-DHE", "PSK-ECDHE"):
            return "psk"
        if exchange == "anonymous":
            return "anonymous"
        if self.row["server_hello_frame"] == "-":
            refused = any(alert.startswith("server:") for alert in self.alerts)
            return "-" if refused else "not-captured"
        if self.tls13 and (not self.complete or self.session.quic):
            return "encrypted"
        return "not-captured" if exchange != "SRP" else "-"

    def conclude(self):
        row = self.row
        if self.suite:
            row["cipher_suite"] = self.suite
            row["key_exchange"] = key_exchange(self.suite, self.group, self.psk)
        row["group"] = self.group or "-"
        row["absent_reason"] = self.absent()
        row["alerts"] = ";".join(self.alerts) or "-"
        # Not of a session whose beginning is missing, nor of QUIC, which Zeek reads otherwise.
        begun = row["client_hello_frame"] != "-" and (row["absent_reason"] == "-" or self.suite)
        known = self.complete and begun and not self.session.quic
        row["history"] = self.history[:100] if known else "-"


def facts_of(path, decode=None):
    sessions = [s for s in Reader(path, decode).sessions.values() if s.messages]
    return [Facts(session, index) for index, session in enumerate(sessions)]


def described(path, decode=None):
    """A row for each session of the capture."""
    return [facts.row for facts in facts_of(path, decode)]


def mapped(path, numbers):
    """What is known of a capture whose frames are those of another, with these numbers."""
    numbers = [int(number) for number in pathlib.Path(numbers).read_text(encoding="ascii").split()]
    known = []
    for index, facts in enumerate(facts_of(path)):
        places = [place for place, frame in enumerate(numbers, 1) if frame in facts.segment2]
        known.append(f"{index}:segment2_frame={places[0] if places else '-'}")
    return " ".join(known)


def with_knowledge(folder, name, knowledge):
    words = [word.split("=", 1) for word in knowledge.split()]
    rows = described(folder / f"{name}.pcapng", dict(words).get("decode"))
    for key, value in words:
        if key == "twin":
            for row, twin in zip(rows, described(folder / f"{value}.pcapng"), strict=True):
                kept = {column: row[column] for column in ("absent_reason", "alerts", "history")}
                row.update(twin | kept)
    for key, value in words:
        if ":" in key:
            index, column = key.split(":")
            rows[int(index)][column] = value.replace("~", " ")
    return rows


def write_readme(rows):
    """Its list of captures stands between two marks."""
    path = pathlib.Path(__file__).resolve().parent / "README.md"
    before, mark, rest = path.read_text(encoding="utf-8").partition("<!-- conversations -->\n")
    after = rest.partition("<!-- end of conversations -->\n")
    shown = {row["capture"]: row for row in rows}.values()
    lines = ["| capture | shows | made by |\n", "| --- | --- | --- |\n"]
    lines += [f"| `{row['capture']}` | {row['row']} | {row['made_by']} |\n" for row in shown]
    path.write_text(before + mark + "".join(lines) + after[1] + after[2], encoding="utf-8")


def main():
    if sys.argv[1] == "--mapped":
        print(mapped(*sys.argv[2:]))
        return
    folder, declared, table = map(pathlib.Path, sys.argv[1:4])
    changed = set(sys.argv[4:])
    old = {}
    if table.exists():
        with open(table, encoding="ascii", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                old.setdefault(row["capture"], []).append(row)
    rows = []
    for line in declared.read_text(encoding="ascii").splitlines():
        name, made_by, shows, knowledge = line.split("\t")
        if not (folder / f"{name}.pcapng").exists():
            continue
        if name in changed or name not in old:
            found = with_knowledge(folder, name, knowledge)
            if not found:  # a capture without TLS has one line all the same
                found = [dict.fromkeys(COLUMNS, "-")]
        else:
            found = old[name]
        rows += [row | {"capture": name, "made_by": made_by, "row": shows} for row in found]
    with open(table, "w", encoding="ascii", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    write_readme(rows)


if __name__ == "__main__":
    main()
