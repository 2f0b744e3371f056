"""The demonstration on a terminal: what each side saw, side by side with the record of it.

Pure: text in, text out. Colours only where the caller says that a terminal shows them.
"""

import os
import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from gateway.demo.steps import Line, Step
from privacy.pseudonym import CANONICAL

_LABEL_WIDTH = 17
_WIDTH_MAX, _WIDTH_MIN = 110, 60
_PLAIN = str.maketrans("\u2500\u2502\u2714\u2718\u00b7\u201c\u201d", '-|+x-""')
"""What stands for lines and marks where the output's encoding has none."""
_BOLD, _DIM, _GREEN, _YELLOW, _CYAN, _RED = "1", "2", "32", "33", "1;36", "1;31"


@dataclass(frozen=True, slots=True)
class Count:
    """How often an entity type was treated in one way."""

    entity_type: str
    action: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the disclosure log, as shown.

    Attributes:
        id: of the disclosure.
        purpose: what it was made for.
        legal_basis: on which ground.
        recipient: who received.
        outcome: how it ended.
        entities: what it held and what was done with it.
    """

    id: str
    purpose: str
    legal_basis: str
    recipient: str
    outcome: str = ""
    entities: tuple[Count, ...] = ()


class Screen:
    """Writes to a terminal or a file.

    Attributes:
        width: columns to wrap at.
    """

    def __init__(
        self,
        out: TextIO,
        originals: Sequence[str],
        *,
        colour: bool | None = None,
        width: int | None = None,
    ) -> None:
        """Begin.

        Args:
            out: where to write.
            originals: personal data to highlight where it stands in the clear.
            colour: whether to colour; None: only on a terminal that shows colours, and not where
                NO_COLOR is set (https://no-color.org).
            width: columns; None: the terminal's, within reason.
        """
        self._out = out
        self._colour = _coloured(out) if colour is None else colour
        self._plain = not _encodes(out)
        columns = shutil.get_terminal_size((100, 24)).columns if width is None else width
        self.width = max(_WIDTH_MIN, min(_WIDTH_MAX, columns))
        self._originals = _pattern(originals)

    def line(self, text: str = "") -> None:
        """Write a line as it is."""
        print(text.translate(_PLAIN) if self._plain else text, file=self._out, flush=True)

    def heading(self, text: str) -> None:
        """Write a heading."""
        rule = "\u2500" * max(0, self.width - len(text) - 4)
        self.line()
        self.line(self._paint(f"\u2500\u2500 {text} ", _BOLD) + self._paint(rule, _DIM))

    def note(self, text: str) -> None:
        """Write a remark, wrapped."""
        for line in textwrap.wrap(text, self.width - 2):
            self.line("  " + self._paint(line, _DIM))

    def step(self, number: int, step: Step) -> None:
        """Write one step of the conversation."""
        self.heading(f"{number}  {step.title}")
        self._said("client sent", step.client_sent)
        if step.resent:
            self._field("", self._paint(f"(and {step.resent} earlier messages again)", _DIM))
        self._said("provider saw", step.provider_saw)
        self._said("provider said", step.provider_said)
        self._said("client received", step.client_received)
        timing = step.timing
        counted = f"{timing.pieces} pieces, the first after {timing.first_ms:.0f} ms"
        self._field("", self._paint(counted, _DIM))

    def entry(self, entry: Entry) -> None:
        """Write one entry of the disclosure log."""
        parts = [f"purpose {entry.purpose}", f"legal basis {entry.legal_basis}"]
        parts += [f"recipient {entry.recipient}"]
        parts += [entry.outcome] if entry.outcome else []
        self._field("disclosure", self._paint(entry.id, _GREEN))
        for line in textwrap.wrap(" \u00b7 ".join(parts), self._room):
            self._field("", line)
        for text in _treated(entry.entities):
            for line in textwrap.wrap(text, self._room, subsequent_indent="  "):
                self._field("", line)

    def verdict(self, *, good: bool, text: str) -> None:
        """Write the result of a check."""
        mark = self._paint("\u2714", _GREEN) if good else self._paint("\u2718", _RED)
        lines = textwrap.wrap(text, self.width - 4)
        for at, line in enumerate(lines):
            self.line(f"  {mark} {line}" if at == 0 else f"    {line}")

    def table(self, rows: Iterable[tuple[str, str]]) -> None:
        """Write names and values, in two columns; values are never wrapped: they are copied."""
        for name, value in rows:
            self.line(f"  {self._paint(f'{name:<{_LABEL_WIDTH}}', _DIM)} {value}")

    def code(self, text: str) -> None:
        """Write something to copy."""
        for line in text.splitlines():
            self.line(f"    {line}")

    @property
    def _room(self) -> int:
        return self.width - _LABEL_WIDTH - 5

    def _said(self, label: str, lines: Sequence[Line]) -> None:
        for at, line in enumerate(lines):
            text = f"[{line.who}] {line.text}" if line.who.startswith("tool") else line.text
            self._block(label if at == 0 else "", text)

    def _block(self, label: str, text: str) -> None:
        wrapped = [
            line or ""
            for paragraph in text.splitlines()
            for line in textwrap.wrap(paragraph, self._room, break_on_hyphens=False) or [""]
        ]
        painted = self._highlight("\n".join(line for line in wrapped if line)).split("\n")
        for at, line in enumerate(painted):
            self._field(label if at == 0 else "", line)

    def _field(self, label: str, text: str) -> None:
        bar = self._paint("\u2502", _DIM)
        self.line(f"  {self._paint(f'{label:<{_LABEL_WIDTH}}', _BOLD)}{bar} {text}")

    def _highlight(self, text: str) -> str:
        if not self._colour:
            return text
        text = CANONICAL.sub(lambda match: self._paint(match.group(), _CYAN), text)
        return self._originals.sub(lambda match: self._paint(match.group(), _YELLOW), text)

    def _paint(self, text: str, code: str) -> str:
        if not self._colour or not text.strip():
            return text
        return "\n".join(f"\x1b[{code}m{line}\x1b[0m" for line in text.split("\n"))


def _coloured(out: TextIO) -> bool:
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and out.isatty()


def _encodes(out: TextIO) -> bool:
    """Whether lines and marks can be written at all."""
    try:
        "".join(map(chr, _PLAIN)).encode(out.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _treated(entities: Sequence[Count]) -> list[str]:
    """A line for each action: what it was applied to, and how often."""
    actions = dict.fromkeys(one.action for one in entities)
    found = {
        action: [f"{one.count} {one.entity_type}" for one in entities if one.action == action]
        for action in actions
    }
    return [f"{action} {', '.join(counts)}" for action, counts in found.items()] or [
        "no personal data found"
    ]


def _pattern(values: Iterable[str]) -> re.Pattern[str]:
    """Finds the values, also where a line was broken inside of one."""
    words = sorted(values, key=len, reverse=True)
    if not words:
        return re.compile(r"(?!)")
    return re.compile("|".join(r"\s".join(map(re.escape, word.split(" "))) for word in words))
