# SPDX-License-Identifier: GPL-2.0-or-later
"""The module loads, exports what Wireshark asks for, and registers the public names with their types."""

import os
import subprocess

import pytest

from conftest import ROOT

FIELDS = [
    # name                                  type
    ("tlswitness.session",                  "FT_UINT32"),
    ("tlswitness.segment",                  "FT_UINT8"),
    ("tlswitness.segment.inferred",         "FT_BOOLEAN"),
    ("tlswitness.step",                     "FT_STRING"),
    ("tlswitness.step.sender",              "FT_STRING"),
    ("tlswitness.step.protection",          "FT_STRING"),
    ("tlswitness.explanation",              "FT_STRING"),
    ("tlswitness.history",                  "FT_STRING"),
    ("tlswitness.server_name",              "FT_STRING"),
    ("tlswitness.alpn",                     "FT_STRING"),
    ("tlswitness.version",                  "FT_STRING"),
    ("tlswitness.cipher_suite",             "FT_STRING"),
    ("tlswitness.key_exchange",             "FT_STRING"),
    ("tlswitness.key_exchange.group",       "FT_STRING"),
    ("tlswitness.forward_secrecy",          "FT_BOOLEAN"),
    ("tlswitness.resumed",                  "FT_BOOLEAN"),
    ("tlswitness.resumed_from",             "FT_FRAMENUM"),
    ("tlswitness.finding",                  "FT_STRING"),
    ("tlswitness.handshake_time",           "FT_RELATIVE_TIME"),
    ("tlswitness.segment1.bytes",           "FT_UINT64"),
    ("tlswitness.segment2.bytes",           "FT_UINT64"),
    ("tlswitness.segment1.first",           "FT_FRAMENUM"),
    ("tlswitness.segment1.last",            "FT_FRAMENUM"),
    ("tlswitness.segment2.first",           "FT_FRAMENUM"),
    ("tlswitness.certificate_frame",        "FT_FRAMENUM"),
    ("tlswitness.chain",                    "FT_NONE"),
    ("tlswitness.chain.owner",              "FT_STRING"),
    ("tlswitness.chain.verdict",            "FT_STRING"),
    ("tlswitness.chain.problem",            "FT_STRING"),
    ("tlswitness.chain.note",               "FT_STRING"),
    ("tlswitness.chain.browser_error",      "FT_STRING"),
    ("tlswitness.chain.absent_reason",      "FT_STRING"),
    ("tlswitness.chain.length",             "FT_UINT32"),
    ("tlswitness.chain.anchor",             "FT_STRING"),
    ("tlswitness.chain.time",               "FT_ABSOLUTE_TIME"),
    ("tlswitness.name.reference",           "FT_STRING"),
    ("tlswitness.name.source",              "FT_STRING"),
    ("tlswitness.name.matches",             "FT_BOOLEAN"),
    ("tlswitness.cert",                     "FT_NONE"),
    ("tlswitness.cert.role",                "FT_STRING"),
    ("tlswitness.cert.subject",             "FT_STRING"),
    ("tlswitness.cert.issuer",              "FT_STRING"),
    ("tlswitness.cert.serial",              "FT_STRING"),
    ("tlswitness.cert.san",                 "FT_STRING"),
    ("tlswitness.cert.not_before",          "FT_ABSOLUTE_TIME"),
    ("tlswitness.cert.not_after",           "FT_ABSOLUTE_TIME"),
    ("tlswitness.cert.days_left",           "FT_INT32"),
    ("tlswitness.cert.key",                 "FT_STRING"),
    ("tlswitness.cert.key_bits",            "FT_UINT32"),
    ("tlswitness.cert.signature_algorithm", "FT_STRING"),
    ("tlswitness.cert.sha256",              "FT_STRING"),
    ("tlswitness.cert.spki_sha256",         "FT_STRING"),
    ("tlswitness.possession",               "FT_STRING"),
    ("tlswitness.finished",                 "FT_STRING"),
    ("tlswitness.ocsp.status",              "FT_STRING"),
    ("tlswitness.sct.count",                "FT_UINT32"),
    ("tlswitness.sct.valid",                "FT_UINT32"),
    ("tlswitness.alert.meaning",            "FT_STRING"),
]

PREFERENCES = [
    # name                     default, None where it is shown in words of its own
    ("trust_system",           "TRUE"),
    ("ca_file",                ""),
    ("time",                   None),
    ("fixed_time",             ""),
    ("server_name",            ""),
    ("use_seen_intermediates", "TRUE"),
    ("strict_profile",         "FALSE"),
    ("explain",                None),
    ("info_column",            "TRUE"),
]


@pytest.fixture(scope="module")
def registered(run_tshark):
    """Name of a field -> its row of `tshark -G fields`: name in words, type, parent, base, mask, blurb."""
    table = {}
    for line in run_tshark("-G", "fields").stdout.splitlines():
        columns = line.split("\t")
        if columns[0] == "F" and columns[2].startswith("tlswitness."):
            table[columns[2]] = columns
    return table


@pytest.fixture(scope="module")
def preferences(run_tshark):
    """Name of a preference, without our prefix -> its default."""
    table = {}
    for line in run_tshark("-G", "defaultprefs").stdout.splitlines():
        name, colon, value = line.lstrip("#").partition(":")
        if colon and name.startswith("tlswitness."):
            table[name[len("tlswitness."):]] = value.strip()
    return table


def test_loaded_from_the_personal_folder(run_tshark, home):
    done = run_tshark("-G", "plugins")
    rows = [line.split("\t") for line in done.stdout.splitlines() if line.startswith("tlswitness.so")]
    assert len(rows) == 1, f"not listed once:\n{done.stdout}{done.stderr}"
    assert rows[0][-1].startswith(str(home)), "another copy than the one under test was loaded"


def test_exports_what_wireshark_asks_for_and_nothing_else(plugin, host):
    table = subprocess.run(["nm", "-D", "--defined-only", plugin], check=True, capture_output=True, text=True).stdout
    assert {line.split()[-1] for line in table.splitlines()} == host.exports


def test_protocol(run_tshark):
    filters = [line.split("\t")[2] for line in run_tshark("-G", "protocols").stdout.splitlines()]
    assert filters.count("tlswitness") == 1


@pytest.mark.parametrize("name, kind", FIELDS)
def test_field(registered, name, kind):
    assert name in registered
    assert registered[name][3] == kind


def test_every_field_has_a_blurb(registered):
    """.. but for the expert items, which epan registers as fields and gives none."""
    ours = {name: row for name, row in registered.items() if not name.startswith("tlswitness.expert.")}
    assert [name for name, row in ours.items() if row[7] in ("", '""')] == []


@pytest.mark.parametrize("name, default", PREFERENCES)
def test_preference(preferences, name, default):
    assert name in preferences
    assert default is None or preferences[name] == default


def test_user_install_and_uninstall(plugin, tmp_path):
    system, personal = tmp_path / "system", tmp_path / ".local/lib/wireshark/plugins/4.0/epan"

    def run(script, module):
        names = [f"-Dsystem_folder={system}", "-Dseries=4.0", f"-Dmodule={module}"]
        return subprocess.run(
            ["cmake", *names, "-P", ROOT / "tools" / f"{script}.cmake"],
            env={**os.environ, "HOME": str(tmp_path), "DESTDIR": ""},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    assert "Nothing to remove" in run("uninstall", plugin.name)

    run("user-install", plugin)
    assert (personal / plugin.name).read_bytes() == plugin.read_bytes()

    system.mkdir()
    (system / plugin.name).touch()
    said = run("uninstall", plugin.name)
    assert f"Removed {system / plugin.name}" in said and f"Removed {personal / plugin.name}" in said
    assert not list(tmp_path.rglob(plugin.name))
