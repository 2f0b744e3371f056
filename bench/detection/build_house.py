"""Turns the marked texts in `source/` into JSON lines in `house/`: run it from the repository root.

A source file holds documents; each begins with a line `%%% id kind [lang]`.
Personal data are written `[[TYPE|value]]`; `[[TYPE:check|value]]` names a checksum of
python-stdnum, and each `_` in the value is then replaced so that the checksum holds.
`[[IGNORE|value]]` marks what may be found or left. Further whole-word repeats of a marked value,
and words of a marked person's name, are marked too; `[[NOT|word]]` keeps one from it.
"""

import itertools
import json
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

SOURCE = Path(__file__).parent / "source"
HOUSE = Path(__file__).parent / "house"
_MARK = re.compile(r"\[\[([A-Z_]+)(?::([a-z_.]+))?\|(.*?)\]\]", re.DOTALL)
_HEAD = re.compile(r"^%%% (\S+) (\S+)(?: (\S+))?\n", re.MULTILINE)
_TITLES = re.compile(
    r"(?:(?:mr|mrs|ms|miss|dr|prof|shri|sri|smt|sh|thiru|late|sardar|m/s|fr|er|sqn ldr|judge|sir"
    r"|justice|baby of|col|sgt|cllr|rev|md|herr|frau|mme|m)\b\.?|\(retd\.?\))\s*(?=\S\S)",
    re.IGNORECASE,
)
_DIGITS, _LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its spans: (start, end, type)."""

    text: str
    spans: list[tuple[int, int, str]]


def _filled(value: str, check: str | None) -> str:
    """The value with its check characters; `check` is a module of python-stdnum."""
    if check is None:
        return value
    valid = import_module(f"stdnum.{check}").is_valid
    for letters in (_DIGITS, _LETTERS):
        for chosen in itertools.product(letters, repeat=value.count("_")):
            pieces = itertools.zip_longest(value.split("_"), chosen, fillvalue="")
            candidate = "".join(itertools.chain.from_iterable(pieces))
            if valid(candidate) or valid(re.sub("[ -]", "", candidate)):
                return candidate
    message = f"no check characters make {value!r} a valid {check}"
    raise ValueError(message)


def _without_title(before: str, name: str) -> tuple[str, str]:
    """Titles moved out of the name, as `Mr.` identifies nobody."""
    while (title := _TITLES.match(name)) and title.end() < len(name):
        before, name = before + title[0], name[title.end() :]
    return before, name


def _read(marked: str) -> Marked:
    """The text without its marks, and where the marked values lie."""
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    length = last = 0
    for mark in _MARK.finditer(marked):
        before, value = marked[last : mark.start()], _filled(mark[3], mark[2])
        if mark[1] == "PERSON":
            before, value = _without_title(before, value)
        parts += [before, value]
        start = length + len(before)
        length, last = start + len(value), mark.end()
        spans.append((start, length, mark[1]))
    return Marked("".join([*parts, marked[last:]]), spans)


def _repeated(found: Marked) -> list[tuple[int, int, str]]:
    """Spans of later whole-word repeats of the marked values and of the words of names."""
    wanted = {found.text[s:e]: kind for s, e, kind in found.spans if kind not in {"IGNORE", "NOT"}}
    for value, kind in list(wanted.items()):
        if kind == "PERSON":
            words = [w for w in re.findall(r"[^\W\d_]{3,}", value) if not w.islower()]
            wanted |= {word: "PERSON" for word in words if word not in wanted}
    taken = list(found.spans)
    for value in sorted(wanted, key=len, reverse=True):
        if len(value) < 3:
            continue
        for hit in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", found.text):
            if all(hit.end() <= s or hit.start() >= e for s, e, _ in taken):
                taken.append((hit.start(), hit.end(), wanted[value]))
    return sorted(span for span in taken if span not in found.spans)


def records(path: Path) -> list[dict[str, object]]:
    """The documents of one source file as the scorer reads them."""
    pieces = _HEAD.split(path.read_text(encoding="utf-8"))[1:]
    made: list[dict[str, object]] = []
    for name, kind, lang, body in zip(*[iter(pieces)] * 4, strict=True):
        found = _read(body.strip("\n"))
        again = _repeated(found) if kind != "negative" else []
        spans = sorted(s for s in found.spans + again if s[2] != "NOT")
        made.append(
            {
                "id": name,
                "text": found.text,
                "spans": [{"start": s, "end": e, "type": t} for s, e, t in spans],
                "source": "house",
                "kind": kind,
                "lang": lang or "en",
                "labelled": ["*"],
            }
        )
    return made


def lines(path: Path) -> str:
    """One source file as lines of JSON; a stray mark is refused."""
    made = records(path)
    for record in made:
        if re.search(r"\[\[[A-Z]+[|:]", str(record["text"])):
            message = f"{path.name}: {record['id']} holds a stray mark"
            raise ValueError(message)
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in made)


def main() -> None:
    """Builds every file."""
    for path in sorted(SOURCE.glob("*.txt")):
        (HOUSE / f"{path.stem}.jsonl").write_text(lines(path), encoding="utf-8")


if __name__ == "__main__":
    main()
