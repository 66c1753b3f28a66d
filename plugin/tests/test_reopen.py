# SPDX-License-Identifier: GPL-2.0-or-later
"""One process that opens captures, shows their frames again and again and takes new preferences in between, as the GUI
does: what it says is what a new process would say, and nothing is lost. sharkd is that process."""

import re
import shutil

import pytest

from conftest import ROOT

VERDICT = ("frame.number", "tlswitness.chain.verdict", "tlswitness.chain.problem")


@pytest.fixture
def server(start_sharkd, captures):
    """A sharkd that trusts the lab's CA and nobody else."""
    started = start_sharkd()
    started.prefer("tlswitness.trust_system", "FALSE")
    started.prefer("tlswitness.ca_file", captures / "lab-ca.crt")
    return started


def verdicts(server):
    return [(verdict, problems) for _, verdict, problems in server.fields(*VERDICT, filter="tlswitness.chain")]


def everything(server, count):
    """All that is shown of a capture, twice: the second time is as the first."""
    first = [server.show(number) for number in range(1, count + 1)]
    assert [server.show(number) for number in range(1, count + 1)] == first
    return first


CHANGES = [
    # preference                              verdict and problems under it, and after it is taken back
    ({"ca_file": ""},                         ("not-checked", "")),
    ({"ca_file": "/nowhere/ca.pem"},          ("not-checked", "")),
    ({"time": "fixed", "fixed_time": "2100-01-01"}, ("not-trusted", "expired")),
    ({"time": "fixed", "fixed_time": "never"}, ("not-checked", "")),
    ({"crl_file": "/nowhere/crl.pem"},        ("not-checked", "")),
]  # fmt: skip


@pytest.mark.parametrize("change, want", CHANGES)
def test_changed_preference(server, captures, change, want):
    """While the capture stays open. Wireshark itself would read it again."""
    before = {"ca_file": captures / "lab-ca.crt", "time": "capture", "fixed_time": "", "crl_file": ""}
    server.load(captures / "ca-signed-tls12.pcapng")
    assert verdicts(server) == [("trusted", "")]
    for name, value in change.items():
        server.prefer(f"tlswitness.{name}", value)
    ((verdict, problems),) = verdicts(server)
    assert (verdict, ",".join(sorted(set(problems.split(","))))) == want
    for name in change:
        server.prefer(f"tlswitness.{name}", before[name])
    assert verdicts(server) == [("trusted", "")]


def test_strict_profile(server, captures):
    server.load(captures / "selfsigned-tls12.pcapng")
    assert verdicts(server) == [("not-trusted", "self-signed")]
    server.prefer("tlswitness.strict_profile", "TRUE")
    assert verdicts(server) == [("not-trusted", "self-signed,malformed")]
    server.prefer("tlswitness.strict_profile", "FALSE")
    assert verdicts(server) == [("not-trusted", "self-signed")]


def test_one_capture_leaves_nothing_to_the_next(server, captures):
    """A capture read after others is as if it had been read first: its session is number 0, its verdict its own."""
    fields = ("frame.number", "tlswitness.session", "tlswitness.chain.verdict", "tlswitness.history")
    names = ["ca-signed-tls12", "expired-tls12", "missing-intermediate-tls12", "resumed-tls12", "selfsigned-tls13"]
    paths = [path for name in names if (path := captures / f"{name}.pcapng").exists()]
    alone = {}
    for path in [*paths, *reversed(paths)]:
        count = server.load(path)
        rows = (count, server.fields(*fields, filter="tlswitness"))
        assert alone.setdefault(path, rows) == rows
        assert rows[1][0][1] == "0"


def test_frames_shown_again_and_in_any_order(server, captures):
    count = server.load(captures / "expired-and-wrong-host-tls12.pcapng")
    shown = everything(server, count)
    assert [server.show(number) for number in range(count, 0, -1)] == shown[::-1]
    server.load(captures / "expired-and-wrong-host-tls12.pcapng")
    assert everything(server, count) == shown


def test_growing_file(server, captures, stage):
    """A ring buffer's file is opened while it is written to: cut anywhere, and whole afterwards."""
    whole = (captures / "ca-signed-tls12.pcapng").read_bytes()
    growing = stage / "growing.pcapng"
    for part in (10, 30, 50, 70, 90):
        growing.write_bytes(whole[: len(whole) * part // 100])
        growing.chmod(0o644)
        everything(server, server.load(growing))
    growing.write_bytes(whole)
    server.load(growing)
    assert verdicts(server) == [("trusted", "")]


# ---- memory ------------------------------------------------------------------------------------


def exercise(server, captures, limit=50):
    """Opens captures, shows, filters, taps, changes preferences and the words' language, opens again."""
    paths = sorted(captures.glob("*.pcapng"))[:limit]
    for number, path in enumerate(paths):
        server.prefer("tlswitness.explain", ("off", "short", "full")[number % 3])
        server.prefer("tlswitness.language", ("english", "korean")[number % 2])
        server.prefer("tlswitness.strict_profile", ("FALSE", "TRUE")[number % 2])
        server.prefer("tlswitness.compare_ca_file", captures / "lab-ca.crt" if number % 4 == 0 else "")
        server.prefer("tls.keylog_file", path.with_suffix(".keys") if number % 2 else "")
        count = server.load(path)
        server.fields(*VERDICT, "tlswitness.possession", "tlswitness.finished", filter="tlswitness")
        server.ask("tap", tap0="expert", tap1="eo:tlswitness", tap2="seqa:tlswitness")
        server.show(min(4, count))
        server.show(min(6, count))
    return len(paths)


SOURCES = "|".join(sorted({re.escape(path.name) for path in [*ROOT.glob("plugin/*.c"), *ROOT.glob("src/*.c")]}))
OURS = re.compile(rf"tlswitness\.so|[(/ ](?:{SOURCES}):\d+")  # a place in the plugin, with its symbols or without
OF_HOST = re.compile(r"p_add_proto_data")  # a list of each frame, which sharkd does not free with the capture
LOST = re.compile(r"are (definitely|indirectly) lost|Invalid (read|write|free)|uninitialised")


def is_ours(block):
    return OURS.search(block) and not OF_HOST.search(block)


def reports(said):
    """Those of valgrind's reports in which the plugin stands."""
    blocks = re.split(r"\n==\d+== ?\n", said)
    return [block for block in blocks if LOST.search(block) and is_ours(block)]


LEAK = re.compile(r"^(?:Direct|Indirect) leak of .*?(?:\n\n|\Z)", re.M | re.S)


def test_nothing_is_lost_says_leak_sanitizer(start_sharkd, terms, captures):
    """With a plugin that was built with sanitizers (-DSANITIZE=ON)."""
    if "LD_PRELOAD" not in terms["env"]:
        pytest.skip("the plugin was not built with sanitizers")
    options = "detect_leaks=1:exitcode=0:fast_unwind_on_malloc=0:malloc_context_size=40"
    server = start_sharkd(ASAN_OPTIONS=options, G_SLICE="always-malloc", WIRESHARK_DEBUG_WMEM_OVERRIDE="simple")
    server.patience = 900
    server.prefer("tlswitness.trust_system", "FALSE")
    server.prefer("tlswitness.ca_file", captures / "lab-ca.crt")
    assert exercise(server, captures) >= 50
    server.end()
    assert "LeakSanitizer" in server.said, "it did not look"
    assert [leak for leak in LEAK.findall(server.said) if is_ours(leak)] == []


@pytest.mark.skipif(not shutil.which("valgrind"), reason="valgrind is not installed")
def test_nothing_is_lost(start_sharkd, terms, captures):
    if "LD_PRELOAD" in terms["env"]:
        pytest.skip("valgrind does not run with the sanitizers' libraries")
    options = ["--leak-check=full", "--show-leak-kinds=definite,indirect", "--num-callers=40", "--error-limit=no"]
    server = start_sharkd(wrapper=["valgrind", *options], G_SLICE="always-malloc", WIRESHARK_DEBUG_WMEM_OVERRIDE="simple")
    server.patience = 900
    server.prefer("tlswitness.trust_system", "FALSE")
    server.prefer("tlswitness.ca_file", captures / "lab-ca.crt")
    assert exercise(server, captures) >= 50
    server.end()
    assert "LEAK SUMMARY" in server.said or "no leaks are possible" in server.said
    assert reports(server.said) == []
