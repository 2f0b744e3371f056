"""`redact` and `restore-file`: files there and back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.cli import main

SHIPPED = Path(__file__).parents[3] / "config.toml"
MAIL, CARD, PHONE = "nadia.okonkwo@posteo.example", "4111111111111111", "+91 98765 43210"
PLANTED = (MAIL, CARD, PHONE)
Printed = pytest.CaptureFixture[str]

TEXT = f"Dear Sir,\r\nwrite to {MAIL}\tor call {PHONE}.\r\n\r\nCard {CARD}"
JSON = (
    f'{{ "n": 1.10, "to": ["{MAIL}", "\\u006eadia.okonkwo@posteo.example"],\n "card": "{CARD}", '
    f'"{MAIL}": true, "link": "https://posteo.example/?m={MAIL}" }}'
)
LINES = f'{{"id":1,"text":"{MAIL}"}}\n\n["{PHONE}", 2.50]\r\n"{CARD}"'
TABLE = f'email;phone;note\r\n{MAIL};{PHONE};"said ""hi""; card {CARD}"\r\n;;\r\n'
FILES = {"a.txt": TEXT, "a.json": JSON, "a.jsonl": LINES, "a.csv": TABLE}


@pytest.fixture(autouse=True, scope="module")
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(name: str, text: str) -> str:
    Path(name).write_bytes(text.encode())
    return name


def got(name: str) -> str:
    return Path(name).read_bytes().decode()


def redact(*arguments: str) -> int:
    return main(["redact", "--no-names", *arguments])


@pytest.mark.parametrize("name", FILES)
def test_nothing_personal_is_left_and_it_comes_back(name: str, capsys: Printed) -> None:
    put(name, FILES[name])
    sealed = ("--map", "m", "--key", "k")
    assert redact(name, f"out-{name}", *sealed) == 0
    assert "Written: out-" in capsys.readouterr().out
    for value in PLANTED:
        assert value not in got(f"out-{name}")
        assert value not in got("m")
    assert main(["restore-file", f"out-{name}", f"back-{name}", *sealed]) == 0
    assert got(f"back-{name}") == FILES[name].replace("\\u006e", "n")
    assert "EMAIL_ADDRESS" in capsys.readouterr().out


def test_what_is_not_personal_stays_as_it_was_written() -> None:
    put("a.json", JSON)
    assert redact("a.json", "out.json") == 0
    out = got("out.json")
    assert out.startswith('{ "n": 1.10, "to": ["EMAIL_')
    document = json.loads(out)
    assert document["to"][0] == document["to"][1]


def test_a_personal_number_becomes_a_string() -> None:
    put("a.json", f'{{"card": {CARD}, "count": 12}}')
    assert redact("a.json", "out.json") == 0
    document = json.loads(got("out.json"))
    assert document["card"].startswith("CARD_")
    assert document["count"] == 12


def test_the_column_tells_what_a_cell_holds() -> None:
    put("a.csv", "imei,first_name\n490154203237518,Okonkwo\n")
    assert redact("a.csv", "out.csv") == 0
    head, row, _ = got("out.csv").split("\n")
    assert head == "imei,first_name"
    assert [cell.partition("_")[0] for cell in row.split(",")] == ["IMEI", "PERSON"]


def test_without_a_map_nobody_gets_back() -> None:
    put("a.txt", TEXT)
    assert redact("a.txt", "one.txt") == 0
    assert redact("a.txt", "two.txt") == 0
    assert got("one.txt") != got("two.txt"), "pseudonyms of a run are its own"


def test_one_key_gives_the_same_pseudonym_in_every_file(capsys: Printed) -> None:
    put("a.txt", f"{MAIL}")
    put("b.txt", f"{PHONE} {MAIL}")
    assert redact("a.txt", "oa.txt", "--map", "m", "--key", "k") == 0
    assert redact("b.txt", "ob.txt", "--map", "m", "--key", "k") == 0
    assert got("ob.txt").endswith(got("oa.txt"))
    assert main(["restore-file", "oa.txt", "ba.txt", "--map", "m", "--key", "k"]) == 0
    assert got("ba.txt") == MAIL


def test_an_output_is_never_replaced_unasked(capsys: Printed) -> None:
    put("a.txt", TEXT)
    put("out.txt", "kept")
    assert redact("a.txt", "out.txt") == 1
    assert "--force" in capsys.readouterr().err
    assert got("out.txt") == "kept"
    assert redact("a.txt", "out.txt", "--force") == 0
    assert "EMAIL_" in got("out.txt")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.json", b'{"a": 1,}', "no JSON"),
        ("a.json", b'{"a": 1, "a": 2}', "no JSON"),
        ("a.jsonl", b'{"a": 1}\nnonsense\n', "Line 2"),
        ("a.txt", b"\xff\xfe", "not UTF-8"),
        ("a.csv", b"a,b\n\xff,2\n", "not UTF-8"),
        ("a.csv", b'a,b\n"never closed', "cannot be read"),
    ],
)
def test_what_is_no_such_file_is_told_and_nothing_is_written(
    name: str, content: bytes, told: str, capsys: Printed
) -> None:
    Path(name).write_bytes(content)
    assert redact(name, "out", "--map", "m", "--key", "k") == 1
    assert told in capsys.readouterr().err
    assert not Path("out").exists()
    assert not Path("m").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--map", "m"], "go together"),
        (["--purpose", "support"], "--purpose goes with --policy"),
        (["--policy", "nobodys"], "nobodys"),
    ],
)
def test_arguments_that_do_not_fit(arguments: list[str], told: str, capsys: Printed) -> None:
    put("a.txt", TEXT)
    put("config.toml", SHIPPED.read_text("utf-8"))
    assert redact("a.txt", "out", *arguments) == 1
    assert told in capsys.readouterr().err
    assert not Path("out").exists()


def test_the_policy_decides_what_is_done_and_what_is_refused(capsys: Printed) -> None:
    rules = """
[policies.files]
[[policies.files.rules]]
id = "cards"
entities = ["CREDIT_CARD"]
action = "redact"
[[policies.files.rules]]
id = "phones"
entities = ["PHONE_NUMBER"]
action = "refuse"
"""
    put("config.toml", SHIPPED.read_text("utf-8") + rules)
    put("a.txt", f"mail {MAIL}, card {CARD}.")
    assert redact("a.txt", "out.txt", "--policy", "files") == 0
    assert got("out.txt").endswith(", card .")
    put("b.txt", f"call {PHONE}")
    assert redact("b.txt", "no.txt", "--policy", "files") == 3
    assert "PHONE_NUMBER" in capsys.readouterr().err
    assert not Path("no.txt").exists()


def test_a_map_and_another_key_do_not_fit(capsys: Printed) -> None:
    put("a.txt", TEXT)
    assert redact("a.txt", "out.txt", "--map", "m", "--key", "k") == 0
    put("k2", "00" * 32)
    assert main(["restore-file", "out.txt", "back.txt", "--map", "m", "--key", "k2"]) == 1
    assert "does not open" in capsys.readouterr().err
    assert not Path("back.txt").exists()
    assert Path("k").stat().st_mode & 0o077 == 0


def test_nothing_is_restored_over_an_existing_file(capsys: Printed) -> None:
    put("a.txt", TEXT)
    assert redact("a.txt", "out.txt", "--map", "m", "--key", "k") == 0
    assert main(["restore-file", "out.txt", "a.txt", "--map", "m", "--key", "k"]) == 1
    assert "--force" in capsys.readouterr().err
    assert main(["restore-file", "nowhere", "x", "--map", "m", "--key", "k"]) == 1
    assert "nowhere" in capsys.readouterr().err
