# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/survey: the lines, the mapping that they are made for, interruptions, other hosts, and what cannot be read."""

import json
import os
import pathlib
import re
import select
import shutil
import signal
import sqlite3
import subprocess

import pytest

from conftest import NOBODY, ROOT, open_to_all
from surfaces import ONE_PASS_AND_TWO, merged, sessions, statistics

NAMES = ["expired-and-wrong-host-tls12", "resumed-tls13", "rsa-key-exchange-tls12", "selfsigned-tls13-nokeys"]
PREFIX = "tlswitness_tlswitness_"


def fields_of(line):
    return {name.removeprefix(PREFIX): value for name, value in line["layers"]["tlswitness"].items()}


# ---- the lines of tshark ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def several(captures, stage):
    return merged(captures, stage, NAMES)


def lines_of(run_tshark, capture, *options, condition=""):
    text = statistics(run_tshark, capture, f"tlswitness,survey{condition}", *options)
    return [json.loads(line) for line in text.splitlines()]


def as_row(line):
    """The columns of -z tlswitness,sessions, made of a line."""
    fields = fields_of(line)
    absent = fields.get("chain_absent_reason")
    time = fields.get("handshake_time")
    return {
        "Session": str(fields["session"]),
        "Client": line["client"],
        "Server": line["server"],
        "Server name": fields.get("server_name", "-"),
        "Version": fields.get("version", "-"),
        "Cipher suite": fields.get("cipher_suite", "-"),
        "Key exchange": fields.get("key_exchange", "-"),
        "Resumed": {None: "-", False: "no", True: "yes"}[fields.get("resumed")],
        "Frames 1": str(line["frames1"]),
        "Octets 1": str(fields["segment1_bytes"]),
        "Frames 2": str(line["frames2"]),
        "Octets 2": str(fields["segment2_bytes"]),
        "Handshake (s)": "-" if time is None else f"{time:.6f}",
        "Round trips": str(line.get("round_trips", "-")),
        "Verdict": fields.get("chain_verdict") or (f"no chain: {absent}" if absent else "-"),
        "Problems": ", ".join(fields.get("chain_problem", ["-"])),
        "Possession": fields.get("possession", "-"),
    }


@ONE_PASS_AND_TWO
def test_lines_say_what_the_table_says(run_tshark, several, lab, passes):
    rows = sessions(run_tshark, several, *lab)
    lines = lines_of(run_tshark, several, *lab, *passes)
    assert [as_row(line) for line in lines] == rows and len(rows) == 5
    assert fields_of(lines[0])["chain_problem"] == ["expired", "name-mismatch"]
    assert fields_of(lines[0])["chain_browser_error"] == "NET::ERR_CERT_COMMON_NAME_INVALID"
    assert fields_of(lines[3])["finding"] == ["no-forward-secrecy"]
    assert fields_of(lines[3])["forward_secrecy"] is False


def test_the_time_is_that_of_the_first_frame(run_tshark, several, tshark):
    first = {}
    for session, epoch in tshark(several, "tlswitness.session", "frame.time_epoch", filter="tlswitness.session"):
        first.setdefault(session, epoch)
    for line in lines_of(run_tshark, several):
        seconds = first[str(fields_of(line)["session"])]
        (row,) = sqlite3.connect(":memory:").execute("select strftime('%s', ?)", [line["timestamp"]])
        assert (row[0], line["timestamp"][20:26]) == (seconds.partition(".")[0], seconds.partition(".")[2][:6])


def test_filter(run_tshark, several, lab):
    found = lines_of(run_tshark, several, *lab, condition=',tlswitness.chain.problem == "expired"')
    assert [fields_of(line)["session"] for line in found] == [0]


@pytest.mark.parametrize("argument", [",this is no filter", "x"])
def test_what_is_no_filter(run_tshark, several, argument):
    done = run_tshark("-q", "-r", several, "-z", f"tlswitness,survey{argument}")
    assert done.returncode == 1 and "tlswitness,survey[,FILTER]" in done.stderr


# ---- the tool -----------------------------------------------------------------------------------

needs_parallel = pytest.mark.skipif(not shutil.which("parallel"), reason="GNU parallel is not installed")


@pytest.fixture(scope="module")
def tool(stage):
    folder = stage / "survey-tool"
    folder.mkdir()
    shutil.copy(ROOT / "tools" / "survey", folder)
    open_to_all(folder)
    (folder / "survey").chmod(0o755)
    return folder / "survey"


@pytest.fixture
def place(stage):
    """A folder in which the user of the survey may write."""
    path = stage / "surveyed"
    path.mkdir()
    path.chmod(0o777)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def start(tool, home, stage, place, run_tshark):
    """start(*arguments) -> Popen. It runs in the folder `place`, with the lab's CA trusted."""
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}

    def popen(*arguments, path=os.environ.get("PATH", os.defpath), **environment):
        return subprocess.Popen(
            [tool, *map(str, arguments)],
            cwd=place,
            env={"PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8", "TZ": "UTC", **environment}
            | {"WIRESHARK_PLUGIN_DIR": str(stage / "no-plugins")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            **user,
        )

    return popen


@pytest.fixture
def survey(start):
    """survey(*arguments) -> CompletedProcess"""

    def run(*arguments, **more):
        process = start(*arguments, **more)
        output, errors = process.communicate(timeout=120)
        assert "Traceback" not in errors, errors
        return subprocess.CompletedProcess(arguments, process.returncode, output, errors)

    return run


@pytest.fixture
def some(place, captures):
    """Three captures, and one that is none, in a folder with a subfolder."""
    folder = place / "captures"
    (folder / "sub").mkdir(parents=True)
    for name, where in [("expired-tls12", "a"), ("resumed-tls12", "sub/b 'c' $(d)"), ("revoked", "sub/c")]:
        source = captures / f"{name if name != 'revoked' else 'stapled-revoked-tls12'}.pcapng"
        shutil.copy(source, folder / f"{where}.pcapng")
    (folder / "noise.pcap").write_bytes(b"\xa7" * 500)
    (folder / "README.txt").write_text("not looked at")
    open_to_all(folder)
    return folder


def parsed(text):
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def trust(captures):
    return "--ca", captures / "lab-ca.crt"


@needs_parallel
def test_a_folder(survey, some, trust, place):
    cut = (some / "a.pcapng").read_bytes()[:3000]
    (some / "sub" / "d.pcapng").write_bytes(cut)
    done = survey(*trust, "-j", 2, "--", "captures")
    assert done.returncode == 1
    lines = parsed(done.stdout)
    assert [line["capture"] for line in lines] == [
        "captures/a.pcapng", *["captures/sub/b 'c' $(d).pcapng"] * 2, "captures/sub/c.pcapng", "captures/sub/d.pcapng",
    ]  # fmt: skip
    assert all(list(line)[:2] == ["capture", "timestamp"] for line in lines)
    summary = re.sub(r"\s+", " ", done.stderr)
    for words in (
        "5 sessions in 4 captures, 0 without TLS",
        "Versions: TLS 1.2 5",
        "Verdicts: not-trusted 3, no chain: resumed 1, trusted 1",
        "Problems: expired 2, revoked 1",
        "Weakest servers (2 of 2 with a problem or a finding): expired.lab.example:443 2 sessions: expired",
        "Read in part: 1 captures/sub/d.pcapng: appears to have been cut short in the middle of a packet.",
        "Could not be read: 1 captures/noise.pcap: isn't a capture file",
    ):
        assert words in summary
    assert "itation" not in done.stderr  # what GNU parallel would like to be told
    assert sorted(path.name for path in place.iterdir()) == ["captures"]


MAPPED = {
    "date": lambda v: (isinstance(v, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z", v))
    or (isinstance(v, float) and re.fullmatch(r"\d+\.\d{1,6}", f"{v:.6f}")),
    "long": lambda v: type(v) is int and 0 <= v < 2**63,
    "double": lambda v: isinstance(v, float),
    "boolean": lambda v: isinstance(v, bool),
    "keyword": lambda v: isinstance(v, str) or (isinstance(v, list) and all(isinstance(one, str) for one in v)),
}
MAPPED["unsigned long"] = MAPPED["long"]


def refused(node, properties, words, at=""):
    """What a mapping does not take. @words: must every word be mapped?"""
    for name, value in node.items():
        entry = properties.get(name)
        if entry and "properties" in entry:
            yield from refused(value, entry["properties"], words, f"{at}{name}.")
        elif entry and not MAPPED[entry["type"]](value):
            yield f"{at}{name}: {value!r} is no {entry['type']}"
        elif not entry and (words or not MAPPED["keyword"](value)) and at:
            yield f"{at}{name}: {value!r} is not mapped"


def test_tsharks_mapping_takes_the_lines(run_tshark, several, lab):
    """Words, and what stands at the top, it leaves alone."""
    done = run_tshark("-G", "elastic-mapping", "--elastic-mapping-filter", "tlswitness")
    mapping = json.loads(done.stdout)["mappings"]
    assert mapping.get("dynamic", False) is False  # 4.6 does not say it
    for line in lines_of(run_tshark, several, *lab):
        assert list(refused(line, mapping["properties"], words=False)) == []


def test_our_mapping_has_everything(survey, run_tshark, several, lab):
    done = survey("--mapping")
    assert (done.returncode, done.stderr) == (0, "")
    properties = json.loads(done.stdout)["mappings"]["properties"]
    for line in lines_of(run_tshark, several, *lab):
        line["capture"] = "name"
        assert list(refused(line, properties, words=True)) == []
        assert set(line) <= set(properties)


@needs_parallel
def test_the_query_of_the_readme(survey, some, trust, place):
    """The lines go into a table of SQL as the README has it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    query = re.search(r'sqlite3 sessions\.db "(select[^"]+)"', text)[1]
    database = sqlite3.connect(":memory:")
    database.execute("create table session (line text)")
    done = survey(*trust, "--", "captures")
    database.executemany("insert into session values (?)", [(line,) for line in done.stdout.splitlines()])
    assert sorted(database.execute(query)) == [("expired", 1), ("revoked", 1)]


# Stands for tshark on the path: what it does when it is to read sub/c for the first time is up to the test.
TSHARK = """#!/bin/sh
case "$*" in *sub/c.pcapng*) if [ ! -e {place}/met ]; then touch {place}/met; {deed}; fi;; esac
exec {tshark} "$@"
"""


@pytest.fixture
def trap(place):
    """trap(deed) -> a path on which tshark does it."""

    def lay(deed):
        folder = place / "bin"
        folder.mkdir()
        script = folder / "tshark"
        script.write_text(TSHARK.format(place=place, deed=deed, tshark=shutil.which("tshark")))
        script.chmod(0o755)
        folder.chmod(0o755)
        return f"{folder}:{os.environ.get('PATH', os.defpath)}"

    return lay


WAYS = {"Ctrl-C": (os.killpg, signal.SIGINT, 130), "SIGKILL": (os.kill, signal.SIGKILL, -signal.SIGKILL)}


def meet(fifo, process):
    """Returns when somebody has written to the FIFO; fails when the survey ends before."""
    descriptor = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    try:
        while process.poll() is None:
            if select.select([descriptor], [], [], 0.1)[0] and os.read(descriptor, 100):
                return
    finally:
        os.close(descriptor)
    pytest.fail(f"it ended: {process.communicate()[1]}")


@needs_parallel
@pytest.mark.parametrize("way", WAYS)
def test_killed_and_resumed(start, survey, trap, some, trust, place, way):
    """It waits at the last capture until it is killed; then the same command gives the same lines."""
    kill, number, status = WAYS[way]
    arguments = (*trust, "-j", 1, "--", "captures")
    os.mkfifo(place / "waits")
    (place / "waits").chmod(0o666)
    process = start(*arguments, path=trap(f"echo x >{place / 'waits'}; sleep 60"))
    meet(place / "waits", process)
    kill(process.pid, number)
    output, errors = process.communicate(timeout=30)  # also: nobody else holds its output any more
    assert (process.returncode, output) == (status, "")
    assert way == "SIGKILL" or "Not finished: 3 of 4 captures are read" in errors
    done = survey(*arguments)
    assert "3 of 4 captures were read before" in done.stderr
    assert [line["capture"].rpartition("/")[2] for line in parsed(done.stdout)] == [
        "a.pcapng", *["b 'c' $(d).pcapng"] * 2, "c.pcapng",
    ]  # fmt: skip
    assert not list(place.glob("*.work"))


@needs_parallel
def test_tshark_is_ended_by_somebody(survey, trap, some, trust, place):
    """Then the capture is not done: what it gave may be half of it."""
    arguments = (*trust, "--", "captures")
    done = survey(*arguments, path=trap("kill -TERM $$"))
    assert (done.returncode, done.stdout) == (3, "")
    assert "c.pcapng: tshark was ended" in done.stderr and "Not finished: 3 of 4" in done.stderr
    assert len(parsed(survey(*arguments).stdout)) == 4


@needs_parallel
def test_a_capture_that_takes_too_long(survey, trap, some, trust):
    done = survey(*trust, "--timeout", 3, "--", "captures", path=trap("sleep 60"))
    assert done.returncode == 1 and len(parsed(done.stdout)) == 3
    assert "c.pcapng: it took longer than --timeout allows" in done.stderr


@needs_parallel
def test_what_is_new_or_changed_is_read(survey, some, trust, captures):
    arguments = (*trust, "--keep", "--", "captures")
    first = parsed(survey(*arguments).stdout)
    shutil.copy(captures / "ca-signed-tls12.pcapng", some / "sub" / "c.pcapng")
    shutil.copy(captures / "ca-signed-tls13.pcapng", some / "b.pcapng")
    open_to_all(some)
    done = survey(*arguments)
    assert "3 of 5 captures were read before" in done.stderr
    second = parsed(done.stdout)
    assert [line["capture"].rpartition("/")[2][0] for line in second] == list("abbbc")
    assert second[0] == first[0] and second[4] != first[3]
    other = survey("--", "captures")
    assert (other.returncode, other.stdout) == (2, "") and "with other options" in other.stderr
    assert "before" not in survey("--restart", "--", some / "b.pcapng").stderr


SSH = """#!/bin/sh
# as ssh: HOST -- COMMAND, for the login shell there
echo "$1" >>{log}
shift 2
exec sh -c "$*"
"""


@needs_parallel
def test_another_host(survey, some, trust, place):
    """Not over a network: what stands for ssh runs the command here."""
    ssh = place / "ssh"
    ssh.write_text(SSH.format(log=place / "log"))
    ssh.chmod(0o755)
    done = survey(*trust, "--ssh", ssh, "--sshlogin", "1/there,1/:", "--", "captures")
    assert len(parsed(done.stdout)) == 4, done.stderr
    assert set((place / "log").read_text().split()) == {"there"}


@needs_parallel
def test_a_host_without_the_plugin(survey, some, place):
    done = survey("--sshlogin", ":", "--", "captures", HOME=str(place))
    assert (done.returncode, done.stdout) == (3, "")
    assert "nothing can be read: tshark does not know TLS Witness" in done.stderr
    assert survey("--", "captures", HOME=str(place)).returncode == 2


@needs_parallel
@pytest.mark.parametrize(
    "arguments, words",
    [
        ([], "which captures?"),
        (["-j", "2", "captures"], "-j is an option of GNU parallel"),
        (["--results", "x", "--", "captures"], "--results cannot be given"),
        (["--jobl", "x", "--", "captures"], "--jobl cannot be given"),
        (["--work", "captures", "--", "captures"], "captures holds something else"),
        (["--", "."], "there is nothing to read"),
    ],
)
def test_wrong_use(survey, some, arguments, words):
    if arguments[-1:] == ["."]:
        shutil.rmtree(some)
    done = survey(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


@needs_parallel
def test_one_at_a_time(start, survey, trap, some, trust, place):
    os.mkfifo(place / "waits")
    (place / "waits").chmod(0o666)
    process = start(*trust, "--", "captures", path=trap(f"echo x >{place / 'waits'}; read x <{place / 'waits'}"))
    meet(place / "waits", process)
    other = survey(*trust, "--", "captures")
    (place / "waits").write_text("go on\n")
    output, _ = process.communicate(timeout=60)
    assert other.returncode == 2 and "another survey is at work" in other.stderr
    assert len(parsed(output)) == 4


def test_without_gnu_parallel(survey, place, some):
    folder = place / "few-programs"
    folder.mkdir()
    (folder / "python3").symlink_to("/usr/bin/python3")
    done = survey("--", "captures", path=str(folder))
    assert done.returncode == 2 and "apt-get install --no-install-recommends parallel" in done.stderr


def test_help(survey):
    done = survey("--help")
    assert done.returncode == 0
    for words in ("--sshlogin", "--work", "--keep", "--restart", "--mapping", "PARALLEL OPTION"):
        assert words in done.stdout
