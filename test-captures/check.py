#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Do the captures hold what expected.tsv says of them? Asks tshark alone, without TLS Witness: that
the sessions are all there, complete, and readable with the embedded secrets; that Chromium said
of each server what the table says that it shows; that README.md says the same. Prints what differs.

    check.py [FOLDER]   captures in FOLDER; else those beside this file
"""

import csv
import itertools
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
START = 1781524800  # 2026-06-15T12:00:00Z, see make
MOST_OCTETS = 32 * 1024

SERVER_HELLO, CERTIFICATE, FINISHED = "2", "11", "20"
VERSIONS = {"0x0303": "TLS 1.2", "0x0304": "TLS 1.3"}


def table(path):
    with open(path, encoding="ascii", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def tshark(capture, display_filter, *fields):
    """The fields of each frame that passes the filter, as lists of their values."""
    command = ["tshark", "-n", "-r", FOLDER / f"{capture}.pcapng", "-Y", display_filter]
    command += ["-o", 'gui.column.format:"Suite","%Cus:tls.handshake.ciphersuite:0:R"']
    command += ["-T", "fields", *itertools.chain(*(("-e", field) for field in fields))]
    run = subprocess.run(command, check=True, text=True, capture_output=True)
    lines = run.stdout.splitlines()
    return [[value.split(",") if value else [] for value in line.split("\t")] for line in lines]


def sessions_of(capture):
    """What tshark sees of each TLS session, in the order of their first records."""
    fields = ("tcp.stream", "tcp.srcport", "tls.handshake.type", "_ws.col.Suite")
    fields += ("tls.handshake.extensions_server_name", "tls.handshake.version")
    fields += ("tls.handshake.extensions.supported_version",)
    sessions = {}
    for stream, port, types, suite, name, version, supported in tshark(capture, "tls", *fields):
        facts = sessions.setdefault(stream[0], {"finished": 0, "server_name": "-", "owners": set()})
        sender = "server" if port == ["443"] else "client"
        facts["finished"] += types.count(FINISHED)
        if CERTIFICATE in types:
            facts["owners"].add(sender)
        if name:
            facts["server_name"] = name[0]
        if SERVER_HELLO in types:
            facts["cipher_suite"] = suite[0].split(" ")[0]
            facts["version"] = VERSIONS[(supported or version)[0]]
    return [sessions[stream] for stream in sorted(sessions, key=int)]


def embedded_secrets(capture):
    """The key log inside the capture; the block type is 10, and its text begins at octet 20."""
    octets = (FOLDER / f"{capture}.pcapng").read_bytes()
    text, at = b"", 0
    while at < len(octets):
        kind, length = (int.from_bytes(octets[i : i + 4], "little") for i in (at, at + 4))
        if kind == 10:
            size = int.from_bytes(octets[at + 12 : at + 16], "little")
            text += octets[at + 16 : at + 16 + size]
        at += length
    return text


def check_secrets(capture, wanted):
    keys = FOLDER / f"{capture}.keys"
    logged = keys.read_bytes() if keys.exists() else b""
    if bool(logged) != wanted:
        yield "has no key log" if wanted else "has a key log"
    if embedded_secrets(capture) != logged:
        yield "its secrets are not those of its key log"


def finished_expected(row):
    if row["secrets"] == "no":
        return 0
    return 1 if row["capture"].startswith("refused-") else 2


def check_session(row, facts):
    for column in ("server_name", "version", "cipher_suite"):
        if facts.get(column) != row[column]:
            yield f"{column} is {facts.get(column)}, not {row[column]}"
    if row["verdict"] != "-" and row["owner"] not in facts["owners"]:
        yield f"no Certificate of the {row['owner']}"
    if row["verdict"] == "-" and facts["owners"]:
        yield "a Certificate where none was expected"
    if facts["finished"] != finished_expected(row):
        yield f"{facts['finished']} Finished messages, not {finished_expected(row)}"


def check_capture(capture, rows):
    path = FOLDER / f"{capture}.pcapng"
    if not path.exists():
        yield "does not exist"
        return
    if path.stat().st_size > MOST_OCTETS:
        yield f"is too large: {path.stat().st_size} octets"
    if not START <= float(tshark(capture, "frame", "frame.time_epoch")[0][0][0]) < START + 1:
        yield "begins at another time"
    yield from check_secrets(capture, rows[0]["secrets"] == "yes")
    sessions = sessions_of(capture)
    if len(sessions) != len({row["session"] for row in rows}):
        yield f"has {len(sessions)} sessions"
        return
    for row in rows:
        for difference in check_session(row, sessions[int(row["session"])]):
            yield f"session {row['session']}: {difference}"


def check_chromium(captures):
    """Chromium visited the last server of each capture."""
    said = {row["capture"]: row["error"] for row in table(FOLDER / "chromium-errors.tsv")}
    for capture, rows in captures.items():
        shown = [row["browser_error"] for row in rows if row["owner"] == "server"][-1]
        if capture in said and said[capture].replace("net::", "NET::") != shown:
            yield f"{capture}: Chromium says {said[capture]}, the table {shown}"


def check_readme(captures):
    """Its row for a capture has every word that the table expects."""
    lines = (HERE / "README.md").read_text(encoding="utf-8").splitlines()
    for capture, rows in captures.items():
        line = next((line for line in lines if line.startswith(f"| `{capture}` |")), "")
        words = {"absent_reason", "browser_error", "notes", "problems", "verdict"}
        expected = {word for row in rows for column in words for word in row[column].split(",")}
        missing = sorted(word for word in expected - {"-"} if f"`{word}`" not in line)
        if missing or not line:
            yield f"{capture}: README.md has no row with {', '.join(missing) or 'it'}"


def main():
    rows = itertools.groupby(table(HERE / "expected.tsv"), key=lambda row: row["capture"])
    captures = {capture: list(group) for capture, group in rows}
    wrong = [
        f"{capture}: {difference}"
        for capture, rows in captures.items()
        for difference in check_capture(capture, rows)
    ]
    wrong += check_chromium(captures)
    wrong += check_readme(captures)
    for path in sorted(FOLDER.glob("*.pcapng")):
        if path.stem not in captures:
            wrong.append(f"{path.stem}: has no row in expected.tsv")
    for line in wrong:
        print(line)
    print(f"{len(captures)} captures checked, {len(wrong)} differences")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
