"""The evaluation set of our own: marks become spans, and the lines are what the sources say."""

import json
from pathlib import Path

import pytest

from bench.detection.build_house import HOUSE, SOURCE, lines, records
from redaction.checksums import luhn

SOURCES = sorted(SOURCE.glob("*.txt"))


def built(directory: Path, body: str, kind: str = "chat") -> list[tuple[str, str]]:
    path = directory / "a.txt"
    path.write_text(f"%%% a-1 {kind}\n{body}\n", "utf-8")
    (record,) = records(path)
    text, spans = record["text"], record["spans"]
    assert isinstance(text, str)
    assert isinstance(spans, list)
    return [(text[s["start"] : s["end"]], s["type"]) for s in spans]


def test_marks_become_spans_and_titles_stay_outside(tmp_path: Path) -> None:
    assert built(tmp_path, "Ask Dr. [[PERSON|Mrs. Ann Bell]], [[PHONE|12 34]]") == [
        ("Ann Bell", "PERSON"),
        ("12 34", "PHONE"),
    ]


def test_repeats_and_words_of_names_are_marked_too(tmp_path: Path) -> None:
    found = built(tmp_path, "[[PERSON|Ann Bell]]: Bell rang, [[NOT|Bell]] tower, Ann Bell, bell")
    assert [value for value, _ in found] == ["Ann Bell", "Bell", "Ann Bell"]


def test_check_characters_are_filled_in(tmp_path: Path) -> None:
    ((card, _),) = built(tmp_path, "[[CREDIT_CARD:luhn|4000 1234 5678 901_]]")
    assert luhn(card.replace(" ", ""))


def test_a_stray_mark_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("%%% a-1 chat\nHi [[PERSON|Ann]\n", "utf-8")
    with pytest.raises(ValueError, match="a-1 holds a stray mark"):
        lines(path)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_lines_are_what_the_source_says(source: Path) -> None:
    assert (HOUSE / f"{source.stem}.jsonl").read_text("utf-8") == lines(source)


def test_names_are_used_once_and_spans_do_not_overlap() -> None:
    rows = [json.loads(row) for f in HOUSE.glob("*.jsonl") for row in f.read_text().splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) > 300
    for row in rows:
        ends = [0, *(span["end"] for span in row["spans"])]
        assert all(s["start"] >= end for s, end in zip(row["spans"], ends, strict=False)), row["id"]
