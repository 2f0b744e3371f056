"""Real faults: `breaking.py begin KIND STATE TARGET`, `breaking.py end STATE READY_URL`.

lock: another process holds the log's database locked. kill: the detector's process is killed
whenever it is there. stop: likewise it is stopped, so that it hangs.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

SECONDS = 30


def begin(kind: str, state: Path, target: str) -> None:
    """Break it in the background; returns when it is broken."""
    state.unlink(missing_ok=True)
    command = [sys.executable, __file__, "break", kind, str(state), target]
    subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - ours
    _until(state.exists)


def end(state: Path, ready_url: str) -> None:
    """End it; returns when the gateway says that it is ready."""
    os.kill(int(state.read_text()), signal.SIGTERM)
    _until(lambda: _is_ready(ready_url))


def break_(kind: str, state: Path, target: str) -> None:
    """The background: breaks it until SIGTERM."""
    ended = False

    def stop(*_: object) -> None:
        nonlocal ended
        ended = True

    signal.signal(signal.SIGTERM, stop)
    if kind == "lock":
        connection = sqlite3.connect(target, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
    while not ended:
        pids = detectors(int(target)) if kind != "lock" else {0}
        for pid in pids if kind != "lock" else ():
            os.kill(pid, signal.SIGKILL if kind == "kill" else signal.SIGSTOP)
        if pids and not state.exists():
            state.with_suffix(".new").write_text(str(os.getpid()))
            state.with_suffix(".new").rename(state)
        time.sleep(0.02)
    for pid in detectors(int(target)) if kind == "stop" else ():
        os.kill(pid, signal.SIGCONT)


def detectors(gateway: int) -> set[int]:
    """Processes of the gateway's detector."""
    found = set()
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(file.read_text().rpartition(")")[2].split()[1])
            command = (file.parent / "cmdline").read_bytes()
        except OSError:
            continue  # it ended while we looked
        if parent == gateway and b"spawn_main" in command:
            found.add(int(file.parent.name))
    return found


def _until(true: object) -> None:
    assert callable(true)
    limit = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < limit, "it did not come"
        time.sleep(0.02)


def _is_ready(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return False


if __name__ == "__main__":
    _, command, *words = sys.argv
    if command == "begin":
        begin(words[0], Path(words[1]), words[2])
    elif command == "break":
        break_(words[0], Path(words[1]), words[2])
    else:
        end(Path(words[0]), words[1])
