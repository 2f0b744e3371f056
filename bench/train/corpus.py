"""Licensed corpora: JSON lines of {"text", "spans": [{"start", "end", "type"}]}, one file each."""

import hashlib
import json
import random
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import django
from babel.messages.pofile import read_po
from generate import Labelled

ALLOWED = (
    "wnut17", "btc_tweets", "wikigold", "presidio_synth", "germeval", "indian_court", "meddocan",
    "pii_nano", "sec_legal", "adversarial",
)  # fmt: skip
"""CC BY, MIT, Apache-2.0 or our own. Left out: share-alike, unstated, for evaluation only."""
NEGATIVES = ("neg_code", "neg_techprose", "neg_productdocs", "neg_json", "neg_csv")
_TYPES = {
    "PERSON": "PERSON",
    "LOCATION": "LOCATION",
    "ADDRESS": "STREET_ADDRESS",
    "ORG": "ORG",
    "USERNAME": "HANDLE",
    "IGNORE": "IGNORE",
    "TITLE": "O",
}
_NOTHING = frozenset({"DATE", "AGE", "GENDER", "TITLE"})
_PIECE = 420


def held_out(ident: str) -> bool:
    """One document in five is never trained on."""
    return hashlib.sha256(ident.encode()).digest()[0] % 5 == 0


def read(folder: Path, seed: int) -> Iterator[tuple[str, Labelled]]:
    """Source and text of everything that may be trained on."""
    for source in ALLOWED:
        for line in _lines(folder / f"{source}.jsonl"):
            yield source, Labelled(line["text"], tuple(_spans(line)))
    chosen = random.Random(seed)
    for source in NEGATIVES:
        for line in _lines(folder / f"{source}.jsonl"):
            for _ in range(2):
                start = chosen.randrange(max(1, len(line["text"]) - _PIECE))
                yield source, Labelled(line["text"][start : start + _PIECE], ())


def _lines(file: Path) -> Iterator[dict]:
    with file.open(encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            if not held_out(line["id"]):
                yield line


def _spans(line: dict) -> Iterator[tuple[int, int, str]]:
    for span in line["spans"]:
        if span["type"] not in _NOTHING:
            yield span["start"], span["end"], _TYPES.get(span["type"], "ID")


_LANGUAGES = (
    *("ar", "bg", "bn", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "gu", "he", "hi"),
    *("hr", "hu", "hy", "id", "it", "ja", "ka", "kk", "kn", "ko", "lt", "lv", "mk", "ml", "mn"),
    *("mr", "my", "ne", "nl", "pa", "pl", "pt", "pt_BR", "ro", "ru", "sk", "sl", "sq", "sr"),
    *("sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "vi", "zh_Hans", "zh_Hant"),
)
_WORDS = 3
"""Of the shortest message that is worth reading."""
_MESSAGES = 8_000


def translations(seed: int) -> list[Labelled]:
    """Messages of Django (BSD) in fifty languages: text of interfaces, about nobody."""
    root = Path(django.__file__).parent / "contrib"
    found: list[Labelled] = []
    for language in _LANGUAGES:
        for file in sorted(root.glob(f"*/locale/{language}/LC_MESSAGES/django.po")):
            with file.open("rb") as lines, redirect_stdout(StringIO()):
                said = [message.string for message in read_po(lines)]
            found += [Labelled(text, ()) for text in said if _worth(text)]
    return random.Random(seed).sample(found, _MESSAGES)


def _worth(text: object) -> bool:
    if not isinstance(text, str) or not text:
        return False
    return len(text.split()) >= _WORDS or not text.isascii()
