"""`processing record`, from the configuration and the log of a real gateway."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import main
from tests.gateway.cli.conftest import PLANTED_HERE
from tests.support.planted import assert_absent

Printed = pytest.CaptureFixture[str]


def run(file: Path, *arguments: str) -> int:
    return main(["--config", str(file), "processing", "record", *arguments])


def record(file: Path, capsys: Printed, *arguments: str) -> dict[str, Any]:
    assert run(file, "--format", "json", *arguments) == 0
    printed = capsys.readouterr().out
    assert_absent(PLANTED_HERE, printed.encode())
    found: dict[str, Any] = json.loads(printed)
    return found


def test_what_is_permitted_and_what_happened_stand_side_by_side(
    kept: Path, capsys: Printed
) -> None:
    told = record(kept, capsys)
    assert told["controller"]
    assert told["measures"]
    by_key = {(one["purpose"], one["recipient"]): one for one in told["activities"]}
    support = by_key["support", "openai"]
    assert (support["disclosures"], support["legal_basis"]) == (2, "contract")
    assert support["dpv_legal_basis"] == "eu-gdpr:A6-1-b"
    assert support["entity_types"] == {"CREDIT_CARD": 1, "EMAIL_ADDRESS": 1}
    assert support["categories"] == ["contact", "financial"]
    assert support["first"] <= support["last"]
    assert support["recipient_legal_name"]
    idle = by_key["newsletter", "google"]
    assert (idle["permitted"], idle["disclosures"], idle["first"]) == (True, 0, "")


def test_what_configuration_no_longer_permits_stays_in_the_record(
    kept: Path, capsys: Printed
) -> None:
    text = kept.read_text()
    kept.write_text(re.sub(r"(?m)^\s*purposes = .*$", 'purposes = ["newsletter"]', text))
    told = record(kept, capsys)
    (past,) = [one for one in told["activities"] if not one["permitted"]]
    assert (past["purpose"], past["disclosures"]) == ("support", 2)
    assert told["activities"][-1] == past


def test_the_table_for_spreadsheets_has_a_row_for_each_activity(
    kept: Path, capsys: Printed
) -> None:
    assert run(kept, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["purpose"] for row in rows} == {"support", "newsletter"}
    assert {row["permitted"] for row in rows} == {"yes"}
    assert any(row["categories"] == "contact, financial" for row in rows)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_escapes_what_configuration_says(kept: Path, capsys: Printed) -> None:
    text = kept.read_text()
    kept.write_text(text.replace('"Answering customers"', '"<script>alert(1)</script>"'))
    assert run(kept, "--format", "html") == 0
    page = _Page()
    page.feed(capsys.readouterr().out)
    assert "script" not in page.tags
    assert "<script>alert(1)</script>" in page.text
    assert "GDPR Art. 30" in page.text


def test_people_read_a_text(kept: Path, capsys: Printed) -> None:
    assert run(kept) == 0
    printed = capsys.readouterr().out
    assert "support by way of openai" in printed
    assert "legal basis" in printed


def test_the_role_chooses(kept: Path, capsys: Printed) -> None:
    assert record(kept, capsys, "--role", "processor")["activities"] == []
    assert len(record(kept, capsys, "--role", "controller")["activities"]) >= 4


def test_a_missing_log_is_explained(kept: Path, capsys: Printed) -> None:
    (kept.parent / "data/gateway.db").unlink()
    assert run(kept) == 4
    assert "cannot be read" in capsys.readouterr().err
