#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds a capture of the example handshakes of RFC 8448 (sections 3, 5, 6 and 7) from the octets
that the RFC prints: hellos, certificates, signatures, keys of (EC)DHE. The rest (secrets,
Finished, records) is computed, and compared with what the RFC prints of it."""

import hashlib
import hmac
import os
import struct
import subprocess
import tempfile

from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

START = 1781524800  # as all captures: 2026-06-15 12:00:00 UTC
HASH = "sha256"

RSA_CERTIFICATE = """
308201ac30820115a003020102020102300d06092a864886f70d01010b0500300e310c300a0603550403130372736130
1e170d3136303733303031323335395a170d3236303733303031323335395a300e310c300a0603550403130372736130
819f300d06092a864886f70d010101050003818d0030818902818100b4bb498f8279303d980836399b36c6988c0c68de
55e1bdb826d3901a2461eafd2de49a91d015abbc9a95137ace6c1af19eaa6af98c7ced43120998e187a80ee0ccb0524b
1b018c3e0b63264d449a6d38e22a5fda430846748030530ef0461c8ca9d9efbfae8ea6d1d03e2bd193eff0ab9a8002c4
7428a6d35a8d88d79f7f1e3f0203010001a31a301830090603551d1304023000300b0603551d0f0404030205a0300d06
092a864886f70d01010b05000381810085aad2a0e5b9276b908c65f73a7267170618a54c5f8a7b337d2df7a594365417
f2eae8f8a58c8f8172f9319cf36b7fd6c55b80f21a03015156726096fd335e5e67f2dbf102702e608ccae6bec1fc63a4
2a99be5c3eb7107c3c54e9b9eb2bd5203b1c3b84e0a8b2f759409ba3eac9d91d402dcc0cc8f8961229ac9187b42b4de1
"""
EXTENSIONS = "080000240022000a00140012001d00170018001901000101010201030104001c0002400100000000"
SIGNATURE_ALGORITHMS = (
    "000d0020001e040305030603020308040805080604010501060102010402050206020202"
)
GROUPS = "000a00140012001d00170018001901000101010201030104"
SERVER_NAME = "0000000b0009000006736572766572ff01000100"
TAIL = "002d00020101001c00024001"


def share(public):
    return "003300260024001d0020" + public


# A section: who signs what, and all that the peers send. "private" is the client's key of (EC)DHE.
SECTIONS = [
    {
        "section": "3, simple 1-RTT handshake",
        "hello": "010000c00303cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7"
        "00000613011303130201000091" + SERVER_NAME + GROUPS + "00230000"
        + share("99381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c")
        + "002b0003020304" + SIGNATURE_ALGORITHMS + TAIL,
        "server_hello": "020000560303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e2"
        "692800130100002e"
        "00330024001d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f"
        "002b00020304",
        "private": "49af42ba7f7994852d713ef2784bcbcaa7911de26adc5642cb634540e7ea5005",
        "extensions": EXTENSIONS,
        "signature": """
5a747c5d88fa9bd2e55ab085a61015b7211f824cd484145ab3ff52f1fda8477b0b7abc90db78e2d33a5c141a078653fa
6bef780c5ea248eeaaa785c4f394cab6d30bbe8d4859ee511f602957b15411ac027671459e46445c9ea58c181e818e95
b8c3fb0bf3278409d3be152a3da5043e063dda65cdf5aea20d53dfacd42f74f3""",
        "finished": "9b141d906337fbd2cbdce71df4deda4ab42c309572cb7fffee5454b78f0718",
        "ends": ("8e750edc53370d2b", "26c40546"),
        "ticket": """
2c035d829359ee5ff7af4ec900000000262a6494dc486d2c8a34cb33fa90bf1b0070ad3c498883c9367c09a2be785abc
55cd226097a3a982117283f82a03a143efd3ff5dd36d64e861be7fd61d2827db279cce145077d454a3664d4e6da4d29e
e03725a6a4dafcd0fc67d2aea70529513e3da2677fa5906c5b3f7d8f92f228bda40dda721470f9fbf297b5aea617646f
ac5c03272e970727c621a79141ef5f7de6505e5bfbc388e93343694093934ae4d357""",
        "data_ends": ("15985684f", "4915e4", "c2955d", "d0b0e3", "8864a9"),
    },
    {
        "section": "5, HelloRetryRequest",
        "first": "010000b00303b0b1c5a5aa37c5919f2ed1d5c6fff7fcb7849716945a2b8cee9258a346677b6f"
        "00000613011303130201000081" + SERVER_NAME + "000a00080006001d00170018"
        + share("e8e8e3f3b93a25ed97a14a7dcacb8a272c6288e585c6484d05262fcad062ad1f")
        + "002b0003020304" + SIGNATURE_ALGORITHMS + TAIL,
        "retry": "020000ac0303cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"
        "001301000084003300020017002c00740072" "COOKIE" "002b00020304",
        "hello": "010001fc0303b0b1c5a5aa37c5919f2ed1d5c6fff7fcb7849716945a2b8cee9258a346677b6f"
        "000006130113031302010001cd" + SERVER_NAME + "000a00080006001d00170018003300470045001700"
        "4104a6da7392ec591e17abfd535964b99894d13befb221b3def2ebe3830eac8f0151812677c4d6d2237e85cf"
        "01d6910cfb83954e76ba7352830534159897e8065780002b0003020304" + SIGNATURE_ALGORITHMS
        + "002c00740072" "COOKIE" + TAIL + "001500af" + "00" * 0xAF,
        "server_hello": "020000770303bb341d847fd789c47c387172dc0c9bf147fccacb5043d86ca4c598d3ff57"
        "1b9800130100004f003300450017004104583e054b7a66672ae020ad9d2686fcc85b5ad41a134a0f03ee72b8"
        "93052bd85b4c8de6776f5b04ac07d83540eab3e3d9c547bc6528c4317d294686093a6cad7d002b00020304",
        "private": "ab5473467e19346ceb0a0414e41da21d4d2445bc3025afe97c4e8dc8d513da39",
        "extensions": "080000180016000a0008000600170018001d001c0002400100000000",
        "signature": """
33ab13d4462707231b5dcae6c8190b63d1dabc74f28c395370da0b07e5b83066d0246a31acd95df475bfd799a4a70d33
ad93d3a317a9b2c0d237a5685b219e774112e391a247607d1aeff1bbd0a39f382ee1a5fe88ae99ec59228e6497e45d48
ce275a6d5ef40d169fb6f9d33b052ed3dcdd6b5a48baafffbcb290128415bd38""",
        "finished": "8863e6bfb0420a927fa27f34336a70ae426e968e3eb884945b96856dba3976d1",
        "ends": ("f0be030c315e54", "39a4120cb2"),
    },
    {
        "section": "6, client authentication",
        "hello": "010000bc03036a472236328b83af40386d3a3e1f1ce624fa4ed89ab865a4ff0f4144ce3ae233"
        "0000061301130313020100008d" + SERVER_NAME + GROUPS
        + share("089cc2671f738d9a671e5b2e464981d05b76e361aa22aea91f1d49ca10a7a362")
        + "002b0003020304" + SIGNATURE_ALGORITHMS + TAIL,
        "server_hello": "0200005603033b50fdf1c3d572e40e68953e7fff4e2758459c59afa0582c0ea032874255"
        "fe6e00130100002e00330024001d0020"
        "6c2e50e865919a6b5a12dfaf918f92b442567b0f89bc54478c6921366658f062002b00020304",
        "private": "c040b2bb8f3addd20fd4058c547003a3c6f9c1cd915d5e535c87d8d191aaf071",
        "extensions": EXTENSIONS,
        "request": "0d000027000024000d0020001e040305030603020308040805080604010501060102010402050206"
        "020202",
        "certificate": """
3082012e3081d5a003020102020107300a06082a8648ce3d04030230133111300f060355040313086563647361323536
301e170d3136303733303031323430305a170d3236303733303031323430305a30133111300f06035504031308656364
73613235363059301306072a8648ce3d020106082a8648ce3d0301070342000408d530161575f4cfe7f154ee34481800
86001e88431a79ee62ee6e2f83ef38ba61e9fb37f34e007a7df4d2f5b56d1f04ece45d621f468406f5c3a15158948dd0
a31a301830090603551d1304023000300b0603551d0f040403020780300a06082a8648ce3d0403020348003045022100
df30fd4507f5edd22c1a6ff86db479ca693feeca3b71b3f9ef556b2937c0594d022062e2a47250d320fea83c7e2dcb5b
76a50e0200c09adbd13fee946e513e011d11""",
        "scheme": 0x0403,
        "signature": """
3045022100d7a4d34bd54f55fee1a89625678c3dd5e5f60dac73ec940c5c7b9304a02084a90220289f595ed488b9ac68
9a3d192b1a8bb38f34af7874c059c9806a1f38269353e8""",
        "finished": "93b70cdf4781985b96345caac701b4e750d3042df1a689d8faca812251113c11",
        "client_flight": """
1703030280b46a63934e673841abaf267403bc677f6b6d2a1e2f12bb5f62683bfe36a82673f06d6287ddd609bcf2f5f
d3225923d24af3c76682c180ee571a17ca4bfbe2f510dc9a0e1fca5cff2cee87d11cb531a6ef90bf5309a6b63bbbc0b88
ea45103a4304091543859fa11ec032ed873444cd5185ead5f6a76420f0f0286acef802c8e4788c23275f1b06da600f4a7
decd0bc59d7bef10e649ae32690397fc3d4ed6f30f801d8cd569b71ad4fa05ea7cf2ac2dfa150d220505d4011b34d09d5
3853eba61a101e4f8dca47d8171a884b19259a3dd48c5ac141983edc77814d25e7f66bbbdb9096839266e06561828ecfb
27eafd4e9e81a0b96e3bfa42dae5ad80359b9a6661402c3a2104177030106dbd8f65bb6a0159d512eb13af22a259f313b
d58c2e21fe053d57f2a962b0a4ea682c96f70b79b560136192823b27be6a2fb7b1c751ccc0e3303615541485b7b307b42
3332c11efa80b72f9b80a53e53f7bb38a3af4c59f8008bad0544e5614e688ff57bccd6935f81f447f420c1c1bf4058818
e90bf5dc716ccae42524856df8250bcdbd7af65f82dd53061d024f6d2ff5c11e3792a9a70e0ee2a3c20a1b968ac391f8f
92831135d25242ada2fe241c2653ec996339dfa12dfae7a3373df88b07ca27aef6dc266a25f13f75c76039c1f46fd7a53
ae6399c999f4b2aee18e480d6d12bfae226bbdc92a6ad50b4d3bac7abc3b3651eb5be56f33bf41127b3ca886dc714a50d
1490357bd40d9fd6be42209a4ddb9ebb2987e29f120f05814614d2c79320015b461fe7324447670a1af5f65caed15b474
ab7faa495016adf808e53b94ef54afbb0e0a3a2732ab597f7d5923c77386aa5124731f8cc73e703b341c175a454939a77
ab64313c15cf3fe03c4f33842564976""",
        "ends": ("a05a93f8c16f", ""),
        "client_scheme": "rsa_pss_rsae_sha256",
    },
    {
        "section": "7, middlebox compatibility mode",
        "hello": "010000dc03034e640a3f2c2738f09c9418bd78edccd7559d0531199276d4d92a0e9ee9d77d0920"
        "a80c165581a8e0d06c0018d54d3a06dd32cfd4051eb026fad3fd0ba99269e6ef"
        "00061301130313020100008d" + SERVER_NAME + GROUPS
        + share("8e7292cf3056dbb0d25fcbe55c107dc9bbf83dd9708f39203ba341249a7d9b63")
        + "002b0003020304" + SIGNATURE_ALGORITHMS + TAIL,
        "server_hello": "020000760303e5dd5948c435f7a38f0f0130708dc322d9df09abd4838117c183a7bb6d99"
        "4f2c20a80c165581a8e0d06c0018d54d3a06dd32cfd4051eb026fad3fd0ba99269e6ef130100002e00330024"
        "001d00203e30f0f4ba551afd62768341175f5265e4daf0c8841617aa4fafdd2142320c22002b00020304",
        "private": "dea00b45695dc781f19d34a62c1afd31ab4369af1e855a3bbb258d8442cde6d7",
        "extensions": EXTENSIONS,
        "signature": """
a2301a68dd1ceee6938fe9d40c46b9201b34d59952a37e06523a39cf8ba6c9c8b68ae94492af780516ed7b73c82812e9
9dd3fabea45e09d9c6848721c2808c61501b0c75e7fcaba5f78bef68a2c2b69b19558b3e40387eea93d25c7781c1cc00
e9f519f7e2e4adb73e76d66089000a2dc866c2ed30bba50a0d457f19dc6eb9f3""",
        "finished": "c8c3a8f1bff5274061f4bc3a7caffbdc9616094ca625caa65f8e76ed46db74d3",
        "ends": ("73457847", "f8dd3c6d16"),
        "compatible": True,
    },
]
COOKIE = """
71dcd04bb88bc3189119398a00000000eefafc76c146b823b096f8aacad365dd0030953f4edf625636e5f21bb2e23fcc
654b1b5b40318d10d137abcbb87574e36e8a1f025f7dfa5d6e50781b5eda4aa15b0c8be778257d16aa3030e9e7841dd9
e4c0342267e8ca0caf571fb2b7cff0f934b0"""


def octets(text):
    return bytes.fromhex("".join(text.replace("COOKIE", COOKIE).split()))


def expand(secret, label, context=b"", length=32):
    label = b"tls13 " + label
    info = struct.pack(">HB", length, len(label)) + label + bytes([len(context)]) + context
    return hmac.digest(secret, info + b"\1", HASH)[:length]


def digest(data):
    return hashlib.new(HASH, data).digest()


def message(kind, body):
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


class Keys:
    def __init__(self, secret):
        self.aead = AESGCM(expand(secret, b"key", length=16))
        self.iv = int.from_bytes(expand(secret, b"iv", length=12), "big")
        self.finished = expand(secret, b"finished")
        self.number = 0

    def nonce(self):
        self.number += 1
        return (self.iv ^ self.number - 1).to_bytes(12, "big")

    def seal(self, kind, body):
        header = b"\x17\3\3" + struct.pack(">H", len(body) + 17)
        return header + self.aead.encrypt(self.nonce(), body + bytes([kind]), header)

    def open(self, record):
        return self.aead.decrypt(self.nonce(), record[5:], record[:5])


class Section:
    """The records of one section, in order: (from the server, octets)."""

    def __init__(self, values):
        self.values, self.log, self.flow = values, [], []
        self.build()

    def say(self, server, data):
        self.flow.append((server, data))

    def shared(self, public):
        private = octets(self.values["private"])
        if len(public) == 32:
            key = x25519.X25519PrivateKey.from_private_bytes(private)
            return key.exchange(x25519.X25519PublicKey.from_public_bytes(public))
        key = ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
        return key.exchange(ec.ECDH(), other)

    def secret(self, label, base, words, transcript):
        value = expand(base, words, digest(transcript))
        self.log.append(f"{label} {self.random.hex()} {value.hex()}\n")
        return Keys(value)

    def expect(self, what, got, wanted):
        if not got.hex().endswith(wanted):
            raise ValueError(f"section {self.values['section']}: {what} is not as the RFC has it")

    def build(self):
        values = self.values
        hello, server_hello = octets(values["hello"]), octets(values["server_hello"])
        self.random = hello[6:38]
        transcript = b""
        for text in (values["hello"], values["server_hello"], values.get("first", "")):
            data = octets(text)
            if data and len(data) != 4 + int.from_bytes(data[1:4], "big"):
                raise ValueError(f"section {values['section']}: a hello of a wrong length")

        def plain(data, version=b"\3\3"):
            return b"\x16" + version + struct.pack(">H", len(data)) + data

        if "first" in values:
            first, retry = octets(values["first"]), octets(values["retry"])
            self.say(False, plain(first, b"\3\1"))
            self.say(True, plain(retry))
            transcript = message(254, digest(first)) + retry
            self.say(False, plain(hello))
        else:
            self.say(False, plain(hello, b"\3\1"))
        transcript += hello + server_hello
        self.say(True, plain(server_hello))
        at = server_hello.index(b"\0\x33\0")
        size = int.from_bytes(server_hello[at + 6 : at + 8], "big")
        shared = self.shared(server_hello[at + 8 : at + 8 + size])
        early = hmac.digest(bytes(32), bytes(32), HASH)
        handshake = hmac.digest(expand(early, b"derived", digest(b"")), shared, HASH)
        master = hmac.digest(expand(handshake, b"derived", digest(b"")), bytes(32), HASH)
        client, server = (
            self.secret(f"{side}_HANDSHAKE_TRAFFIC_SECRET", handshake, label, transcript)
            for side, label in (("CLIENT", b"c hs traffic"), ("SERVER", b"s hs traffic"))
        )

        certificate = octets(values.get("certificate", RSA_CERTIFICATE))
        signature = octets(values["signature"])
        flight = octets(values["extensions"]) + octets(values.get("request", ""))
        entry = len(certificate).to_bytes(3, "big") + certificate + b"\0\0"
        flight += message(11, b"\0" + len(entry).to_bytes(3, "big") + entry)
        scheme = values.get("scheme", 0x0804)
        flight += message(15, struct.pack(">HH", scheme, len(signature)) + signature)
        verify_data = hmac.digest(server.finished, digest(transcript + flight), HASH)
        self.expect("the server's Finished", verify_data, values["finished"])
        flight += message(20, verify_data)
        if values.get("compatible"):
            self.say(True, b"\x14\3\3\0\1\1")
        self.say(True, server.seal(22, flight))
        self.expect("the server's flight", self.flow[-1][1], values["ends"][0])
        transcript += flight
        client_data = self.secret("CLIENT_TRAFFIC_SECRET_0", master, b"c ap traffic", transcript)
        server_data = self.secret("SERVER_TRAFFIC_SECRET_0", master, b"s ap traffic", transcript)
        if "client_flight" in values:
            record = octets(values["client_flight"])
            client.open(record)
            self.say(False, record)
        else:
            if values.get("compatible"):
                self.say(False, b"\x14\3\3\0\1\1")
            verify_data = hmac.digest(client.finished, digest(transcript), HASH)
            self.say(False, client.seal(22, message(20, verify_data)))
            self.expect("the client's Finished", self.flow[-1][1], values["ends"][1])
        if "ticket" in values:
            ticket = octets(values["ticket"])
            body = octets("0000001e fad6aac5 02 0000") + struct.pack(">H", len(ticket)) + ticket
            body += octets("0008 002a 0004 00000400")
            self.say(True, server_data.seal(22, message(4, body)))
            self.say(False, client_data.seal(23, bytes(range(50))))
            self.say(True, server_data.seal(23, bytes(range(50))))
        self.say(False, client_data.seal(21, b"\1\0"))
        self.say(True, server_data.seal(21, b"\1\0"))
        for number, end in enumerate(values.get("data_ends", ())):
            self.expect("what follows", self.flow[number - 5][1], end)


class Capture:
    def __init__(self):
        self.octets = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
        self.micros = 0

    def frame(self, port, server, numbers, flags, data=b""):
        ports = (443, port) if server else (port, 443)
        tcp = struct.pack(">HHIIBBHHH", *ports, numbers[server], 0 if flags == 2 else
                          numbers[not server], 0x50, flags, 64000, 0, 0)
        ends = [bytes((192, 0, 2, 1)), bytes((192, 0, 2, 2))]
        macs = [b"\2\0\0\0\0\2", b"\2\0\0\0\0\1"]
        if server:
            ends.reverse()
            macs.reverse()
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 40 + len(data), 0, 0x4000, 64, 6, 0)
        octets = b"".join(macs) + b"\x08\0" + ip + b"".join(ends) + tcp + data
        self.octets += struct.pack("<IIII", START, self.micros, len(octets), len(octets)) + octets
        self.micros += 500
        numbers[server] += len(data) + (flags & 3 > 0)

    def connection(self, port, flow):
        numbers = {False: 1000, True: 2000}
        for server, flags in ((False, 2), (True, 0x12), (False, 0x10)):
            self.frame(port, server, numbers, flags)
        for server, data in flow:
            self.frame(port, server, numbers, 0x18, data)
        for server, flags in ((False, 0x11), (True, 0x11), (False, 0x10)):
            self.frame(port, server, numbers, flags)


def make(folder):
    """Writes rfc8448.pcapng and .keys; gives the rows of proofs.tsv."""
    capture, log, rows = Capture(), [], []
    for number, values in enumerate(SECTIONS):
        section = Section(values)
        capture.connection(50000 + number, section.flow)
        log += section.log
        words = f"RFC 8448, section {values['section']}"
        scheme = "ecdsa_secp256r1_sha256" if "scheme" in values else "rsa_pss_rsae_sha256"
        rows.append(["rfc8448", str(number), "server", "proven", scheme, "verified", words])
        scheme = values.get("client_scheme", "-")
        rows.append(["rfc8448", str(number), "client", "-" if scheme == "-" else "proven", scheme,
                     "verified", words])
    with open(f"{folder}/rfc8448.keys", "w") as file:
        file.writelines(log)
    with tempfile.TemporaryDirectory() as temporary:
        with open(f"{temporary}/raw.pcap", "wb") as file:
            file.write(capture.octets)
        subprocess.run(["editcap", "-F", "pcapng", "--inject-secrets", f"tls,{folder}/rfc8448.keys",
                        f"{temporary}/raw.pcap", f"{folder}/rfc8448.pcapng"], check=True)
    return rows


if __name__ == "__main__":
    import sys

    for row in make(sys.argv[1] if len(sys.argv) > 1 else os.getcwd()):
        print("\t".join(row))
