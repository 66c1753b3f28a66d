# SPDX-License-Identifier: GPL-2.0-or-later
"""The sentences in the sources, held against the tables that have them in Korean (src/say-ko-*.c).

Whatever reads like a sentence is one, whether say() is called on it or not: else one that was forgotten would not be
seen. What is no sentence, or is never told, stands below with the reason."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent

TOKEN = re.compile(
    r"/\*.*?\*/|//[^\n]*|^[ \t]*#[^\n]*|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"(?:\s*\"(?:\\.|[^\"\\\n])*\")*",
    re.DOTALL | re.MULTILINE,
)
PIECE = re.compile(r'"((?:\\.|[^"\\\n])*)"')
LOOKS_LIKE_SENTENCE = re.compile(r"[A-Za-z]{2}[^%]* |^ .*[a-z]| [a-z]")
HANGUL = re.compile("[가-힣]")

# Files that tell nothing but what these say.
OTHER_FILES = {
    "src/cipher-suites.c": "names of IANA",
    "src/tls-names.c": "names of IANA",
    "src/ct-logs-table.c": "names of logs",
    "src/public-roots-table.c": "names of roots",
    "src/openssl-error.c": "as openssl prints them, to be searched for",
    "plugin/fields.c": "names of fields and preferences, which Wireshark asks for before it reads a preference",
}

NOT_TOLD = {
    "in the name that a certificate gives itself": ["(a name of %zu octets)", "EC %s", "Registered ID", " (%s)"],
    "names of RFCs, of extensions, of algorithms": [
        "TLS feature", "DSA with SHA-1", "ECDSA with SHA-1", "RSA PKCS#1 with MD5 and SHA-1", "HandshakeType %u",
    ],
    "goes into a hash or a key": [
        "client finished", "server finished", "tls13 finished", "TLS 1.3, client CertificateVerify",
        "TLS 1.3, server CertificateVerify",
    ],
    "of a file": [
        "-----BEGIN ", "-----BEGIN %s-----", r"-----BEGIN CERTIFICATE-----\n", r"-----END CERTIFICATE-----\n",
        "RSA Session-ID", r" \t",
    ],
    "read by this plugin, or a filter that it makes": [
        "Decrypted SSL", "Decrypted TLS", "Reassembled TLS", "%stlswitness.session == %u",
        "(%s) && tlswitness.segment == %u",
    ],
    "the same in every language": [
        " x %u", "%s x %u", "TLS Witness: ", "TLS Witness: %s", "TLS Witness", " %s", "    %s",
    ],
    "registered before a preference is read": [
        "TLS counts (TLS Witness)", "TLS steps (TLS Witness)", "TLS sessions (TLS Witness)", "This TLS session",
        "This TLS session, segment 1 (authentication)", "This TLS session, segment 2 (session data)", "Frames 1",
        "Frames 2", "Octets 1", "Octets 2", "Handshake (s)", "Round trips", "Server name", "Session   ",
    ],
    "cells of a table that programs read": [
        "no chain: anonymous", "no chain: encrypted", "no chain: not-captured", "no chain: psk",
        "no chain: raw-public-key", "no chain: resumed",
    ],
    "for whoever types a command or builds the plugin": [
        "-z %s[,SESSION]: SESSION is the number of a session, as in the field tlswitness.session",
        "-z tlswitness,words: %s", "TLS Witness: this Wireshark has no field %s",
    ],
    "no certificate and no list can hold such a date": ["a date out of range"],
}  # fmt: skip


def literals(path):
    """The string literals of a file, those side by side as one."""
    for token in TOKEN.finditer(path.read_text()):
        if token[0].startswith('"'):
            yield "".join(PIECE.findall(token[0]))


def sources():
    """(name, literals) of each file that may tell something."""
    for path in sorted([*ROOT.glob("src/*.c"), *ROOT.glob("plugin/*.c")]):
        if not path.name.startswith(("explain-", "say")):
            yield str(path.relative_to(ROOT)), list(literals(path))


def in_tables():
    """The English of each row."""
    return {text for path in ROOT.glob("src/say-ko-*.c") for text in literals(path) if not HANGUL.search(text)}


def not_told():
    return {text for texts in NOT_TOLD.values() for text in texts}


def untold():
    """Sentences that no table has."""
    known = in_tables() | not_told()
    for name, texts in sources():
        if name in OTHER_FILES or name == "plugin/preferences.c":
            continue
        for text in sorted(set(texts)):
            if LOOKS_LIKE_SENTENCE.search(text) and text not in known:
                yield f'{name}: "{text}" is in no table of Korean sentences (src/say-ko-*.c)'


def unsaid():
    """Rows, and exceptions above, that nothing in the sources says any more."""
    said = {text for _, texts in sources() for text in texts}
    for text in sorted((in_tables() | not_told()) - said):
        yield f'"{text}" is said nowhere'
