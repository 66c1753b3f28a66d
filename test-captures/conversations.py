#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What `make-conversations` needs and no program of Debian does: servers that begin in the clear
and turn to TLS, proxies, clients that misbehave, captures cut from others, octets built by hand.

    conversations.py SUBCOMMAND ARGUMENT..
"""

import random
import socket
import ssl
import struct
import sys
import threading
import time

HOST = "www.lab.example"
VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


def abort(version):
    """A client that resets the connection when the server's first flight has come."""
    context = client_context(version)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_hostname=HOST)
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        pass
    with socket.create_connection(("127.0.0.1", 443)) as connection:
        connection.sendall(outgoing.read())
        connection.settimeout(0.5)
        try:
            while connection.recv(65536):
                pass
        except TimeoutError:
            pass
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def client_context(version, keys=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = context.maximum_version = VERSIONS[version]
    if keys:
        context.keylog_filename = keys
    return context


def reuse_port(keys):
    """Two sessions from the same port; the second connection may begin while the first's is in
    TIME_WAIT, because it is the same program that binds the port again."""
    for text in (b"first\n", b"second\n"):
        plain = socket.socket()
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        plain.bind(("127.0.0.1", 50000))
        plain.connect(("127.0.0.1", 443))
        with client_context("1.2", keys).wrap_socket(plain, server_hostname=HOST) as tls:
            tls.sendall(text)
            tls.recv(100)
            tls.unwrap().close()
        time.sleep(1.2)


# ---- servers that begin in the clear -----------------------------------------------------------


def line_of(connection):
    """One line of the client, octet by octet, so that nothing of its TLS is read."""
    line = b""
    while not line.endswith(b"\n"):
        octet = connection.recv(1)
        if not octet:
            raise ConnectionError(f"the client ended after {line!r}")
        line += octet
    return line


def dialogue(greeting, *answers):
    """A server that greets, then has one answer for each line of the client."""

    def speak(connection):
        connection.sendall(greeting)
        for answer in answers:
            line_of(connection)
            connection.sendall(answer)

    return speak


def speak_xmpp(connection):
    connection.recv(4096)
    connection.sendall(
        b"<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='1' version='1.0' "
        b"xmlns:stream='http://etherx.jabber.org/streams' from='lab.example'>"
        b"<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/>"
        b"</starttls></stream:features>"
    )
    connection.recv(4096)
    connection.sendall(b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")


def speak_ldap(connection):
    connection.recv(4096)  # ExtendedRequest 1.3.6.1.4.1.1466.20037
    connection.sendall(bytes.fromhex("300c02010178070a010004000400"))


def speak_postgres(connection):
    connection.recv(8)  # SSLRequest
    connection.sendall(b"S")


def speak_mysql(connection):
    capabilities = 0x0008AA00  # CLIENT_SSL among them
    greeting = b"\x0a8.0.36\0" + struct.pack("<I", 7) + b"saltsalt\0"
    greeting += struct.pack("<H", capabilities & 0xFFFF) + b"\x21" + struct.pack("<H", 2)
    greeting += struct.pack("<H", capabilities >> 16) + b"\x15" + bytes(10)
    greeting += b"saltsaltsalt\0" + b"mysql_native_password\0"
    connection.sendall(struct.pack("<I", len(greeting))[:3] + b"\0" + greeting)
    connection.recv(36)  # SSLRequest


def speak_rdp(connection):
    connection.recv(4096)  # X.224 connection request
    connection.sendall(bytes.fromhex("030000130ed000001234000200080001000000"))


STARTTLS = {
    "smtp": (25, dialogue(b"220 lab\r\n", b"250-lab\r\n250 STARTTLS\r\n", b"220 go\r\n")),
    "pop3": (110, dialogue(b"+OK lab\r\n", b"+OK go\r\n")),
    "imap": (
        143,
        dialogue(
            b"* OK lab\r\n",
            b"* CAPABILITY IMAP4rev1 STARTTLS\r\n. OK done\r\n",
            b". OK go\r\n",
        ),
    ),
    "ftp": (
        21,
        dialogue(b"220 lab\r\n", b"234 go\r\n"),
    ),
    "xmpp": (5222, speak_xmpp),
    "ldap": (389, speak_ldap),
    "postgres": (5432, speak_postgres),
    "mysql": (3306, speak_mysql),
    "rdp": (3389, speak_rdp),
}


def server_context(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{certificate}.pem", f"{certificate}.key")
    return context


def echo(tls):
    """Sends back what comes, until the client closes, and answers its close_notify."""
    with tls:
        while data := tls.recv(4096):
            tls.sendall(data)
        tls.unwrap()


def starttls(protocol, certificate):
    port, speak = STARTTLS[protocol]
    with socket.create_server(("127.0.0.1", port)) as server:
        connection = server.accept()[0]
        speak(connection)
        echo(server_context(certificate).wrap_socket(connection, server_side=True))


def rdp_client(keys):
    """No client of Debian's that runs without a screen: the same octets as a real one's."""
    connection = socket.create_connection(("127.0.0.1", 3389))
    connection.sendall(bytes.fromhex("030000130ee000000000000100080001000000"))
    connection.recv(19)
    with client_context("1.2", keys).wrap_socket(connection, server_hostname=HOST) as tls:
        tls.sendall(b"hello\n")
        tls.recv(100)
        tls.unwrap()


# ---- proxies -----------------------------------------------------------------------------------


def relay(one, other):
    """Until both have ended."""

    def pump(source, target):
        try:
            while data := source.recv(16384):
                target.sendall(data)
            if isinstance(target, ssl.SSLSocket):
                target.unwrap()
            else:
                target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    threads = [threading.Thread(target=pump, args=ends) for ends in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one.close()
    other.close()


def connect_proxy(port, target, certificate=None):
    """HTTP CONNECT, over TLS if the proxy has a certificate; all names lead to one place."""
    with socket.create_server(("127.0.0.1", int(port))) as server:
        client = server.accept()[0]
        if certificate:
            client = server_context(certificate).wrap_socket(client, server_side=True)
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            request += client.recv(4096)
        upstream = socket.create_connection(("127.0.0.1", int(target)))
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        relay(client, upstream)


def socks_proxy(port, target):
    with socket.create_server(("127.0.0.1", int(port))) as server:
        client = server.accept()[0]
        client.recv(4096)
        client.sendall(b"\x05\x00")
        client.recv(4096)
        upstream = socket.create_connection(("127.0.0.1", int(target)))
        client.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01" + struct.pack(">H", int(target)))
        relay(client, upstream)


# ---- accidents, and octets built by hand -------------------------------------------------------


def close_without_notify(version, keys):
    plain = socket.create_connection(("127.0.0.1", 443))
    tls = client_context(version, keys).wrap_socket(plain, server_hostname=HOST)
    tls.sendall(b"hello\n")
    tls.recv(100)
    tls.close()


def ssl2_hello():
    """CLIENT-HELLO in the form of SSL 2, version 3.1, as clients sent it before 2010; the rest of
    the handshake is not spoken."""
    suites = bytes.fromhex("00002f 000035 00000a 010080 0700c0 0000ff".replace(" ", ""))
    body = struct.pack(">BHHHH", 1, 0x0301, len(suites), 0, 16) + suites + bytes(range(16))
    with socket.create_connection(("127.0.0.1", 443)) as connection:
        connection.sendall(struct.pack(">H", 0x8000 | len(body)) + body)
        connection.settimeout(0.5)
        try:
            while connection.recv(65536):
                pass
        except TimeoutError:
            pass


def garbage_of(seed):
    return random.Random(seed).randbytes(300)


def garbage_server():
    with socket.create_server(("127.0.0.1", 443)) as server:
        connection = server.accept()[0]
        connection.recv(4096)
        connection.sendall(garbage_of(2))
        connection.recv(4096)


def garbage_client(kind):
    """Octets that are no TLS, or that only begin like a record of it."""
    beginning = b"\x16\x03\x01\x01\x2c" if kind == "record" else b""
    with socket.create_connection(("127.0.0.1", 443)) as connection:
        connection.sendall(beginning + garbage_of(1))
        connection.recv(4096)


# ---- cutting captures --------------------------------------------------------------------------


class Frame:
    """A frame of a pcap file, with Ethernet, IPv4 and TCP or UDP on it."""

    def __init__(self, header, octets, number):
        self.seconds, self.micros, _, self.length = header
        self.octets, self.number = octets, number
        at = 14 + (octets[14] & 15) * 4
        self.source, self.target, self.sequence = struct.unpack(">HHI", octets[at : at + 8])
        datagram = octets[23] == 17
        self.flags = 0 if datagram else octets[at + 13]
        self.data_at = at + (8 if datagram else (octets[at + 12] >> 4) * 4)
        self.tcp_at = at
        self.from_server = self.source < self.target

    @property
    def data(self):
        return self.octets[self.data_at :]


def read_frames(path):
    with open(path, "rb") as file:
        head = file.read(24)
        frames = []
        while header := file.read(16):
            header = struct.unpack("<4I", header)
            frames.append(Frame(header, file.read(header[2]), len(frames) + 1))
    return head, frames


def write_frames(path, head, frames, snaplen=65535):
    """The times stay those of the places in the file; prints where each frame comes from."""
    times = sorted((frame.seconds, frame.micros) for frame in frames)
    with open(path, "wb") as file:
        file.write(head)
        for (seconds, micros), frame in zip(times, frames, strict=True):
            octets = frame.octets[:snaplen]
            file.write(struct.pack("<4I", seconds, micros, len(octets), frame.length) + octets)
            print(frame.number)


def segments(frames, from_server):
    return [frame for frame in frames if frame.data and frame.from_server == from_server]


def drop_server_segment(frames, number):
    lost = segments(frames, True)[int(number) - 1]
    return [frame for frame in frames if frame is not lost]


def only_client(frames):
    return [frame for frame in frames if not frame.from_server]


def only_server(frames):
    return [frame for frame in frames if frame.from_server]


def from_segment(from_server):
    def edit(frames, number):
        return frames[frames.index(segments(frames, from_server)[int(number) - 1]) :]

    return edit


def swap_server_segments(frames, one, other):
    found = segments(frames, True)
    one, other = (frames.index(found[int(number) - 1]) for number in (one, other))
    frames[one], frames[other] = frames[other], frames[one]
    return frames


def part_of(frame, skipped):
    """The same segment without its first octets, as TCP may send it again."""
    octets = bytearray(frame.octets[: frame.data_at] + frame.data[skipped:])
    struct.pack_into(">I", octets, frame.tcp_at + 4, (frame.sequence + skipped) % 2**32)
    struct.pack_into(">H", octets, 16, len(octets) - 14)
    header = (frame.seconds, frame.micros, len(octets), len(octets))
    return Frame(header, bytes(octets), frame.number)


def repeat_server_segment(frames, number):
    """Once as it was, right after itself, and its second half after the frame that follows."""
    again = segments(frames, True)[int(number) - 1]
    at = frames.index(again) + 1
    half = part_of(again, len(again.data) // 2)
    return [*frames[:at], again, frames[at], half, *frames[at + 1 :]]


def wrapped(prefix, ethertype):
    """Every frame inside a tunnel: PREFIX gives what stands between Ethernet and IP."""

    def edit(frames):
        for frame in frames:
            inside = frame.octets[14:]
            frame.octets = frame.octets[:12] + ethertype + prefix(len(inside)) + inside
            frame.length = len(frame.octets)
        return frames

    return edit


def false_start(frames):
    """The client's first data comes before the server's last flight, which it had seen in truth;
    what it acknowledges is put right."""
    _, finished, data = segments(frames, False)[:3]
    at = data.tcp_at + 8
    data.octets = data.octets[:at] + finished.octets[at : at + 4] + data.octets[at + 4 :]
    frames.remove(data)
    frames.insert(frames.index(finished) + 1, data)
    return frames


def drop_first_end(frames):
    """Without the alerts and FINs of the first of two connections."""
    second = [index for index, frame in enumerate(frames) if frame.flags & 0x12 == 2][1]
    end = next(i for i, frame in enumerate(frames[:second]) if frame.data[:1] == b"\x15")
    return frames[:end] + frames[second:]


EDITS = {
    "drop-server-segment": drop_server_segment,
    "only-client": only_client,
    "only-server": only_server,
    "from-server-segment": from_segment(True),
    "from-client-segment": from_segment(False),
    "swap-server-segments": swap_server_segments,
    "repeat-server-segment": repeat_server_segment,
    "pppoe": wrapped(lambda size: struct.pack(">BBHHH", 0x11, 0, 1, size + 2, 0x21), b"\x88\x64"),
    "vlan": wrapped(lambda size: struct.pack(">HH", 42, 0x0800), b"\x81\x00"),
    "mpls": wrapped(lambda size: struct.pack(">I", 16 << 12 | 0x100 | 64), b"\x88\x47"),
    "false-start": false_start,
    "drop-first-end": drop_first_end,
}


def cut(edit, *arguments):
    *options, source, target = arguments
    head, frames = read_frames(source)
    if edit == "snaplen":
        write_frames(target, head, frames, int(options[0]))
    else:
        write_frames(target, head, EDITS[edit](frames, *options))


def without_secrets(source, target):
    """A pcapng file without its secrets (editcap 4.0 cannot do it)."""
    with open(source, "rb") as file:
        octets = file.read()
    kept, at = b"", 0
    while at < len(octets):
        kind, length = struct.unpack_from("<II", octets, at)
        if kind != 10:
            kept += octets[at : at + length]
        at += length
    with open(target, "wb") as file:
        file.write(kept)


SUBCOMMANDS = {
    "abort": abort,
    "close-without-notify": close_without_notify,
    "connect-proxy": connect_proxy,
    "garbage-client": garbage_client,
    "garbage-server": garbage_server,
    "rdp-client": rdp_client,
    "reuse-port": reuse_port,
    "socks-proxy": socks_proxy,
    "ssl2-hello": ssl2_hello,
    "starttls": starttls,
    "without-secrets": without_secrets,
}


if __name__ == "__main__":
    if sys.argv[1] in SUBCOMMANDS:
        SUBCOMMANDS[sys.argv[1]](*sys.argv[2:])
    else:
        cut(*sys.argv[1:])
