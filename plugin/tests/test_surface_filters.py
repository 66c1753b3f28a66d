# SPDX-License-Identifier: GPL-2.0-or-later
"""What nothing can show is not made; but for each field alone there is a filter, and it finds the frames that have it."""

import re

import pytest

NAME = re.compile(r'<(?:field|proto) name="(tlswitness[^"]*)"')
# Lines for the eye: what is put into the host's own tree, and the rest of a long line.
SCREEN = {"tlswitness.inline", "tlswitness.line"}
CAPTURES = "ca-signed-intermediate-tls13 client-certificate-tls12 refused-tls12 hello-retry-tls13 fetched-before-tls12"


@pytest.fixture(scope="module")
def names(run_tshark):
    """Our fields and expert items."""
    rows = [line.split("\t") for line in run_tshark("-G", "fields").stdout.splitlines()]
    return {row[2] for row in rows if row[0] == "F" and row[2].startswith("tlswitness.")} | {"tlswitness"}


def frames_with_fields(run_tshark, path, settings):
    """name of a field -> the frames that have it when all is shown."""
    options = [word for name, value in settings.items() for word in ("-o", f"{name}:{value}")]
    done = run_tshark("-n", "-r", path, "-2", *options, "-T", "pdml")
    assert done.returncode == 0, done.stderr
    found = {}
    for number, packet in enumerate(done.stdout.split("<packet>")):
        for name in NAME.findall(packet):
            found.setdefault(name, {})[number] = None
    return {name: list(frames) for name, frames in found.items()}


@pytest.mark.parametrize("capture", CAPTURES.split())
def test_filters_find_what_is_shown(start_sharkd, run_tshark, captures, names, capture):
    path = captures / f"{capture}.pcapng"
    settings = {
        "tls.keylog_file": path.with_suffix(".keys"),
        "tlswitness.trust_system": "FALSE",
        "tlswitness.ca_file": captures / "lab-ca.crt",
        "tlswitness.compare_ca_file": captures / "lab-ca.crt",
        "tlswitness.explain": "full",
    }
    settings = {name: value for name, value in settings.items() if name != "tls.keylog_file" or value.exists()}
    shown = frames_with_fields(run_tshark, path, settings)
    server = start_sharkd()
    for name, value in settings.items():
        server.prefer(name, value)
    server.load(path)
    found = {name: [int(number) for (number,) in server.fields("frame.number", filter=name)] for name in names - SCREEN}
    assert len(shown) > 40
    assert {name: frames for name, frames in found.items() if frames != shown.get(name, [])} == {}
