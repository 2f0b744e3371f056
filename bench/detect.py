"""Speed of the structured stage: `python bench/detect.py DATA_DIRECTORY [--re2]`.

Reads `*.jsonl` files with a `text` in each line and prints, for each file, the throughput of the
scan and of the whole stage over all of its texts, and the time for each text. CPU time, best of
five rounds: compare ratios, the machine is shared.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from redaction.detect import Detector
from redaction.registry import RECOGNIZERS
from redaction.scanners import HyperscanScanner, Re2Scanner

ROUNDS = 5
PROMPT = (
    "Hello, please help me write an answer to this customer. Her name is Ann Lee, e-mail "
    "ann.lee@example.org, phone +91 98765 43210, she paid with card 4111 1111 1111 1111 and her "
    "PAN is ABCPK1234L. She wrote on Monday that the parcel has not arrived at her home, 221 Baker "
    "Street, London. Her IP was 203.0.113.77 and her login is @ann_lee. "
)
FILLER = (
    "Please be polite and keep the answer short, mention that we have checked with the carrier, "
    "that the parcel was held at the depot because nobody answered, and that a new delivery has "
    "been arranged. Offer a voucher as a small apology, and close with our usual greeting. "
)


def best(work: Callable[[], object], times: int = 1) -> float:
    """Seconds of CPU for one call, the best of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        for _ in range(times):
            work()
        seconds.append((time.process_time() - begin) / times)
    return min(seconds)


def texts_of(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line]


def line(name: str, texts: list[str], detector: Detector) -> str:
    joined = "\n".join(texts)
    data = joined.encode()
    scanned = best(lambda: detector._scanner.find(data))  # noqa: SLF001 - a part beside the whole
    whole = best(lambda: detector.detect(joined))
    each = best(lambda: [detector.detect(text) for text in texts])
    speed = (
        f"scan {len(data) / scanned / 1e6:6.1f} MB/s  detect {len(data) / whole / 1e6:6.1f} MB/s"
    )
    return f"{name:18s} {speed}  text by text {each / len(data) * 1024e3:.3f} ms/KB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--re2", action="store_true")
    options = parser.parse_args()
    begin = time.process_time()
    detector = Detector(RECOGNIZERS, Re2Scanner if options.re2 else HyperscanScanner)
    print(
        f"compiled {len(detector.expressions)} expressions in {time.process_time() - begin:.2f} s"
    )
    scan = detector._scanner.find  # noqa: SLF001 - a part beside the whole
    prompt = (PROMPT + FILLER * 4)[:1024]
    data = prompt.encode()
    print(
        f"prompt of {len(prompt)} characters, {len(detector.detect(prompt))} entities: "
        f"scan {best(lambda: scan(data), 200) * 1e6:.0f} us, "
        f"detect {best(lambda: detector.detect(prompt), 200) * 1e6:.0f} us; "
        f"short text {best(lambda: detector.detect('You are helpful.'), 500) * 1e6:.1f} us"
    )
    for path in sorted(options.data.glob("*.jsonl")):
        print(line(path.stem, texts_of(path), detector))


if __name__ == "__main__":
    main()
