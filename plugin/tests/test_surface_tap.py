# SPDX-License-Identifier: GPL-2.0-or-later
"""The tap "tlswitness", which feeds the tables: heard by a listener in Lua, once for each session of a frame."""

import re

import pytest

from surfaces import ONE_PASS_AND_TWO, merged

LISTENER = """
local heard = {}
local listener = Listener.new("tlswitness"%s)
function listener.packet(pinfo)
    heard[#heard + 1] = tostring(pinfo.number)
end
function listener.draw()
    print("heard " .. table.concat(heard, " "))
end
"""


@pytest.fixture(scope="module")
def heard(run_tshark, stage):
    """heard(capture, *options, condition): the frames in which the tap spoke."""
    if not re.search(r"(with |\+)Lua", run_tshark("--version").stdout):
        pytest.skip("this tshark is built without Lua")

    def frames(capture, *options, condition=None):
        script = stage / "listener.lua"
        script.write_text(LISTENER % (f", '{condition}'" if condition else ""))
        script.chmod(0o644)
        done = run_tshark("-q", "-r", capture, "-X", f"lua_script:{script}", *options)
        assert done.returncode == 0, done.stderr
        (line,) = [line for line in done.stdout.splitlines() if line.startswith("heard")]
        return line.split()[1:]

    return frames


@ONE_PASS_AND_TWO
def test_once_for_each_session_of_a_frame(heard, tshark, captures, stage, passes):
    capture = merged(captures, stage, ["expired-tls13", "resumed-tls12"])
    want = []
    for number, sessions in tshark(capture, "frame.number", "tlswitness.session", filter="tlswitness"):
        want += [number] * len(sessions.split("|"))
    assert heard(capture, *passes) == want


@ONE_PASS_AND_TWO
def test_filter(heard, captures, lab, passes):
    capture = captures / "expired-tls13.pcapng"
    assert heard(capture, *lab, *passes, condition="tlswitness.chain.problem") == ["6"]
