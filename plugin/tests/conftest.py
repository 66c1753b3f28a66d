# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the real tshark with the plugin that was built, and with no other plugin and no settings of anybody.

tshark run as root ignores personal plugins, so then it runs as nobody; whatever it is to read is put where nobody
can read it. WIRESHARK_PLUGIN_DIR points at an empty folder: a copy of the plugin in the system folder would be
loaded instead of the one under test.
"""

import os
import pathlib
import re
import shutil
import stat
import struct
import subprocess
import tempfile

import pytest

import hosts
import sharkd

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NOBODY = 65534


def pytest_addoption(parser):
    parser.addoption("--plugin", metavar="FILE", help="the tlswitness.so to test (else the newest that was built)")
    parser.addoption("--gui", action="store_true", help="run test_gui.py as well, in Wireshark on a display of its own")


def newest_build():
    built = sorted(ROOT.glob("build*/plugin/tlswitness.so"), key=lambda path: path.stat().st_mtime)
    return built[-1] if built else None


@pytest.fixture(scope="session")
def plugin(pytestconfig):
    """The module under test."""
    path = pytestconfig.getoption("--plugin") or newest_build()
    if not path:
        pytest.exit("no tlswitness.so: build it first (tools/check does), or name it with --plugin", returncode=2)
    return pathlib.Path(path).resolve()


@pytest.fixture(scope="session")
def stage():
    """A temporary folder that everybody may read (pytest's own are for their owner only)."""
    with tempfile.TemporaryDirectory(prefix="tlswitness-") as folder:
        path = pathlib.Path(folder)
        path.chmod(0o755)
        yield path


@pytest.fixture(scope="session")
def host():
    """What is particular to the Wireshark under test."""
    return hosts.HOSTS[hosts.series()]


@pytest.fixture(scope="session")
def home(plugin, stage):
    """A home folder whose only content is the plugin."""
    folder = stage / "home" / ".local" / "lib" / "wireshark" / "plugins" / hosts.series() / "epan"
    folder.mkdir(parents=True)
    shutil.copy(plugin, folder / "tlswitness.so")
    open_to_all(stage / "home")
    return stage / "home"


def open_to_all(folder):
    for path in [folder, *folder.rglob("*")]:
        if path.is_symlink():
            continue  # or what it leads to would be changed
        path.chmod(0o755 if path.is_dir() or path.suffix == ".so" else 0o644)


def readable_by_all(path):
    """Holds when the file and every folder above it let a stranger in."""
    return bool(path.stat().st_mode & stat.S_IROTH) and all(
        folder.stat().st_mode & stat.S_IXOTH for folder in path.parents
    )


@pytest.fixture(scope="session")
def captures(stage):
    """The folder test-captures/, or a readable copy of its captures, keys and certificates."""
    folder = ROOT / "test-captures"
    if os.getuid() != 0 or not folder.is_dir():
        return folder
    copy = stage / "captures"
    copy.mkdir()
    for path in folder.iterdir():
        if path.is_file():
            shutil.copy(path, copy)
    open_to_all(copy)
    return copy


@pytest.fixture(scope="session")
def lab(captures):
    """Options that trust the lab's CA and nobody else."""
    return ("-o", "tlswitness.trust_system:FALSE", "-o", f"tlswitness.ca_file:{captures / 'lab-ca.crt'}")


@pytest.fixture(scope="session")
def readable(stage):
    """readable(path): the path itself, or that of a copy which the user that runs tshark can read."""
    copies = {}

    def readable_path(path):
        path = pathlib.Path(path).resolve()
        if os.getuid() != 0 or readable_by_all(path):
            return path
        if path not in copies:
            folder = stage / "copies" / str(len(copies))
            folder.mkdir(parents=True)
            shutil.copy(path, folder)
            open_to_all(stage / "copies")
            copies[path] = folder / path.name
        return copies[path]

    return readable_path


def sanitizers(plugin):
    """What a plugin that was built with sanitizers (-DSANITIZE=ON) needs of its host."""
    if b"__asan_init" not in plugin.read_bytes():
        return {}
    names = ("libasan.so", "libubsan.so")
    paths = [subprocess.run(["gcc", f"-print-file-name={n}"], check=True, capture_output=True, text=True) for n in names]
    return {
        "LD_PRELOAD": " ".join(done.stdout.strip() for done in paths),
        "ASAN_OPTIONS": "detect_leaks=0:exitcode=99",
        "UBSAN_OPTIONS": "print_stacktrace=1",
    }


@pytest.fixture(scope="session")
def terms(plugin, home, stage):
    """How programs of Wireshark are started: arguments for subprocess."""
    nothing = stage / "no-plugins"
    nothing.mkdir()
    nothing.chmod(0o755)
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "WIRESHARK_PLUGIN_DIR": str(nothing),
        **sanitizers(plugin),
    }
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
    return {"cwd": stage, "env": environment, **user}


@pytest.fixture(scope="session")
def run_tshark(terms):
    """run_tshark(*arguments) -> CompletedProcess with text in stdout and stderr; the status is the caller's to judge."""

    def run(*arguments, timeout=120, aborts=True, wrapper=(), **environment):
        """aborts: a bug that a dissector reports ends the run. wrapper: a command that runs it, as strace.
        environment: in place of what is there."""
        extra = {"WIRESHARK_ABORT_ON_DISSECTOR_BUG": "1"} if aborts else {}
        return subprocess.run(
            [*map(str, wrapper), "tshark", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            **{**terms, "env": {**terms["env"], **extra, **environment}},
        )

    return run


@pytest.fixture
def start_sharkd(terms):
    """start_sharkd(wrapper=()) -> a Sharkd; it is ended with the test."""
    if not shutil.which("sharkd"):
        pytest.skip("sharkd is not installed")
    started = []

    def start(wrapper=(), **environment):
        started.append(sharkd.Sharkd(wrapper, **{**terms, "env": {**terms["env"], **environment}}))
        return started[-1]

    yield start
    for one in started:
        one.end()


BOOLEANS = {f"tlswitness.{name}" for name in "segment.inferred forward_secrecy resumed client.fits name.matches".split()}


@pytest.fixture(scope="session")
def tshark(run_tshark, captures, readable, host):
    """tshark(capture, *fields) -> one tuple of strings for each frame.

    capture: a name in test-captures/, or a path. filter: a display filter. options: more arguments, as
    ("-o", "tlswitness.trust_system:FALSE"). two_pass: with -2. A field that occurs several times in a frame gives
    its values joined by "|", one that does not occur gives "". Of a boolean these are "1" and "0". Fails when tshark
    does.
    """

    def rows(capture, *fields, filter=None, options=(), two_pass=False):
        arguments = ["-n", "-r", readable(captures / capture)]
        if two_pass:
            arguments.append("-2")
        if filter is not None:
            arguments += ["-Y", filter]
        arguments += [*options, "-T", "fields", "-E", "separator=/t", "-E", "aggregator=|"]
        for field in fields:
            arguments += ["-e", field]
        done = run_tshark(*arguments)
        assert done.returncode == 0, f"tshark {' '.join(map(str, arguments))}\n{done.stderr}"
        lines = [line.split("\t") for line in done.stdout.splitlines()]
        return [tuple(value(field, cell) for field, cell in zip(fields, line)) for line in lines]

    def value(field, cell):
        if field not in BOOLEANS:
            return cell
        return "|".join(host.booleans.get(word, word) for word in cell.split("|"))

    return rows


DECRYPTION_SECRETS_BLOCK = 0x0000000A


def blocks(octets):
    """The blocks of a little-endian pcapng file: type and octets of each."""
    at = 0
    while at < len(octets):
        kind, length = struct.unpack_from("<II", octets, at)
        yield kind, octets[at : at + length]
        at += length


@pytest.fixture(scope="session")
def without_secrets(stage, captures):
    """without_secrets(name): the same capture without its secrets."""

    def strip(name):
        path = stage / f"{name}-without-secrets.pcapng"
        if not path.exists():
            source = (captures / f"{name}.pcapng").read_bytes()
            path.write_bytes(b"".join(b for kind, b in blocks(source) if kind != DECRYPTION_SECRETS_BLOCK))
            path.chmod(0o644)
        return path

    return strip


# what the tests ask of every frame; one run of tshark answers all of it
FIELDS = [
    "frame.number",
    "tcp.stream",
    "tls.record.content_type",
    "tls.record.opaque_type",
    "tls.handshake.type",
    "tls.handshake.extensions.supported_version",
] + [
    f"tlswitness.{name}"
    for name in (
        "session segment segment.inferred step step.sender step.protection explanation history server_name alpn "
        "version cipher_suite key_exchange key_exchange.group forward_secrecy resumed segment1.bytes segment2.bytes "
        "segment1.first segment1.last segment2.first certificate_frame handshake_time chain.owner chain.verdict ocsp.status "
        "chain.problem chain.note chain.browser_error chain.absent_reason chain.length chain.anchor chain.time "
        "name.reference name.source name.matches cert.role cert.subject cert.sha256 cert.days_left alert.meaning"
    ).split()
]


@pytest.fixture(scope="session")
def frames(tshark, lab, without_secrets):
    """frames(name) -> for each TLS frame a dict from field to the list of its values, under the lab's trust."""
    read = {}

    def rows(name, two_pass=False, secrets=True):
        key = (name, two_pass, secrets)
        if key not in read:
            capture = f"{name}.pcapng" if secrets else without_secrets(name)
            lines = tshark(capture, *FIELDS, filter="tls.record", options=lab, two_pass=two_pass)
            read[key] = [
                {field: cell.split("|") if cell else [] for field, cell in zip(FIELDS, line)} for line in lines
            ]
        return read[key]

    return rows
