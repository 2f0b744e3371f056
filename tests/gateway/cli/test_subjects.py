"""`subjects show`, over a log that a real gateway wrote."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import main
from tests.gateway.cli.conftest import PLANTED_HERE
from tests.support.planted import assert_absent

Printed = pytest.CaptureFixture[str]
_EMAIL = "email=Nadia.Okonkwo@posteo.example"
"""The address that the log's first request mentions, in another writing."""


def run(file: Path, *arguments: str) -> int:
    return main(["--config", str(file), "subjects", "show", *arguments])


def told(file: Path, capsys: Printed, *arguments: str) -> list[dict[str, Any]]:
    assert run(file, "--json", *arguments) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["disclosures"]
    return found


def test_the_data_subject_is_told_of_every_disclosure(kept: Path, capsys: Printed) -> None:
    later, earlier = told(kept, capsys, "--id", "subject=customer-17")
    assert earlier["moment"]["utc"] < later["moment"]["utc"]
    assert (later["wrote"], later["categories"]) == (True, {})
    assert (earlier["wrote"], earlier["purpose"], earlier["outcome"]) == (True, "support", "ok")
    assert earlier["legal_basis"]
    assert earlier["company"]


@pytest.mark.parametrize(
    ("identifier", "kind"),
    [(_EMAIL, "EMAIL_ADDRESS"), ("card=4111-1111-1111-1111", "CREDIT_CARD")],
)
def test_a_person_who_is_mentioned_is_told_what_was_sent_about_her(
    kept: Path, capsys: Printed, identifier: str, kind: str
) -> None:
    (one,) = told(kept, capsys, "--id", identifier)
    assert (one["wrote"], one["categories"]) == (False, {kind: 1})


def test_several_identifiers_are_one_person(kept: Path, capsys: Printed) -> None:
    both = told(kept, capsys, "--id", _EMAIL, "--id", "subject=customer-17")
    assert len(both) == 2
    assert both[1]["wrote"]
    assert both[1]["categories"]["EMAIL_ADDRESS"] == 1


def test_nobody_else_is_told_anything(kept: Path, capsys: Printed) -> None:
    assert told(kept, capsys, "--id", "email=somebody@else.example") == []
    assert run(kept, "--id", "subject=customer-18") == 0
    assert "Nothing was disclosed" in capsys.readouterr().out


def test_the_table_names_company_and_basis_and_no_original(kept: Path, capsys: Printed) -> None:
    assert run(kept, "--id", "subject=customer-17") == 0
    printed = capsys.readouterr().out
    assert "LEGAL BASIS" in printed
    assert "2 disclosures" in printed
    assert_absent(PLANTED_HERE, printed.encode())


def test_the_limit_is_told(kept: Path, capsys: Printed) -> None:
    assert run(kept, "--id", "subject=customer-17", "--limit", "1") == 0
    assert "1 disclosure, and more" in capsys.readouterr().out


def test_identifiers_may_come_by_standard_input(
    kept: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{_EMAIL}\n\n"))
    assert len(told(kept, capsys, "--ids-from", "-")) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "say who is meant"),
        (["--id", "name=Nadia Okonkwo"], "names are not indexed"),
        (["--id", "email="], "KIND=VALUE"),
        (["--ids-from", "nowhere/ids.txt"], "nowhere/ids.txt"),
    ],
)
def test_arguments_of_no_use_are_explained(
    kept: Path, capsys: Printed, arguments: list[str], says: str
) -> None:
    assert run(kept, *arguments) == 1
    assert says in capsys.readouterr().err


def test_a_missing_log_is_explained(tmp_path: Path, kept: Path, capsys: Printed) -> None:
    (kept.parent / "data/gateway.db").unlink()
    assert run(kept, "--id", "subject=customer-17") == 4
    assert "cannot be used" in capsys.readouterr().err
