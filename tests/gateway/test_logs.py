"""The allow-list of the log: what stands in it, and what cannot."""

import io
import json
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.logs import ALLOWED, configure, log

PLANTED = "nadia.okonkwo@posteo.example"


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def stream() -> io.StringIO:
    stream = io.StringIO()
    configure("debug", stream)
    return stream


def test_a_line_of_ours(stream: io.StringIO) -> None:
    log("exchange", wire="openai", status=200, added_ms=0.15, application="bot")
    (line,) = _lines(stream)
    moment = line.pop("time")
    assert len(moment) == len("2026-10-19T12:00:00.000Z")
    assert moment.endswith("Z")
    assert line == {
        "level": "info", "event": "exchange", "wire": "openai", "status": 200,
        "added_ms": 0.15, "application": "bot",
    }  # fmt: skip


def test_keys_that_are_not_allowed_are_dropped(stream: io.StringIO) -> None:
    log("exchange", body=PLANTED, subject=PLANTED, message=PLANTED, code="ok")
    assert _lines(stream)[0].keys() == {"time", "level", "event", "code"}
    assert PLANTED not in stream.getvalue()


@pytest.mark.parametrize("name", ["aiohttp.server", "asyncio", "root", "privacy_gateway.else", ""])
def test_records_of_others_lose_their_message(stream: io.StringIO, name: str) -> None:
    logger = logging.getLogger(name)
    logger.warning("got %s", PLANTED, extra={"fields": {"event": PLANTED, "code": PLANTED}})
    logger.debug(PLANTED)
    assert PLANTED not in stream.getvalue()
    assert all(line["event"] == "library" for line in _lines(stream))
    assert _lines(stream)[0]["level"] == "warning"


def test_messages_of_our_own_logger_are_dropped_as_well(stream: io.StringIO) -> None:
    logging.getLogger("privacy_gateway").error("%s", PLANTED)
    assert PLANTED not in stream.getvalue()


def test_of_an_exception_stays_its_class(stream: io.StringIO) -> None:
    try:
        int(PLANTED)
    except ValueError:
        log("internal_error", failed=True)
        logging.getLogger("aiohttp.server").exception("Error handling %s", PLANTED)
    ours, theirs = _lines(stream)
    assert ours["exception"] == theirs["exception"] == "ValueError"
    assert PLANTED not in stream.getvalue()
    assert "Traceback" not in stream.getvalue()


def test_an_exception_can_be_handed_over(stream: io.StringIO) -> None:
    log("task_failed", failed=ValueError(PLANTED))
    assert _lines(stream)[0]["exception"] == "ValueError"
    assert PLANTED not in stream.getvalue()


def test_what_is_not_json_is_named_by_its_class(
    stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    log("exchange", detail=object(), code=PLANTED.encode(), count={1, 2})
    (line,) = _lines(stream)
    assert (line["detail"], line["code"], line["count"]) == ("object", "bytes", "set")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "evil", ["a\r\nlevel=error", "\x1b[2J\x1b[31m", "\u2028", "\x00", "\x9b31m", '"},{"x":"']
)
def test_no_value_breaks_its_line(stream: io.StringIO, evil: str) -> None:
    log("exchange", request_id=evil)
    text = stream.getvalue()
    assert text.isascii()
    assert text.count("\n") == 1
    assert all(c.isprintable() for c in text[:-1])
    assert _lines(stream)[0]["request_id"] == evil


@given(st.dictionaries(st.text(min_size=1, max_size=12), st.text(max_size=20), max_size=6))
def test_nothing_but_allowed_keys_ever(fields: dict[str, str]) -> None:
    stream = io.StringIO()
    configure("info", stream)
    fields = {k: v for k, v in fields.items() if k not in {"event", "level", "failed"}}
    log("exchange", **fields)
    (line,) = _lines(stream)
    assert line.keys() <= ALLOWED | {"time", "level", "logger", "exception"}
    assert len(stream.getvalue().splitlines()) == 1


def test_levels() -> None:
    stream = io.StringIO()
    configure("error", stream)
    log("quiet")
    log("loud", logging.ERROR)
    assert [line["event"] for line in _lines(stream)] == ["loud"]
