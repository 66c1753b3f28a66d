# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the surfaces share: captures put together, and tables taken apart."""

import pytest

from sections import merged  # noqa: F401

ONE_PASS_AND_TWO = pytest.mark.parametrize("passes", [[], ["-2"]], ids=["one pass", "two passes"])


def statistics(run_tshark, capture, kind, *options):
    """What tshark -q -z KIND prints; nothing may go wrong."""
    done = run_tshark("-n", "-q", "-r", capture, *options, "-z", kind)
    assert done.returncode == 0, done.stderr
    assert "CRITICAL" not in done.stderr and "WARNING" not in done.stderr, done.stderr
    return done.stdout


def sessions(run_tshark, capture, *options, condition=None):
    """The rows of -z tlswitness,sessions: a dict from heading to cell each."""
    kind = "tlswitness,sessions" + (f",{condition}" if condition else "")
    lines = statistics(run_tshark, capture, kind, *options).splitlines()
    heading = next(line for line in lines if line.startswith("Session "))
    names = [cell.strip() for cell in heading.split("|")[:-1]]
    rows = lines[lines.index("----") + 1 : -1]
    assert {len(row) for row in rows} <= {len(heading)}, "the columns do not stand below their headings"
    return [dict(zip(names, (cell.strip() for cell in row.split("|")))) for row in rows]
