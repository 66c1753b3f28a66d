#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Let headless Chromium visit one address, and print the error text that it gives, or "-".

It is steered through its DevTools protocol over a pipe (JSON messages, each ended by a NUL), so
that no port is opened. Chromium trusts what the NSS database under $HOME trusts, and writes the
TLS secrets to $SSLKEYLOGFILE.
"""

import argparse
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-proxy-server",
    "--password-store=basic",
]


class Chromium:
    """A running Chromium, and the two ends of its DevTools pipe."""

    def __init__(self, profile, flags, timeout):
        self.deadline = time.monotonic() + timeout
        self.last_id = 0
        self.pending = b""
        self.session = None
        # Chromium reads from descriptor 3 and writes to 4: keep our own ends clear of both.
        child_reads, self.requests = (high(end) for end in os.pipe())
        self.answers, child_writes = (high(end) for end in os.pipe())

        def place_pipe():
            os.dup2(child_reads, 3)
            os.dup2(child_writes, 4)

        self.process = subprocess.Popen(
            ["chromium", *FLAGS, *flags, "--remote-debugging-pipe", f"--user-data-dir={profile}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=place_pipe,
            pass_fds=(3, 4),
            start_new_session=True,
        )
        os.close(child_reads)
        os.close(child_writes)

    def receive(self):
        """The next message of Chromium."""
        while b"\0" not in self.pending:
            left = self.deadline - time.monotonic()
            if left <= 0 or not select.select([self.answers], [], [], left)[0]:
                raise TimeoutError("Chromium did not answer in time")
            piece = os.read(self.answers, 65536)
            if not piece:
                raise ConnectionError("Chromium closed the pipe")
            self.pending += piece
        message, self.pending = self.pending.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **params):
        """Send a command and wait for its result; events that come in between are dropped."""
        self.last_id += 1
        request = {"id": self.last_id, "method": method, "params": params}
        if self.session:
            request["sessionId"] = self.session
        os.write(self.requests, json.dumps(request).encode() + b"\0")
        while True:
            message = self.receive()
            if message.get("id") != self.last_id:
                continue
            if "error" in message:
                raise RuntimeError(f"{method}: {message['error']['message']}")
            return message["result"]

    def wait_for(self, event):
        while self.receive().get("method") != event:
            pass

    def visit(self, url):
        """Go to the address; the error text of the navigation, or None."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        self.call("Page.enable")
        error = self.call("Page.navigate", url=url).get("errorText")
        if not error:
            self.wait_for("Page.loadEventFired")
        return error

    def close(self):
        """Let it end by itself, so that it closes its connections; then make sure of it."""
        self.session = None
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            pass
        self.kill()

    def kill(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def high(descriptor):
    duplicate = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return duplicate


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--go-on", action="store_true", help="go on past certificate errors")
    parser.add_argument("--quic", action="store_true", help="speak QUIC to that host, not TCP")
    parser.add_argument("--timeout", type=float, default=60, metavar="SECONDS")
    arguments = parser.parse_args()

    # The lab's names live on the loopback address, and no other name resolves.
    flags = ["--host-resolver-rules=MAP *.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    host = urllib.parse.urlsplit(arguments.url).hostname
    flags.append(f"--origin-to-force-quic-on={host}:443" if arguments.quic else "--disable-quic")
    if arguments.go_on:
        flags.append("--ignore-certificate-errors")

    # A signal becomes an exception, so that the profile and the processes go in any case.
    def stop(*_):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        sys.exit(1)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        chromium = Chromium(profile, flags, arguments.timeout)
        try:
            print(chromium.visit(arguments.url) or "-")
            chromium.close()
        finally:
            chromium.kill()


if __name__ == "__main__":
    try:
        main()
    except (OSError, RuntimeError) as failure:
        sys.exit(f"chromium.py: {failure}")
