# SPDX-License-Identifier: GPL-2.0-or-later
"""A session told as a page of text: -z tlswitness,report[,SESSION]."""

import re
import unicodedata

import pytest

from surfaces import ONE_PASS_AND_TWO, merged, statistics
from table import CAPTURES

KOREAN = ("-o", "tlswitness.language:korean")


def flat(text):
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def report(run_tshark, captures, lab):
    def page(name, *options, session=""):
        return statistics(run_tshark, captures / f"{name}.pcapng", f"tlswitness,report{session}", *lab, *options)

    return page


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


@ONE_PASS_AND_TWO
def test_what_a_page_says(report, passes):
    text = flat(report("expired-and-wrong-host-tls13", *passes))
    assert "Chain of the server: NOT TRUSTED (expired, name-mismatch)" in text
    assert "A browser (Chromium) would say: NET::ERR_CERT_COMMON_NAME_INVALID" in text
    assert "Segment 1: authentication (frames: 5, octets: 2016)" in text
    assert "Segment 2: session data (frames: 4, octets: 897)" in text
    assert "4 client -> ClientHello, in the clear" in text
    assert "6 <- server Certificate, under the handshake key" in text
    assert "The certificate's key encrypts nothing here." in text
    assert "signed by the trust anchor (CN=Lab Root CA) with RSA-SHA256, verified" in text
    assert "expired: certificate 0 (CN=right-host.lab.example) expired 2024-05-01" in text
    assert "What mends it: renew the certificate" in text


def test_trusted(report):
    text = flat(report("ca-signed-tls12"))
    assert "A browser (Chromium) would say: nothing: it would show the page" in text
    assert "None found." in text


def test_without_a_chain(report):
    text = flat(report("selfsigned-tls13-nokeys"))
    assert "No chain to judge: encrypted" in text and "SSLKEYLOGFILE" in text


def test_weaknesses(report):
    assert "no-forward-secrecy: whoever gets the long-term key later" in flat(report("rsa-key-exchange-tls12"))


def test_both_sides(report):
    text = report("client-certificate-tls13")
    assert "Chain of the server: trusted" in text and "Chain of the client: trusted" in text


@ONE_PASS_AND_TWO
def test_one_session_or_all(run_tshark, captures, stage, lab, passes):
    several = merged(captures, stage, ["expired-tls13", "ca-signed-tls12"])
    every = statistics(run_tshark, several, "tlswitness,report", *lab, *passes)
    one = statistics(run_tshark, several, "tlswitness,report,1", *lab, *passes)
    assert re.findall(r"^TLS session (\d)", every, re.MULTILINE) == ["0", "1"]
    assert re.findall(r"^TLS session (\d)", one, re.MULTILINE) == ["1"]
    assert every.endswith(one)


def test_no_such_session(report):
    assert report("expired-tls13", session=",7") == "There is no such TLS session in this capture.\n"


@pytest.mark.parametrize("argument", [",x", ",-1", "s", ","])
def test_argument_that_is_no_number(run_tshark, captures, argument):
    done = run_tshark("-q", "-r", captures / "expired-tls13.pcapng", "-z", f"tlswitness,report{argument}")
    assert done.returncode == 1 and "SESSION is the number" in done.stderr


@pytest.mark.parametrize("options", [(), KOREAN], ids=["English", "Korean"])
@pytest.mark.parametrize("name", CAPTURES)
def test_fits_the_page(report, name, options):
    """No line is wider than 80 columns unless it is one word, a line of a step or a title."""
    for line in report(name, *options).splitlines():
        assert width(line) <= 80 or len(line.split()) < 3 or re.match(r" +[\d-]+  |TLS ", line), line


def test_korean(report):
    text = flat(report("expired-tls13", *KOREAN))
    assert "서버의 인증서 체인: 신뢰할 수 없음 (expired)" in text and "구간 1: 인증" in text


def test_without_explanations(report):
    short = report("expired-tls13", "-o", "tlswitness.explain:off")
    assert "The client offers versions" not in short and "ClientHello" in short
