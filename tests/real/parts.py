"""The parts that the end-to-end runs are put together from: servers, a daemon, a folder, patience.

In: a built staywatch and what `install` fetched.  Out: running processes that end with the script, and mails and
chat messages as the reader's own programs would read them.  Nothing here knows how staywatch stores or decides:
what is looked at left by the front door.
"""

import datetime
import email
import email.policy
import email.utils
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
REAL = ROOT / "target" / "real"
PASSWORD = "kept in target/real only"
TOKEN = "4242:a-token-for-this-machine-only"
# A look every 20 ms; a minute of them is more than anything here may take.
PAUSE, TRIES = 0.02, 3_000


class Failed(Exception):
    """A promise was not kept."""


def must(kept, promise):
    """Says which promise was kept; ends the run when it was not."""
    if not kept:
        raise Failed(promise)
    print(f"  ok    {promise}", flush=True)


def await_(what, look, process=None, tries=TRIES):
    """Looks until there is something to see.  A process that died meanwhile ends the wait at once."""
    for _ in range(tries):
        seen = look()
        if seen:
            return seen
        if process is not None and process.poll() is not None:
            raise Failed(f"{what}: the process ended with {process.returncode}")
        time.sleep(PAUSE)
    raise Failed(f"{what}: waited in vain")


def build():
    """The program under test: built here unless STAYWATCH_BIN names one."""
    given = os.environ.get("STAYWATCH_BIN")
    if given:
        return pathlib.Path(given).resolve()
    subprocess.run(["cargo", "build", "--locked", "--quiet"], cwd=ROOT, check=True)
    about = ["cargo", "metadata", "--locked", "--no-deps", "--format-version", "1"]
    target = json.loads(subprocess.check_output(about, cwd=ROOT))["target_directory"]
    return pathlib.Path(target) / "debug" / "staywatch"


class Stage:
    """Servers, a folder and a daemon.  Everything it starts ends with it."""

    def __init__(self):
        subprocess.run([ROOT / "tests" / "real" / "install"], check=True)
        self.program = build()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="staywatch-"))
        self.config, self.received = self.folder / "config", self.folder / "received"
        (self.config / "watchlist").mkdir(parents=True)
        self.received.mkdir()
        self.started, self.starts, self.daemon, self.log, self.read = [], 0, None, None, {}

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()
        if kind is None:
            shutil.rmtree(self.folder)
            return False
        print(f"\nFAILED: {error}" if kind is Failed else "\nFAILED", file=sys.stderr)
        if self.log and self.log.exists():
            print("last lines of the daemon's log:", file=sys.stderr)
            sys.stderr.writelines(self.log.read_text().splitlines(keepends=True)[-30:])
        print(f"left for a look: {self.folder}", file=sys.stderr)
        if kind is Failed:
            sys.exit(1)
        return False

    def server(self, *command):
        """Starts a server and returns the line of JSON it greets with."""
        with open(self.folder / "servers.log", "a") as log:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT,
            )
        self.started.append(process)
        return json.loads(process.stdout.readline())

    def mail_server(self):
        here = ROOT / "tests" / "real" / "mail_server.py"
        return self.server(
            REAL / "venv/bin/python", here, self.received, REAL / "server.pem", REAL / "server.key"
        )

    def bot_server(self):
        return self.server("node", ROOT / "tests" / "real" / "bot_server.js")["url"]

    # ── The folder ──

    def write(self, name, text, mode=0o644):
        """Writes a file as careful editors do: beside, then in its place."""
        path = self.config / name
        beside = path.with_name("." + path.name + "~")
        beside.write_text(text)
        beside.chmod(mode)
        beside.rename(path)

    def secrets(self):
        self.write("mail-password", PASSWORD + "\n", 0o600)
        self.write("bot-token", TOKEN + "\n", 0o600)

    # ── The program ──

    def call(self, *words):
        """Runs a command to its end."""
        command = [self.program, "--config", self.config, *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=120)

    def launch(self):
        """Starts the daemon and does not wait for it."""
        self.starts += 1
        self.log = self.folder / f"run-{self.starts}.log"
        with open(self.log, "w") as log:
            command = [self.program, "--config", self.config, "run"]
            self.daemon = subprocess.Popen(command, stdout=log, stderr=log)
        self.started.append(self.daemon)

    def start(self):
        """Starts the daemon and waits until it says that it watches."""
        self.launch()
        self.wait("the daemon's start", lambda: "Watching;" in self.log.read_text())

    def kill(self):
        self.daemon.send_signal(signal.SIGKILL)
        self.daemon.wait()

    def stop(self):
        """Asks the daemon to end; returns its exit status and how long it took."""
        began = time.monotonic()
        self.daemon.send_signal(signal.SIGTERM)
        status = self.daemon.wait(timeout=60)
        return status, time.monotonic() - began

    def wait(self, what, look):
        return await_(what, look, self.daemon)

    # ── What arrived ──

    def mails(self):
        """Every mail so far, in order of arrival."""
        for name in sorted(os.listdir(self.received)):
            if not name.startswith(".") and name not in self.read:
                whole = (self.received / name).read_bytes()
                self.read[name] = email.message_from_bytes(whole, policy=email.policy.default)
        return list(self.read.values())

    def arrived(self):
        """How many mails so far; cheap enough to be asked at every look."""
        return sum(not name.startswith(".") for name in os.listdir(self.received))


def chat(url, number):
    """What a person sees in a chat: the texts of the bot's messages, in order."""
    ask = json.dumps({"token": TOKEN, "chatId": str(number)}).encode()
    request = urllib.request.Request(url + "/getUpdates", ask, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        updates = json.load(answer)["result"]
    return [update["message"] for update in updates]


def pinned(url, number):
    """The texts of a chat's pinned messages, as they read now, the last one pinned last; and every text as it was sent."""
    ask = json.dumps({"chatId": str(number)}).encode()
    request = urllib.request.Request(url + "/pinned", ask, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        result = json.load(answer)["result"]
    return [text or "" for text in result["pinned"]], result["sent"]


def day(offset, zone=datetime.timezone(datetime.timedelta(hours=3))):
    """A day near today, as it is in Moscow."""
    return datetime.datetime.now(zone).date() + datetime.timedelta(days=offset)


def hour_away(zone=datetime.timezone(datetime.timedelta(hours=3))):
    """A clock time that is half a day away, so that no morning comes during a run."""
    return (datetime.datetime.now(zone) + datetime.timedelta(hours=12)).strftime("%H:%M")


def plain(mail):
    """The text part, line ends and all."""
    return mail.get_body(("plain",)).get_content()


def says(url, number, words):
    """Somebody writes to the bot from a chat."""
    _person(url, "/sendMessage", number, {"text": words, "date": int(datetime.datetime.now().timestamp())})


def _person(url, path, number, what):
    person = {"id": number, "first_name": "Somebody", "is_bot": False}
    chat_of = {"id": number, "first_name": "Somebody", "type": "private"}
    body = {"botToken": TOKEN, "from": person, "chat": chat_of} | what
    request = urllib.request.Request(url + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        answer.read()
