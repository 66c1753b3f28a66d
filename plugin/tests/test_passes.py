# SPDX-License-Identifier: GPL-2.0-or-later
"""One pass, two passes: the same fields, but for what is only known later."""

import pytest

from conftest import FIELDS
from table import CAPTURES

# links and facts of the session: after -2 also on the frames before they are known
LATER = {
    f"tlswitness.{name}"
    for name in (
        "server_name alpn version cipher_suite key_exchange key_exchange.group forward_secrecy resumed segment1.first "
        "segment1.last segment2.first certificate_frame handshake_time"
    ).split()
}


@pytest.mark.parametrize("name", CAPTURES)
def test_same_in_two_passes(frames, name):
    one, two = frames(name), frames(name, two_pass=True)
    assert len(one) == len(two)
    for first, second in zip(one, two):
        for field in FIELDS:
            if field in LATER:
                assert not first[field] or first[field] == second[field], (field, first["frame.number"])
            else:
                assert first[field] == second[field], (field, first["frame.number"])


@pytest.mark.parametrize("name", CAPTURES)
def test_every_frame_with_records_has_a_subtree(frames, name):
    for frame in frames(name):
        records = frame["tls.record.content_type"] + frame["tls.record.opaque_type"]
        assert bool(frame["tlswitness.session"]) == bool(records), frame["frame.number"]


@pytest.mark.parametrize("name", CAPTURES)
def test_links(frames, name):
    """After two passes every frame of a session points to where its segments begin and end."""
    for frame in frames(name, two_pass=True):
        for session in frame["tlswitness.session"]:
            mine = [f for f in frames(name, two_pass=True) if session in f["tlswitness.session"]]
            segment1 = [f["frame.number"][0] for f in mine if "1" in f["tlswitness.segment"]]
            segment2 = [f["frame.number"][0] for f in mine if "2" in f["tlswitness.segment"]]
            assert frame["tlswitness.segment1.first"] == segment1[:1]
            assert frame["tlswitness.segment2.first"] == segment2[:1]
            if frame["tlswitness.segment1.last"]:
                assert frame["tlswitness.segment1.last"] == segment1[-1:]
