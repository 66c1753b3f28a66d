# SPDX-License-Identifier: GPL-2.0-or-later
"""Who signed the handshake: every row of test-captures/proofs.tsv, and nothing untouched is ever disproven."""

import csv
import pathlib

import pytest

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent / "test-captures"
FIELDS = [
    "frame.number",
    *(f"tlswitness.{name}" for name in ("session", "possession", "possession.owner", "possession.algorithm", "finished")),
    "tlswitness.step",
    "tlswitness.step.sender",
]
NOBODY = ["-o", "tlswitness.trust_system:FALSE"]


def table(name):
    with open(FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def grouped(rows):
    captures = {}
    for row in rows:
        captures.setdefault(row["capture"], []).append(row)
    return captures


PROOFS = grouped(table("proofs.tsv"))
KEYS = table("proofs-keys.tsv") if (FOLDER / "proofs-keys.tsv").exists() else []


@pytest.fixture(scope="session")
def shown(tshark, readable):
    """shown(path, keys) -> the frames with a proof, each a dictionary of lists; `keys` as Wireshark's key log."""

    def frames(path, keys=None, two_pass=False):
        options = [*NOBODY, *(["-o", f"tls.keylog_file:{readable(keys)}"] if keys else [])]
        lines = tshark(readable(path), *FIELDS, filter="tlswitness", options=options, two_pass=two_pass)
        return [{f: cell.split("|") if cell else [] for f, cell in zip(FIELDS, line)} for line in lines]

    return frames


def by_session(frames):
    """{session: {side: {"possession": [(word, algorithm)], "finished": [word]}}}; no frame has two sessions here."""
    told = {}
    for frame in frames:
        assert len(frame["tlswitness.session"]) == 1
        sides = {side: {"possession": [], "finished": []} for side in ("server", "client")}
        session = told.setdefault(frame["tlswitness.session"][0], sides)
        algorithms = frame["tlswitness.possession.algorithm"] or ["-"] * len(frame["tlswitness.possession"])
        for owner, word, algorithm in zip(frame["tlswitness.possession.owner"], frame["tlswitness.possession"], algorithms):
            session[owner]["possession"].append((word, algorithm))
        senders = [
            sender
            for step, sender in zip(frame["tlswitness.step"], frame["tlswitness.step.sender"])
            if step == "Finished"
        ]
        for sender, word in zip(senders, frame["tlswitness.finished"]):
            session[sender]["finished"].append(word)
    return told


def words_wanted(row):
    """The table speaks of signatures. With RSA key exchange there is none, and a Finished that verifies is the proof;
    where no certificate is shown or can be seen, there is nothing to say a word about."""
    if row["what"].startswith("RSA key exchange") and row["side"] == "server":
        return [{"proven"}]
    if row["possession"] == "not-checked":
        return [{"not-checked"}, set()]
    return [{row["possession"]} - {"-"}]


def differences(name, told, host):
    for row in PROOFS[name]:
        side = told.get(row["session"], {}).get(row["side"], {"possession": [], "finished": []})
        words = {word for word, _ in side["possession"]}
        if (name, row["session"]) in host.unread:
            if "disproven" in words or set(side["finished"]) - {"not-checked"}:
                yield row, side
            continue
        algorithm = row["algorithm"].removesuffix("_RESERVED")
        if words not in words_wanted(row):
            yield row, side
        elif algorithm != "-" and algorithm not in {algorithm for _, algorithm in side["possession"]}:
            yield row, side
        elif row["finished"] in ("verified", "wrong") and row["finished"] not in side["finished"]:
            yield row, side
        elif row["finished"] != "wrong" and "wrong" in side["finished"]:
            yield row, side


# Of tampered twins one pass is enough: the second tells nothing that it does not tell of the others.
RUNS = [(name, False) for name in PROOFS] + [(name, True) for name in PROOFS if "tampered" not in name]


@pytest.mark.parametrize("name, two_pass", RUNS, ids=[f"{name}-{'two passes' if two else 'one pass'}" for name, two in RUNS])
def test_possession(shown, host, name, two_pass):
    keys = FOLDER / "proofs" / f"{name}.keys"
    frames = shown(FOLDER / "proofs" / f"{name}.pcapng", keys if keys.exists() else None, two_pass)
    assert list(differences(name, by_session(frames), host)) == []


@pytest.mark.parametrize("row", KEYS, ids=lambda row: f"{row['capture']}-{row['keys']}")
def test_finished_with_other_keys(shown, row):
    frames = shown(FOLDER / "proofs" / row["capture"], FOLDER / "proofs" / row["keys"])
    words = {word for frame in frames for word in frame["tlswitness.finished"]}
    expected = {word.split(":")[-1] for word in row["finished"].split()}
    assert words <= expected and ("not-checked" in expected or words == expected)


UNTOUCHED = sorted(
    [*FOLDER.glob("*.pcapng"), *(FOLDER / "conversations").glob("*.pcapng")], key=lambda path: path.name
)


@pytest.mark.parametrize("path", UNTOUCHED, ids=lambda path: path.stem)
def test_nothing_untouched_is_disproven(shown, path):
    keys = path.with_suffix(".keys")
    frames = shown(path, keys if keys.exists() else None)
    assert not {"disproven"} & {word for frame in frames for word in frame["tlswitness.possession"]}
    assert not {"wrong"} & {word for frame in frames for word in frame["tlswitness.finished"]}


def test_what_is_signed(run_tshark, captures, lab):
    """The parts of it, in a tab of their own."""
    path = captures / "ca-signed-tls12.pcapng"
    shown = run_tshark("-r", path, *lab, "-x", "-O", "tlswitness", "-Y", "tlswitness.possession").stdout
    for line in ("[client_random: 32 octets]", "[server_random: 32 octets]", "[ServerECDHParams: ", "[What is signed: "):
        assert line in shown
    assert "Signed octets (TLS Witness)" in shown


def test_only_who_asks_pays(run_tshark, captures, lab):
    """A filter on another field shows no proof, and none is made for it; a filter on this one finds it."""
    path = captures / "ca-signed-tls12.pcapng"
    found = run_tshark("-r", path, *lab, "-Y", 'tlswitness.possession == "proven"', "-T", "fields", "-e", "frame.number")
    assert len(found.stdout.split()) == 1


EMBEDDED = """openssl-tls10 gnutls-tls12 gnutls-tls13 openssl-clients-tls13 openssl-later-tls13 openssl-others-tls12
openssl-dtls12 quic""".split()


@pytest.mark.parametrize("name", EMBEDDED)
def test_embedded_secrets_alone(shown, host, name):
    """As with a key log where the host lets a plugin read them; otherwise no Finished is checked."""
    told = by_session(shown(FOLDER / "proofs" / f"{name}.pcapng"))
    words = {word for session in told.values() for side in session.values() for word in side["finished"]}
    if host.shows_secrets:
        assert "verified" in words and list(differences(name, told, host)) == []
    else:
        assert words == {"not-checked"}


@pytest.mark.parametrize("name", ["ca-signed-tls12", "ca-signed-tls13"])
def test_what_to_do_without_a_key_log(run_tshark, captures, lab, host, name):
    shown = run_tshark("-r", captures / f"{name}.pcapng", *lab, "-O", "tlswitness", "-Y", "tlswitness.finished").stdout
    told = "Finished of the server: verified" if host.shows_secrets else "set its file as tls.keylog_file"
    assert told in " ".join(shown.split())


def test_key_log_of_another_session(run_tshark, captures, lab):
    path, keys = captures / "selfsigned-tls13-nokeys.pcapng", captures / "wrong-host-tls13.keys"
    shown = run_tshark("-r", path, *lab, "-o", f"tls.keylog_file:{keys}", "-O", "tlswitness", "-Y", "tlswitness").stdout
    assert "[Key log: the key log has no line for this client's random" in shown
    right = captures / "selfsigned-tls13.keys"
    shown = run_tshark("-r", path, *lab, "-o", f"tls.keylog_file:{right}", "-O", "tlswitness", "-Y", "tlswitness").stdout
    assert "[Key log: " not in shown and "[Finished of the server: verified]" in shown
