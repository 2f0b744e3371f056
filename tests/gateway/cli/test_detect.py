"""`detect`: texts for people, lines of JSON for programs."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import main

SHIPPED = Path(__file__).parents[3] / "config.toml"
MAIL, CARD = "nadia.okonkwo@posteo.example", "4111 1111 1111 1111"
TEXT = f"Please write to {MAIL} about card {CARD}."
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True, scope="module")
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def detect(*arguments: str) -> int:
    return main(["detect", "--no-names", *arguments])


def lines(path: Path, *rows: object) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(path)


def test_a_text_is_listed_with_what_was_found(capsys: Printed) -> None:
    assert detect(TEXT) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    rows = printed.splitlines()
    assert rows[0].split() == ["FOUND", "TEXT", "AT", "SCORE", "RECOGNIZER"]
    assert [row.split()[0] for row in rows[1:]] == ["EMAIL_ADDRESS", "CREDIT_CARD"]
    assert f"{TEXT.index(MAIL)}-{TEXT.index(MAIL) + len(MAIL)}" in rows[1]


def test_names_are_sought_unless_told_otherwise(capsys: Printed) -> None:
    assert main(["detect", "Yesterday Priya Raghunathan wrote to us from Pune."]) == 0
    assert "Priya Raghunathan" in capsys.readouterr().out


def test_nothing_found_is_no_failure(capsys: Printed) -> None:
    assert detect("nothing here") == 0
    assert "No personal data" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("variable", "value", "coloured"),
    [("TERM", "xterm", True), ("NO_COLOR", "1", False), ("TERM", "dumb", False)],
)
def test_colours_only_where_they_are_wanted(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, coloured: bool
) -> None:
    terminal = _Terminal()
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(variable, value)
    monkeypatch.setattr("sys.stdout", terminal)
    assert detect(TEXT) == 0
    assert ("\x1b[" in terminal.getvalue()) is coloured
    assert CARD in terminal.getvalue()


def test_what_a_terminal_obeys_is_shown_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout", terminal)
    assert detect(f"\x1b[2J\x07 {MAIL}") == 0
    assert "\x1b[2J" not in terminal.getvalue()
    assert "\\u001b[2J\\u0007" in terminal.getvalue()


def test_each_span_says_why(capsys: Printed) -> None:
    assert detect("--explain", "my phone has IMEI 490154203237518, write to ann%40posteo.de") == 0
    printed = capsys.readouterr().out
    assert "IMEI, score 0.99, found by device" in printed
    assert 'by "IMEI", 1 character before it' in printed
    assert "won against PHONE_NUMBER" in printed
    assert "read as 'ann@posteo.de'" in printed


def test_one_object_for_programs(capsys: Printed) -> None:
    assert detect("--json", "--explain", TEXT) == 0
    first, second = json.loads(capsys.readouterr().out)["spans"]
    assert TEXT[first["start"] : first["end"]] == MAIL
    assert (second["type"], second["context"]) == ("CREDIT_CARD", "card")


def test_a_file_and_standard_input(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(TEXT, "utf-8-sig")
    assert detect("--file", str(file), "--json") == 0
    from_file = json.loads(capsys.readouterr().out)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert detect("-", "--json") == 0
    assert json.loads(capsys.readouterr().out) == from_file
    assert len(from_file["spans"]) == 2


def test_the_field_that_a_text_stands_in(capsys: Printed) -> None:
    assert detect("--hint", "first_name", "Okonkwo") == 0
    assert "PERSON" in capsys.readouterr().out


def test_lines_of_json(tmp_path: Path, capsys: Printed) -> None:
    source = lines(
        tmp_path / "in.jsonl",
        {"id": "a", "text": f"é {MAIL}"},
        {"text": "nothing"},
        {"id": 7, "text": "490154203237518", "hint": "imei"},
    )
    target = tmp_path / "out.jsonl"
    assert detect("--input", source, "--output", str(target)) == 0
    assert capsys.readouterr().out == ""
    first, second, third = map(json.loads, target.read_text("utf-8").splitlines())
    assert first == {
        "id": "a",
        "spans": [{"start": 2, "end": 2 + len(MAIL), "type": "EMAIL_ADDRESS"}],
    }
    assert second == {"id": 2, "spans": []}
    assert (third["id"], [span["type"] for span in third["spans"]]) == (7, ["IMEI"])


def test_lines_are_shown_where_no_output_is_named(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = json.dumps({"id": "x", "body": MAIL}) + "\n\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    assert detect("--input", "-", "--field", "body", "--short-types", "--explain") == 0
    (told,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert told["id"] == "x"
    assert (told["spans"][0]["type"], told["spans"][0]["recognizer"]) == ("EMAIL", "email")


def test_an_output_is_never_replaced_unasked(tmp_path: Path, capsys: Printed) -> None:
    source, target = lines(tmp_path / "in", {"text": MAIL}), tmp_path / "out"
    target.write_text("kept")
    assert detect("--input", source, "--output", str(target)) == 1
    assert "--force" in capsys.readouterr().err
    assert target.read_text() == "kept"
    assert detect("--input", source, "--output", str(target), "--force") == 0
    assert "EMAIL" in target.read_text()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b'{"id": 1, "text": 5}', "no text under 'text'"),
        (b'{"id": 1}', "--field"),
        (b"[1]", "no text under"),
        (b"not json", "no JSON object"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "no JSON object"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: Printed, line: bytes, told: str
) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(b'{"text": "good"}\n' + line + b"\n")
    assert detect("--input", str(source), "--output", str(target)) == 1
    error = capsys.readouterr().err
    assert "line 2" in error
    assert told in error
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["  "], "empty"),
        (["--file", "/nowhere/letter"], "/nowhere/letter: No such file"),
        (["--input", "/nowhere/lines"], "/nowhere/lines: No such file"),
        (["text", "--output", "x"], "--output goes with --input"),
        (["\udcff"], "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told(capsys: Printed, arguments: list[str], told: str) -> None:
    assert detect(*arguments) == 1
    assert told in capsys.readouterr().err


def test_a_policy_of_the_configuration_decides(tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "config.toml"
    source = SHIPPED.read_text("utf-8")
    file.write_text(source + f'\n[policies.lenient]\nallow = ["{MAIL}"]\n', "utf-8")
    assert main(["--config", str(file), "detect", "--no-names", "--policy", "lenient", TEXT]) == 0
    printed = capsys.readouterr().out
    assert "CREDIT_CARD" in printed
    assert "EMAIL_ADDRESS" not in printed
    assert main(["--config", str(file), "detect", "--policy", "leniant", TEXT]) == 1
    assert "did you mean 'lenient'?" in capsys.readouterr().err
