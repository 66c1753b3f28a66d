# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin where it is not wanted, there twice, or without what it rests on: plain behaviour, and no crash."""

import shutil

import pytest

import hosts
from conftest import open_to_all

CAPTURES = ["ca-signed-tls12", "ca-signed-tls13", "selfsigned-tls12"]


def lines(done):
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def plain(run_tshark, stage):
    """tshark without the plugin."""
    home = stage / "home-without"
    home.mkdir()
    home.chmod(0o755)

    def run(*arguments):
        return run_tshark(*arguments, HOME=str(home))

    return run


@pytest.mark.parametrize("name", CAPTURES)
@pytest.mark.parametrize("two_pass", [[], ["-2"]])
def test_disabled(run_tshark, plain, captures, name, two_pass):
    """With --disable-protocol tlswitness a capture reads as if the plugin was not there."""
    arguments = ["-n", "-r", captures / f"{name}.pcapng", "-V", *two_pass]
    off = lines(run_tshark(*arguments, "--disable-protocol", "tlswitness"))
    assert off == lines(plain(*arguments))
    assert lines(run_tshark(*arguments)) != off


def test_disabled_columns_and_taps(run_tshark, plain, captures):
    capture = captures / "ca-signed-tls12.pcapng"
    off = ["--disable-protocol", "tlswitness"]
    assert lines(run_tshark("-n", "-r", capture, *off)) == lines(plain("-n", "-r", capture))
    for surface in ("tlswitness,sessions", "tlswitness,tree", "tlswitness,report"):
        done = run_tshark("-q", "-n", "-r", capture, *off, "-z", surface)
        assert done.returncode == 0 and "www.lab.example" not in done.stdout
    assert lines(run_tshark("-n", "-r", capture, *off, "-Y", "tlswitness")) == []


OTHERS = ["tls", "dtls", "quic", "tcp", "http", "x509af"]


@pytest.mark.parametrize("protocol", OTHERS)
def test_another_protocol_disabled(run_tshark, captures, protocol):
    """Nothing is said of what is not dissected; the rest is said as before."""
    capture = captures / "ca-signed-tls12.pcapng"
    arguments = ["-n", "-r", capture, "-V", "--disable-protocol", protocol]
    shown = "\n".join(lines(run_tshark(*arguments)))
    assert ("[TLS Witness: " in shown) == (protocol not in ("tls", "tcp"))
    fields = ["-T", "fields", "-e", "tlswitness.chain.verdict", "-o", "tlswitness.trust_system:FALSE"]
    fields += ["-o", f"tlswitness.ca_file:{captures / 'lab-ca.crt'}"]
    verdicts = [line for line in lines(run_tshark(*arguments[:3], *arguments[4:], *fields)) if line]
    assert verdicts == ([] if protocol in ("tls", "tcp") else ["trusted"])


def system_folder(plugin, folder, name):
    """A folder in place of the system's, with a copy of the plugin."""
    (folder / hosts.series() / "epan").mkdir(parents=True)
    shutil.copy(plugin, folder / hosts.series() / "epan" / name)
    open_to_all(folder)
    return str(folder)


def test_loaded_twice(run_tshark, terms, captures, plugin, stage):
    """In the system's folder and in the personal one: Wireshark takes the first, says so, and works."""
    folder = system_folder(plugin, stage / "twice", "tlswitness.so")
    arguments = ["-n", "-r", captures / "ca-signed-tls12.pcapng", "-T", "fields", "-e", "tlswitness.step"]
    once, double = run_tshark(*arguments), run_tshark(*arguments, WIRESHARK_PLUGIN_DIR=folder)
    assert lines(double) == lines(once)
    assert "tlswitness.so" in double.stderr and "multiple directories" in double.stderr
    if "LD_PRELOAD" in terms["env"]:
        return  # what lists plugins starts extcap programs, which hang with the sanitizers' libraries
    listed = run_tshark("-G", "plugins", WIRESHARK_PLUGIN_DIR=folder).stdout
    assert [line.split()[0] for line in listed.splitlines()].count("tlswitness.so") == 1


def test_copy_under_another_name(run_tshark, captures, plugin, stage):
    """Both are loaded: the second does nothing, and says so."""
    folder = system_folder(plugin, stage / "renamed", "tlswitness-copy.so")
    arguments = ["-n", "-r", captures / "ca-signed-tls12.pcapng", "-V"]
    once, double = run_tshark(*arguments), run_tshark(*arguments, WIRESHARK_PLUGIN_DIR=folder)
    assert lines(double) == lines(once)
    assert "the plugin is there twice" in double.stderr and "the plugin is there twice" not in once.stderr


def test_gnutls_without_old_algorithms(run_tshark, captures, stage):
    """GnuTLS is configured by a file of the system: with algorithms switched off there, a chain that needs them is not
    called good, and nothing fails."""
    policy = stage / "gnutls.conf"
    policy.write_text("[overrides]\ninsecure-hash = sha256\ninsecure-sig = RSA-SHA256\ninsecure-sig = ECDSA-SHA256\n")
    policy.chmod(0o644)
    arguments = ["-n", "-r", captures / "ca-signed-tls12.pcapng", "-o", "tlswitness.trust_system:FALSE"]
    arguments += ["-o", f"tlswitness.ca_file:{captures / 'lab-ca.crt'}", "-T", "fields", "-e", "tlswitness.chain.verdict"]
    usual = [line for line in lines(run_tshark(*arguments)) if line]
    strict = [line for line in lines(run_tshark(*arguments, GNUTLS_SYSTEM_PRIORITY_FILE=str(policy))) if line]
    assert usual == ["trusted"] and len(strict) == 1 and strict != ["trusted"]
