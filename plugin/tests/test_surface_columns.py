# SPDX-License-Identifier: GPL-2.0-or-later
"""Every field can be a column of its own, and the column says what the field holds."""

import xml.etree.ElementTree as ElementTree

import pytest

from surfaces import ONE_PASS_AND_TWO

ROOM = 255  # octets that the host has for the text of a column
# words and numbers, which a column shows as the field has them
WORDS = {f"tlswitness.{name}" for name in ("session step step.sender version server_name chain.verdict chain.problem history").split()}


@pytest.fixture(scope="module")
def names(run_tshark):
    """Our fields, without nodes and expert items."""
    rows = [line.split("\t") for line in run_tshark("-G", "fields").stdout.splitlines()]
    return [
        row[2]
        for row in rows
        if row[0] == "F" and row[2].startswith("tlswitness.") and row[3] != "FT_NONE" and ".expert." not in row[2]
    ]


def columns(run_tshark, path, names, *options):
    """For each frame the texts of the columns."""
    form = ",".join(f'"{name}","%Cus:{name}:0:U"' for name in names)
    done = run_tshark("-n", "-r", path, *options, "-o", f"gui.column.format:{form}", "-T", "psml")
    assert done.returncode == 0 and not done.stderr, done.stderr
    packets = ElementTree.fromstring(done.stdout).findall("packet")
    return [[section.text or "" for section in packet] for packet in packets]


@ONE_PASS_AND_TWO
@pytest.mark.parametrize("name", ["ca-signed-intermediate-tls13", "client-certificate-tls12", "refused-tls12"])
def test_columns_say_what_fields_hold(run_tshark, captures, tshark, names, lab, name, passes):
    path = captures / f"{name}.pcapng"
    plain = [field for field in names if field != "tlswitness.inline"]  # stands in the host's tree
    shown = columns(run_tshark, path, plain, *lab, *passes)
    held = tshark(path, *plain, options=[*lab, "-E", "occurrence=a"], two_pass=bool(passes))
    assert len(shown) == len(held) and any(any(row) for row in shown)
    for texts, values in zip(shown, held):
        for field, text, value in zip(plain, texts, values):
            assert bool(text) == bool(value), field
            if field in WORDS:
                assert text == value.replace("|", ",")[:ROOM], field
