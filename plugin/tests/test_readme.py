# SPDX-License-Identifier: GPL-2.0-or-later
"""The README's tree is what tshark prints, and its filters are filters."""

import re
import shlex

import pytest

from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
ELLIPSIS = "..."


def example():
    """The command and the lines of the first block of code."""
    block = re.search(r"(?:^    .*\n|^$\n)+", README[README.index("    $ tshark") :], re.M).group()
    command, tree = re.match(r" *\$ ((?:.*\\\n)*.*)\n((?:.|\n)*)", block).groups()
    return shlex.split(command.replace("\\\n", " ")), [line[4:] for line in tree.splitlines() if line]


def test_tree(run_tshark, captures):
    """Every line stands in the output, in order; "..." stands for lines, or the end of one, left out."""
    (program, *arguments), lines = example()
    assert program == "tshark"
    done = run_tshark(*[word.replace("test-captures", str(captures)) for word in arguments])
    assert done.returncode == 0, done.stderr
    output = iter(done.stdout.splitlines())
    skip = True
    for line in lines:
        if line.strip() == ELLIPSIS:
            skip = True
            continue
        start, cut, _ = line.partition(ELLIPSIS)
        for found in output:
            if found.startswith(start) if cut else found == line:
                break
            assert skip or "xpert" in found or found.startswith(" " * 16), (line, found)
        else:
            pytest.fail(f"not in the output: {line}")
        skip = False


@pytest.mark.parametrize("condition", re.findall(r"`(tlswitness\.\S+ (?:==|in) [^`]+)`", README))
def test_filters(run_tshark, captures, condition):
    done = run_tshark("-r", captures / "ca-signed-tls12.pcapng", "-Y", condition)
    assert done.returncode == 0, done.stderr


def test_preferences(run_tshark):
    """The table holds the preferences that there are."""
    listed = run_tshark("-G", "currentprefs").stdout
    table = README[README.index("| name | default |") :]
    assert sorted(re.findall(r"^#?tlswitness\.(\w+):", listed, re.M)) == sorted(re.findall(r"^\| `(\w+)` \|", table, re.M))


def test_pictures():
    """Those that it shows are there and small, and there is no other."""
    shown = re.findall(r"!\[[^]]+\]\((\S+\.png)\)", README)
    assert len(shown) == 3 and {ROOT / path for path in shown} == set((ROOT / "test-captures").glob("*.png"))
    assert all((ROOT / path).stat().st_size < 150_000 for path in shown)
