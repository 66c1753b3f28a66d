# SPDX-License-Identifier: GPL-2.0-or-later
"""The profile `TLS Witness`: Wireshark accepts it, its filters mean something, and its colours can be told apart."""

import itertools
import os
import re
import shutil
import subprocess

import pytest

from conftest import ROOT, open_to_all

NAME = "TLS Witness"
PROFILE = ROOT / "plugin" / "profile"


@pytest.fixture(scope="module")
def profile(home):
    """The profile, in the home folder that tshark is run with."""
    settings = home / ".config" / "wireshark"
    shutil.copytree(PROFILE, settings / "profiles" / NAME)
    open_to_all(home)
    yield ("-C", NAME)
    shutil.rmtree(home / ".config")


def columns():
    text = (PROFILE / "preferences").read_text()
    return re.findall(r'^\t"([^"]*)", "([^"]*)"', text, re.MULTILINE)


def test_tshark_accepts_it(run_tshark, captures, lab, profile):
    done = run_tshark(*profile, *lab, "-n", "-r", captures / "expired-tls13.pcapng", "-Y", "tlswitness.chain")
    assert done.returncode == 0 and "arning" not in done.stderr and "rror" not in done.stderr, done.stderr
    assert re.search(r"TLSv1.3 0 authentication expired.lab.example TLS 1.3 not-trusted expired", done.stdout)


def test_preferences_are_known(run_tshark, captures):
    """tshark takes each on its command line, where it refuses what it does not know."""
    lines = [line for line in (PROFILE / "preferences").read_text().splitlines() if line and line[0] not in "#\t"]
    options = []
    for line in lines:
        name, _, value = line.partition(":")
        options += ["-o", f"{name}:{value.strip()}"] if name != "gui.column.format" else []
    done = run_tshark("-q", "-r", captures / "expired-tls13.pcapng", *options)
    assert len(options) > 10 and done.returncode == 0 and not done.stderr, done.stderr


def registered(run_tshark):
    return {line.split("\t")[2] for line in run_tshark("-G", "fields").stdout.splitlines() if line[:1] == "F"}


def test_columns_are_fields(run_tshark):
    custom = [spec.split(":")[1] for _, spec in columns() if spec.startswith("%Cus:")]
    assert custom and set(custom) <= registered(run_tshark)


def test_every_column_has_a_width():
    widths = re.search(r"^column.width: (.*)", (PROFILE / "recent").read_text(), re.MULTILINE)[1].split(", ")
    assert widths[::2] == [re.sub(r":0:R$", "", spec) for _, spec in columns()]
    assert all(int(width) > 0 for width in widths[1::2])


def colours():
    """(name, filter, background, foreground), each colour three numbers from 0 to 1."""
    for line in (PROFILE / "colorfilters").read_text().splitlines():
        if line.startswith("@"):
            _, name, condition, pair = line.split("@")
            numbers = [int(n) / 65535 for n in re.findall(r"\d+", pair)]
            yield name, condition, numbers[:3], numbers[3:]


def conditions():
    buttons = re.findall(r'^"TRUE","([^"]*)","([^"]*)"', (PROFILE / "dfilter_buttons").read_text(), re.MULTILINE)
    yield from ((name, text.replace("\\x22", '"')) for name, text in buttons)
    yield from ((name, condition) for name, condition, _, _ in colours())


@pytest.mark.parametrize("name, condition", list(conditions()))
def test_filters_compile(run_tshark, captures, name, condition):
    done = run_tshark("-r", captures / "expired-tls13.pcapng", "-Y", condition)
    assert done.returncode == 0, done.stderr


def coloured(run_tshark, profile, path, *options):
    """Frame -> name of its colour rule."""
    fields = ["-T", "fields", "-e", "frame.number", "-e", "frame.coloring_rule.name"]
    lines = run_tshark(*profile, *options, "--color", "-n", "-r", path, *fields).stdout
    lines = re.sub(r"\x1b\[[\d;]*m", "", lines).splitlines()
    return dict(line.split("\t") for line in lines if "\t" in line)


def test_which_colour(run_tshark, captures, lab, profile, tshark):
    path = captures / "expired-tls13.pcapng"
    rules = coloured(run_tshark, profile, path, *lab)
    for number, segment, verdict in tshark(
        path, "frame.number", "tlswitness.segment", "tlswitness.chain.verdict", options=lab
    ):
        if verdict:
            want = "TLS: chain not trusted"
        elif "1" in segment.split("|"):
            want = "TLS: segment 1 (authentication)"
        elif segment:
            want = "TLS: segment 2 (session data)"
        else:
            want = ""
        assert rules[number] == want, number


def test_chain_that_cannot_be_judged(run_tshark, captures, profile):
    nobody = ("-o", "tlswitness.trust_system:FALSE")
    rules = coloured(run_tshark, profile, captures / "ca-signed-tls13.pcapng", *nobody)
    assert "TLS: chain not checked" in rules.values()


def test_disproven_is_seen_before_all_else(run_tshark, readable, profile):
    """Also where the chain could not be judged."""
    nobody = ("-o", "tlswitness.trust_system:FALSE")
    path = readable(ROOT / "test-captures" / "proofs" / "twin-tls13-tampered-signature.pcapng")
    assert "TLS: possession disproven" in coloured(run_tshark, profile, path, *nobody).values()


def linear(colour):
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]


def luminance(colour):
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear(colour)))


def contrast(a, b):
    """WCAG 2.1, relative contrast."""
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


# Machado, Oliveira and Fernandes 2009, for linear RGB: what who cannot see red, green or blue sees
SIGHT = {
    "full": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def seen(colour, sight):
    return [sum(weight * c for weight, c in zip(row, linear(colour))) for row in SIGHT[sight]]


def lab_of(rgb):
    """CIE L*a*b* of linear RGB, D65."""
    rows = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = [sum(w * max(c, 0) for w, c in zip(row, rgb)) / white for row, white in zip(rows, (0.9505, 1, 1.089))]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(a, b, sight):
    return sum((p - q) ** 2 for p, q in zip(lab_of(seen(a, sight)), lab_of(seen(b, sight)))) ** 0.5


@pytest.mark.parametrize("name, background, foreground", [(n, b, f) for n, _, b, f in colours()])
def test_words_can_be_read(name, background, foreground):
    """Both colours are given, so that the theme does not matter. WCAG asks 4.5 of text."""
    assert contrast(background, foreground) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_can_be_told_apart(sight):
    """Backgrounds against each other, in CIE76: 10 is seen at a glance."""
    for (a, _, one, _), (b, _, other, _) in itertools.combinations(list(colours()), 2):
        assert difference(one, other, sight) >= 10, (a, b)


@pytest.fixture
def scripts(plugin, tmp_path):
    def run(script):
        names = [f"-Dsystem_folder={tmp_path}/system", "-Dseries=4.0", f"-Dprofile={PROFILE}"]
        names += [f"-Dsystem_profile={tmp_path}/share/profiles/{NAME}"]
        module = plugin if script == "user-install" else plugin.name
        return subprocess.run(
            ["cmake", *names, f"-Dmodule={module}", "-P", ROOT / "tools" / f"{script}.cmake"],
            env={**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": "", "DESTDIR": ""},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    return run


def test_install_and_uninstall(scripts, tmp_path):
    installed = tmp_path / ".config/wireshark/profiles" / NAME
    scripts("user-install")
    assert sorted(path.name for path in installed.iterdir()) == sorted(path.name for path in PROFILE.iterdir())
    (installed / "recent").write_text("# as Wireshark left it\n")
    scripts("uninstall")
    assert not installed.exists()


def test_changes_of_the_owner_stay(scripts, tmp_path):
    mine = tmp_path / ".config/wireshark/profiles" / NAME / "preferences"
    scripts("user-install")
    mine.write_text("# mine\n")
    assert "Kept your profile" in scripts("user-install")
    assert "Kept what was changed" in scripts("uninstall")
    assert mine.read_text() == "# mine\n"


def test_system_wide(tmp_path):
    """cmake --install puts it where Wireshark looks for profiles of everybody."""
    build = tmp_path / "build"
    subprocess.run(["cmake", "-G", "Ninja", "-S", ROOT, "-B", build], check=True, capture_output=True)
    script = (build / "plugin" / "cmake_install.cmake").read_text()
    assert f"/share/wireshark/profiles/{NAME}" in script and str(PROFILE) in script
