# SPDX-License-Identifier: GPL-2.0-or-later
"""What is known of revocation: staples, a CRL that was given, what was fetched in the same capture."""

import pytest

VERDICT, PROBLEM, OCSP = "tlswitness.chain.verdict", "tlswitness.chain.problem", "tlswitness.ocsp.status"
FETCHED, STATUS = "tlswitness.fetched", "tlswitness.fetched.status"

passes = pytest.mark.parametrize("two_pass", [False, True], ids=["one pass", "two passes"])

STAPLES = [
    ("stapled-tls13", "good"),
    ("stapled-tls12", "good"),
    ("stale-staple-tls12", "invalid"),
    ("stapled-revoked-tls13", "revoked"),
    ("stapled-revoked-tls12", "revoked"),
    ("must-staple-tls13", ""),
    ("ca-signed-tls12", ""),
]


@passes
@pytest.mark.parametrize("name, status", STAPLES)
def test_staple(tshark, lab, name, status, two_pass):
    rows = tshark(f"{name}.pcapng", OCSP, filter="tlswitness.chain", options=lab, two_pass=two_pass)
    assert rows[-1] == (status,)


@passes
def test_staple_in_a_later_frame(tshark, lab, two_pass):
    """The frame of the Certificate says that a staple will follow; where it is, the chain is judged with it."""
    fields = (VERDICT, OCSP, "tlswitness.chain.revocation")
    first, last = tshark(
        "stapled-revoked-tls12.pcapng", *fields, filter="tlswitness.chain", options=lab, two_pass=two_pass
    )
    assert first[:2] == ("trusted", "") and first[2].startswith("not known yet: the server has announced")
    assert last[:2] == ("not-trusted", "revoked")


NOT_REVOKED = (
    "certificate 0 (CN=www.lab.example) is not revoked, says the CRL of CN=Lab Root CA, of 2026-06-10, which holds until 2044-10-13"
)
CRL_FILE = [
    ("fetched-after-tls12", "revoked", "known only as far as the CRLs of crl_file go"),
    ("ca-signed-tls12", "", NOT_REVOKED),
]


@passes
@pytest.mark.parametrize("name, problem, told", CRL_FILE)
def test_crl_file(tshark, lab, captures, name, problem, told, two_pass):
    """The CRL says that one certificate was revoked, and so nothing against the other."""
    options = [*lab, "-o", f"tlswitness.crl_file:{captures / 'lab.crl'}"]
    fields = (PROBLEM, "tlswitness.chain.revocation")
    rows = tshark(f"{name}.pcapng", *fields, filter="tlswitness.chain", options=options, two_pass=two_pass)
    assert rows == [(problem, told)]


@passes
def test_fetched_before(tshark, lab, two_pass):
    rows = tshark("fetched-before-tls12.pcapng", PROBLEM, STATUS, filter="tlswitness.chain", options=lab, two_pass=two_pass)
    assert rows == [("revoked|revoked", "revoked|revoked")]


@passes
def test_fetched_after(tshark, lab, two_pass):
    """It does not change the verdict, in one pass or two; each response names the frame of the certificate."""
    name, fields = "fetched-after-tls12.pcapng", ("frame.number", VERDICT, STATUS, "tlswitness.fetched.certificate_frame")
    condition = "tlswitness.chain or tlswitness.fetched"
    (shown, verdict, later, _), *fetched = tshark(name, *fields, filter=condition, options=lab, two_pass=two_pass)
    assert (verdict, later) == ("trusted", "revoked|revoked" if two_pass else "")
    assert [row[2:] for row in fetched] == [("revoked", shown)] * 2


def test_fetched_about_nobody(tshark, lab):
    """Before the certificate is shown nobody knows whom the response is about; other bodies are not spoken of."""
    rows = tshark("fetched-before-tls12.pcapng", FETCHED, filter="tlswitness.fetched and not tlswitness.chain", options=lab)
    assert len(rows) == 2 and all("about no certificate that was shown" in row[0] for row in rows)


def test_revoked_by_what_was_fetched_is_an_expert_item(run_tshark, captures, lab):
    shown = run_tshark("-r", captures / "fetched-after-tls12.pcapng", *lab, "-q", "-z", "expert,error").stdout
    assert "was revoked 2026-06-01 (key compromise)" in shown
