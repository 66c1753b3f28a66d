# SPDX-License-Identifier: GPL-2.0-or-later
"""Frames that come one by one, as from a network: what is said of them is what is said of the file afterwards, also
where they go to a ring of files. The network is a pipe: that takes no privilege."""

import subprocess

import pytest

FIELDS = ("tlswitness.session", "tlswitness.step", "tlswitness.segment", "tlswitness.chain.verdict", "tlswitness.history")
CAPTURES = ["ca-signed-tls12", "expired-and-wrong-host-tls12", "selfsigned-tls13", "resumed-tls12"]


def words(fields):
    return [word for field in fields for word in ("-e", field)]


@pytest.fixture(scope="module")
def live(terms, lab):
    """live(octets, *arguments) -> what tshark says while it captures them from a pipe."""
    if "LD_PRELOAD" in terms["env"]:
        pytest.skip("dumpcap, which tshark starts, hangs with the sanitizers' libraries")

    def run(octets, *arguments):
        command = ["tshark", "-n", "-l", "-i", "-", *lab, *map(str, arguments)]
        done = subprocess.run(command, input=octets, capture_output=True, timeout=120, **terms)
        said = done.stderr.decode(errors="replace")
        assert done.returncode == 0, said
        return done.stdout.decode()

    return run


def rows(text):
    return [line.split("\t") for line in text.splitlines()]


@pytest.mark.parametrize("name", CAPTURES)
def test_as_from_the_file(live, tshark, captures, lab, name):
    octets = (captures / f"{name}.pcapng").read_bytes()
    told = rows(live(octets, "-T", "fields", "-E", "aggregator=|", *words(FIELDS)))
    assert told == [list(row) for row in tshark(f"{name}.pcapng", *FIELDS, options=lab)]


@pytest.mark.parametrize("name", CAPTURES)
def test_ring_of_files(live, run_tshark, tshark, captures, lab, stage, name):
    """A file that begins while the one before is shown: what was known of that is forgotten, and each can be read by
    itself. How many frames of a burst tshark can follow, and that it stops when it cannot, is the host's affair."""
    folder = stage / f"ring-{name}"
    folder.mkdir()
    folder.chmod(0o777)
    octets = (captures / f"{name}.pcapng").read_bytes()
    live(octets, "-P", "-w", folder / "ring.pcapng", "-b", "packets:5", "-T", "fields", *words(FIELDS[:1]))
    whole = tshark(f"{name}.pcapng", FIELDS[0], options=lab)
    files = sorted(folder.iterdir())
    assert len(files) > 1
    frames = 0
    for file in files:
        done = run_tshark("-n", "-r", file, "-V", "-2", *lab)
        assert done.returncode == 0, done.stderr
        frames += done.stdout.count("\nFrame ") + done.stdout.startswith("Frame ")
    assert 5 < frames <= len(whole)
