"""Keys and ports of the demonstration, with the configuration that ships."""

import socket
import stat
from pathlib import Path

import pytest

from gateway.config.config import Config
from gateway.config.load import load
from gateway.demo.key import ensure_key, key_file
from gateway.demo.ports import APPLICATION, OPENAI, DemoImpossible, demo_port, require_free

SHIPPED = Path(__file__).parents[3] / "config.toml"


def _config(folder: Path, **settings: str) -> Config:
    file = folder / "config.toml"
    file.write_bytes(SHIPPED.read_bytes())
    loaded = load(file, {f"PRIVACY_GATEWAY__{name}": value for name, value in settings.items()})
    assert isinstance(loaded, Config)
    return loaded


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    key, added = ensure_key(_config(tmp_path), APPLICATION)
    assert added
    config = _config(tmp_path)
    file = key_file(config, APPLICATION)
    assert file.name == "demo.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert ensure_key(config, APPLICATION) == (key, False)
    assert key not in config.keys_files[APPLICATION].read_text()


def test_a_lost_hash_is_written_again(tmp_path: Path) -> None:
    key, _ = ensure_key(_config(tmp_path), APPLICATION)
    config = _config(tmp_path)
    config.keys_files[APPLICATION].unlink()
    assert ensure_key(_config(tmp_path), APPLICATION) == (key, True)


def test_a_damaged_key_is_replaced(tmp_path: Path) -> None:
    key, _ = ensure_key(_config(tmp_path), APPLICATION)
    config = _config(tmp_path)
    key_file(config, APPLICATION).write_text("nonsense")
    other, added = ensure_key(config, APPLICATION)
    assert added
    assert other != key


def test_a_taken_port_is_named_with_the_setting_that_changes_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        others = {"SERVER__PORT": str(_free_port()), "ADMIN__PORT": str(_free_port())}
        config = _config(tmp_path, RECIPIENTS__DEMO_OPENAI__BASE_URL=url, **others)
        with pytest.raises(DemoImpossible) as caught:
            require_free(config, (OPENAI,))
    assert f"Port {port} on 127.0.0.1" in str(caught.value)
    assert "PRIVACY_GATEWAY__RECIPIENTS__DEMO_OPENAI__BASE_URL" in str(caught.value)
    require_free(config, (OPENAI,))


def test_a_demo_recipient_beyond_this_machine_is_none(tmp_path: Path) -> None:
    config = _config(tmp_path, RECIPIENTS__DEMO_OPENAI__BASE_URL="https://api.example.com")
    with pytest.raises(DemoImpossible, match=r"recipients[.]demo-openai"):
        demo_port(config, OPENAI)
