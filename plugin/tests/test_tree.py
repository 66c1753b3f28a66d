# SPDX-License-Identifier: GPL-2.0-or-later
"""The tree as people read it: the top line, the summary, and the lines inside Wireshark's own tree."""

import re

import pytest


@pytest.fixture
def tree(run_tshark, captures, lab):
    def lines(name, *options, condition="tlswitness.chain"):
        done = run_tshark("-r", captures / f"{name}.pcapng", *lab, "-V", "-Y", condition, *options)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    return lines


TOP = [
    ("selfsigned-tls13", "segment 1, authentication: Certificate from server: NOT TRUSTED (self-signed)"),
    ("ca-signed-tls12", "segment 1, authentication: Certificate from server: trusted (anchor CN=Lab Root CA,O=TLS"),
    ("expired-and-wrong-host-tls13", "segment 1, authentication: Certificate from server: NOT TRUSTED (expired, name-"),
]


@pytest.mark.parametrize("name, want", TOP)
def test_top_line(tree, name, want):
    (top,) = [line for line in tree(name) if line.startswith("[TLS Witness: ")]
    assert top.startswith(f"[TLS Witness: {want}")


def test_frame_with_both_segments(tree):
    tops = [line for line in tree("early-data-tls13", condition="tlswitness") if line.startswith("[TLS Witness: ")]
    assert (
        "[TLS Witness: segment 1, authentication: ClientHello, ChangeCipherSpec from client; "
        "segment 2, session data: ApplicationData from client]"
    ) in tops


def test_summary(tree):
    """After two passes every frame tells the whole session."""
    lines = tree("selfsigned-tls13", "-2", condition="tlswitness")
    summaries = {line.strip() for line in lines if re.match(r" +\[Segment 1: frames", line)}
    (summary,) = summaries
    assert re.fullmatch(r"\[Segment 1: frames \d+ to \d+\. Segment 2: from frame \d+\.\]", summary)


def below(lines, start):
    """The first line below the line that begins with start, and how deep both are."""
    at = next(i for i, line in enumerate(lines) if line.strip().startswith(start))
    depth = len(lines[at]) - len(lines[at].lstrip())
    under = len(lines[at + 1]) - len(lines[at + 1].lstrip())
    return lines[at + 1].strip(), under - depth


INLINE = [
    ("selfsigned-tls13", "[TLS Witness: chain NOT TRUSTED (self-signed)]", "[TLS Witness: self-signed]"),
    ("selfsigned-tls12", "[TLS Witness: chain NOT TRUSTED (self-signed)]", "[TLS Witness: self-signed]"),
    ("expired-tls13", "[TLS Witness: chain NOT TRUSTED (expired)]", "[TLS Witness: expired]"),
    (
        "ca-signed-intermediate-tls12",
        "[TLS Witness: chain trusted (anchor CN=Lab Root CA,O=TLS Witness Lab)]",
        "[TLS Witness: trusted by CN=Lab Root CA,O=TLS Witness Lab]",
    ),
]


@pytest.mark.parametrize("two_pass", [[], ["-2"]], ids=["one pass", "two passes"])
@pytest.mark.parametrize("name, message, certificate", INLINE)
def test_inline(tree, host, name, message, certificate, two_pass):
    lines = tree(name, *two_pass)
    start = next(i for i, line in enumerate(lines) if line.strip() == "Handshake Protocol: Certificate")
    assert below(lines[start:], "Handshake Protocol: Certificate") == (message, 4)
    assert below(lines[start:], host.certificate_label) == (certificate, 4)


def test_expert(run_tshark, captures, lab):
    """Each problem once, with the certificate that it is about, whatever else is looked at."""
    done = run_tshark("-r", captures / "expired-and-wrong-host-tls12.pcapng", *lab, "-q", "-z", "expert,error")
    ours = [line for line in done.stdout.splitlines() if "TLS Witness" in line]
    assert len(ours) == 2
    assert "Security" in ours[0] and "expired: certificate 0 (CN=right-host.lab.example) expired 2024-05-01" in ours[0]
    assert "name-mismatch: certificate 0 (CN=right-host.lab.example) is not for" in ours[1]


def test_expert_filter(tshark, lab):
    """A filter that asks for nothing of ours by name finds our expert items all the same."""
    options = [*lab, "-o", "tlswitness.info_column:FALSE"]
    condition = '_ws.expert.message contains "self-signed"'
    assert len(tshark("selfsigned-tls12.pcapng", "frame.number", filter=condition, options=options)) == 1


def test_why_there_is_no_chain(tree):
    lines = tree("selfsigned-tls13-nokeys", condition="tlswitness.chain.absent_reason")
    text = " ".join(line.strip(" []") for line in lines)
    assert "No chain to judge here: encrypted" in text
    assert "set that file under Preferences, Protocols, TLS" in re.sub(r"\s+", " ", text)


def test_alert(tree):
    lines = tree("refused-tls13", condition="tlswitness.alert.meaning")
    assert any("the client refuses the server: unknown_ca (fatal)" in line for line in lines)


def test_certificate_selects_its_octets(run_tshark, captures, lab):
    """In PDML an item has the place and size of what it stands for."""
    done = run_tshark("-r", captures / "ca-signed-intermediate-tls12.pcapng", *lab, "-T", "pdml", "-Y", "tlswitness.chain")
    ours = re.findall(r'<field name="tlswitness.cert"[^>]* size="(\d+)" pos="(\d+)"', done.stdout)
    hosts = re.findall(r'<field name="tls.handshake.certificate"[^>]* size="(\d+)" pos="(\d+)"', done.stdout)
    assert ours == hosts and len(ours) == 2
