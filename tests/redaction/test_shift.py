from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.shift import days_of, shifted


@pytest.mark.parametrize(
    ("value", "day_first", "expected"),
    [
        ("1990-03-14", True, "1990-03-24"),
        ("1990/12/25", True, "1991/01/04"),
        ("19901225", True, "19910104"),
        ("1990-03-14T10:00:00Z", True, "1990-03-24T10:00:00Z"),
        ("14/03/1990", True, "24/03/1990"),
        ("05/06/1990", True, "15/06/1990"),
        ("05/06/1990", False, "05/16/1990"),
        ("03/14/1990", True, "03/24/1990"),
        ("14/03/1990", False, "24/03/1990"),
        ("1.2.1990", True, "11.2.1990"),
        ("14 March 1990", True, "24 March 1990"),
        ("25th Dec 1990", True, "4 Jan 1991"),
        ("25-DEC-1990", True, "4-JAN-1991"),
        ("born March 14, 1990", True, "born March 24, 1990"),
        ("14.3.90", True, ""),
        ("31/31/1990", True, ""),
        ("30 Foo 1990", True, ""),
        ("Foo 30, 1990", True, ""),
        ("9999-12-31", True, ""),
        ("1990-13-31", True, ""),
        ("soon", True, ""),
    ],
)
def test_dates_are_moved_as_they_are_written(value: str, day_first: bool, expected: str) -> None:
    assert shifted(value, 10, day_first=day_first) == expected


@given(st.binary(min_size=16, max_size=64), st.integers(7, 3650), st.booleans())
def test_the_distance_is_within_its_bounds_and_never_none(
    key: bytes, most: int, weeks: bool
) -> None:
    days = days_of(key, most, weeks=weeks)
    assert 0 < abs(days) <= most
    assert not weeks or days % 7 == 0


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-3650, 3650))
def test_a_moved_date_is_so_many_days_away(day: date, days: int) -> None:
    assert shifted(day.isoformat(), days) == (day + timedelta(days)).isoformat()
