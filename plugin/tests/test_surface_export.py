# SPDX-License-Identifier: GPL-2.0-or-later
"""Chains as PEM: --export-objects tlswitness,DIR. Others read what is written."""

import re
import shutil
import subprocess

import pytest

from surfaces import ONE_PASS_AND_TWO, merged


@pytest.fixture
def exported(run_tshark, captures, stage, lab, request):
    """exported(capture, *options): the files that were written."""
    folder = stage / f"exported-{re.sub(r'[^a-zA-Z0-9]', '-', request.node.name)}"
    folder.mkdir()
    folder.chmod(0o777)

    def files(capture, *options):
        done = run_tshark("-q", "-r", capture, *lab, *options, "--export-objects", f"tlswitness,{folder}")
        assert done.returncode == 0, done.stderr
        return sorted(folder.iterdir())

    yield files
    shutil.rmtree(folder)


def pem_count(path):
    return path.read_text().count("-----BEGIN CERTIFICATE-----")


@ONE_PASS_AND_TWO
def test_name_and_order(exported, captures, tshark, lab, passes):
    name = "ca-signed-intermediate-tls13.pcapng"
    (path,) = exported(captures / name, *passes)
    ((digests, host),) = tshark(name, "tlswitness.cert.sha256", "tlswitness.server_name", filter="tlswitness.chain", options=lab)
    first = digests.split("|")[0].replace(":", "").lower()
    assert path.name == f"{host}-{first}.pem"
    assert pem_count(path) == len(digests.split("|")) == 2


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_openssl_verifies(exported, captures):
    (path,) = exported(captures / "ca-signed-intermediate-tls12.pcapng")
    done = subprocess.run(
        ["openssl", "verify", "-attime", "1750000000", "-CAfile", captures / "lab-ca.crt", "-untrusted", path, path],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0 and done.stdout.endswith(": OK\n"), done.stderr


@pytest.mark.skipif(not shutil.which("certtool"), reason="certtool is not installed (gnutls-bin)")
def test_certtool_reads_the_chain(exported, captures):
    (path,) = exported(captures / "ca-signed-intermediate-tls12.pcapng")
    done = subprocess.run(["certtool", "-i", "--infile", path], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.count("X.509 Certificate Information") == 2, done.stderr


def test_each_chain_once(exported, captures, stage):
    """The same server twice, and both sides of another session."""
    files = exported(merged(captures, stage, ["ca-signed-tls12", "ca-signed-tls13", "client-certificate-tls13"]))
    assert sorted(path.name.rpartition("-")[0] for path in files) == ["client", "www.lab.example"]


def test_address_as_host(exported, captures):
    (path,) = exported(captures / "by-address-tls12.pcapng")
    assert re.fullmatch(r"[\w.]+-[0-9a-f]{64}\.pem", path.name)


def test_nothing_to_export(exported, captures):
    assert exported(captures / "selfsigned-tls13-nokeys.pcapng") == []


def test_beside_that_of_the_host(run_tshark, exported, captures, stage, host):
    """Wireshark 4.6 exports single certificates itself: both in one run."""
    if not host.exports_certificates:
        pytest.skip("this Wireshark does not export certificates")
    folder = stage / "exported-by-the-host"
    folder.mkdir()
    folder.chmod(0o777)
    (chain,) = exported(captures / "ca-signed-intermediate-tls12.pcapng", "--export-objects", f"x509af,{folder}")
    assert pem_count(chain) == len(list(folder.iterdir())) == 2
