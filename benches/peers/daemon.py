"""The real daemon as the scripts beside this file measure it.

In: the program, a folder to live in.  Out: a running daemon, its log line by line, what the kernel says of it.
"""

import os
import pathlib
import signal
import socket
import subprocess
import time

PEOPLE = '[[person]]\nid = "{0}"\nrole = "{1}"\nemail = "{0}@bench.example"\n\n'


class Daemon:
    """A daemon in a folder; it is stopped when the block is left."""

    def __init__(self, program, home):
        self.program, self.home = program, pathlib.Path(home)
        self.config = self.home / "config"
        (self.config / "watchlist").mkdir(parents=True, exist_ok=True)
        people = [("counsel", "lawyer"), ("duty", "coordinator"), ("admin", "admin")]
        self.write("people.toml", "".join(PEOPLE.format(*person) for person in people))
        self.process = None

    def write(self, name, text):
        path = self.config / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def start(self):
        """Starts it and waits for READY; the seconds that took on the wall, and of processor time."""
        listen = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        address = str(self.home / "notify")
        pathlib.Path(address).unlink(missing_ok=True)
        listen.bind(address)
        listen.settimeout(300)
        # As the unit runs it.
        more = {"NOTIFY_SOCKET": address, "MALLOC_ARENA_MAX": "1", "STAYWATCH_LOG": "staywatch=info,warn",
                "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}
        self.log = open(self.home / "log", "ab")
        began = time.monotonic()
        command = [self.program, "--config", str(self.config), "run"]
        self.process = subprocess.Popen(command, stderr=self.log, env=os.environ | more, cwd=self.home)
        while b"READY=1" not in listen.recv(4096):
            pass
        return time.monotonic() - began, self.processor()

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
            self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def lines(self):
        return (self.home / "log").read_text(errors="replace").splitlines()

    def processor(self, pid=None):
        """Seconds of processor time so far."""
        fields = pathlib.Path(f"/proc/{pid or self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, pid=None):
        """Megabytes: resident, of its own, pages of files."""
        status = pathlib.Path(f"/proc/{pid or self.process.pid}/status").read_text()
        found = dict(line.split(":", 1) for line in status.splitlines())
        return [int(found[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon", "RssFile")]

    def switches(self, pid=None):
        """How often each of its threads has been woken so far: each wait that ended."""
        counts = {}
        for thread in pathlib.Path(f"/proc/{pid or self.process.pid}/task").iterdir():
            try:
                status = (thread / "status").read_text()
            except OSError:
                continue
            found = dict(line.split(":", 1) for line in status.splitlines())
            counts[thread.name] = int(found["voluntary_ctxt_switches"])
        return counts

    def rests(self, quiet=10):
        """Waits until it has used next to no processor time for so many seconds."""
        since, before = time.monotonic(), self.processor()
        while time.monotonic() - since < quiet:
            time.sleep(0.5)
            now = self.processor()
            if now - before > 0.05:
                since, before = time.monotonic(), now


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * part))]
