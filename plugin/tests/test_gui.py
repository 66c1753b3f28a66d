# SPDX-License-Identifier: GPL-2.0-or-later
"""The surfaces in the real Wireshark, on a display of its own: tools/check --gui."""

import re

import pytest

import gui
import pictures
from surfaces import merged, sessions

SEVERAL = pictures.SEVERAL


@pytest.fixture(scope="module")
def desktop(pytestconfig, plugin, stage):
    if not pytestconfig.getoption("--gui"):
        pytest.skip("starts Wireshark itself, which takes minutes: tools/check --gui")
    if gui.missing():
        pytest.skip(gui.missing())
    folder = stage / "desktop"
    folder.mkdir()
    folder.chmod(0o755)
    with gui.Desktop(folder, plugin) as desktop:
        yield desktop


@pytest.fixture(scope="module")
def several(desktop, captures, stage):
    return merged(captures, stage, SEVERAL)


@pytest.fixture
def wireshark(desktop, several, lab):
    """With several sessions; the lab's authority is trusted."""
    with desktop.open(several, *lab) as program:
        yield program
        program.must_live()
        assert not program.said()


@pytest.mark.parametrize("name", pictures.SCENES)
def test_window(desktop, captures, stage, lab, tmp_path, name):
    """Each window comes up, and something is in it."""
    with desktop.open(merged(captures, stage, pictures.SCENES[name][1]), *lab) as program:
        pictures.take_picture(program, name, tmp_path)
    assert (tmp_path / f"{name}.png").stat().st_size > 2000


def displayed(wireshark):
    return int(re.search(r"Displayed: (\d+)", " ".join(wireshark.status()))[1])


def test_profile_needs_no_setting(desktop, several):
    """Columns, colours, buttons; and a button filters."""
    with desktop.open(several) as program:
        shown = program.frames.headings
        assert shown[5:] == ["Session", "Segment", "Server name", "Version", "Verdict", "Problem", "Info"]
        bar = program.main.find("tool bar", "Display Filter Toolbar")
        buttons = [node.name for node in bar.walk() if node.role == "push button" and node.name]
        assert buttons[:3] == ["TLS", "Segment 1", "Segment 2"] and "Not trusted" in buttons
        every = displayed(program)
        bar.find("push button", "Segment 2").press()
        gui.wait_for("the filter", lambda: 0 < displayed(program) < every)
        assert set(program.frames.column("Segment")) == {"session data"}
        assert not program.said()


def rows_of(table):
    names = table.headings
    return [{name: table.cell(row, i).name.strip() for i, name in enumerate(names)} for row in range(table.n_rows)]


def test_sessions_table(wireshark, run_tshark, several, lab):
    """The rows of tshark; sorted by the heading that is clicked on; chosen by a display filter."""
    window = pictures.sessions_window(wireshark)
    table = gui.wait_for("the table", lambda: [t for t in window.find_all("tree") if t.n_rows])[0]
    want = sessions(run_tshark, several, *lab)
    assert rows_of(table) == want

    wireshark.resize(window, 1900, 300)
    heading = next(node for node in table.children if node.name == "Octets 1")
    wireshark.click(heading)
    octets = sorted((int(row["Octets 1"]) for row in want), reverse=True)
    gui.wait_for("the sorting", lambda: [int(n) for n in table.column("Octets 1")] in (octets, octets[::-1]))

    window.find("text", "Display filter entry").set_text('tlswitness.chain.verdict == "not-trusted"')
    window.find("push button", "Apply").press()
    chosen = [row["Session"] for row in want if row["Verdict"] == "not-trusted"]
    gui.wait_for("the filter", lambda: sorted(table.column("Session")) == sorted(chosen))

    window.find("text", "Display filter entry").set_text("")
    window.find("push button", "Apply").press()
    gui.wait_for("all of them again", lambda: table.n_rows == len(want))
    wireshark.close(window)


def test_two_tables_at_once(wireshark):
    """The host keeps one table for all windows: closing one, or the file, must not pull it from under the other."""
    first = pictures.sessions_window(wireshark)
    wireshark.menu("Statistics", r"TLS sessions \(TLS Witness\)")
    gui.wait_for("two windows", lambda: len([w for w in wireshark.windows if "TLS sessions" in w.name]) == 2)
    wireshark.close(first)
    (second,) = [w for w in wireshark.windows if "TLS sessions" in w.name]
    second.find("text", "Display filter entry").set_text("tls")
    second.find("push button", "Apply").press()
    wireshark.menu("File", "Close")
    gui.wait_for("the file to be closed", lambda: wireshark.main.name == "The Wireshark Network Analyzer")
    wireshark.must_live()


def test_counts(wireshark):
    window = pictures.counts_window(wireshark)
    table = gui.wait_for("the counts", lambda: [t for t in window.find_all("tree") if t.n_rows > 10])[0]
    counted = dict(zip(table.column("Topic / Item"), table.column("Count")))
    assert counted["TLS sessions"] == "6" and counted["trusted"] == counted["not-trusted"] == "2"
    wireshark.close(window)


CONVERSATION_FILTERS = [
    ("This TLS session", r"tlswitness.session == 1"),
    (r"This TLS session, segment 1 \(authentication\)", r"(tlswitness.session == 1) && tlswitness.segment == 1"),
    (r"This TLS session, segment 2 \(session data\)", r"(tlswitness.session == 1) && tlswitness.segment == 2"),
]


@pytest.mark.parametrize("entry, condition", CONVERSATION_FILTERS, ids=["session", "segment 1", "segment 2"])
def test_conversation_filter(wireshark, tshark, several, lab, entry, condition):
    want = tshark(several, "frame.number", filter=condition, options=lab)
    wireshark.select(28)
    wireshark.menu("Analyze", "Conversation Filter", entry)
    gui.wait_for("the frames", lambda: wireshark.frames.column("No.") == [number for (number,) in want])
    assert wireshark.main.find("text", "Display filter entry").text == condition


def test_no_conversation_filter_without_tls(wireshark):
    """The first frame is a SYN."""
    wireshark.select(28)
    gui.wait_for("the entry", lambda: wireshark.menu_entry("Analyze", "Conversation Filter", "This TLS session").is_enabled)
    wireshark.select(21)
    gui.wait_for(
        "no entry", lambda: not wireshark.menu_entry("Analyze", "Conversation Filter", "This TLS session").is_enabled
    )


def test_export(wireshark, desktop):
    """Save All writes each chain as PEM."""
    folder = desktop.home / "chains"
    folder.mkdir()
    folder.chmod(0o777)
    window = pictures.export_window(wireshark)
    (table,) = window.find_all("tree")
    names = table.column("Filename")
    assert len(names) == 3 and table.column("Hostname")[:2] == ["www.lab.example", "expired.lab.example"]
    window.find("push button", "Save All").press()
    dialog = wireshark.window(r".*Save All Objects In.*")
    dialog.find("text").set_text(str(folder))
    dialog.find("push button", "Choose|Open").press()
    gui.wait_for("the files", lambda: sorted(path.name for path in folder.iterdir()) == sorted(names))
    assert all(path.read_text().startswith("-----BEGIN CERTIFICATE-----") for path in folder.iterdir())


def test_flow_graph(desktop, captures, lab, tshark):
    """One arrow for each step."""
    name = "expired-tls13.pcapng"
    steps = sum(len(cell.split("|")) for (cell,) in tshark(name, "tlswitness.step", filter="tlswitness", options=lab))
    with desktop.open(captures / name, *lab) as program:
        window = pictures.flow_window(program)
        gui.wait_for("the arrows", lambda: f"2 node(s), {steps} item(s)" in " ".join(n.name for n in window.find_all("label")))


def test_expert(wireshark):
    window = pictures.expert_window(wireshark)
    table = gui.wait_for("the items", lambda: [t for t in window.find_all("tree") if t.n_rows])[0]
    rows = {row["Summary"]: row["Severity"] for row in rows_of(table) if row["Protocol"] == "TLS Witness"}
    assert rows["TLS Witness: problem: expired"] == rows["TLS Witness: problem: self-signed"] == "Error"
    assert rows["TLS Witness: note: no-name-to-check"] == "Note"


TITLES = [
    "Trust the system's store",
    "Trust these certificates as well",
    "Apply these revocation lists",
    "Compare with these certificates",
    "Look for missing issuers elsewhere in the capture",
    "Treat a form that issuers must keep as a problem",
    "Judge chains as of",
    "Fixed time",
    "Server name",
    "Explanations",
    "Language of the explanations",
    "Say it in the Info column",
]


def test_preferences_page(wireshark, run_tshark):
    """Every preference is on the page."""
    kept = re.findall(r"^#?tlswitness\.\w+:", run_tshark("-G", "currentprefs").stdout, re.MULTILINE)
    assert len(kept) == len(TITLES)
    window = pictures.preferences_window(wireshark)
    shown = [node.name for node in window.walk() if node.role in ("label", "check box") and node.is_shown]
    assert [name for name in shown if name in TITLES] and set(TITLES) <= set(shown)
    window.find("push button", "Cancel").press()


def test_changed_preferences(wireshark, several):
    """The frames are dissected anew: other problems, other words, another Info column."""
    before = wireshark.frames.column("Info")
    assert any("[Segment 1" in text for text in before) and "malformed" not in wireshark.frames.column("Problem")
    window = pictures.preferences_window(wireshark)
    for name in "Treat a form that issuers must keep as a problem", "Say it in the Info column":
        window.find("check box", name).press()
    wireshark.choose(window, "English", "한국어")
    window.find("push button", "OK").press()
    gui.wait_for("other words", lambda: not any("[Segment" in text for text in wireshark.frames.column("Info")))
    assert any("malformed" in text for text in wireshark.frames.column("Problem"))
    wireshark.select(28)
    wireshark.menu("View", "Expand All")
    gui.wait_for("Korean", lambda: any(re.search("[가-힣]", line) for line in wireshark.lines()))
