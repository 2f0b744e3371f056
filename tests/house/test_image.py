"""The image cannot be built here (no engine), so its file is linted and read."""

import re
import subprocess
import sys
from pathlib import Path

from gateway.config.config import Config
from gateway.config.load import load

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "Dockerfile"


def test_hadolint_finds_nothing() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run(  # noqa: S603 - our own linter on our own file
        [hadolint, DOCKERFILE], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_it_copies_every_room_and_runs_as_nobody() -> None:
    text = DOCKERFILE.read_text()
    copied = set(re.findall(r"^COPY (\w+) \1$", text, re.MULTILINE))
    rooms = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert copied == rooms
    assert re.search(r"^USER 65532:65532$", text, re.MULTILINE)
    assert "HEALTHCHECK" in text
    assert "--require-hashes" in text


def test_its_data_and_keys_lie_on_the_volumes() -> None:
    text = DOCKERFILE.read_text()
    set_ = dict(re.findall(r"\b(PRIVACY_GATEWAY__\w+)=(\S+)", text))
    config = load(ROOT / "config.toml", set_)
    assert isinstance(config, Config), str(config)
    data, keys = Path("/var/lib/gateway"), Path("/var/lib/gateway-keys")
    assert f'VOLUME ["{data}", "{keys}"]' in text
    assert config.storage.path.parent == config.storage.checkpoints.parent == data
    assert {file.parent for file in config.keys_files.values()} == {ROOT / "data"}
    assert f"ln -s {data} /etc/gateway/data" in text
    assert config.keys.store.parent == config.keys.root.parent == keys
