"""Presidio's own operators stand in for those that a deployment brings along."""

from pathlib import Path

import pytest

from gateway.config.config import Config
from gateway.config.load import load
from gateway.config.problems import Problems

FILE = """\
[deployment]
controller = "Acme Ltd"
[recipients.openai]
legal_name = "OpenAI, L.L.C."
wire = "openai"
base_url = "https://api.openai.com"
[purposes.support]
description = "Answering questions"
legal_basis = "contract"
[plugins]
operators = [{operators}]
[policies.default]
default = {action}
"""
ENCRYPT = '"presidio_anonymizer.operators:Encrypt"'


def loaded(tmp_path: Path, operators: str, action: str) -> Config | Problems:
    file = tmp_path / "config.toml"
    file.write_text(FILE.format(operators=operators, action=action))
    return load(file, {})


def test_a_plugged_in_operator_takes_its_own_parameters(tmp_path: Path) -> None:
    config = loaded(tmp_path, ENCRYPT, '{ operator = "encrypt", key = "sixteen letters." }')
    assert isinstance(config, Config), str(config)
    assert config.policies["default"].default.params == {"key": "sixteen letters."}
    assert "encrypt" in config.operators.names


def test_without_the_plugin_its_name_is_not_known(tmp_path: Path) -> None:
    result = loaded(tmp_path, "", '{ operator = "encrypt", key = "sixteen letters." }')
    assert isinstance(result, Problems)
    assert [item.reason for item in result.items] == ["no operator is called 'encrypt'"]


def test_an_operator_rejects_wrong_parameters_itself(tmp_path: Path) -> None:
    result = loaded(tmp_path, ENCRYPT, '{ operator = "encrypt", key = "short" }')
    assert isinstance(result, Problems)
    (problem,) = result.items
    assert problem.reason.startswith("operator 'encrypt' rejects its parameters")


@pytest.mark.parametrize("name", ["Mask", "Decrypt", "Nothing"])
def test_what_cannot_be_plugged_in(tmp_path: Path, name: str) -> None:
    result = loaded(tmp_path, f'"presidio_anonymizer.operators:{name}"', '"mask"')
    assert isinstance(result, Problems)
    assert [item.key for item in result.items] == ["plugins.operators[0]"]
