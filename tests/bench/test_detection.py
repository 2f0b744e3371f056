"""The benchmark of detection: its samples, its tables, and one system measured for real."""

import json
import sys
from pathlib import Path
from typing import Any

from bench.detection import tables
from bench.detection.__main__ import measure, sample
from bench.detection.systems import System, here

SCORES: dict[str, Any] = {
    "ALL": {
        "CORE": {"P": 0.9, "R": 0.8, "F2": 0.8181, "leak": 0.05, "leakc": 0.06},
        "NEG": {"fp1k": 0.123, "over": 0.0004},
        "EMAIL": {"gold": 7, "P": 1.0, "R": 0.5, "F2": 0.55, "leak": float("nan")},
        "~AGE": {"gold": 9, "P": 1.0, "R": 0.5, "F2": 0.55, "leak": 0.5},
    },
    "chat": {"CORE": {"F2": 0.7, "leak": 0.1}},
    "code": {"NEG": {"fp1k": 2.0, "over": 0.01}},
}


def data(directory: Path, count: int) -> Path:
    lines = [
        json.dumps({"id": f"t{n}", "text": f"write to ann{n}@posteo.de, please"})
        for n in range(count)
    ]
    (directory / "chat.jsonl").write_text("\n".join(lines), "utf-8")
    return directory


def test_a_sample_takes_one_text_in_so_many(tmp_path: Path) -> None:
    with sample(data(tmp_path, 10), 4) as place:
        rows = (place / "chat.jsonl").read_text().splitlines()
    assert [json.loads(row)["id"] for row in rows] == ["t0", "t4", "t8"]
    with sample(tmp_path, 1) as place:
        assert place == tmp_path


def test_the_tables_hold_what_was_measured() -> None:
    scored = {"ours": SCORES, "theirs": {"ALL": {"CORE": {"P": 0.5}}}}
    told = tables.overall(scored, {"ours": {"ms_per_kb": 1.234}, "theirs": {}})
    assert told[2] == "| ours | .900 | .800 | .818 | .050 | .060 | 0.12 | 0.04 % | 1.23 |"
    assert told[3] == "| theirs | .500 |  |  |  |  |  |  |  |"
    assert tables.by_type({"ours": SCORES})[2:] == [
        "| EMAIL | 7 | ours | 1.000 | .500 | .550 |  |",
        "| ~AGE | 9 | ours | 1.000 | .500 | .550 | .500 |",
    ]
    by_source = tables.by_source({"ours": SCORES})
    assert "| chat | ours |  |  | .700 | .100 |" in by_source
    assert "| code | ours | 2.00 | 1.00 % |" in by_source
    sizes = {"ours": {"1": {"new": 0.5, "seen": 0.01}, "10": {"new": "refused: ValueError"}}}
    assert tables.by_size(sizes)[2:] == [
        "| ours | 0.5000 | refused: ValueError |",
        "| ours, seen before | 0.0100 |  |",
    ]


def test_this_checkout_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    place = data(tmp_path, 3)
    patterns = here()[1]
    found = measure("predict", [patterns], place, tmp_path)[patterns.name]
    rows = [json.loads(line) for line in found["predictions"].read_text().splitlines()]
    assert [row["id"] for row in rows] == ["t0", "t1", "t2"]
    assert [row["spans"][0]["type"] for row in rows] == ["EMAIL"] * 3
    assert found["ms_per_kb"] > 0


def test_a_system_that_fails_is_left_out(tmp_path: Path, capfd: Any) -> None:
    missing = System("missing", "presidio", Path(sys.executable))
    assert measure("ready", [missing], data(tmp_path, 1), tmp_path) == {}
    assert "missing failed: ready is left out" in capfd.readouterr().err
