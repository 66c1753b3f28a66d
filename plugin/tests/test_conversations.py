# SPDX-License-Identifier: GPL-2.0-or-later
"""Every row of test-captures/conversations.tsv: what plain tshark says of each session, TLS Witness says too."""

import csv
import itertools
import pathlib

import pytest

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent / "test-captures"
FACTS = {
    "version": "version",
    "cipher_suite": "cipher_suite",
    "key_exchange": "key_exchange",
    "group": "key_exchange.group",
}
FIELDS = [
    "frame.number",
    *(
        f"tlswitness.{name}"
        for name in (
            *FACTS.values(),
            *"session segment step resumed chain.absent_reason history".split(),
        )
    ),
]
NO_DATA = {"Alert", "HelloRequest"}

# Wireshark knows RDP's port by another name; without its preference it loses what comes out of order.
OPTIONS = {
    "rdp": ["-d", "tcp.port==3389,tls"],
    "out-of-order-tls12": ["-o", "tcp.reassemble_out_of_order:TRUE"],
    "out-of-order-tls13": ["-o", "tcp.reassemble_out_of_order:TRUE"],
}
# Octets that look like a record are called a piece of a message, and nothing more.
LOOKS_LIKE_A_RECORD = {"garbage-in-record"}


def table():
    with open(FOLDER / "conversations.tsv", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {name: list(group) for name, group in itertools.groupby(rows, key=lambda row: row["capture"])}


CAPTURES = table()


@pytest.fixture(scope="session")
def conversations(tshark, stage, readable):
    """conversations(name, two_pass) -> {session: [frame]}; each capture is read once for each number of passes."""
    known = {}

    def sessions_of(name, two_pass):
        if (name, two_pass) not in known:
            path = readable(FOLDER / "conversations" / f"{name}.pcapng")
            options = ["-o", "tlswitness.trust_system:FALSE", *OPTIONS.get(name, [])]
            lines = tshark(path, *FIELDS, filter="tlswitness", options=options, two_pass=two_pass)
            frames = [{f: cell.split("|") if cell else [] for f, cell in zip(FIELDS, line)} for line in lines]
            sessions = {}
            for frame in frames:
                for session in frame["tlswitness.session"]:
                    sessions.setdefault(session, []).append(frame)
            known[name, two_pass] = sessions
        return known[name, two_pass]

    return sessions_of


def number_of_first(frames, condition):
    return next((frame["frame.number"][0] for frame in frames if condition(frame)), "-")


def carries_data(frame):
    """Segment 2 begins with data or what else comes after the handshake; an alert alone is no data."""
    runs = "2" in frame["tlswitness.segment"]
    return runs and not set(frame["tlswitness.step"]) <= NO_DATA


def told(frames):
    """What the table has, from the frames of one session."""
    last = frames[-1]
    facts = {column: (last[f"tlswitness.{field}"] or ["-"])[0] for column, field in FACTS.items()}
    absent = [reason for frame in frames for reason in frame["tlswitness.chain.absent_reason"]]
    return facts | {
        "resumed": "1" if last["tlswitness.resumed"] == ["1"] else "0",
        "absent_reason": ",".join(absent) or "-",
        "client_hello_frame": number_of_first(frames, lambda f: "ClientHello" in f["tlswitness.step"]),
        "server_hello_frame": number_of_first(frames, lambda f: "ServerHello" in f["tlswitness.step"]),
        "segment2_frame": number_of_first(frames, carries_data),
        "history": (last["tlswitness.history"] or ["-"])[-1],
    }


def is_session(row):
    return any(row[column] != "-" for column in ("version", "client_hello_frame", "absent_reason"))


def shares_frames(sessions):
    return any(len(frame["tlswitness.session"]) > 1 for frames in sessions.values() for frame in frames)


@pytest.mark.parametrize("two_pass", [False, True], ids=["one pass", "two passes"])
@pytest.mark.parametrize("name", CAPTURES)
def test_conversation(conversations, host, name, two_pass):
    rows = [row for row in CAPTURES[name] if is_session(row)]
    sessions = conversations(name, two_pass)
    if name in LOOKS_LIKE_A_RECORD:
        assert told(sessions["0"])["version"] == "-"
        return
    assert len(sessions) == len(rows)
    for row in rows if not shares_frames(sessions) else []:
        said = told(sessions[row["session"]])
        wanted = {column: row[column] for column in said if column != "history" or row["history"] != "-"}
        if (name, wanted.get("history")) in host.histories:
            wanted["history"] = host.histories[name, wanted["history"]]
        assert {column: said[column] for column in wanted} == wanted
