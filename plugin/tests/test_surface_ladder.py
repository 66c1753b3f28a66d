# SPDX-License-Identifier: GPL-2.0-or-later
"""The ladder: -z flow,tlswitness,standard, which is what the Flow Graph draws."""

import re

import pytest

from surfaces import ONE_PASS_AND_TWO, merged, statistics

FLOW = "flow,tlswitness,standard"


def rungs(text):
    """(sender, step, comment) of each arrow between a client on the left and a server on the right."""
    lines = text.splitlines()[2:]
    found = []
    for label, arrow in zip(lines[::2], lines[1::2]):
        step, comment = re.match(r".*?\|[\d.]+ *\|? *(\S.*?) *\|(.*)", label).groups()
        found.append(("client" if "->" in arrow else "server", step, comment.strip("| ")))
    return found


@ONE_PASS_AND_TWO
def test_steps_in_order(run_tshark, tshark, captures, lab, passes):
    name = "ca-signed-intermediate-tls13.pcapng"
    text = statistics(run_tshark, captures / name, FLOW, *lab, *passes)
    assert "127.0.0.1 (client)" in text and "127.0.0.1 (server)" in text
    want = []
    for steps, senders in tshark(name, "tlswitness.step", "tlswitness.step.sender", filter="tlswitness", options=lab):
        want += zip(senders.split("|"), steps.split("|"))
    assert [rung[:2] for rung in rungs(text)] == want


@ONE_PASS_AND_TWO
def test_segments_keys_and_verdict(run_tshark, captures, lab, passes):
    found = rungs(statistics(run_tshark, captures / "expired-tls13.pcapng", FLOW, *lab, *passes))
    comments = {step: comment for _, step, comment in found}
    assert comments["ClientHello"] == "Segment 1, session 0, in the clear"
    assert comments["Certificate"] == "Segment 1: NOT TRUSTED (expired), session 0, under the handshake key"
    assert comments["ApplicationData"] == "Segment 2, session 0, under the session key"


def test_filter(run_tshark, captures, lab):
    text = statistics(run_tshark, captures / "expired-tls13.pcapng", f"{FLOW},tlswitness.segment == 2", *lab)
    assert {comment[:9] for _, _, comment in rungs(text)} <= {"Segment 1", "Segment 2"}
    assert "ClientHello" not in text


def test_inferred(run_tshark, captures):
    text = statistics(run_tshark, captures / "selfsigned-tls13-nokeys.pcapng", FLOW)
    assert "EncryptedHandshake" in text and "(inferred)" in text


def test_several_sessions_are_told_apart(run_tshark, captures, stage, lab):
    several = merged(captures, stage, ["expired-tls13", "ca-signed-tls12"])
    text = statistics(run_tshark, several, FLOW, *lab)
    assert text.startswith("Conv.|") and "session 0" in text and "session 1" in text


@pytest.mark.parametrize("kind", ["standard", "network"])
def test_alert(run_tshark, captures, lab, kind):
    text = statistics(run_tshark, captures / "refused-tls13.pcapng", f"flow,tlswitness,{kind}", *lab)
    assert "unknown_ca" in text
