"""A gateway that cannot start says which address, and what to do."""

import socket
from pathlib import Path

import pytest

from gateway.app import CannotListen, serving
from gateway.initialise import initialise
from tests.end_to_end.conftest import config_text, read_config


@pytest.mark.parametrize("section", ["server", "admin"])
async def test_a_taken_port_is_named(tmp_path: Path, section: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        text = config_text("http://127.0.0.1:9")
        head, name, rest = text.partition(f"[{section}]")
        config = read_config(tmp_path, head + name + rest.replace("port = 0", f"port = {port}", 1))
        initialise(config)
        with pytest.raises(CannotListen) as refused:
            async with serving(config):
                pytest.fail("the port is another's")
    told = str(refused.value)
    assert f"127.0.0.1 port {port} ([{section}] host, port): Address already in use." in told
    assert f"PRIVACY_GATEWAY__{section.upper()}__PORT" in told


async def test_a_place_that_is_no_directory_is_not_taken_for_a_port(tmp_path: Path) -> None:
    text = config_text("http://127.0.0.1:9")
    initialise(read_config(tmp_path, text))
    within = text.replace("[storage]", '[storage]\nurl = "sqlite:///config.toml/gateway.db"')
    with pytest.raises(OSError, match=r"config\.toml"):
        async with serving(read_config(tmp_path, within)):
            pytest.fail("there is nowhere to keep the log")
