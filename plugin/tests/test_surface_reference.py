# SPDX-License-Identifier: GPL-2.0-or-later
"""plugin/REFERENCE.md says what the plugin says, and each example in it works."""

import importlib.machinery
import importlib.util
import re

import pytest

from conftest import ROOT

UPDATE = "tools/make-reference > plugin/REFERENCE.md"


@pytest.fixture(scope="module")
def maker():
    loader = importlib.machinery.SourceFileLoader("make_reference", str(ROOT / "tools" / "make-reference"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("make_reference", loader))
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def listing(run_tshark):
    def text(*arguments):
        done = run_tshark(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return text


@pytest.fixture(scope="module")
def words(maker, listing, captures):
    return maker.words(listing("-q", "-r", captures / "refused-tls12.pcapng", "-z", "tlswitness,words"))


def test_up_to_date(maker, listing, captures):
    page = maker.reference(listing, captures / "refused-tls12.pcapng")
    assert page == (ROOT / "plugin" / "REFERENCE.md").read_text(encoding="utf-8"), f"run {UPDATE}"


def test_every_problem_and_note_has_its_expert_item(words, listing):
    known = set(re.findall(r"tlswitness\.expert\.(\w+\.[\w-]+)", listing("-G", "fields")))
    for field, kind in ("chain.problem", "problem"), ("chain.note", "note"), ("finding", "finding"):
        assert {f"{kind}.{word}" for word, _, _ in words[f"tlswitness.{field}"]} <= known


def test_each_problem_is_explained(words):
    assert all(meaning and remedy for _, meaning, remedy in words["tlswitness.chain.problem"])


def test_each_word_once(words):
    for field, rows in words.items():
        names = [word for word, _, _ in rows]
        assert len(names) == len(set(names)), field


def test_examples_are_filters(words, run_tshark, captures):
    """All of them in one filter: a word that is no string would be refused."""
    page = (ROOT / "plugin" / "REFERENCE.md").read_text(encoding="utf-8")
    examples = re.findall(r'`(tlswitness\.chain\.problem == "[\w-]+")`', page)
    assert len(set(examples)) == len(words["tlswitness.chain.problem"])
    done = run_tshark("-r", captures / "expired-tls12.pcapng", "-Y", " || ".join(examples))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_words_in_korean(maker, listing, captures, words):
    korean = maker.words(
        listing("-q", "-r", captures / "refused-tls12.pcapng", "-o", "tlswitness.language:korean", "-z", "tlswitness,words")
    )
    assert {f: [row[0] for row in rows] for f, rows in korean.items()} == {
        f: [row[0] for row in rows] for f, rows in words.items()
    }
    assert korean["tlswitness.chain.problem"] != words["tlswitness.chain.problem"]


def test_words_of_the_captures_are_known(words, frames):
    """What the fields hold is on the page."""
    for name in "expired-and-wrong-host-tls13", "resumed-tls12", "client-certificate-tls13", "selfsigned-tls13-nokeys":
        for frame in frames(name):
            for field, rows in words.items():
                if field in frame:
                    assert set(frame[field]) <= {word for word, _, _ in rows}, field
