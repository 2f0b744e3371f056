"""`doctor`: installations that are well, and each way in which one is not."""

import asyncio
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gateway.checkup.live import admin_address, why_not_alive
from gateway.cli import main
from gateway.config.spec import AdminSpec
from tests.end_to_end.conftest import House
from tests.support.certificates import make_pair

ROOT = Path(__file__).parents[3]
Printed = pytest.CaptureFixture[str]


def examine(file: Path, capsys: Printed, *arguments: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and findings by the name of their check and their level."""
    capsys.readouterr()
    code = main(["--config", str(file), "doctor", "--json", *arguments])
    report = json.loads(capsys.readouterr().out)
    assert report["good"] == (code == 0)
    found: dict[str, Any] = {}
    for one in report["findings"]:
        found.setdefault(f"{one['level']}: {one['check']}", []).append(one)
        assert one["remedy"] or one["level"] in {"ok", "info"}, one
    return code, found


def broken(found: dict[str, Any]) -> list[str]:
    return [name for name in found if name.startswith("error")]


def test_a_well_installation(kept: Path, capsys: Printed) -> None:
    code, found = examine(kept, capsys)
    assert (code, broken(found)) == (0, [])
    for check in ("configuration", "root key", "database", "key store", "disclosure log", "clock",
                  "detector", "free space"):  # fmt: skip
        assert f"ok: {check}" in found
    assert "info: checkpoints" in found
    assert "info: name model" in found


@pytest.mark.parametrize(
    ("days", "level"), [(-1, "error"), (3, "warning"), (90, "ok")], ids=["gone", "soon", "good"]
)
def test_the_grpc_front(kept: Path, capsys: Printed, days: int, level: str) -> None:
    make_pair(kept.parent, days=days)
    front = '[grpc]\nenabled = true\ncertificate = "gateway.pem"\nprivate_key = "gateway.key"\n'
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        kept.write_text(f"{kept.read_text()}\n{front}port = {port}\n")
        code, found = examine(kept, capsys)
    assert code == 1
    assert f"{level}: grpc certificate" in found
    assert "PRIVACY_GATEWAY__GRPC__PORT" in found["error: grpc port"][0]["remedy"]


def test_for_people(kept: Path, capsys: Printed) -> None:
    assert main(["--config", str(kept), "doctor"]) == 0
    printed = capsys.readouterr().out
    assert "ok       root key: " in printed
    assert "         -> put [storage] checkpoints on a volume of its own" in printed


def test_it_changes_nothing(kept: Path, capsys: Printed) -> None:
    examine(kept, capsys)  # opening a database may move its write-ahead log into it
    before = contents(kept)
    examine(kept, capsys)
    assert contents(kept) == before


def contents(file: Path) -> dict[str, bytes]:
    """All files but SQLite's index of readers."""
    paths = (path for path in file.parent.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in paths if not path.name.endswith("-shm")}


def test_an_installation_that_was_never_made(kept: Path, capsys: Printed) -> None:
    shutil.rmtree(kept.parent / "data")
    code, found = examine(kept, capsys)
    assert code == 1
    assert broken(found) == ["error: root key", "error: directory", "error: database file"]
    assert "privacy-gateway init" in found["error: root key"][0]["remedy"]
    assert not (kept.parent / "data").exists()


def test_a_wrong_configuration(kept: Path, capsys: Printed) -> None:
    kept.write_text("[servr]\n" + kept.read_text("utf-8"), "utf-8")
    code, found = examine(kept, capsys)
    assert (code, list(found)) == (1, ["error: configuration"])
    assert found["error: configuration"][0]["remedy"] == "did you mean 'server'?"


@pytest.mark.parametrize(
    ("name", "mode", "finding"),
    [
        ("root.key", 0o444, "error: root key"),
        ("root.key", 0o600, "warning: root key"),
        ("gateway.db", 0o640, "error: database file"),
        ("keys.db", 0o604, "error: database file"),
        ("checkpoints", 0o755, "warning: directory"),
    ],
)
def test_permissions(kept: Path, capsys: Printed, name: str, mode: int, finding: str) -> None:
    path = kept.parent / "data" / name
    path.chmod(mode)
    code, found = examine(kept, capsys)
    assert code == (1 if finding.startswith("error") else 0)
    assert [str(path) in one["what"] for one in found[finding]] == [True]
    assert "chmod" in found[finding][0]["remedy"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_somebody_elses_root_key(kept: Path, capsys: Printed) -> None:
    os.chown(kept.parent / "data/root.key", 1234, -1)
    code, found = examine(kept, capsys)
    assert (code, broken(found)) == (1, ["error: root key"])
    assert "chown 0" in found["error: root key"][0]["remedy"]


def test_another_root_key(kept: Path, capsys: Printed) -> None:
    root = kept.parent / "data/root.key"
    root.chmod(0o600)
    root.write_bytes(bytes(32))
    root.chmod(0o400)
    code, found = examine(kept, capsys)
    assert (code, broken(found)) == (1, ["error: key store"])
    root.chmod(0o600)
    root.write_bytes(bytes(31))
    root.chmod(0o400)
    assert "error: root key" in examine(kept, capsys)[1]


def test_a_corrupt_database(kept: Path, capsys: Printed) -> None:
    database = kept.parent / "data/keys.db"
    for side in ("keys.db-wal", "keys.db-shm"):
        database.with_name(side).unlink(missing_ok=True)
    database.write_bytes(database.read_bytes()[:100] + b"\xaa" * 40_000)
    code, found = examine(kept, capsys)
    assert (code, broken(found)) == (1, ["error: database"])
    assert "keys.db is corrupt" in found["error: database"][0]["what"]


def test_a_log_that_is_behind_its_checkpoints(kept: Path, capsys: Printed) -> None:
    with sqlite3.connect(kept.parent / "data/gateway.db") as connection:
        connection.execute("UPDATE shard SET size = 0, peaks = x''")
    connection.close()
    code, found = examine(kept, capsys)
    assert (code, broken(found)) == (1, ["error: disclosure log"])
    assert "verify" in found["error: disclosure log"][0]["remedy"]


def test_a_clock_that_was_set_back(kept: Path, capsys: Printed) -> None:
    with sqlite3.connect(kept.parent / "data/gateway.db") as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE leaf SET t_utc = t_utc + 3600000000")
    connection.close()
    assert broken(examine(kept, capsys)[1]) == ["error: clock"]


def test_too_little_room(kept: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIVACY_GATEWAY__STORAGE__FREE_SPACE_MIB", "100000000")
    code, found = examine(kept, capsys)
    assert (code, broken(found)) == (1, ["error: free space"])


def test_no_name_model(kept: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIVACY_GATEWAY__DETECTION__NAMES_MODEL", str(kept.parent))
    assert "info: name model" in examine(kept, capsys)[1]
    monkeypatch.setenv("PRIVACY_GATEWAY__POLICIES__DEFAULT__NAMES", "degrade")
    assert "warning: name model" in examine(kept, capsys)[1]
    monkeypatch.setenv("PRIVACY_GATEWAY__POLICIES__DEFAULT__NAMES", "require")
    code, found = examine(kept, capsys)
    assert (code, broken(found)) == (1, ["error: name model"])


def test_a_port_that_somebody_else_has(
    kept: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("PRIVACY_GATEWAY__SERVER__PORT", str(other.getsockname()[1]))
        code, found = examine(kept, capsys)
        assert (code, broken(found)) == (1, ["error: server port"])
        assert "PRIVACY_GATEWAY__SERVER__PORT" in found["error: server port"][0]["remedy"]


def test_recipients_are_only_looked_for_when_asked(
    kept: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not [name for name in examine(kept, capsys)[1] if "recipient" in name]
    monkeypatch.setenv("PRIVACY_GATEWAY__RECIPIENTS__GOOGLE__BASE_URL", "https://nobody.invalid")
    found = examine(kept, capsys, "--network")[1]
    assert "does not resolve" in found["error: recipient google"][0]["what"]
    assert "info: recipient openai" in found  # a loopback address where nobody listens now


async def test_beside_a_gateway_that_serves(
    at_home_without_names: House, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = at_home_without_names
    for section, url in (("SERVER", home.gateway.data_url), ("ADMIN", home.gateway.admin_url)):
        monkeypatch.setenv(f"PRIVACY_GATEWAY__{section}__PORT", url.rsplit(":", 1)[1])
    file = home.directory / "config.toml"
    code, found = await asyncio.to_thread(examine, file, capsys, "--network")
    assert (code, broken(found)) == (0, [])
    assert "served by the gateway" in found["ok: server port"][0]["what"]
    assert "served by the gateway" in found["ok: admin port"][0]["what"]
    assert "ok: recipient openai" in found
    assert await asyncio.to_thread(main, ["--config", str(file), "doctor", "--live"]) == 0
    assert "alive" in capsys.readouterr().out


# --- --live ---


def test_nobody_is_alive(kept: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIVACY_GATEWAY__ADMIN__PORT", "9")
    assert main(["--config", str(kept), "doctor", "--live", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["live"], told["port"]) == (False, 9)


def test_another_program_is_no_gateway(tmp_path: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline().split("port ")[1].split()[0])
        assert why_not_alive("127.0.0.1", port) == "another program answers (status 404)"
    finally:
        server.terminate()
        server.communicate()


@pytest.mark.parametrize(
    ("text", "environ", "address"),
    [
        ("", {}, (AdminSpec().host, AdminSpec().port)),
        ('[admin]\nhost = "10.0.0.1"\nport = 9000', {}, ("10.0.0.1", 9000)),
        ('[admin]\nhost = "0.0.0.0"', {}, ("127.0.0.1", 8081)),
        ('[admin]\nhost = "::"', {}, ("::1", 8081)),
        ("[admin]\nport = 9000", {"PRIVACY_GATEWAY__ADMIN__PORT": "9001"}, ("127.0.0.1", 9001)),
        ("not toml", {"PRIVACY_GATEWAY__ADMIN__HOST": '"10.0.0.2"'}, ("10.0.0.2", 8081)),
        ("admin = 5", {}, ("127.0.0.1", 8081)),
    ],
)
def test_the_address_that_is_asked(
    tmp_path: Path, text: str, environ: dict[str, str], address: tuple[str, int]
) -> None:
    file = tmp_path / "config.toml"
    assert admin_address(file, environ)[1] in {8081, address[1]}
    file.write_text(text, "utf-8")
    assert admin_address(file, environ) == address


def test_a_health_check_loads_nothing_heavy(tmp_path: Path) -> None:
    heavy = {"pydantic", "aiohttp", "sqlalchemy", "numpy", "onnxruntime", "hyperscan", "uvloop"}
    code = (
        "import sys\nfrom gateway.cli import main\n"
        f"code = main(['--config', {str(tmp_path / 'none')!r}, 'doctor', '--live'])\n"
        f"print(sorted({heavy!r} & set(sys.modules)), code)"
    )
    environment = os.environ | {"PRIVACY_GATEWAY__ADMIN__PORT": "9"}
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[] 1", done.stdout + done.stderr
