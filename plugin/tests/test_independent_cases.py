# SPDX-License-Identifier: GPL-2.0-or-later
"""Cases that were not made for this plugin, where they lie beside the checkout (../shared); skipped in a plain clone.

limbo/: 255 chains of x509-limbo and BetterTLS with expected results, turned into captures by a script there.
captures/: the TLS captures of Wireshark's own test suite.
"""

import concurrent.futures
import json
import os
import subprocess
import sys

import pytest

from conftest import ROOT

SHARED = ROOT.parent / "shared"
LIMBO = SHARED / "limbo"
REAL = sorted((SHARED / "captures" / "wireshark").glob("*.pcap*"))

pytestmark = pytest.mark.skipif(not LIMBO.is_dir(), reason="../shared is not there")

# Where an expectation needs something that no capture holds, or contradicts another one of the collection.
EXPLAINED = {
    "pathlen::max-chain-depth-1-exhausted": "needs a setting of the caller",
    "pathological::pathological-chain-distinct-subject-same-key": "101 certificates: Wireshark's own dissector gives up",
    "pathological::pathological-chain-same-subject-distinct-key": "101 certificates: Wireshark's own dissector gives up",
    "rfc5280::nc::permitted-dn-match": "there is no name to check",
    "webpki::cn::case-mismatch": "a common name that is no copy of a SAN, which other cases accept",
    "webpki::cn::ipv6-uppercase-mismatch": "likewise",
    "webpki::cn::not-in-san": "likewise",
    "webpki::cn::punycode-not-in-san": "likewise",
    "webpki::san::public-suffix-private-namespace-wildcard-san": "a wildcard over a public suffix: needs their list",
}


def make_captures(folder, *options):
    """The index of what the collection's own script made: capture -> its conversations."""
    command = [sys.executable, "-B", LIMBO / "make_pcaps.py", "--out", folder, *options]
    subprocess.run(command, check=True, capture_output=True)
    for path in folder.iterdir():
        path.chmod(0o644)
    captures = {}
    for entry in json.loads((folder / "index.json").read_text()):
        captures.setdefault(folder / entry["pcap"], []).append(entry)
    return captures


@pytest.fixture(scope="session")
def limbo(run_tshark, stage):
    """id -> (expected, verdict), judged strictly; those that need a CRL with it, so one by one."""

    def judge(item):
        capture, entries = item
        folder = capture.parent
        settings = ["trust_system:FALSE", f"ca_file:{folder / entries[0]['ca']}", "strict_profile:TRUE"]
        if "crl" in entries[0]:
            settings.append(f"crl_file:{folder / entries[0]['crl']}")
        options = [word for setting in settings for word in ("-o", f"tlswitness.{setting}")]
        fields = ["-T", "fields", "-e", "tcp.stream", "-e", "tlswitness.chain.verdict"]
        # A chain of 101 certificates is more than Wireshark's dissector takes, and it says so as a bug of its own.
        done = run_tshark("-n", "-r", capture, *options, "-Y", "tlswitness.chain", *fields, aborts=False)
        assert done.returncode == 0, done.stderr
        said = dict(line.split("\t") for line in done.stdout.splitlines())
        return [(e["id"], (e["expected"], said.get(str(e["tcp_stream"]), ""))) for e in entries]

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        together = make_captures(stage / "limbo", "--group")
        alone = make_captures(stage / "limbo-crl", "--match", "crl::*")
        rows = [*pool.map(judge, together.items()), *pool.map(judge, alone.items())]
    return dict(row for some in rows for row in some)


def agrees(expected, verdict):
    return bool(verdict) and (verdict == "trusted") == (expected == "SUCCESS")


def test_limbo_is_whole(limbo):
    assert len(limbo) == 255


def test_limbo(limbo):
    """Every case agrees but for those that are explained, and no explanation is stale."""
    differ = {case for case, (want, said) in limbo.items() if not agrees(want, said)}
    assert differ == set(EXPLAINED)


def test_limbo_trusts_no_core_case_wrongly(limbo):
    wrong = {case for case, (want, said) in limbo.items() if want == "FAILURE" and said == "trusted"}
    assert wrong <= set(EXPLAINED)


@pytest.mark.parametrize("two_pass", [[], ["-2"]], ids=["one pass", "two passes"])
@pytest.mark.parametrize("capture", REAL, ids=lambda path: path.name)
def test_real_capture(run_tshark, readable, capture, two_pass):
    """Runs through, and what is shown of it is never blamed on a bug or on octets that we misread."""
    done = run_tshark("-n", "-r", readable(capture), "-V", *two_pass)
    assert done.returncode == 0, done.stderr
    assert "tlswitness" not in done.stderr.lower() and "Dissector bug" not in done.stderr
    assert "[Malformed Packet: TLS Witness]" not in done.stdout


def test_staple_and_timestamps(run_tshark, readable):
    """www.mozilla.org of 2017 stapled a good response; its four timestamps are of logs older than the table."""
    capture = readable(SHARED / "captures" / "wireshark" / "http2_follow_multistream.pcapng")
    roots = readable(SHARED / "captures" / "roots-2014.pem")
    options = ["-o", "tlswitness.trust_system:FALSE", "-o", f"tlswitness.ca_file:{roots}"]
    names = ("chain.verdict", "ocsp.status", "sct.count", "sct.valid", "chain.rules")
    fields = [word for name in names for word in ("-e", f"tlswitness.{name}")]
    done = run_tshark("-r", capture, *options, "-Y", "tlswitness.chain", "-T", "fields", *fields)
    verdict, status, count, valid, rules = done.stdout.splitlines()[0].split("\t")
    assert (verdict, status, count, valid) == ("trusted", "good", "4", "0")
    assert rules.startswith("the anchor is a public root")
