"""Tables for forecasts and product analytics: coarser, shifted, and still of use."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import House, house

POLICY = """names = "off"
scope = "subject"
[policies.default.actions]
AGE = { operator = "generalise", band = 5 }
DATE_TIME = { operator = "shift", days = 700 }
DATE_OF_BIRTH = { operator = "generalise", to = "month" }
IP_ADDRESS = { operator = "generalise", ipv4_bits = 16 }
GPS_COORDINATES = { operator = "generalise", decimals = 2 }
STREET_ADDRESS = { operator = "generalise", prefix = 2 }
"""
HEAD = ("customer_name", "visit_date", "dob", "age", "pincode", "ip", "latitude", "spent")
ROWS = (
    ("nadia okonkwo", "2026-01-05", "1990-03-14", "35", "411001", "203.0.113.77", "18.52043", "10"),
    ("ravi iyer", "2026-01-12", "1981-11-02", "44", "560034", "203.0.113.9", "12.97160", "7"),
    ("nadia okonkwo", "2026-01-19", "1990-03-14", "35", "411001", "203.0.113.77", "18.52043", "5"),
    ("Nadia Okonkwo", "2026-02-02", "1990-03-14", "35", "411001", "203.0.113.77", "18.52043", "3"),
)


def table() -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows((HEAD, *ROWS))
    return file.getvalue()


def columns(text: str) -> dict[str, list[str]]:
    """The table that ends a text, by column."""
    head, *rows = csv.reader(io.StringIO(text[text.index("customer_name") :].strip()))
    assert {len(row) for row in rows} == {len(head)}
    return {name: [row[at] for row in rows] for at, name in enumerate(head)}


def days(dates: Sequence[str]) -> list[int]:
    read = [date.fromisoformat(one) for one in dates]
    return [(later - first).days for first, later in pairwise(read)]


async def sent(home: House, subject: str, words: str = "Forecast:") -> dict[str, list[str]]:
    """The columns that the recipient got for a question about this data subject."""
    await home.openai().chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "user", "content": f"{words}\n{table()}"}],
        extra_headers={"x-privacy-purpose": "support", "x-privacy-subject": subject},
    )
    return columns(json.loads(home.recipient.last.body)["messages"][-1]["content"])


@pytest.fixture
async def analysed(tmp_path: Path) -> Any:
    async with house(tmp_path, policy=POLICY) as running:
        yield running


async def test_a_forecast_sees_the_same_weeks_and_bands(analysed: House) -> None:
    got = await sent(analysed, "subject-1")
    before = columns(table())
    assert days(got["visit_date"]) == days(before["visit_date"]) == [7, 7, 14]
    weekdays = {date.fromisoformat(one).weekday() for one in got["visit_date"]}
    assert weekdays == {0}
    assert not set(got["visit_date"]) & set(before["visit_date"])
    assert got["age"] == ["35-39", "40-44", "35-39", "35-39"]
    assert got["dob"] == ["1990-03", "1981-11", "1990-03", "1990-03"]
    assert got["pincode"] == ["41****", "56****", "41****", "41****"]
    assert set(got["ip"]) == {"203.0.0.0/16"}
    assert got["latitude"] == ["18.52", "12.97", "18.52", "18.52"]
    assert got["spent"] == before["spent"]


async def test_rows_of_one_person_still_belong_together(analysed: House) -> None:
    names = (await sent(analysed, "subject-1"))["customer_name"]
    assert names[0] == names[2]
    assert names[3].startswith(names[0])  # another writing of the same person
    assert names[3] != names[0] != names[1]
    assert not any("nadia" in name.lower() for name in names)


async def test_the_shift_is_one_for_each_data_subject(analysed: House) -> None:
    first = await sent(analysed, "subject-1")
    again = await sent(analysed, "subject-1", "And in another conversation:")
    others = [await sent(analysed, f"subject-{number}") for number in range(2, 6)]
    assert again["visit_date"] == first["visit_date"]
    assert len({tuple(one["visit_date"]) for one in (first, *others)}) > 1


async def test_by_default_dates_stay_and_ages_become_bands(tmp_path: Path) -> None:
    async with house(tmp_path, policy='names = "off"') as home:
        got = await sent(home, "")
        assert got["visit_date"] == columns(table())["visit_date"]
        assert got["age"] == ["30-39", "40-49", "30-39", "30-39"]
        assert all(one.startswith("BIRTHDATE_") for one in got["dob"])
