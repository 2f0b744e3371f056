"""Asks a model as the gateway's process does, in the environment that has its library."""

import json
import sys
from importlib import import_module
from pathlib import Path

from gateway.guests.answers import checked
from gateway.guests.guest import Guest, Kind

if __name__ == "__main__":
    said = json.load(sys.stdin)
    guest = Guest(
        name="own",
        kind=Kind(said["kind"]),
        model=Path(said["model"]),
        labels=tuple(said["labels"].items()),
        types=frozenset(said["labels"].values()),
        threshold=said["threshold"],
    )
    try:
        find = import_module(f"gateway.guests.{guest.kind}").load(guest)
        answers = [
            [
                (span.start, span.end, span.entity_type)
                for span in checked(
                    find(text), len(text), dict(guest.labels), guest.types, guest.name
                )
            ]
            for text in said["texts"]
        ]
    except Exception as error:  # noqa: BLE001 - what the library says is the answer
        answers = f"{type(error).__name__}: {error}"
    sys.stdout.write("\n" + json.dumps(answers))
