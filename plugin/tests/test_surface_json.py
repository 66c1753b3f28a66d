# SPDX-License-Identifier: GPL-2.0-or-later
"""JSON and EK say what -T fields says, and Elasticsearch is told the type of what it must be told."""

import json

import pytest

from surfaces import ONE_PASS_AND_TWO

NAME = "ca-signed-intermediate-tls13"

# types that the host gives a mapping; it leaves words and nodes to Elasticsearch itself
MAPPED = {
    "FT_UINT8": "short",
    "FT_INT32": "integer",
    "FT_UINT32": "long",
    "FT_UINT64": "long",
    "FT_FRAMENUM": "long",
    "FT_BOOLEAN": "boolean",
    "FT_ABSOLUTE_TIME": "date",
    "FT_RELATIVE_TIME": "date",
}


@pytest.fixture(scope="module")
def registered(run_tshark):
    """Our fields and their types, without the expert items."""
    rows = [line.split("\t") for line in run_tshark("-G", "fields").stdout.splitlines()]
    return {
        row[2]: row[3]
        for row in rows
        if row[0] == "F" and row[2].startswith("tlswitness.") and ".expert." not in row[2]
    }


def test_elastic_mapping(run_tshark, registered, host):
    done = run_tshark("-G", "elastic-mapping", "--elastic-mapping-filter", "tlswitness")
    layers = json.loads(done.stdout)["mappings"]["properties"]["layers"]["properties"]
    assert list(layers) == ["tlswitness"]
    told = {name: entry["type"] for name, entry in layers["tlswitness"]["properties"].items()}
    mapped = {**MAPPED, **host.elastic}
    want = {
        "tlswitness_" + name.replace(".", "_"): mapped[kind] for name, kind in registered.items() if kind in mapped
    }
    assert told == want
    assert {kind for kind in registered.values()} - set(MAPPED) == {"FT_STRING", "FT_NONE"}


def as_fields(run_tshark, path, lab, names, passes):
    """For each frame with a chain: field -> number of values."""
    arguments = ["-n", "-r", path, *lab, *passes, "-Y", "tlswitness", "-T", "fields", "-E", "aggregator=\x1f"]
    for name in names:
        arguments += ["-e", name]
    lines = run_tshark(*arguments).stdout.splitlines()
    return [
        {name: len(cell.split("\x1f")) for name, cell in zip(names, line.split("\t")) if cell} for line in lines
    ]


def count(node, found):
    """Number of values of each field in a tree of JSON, in which a field may hold a list of values."""
    if isinstance(node, list):
        for each in node:
            count(each, found)
        return found
    for key, value in node.items():
        if key.startswith("tlswitness.") and not key.endswith("_tree") and ".expert." not in key:
            found[key] = found.get(key, 0) + (len(value) if isinstance(value, list) else 1)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                count(each, found)
    return found


@ONE_PASS_AND_TWO
def test_json(run_tshark, captures, lab, registered, passes):
    path = captures / f"{NAME}.pcapng"
    names = [name for name, kind in registered.items() if kind != "FT_NONE"]
    done = run_tshark("-n", "-r", path, *lab, *passes, "-Y", "tlswitness", "-T", "json", "--no-duplicate-keys")
    packets = [packet["_source"]["layers"]["tlswitness"] for packet in json.loads(done.stdout)]
    # as JSON is made from the tree on the screen, it holds the lines inside the host's own tree elsewhere
    inline = "tlswitness.inline"
    told = [{n: c for n, c in count(packet, {}).items() if n in names and n != inline} for packet in packets]
    want = as_fields(run_tshark, path, lab, [name for name in names if name != inline], passes)
    assert told == want and len(told) > 5


@ONE_PASS_AND_TWO
def test_ek(run_tshark, captures, lab, registered, passes):
    path = captures / f"{NAME}.pcapng"
    names = [name for name, kind in registered.items() if kind != "FT_NONE" and name != "tlswitness.inline"]
    done = run_tshark("-n", "-r", path, *lab, *passes, "-Y", "tlswitness", "-T", "ek")
    packets = [json.loads(line)["layers"]["tlswitness"] for line in done.stdout.splitlines() if '"layers"' in line]
    told = [
        {n: len(v) if isinstance(v, list) else 1 for n in names if (v := packet.get("tlswitness_" + n.replace(".", "_"))) is not None}
        for packet in packets
    ]
    assert told == as_fields(run_tshark, path, lab, names, passes)


def test_ek_types(run_tshark, captures, lab):
    done = run_tshark("-n", "-r", captures / f"{NAME}.pcapng", *lab, "-Y", "tlswitness.chain", "-T", "ek")
    (packet,) = [json.loads(line)["layers"]["tlswitness"] for line in done.stdout.splitlines() if '"layers"' in line]
    assert packet["tlswitness_tlswitness_name_matches"] is True
    assert packet["tlswitness_tlswitness_chain_verdict"] == "trusted"
    assert packet["tlswitness_tlswitness_chain_time"].endswith("Z")
