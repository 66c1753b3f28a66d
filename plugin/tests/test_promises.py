# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin promises to its host: it opens no socket, starts no process, writes no file, and reads none but those
that preferences name and the system's trust store. Shown by what the kernel was asked for, with the plugin and without.
"""

import re
import shutil

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")

CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (\S+)")
PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
FORBIDDEN = re.compile(r"socket|connect|bind|listen|accept|send|recv|fork|exec|clone|kill|ptrace|unlink|rename|mkdir|rmdir|"
                       r"link|truncate|chmod|chown|mknod|mount|utime|setxattr")  # fmt: skip
HARMLESS = {"readlink", "readlinkat"}
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
# GnuTLS, GLib and the C library look at these, for any program
OF_LIBRARIES = re.compile(r"/(lib|lib64|usr/lib|etc/ld\.so|proc|sys|dev/u?random|usr/share/(locale|p11-kit|zoneinfo)|etc/(pkcs11|gnutls|crypto-policies|localtime))")
SYSTEM_STORE = re.compile(r"/(etc/ssl|etc/pki|usr/share/ca-certificates|usr/local/share/ca-certificates)")


def calls(text):
    """Of every system call that succeeded its name, arguments and the path in it, if there is one."""
    for line in text.splitlines():
        call = CALL.match(line)
        if call and not call[3].startswith("-"):
            path = PATH.search(call[2])
            yield call[1], call[2], path[1] if path else ""


@pytest.fixture(scope="module")
def trace(run_tshark, stage):
    """trace(*arguments, plugin=True) -> what tshark asks the kernel for."""
    folder = stage / "trace"
    folder.mkdir()
    folder.chmod(0o777)
    plain = stage / "plain-home"
    plain.mkdir()
    plain.chmod(0o755)
    wrapper = ["strace", "-f", "-qq", "-e", "trace=%file,%desc,%network,%process", "-o", folder / "calls"]

    def run(*arguments, plugin=True):
        environment = {} if plugin else {"HOME": str(plain)}
        done = run_tshark("-n", *arguments, wrapper=wrapper, **environment)
        if "strace:" in done.stderr:
            pytest.skip(f"strace cannot trace here: {done.stderr.splitlines()[0]}")
        assert done.returncode == 0, done.stderr
        text = (folder / "calls").read_text(errors="replace")
        (folder / "calls").unlink()
        return list(calls(text))

    return run


def opened(traced):
    return {path for name, _, path in traced if name in ("open", "openat", "openat2", "creat")}


def written(traced):
    return {path for name, arguments, path in traced if name.startswith("open") and WRITES.search(arguments)}


def forbidden(traced):
    """How often each was called."""
    names = [name for name, _, _ in traced if FORBIDDEN.search(name) and name not in HARMLESS]
    return {name: names.count(name) for name in names}


def explained(path, home):
    """A path that the plugin may have read, or that is about itself."""
    profile = path.startswith(str(home)) or path.startswith(str(home.parent / "plain-home"))
    return profile or OF_LIBRARIES.match(path) or SYSTEM_STORE.match(path)


CASES = [
    # capture               preferences, as file names in test-captures
    ("ca-signed-tls12",     {}),
    ("ca-signed-tls13",     {"tlswitness.ca_file": "lab-ca.crt", "tls.keylog_file": "ca-signed-tls13.keys"}),
    ("stapled-revoked-tls12", {"tlswitness.ca_file": "lab-ca.crt", "tlswitness.crl_file": "lab.crl"}),
    ("fetched-before-tls12", {"tlswitness.ca_file": "lab-ca.crt", "tlswitness.compare_ca_file": "lab-ca.crt"}),
]  # fmt: skip


@pytest.mark.parametrize("name, files", CASES)
def test_promises(trace, captures, home, name, files):
    named = {setting: captures / file for setting, file in files.items()}
    ours = [word for setting, path in named.items() if setting.startswith("tlswitness") for word in ("-o", f"{setting}:{path}")]
    host = [word for setting, path in named.items() if setting.startswith("tls.") for word in ("-o", f"{setting}:{path}")]
    arguments = ["-r", captures / f"{name}.pcapng", "-V", *host]
    plain = trace(*arguments, plugin=False)
    traced = trace(*arguments, *ours)
    assert any("tlswitness.so" in path for path in opened(traced)), "the plugin was not loaded"
    assert forbidden(traced) == forbidden(plain)
    assert written(traced) <= written(plain)

    more = opened(traced) - opened(plain) - {str(path) for path in named.values()}
    assert [path for path in more if not explained(path, home)] == []
    for path in named.values():
        assert str(path) in opened(traced), "a file that a preference names was not read"


def read_of_store(traced):
    return [path for path in opened(traced) if SYSTEM_STORE.match(path)]


STORE = [
    # arguments                                          the system's store is read
    (["-V", "-o", "tlswitness.trust_system:FALSE"],      False),
    (["-V"],                                             True),
    ([],                                                 False),  # nothing shows a verdict
]  # fmt: skip


@pytest.mark.parametrize("arguments, read", STORE)
def test_system_store_is_read_when_a_chain_is_judged_and_not_before(trace, captures, arguments, read):
    traced = trace("-r", captures / "ca-signed-tls12.pcapng", "-o", "tlswitness.info_column:FALSE", *arguments)
    assert bool(read_of_store(traced)) == read


def test_exports_write_where_they_are_told_to(trace, captures, stage):
    """The host writes what it exports, and nothing else is written."""
    target = stage / "exported"
    target.mkdir()
    target.chmod(0o777)
    traced = trace("-q", "-r", captures / "ca-signed-tls12.pcapng", "--export-objects", f"tlswitness,{target}")
    assert {path.rpartition("/")[0] for path in written(traced)} <= {str(target), "/dev"}
    assert list(target.iterdir())
