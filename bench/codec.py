"""What the OpenAI codec costs: microseconds per call, best of several rounds.

Run: .venv/bin/python -m bench.codec
"""

import json
from collections.abc import Callable
from time import perf_counter

from providers.json_text import parse
from providers.openai import OPENAI

WORDS = "Ottilie asked the shop about the order that she made in March. "


def best(deed: Callable[[], object], calls: int) -> float:
    """Microseconds per call."""
    rounds = []
    for _ in range(7):
        start = perf_counter()
        for _ in range(calls):
            deed()
        rounds.append((perf_counter() - start) / calls)
    return min(rounds) * 1e6


def compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def chat(repeats: int) -> bytes:
    system = {"role": "system", "content": "You help the customers of Fjell. " * 8}
    asked = {"role": "user", "content": WORDS * repeats}
    return compact({"model": "gpt-4o", "messages": [system, asked], "stream": True})


def events(count: int) -> list[bytes]:
    head = {"id": "chatcmpl-7", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o"}
    return [
        b"data: "
        + compact({**head, "choices": [{"index": 0, "delta": {"content": f" word{number}"}}]})
        + b"\n\n"
        for number in range(count)
    ]


def main() -> None:
    operation = OPENAI.route("POST", "/v1/chat/completions", "")
    assert operation is not None
    small, large, pieces = chat(10), chat(1600), events(1000)
    payload = OPENAI.read(operation, small)

    def stream() -> None:
        reader = OPENAI.stream(operation, payload)
        for piece in pieces:
            for frame in reader.feed(piece):
                frame.render([f"{slot.text}!" for slot in frame.slots])

    figures = {
        f"parse {len(small)} bytes": best(lambda: parse(small), 2000),
        f"parse {len(large)} bytes": best(lambda: parse(large), 50),
        f"read {len(small)} bytes": best(lambda: OPENAI.read(operation, small), 2000),
        "rewrite, one text": best(lambda: payload.rewrite({2: "x"}, {}, None), 2000),
        "event of a stream, changed": best(stream, 5) / len(pieces),
    }
    for name, figure in figures.items():
        print(f"{name:30} {figure:9.1f} us")


if __name__ == "__main__":
    main()
