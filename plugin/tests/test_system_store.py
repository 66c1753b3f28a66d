# SPDX-License-Identifier: GPL-2.0-or-later
"""The system's trust store, which is trusted unless preferences say otherwise. Another one is put in its place where
only the tshark under test sees it."""

import pathlib
import shutil
import ssl
import subprocess

import pytest

STORE = pathlib.Path("/etc/ssl/certs")  # where Debian's GnuTLS looks
ROOT_CA = "CN=Lab Root CA,O=TLS Witness Lab"
FIELDS = ("tlswitness.chain.verdict", "tlswitness.chain.problem", "tlswitness.chain.anchor")


def in_place_of_the_store(folder):
    """A command that shows @folder to what it runs instead of the store. Wireshark takes plugins of no home of root,
    so what runs is a stranger again."""
    inner = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
    return ["unshare", "--map-root-user", "--mount", "sh", "-c",
            f'mount --bind "$0" {STORE} && exec {" ".join(inner)} "$@"', folder]  # fmt: skip


@pytest.fixture
def certificates(tshark, captures):
    """PEM by name: the lab's CA, and one that has nothing to do with it."""
    ((other,),) = tshark("selfsigned-tls12.pcapng", "tls.handshake.certificate", filter="tls.handshake.certificate")
    return {"lab": (captures / "lab-ca.crt").read_text(), "other": ssl.DER_cert_to_PEM_cert(bytes.fromhex(other))}


@pytest.fixture
def judged(run_tshark, terms, captures, certificates, stage, request):
    """judged(names, *options) -> what tshark says of a chain of the lab where the system trusts those."""

    def run(names, *options):
        folder = stage / f"store-{request.node.callspec.id}"
        folder.mkdir()
        (folder / "ca-certificates.crt").write_text("".join(certificates[name] for name in names))
        folder.chmod(0o755)
        (folder / "ca-certificates.crt").chmod(0o644)
        wrapper = in_place_of_the_store(folder)
        if not STORE.is_dir():
            pytest.skip(f"{STORE} is missing: apt-get install --no-install-recommends ca-certificates")
        tried = subprocess.run([*wrapper, "true"], capture_output=True, text=True, **terms)
        if tried.returncode:
            pytest.skip(f"no namespaces here: {tried.stderr.strip()}")
        capture = captures / "ca-signed-tls12.pcapng"
        arguments = ["-n", "-r", capture, "-Y", "tlswitness.chain", "-T", "fields", *options]
        fields = [word for field in FIELDS for word in ("-e", field)]
        done = run_tshark(*arguments, *fields, wrapper=wrapper)
        assert done.returncode == 0, done.stderr
        return done

    yield run
    shutil.rmtree(stage / f"store-{request.node.callspec.id}", ignore_errors=True)


STORES = [
    # trusted by the system, by ca_file: verdict, problem, anchor
    ("one",     ["lab"],          None,         "trusted",     "",               ROOT_CA),
    ("among",   ["other", "lab"], None,         "trusted",     "",               ROOT_CA),
    ("both",    ["lab"],          "lab-ca.crt", "trusted",     "",               ROOT_CA),
    ("another", ["other"],        None,         "not-trusted", "unknown-issuer", ""),
    ("by file", ["other"],        "lab-ca.crt", "trusted",     "",               ROOT_CA),
]  # fmt: skip


@pytest.mark.parametrize("row", STORES, ids=lambda row: row[0])
def test_verdict(judged, captures, row):
    _, trusted, file, verdict, problem, anchor = row
    options = ["-o", f"tlswitness.ca_file:{captures / file}"] if file else []
    assert judged(trusted, *options).stdout.rstrip("\n").split("\t") == [verdict, problem, anchor]


@pytest.mark.parametrize("trusted", [[]], ids=["nobody"])
def test_nobody_is_trusted(judged, trusted):
    """A system without CA certificates trusts nothing, and that is said."""
    done = judged(trusted)
    assert done.stdout.startswith("not-checked\t")
    assert "the system's trusted CA certificates" in done.stderr
