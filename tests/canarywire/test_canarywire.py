"""canarywire, a third party's regression test for gateways, against ours and against none."""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.processes import GatewayProcess, environment, free_port, wait_for_port

HERE = Path(__file__).parent
KEY = "gw_canaries_" + "A1b2C3d4E5" * 4 + "xyz"
SEED = 20260210
PARAMETERS = {
    "email": [{"domain": "example.org"}, {"domain": "mail.example.co"}],
    "phone": [{"region": r, "format": f} for r in ("us", "uk", "de", "fr")
              for f in ("e164", "national")],
    "iban": [{"country": c, "format": f} for c in ("de", "fr", "gb", "nl", "es")
             for f in ("compact", "grouped")],
    "card": [{"brand": b, "format": f} for b in ("visa", "mastercard", "amex")
             for f in ("compact", "grouped")],
    "national_id": [{"country": c, "format": f} for c in ("us", "uk", "de")
                    for f in ("standard", "compact")],
}  # fmt: skip
LABELS = {
    "email": "e-mail",
    "phone": "phone",
    "iban": "IBAN",
    "card": "card",
    "us": "SSN",
    "uk": "National Insurance number",
    "de": "Steuer-ID",
}
FAULTS = ("lock", "kill", "stop")
TEMPLATES = ["default", "tool-calls", "multi-turn", "every-format", "every-format-json"]


def every_format() -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Canaries of every built-in type with every combination of its parameters, and labels."""
    canaries: dict[str, Any] = {}
    labels = []
    for kind, variants in PARAMETERS.items():
        for number, variant in enumerate(variants):
            name = f"{kind}_{number}"
            canaries[name] = {"type": kind, **variant}
            label = LABELS[variant["country"]] if kind == "national_id" else LABELS[kind]
            labels.append((label, name))
    return canaries, labels


def templates() -> dict[str, Any]:
    """Prose with one value a line; and the values in the JSON of a tool's result."""
    canaries, labels = every_format()
    raw = "\n".join(f"- {label}: {{{{ {name}.raw }}}}" for label, name in labels)
    masked = "\n".join(f"* {label} {{{{ {name}.masked }}}};" for label, name in labels)
    prose = {
        "canaries": canaries,
        "request": {
            "model": "canarywire-test",
            "messages": [{"role": "user", "content": f"Please check my records.\n{raw}\nThanks."}],
        },
        "response": {"content": f"Checked:\n{masked}\nDone."},
    }
    data = {f"{label} {name}": f"{{{{ {name}.raw }}}}" for label, name in labels}
    call = {"id": "call_1", "name": "records", "arguments": {"of": "me"}}
    result = {
        "canaries": canaries,
        "request": {
            "model": "canarywire-test",
            "messages": [
                {"role": "user", "content": "What do you hold about me?"},
                {"role": "assistant", "content": None, "tool_calls": [call]},
                {"role": "tool", "tool_call_id": "call_1", "content": data},
            ],
        },
        "response": {"content": f"We hold:\n{masked}\nThat is all."},
    }
    return {"every-format": prose, "every-format-json": result}


@dataclass
class Wire:
    """A capture that runs, and a directory for what is made."""

    directory: Path
    capture: str

    def run(self, target: str, *options: str, **more: Any) -> tuple[int, str, dict[str, Any]]:
        """`canarywire run`: exit code, its last words, its report."""
        streamed = ["default", "multi-turn", "every-format"]
        doc = {
            "seed": SEED,
            "capture": {"url": self.capture},
            "target": {
                "base_url": target,
                "duty": "restore",
                "routes": [
                    {"protocol": "openai-chat", "path": "/openai/v1/chat/completions"},
                    {"protocol": "openai-chat", "path": "/v1/chat/completions", "name": "alias"},
                ],
            },
            "templates": templates(),
            "generators": {
                "baseline": {"templates": TEMPLATES},
                "fragmentation": {
                    "templates": streamed,
                    "delay_ms": {"min": 0, "max": 1},
                    "random_chunks": {"samples": 2},
                    "random_cuts": {"samples": 2},
                },
                "fault": {"templates": TEMPLATES[:2]},
            },
        }
        config = self.directory / "canarywire.yaml"
        config.write_text(yaml.safe_dump(doc | more))
        out = self.directory / "out"
        done = _canarywire(
            self.directory, "run", "--config", str(config), "--out", str(out), *options
        )
        report = out / "report.json"
        assert report.exists(), done.stdout + done.stderr
        return done.returncode, done.stdout + done.stderr, json.loads(report.read_text())


def _canarywire(directory: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the tool under its own name
        [sys.executable, "-m", "canarywire", *words],
        cwd=directory, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    address = f"127.0.0.1:{free_port()}"
    served = _canarywire(tmp_path, "serve", "--detach", "--listen", address)
    assert served.returncode == 0, served.stderr
    try:
        yield Wire(tmp_path, f"http://{address}")
    finally:
        _canarywire(tmp_path, "stop")


@contextmanager
def relaying(target: str, key: str) -> Iterator[str]:
    """The relay; yields its URL."""
    port = free_port()
    command = [sys.executable, str(HERE / "relay.py"), str(port), target, key]
    process = subprocess.Popen(command, env=environment())  # noqa: S603 - our own
    try:
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def gateway(directory: Path, upstream: str) -> Iterator[GatewayProcess]:
    """Our gateway before the capture, as operators run it."""
    entry = f"sha256:{KEY.split('_')[1]}:{hashlib.sha256(KEY.encode()).hexdigest()}"
    (directory / "config.toml").write_text(f"""
        [deployment]
        controller = "Test Company"
        [server]
        port = 0
        [admin]
        port = 0
        [storage]
        free_space_mib = 1
        [detection]
        isolation = "process"
        time_limit_ms = 2000
        cache_entries = 0
        [recipients.capture]
        legal_name = "canarywire"
        wire = "openai"
        base_url = "{upstream}"
        credential = "none"
        [purposes.testing]
        description = "Testing the gateway"
        legal_basis = "contract"
        [applications.canarywire]
        purposes = ["testing"]
        recipients = ["capture"]
        keys = ["{entry}"]
    """)
    process = GatewayProcess(directory)
    process.initialise()
    process.start()
    try:
        yield process
    finally:
        process.stop()


def faults(directory: Path, running: GatewayProcess) -> list[dict[str, str]]:
    program = f"{sys.executable} {HERE / 'breaking.py'}"
    database = directory / "data" / "gateway.db"
    return [
        {
            "name": kind,
            "before": f"{program} begin {kind} {directory / kind} "
            f"{database if kind == 'lock' else running.pid}",
            "after": f"{program} end {directory / kind} {running.admin_url}/readyz",
            "expect": "refuse",
        }
        for kind in FAULTS
    ]


def test_the_gateway_passes(wire: Wire, tmp_path: Path) -> None:
    with gateway(tmp_path, wire.capture) as running, relaying(running.url, KEY) as door:
        code, said, report = wire.run(door, faults=faults(tmp_path, running))
        assert code == 0, said + (tmp_path / "out" / "report.md").read_text()
        assert running.terminate() == 0
    print(said)  # noqa: T201 - `pytest -s` shows the summary
    print((tmp_path / "out" / "report.md").read_text())  # noqa: T201 - likewise
    done = Counter((a["name"].split("/")[0], a["status"]) for a in report["attacks"])
    assert done == {
        ("baseline", "restored"): 2 * len(TEMPLATES),
        ("fragmentation", "restored"): 2 * 3 * 12,
        ("fault", "restored"): 2 * 2,
        ("fault", "refused"): 2 * 2 * len(FAULTS),
    }
    kinds = {kind: len(variants) for kind, variants in PARAMETERS.items()}
    used = Counter(c["type"] for c in report["canaries"] if c["template"] == "every-format")
    assert used == kinds
    assert not report["leaks"]
    assert not report["problems"]
    assert report["verified"] > 1000
    for fault in report["faults"]:
        assert fault["before"]["exit"] == fault["after"]["exit"] == 0
    refused = {a["client_status"] for a in report["attacks"] if a["status"] == "refused"}
    assert refused == {503}


def test_a_pass_through_fails(wire: Wire) -> None:
    with relaying(wire.capture, "") as door:
        code, said, report = wire.run(door, "--generators", "baseline,fragmentation")
    assert code == 1, said
    assert report["outcome"] == "fail"
    leaking = {leak["attack"] for leak in report["leaks"]}
    assert leaking == {attack["name"] for attack in report["attacks"]}
