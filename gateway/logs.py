"""Structured logs through an allow-list: one line for each exchange, JSON, no payload.

Third parties' log records lose their message, since nobody can say what stands in it: what stays
is who logged, how bad it is, and the class of the exception.
"""

import json
import logging
import sys
import time
from collections.abc import Mapping
from typing import TextIO

ALLOWED = frozenset({
    "event", "wire", "operation", "application", "recipient", "purpose", "status", "code",
    "outcome", "disclosure_id", "request_id", "duration_ms", "added_ms", "entities", "cached",
    "bytes_up", "bytes_down", "restored", "denied", "unknown", "detail", "host", "port", "version",
    "config_hash", "count", "recognizer",
})  # fmt: skip
"""Keys that may stand in a log line."""

_OURS = "privacy_gateway"


class AllowListFormatter(logging.Formatter):
    """Formats records as JSON lines with allowed keys only; times are UTC."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """Render one record."""
        line: dict[str, object] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
        }
        fields = getattr(record, "fields", None)
        if record.name == _OURS and isinstance(fields, Mapping):
            line |= {key: value for key, value in fields.items() if key in ALLOWED}
        else:
            line["event"] = "library"
            line["logger"] = record.name
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=True, separators=(",", ":"), default=_class)


def _class(value: object) -> str:
    """What is said of a value that is no JSON: its words might be anybody's."""
    return type(value).__name__


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send all logging of the process through the allow-list."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(AllowListFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)  # libraries speak up only when something is wrong
    logging.getLogger(_OURS).setLevel(level.upper())


def log(
    event: str,
    level: int = logging.INFO,
    *,
    failed: bool | BaseException = False,
    **fields: object,
) -> None:
    """Log one line of ours.

    Args:
        event: what happened, in snake case.
        level: of the standard library.
        failed: an exception whose class is named; True for the one being handled.
        **fields: allowed keys only; others are dropped by the formatter.
    """
    logger = logging.getLogger(_OURS)
    if logger.isEnabledFor(level):
        logger.log(level, "", exc_info=failed, extra={"fields": {"event": event, **fields}})
