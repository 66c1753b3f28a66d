# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables beside the captures, read as rows."""

import csv
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent / "test-captures"


def read(name):
    with open(FOLDER / name, encoding="utf-8") as lines:
        return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def words(cell):
    """The words of a cell of the tables."""
    return sorted(cell.split(",")) if cell not in ("", "-") else []


def row_name(row):
    return f"{row['capture']} session {row['session']} {row['owner']}"


# one row for each chain, or where none can be seen, each session
EXPECTED = read("expected.tsv")
CAPTURES = list(dict.fromkeys(row["capture"] for row in EXPECTED))
CHROMIUM = {row["capture"]: row["error"] for row in read("chromium-errors.tsv")}
