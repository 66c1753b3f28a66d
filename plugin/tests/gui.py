# SPDX-License-Identifier: GPL-2.0-or-later
"""Drives the real Wireshark on a display of its own, by what it tells assistive technology (AT-SPI over D-Bus).

Menus are chosen, tables are read and texts are set by their names and roles, so that neither the theme nor the
place of a window matters. Nothing sleeps for a while and hopes: everything is waited for, and what does not come
within PATIENCE seconds is an AssertionError. As root, Wireshark runs as nobody (see conftest.py).

Needs: wireshark xvfb xdotool imagemagick at-spi2-core dbus python3-gi x11-utils
"""

import os
import pathlib
import re
import shutil
import subprocess
import time

import hosts

HERE = pathlib.Path(__file__).resolve().parent
NOBODY = 65534
PATIENCE = int(os.environ.get("PATIENCE", "90"))
PROGRAMS = ["wireshark", "Xvfb", "xdotool", "import", "convert", "dbus-daemon", "xwininfo"]
LAUNCHER = pathlib.Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
PACKAGES = "wireshark xvfb xdotool imagemagick x11-utils at-spi2-core dbus python3-gi"

ACCESSIBLE, ACTION, TABLE, TEXT = (f"org.a11y.atspi.{name}" for name in ("Accessible", "Action", "Table", "Text"))
COMPONENT, EDITABLE, SELECTION = (f"org.a11y.atspi.{name}" for name in ("Component", "EditableText", "Selection"))
STATE_CHECKED, STATE_SHOWING, STATE_ENABLED = 4, 25, 8


def missing():
    """What keeps the driver from running, in words; None when nothing does."""
    absent = [name for name in PROGRAMS if not shutil.which(name)] + [str(p) for p in [LAUNCHER] if not p.exists()]
    try:
        from gi.repository import Gio  # noqa: F401
    except ImportError:
        absent.append("the module gi of Python")
    return f"not installed: {', '.join(absent)} (apt-get install --no-install-recommends {PACKAGES})" if absent else None


def wait_for(what, look, patience=PATIENCE):
    """What @look returns as soon as it holds; what cannot be looked at yet does not hold."""
    from gi.repository import GLib

    end = time.monotonic() + patience
    while True:
        try:
            found = look()
        except (GLib.Error, LookupError) as error:
            found, why = None, f" ({error})"
        else:
            why = ""
        if found:
            return found
        assert time.monotonic() < end, f"waited {patience} s in vain for {what}{why}"
        time.sleep(0.05)


# ---- what is on the screen ----------------------------------------------------------------------


class Bus:
    """A D-Bus connection with calls by name."""

    def __init__(self, address):
        from gi.repository import Gio, GLib

        self.variant = GLib.Variant
        flags = Gio.DBusConnectionFlags
        self.connection = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None
        )

    def call(self, name, path, interface, method, kind="", *values):
        """What the method returns; a single value is not in a tuple."""
        arguments = self.variant(f"({kind})", values) if kind else None
        milliseconds = PATIENCE * 1000
        answer = self.connection.call_sync(name, path, interface, method, arguments, None, 0, milliseconds, None).unpack()
        return answer[0] if len(answer) == 1 else answer

    def tell(self, name, path, interface, method, kind="", *values):
        """Calls and does not wait: for what opens a window that is waited for inside of the program."""
        arguments = self.variant(f"({kind})", values) if kind else None
        self.connection.call(name, path, interface, method, arguments, None, 0, -1, None, None)
        self.connection.flush_sync(None)


class Node:
    """Something on the screen: a window, a button, a table, a cell."""

    def __init__(self, bus, reference):
        self.bus, (self.owner, self.path) = bus, reference

    def call(self, interface, method, kind="", *values):
        return self.bus.call(self.owner, self.path, interface, method, kind, *values)

    def ask(self, interface, name):
        return self.call("org.freedesktop.DBus.Properties", "Get", "ss", interface, name)

    def __repr__(self):
        return f"{self.role} {self.name!r}"

    @property
    def name(self):
        return self.ask(ACCESSIBLE, "Name")

    @property
    def role(self):
        return self.call(ACCESSIBLE, "GetRoleName")

    @property
    def children(self):
        return [Node(self.bus, each) for each in self.call(ACCESSIBLE, "GetChildren") if not each[1].endswith("/null")]

    def has(self, state):
        low, high = self.call(ACCESSIBLE, "GetState")
        return bool((high << 32 | low) >> state & 1)

    @property
    def is_enabled(self):
        return self.has(STATE_ENABLED)

    @property
    def is_checked(self):
        return self.has(STATE_CHECKED)

    @property
    def is_shown(self):
        return self.has(STATE_SHOWING)

    def walk(self, depth=12):
        """Everything below, but what is inside of tables and trees; not what goes away meanwhile."""
        from gi.repository import GLib

        for child in self.children:
            try:
                inside = depth and child.role not in ("table", "tree", "list")
                yield child
                if inside:
                    yield from child.walk(depth - 1)
            except GLib.Error:
                continue

    def find_all(self, role=None, name=None):
        """@name: a regular expression for the whole of it."""
        return [
            node
            for node in self.walk()
            if (role is None or node.role == role) and (name is None or re.fullmatch(name, node.name, re.DOTALL))
        ]

    def find(self, role=None, name=None):
        """The one that is shown; waits for it."""
        what = f"{role or 'something'} named {name!r} in {self!r}"
        return wait_for(what, lambda: [node for node in self.find_all(role, name) if node.is_shown])[0]

    def press(self):
        """Does what a click would, and does not wait for what that brings about."""
        self.bus.tell(self.owner, self.path, ACTION, "DoAction", "i", 0)

    @property
    def text(self):
        return self.call(TEXT, "GetText", "ii", 0, -1)

    def set_text(self, text):
        self.call(EDITABLE, "SetTextContents", "s", text)

    @property
    def extents(self):
        """x, y, width, height on the screen."""
        return self.call(COMPONENT, "GetExtents", "u", 0)

    # of tables and trees

    @property
    def n_rows(self):
        return self.ask(TABLE, "NRows")

    @property
    def headings(self):
        n = self.ask(TABLE, "NColumns")
        return [self.call(TABLE, "GetColumnDescription", "i", column).strip() for column in range(n)]

    def cell(self, row, column):
        return Node(self.bus, self.call(TABLE, "GetAccessibleAt", "ii", row, column))

    def column(self, heading, limit=200):
        """The texts of a column, of the first rows."""
        column = self.headings.index(heading)
        return [self.cell(row, column).name for row in range(min(self.n_rows, limit))]


# ---- the display --------------------------------------------------------------------------------

SESSION_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <servicedir>{services}</servicedir>
  <auth>EXTERNAL</auth>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
"""

# How a dark desktop looks to Qt: the settings of KDE are read without KDE
DARK = {
    "View": ("27,30,32", "252,252,252"),
    "Window": ("49,54,59", "239,240,241"),
    "Button": ("49,54,59", "239,240,241"),
    "Selection": ("61,174,233", "252,252,252"),
    "Tooltip": ("49,54,59", "239,240,241"),
}


def dark_settings():
    groups = [f"[Colors:{name}]\nBackgroundNormal={back}\nForegroundNormal={fore}\n" for name, (back, fore) in DARK.items()]
    return "[General]\nwidgetStyle=Fusion\n[KDE]\nwidgetStyle=Fusion\n" + "".join(groups)


class Desktop:
    """A display, a bus and a home folder; use it with `with`. @stage: an empty folder that everybody may read."""

    def __init__(self, stage, plugin, size=(1300, 800), dark=False):
        self.stage, self.size, self.dark = pathlib.Path(stage), size, dark
        self.home = self.stage / "home"
        self.user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
        self.processes = []
        self.make_home(pathlib.Path(plugin))

    def make_home(self, plugin):
        modules = self.home / ".local" / "lib" / "wireshark" / "plugins" / hosts.series() / "epan"
        modules.mkdir(parents=True)
        shutil.copy(plugin, modules / "tlswitness.so")
        self.settings = self.home / ".config" / "wireshark"
        shutil.copytree(HERE.parent / "profile", self.settings / "profiles" / "TLS Witness")
        width, height = self.size
        geometry = {"x": 0, "y": 0, "width": width, "height": height}
        (self.settings / "recent_common").write_text(
            "".join(f"gui.geometry_main_{name}: {value}\n" for name, value in geometry.items())
        )
        if self.dark:
            (self.home / ".config" / "kdeglobals").write_text(dark_settings())
        for name in "run", "no-plugins", "services":
            (self.home / name).mkdir()
        shutil.copy(LAUNCHER, self.home / "services")
        (self.home / "run").chmod(0o700)
        if self.user:
            for path in [self.home, *self.home.rglob("*")]:
                os.chown(path, NOBODY, NOBODY)

    def start(self, *command, **settings):
        """A process that does not outlive this one."""
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *map(str, command)], stdin=subprocess.DEVNULL, cwd=self.stage, **settings
        )
        self.processes.append(process)
        return process

    def __enter__(self):
        log = open(self.stage / "desktop.log", "w")  # noqa: SIM115
        # -noreset: AT-SPI leaves its address on the display, where the next Wireshark looks for it
        xvfb = self.start(
            "Xvfb", "-displayfd", "1", "-ac", "-noreset", "-nolisten", "tcp", "-screen", "0", "2000x1000x24",
            stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        number = xvfb.stdout.readline().strip()
        assert number, "Xvfb did not start"
        socket = self.home / "run" / "bus"
        self.environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "DISPLAY": f":{number}",
            "XDG_RUNTIME_DIR": str(self.home / "run"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={socket}",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "WIRESHARK_PLUGIN_DIR": str(self.home / "no-plugins"),
            **({"XDG_CURRENT_DESKTOP": "KDE", "KDE_SESSION_VERSION": "5"} if self.dark else {}),
        }
        rules = self.stage / "bus.conf"
        rules.write_text(SESSION_BUS.format(services=self.home / "services", socket=socket))
        rules.chmod(0o644)
        self.start(
            "dbus-daemon", "--nofork", "--nopidfile", f"--config-file={rules}",
            env=self.environment, stdout=log, stderr=log, **self.user,
        )  # fmt: skip
        wait_for("the bus", socket.exists)
        address = Bus(self.environment["DBUS_SESSION_BUS_ADDRESS"]).call(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress"
        )
        self.bus = Bus(address)
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.kill()
            process.wait()

    def run(self, *command):
        """What a small program prints."""
        done = subprocess.run(
            [*map(str, command)], env=self.environment, capture_output=True, encoding="utf-8", timeout=PATIENCE
        )
        assert done.returncode == 0, f"{' '.join(map(str, command))}: {done.stderr}"
        return done.stdout

    def take(self, path, *crop):
        """Takes a picture of the whole display, or of a part of it; returns the number of its colours."""
        self.run("import", "-display", self.environment["DISPLAY"], "-window", "root", *crop, "+repage", path)
        return int(self.run("convert", path, "-format", "%k", "info:"))

    def connections_of(self, pid):
        bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
        names = self.bus.call(*bus, "ListNames")
        return [
            name
            for name in names
            if name.startswith(":") and self.bus.call(*bus, "GetConnectionUnixProcessID", "s", name) == pid
        ]

    def open(self, capture, *options):
        return Wireshark(self, capture, options)


# ---- Wireshark ----------------------------------------------------------------------------------


class Wireshark:
    """Wireshark with a capture, the profile chosen; use it with `with`."""

    def __init__(self, desktop, capture, options=()):
        self.desktop, self.capture = desktop, pathlib.Path(capture)
        self.log = desktop.stage / "wireshark.log"
        command = ["wireshark", "-n", "-C", "TLS Witness", *options, "-r", self.capture]
        with self.log.open("w") as log:
            self.process = desktop.start(*command, env=desktop.environment, stdout=log, stderr=log, **desktop.user)

    def __enter__(self):
        self.root = wait_for("Wireshark", self.find_root)
        self.main = self.window(re.escape(self.capture.name) + ".*")
        wait_for("the capture to be read", lambda: re.search(r"Packets: \d+", " ".join(self.status())))
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def find_root(self):
        self.must_live()
        for name in self.desktop.connections_of(self.process.pid):
            root = Node(self.desktop.bus, (name, "/org/a11y/atspi/accessible/root"))
            if root.children:
                return root
        return None

    def must_live(self):
        assert self.process.poll() is None, f"Wireshark ended with {self.process.returncode}:\n{self.log.read_text()}"

    def said(self):
        """What it wrote to standard error that it should not have to."""
        return [line for line in self.log.read_text().splitlines() if re.search(r"CRITICAL|\bERROR\b|Dissector bug", line)]

    @property
    def windows(self):
        self.must_live()
        return [node for node in self.root.children if node.is_shown]

    def window(self, title):
        """The window with this title, a regular expression for the whole; waits for it."""
        titles = []

        def look():
            titles[:] = [(window.name, window) for window in self.windows]
            return [window for name, window in titles if re.fullmatch(title, name)]

        try:
            return wait_for(f"a window {title!r}", look)[-1]
        except AssertionError as error:
            raise AssertionError(f"{error}; there are {[name for name, _ in titles]}") from None

    def status(self):
        """The words of the status bar."""
        (bar,) = self.main.find_all("status bar")
        return [node.name for node in bar.walk() if node.role == "label" and node.is_shown]

    def menu(self, *names):
        """Chooses an entry: menu("Statistics", "I/O Graphs"). Each name is a regular expression."""
        self.menu_entry(*names).press()

    def menu_entry(self, *names):
        (node,) = self.main.find_all("menu bar")
        for name in names:
            node = wait_for(f"the menu entry {name!r} of {names}", lambda: self.entries(node, name))[0]
        return node

    def pull_down(self, *names):
        """Opens a menu, to be seen."""
        node = self.menu_entry(*names)
        self.click(node)
        wait_for(f"the menu {names}", lambda: any(entry.is_shown for entry in self.entries(node, ".*")))

    @staticmethod
    def entries(node, name):
        items = []
        for child in node.children:
            items += child.children if child.role == "popup menu" else [child]
        return [item for item in items if re.fullmatch(name, item.name)]

    # of the main window

    def table(self, name):
        return self.main.find("tree", name)

    @property
    def frames(self):
        return self.table("Packet list")

    @property
    def details(self):
        return self.table("Packet details")

    def select(self, number):
        """Clicks on the frame with this number."""
        frames = self.frames
        row = frames.column("No.").index(str(number))
        self.click(self.reveal(frames, frames.cell(row, 0)))
        wait_for(f"frame {number}", lambda: self.details.cell(0, 0).name.startswith(f"Frame {number}:"))

    def lines(self):
        """The lines of the tree that are not folded away."""
        details = self.details
        return [details.cell(row, 0).name for row in range(details.n_rows)]

    def line(self, pattern):
        """The first line of the tree that matches from its beginning (brackets do not count), scrolled into view."""
        details = self.details

        def look():
            rows = [row for row, text in enumerate(self.lines()) if re.match(pattern, text.lstrip(" ["))]
            return rows and [details.cell(rows[0], 0)]

        (node,) = wait_for(f"a line {pattern!r}", look, 20)
        return self.reveal(details, node)

    def unfold(self, *patterns):
        """Opens these lines of the tree, one after the other, by their arrows."""
        for pattern in patterns:
            node, n = self.line(pattern), len(self.lines())
            x, y, _, height = node.extents
            self.click_at(x - 10, y + height // 2)
            wait_for(f"what is below {pattern!r}", lambda n=n: len(self.lines()) > n)

    def filter(self, text):
        """Sets the display filter and waits until the frames are chosen."""
        field = self.main.find("text", "Display filter entry")
        field.set_text(text)
        self.click(field)
        self.keys("Return")
        self.must_live()

    def close(self, window):
        window.find("push button", "Close").press()
        self.gone(window)

    def gone(self, window):
        def is_gone():
            try:
                return not window.is_shown
            except LookupError:
                return True
            except Exception as error:  # GLib.Error: there is no such object any more
                return "UnknownObject" in str(error)

        wait_for("a window to be closed", is_gone)

    # with keyboard and mouse

    def keys(self, *names):
        """Presses keys, as xdotool names them."""
        self.desktop.run("xdotool", "key", "--delay", "50", *names)

    def type(self, text):
        self.desktop.run("xdotool", "type", "--delay", "5", text)

    def row_of(self, view, text):
        """The first cell of the row that begins with this cell."""

        def look():
            cells = (view.cell(row, 0) for row in range(view.n_rows))
            return [cell for cell in cells if cell.name == text][:1]

        return wait_for(f"a row {text!r}", look, 20)[0]

    def choose(self, window, now, entry):
        """Chooses an entry of the combo box that shows @now."""
        box = window.find("combo box", re.escape(now))
        (listed,) = box.find_all("list")
        names = [item.name for item in listed.children]
        self.click(box)
        wait_for("the entries", lambda: listed.is_shown)
        self.keys("Home", *["Down"] * names.index(entry), "Return")
        wait_for(f"{entry!r} to be chosen", lambda: box.name == entry)


    def click_at(self, x, y, button=1):
        self.desktop.run("xdotool", "mousemove", x, y, "click", button)

    def click(self, node, button=1):
        x, y, width, height = node.extents
        self.click_at(x + min(width // 2, 60), y + height // 2, button)

    def reveal(self, view, node):
        """Turns the wheel until the line is inside of the view; returns the node."""
        left, top, width, height = view.extents

        def look():
            _, y, _, line = node.extents
            if top + line <= y and y + 2 * line <= top + height:
                return True
            self.click_at(left + width // 2, top + height // 2, 4 if y < top + line else 5)
            return False

        wait_for(f"{node!r} to be in view", look)
        return node

    # pictures

    def picture(self, window, path):
        """Takes a picture of a window and of what lies over it. It is no picture when it has next to no colours."""
        titles = self.desktop.run("xwininfo", "-root", "-tree")
        assert f'"{window.name}"' in titles, f"no window {window.name!r} on the display"
        x, y, width, height = window.extents
        geometry = f"{width}x{height}+{x}+{y}"
        self.desktop.run("xdotool", "mousemove", "1990", "990")  # what it is over looks as if it were chosen
        wait_for(f"something to be seen in {window.name!r}", lambda: self.desktop.take(path, "-crop", geometry) >= 16)

    def resize(self, window, width, height):
        """Moves the window to the corner of the display and gives it this size."""
        ids = self.desktop.run("xdotool", "search", "--onlyvisible", "--name", f"^{re.escape(window.name)}$").split()
        for each in ids:
            self.desktop.run("xdotool", "windowmove", each, 0, 0, "windowsize", each, width, height)
        wait_for(f"{window.name!r} to be {width} wide", lambda: window.extents[2:] == (width, height))
