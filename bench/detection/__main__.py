"""Detection beside its peers: `python -m bench.detection --help`; see README.md here."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.detection.systems import System, here, presidio, release
from bench.detection.tables import Scores, by_size, by_source, by_start, by_type, overall


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.detection", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="directory of lines of JSON")
    parser.add_argument("--scorer", type=Path, help="score.py; without it only times are measured")
    parser.add_argument("--release", default="", help="git ref of the last release")
    parser.add_argument("--presidio", type=Path, help="virtual environment of presidio-analyzer")
    parser.add_argument("--every", type=int, default=1, help="take one text in so many")
    parser.add_argument(
        "--largest", type=int, default=1000, metavar="KB", help="longest text that is timed"
    )
    parser.add_argument("--scores-only", action="store_true")
    parser.add_argument("--sizes-only", action="store_true")
    parser.add_argument("--keep", type=Path, help="directory that predictions are kept in")
    return parser.parse_args()


@contextmanager
def sample(data: Path, every: int) -> Iterator[Path]:
    """One text in so many of each file; all of them where that is one."""
    if every == 1:
        yield data
        return
    with tempfile.TemporaryDirectory() as name:
        for file in sorted(data.glob("*.jsonl")):
            rows = [line for line in file.read_text("utf-8").splitlines() if line.strip()]
            Path(name, file.name).write_text("\n".join(rows[::every]) + "\n", "utf-8")
        yield Path(name)


def measure(
    task: str, systems: Sequence[System], data: Path, into: Path, largest: int = 0
) -> dict[str, Any]:
    """What each system gave for a task; one that fails is left out, and said."""
    found = {}
    for index, system in enumerate(systems):
        result = into / f"{task}-{index}.json"
        if system.run(task, data, result, largest):
            found[system.name] = json.loads(result.read_text())
            found[system.name]["predictions"] = result.with_suffix(".predictions")
        else:
            print(f"{system.name} failed: {task} is left out.", file=sys.stderr)
    return found


def score(scorer: Path, data: Path, predictions: Path, into: Path) -> Scores:
    command = [
        sys.executable, str(scorer), "--data", str(data), "--pred", str(predictions),
        "--by", "source", "--brief", "--json", str(into),
    ]  # fmt: skip
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    found: Scores = json.loads(into.read_text())
    return found


def show(title: str, table: Sequence[str]) -> None:
    print(f"\n## {title}\n")
    print("\n".join(table), flush=True)


def main() -> None:
    options = arguments()
    with ExitStack() as stack:
        data = stack.enter_context(sample(options.data, options.every))
        into = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        into.mkdir(parents=True, exist_ok=True)
        systems = here()
        if options.presidio:
            systems += presidio(options.presidio.absolute())
        if options.release:
            systems += stack.enter_context(release(options.release))
        left_out = [
            name for name in ("presidio", "release", "scorer") if not getattr(options, name)
        ]
        print(f"Texts: {options.data}, one in {options.every}. Left out: {left_out or 'nothing'}.")
        if options.scorer and not options.sizes_only:
            scores(options.scorer, systems, data, into)
        if not options.scores_only:
            times(systems, data, into, options.largest)


def scores(scorer: Path, systems: Sequence[System], data: Path, into: Path) -> None:
    predicted = measure("predict", systems, data, into)
    scored = {
        name: score(scorer, data, one["predictions"], one["predictions"].with_suffix(".scores"))
        for name, one in predicted.items()
    }
    show("All texts", overall(scored, predicted))
    show("By type", by_type(scored))
    show("By source", by_source(scored))


def times(systems: Sequence[System], data: Path, into: Path, largest: int) -> None:
    started = measure("ready", systems, data, into)
    measured = measure("sizes", systems, data, into, largest)
    for one in (*started.values(), *measured.values()):
        one.pop("predictions")
    show("By size of the text", by_size(measured))
    show("Start and memory", by_start(started))


if __name__ == "__main__":
    main()
