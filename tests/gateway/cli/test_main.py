"""The commands, run as people run them."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.cli import main
from gateway.cli.main import COMMANDS, parser
from gateway.config.application_keys import digest_of, key_id
from gateway.config.config import Config
from gateway.config.load import load

HEAVY = {"pydantic", "aiohttp", "presidio_anonymizer", "sqlalchemy", "onnxruntime", "openai"}
SHIPPED = Path(__file__).parents[3] / "config.toml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(SHIPPED.read_text("utf-8"), "utf-8")
    return file


def run(file: Path, *arguments: str) -> int:
    return main(["--config", str(file), *arguments])


def test_a_good_configuration(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "check-config") == 0
    printed = capsys.readouterr().out
    assert f"{file} is good" in printed
    assert (
        "support-bot: for customer-support; to openai, google; policy default; no key yet"
        in printed
    )


def test_a_good_configuration_for_programs(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "check-config", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["valid"], report["problems"]) == (True, [])
    assert report["applications"] == ["analytics", "demo", "support-bot"]


def test_a_wrong_configuration(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("[servr]\n" + file.read_text("utf-8"), "utf-8")
    assert run(file, "check-config") == 78
    printed = capsys.readouterr().out
    assert f"{file}:1: servr: unknown key\n    did you mean 'server'?\n1 problem." in printed


def test_a_wrong_configuration_for_programs(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("[servr]\n" + file.read_text("utf-8"), "utf-8")
    assert run(file, "check-config", "--json") == 78
    assert json.loads(capsys.readouterr().out) == {
        "valid": False,
        "problems": [
            {
                "file": str(file),
                "line": 1,
                "key": "servr",
                "reason": "unknown key",
                "remedy": "did you mean 'server'?",
            }
        ],
    }


def test_other_commands_do_nothing_with_a_wrong_configuration(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("[servr]\n" + file.read_text("utf-8"), "utf-8")
    for command in (["init"], ["applications", "new-key", "demo", "--write"]):
        with pytest.raises(SystemExit) as stopped:
            run(file, *command)
        assert stopped.value.code == 78
        assert "servr: unknown key" in capsys.readouterr().err
    assert not (file.parent / "data").exists()


def test_init_says_what_it_made(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "init") == 0
    assert f"made   {file.parent}/data/root.key" in capsys.readouterr().out
    assert run(file, "init") == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert run(file, "init", "--json") == 0
    made = json.loads(capsys.readouterr().out)["made"]
    assert not any(row["created"] for row in made)


def test_a_new_key_is_written_as_a_hash_and_works(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, "applications", "new-key", "support-bot", "--write", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    keys_file = file.parent / "data/support-bot.keys"
    assert answer["written"] == str(keys_file)
    assert keys_file.read_text() == answer["entry"] + "\n"
    assert answer["key"] not in keys_file.read_text()
    config = load(file, {})
    assert isinstance(config, Config)
    registered = config.application_keys[key_id(answer["key"]) or ""]
    assert (registered.application, registered.digest) == ("support-bot", digest_of(answer["key"]))


def test_a_new_key_with_the_line_to_add(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "applications", "new-key", "demo") == 0
    printed = capsys.readouterr().out
    section = printed[printed.index("[applications.demo]") :]
    key = printed.split("\n", 1)[0]
    assert not (file.parent / "data").exists()
    source = file.read_text("utf-8").replace("[applications.demo]", section)
    file.write_text(source, "utf-8")
    config = load(file, {})
    assert isinstance(config, Config), str(config)
    assert config.application_keys[key_id(key) or ""].application == "demo"


def test_two_keys_are_never_alike(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = set()
    for _ in range(3):
        run(file, "applications", "new-key", "demo")
        shown.add(capsys.readouterr().out.split("\n", 1)[0])
    assert len(shown) == 3


def test_a_key_for_nobody(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "applications", "new-key", "support-bt", "--write") == 1
    assert "did you mean 'support-bot'?" in capsys.readouterr().err


def test_a_key_with_nowhere_to_go(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = file.read_text("utf-8").replace('keys_file = "data/demo.keys"\n', "")
    file.write_text(source, "utf-8")
    assert run(file, "applications", "new-key", "demo", "--write") == 1
    captured = capsys.readouterr()
    assert "keys_file" in captured.err
    assert captured.out == ""


def test_a_keys_file_that_cannot_be_written_shows_no_key(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (file.parent / "data").write_text("a file where the directory should be")
    source = file.read_text("utf-8")
    file.write_text(source.replace('"data/', '"elsewhere/'), "utf-8")
    (file.parent / "elsewhere").write_text("likewise")
    with pytest.raises(SystemExit) as stopped:
        run(file, "applications", "new-key", "demo", "--write")
    assert stopped.value.code == 78
    assert "gw_" not in capsys.readouterr().out


def test_every_command_explains_itself_with_examples() -> None:
    for command in COMMANDS:
        assert command.HELP
        assert f"privacy-gateway {command.NAME}" in (command.__doc__ or ""), command.NAME
        assert "xamples:" in (command.__doc__ or ""), command.NAME
    assert "examples:" in parser().format_help()


def test_names_of_commands_are_different() -> None:
    names = [command.NAME for command in COMMANDS]
    assert len(set(names)) == len(names)
    assert isinstance(parser(), argparse.ArgumentParser)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom gateway.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit: pass\n"
        f"heavy = {HEAVY!r}\n"
        "sys.exit(sorted(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(  # noqa: S603  (our own interpreter and our own words)
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=SHIPPED.parent,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "check-config" in done.stdout


def test_a_reader_that_has_seen_enough_is_no_error(file: Path) -> None:
    code = "import sys; from gateway.cli import main; sys.exit(main())"
    command = f"'{sys.executable}' -c '{code}' --config '{file}' check-config --json | true"
    done = subprocess.run(  # noqa: S602  (a pipe is what is tested)
        command, shell=True, capture_output=True, text=True, check=False, cwd=SHIPPED.parent
    )
    assert done.stderr == ""
