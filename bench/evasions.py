"""How many values are found in writings that hide them: `python bench/evasions.py [--missed]`."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from redaction.detect import Detector
from redaction.registry import RECOGNIZERS
from tests.support.evasions import EVASIONS, VALUES


def missed(detector: Detector, name: str) -> tuple[int, list[str]]:
    """How many values can be written so, and the types of those that are not found."""
    kinds, count = [], 0
    for kind, (before, value) in VALUES.items():
        written = EVASIONS[name](value)
        if written is None:
            continue
        count += 1
        text = f"Hello, {before} {written} thanks."
        wanted = value if value in written else written
        start = text.index(wanted)
        covered = {i for span in detector.detect(text) for i in range(span.start, span.end)}
        rest = set(range(start, start + len(wanted))) - covered
        if any(text[i].isalnum() for i in rest):
            kinds.append(kind)
    return count, kinds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true", help="name the types that are missed")
    options = parser.parse_args()
    detector = Detector(RECOGNIZERS)
    found = written = 0
    for name in EVASIONS:
        count, kinds = missed(detector, name)
        found, written = found + count - len(kinds), written + count
        told = " ".join(kinds) if options.missed else ""
        print(f"{count - len(kinds):4} of {count:2}  {name}  {told}")
    print(f"{found} of {written}")


if __name__ == "__main__":
    main()
