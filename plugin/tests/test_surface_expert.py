# SPDX-License-Identifier: GPL-2.0-or-later
"""Expert items: each problem, note and weakness once, with the severity that it deserves."""

import re

import pytest

from conftest import ROOT
from surfaces import ONE_PASS_AND_TWO, statistics

ITEMS = [
    ("rsa-key-exchange-tls12", "Notes", "Finding: no-forward-secrecy: "),
    ("expired-tls12", "Errors", "expired: certificate 0 (CN=expired.lab.example) expired 2024-05-01"),
    ("ca-signed-tls12", None, None),
]


def ours(text):
    """(kind, frequency, summary) of our items."""
    kind, found = None, []
    for line in text.splitlines():
        heading = re.match(r"(\w+) \(\d+\)", line)
        if heading:
            kind = heading[1]
        item = re.match(r" +(\d+) +Security +TLS Witness +(.*)", line)
        if item:
            found.append((kind, int(item[1]), item[2]))
    return found


@ONE_PASS_AND_TWO
@pytest.mark.parametrize("name, kind, summary", ITEMS)
def test_once_and_how_bad(run_tshark, captures, lab, name, kind, summary, passes):
    """Also in two passes, where taps see no tree."""
    found = ours(statistics(run_tshark, captures / f"{name}.pcapng", "expert", *lab, *passes))
    if not kind:
        assert found == []
        return
    ((is_kind, times, is_summary),) = found
    assert (is_kind, times) == (kind, 1) and is_summary.startswith(summary)


@ONE_PASS_AND_TWO
def test_a_disproof_is_an_error(run_tshark, readable, lab, passes):
    path = readable(ROOT / "test-captures" / "proofs" / "twin-tls13-tampered-signature.pcapng")
    found = ours(statistics(run_tshark, path, "expert", *lab, *passes))
    ((kind, times),) = [(kind, times) for kind, times, summary in found if summary.startswith("Possession")]
    assert (kind, times) == ("Errors", 1)


def test_every_weakness_is_registered(run_tshark):
    names = re.findall(r"tlswitness\.expert\.finding\.([\w-]+)", run_tshark("-G", "fields").stdout)
    assert {"old-version", "weak-cipher", "weak-key-exchange", "no-forward-secrecy", "downgrade"} <= set(names)


@ONE_PASS_AND_TWO
def test_filter(tshark, lab, passes):
    rows = tshark(
        "rsa-key-exchange-tls12.pcapng",
        "tlswitness.step",
        filter="tlswitness.expert.finding.no-forward-secrecy",
        options=lab,
        two_pass=bool(passes),
    )
    assert len(rows) == 1 and "ServerHello" in rows[0][0]


def test_nobody_else_says_it(run_tshark, captures, lab):
    """Whatever a newer Wireshark remarks on a certificate itself, an expired one is told of once."""
    told = run_tshark("-q", "-r", captures / "expired-tls12.pcapng", *lab, "-z", "expert").stdout
    assert len([line for line in told.splitlines() if "expired" in line]) == 1
