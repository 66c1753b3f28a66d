#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Opens the real Wireshark on a display of its own, with the profile `TLS Witness`, and takes pictures of what the
plugin adds to it. Fails when a window does not come up, or is empty.

    plugin/tests/pictures.py --folder pictures [--only sessions] [--language korean] [--dark] [--plugin FILE]
    plugin/tests/pictures.py --readme
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import gui  # noqa: E402
from sections import merged  # noqa: E402

ROOT = gui.HERE.parent.parent
SEVERAL = ["ca-signed-tls13", "expired-tls13", "resumed-tls12", "selfsigned-tls13-nokeys", "refused-tls12"]


# lines of the tree, in English or Korean
CHAIN, PROBLEM, FIRST = "Chain of|.*체인", "Problem|문제", "Certificate 0|인증서 0"
SEGMENT1 = "Segment 1: authentication|구간 1: 인증"


def frames(wireshark, take):
    """The list of frames in its colours."""
    take(wireshark.main)


def tree(wireshark, take):
    """The tree with the chain opened."""
    wireshark.select(6)
    wireshark.unfold("TLS Witness", CHAIN, PROBLEM, FIRST)
    wireshark.reveal(wireshark.details, wireshark.line(FIRST))
    take(wireshark.main)


def selfsigned(wireshark, take):
    """The tree of a self-signed server: the README begins with it."""
    wireshark.select(8)
    wireshark.unfold("TLS Witness", CHAIN, PROBLEM)
    wireshark.reveal(wireshark.details, wireshark.line(FIRST))
    take(wireshark.main)


def inline(wireshark, take):
    """The verdict in the host's own tree, under the Certificate message."""
    wireshark.select(6)
    wireshark.unfold(
        "Transport Layer Security", r"TLSv1.3 Record Layer: Handshake Protocol: .*Certificate", "Handshake Protocol: Certificate$"
    )
    wireshark.reveal(wireshark.details, wireshark.line(r"TLS Witness: (?!segment)"))
    take(wireshark.main)


def explained(wireshark, take):
    """The steps with their explanations."""
    wireshark.select(6)
    wireshark.unfold("TLS Witness", SEGMENT1, "ServerHello", r"Certificate\b(?!.*Verify)")
    take(wireshark.main)


def sessions_window(wireshark):
    wireshark.menu("Statistics", r"TLS sessions \(TLS Witness\)")
    window = wireshark.window(r"Wireshark · TLS sessions .*")
    wireshark.resize(window, 1300, 300)
    return window


def sessions(wireshark, take):
    """The table of the sessions."""
    take(sessions_window(wireshark))


def counts_window(wireshark):
    wireshark.menu("Statistics", r"TLS counts \(TLS Witness\)")
    return wireshark.window(r"Wireshark · TLS counts .*")


def counts(wireshark, take):
    """The counts."""
    take(counts_window(wireshark))


def flow_window(wireshark):
    """The Flow Graph with our steps."""
    wireshark.menu("Statistics", "Flow Graph")
    window = wireshark.window(r"Wireshark · Flow .*")
    wireshark.choose(window, "All Flows", "TLS steps (TLS Witness)")
    gui.wait_for("the steps in the Flow Graph", lambda: "2 node(s)" in " ".join(n.name for n in window.find_all("label")))
    return window


def flow(wireshark, take):
    """The Flow Graph."""
    take(flow_window(wireshark))


def export_window(wireshark):
    wireshark.menu("File", "Export Objects", "TLS Witness…")
    return wireshark.window(r"Wireshark · Export · TLS Witness object list")


def export(wireshark, take):
    """Export Objects."""
    take(export_window(wireshark))


def preferences_window(wireshark):
    """The page of the plugin."""
    wireshark.menu("Edit", "Preferences…")
    window = wireshark.window(r"Wireshark · Preferences")
    pages = next(tree for tree in window.find_all("tree") if tree.n_rows and tree.cell(0, 0).name == "Appearance")
    wireshark.click(wireshark.row_of(pages, "Protocols"))
    wireshark.keys("Right")
    gui.wait_for("the protocols", lambda: pages.n_rows > 100)
    wireshark.type("TLS Witness")
    window.find(name="Trust the system's store")
    return window


def preferences(wireshark, take):
    """The page of the preferences."""
    window = preferences_window(wireshark)
    wireshark.resize(window, 900, 640)
    take(window)


def expert_window(wireshark):
    wireshark.menu("Analyze", "Expert Information")
    return wireshark.window(r"Wireshark · Expert Information .*")


def expert(wireshark, take):
    """Expert Information."""
    take(expert_window(wireshark))


def filters(wireshark, take):
    """The menu of conversation filters."""
    wireshark.select(6)
    for names in ("Analyze",), ("Analyze", "Conversation Filter"):
        wireshark.pull_down(*names)
    take(wireshark.main)


# name -> what is done, and the captures that are opened, one after the other in one file
SCENES = {
    "frames": (frames, SEVERAL),
    "tree": (tree, ["expired-tls13"]),
    "selfsigned": (selfsigned, ["selfsigned-tls13"]),
    "inline": (inline, ["expired-tls13"]),
    "explained": (explained, ["expired-tls13"]),
    "sessions": (sessions, SEVERAL),
    "counts": (counts, SEVERAL),
    "flow": (flow, ["expired-tls13"]),
    "export": (export, SEVERAL),
    "preferences": (preferences, ["expired-tls13"]),
    "expert": (expert, SEVERAL),
    "filters": (filters, ["expired-tls13"]),
}


# what stands in the README
README = {"selfsigned": "selfsigned-tls13", "flow": "flow-graph", "sessions": "sessions"}


def put_into_readme(folder):
    """Small ones: as few colours as the eye lets pass."""
    for name, called in README.items():
        path = ROOT / "test-captures" / f"wireshark-{called}.png"
        subprocess.run(["convert", folder / f"{name}.png", "+dither", "-colors", "64", "-strip", f"PNG8:{path}"], check=True)
        print(path)


def readable_captures(stage):
    folder = pathlib.Path(stage) / "captures"
    folder.mkdir()
    for path in (ROOT / "test-captures").iterdir():
        if path.is_file():
            shutil.copy(path, folder)
            (folder / path.name).chmod(0o644)
    return folder


def take_picture(wireshark, name, folder):
    """Fails with a picture of the whole display."""
    try:
        SCENES[name][0](wireshark, lambda window: wireshark.picture(window, folder / f"{name}.png"))
        assert not wireshark.said(), wireshark.said()
    except AssertionError:
        wireshark.desktop.take(folder / f"{name}-failed.png")
        raise


def take_pictures(names, folder, plugin, options=(), dark=False):
    """Takes them all, each with a Wireshark of its own, and returns what failed."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="tlswitness-") as stage:
        stage = pathlib.Path(stage)
        stage.chmod(0o755)
        captures = readable_captures(stage)
        trust = ["-o", "tlswitness.trust_system:FALSE", "-o", f"tlswitness.ca_file:{captures / 'lab-ca.crt'}"]
        with gui.Desktop(stage, plugin, dark=dark) as desktop:
            for name in names:
                try:
                    with desktop.open(merged(captures, stage, SCENES[name][1]), *trust, *options) as wireshark:
                        take_picture(wireshark, name, folder)
                    print(folder / f"{name}.png", flush=True)
                except AssertionError as error:
                    print(f"{name}: {error}", file=sys.stderr)
                    failed.append(name)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("pictures"), help="where they go (pictures)")
    parser.add_argument("--only", action="append", metavar="NAME", choices=SCENES, help=", ".join(SCENES))
    parser.add_argument("--language", choices=["english", "korean"], default="english")
    parser.add_argument("--dark", action="store_true", help="a dark desktop")
    parser.add_argument("--plugin", type=pathlib.Path, help="the module (the newest that was built)")
    parser.add_argument("--readme", action="store_true", help="take those of the README, and put them there")
    options = parser.parse_args()
    built = sorted(ROOT.glob("build*/plugin/tlswitness.so"), key=os.path.getmtime)
    if gui.missing():
        sys.exit(f"pictures: {gui.missing()}")
    if not options.plugin and not built:
        sys.exit("pictures: no tlswitness.so: build it first, or name it with --plugin")
    options.folder.mkdir(parents=True, exist_ok=True)
    language = ["-o", f"tlswitness.language:{options.language}"]
    names = list(README) if options.readme else options.only or list(SCENES)
    failed = take_pictures(names, options.folder, options.plugin or built[-1], language, options.dark)
    if options.readme and not failed:
        put_into_readme(options.folder)
    sys.exit(f"pictures: failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
