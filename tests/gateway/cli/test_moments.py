"""Times as people write and read them."""

import argparse
import time
from datetime import UTC, datetime, timedelta

import pytest

from gateway.cli.moments import both, from_microseconds, microseconds, moment, shown


@pytest.fixture
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()


@pytest.fixture(autouse=True)
def _zone_again(monkeypatch: pytest.MonkeyPatch) -> object:
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "ago"),
    [("90s", timedelta(seconds=90)), ("2h", timedelta(hours=2)), ("4w", timedelta(weeks=4))],
)
def test_so_long_ago(text: str, ago: timedelta) -> None:
    assert abs(datetime.now(UTC) - moment(text) - ago) < timedelta(seconds=5)


@pytest.mark.usefixtures("in_berlin")
def test_times_are_local_unless_they_name_a_zone() -> None:
    assert moment("2026-07-01T08:30") == datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    assert moment("2026-01-01") == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert moment("2026-07-01T08:30Z") == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "2h ago", "-1h", "2026-13-01", "999999w"])
def test_no_times(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is no time"):
        moment(text)


@pytest.mark.usefixtures("in_berlin")
def test_both_zones_are_shown_where_they_differ() -> None:
    when = datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    assert shown(when) == "2026-07-01 08:30:00 CEST (2026-07-01 06:30:00 UTC)"
    assert both(when) == {"utc": "2026-07-01T06:30:00+00:00", "local": "2026-07-01T08:30:00+02:00"}


def test_utc_is_shown_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    assert shown(datetime(2026, 7, 1, 6, 30, tzinfo=UTC)) == "2026-07-01 06:30:00 UTC"


def test_microseconds_there_and_back() -> None:
    assert microseconds(None) == 0
    for count in (1, 1_795_351_833_000_001):
        assert microseconds(from_microseconds(count)) == count
