# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/lab: what it says, what it refuses, and one real run with curl where nginx and a capture can be had."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import time

import pytest
from conftest import NOBODY, ROOT, open_to_all

PROGRAMS = ("openssl", "nginx", "curl", "dumpcap", "editcap", "tshark")
MAY_NOT = "may not capture, and cannot have a network"
WITH_SBIN = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"


@pytest.fixture(scope="module")
def checkout(stage):
    """A copy of what the lab reads, in a place where everybody may read it."""
    copy = stage / "checkout"
    names = "tools/lab tools/lab-certificates.sh tools/setup.sh test-captures/lab-ca.crt test-captures/chromium.py"
    for name in names.split():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    open_to_all(copy)
    (copy / "tools" / "lab").chmod(0o755)
    (copy / "test-captures" / "chromium.py").chmod(0o755)
    return copy


def heed_interrupts():
    """Who runs the tests in the background ignores them, and so would all that is started here."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture(scope="module")
def start(checkout, home):
    """start(*arguments) -> Popen. Root's tshark knows no personal plugins, so root becomes nobody."""
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}

    def popen(*arguments, path=WITH_SBIN):
        return subprocess.Popen(
            [checkout / "tools" / "lab", *map(str, arguments)],
            cwd="/",
            env={"PATH": path, "HOME": str(home), "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            preexec_fn=heed_interrupts,
            **user,
        )

    return popen


@pytest.fixture(scope="module")
def lab_command(start):
    """lab_command(*arguments) -> (status, standard output, standard error)"""

    def run(*arguments, **more):
        process = start(*arguments, **more)
        output, errors = process.communicate(timeout=120)
        return process.returncode, output, errors

    return run


@pytest.fixture
def folder(stage):
    """A folder in which the user of the lab may make one."""
    path = stage / "lab-files"
    path.mkdir()
    path.chmod(0o777)
    yield path
    shutil.rmtree(path)


def test_help_lists_every_option(lab_command):
    status, output, errors = lab_command("--help")
    assert (status, errors) == (0, "")
    for option in "--ca --intermediate --client-cert --break --tls --rsa-key-exchange --resume --keep".split():
        assert f"  {option}" in output
    assert "missing-intermediate" in output and "dpkg-reconfigure wireshark-common" in output


@pytest.mark.parametrize(
    "arguments, word",
    [
        (["--colour"], "there is no option --colour"),
        (["--break"], "--break needs a word"),
        (["--break", "colour"], "--break colour is not known"),
        (["--break", "expired not-yet-valid"], "is not known"),
        (["--tls", "1.1"], "--tls is 1.2 or 1.3"),
        (["--tls", "1.3", "--rsa-key-exchange"], "ended with TLS 1.2"),
    ],
)
def test_wrong_use(lab_command, arguments, word):
    status, output, errors = lab_command(*arguments)
    assert (status, output) == (1, "")
    assert word in errors and "--help" in errors


@pytest.mark.skipif(any(not shutil.which(p, path=WITH_SBIN) for p in PROGRAMS), reason="programs are missing")
def test_a_folder_with_something_in_it_is_left_alone(lab_command, folder):
    (folder / "mine").write_text("mine")
    status, output, errors = lab_command("--keep", folder)
    assert status == 1 and "there is something already" in errors
    assert [path.name for path in folder.iterdir()] == ["mine"]


def commands(text):
    """The commands that it prints, each as it is to be typed."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("$ "):
            command = [line[2:]]
            while command[0].endswith("<<END") and command[-1] != "END" or command[-1].endswith("\\"):
                command.append(next(lines))
            yield "\n".join(command)


def test_commands_are_shown_and_not_run(lab_command, folder):
    where = folder / "new"
    status, output, errors = lab_command("--show-commands", "--curl", "--keep", where)
    assert (status, errors) == (0, "")
    assert not where.exists()
    lines = [line for line in commands(output) if not line.startswith(("unshare ", "ip link", "exit"))]
    assert lines[:2] == [f"mkdir {where}; cd {where}", "mkdir temp home"]
    names = [line.split()[0] for line in lines[2:] if not line.startswith("env")]
    assert names == "openssl openssl openssl cp cat nginx dumpcap sleep curl kill editcap tshark tshark".split()
    assert "openssl x509 -req -days 365 -in server.csr -signkey server.key -out server.crt" in lines


@pytest.mark.parametrize(
    "arguments, shown, not_shown",
    [
        (["--ca"], ["-CA ca.crt", "--cacert ca.crt"], ["intermediate", "--insecure"]),
        (["--intermediate"], ["cat server.crt intermediate.crt >server.pem"], ["--insecure"]),
        (["--client-cert"], ["ssl_verify_client on", "/O=lab-students/CN=student", "--cert client.crt"], []),
        (["--break", "expired"], ["-startdate 20230501000000Z -enddate 20240501000000Z", "--insecure"], []),
        (["--break", "not-yet-valid"], ["-startdate 20400101000000Z"], []),
        (["--break", "wrong-host"], ["DNS:right-host.lab.example"], ["DNS:www.lab.example"]),
        (["--break", "no-san"], ["extendedKeyUsage"], ["subjectAltName"]),
        (["--break", "missing-intermediate"], ["cat server.crt >server.pem", "second.lab.example"], []),
        (["--break", "unknown-issuer"], ["cat server.crt >server.pem"], ["second.lab.example"]),
        (["--break", "untrusted-root"], ["cat server.crt stranger.crt >server.pem"], []),
        (["--break", "weak-key"], ["rsa_keygen_bits:1024 -out server.key", "SECLEVEL=0"], []),
        (["--break", "weak-signature"], ["-sha1", "SECLEVEL=0"], []),
        (["--break", "revoked"], ["-revoke server.crt", "ssl_stapling_file server.ocsp", "-status"], []),
        (["--break", "revoked", "--intermediate"], ["ocsp -issuer intermediate.crt", "-rsigner intermediate.crt"], []),
        (["--break", "missing-intermediate", "--resume"], ["-servername second.lab.example", "-servername www."], []),
        (["--break", "not-a-ca"], ["basicConstraints = critical, CA:FALSE"], ["CA:TRUE"]),
        (["--break", "wrong-purpose"], ["extendedKeyUsage = clientAuth"], ["serverAuth"]),
        (["--tls", "1.2"], ["ssl_protocols TLSv1.2;"], ["TLSv1.3"]),
        (["--rsa-key-exchange"], ["ssl_protocols TLSv1.2;", "ssl_ciphers AES128-GCM-SHA256;"], []),
        (["--resume"], ["-sess_out ticket", "-sess_in ticket"], []),
    ],
)
def test_forms(lab_command, arguments, shown, not_shown):
    status, output, errors = lab_command("--show-commands", "--curl", *arguments)
    assert (status, errors) == (0, "")
    for words in shown:
        assert words in output
    for words in not_shown:
        assert words not in output


def test_missing_programs_are_named_with_the_line_for_apt(lab_command, stage):
    """Only what the script itself needs is on the path; /usr/sbin, which it adds, may hold nginx."""
    path = stage / "few-programs"
    path.mkdir()
    for name in ("bash", "dirname", "readlink", "getent", "id", "cut"):
        (path / name).symlink_to(shutil.which(name))
    path.chmod(0o755)  # the folder, and never what the links lead to
    status, output, errors = lab_command(path=path)
    assert (status, output) == (1, "")
    line = errors.partition("apt-get install --no-install-recommends ")[2].split()
    assert {"openssl", "curl", "wireshark-common", "tshark"} <= set(line)
    assert len(line) == len(set(line))


def left_running(folder):
    """Processes at home in the folder."""
    found = []
    for link in pathlib.Path("/proc").glob("[0-9]*/cwd"):
        try:
            if link.readlink().is_relative_to(folder):
                found.append((link.parent / "cmdline").read_text().replace("\0", " "))
        except OSError:
            pass
    return found


needs_programs = pytest.mark.skipif(
    any(not shutil.which(program, path=WITH_SBIN) for program in PROGRAMS), reason=f"needs {', '.join(PROGRAMS)}"
)


@needs_programs
def test_one_real_run(lab_command, folder, tshark, readable):
    status, output, errors = lab_command("--curl", "--break", "expired", "--keep", folder / "run")
    if MAY_NOT in errors:
        pytest.skip("no rights to capture")
    assert status == 0, output + errors
    assert "TLS Witness, of the server:   not-trusted (expired), NET::ERR_CERT_DATE_INVALID\n" in output
    assert re.search(r"^curl: +\(60\) SSL certificate problem: certificate has expired$", output, re.MULTILINE)
    assert "certificate 0 (CN=www.lab.example) expired 2024-05-01" in " ".join(output.split())
    assert output.endswith(f"The files are in {folder / 'run'}\n")
    rows = tshark(
        readable(folder / "run" / "lab.pcapng"),
        "tlswitness.server_name",
        "tlswitness.step",
        filter="http.response",
    )
    assert rows == [("www.lab.example", "ApplicationData")]  # decrypted: the secrets are inside
    assert left_running(folder) == []


@needs_programs
def test_printed_commands_work(lab_command, folder, home, readable, tshark):
    """What is printed is typed into a shell, with a moment after what goes on in the background."""
    arguments = ("--curl", "--client-cert", "--break", "weak-key", "--keep", folder / "typed")
    status, output, errors = lab_command("--show-commands", *arguments)
    assert (status, errors) == (0, "")
    typed = "".join(f"{line}\n{'sleep 2' if line.endswith('&') else ''}\n" for line in commands(output))
    done = subprocess.run(
        ["bash"],
        input=typed,
        cwd="/",
        env={"PATH": WITH_SBIN, "HOME": str(home), "TZ": "UTC"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        **({"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}),
    )
    capture = folder / "typed" / "lab.pcapng"
    if not capture.exists() and "ermission" in done.stderr:
        pytest.skip("no rights to capture")
    assert tshark(readable(capture), "tlswitness.server_name", filter="http.response") == [("www.lab.example",)]
    assert re.search(r"^server\tnot-trusted\tweak-key\t", done.stdout, re.MULTILINE), done.stderr
    assert re.search(r"^client\ttrusted\t", done.stdout, re.MULTILINE)
    assert left_running(folder) == []


@needs_programs
def test_a_server_that_does_not_start(lab_command, folder):
    programs = folder / "bin"
    programs.mkdir()
    (programs / "nginx").write_text("#!/bin/sh\necho 'nginx: [emerg] no' >&2; exit 1\n")
    (programs / "nginx").chmod(0o755)
    status, output, errors = lab_command("--curl", "--keep", folder / "run", path=f"{programs}:{WITH_SBIN}")
    if MAY_NOT in errors:
        pytest.skip("no rights to capture")
    assert status == 1
    assert "lab: waited in vain for nginx:\nnginx: [emerg] no" in errors
    assert output.endswith(f"The files are in {folder / 'run'}\n")
    assert left_running(folder) == []


def press(process):
    os.killpg(process.pid, signal.SIGINT)


def close_terminal(process):
    os.killpg(process.pid, signal.SIGHUP)


ENDS = [
    pytest.param(["--curl"], press, 130, id="Ctrl-C"),
    pytest.param(
        [], close_terminal, 143, id="terminal closed, with Chromium",
        marks=pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium"),
    ),
]  # fmt: skip


@needs_programs
@pytest.mark.parametrize("arguments, end, status", ENDS)
def test_nothing_is_left_when_it_is_interrupted(start, folder, arguments, end, status):
    process = start(*arguments, "--keep", folder / "run")
    seen = []
    for line in process.stdout:
        seen.append(line)
        if line.startswith("== The visit"):
            time.sleep(0.5)  # so that the visit has begun
            end(process)
            break
    rest, errors = process.communicate(timeout=30)
    if MAY_NOT in errors:
        pytest.skip("no rights to capture")
    assert process.returncode == status, "".join(seen) + rest + errors
    assert "The files are in" in rest
    deadline = time.monotonic() + 5
    while left_running(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left_running(folder) == []
