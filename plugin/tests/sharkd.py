# SPDX-License-Identifier: GPL-2.0-or-later
"""sharkd, Wireshark without windows: one process that opens one capture after the other, shows frames again and again
and takes new preferences in between, as the GUI does. It comes with tshark (package wireshark-common)."""

import itertools
import json
import os
import subprocess
import threading

TICK = os.sysconf("SC_CLK_TCK")


class Silent(Exception):
    """The process ended, or did not answer in time."""


class Sharkd:
    """Speaks JSON, one line each way. What it says on stderr is kept in `said`."""

    def __init__(self, wrapper=(), patience=120, **popen):
        """wrapper: a command that runs the program, as valgrind."""
        self.patience = patience
        self.numbers = itertools.count(1)
        self.lines = []
        self.process = subprocess.Popen(
            [*map(str, wrapper), "sharkd", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", errors="replace", **popen,
        )  # fmt: skip
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self):
        for line in self.process.stderr:
            self.lines.append(line)

    @property
    def said(self):
        return "".join(self.lines)

    def ask(self, method, **parameters):
        """The result, or what sharkd holds against the request."""
        number = next(self.numbers)
        watch = threading.Timer(self.patience, self.process.kill)
        watch.start()
        try:
            self._send(number, method, parameters)
            return self._answer(number)
        except (BrokenPipeError, ValueError) as broken:
            raise Silent(method) from broken
        finally:
            watch.cancel()

    def _send(self, number, method, parameters):
        request = {"jsonrpc": "2.0", "id": number, "method": method, **({"params": parameters} if parameters else {})}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()

    def _answer(self, number):
        for line in self.process.stdout:
            answer = json.loads(line)
            if answer.get("id") == number:
                return answer.get("result", answer.get("error"))
        raise Silent

    def load(self, capture):
        """How many frames it has. Of a capture that is cut short, load itself says nothing."""
        self._send(next(self.numbers), "load", {"file": str(capture)})
        return self.ask("status").get("frames", 0)

    def prefer(self, name, value):
        return self.ask("setconf", name=name, value=str(value))

    def fields(self, *names, filter=None):
        """Rows of text, one for each frame that the filter lets pass, in the frame's own order."""
        columns = {f"column{i}": f"{name}:0" for i, name in enumerate(names)}
        # sharkd remembers what a filter gave, and does not forget it with the capture
        unique = {"filter": f"({filter}) && frame.number != {next(self.numbers) + 1000000}"} if filter else {}
        return [tuple(frame["c"]) for frame in self.ask("frames", **columns, **unique)]

    def show(self, number):
        """A frame with its tree, octets and columns."""
        return self.ask("frame", frame=number, proto=True, columns=True, bytes=True)

    def processor_time(self):
        """Seconds so far."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def end(self):
        """Lets it end by itself; its status."""
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.listener.join(10)
        return self.process.wait()


def labels(tree):
    """The labels of a tree as frame shows it, each level two columns further in."""
    for node in tree:
        yield node["l"]
        yield from ("  " + label for label in labels(node.get("n", [])))
