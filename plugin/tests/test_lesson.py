# SPDX-License-Identifier: GPL-2.0-or-later
"""The lesson quotes the screen: every code span stands in the tree of the frame under whose heading it is.

A heading with a capture in a code span opens the capture, one with a number is about that frame. What is quoted
between the two stands somewhere in the capture. A span with a comparison is a filter, and matches something.
"""

import re

import pytest
from conftest import ROOT

PAGES = {"lesson.md": "english", "lesson-ko.md": "korean"}
CAPTURE = re.compile(r"^## .*`([a-z0-9-]+)`")
FRAME = re.compile(r"^### (?:Frame (\d+)|(\d+)번 프레임): ")
SPAN = re.compile(r"`([^`]+)`", re.DOTALL)
COMMAND = re.compile(r"tools/\w+")  # a program of this repository, with options


def plain(text):
    """The words of a tree or of a quote, without brackets, line ends and indentation."""
    lines = (re.sub(r"^\s*\[?|\]?\s*$", "", line) for line in text.splitlines())
    return re.sub(r"\s+", " ", " ".join(lines)).strip()


def sections(page):
    """Yields (capture, frame, text) for each piece of the page between two headings; None where there is none."""
    capture = frame = None
    text = []
    for line in (ROOT / "test-captures" / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            yield capture, frame, "\n".join(text)
            found = CAPTURE.match(line)
            capture = found[1] if found else capture
            found = FRAME.match(line)
            frame = next(filter(None, found.groups())) if found else None
            text = [line.lstrip("#")]
        else:
            text.append(line)
    yield capture, frame, "\n".join(text)


def without_blocks(text):
    """The text without its indented blocks, which are commands; the lines of a list are indented less."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("    "))


@pytest.fixture(scope="module")
def screen(run_tshark, captures, lab):
    """screen(capture, language) -> {frame: the words of its tree}"""
    seen = {}

    def trees(capture, language):
        if (capture, language) not in seen:
            done = run_tshark(
                *("-n", "-2", "-r", captures / f"{capture}.pcapng", "-O", "tlswitness", *lab),
                *("-o", f"tlswitness.language:{language}"),
            )
            assert done.returncode == 0, done.stderr
            pieces = re.split(r"^Frame (\d+): ", done.stdout, flags=re.MULTILINE)[1:]
            ours = (piece[piece.find("[TLS Witness") :] if "[TLS Witness" in piece else "" for piece in pieces[1::2])
            seen[capture, language] = {frame: plain(text) for frame, text in zip(pieces[::2], ours)}
        return seen[capture, language]

    return trees


@pytest.mark.parametrize("page", PAGES)
def test_quotes_stand_on_the_screen(screen, tshark, page):
    wrong, quoted = [], 0
    for capture, frame, text in sections(page):
        if capture is None:
            continue
        trees = screen(capture, PAGES[page])
        there = trees.get(frame, "") if frame else " ".join(trees.values())
        for span in SPAN.findall(without_blocks(text)):
            span = plain(span)
            if span == capture or COMMAND.match(span):
                continue
            quoted += 1
            if "==" in span:
                if not tshark(f"{capture}.pcapng", "frame.number", filter=span):
                    wrong.append(f"{capture}: nothing matches {span}")
            elif span not in there:
                wrong.append(f"{capture}, frame {frame}: {span}")
    assert wrong == []
    assert quoted > 30  # or the parsing of the page is broken


@pytest.mark.parametrize("page", PAGES)
def test_frames_are_named_in_headings_only(page):
    """Elsewhere nothing would hold a number when the captures are made again."""
    for _, _, text in sections(page):
        prose = SPAN.sub("", "\n".join(without_blocks(text).splitlines()[1:]))
        assert not re.search(r"(?i)frames? +\d|\d+번 프레임", prose)


@pytest.mark.parametrize("page", PAGES)
def test_both_pages_have_the_same_frames(page):
    assert [s[:2] for s in sections(page)] == [s[:2] for s in sections("lesson.md")]


def test_frames_are_what_their_headings_say(frames):
    """What the pages say in words of their own about the steps of the three captures."""
    for name in ("selfsigned-tls13", "ca-signed-tls13"):
        rows = {row["frame.number"][0]: row for row in frames(name, two_pass=True)}
        told = [int(frame) for capture, frame, _ in sections("lesson.md") if capture == name and frame]
        first, certificate, last = (
            int(rows["6"][f"tlswitness.{link}"][0]) for link in ("segment1.first", "certificate_frame", "segment1.last")
        )
        assert told[:3] == [first, certificate, last]
        assert [step for step in rows[str(certificate)]["tlswitness.step"]] == [
            *("ServerHello", "ChangeCipherSpec", "EncryptedExtensions"),
            *("Certificate", "CertificateVerify", "Finished"),
        ]
        assert rows[str(certificate)]["tlswitness.step.protection"] == ["none"] * 2 + ["handshake-key"] * 4
        assert rows[str(certificate)]["tlswitness.chain.length"] == ["1"]


def test_segment_2_of_the_first_capture(frames):
    rows = {row["frame.number"][0]: row for row in frames("selfsigned-tls13", two_pass=True)}
    told = [frame for capture, frame, _ in sections("lesson.md") if capture == "selfsigned-tls13" and frame]
    assert rows[told[0]]["tlswitness.segment2.first"] == [told[3]]
    assert not rows[told[0]]["tlswitness.server_name"]
    data = [number for number, row in rows.items() if "ApplicationData" in row["tlswitness.step"]]
    assert data[:2] == told[4:6]
    assert [rows[number]["tlswitness.step.sender"] for number in told[4:6]] == [["client"], ["server"]]


def test_the_first_frames_are_tcps(tshark, lab):
    rows = tshark("selfsigned-tls13.pcapng", "frame.number", "tlswitness", options=lab, two_pass=True)
    first = next(int(number) for number, ours in rows if ours)
    assert first > 1


def test_words_about_the_second_and_third_capture(frames):
    (chain,) = [row for row in frames("ca-signed-tls13") if row["tlswitness.chain.verdict"]]
    assert not chain["tlswitness.chain.browser_error"] and chain["tlswitness.name.matches"] == ["1"]
    (chain,) = [row for row in frames("expired-intermediate-tls13") if row["tlswitness.chain.verdict"]]
    assert chain["tlswitness.chain.problem"] == ["expired"]
    assert chain["tlswitness.cert.role"] == ["end-entity", "intermediate"]
    assert chain["tlswitness.name.matches"] == ["1"]
