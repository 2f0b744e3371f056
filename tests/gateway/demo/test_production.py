"""`privacy-gateway demo` as people run it: a process of its own, real servers, real SDKs."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from gateway.demo import people
from tests.support.clients import openai_sync_client
from tests.support.planted import assert_absent, assert_present

SHIPPED = Path(__file__).parents[3] / "config.toml"
COMMAND = "import sys; from gateway.cli import main; sys.exit(main())"
PORTS = ("SERVER__PORT", "ADMIN__PORT")
ADDRESSES = ("RECIPIENTS__DEMO_OPENAI__BASE_URL", "RECIPIENTS__DEMO_GOOGLE__BASE_URL")
START_S = 90


class Demo:
    """A place to run the demonstration in, with ports of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "config.toml").write_bytes(SHIPPED.read_bytes())
        self.ports = _free_ports(4)
        settings = [str(port) for port in self.ports[:2]]
        settings += [f"http://127.0.0.1:{port}" for port in self.ports[2:]]
        names = [f"PRIVACY_GATEWAY__{name}" for name in (*PORTS, *ADDRESSES)]
        self.environment = os.environ | dict(zip(names, settings, strict=True))

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        file = str(self.folder / "config.toml")
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-c", COMMAND, "--config", file, "demo", *arguments],
            env=self.environment,
            cwd=SHIPPED.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    @property
    def files(self) -> dict[str, bytes]:
        data = self.folder / "data"
        return {str(file): file.read_bytes() for file in data.rglob("*") if file.is_file()}


def _free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    return Demo(tmp_path)


def test_it_shows_everything_and_leaves_no_original_anywhere(demo: Demo) -> None:
    process = demo.start("--once", "--json")
    out, err = process.communicate(timeout=START_S)
    assert process.returncode == 0, err.decode()
    report = json.loads(out)
    assert report["good"], report["checks"]
    assert [step["wire"] for step in report["steps"]] == ["openai"] * 4 + ["google"] * 2
    assert [entry["id"] for entry in report["disclosures"]] == [
        step["disclosure"] for step in report["steps"]
    ]
    for entry in report["disclosures"]:
        assert entry["purpose"] == "customer-support"
        assert entry["legal_basis"] == "contract"
        assert entry["outcome"] == "ok"
        assert entry["entities"]
    received = json.dumps([step["client_received"] for step in report["steps"]]).encode()
    assert_present([people.PERSON, people.EMAIL, people.COURIER, people.GOOGLE_PHONE], received)
    heard = json.dumps(
        [[step["provider_saw"], step["provider_said"]] for step in report["steps"]]
    ).encode()
    assert_absent(people.PLANTED, heard, err, *demo.files.values())


def test_it_serves_until_it_is_stopped_and_leaves_nothing_running(demo: Demo) -> None:
    process = demo.start()
    try:
        key = _value(process.stdout, "  KEY=")
        answer = _ask(demo.ports[0], key)
        assert people.PERSON in answer
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err.decode()
    for port in demo.ports:
        socket.create_server(("127.0.0.1", port)).close()
    assert (demo.folder / "data" / "demo.key").read_text().strip() == key
    assert_absent(people.PLANTED, err, *demo.files.values())


def test_it_can_be_stopped_in_the_middle_of_the_show(demo: Demo) -> None:
    process = demo.start()
    _value(process.stdout, "  client received")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err.decode()
    assert b"Traceback" not in err


def test_a_taken_port_is_named(demo: Demo) -> None:
    with socket.create_server(("127.0.0.1", demo.ports[0])):
        process = demo.start("--once")
        _, err = process.communicate(timeout=START_S)
    assert process.returncode == 1
    assert f"Port {demo.ports[0]} on 127.0.0.1 is taken" in err.decode()
    assert "PRIVACY_GATEWAY__SERVER__PORT" in err.decode()


def _value(stream: IO[bytes] | None, start: str) -> str:
    """What follows on the first line of the show that begins so."""
    for line in _lines(stream):
        if line.strip().startswith(start.strip()):
            return line.strip().removeprefix(start.strip()).strip()
    raise AssertionError(f"no line begins with {start!r}")


def _lines(stream: IO[bytes] | None) -> Iterator[str]:
    assert stream is not None
    while line := stream.readline():
        yield line.decode()


def _ask(port: int, key: str) -> str:
    client = openai_sync_client(f"http://127.0.0.1:{port}/openai/v1", key)
    messages = [{"role": "user", "content": f"I am {people.PERSON}, {people.EMAIL}."}]
    answer = client.chat.completions.create(model="demo", messages=messages)
    return str(answer.choices[0].message.content)
