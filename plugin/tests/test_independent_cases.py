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
    "crl::crlnumber-missing": "needs its CRL",
    "crl::revoked-certificate-with-crl": "needs its CRL",
    "pathlen::max-chain-depth-1-exhausted": "needs a setting of the caller",
    "pathological::nc-dos-1": "a Certificate message above 64 KiB, which Wireshark does not put together",
    "pathological::pathological-chain-distinct-subject-same-key": "101 certificates: Wireshark's own dissector gives up",
    "pathological::pathological-chain-same-subject-distinct-key": "101 certificates: Wireshark's own dissector gives up",
    "rfc5280::nc::permitted-dn-match": "there is no name to check",
    "webpki::cn::case-mismatch": "a common name that is no copy of a SAN, which other cases accept",
    "webpki::cn::ipv6-uppercase-mismatch": "likewise",
    "webpki::cn::not-in-san": "likewise",
    "webpki::cn::punycode-not-in-san": "likewise",
    "webpki::san::public-suffix-private-namespace-wildcard-san": "a wildcard over a public suffix: needs their list",
}


@pytest.fixture(scope="session")
def limbo(run_tshark, stage):
    """id -> (expected, verdicts), judged strictly."""
    folder = stage / "limbo"
    command = [sys.executable, "-B", LIMBO / "make_pcaps.py", "--out", folder, "--group"]
    subprocess.run(command, check=True, capture_output=True)
    for path in folder.iterdir():
        path.chmod(0o644)
    captures = {}
    for entry in json.loads((folder / "index.json").read_text()):
        captures.setdefault(entry["pcap"], []).append(entry)

    def judge(item):
        name, entries = item
        trust = ["trust_system:FALSE", f"ca_file:{folder / entries[0]['ca']}", "strict_profile:TRUE"]
        options = [word for setting in trust for word in ("-o", f"tlswitness.{setting}")]
        fields = ["-T", "fields", "-e", "tcp.stream", "-e", "tlswitness.chain.verdict"]
        # A chain of 101 certificates is more than Wireshark's dissector takes, and it says so as a bug of its own.
        done = run_tshark("-n", "-r", folder / name, *options, "-Y", "tlswitness.chain", *fields, aborts=False)
        assert done.returncode == 0, done.stderr
        said = dict(line.split("\t") for line in done.stdout.splitlines())
        return [(e["id"], e["expected"], said.get(str(e["tcp_stream"]), "")) for e in entries]

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return {case: (want, said) for rows in pool.map(judge, captures.items()) for case, want, said in rows}


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
