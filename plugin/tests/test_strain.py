# SPDX-License-Identifier: GPL-2.0-or-later
"""What is hard on whoever reads it: limits hold, and what is said is true or "not-checked". The captures come from
src/tests/make-strain.c, built beside the plugin. What they cost is measured by tools/fuzz --strain, asserted nowhere.
"""

import shutil
import subprocess
import time

import pytest

from conftest import open_to_all

TOO_COMPLEX = ("not-checked", "", "too-complex")

CHAINS = [
    # capture                    verdict, problems, notes of the last chain
    ("certificates-75",         ("trusted", "", "root-sent superfluous-certificate")),
    ("message-below-64k",       ("not-trusted", "malformed", "")),
    ("message-64k",             TOO_COMPLEX),
    ("message-16m",             TOO_COMPLEX),
    ("names-10000",             ("trusted", "", "")),
    ("names-10001",             TOO_COMPLEX),
    ("names-times-constraints", TOO_COMPLEX),
    ("cross-certificates",      TOO_COMPLEX),
    ("rsa-16384",               ("not-trusted", "bad-signature", "profile-violation")),
    ("rsa-16384-many",          ("not-checked", "", "profile-violation too-complex")),
    ("rsa-above-16384",         ("not-checked", "", "profile-violation too-complex")),
    ("exponent-huge",           ("not-checked", "", "profile-violation too-complex")),
    ("signature-huge",          ("not-trusted", "name-mismatch", "profile-violation")),
    ("bomb-too-large",          TOO_COMPLEX),
    ("authorities-5000",        ("trusted", "", "")),
]  # fmt: skip

COUNTS = [
    # capture           field                      how often in the whole capture
    ("records-10000",   "tlswitness.step",         10002),
    ("messages-15000",  "tlswitness.finished",     256),
    ("chains-3000",     "tlswitness.chain",        3000),
    ("hellos-500",      "tlswitness.step",         1000),
    ("dtls-fragments",  "tlswitness.chain",        0),
    ("names-10000",     "tlswitness.cert.san",     10000),
    ("hello-8192",      "tlswitness.offer",        1),
    ("hello-8193",      "tlswitness.offer",        0),
    ("pieces-256",      "tlswitness.step.piece_frame", 256),
    ("pieces-257",      "tlswitness.step.piece_frame", 256),
    ("authorities-5000", "tlswitness.client.authority", 50),
]  # fmt: skip

BOMBS = ["bomb-zlib", "bomb-brotli", "bomb-zstd"]


@pytest.fixture(scope="module")
def strain(plugin, stage):
    maker = plugin.parent.parent / "src" / "tests" / "make-strain"
    if not maker.exists():
        pytest.skip(f"{maker} was not built")
    folder = stage / "strain"
    folder.mkdir()
    subprocess.run([maker, folder], check=True)
    open_to_all(folder)
    return folder


@pytest.fixture(scope="module")
def read(run_tshark, strain):
    """read(name, *fields) -> values of each frame, each as a list."""

    def rows(name, *fields, passes=1):
        options = ["-o", "tlswitness.trust_system:FALSE", "-o", f"tlswitness.ca_file:{strain / 'ca.pem'}"]
        options += ["-2"] if passes == 2 else []
        for field in fields:
            options += ["-e", field]
        # some are more than Wireshark's own dissector can bear: that is not for us to end the run for
        done = run_tshark("-n", "-r", strain / f"{name}.pcap", *options, "-T", "fields", "-E", "aggregator=|", aborts=False)
        assert done.returncode == 0, done.stderr
        return [[cell.split("|") if cell else [] for cell in line.split("\t")] for line in done.stdout.splitlines()]

    return rows


@pytest.mark.parametrize("passes", (1, 2))
@pytest.mark.parametrize("name, want", CHAINS)
def test_chain(read, name, want, passes):
    fields = [f"tlswitness.chain.{field}" for field in ("verdict", "problem", "note")]
    verdict, problems, notes = [row for row in read(name, *fields, passes=passes) if row[0]][-1]
    assert (verdict[-1], " ".join(sorted(set(problems))), " ".join(sorted(set(notes)))) == want


@pytest.mark.parametrize("name, field, count", COUNTS)
def test_count(read, name, field, count):
    assert sum(len(row[0]) for row in read(name, field)) == count


@pytest.mark.parametrize("name", ["certificates-100", "certificates-101"])
def test_more_certificates_than_wireshark_bears(read, name):
    """Its dissector gives up, and with it all that comes after it in the frame, we too; the next frame says so."""
    rows = read(name, "tlswitness.chain.verdict", "tlswitness.chain.absent_reason")
    assert [reason for _, reason in rows] == [[], [], [], ["not-captured"]]
    assert all(verdict == [] for verdict, _ in rows)


@pytest.mark.parametrize("name", BOMBS)
def test_bomb(read, name):
    """The first are opened and are no certificates; from some on nothing is opened any more."""
    verdicts = [verdict for (row,) in read(name, "tlswitness.chain.verdict") for verdict in row]
    opened = verdicts.index("not-checked")
    assert set(verdicts[:opened]) == {"not-trusted"} and set(verdicts[opened:]) == {"not-checked"}
    assert 4 <= opened < 20


@pytest.mark.parametrize("letters", [100, 101])
def test_name_of_a_file(run_tshark, strain, stage, letters):
    folder = stage / f"strain-exported-{letters}"
    folder.mkdir()
    folder.chmod(0o777)
    capture = strain / f"name-{letters}.pcap"
    done = run_tshark("-n", "-q", "-r", capture, "-o", "tlswitness.trust_system:FALSE", "--export-objects", f"tlswitness,{folder}")
    assert done.returncode == 0, done.stderr
    (path,) = folder.iterdir()
    assert path.name.rsplit("-", 1)[0] == "a" * 100


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_key_log_that_is_not_there(run_tshark, strain, stage):
    """It is looked for again, but not at each of the 3000 messages: five times a second. Only we ask about it; the host
    just opens it."""
    calls, missing = stage / "calls-of-stat", stage / "not-there.keys"
    calls.touch()
    calls.chmod(0o666)
    options = ["-o", "tlswitness.trust_system:FALSE", "-o", f"tls.keylog_file:{missing}"]
    wrapper = ["strace", "-f", "-qq", "-e", "trace=%%stat", "-o", calls]
    begin = time.monotonic()
    done = run_tshark("-n", "-r", strain / "chains-3000.pcap", *options, "-e", "tlswitness.finished", "-T", "fields", wrapper=wrapper)
    took = time.monotonic() - begin
    if "strace:" in done.stderr:
        pytest.skip(f"strace cannot trace here: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr
    looks = sum(str(missing) in line for line in calls.read_text().splitlines())
    assert 0 < looks <= 1 + 5 * took < 3000


def test_signature_with_a_huge_key(read):
    assert ["not-checked"] in [row[0] for row in read("signature-huge", "tlswitness.possession")]
