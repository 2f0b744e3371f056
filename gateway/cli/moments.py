"""Times as people write and read them: their own zone, with UTC beside it."""

import argparse
import re
from datetime import UTC, datetime, timedelta

_AGO = re.compile(r"(\d{1,6})([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SHOWN = "%Y-%m-%d %H:%M:%S"


def moment(text: str) -> datetime:
    """Read a time: `2h` ago (s, m, h, d, w), a date or a time of ISO 8601 in the local zone.

    Raises:
        argparse.ArgumentTypeError: it is none of these.
    """
    ago = _AGO.fullmatch(text)
    try:
        if ago:
            return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time: write 2h or 7d (ago), 2026-05-01 or 2026-05-01T08:30"
        ) from None


def microseconds(when: datetime | None) -> int:
    """Microseconds since 1970-01-01 UTC; 0 for none."""
    return (
        0
        if when is None
        else (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    )


def from_microseconds(count: int) -> datetime:
    """The moment of so many microseconds since 1970-01-01 UTC."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=count)


def shown(when: datetime) -> str:
    """In the local zone, and in UTC where that is another."""
    local, utc = when.astimezone(), when.astimezone(UTC)
    if local.utcoffset() == utc.utcoffset():
        return f"{utc:{_SHOWN}} UTC"
    return f"{local:{_SHOWN} %Z} ({utc:{_SHOWN}} UTC)"


def both(when: datetime) -> dict[str, str]:
    """For JSON: in UTC and in the local zone."""
    return {"utc": when.astimezone(UTC).isoformat(), "local": when.astimezone().isoformat()}
