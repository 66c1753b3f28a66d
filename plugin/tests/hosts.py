# SPDX-License-Identifier: GPL-2.0-or-later
"""Where versions of Wireshark differ themselves: all else that the tests expect is the same for all of them."""

import dataclasses
import re
import subprocess


@dataclasses.dataclass(frozen=True)
class Host:
    booleans: dict  # what `tshark -T fields` prints -> as the tests have it
    certificate_label: str  # how the line of a certificate begins, in the host's own tree
    exports: frozenset  # what it looks up in a plugin
    elastic: dict  # types in `-G elastic-mapping`, where they are not those of 4.0
    histories: dict  # (capture, as 4.0 sees it) -> as this one does
    unread: frozenset  # (capture of proofs/, session) of which it does not decrypt the client's Finished
    reads_after_pieces: bool  # Finished, where messages before it came in several records
    exports_certificates: bool  # by itself: --export-objects x509af
    reads_dtls13: bool  # shows records of DTLS 1.3 under keys
    shows_secrets: bool  # lets a plugin read the TLS secrets that are embedded in a capture


EXPORTS = frozenset({"plugin_version", "plugin_want_major", "plugin_want_minor", "plugin_register"})

# From 4.4 on HTTP without a length is put together until the connection ends, and what comes from that side in later
# frames, as the alert close_notify, is not given to TLS any more.
UNTIL_THE_END = {
    ("proxy-connect-without-name", "CsioxyfIFttDdlL"): "CsioxyfIFttDdL",
    ("version-ssl30", "CsxnGIFifDdl"): "CsxnGIFifDd",
}

# 4.4.19 does not decrypt a Finished that begins at the end of one TCP segment and ends in the next; 4.0 and 4.6 do.
CUT_BY_A_SEGMENT = frozenset(
    {
        ("openssl-tls10", "12"),
        ("openssl-tls11", "12"),
        ("openssl-others-tls12", "4"),
        ("gnutls-tls10", "3"),
        ("gnutls-tls11", "3"),
        ("gnutls-clients-tls12", "18"),
    }
)

HOSTS = {
    "4.0": Host(
        booleans={},
        certificate_label="Certificate: ",
        exports=EXPORTS,
        elastic={},
        histories={},
        unread=frozenset(),
        reads_after_pieces=True,
        exports_certificates=False,
        reads_dtls13=False,
        shows_secrets=False,
    ),
    "4.4": Host(
        booleans={"True": "1", "False": "0"},
        certificate_label="Certificate […]: ",
        exports=EXPORTS | {"plugin_describe"},
        elastic={},
        histories=UNTIL_THE_END,
        unread=CUT_BY_A_SEGMENT,
        # 4.4.19 takes such a Finished for a piece as well.
        reads_after_pieces=False,
        exports_certificates=False,
        reads_dtls13=True,
        shows_secrets=True,
    ),
    "4.6": Host(
        booleans={"True": "1", "False": "0"},
        certificate_label="Certificate […]: ",
        exports=EXPORTS | {"plugin_describe"},
        elastic={"FT_UINT64": "unsigned long", "FT_ABSOLUTE_TIME": "date_nanos", "FT_RELATIVE_TIME": "double"},
        histories=UNTIL_THE_END,
        unread=frozenset(),
        reads_after_pieces=True,
        exports_certificates=True,
        reads_dtls13=True,
        shows_secrets=True,
    ),
}


def series():
    """That of the tshark under test, as "4.0"."""
    version = subprocess.run(["tshark", "--version"], check=True, capture_output=True, text=True).stdout
    return re.search(r"\d+\.\d+", version).group()
