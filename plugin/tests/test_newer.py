# SPDX-License-Identifier: GPL-2.0-or-later
"""What programs of Debian 13 do: every row of test-captures/newer.tsv.

Where GnuTLS was built without an algorithm, the chain and the signature are not checked, and no problem is made of it.
"""

import csv
import ctypes

import pytest

from conftest import ROOT

FOLDER = ROOT / "test-captures" / "newer"
FIELDS = [
    f"tlswitness.{name}"
    for name in (
        "session key_exchange key_exchange.group step finished chain.owner chain.verdict chain.problem chain.note cert.key "
        "cert.signature_algorithm possession.owner possession possession.algorithm"
    ).split()
]


def table():
    with open(ROOT / "test-captures" / "newer.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def library_checks(algorithm):
    """Whether GnuTLS can check a signature of such a key (it has a name for more)."""
    library = ctypes.CDLL("libgnutls.so.30")
    library.gnutls_pk_list.restype = ctypes.POINTER(ctypes.c_int)
    library.gnutls_pk_get_id.argtypes = [ctypes.c_char_p]
    number, known = library.gnutls_pk_get_id(algorithm.encode()), library.gnutls_pk_list()
    at = 0
    while known[at] not in (0, number):
        at += 1
    return known[at] != 0


def unchecked(row):
    return [name for name in row["unchecked"].split() if name != "-" and not library_checks(name)]


@pytest.fixture(scope="session")
def frames(tshark, readable):
    """frames(row, two_pass) -> for each frame of the capture a dictionary from field to its values."""

    def read(row, two_pass=False):
        path = FOLDER / f"{row['capture']}.pcapng"
        options = ["-o", "tlswitness.trust_system:FALSE", "-o", f"tlswitness.ca_file:{readable(FOLDER / 'lab-ca.crt')}"]
        options += ["-o", f"tls.keylog_file:{readable(path.with_suffix('.keys'))}"]
        lines = tshark(readable(path), *FIELDS, filter="tlswitness", options=options, two_pass=two_pass)
        return [{f.removeprefix("tlswitness."): c.split("|") if c else [] for f, c in zip(FIELDS, line)} for line in lines]

    return read


def values(frames, field):
    return [value for frame in frames for value in frame[field]]


def of_owner(frames, field, owners, owner):
    return [value for frame in frames if frame[owners] == [owner] for value in frame[field]]


@pytest.mark.parametrize("two_pass", [False, True], ids=["one pass", "two passes"])
@pytest.mark.parametrize("row", table(), ids=lambda row: row["capture"])
def test_newer(frames, row, two_pass):
    shown = frames(row, two_pass)
    assert set(values(shown, "session")) == {"0"}
    assert set(values(shown, "key_exchange")) == {row["key_exchange"]}
    assert set(values(shown, "key_exchange.group")) == {row["group"]}
    assert values(shown, "finished") == ["verified", "verified"]
    assert ("HelloRetryRequest" in values(shown, "step")) == row["capture"].startswith("retry")

    def chain(field):
        return of_owner(shown, field, "chain.owner", row["owner"])

    assert chain("cert.key")[0] == row["key"] and chain("cert.signature_algorithm")[0] == row["signed_with"]
    assert chain("chain.problem") == []
    assert chain("chain.verdict") == ["not-checked" if unchecked(row) else "trusted"]
    assert ("unsupported-algorithm" in chain("chain.note")) == bool(unchecked(row))
    proven = "not-checked" if row["key"] in unchecked(row) else "proven"
    assert of_owner(shown, "possession", "possession.owner", row["owner"]) == [proven]
    assert of_owner(shown, "possession.algorithm", "possession.owner", row["owner"]) == [row["scheme"]]


@pytest.mark.parametrize("row", [row for row in table() if row["unchecked"] != "-"], ids=lambda row: row["capture"])
def test_who_trusts_nobody(run_tshark, readable, captures, row):
    """Without the authority such a chain is never trusted either."""
    path = FOLDER / f"{row['capture']}.pcapng"
    options = ["-o", "tlswitness.trust_system:FALSE", "-o", f"tlswitness.ca_file:{captures / 'lab-ca.crt'}"]
    arguments = ["-n", "-r", readable(path), *options, "-Y", f'tlswitness.chain.owner == "{row["owner"]}"']
    done = run_tshark(*arguments, "-T", "fields", "-e", "tlswitness.chain.verdict", "-e", "tlswitness.chain.problem")
    assert done.stdout.split() in (["not-trusted", "unknown-issuer"], ["not-trusted", "untrusted-root"], ["not-checked"])
