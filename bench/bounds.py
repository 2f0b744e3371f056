"""Bounded work: `python bench/bounds.py [--large]`.

For every hostile shape the CPU time of an inspection without the name model at two sizes, the
second twice the first, and their ratio: it should be at most 2.3. Then 60 kB of one letter, and
with `--large` 10 MB of each shape with the peak of memory. The best of some rounds counts: the
machine may be shared.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from privacy.policy import Policy
from privacy.text import Segment
from redaction.detect import Detector
from redaction.inspect import inspect
from redaction.registry import RECOGNIZERS
from tests.support.hostile import SHAPES, filled

ROUNDS = 5
SIZE = 60_000
LARGE = 10_000_000
RATIO = 2.3
POLICY = Policy(id="bounds", names="off")


def best(detector: Detector, text: str) -> float:
    """Seconds of CPU for one inspection."""
    seconds = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        inspect([Segment(text, "/messages/0/content")], detector, None, None, POLICY)
        seconds.append(time.process_time() - begin)
    return min(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="10 MB of each shape, too")
    options = parser.parse_args()
    detector = Detector(RECOGNIZERS)
    worst = 0.0
    for name, unit in SHAPES.items():
        once, twice = (best(detector, filled(unit, size)) for size in (SIZE, 2 * SIZE))
        ratio = twice / once
        worst = max(worst, ratio)
        mark = "  <-- too much" if ratio > RATIO and twice > 0.01 else ""
        print(f"{once * 1e3:8.1f} ms {twice * 1e3:8.1f} ms  ratio {ratio:4.2f}  {name}{mark}")
        if options.large:
            begin = time.process_time()
            text = filled(unit, LARGE)
            inspect([Segment(text, "/messages/0/content")], detector, None, None, POLICY)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"    10 MB: {time.process_time() - begin:.1f} s, peak {peak:.0f} MB so far")
    print(f"worst ratio {worst:.2f}; 60 kB of one letter {best(detector, 'a' * SIZE) * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
