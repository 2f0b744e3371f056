"""The `[grpc]` table: every way in which its files can be wrong has its own words."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from gateway.config import grpc
from gateway.config.config import Config
from gateway.config.load import load
from gateway.config.problems import Problems
from tests.support.certificates import make_pair

REST = """
[deployment]
controller = "Test Company"
[recipients.google]
legal_name = "Recipient"
wire = "google"
base_url = "http://127.0.0.1:9"
[purposes.support]
description = "Answering customers"
legal_basis = "contract"
"""


def read(directory: Path, table: str) -> Config | Problems:
    file = directory / "config.toml"
    file.write_text(table + REST)
    return load(file, {})


def problems(directory: Path, table: str) -> list[str]:
    found = read(directory, table)
    assert isinstance(found, Problems)
    return [f"{item.key}: {item.reason}" for item in found.items]


def test_it_is_off_unless_it_is_switched_on(tmp_path: Path) -> None:
    config = read(tmp_path, '[grpc]\ncertificate = "nowhere.pem"')
    assert isinstance(config, Config)
    assert config.grpc is None


def test_its_files_or_those_of_the_data_plane(tmp_path: Path) -> None:
    make_pair(tmp_path, "front")
    make_pair(tmp_path, "other")
    own = '[grpc]\nenabled = true\ncertificate = "front.pem"\nprivate_key = "front.key"\n'
    tls = '[server]\ntls_certificate = "other.pem"\ntls_key = "other.key"\n'
    for table, name in ((own + tls, "front"), ("[grpc]\nenabled = true\n" + tls, "other")):
        config = read(tmp_path, table)
        assert isinstance(config, Config), str(config)
        assert config.grpc is not None
        assert config.grpc.tls.certificate == tmp_path / f"{name}.pem"
        assert config.grpc.tls.key == tmp_path / f"{name}.key"
        assert (config.grpc.host, config.grpc.port) == ("127.0.0.1", 8443)


def test_files_that_are_missing_or_no_pair(tmp_path: Path) -> None:
    make_pair(tmp_path, "one")
    make_pair(tmp_path, "two")
    on = "[grpc]\nenabled = true\n"
    assert problems(tmp_path, on) == [
        "grpc.certificate: is missing: gRPC is served with TLS only",
        "grpc.private_key: is missing: gRPC is served with TLS only",
    ]
    assert problems(tmp_path, f'{on}certificate = "no.pem"\nprivate_key = "one.key"') == [
        "grpc.certificate: there is no such file"
    ]
    mixed = problems(tmp_path, f'{on}certificate = "one.pem"\nprivate_key = "two.key"')
    assert mixed == [
        "grpc.private_key: certificate and private_key are no PEM files that belong together"
    ]
    (tmp_path / "junk.pem").write_text("no certificate")
    assert len(problems(tmp_path, f'{on}certificate = "junk.pem"\nprivate_key = "two.key"')) == 1


def test_a_key_with_a_password_asks_nobody(tmp_path: Path) -> None:
    _, key = make_pair(tmp_path, "one")
    loaded = serialization.load_pem_private_key(key.read_bytes(), None)
    key.write_bytes(
        loaded.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    table = '[grpc]\nenabled = true\ncertificate = "one.pem"\nprivate_key = "one.key"'
    assert "belong together" in problems(tmp_path, table)[0]


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_pair(tmp_path, "one")
    # Root may read everything, so the question itself is answered here.
    monkeypatch.setattr(grpc.os, "access", lambda path, mode: not str(path).endswith(".key"))
    table = '[grpc]\nenabled = true\ncertificate = "one.pem"\nprivate_key = "one.key"'
    assert problems(tmp_path, table) == [
        "grpc.private_key: cannot be read by the user who runs this"
    ]


@pytest.mark.parametrize(("section", "port"), [("server", 8080), ("admin", 8081)])
def test_its_port_is_its_own(tmp_path: Path, section: str, port: int) -> None:
    make_pair(tmp_path, "one")
    table = (
        f'[grpc]\nenabled = true\nport = {port}\ncertificate = "one.pem"\nprivate_key = "one.key"'
    )
    assert problems(tmp_path, table) == [f"grpc.port: is the same as {section}.port"]


def test_without_the_package_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_pair(tmp_path, "one")
    monkeypatch.setattr(grpc, "_PACKAGES", ("google.cloud.un_heard_of",))
    table = '[grpc]\nenabled = true\ncertificate = "one.pem"\nprivate_key = "one.key"'
    found = read(tmp_path, table)
    assert isinstance(found, Problems)
    assert "ai-privacy-gateway[grpc]" in found.items[0].remedy
    monkeypatch.setattr(grpc, "_PACKAGES", ("un_heard_of.at_all",))
    assert isinstance(read(tmp_path, table), Problems)
