# SPDX-License-Identifier: GPL-2.0-or-later
"""Segments: held against what tshark itself reads with the secrets, and, without them, against that again."""

import pytest

from table import EXPECTED

KEYED = sorted({row["capture"] for row in EXPECTED if row["secrets"] == "yes"})

ALERT, APPLICATION_DATA = "21", "23"
SERVER_HELLO, NEW_SESSION_TICKET, FINISHED, KEY_UPDATE = "2", "4", "20", "24"
SENDER = "tlswitness.step.sender"


def number(frame):
    return int(frame["frame.number"][0])


def truth(frames):
    """From tshark's own fields, with secrets: frames with application data, with what TLS 1.3 sends after the
    handshake, or with an alert after both Finished."""
    found, streams = set(), {}
    for frame in frames:
        contents, messages = frame["tls.record.content_type"], frame["tls.handshake.type"]
        state = streams.setdefault(frame["tcp.stream"][0], {"finished": 0, "tls13": False})
        if SERVER_HELLO in messages:
            state["tls13"] = frame["tls.handshake.extensions.supported_version"] == ["0x0304"]
        after = state["tls13"] and {NEW_SESSION_TICKET, KEY_UPDATE} & set(messages)
        if APPLICATION_DATA in contents or after or (ALERT in contents and state["finished"] >= 2):
            found.add(number(frame))
        state["finished"] += messages.count(FINISHED)
    return found


def said(frames):
    return {number(frame) for frame in frames if "2" in frame["tlswitness.segment"]}


@pytest.mark.parametrize("two_pass", [False, True], ids=["one pass", "two passes"])
@pytest.mark.parametrize("name", KEYED)
def test_with_secrets(frames, name, two_pass):
    assert said(frames(name, two_pass=two_pass)) == truth(frames(name))


def before_the_clients_finished(frames):
    """Frames of TLS 1.3 with data of the server that no length tells from its handshake."""
    found, finished = set(), {}
    for frame in frames:
        count = finished.setdefault(frame["tcp.stream"][0], 0)
        if count == 1 and APPLICATION_DATA in frame["tls.record.content_type"] and "server" in frame[SENDER]:
            found.add(number(frame))
        finished[frame["tcp.stream"][0]] += frame["tls.handshake.type"].count(FINISHED)
    return found


@pytest.mark.parametrize("name", KEYED)
def test_inferred_without_secrets(frames, name):
    want = truth(frames(name)) - before_the_clients_finished(frames(name))
    assert said(frames(name, secrets=False)) == want


def test_data_before_the_clients_finished_is_in_the_captures(frames):
    """The exception above is met, and by nothing but early data."""
    assert {name for name in KEYED if before_the_clients_finished(frames(name))} == {"early-data-tls13"}


@pytest.mark.parametrize("name", [name for name in KEYED if "tls13" in name])
def test_what_is_inferred_says_so(frames, name):
    """In TLS 1.3 everything with an opaque type was worked out, and nothing else."""
    for frame in frames(name, secrets=False):
        inferred = "1" in frame["tlswitness.segment.inferred"]
        assert inferred == bool(frame["tls.record.opaque_type"]), number(frame)


@pytest.mark.parametrize("name", KEYED)
def test_nothing_is_inferred_with_secrets(frames, name):
    assert not [number(frame) for frame in frames(name) if "1" in frame["tlswitness.segment.inferred"]]


def test_nokeys_is_the_same_session(frames):
    assert said(frames("selfsigned-tls13-nokeys")) == truth(frames("selfsigned-tls13"))
