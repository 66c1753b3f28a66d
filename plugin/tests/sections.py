# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures put together. Needs nothing but Python, as pictures.py does."""


def merged(captures, stage, names):
    """One capture of several, one after the other: sections of one file, each with its secrets."""
    path = stage / f"{'+'.join(names)}.pcapng"
    if not path.exists():
        path.write_bytes(b"".join((captures / f"{name}.pcapng").read_bytes() for name in names))
        path.chmod(0o644)
    return path
