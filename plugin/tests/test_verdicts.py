# SPDX-License-Identifier: GPL-2.0-or-later
"""Verdicts and facts: every row of test-captures/expected.tsv, in one pass and in two, and Chromium's own words."""

import pytest

from table import CHROMIUM, EXPECTED, row_name, words

CHAINS = [row for row in EXPECTED if row["verdict"] != "-"]
ABSENT = [row for row in EXPECTED if row["absent_reason"] != "-"]
FACTS = ("server_name", "version", "cipher_suite", "key_exchange")

passes = pytest.mark.parametrize("two_pass", [False, True], ids=["one pass", "two passes"])


def of_session(frames, row):
    return [frame for frame in frames if row["session"] in frame["tlswitness.session"]]


def chain_of(frames, row):
    """Where a staple comes in a later frame, the chain is judged again there: the last word counts."""
    judged = [frame for frame in of_session(frames, row) if row["owner"] in frame["tlswitness.chain.owner"]]
    assert len(judged) == (2 if judged[-1]["tlswitness.ocsp.status"] and row["version"] == "TLS 1.2" else 1)
    return judged[-1]


@passes
@pytest.mark.parametrize("row", CHAINS, ids=row_name)
def test_verdict(frames, row, two_pass):
    chain = chain_of(frames(row["capture"], two_pass=two_pass), row)
    assert chain["tlswitness.chain.verdict"] == [row["verdict"]]
    for field in ("problem", "note", "browser_error"):
        cell = row["browser_error" if field == "browser_error" else f"{field}s"]
        assert sorted(set(chain[f"tlswitness.chain.{field}"])) == words(cell), field


@pytest.mark.parametrize("row", EXPECTED, ids=row_name)
def test_absent_reason(frames, row):
    said = [frame["tlswitness.chain.absent_reason"] for frame in of_session(frames(row["capture"]), row)]
    assert [reason for reasons in said for reason in reasons] == words(row["absent_reason"])


@passes
@pytest.mark.parametrize("row", EXPECTED, ids=row_name)
def test_facts(frames, row, two_pass):
    """Known at the end of a session; after two passes, on all its frames."""
    session = of_session(frames(row["capture"], two_pass=two_pass), row)
    for frame in session if two_pass else session[-1:]:
        assert [frame[f"tlswitness.{name}"] for name in FACTS] == [words(row[name]) for name in FACTS]


@pytest.mark.parametrize("capture, error", sorted(CHROMIUM.items()))
def test_chromium_says_the_same(frames, capture, error):
    """`error` is what Chromium itself showed for that very server."""
    row = [row for row in CHAINS if row["capture"] == capture and row["owner"] == "server"][-1]
    ours = chain_of(frames(capture), row)["tlswitness.chain.browser_error"]
    assert [code.removeprefix("NET::") for code in ours] == words(error.removeprefix("net::"))
