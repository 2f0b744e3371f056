"""The gateway as operators run it: `privacy-gateway --config FILE serve`, a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("privacy-gateway")
START_SECONDS = 60
END_SECONDS = 30
_ADDRESSES = re.compile(r"OpenAI base URL +(\S+)/openai/v1\n.*\n?health, metrics +(\S+)\n")


def free_port() -> int:
    """A port of loopback that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def wait_for_port(port: int) -> None:
    """Wait until something listens on a port of loopback."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < end, "nothing listens"
            time.sleep(0.05)
        else:
            return


def child_pids(pid: int) -> set[int]:
    """Direct children of a process."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = status.read_text().rpartition(")")[2]
        except OSError:
            continue  # it ended while we looked
        if int(after_name.split()[1]) == pid:
            found.add(int(status.parent.name))
    return found


@dataclass
class GatewayProcess:
    """A gateway in a directory with a `config.toml`; its output goes to files there."""

    directory: Path
    url: str = ""
    admin_url: str = ""
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _began: int = 0

    def initialise(self) -> None:
        """`privacy-gateway init`."""
        done = subprocess.run(  # noqa: S603 - our own program
            self._command("init"), check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        """Start it; returns when it serves."""
        output = self.directory / "serve.log"
        with output.open("ab") as log:
            self._began = log.tell()
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                self._command("serve"), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        end = time.monotonic() + START_SECONDS
        while not (addresses := _ADDRESSES.search(self.log)):
            assert self.process.poll() is None, self.log
            assert time.monotonic() < end, self.log
            time.sleep(0.02)
        self.url, self.admin_url = addresses.groups()

    def kill(self) -> None:
        """kill -9, as the kernel does when memory runs out."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(END_SECONDS)

    def terminate(self) -> int:
        """SIGTERM, and wait; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(END_SECONDS)

    def stop(self) -> None:
        """Leave nothing running, whatever happened."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    @property
    def pid(self) -> int:
        """Of the gateway."""
        assert self.process is not None
        return self.process.pid

    @property
    def log(self) -> str:
        """What it has written since it was started last."""
        data = (self.directory / "serve.log").read_bytes()[self._began :]
        return data.decode(errors="replace")

    def _command(self, *words: str) -> list[str]:
        return [str(PROGRAM), "--config", str(self.directory / "config.toml"), *words]


def alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def environment() -> dict[str, str]:
    """Our environment without proxies, which loopback does not need."""
    return {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
