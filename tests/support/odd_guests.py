"""Recognizers as people write them for presidio-analyzer; one of them obeys the text and fails."""

import os
import time
from typing import Any

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer, RecognizerResult


class Badges(PatternRecognizer):
    """Numbers of badges; surer beside their word."""

    def __init__(self, score: float = 0.4) -> None:
        super().__init__(
            supported_entity="BADGE",
            patterns=[Pattern("badge", r"\bB\d{5}\b", score)],
            context=["badge"],
        )


class Obedient(EntityRecognizer):
    """Finds `secret-N`, and fails in the way that the text asks for."""

    def __init__(self, **more: Any) -> None:
        super().__init__(supported_entities=["BADGE"], name="obedient", **more)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> Any:
        """Obey."""
        if "please hang" in text:
            time.sleep(60)
        if "please die" in text:
            os._exit(3)
        if "please raise" in text:
            raise ValueError(text)
        print(text)  # noqa: T201 - as debugging code does
        for words, answer in ANSWERS.items():
            if words in text:
                return answer(text)
        start = text.find("secret-")
        return [] if start < 0 else [RecognizerResult("BADGE", start, start + 9, 0.9)]


class Broken(Obedient):
    """Cannot be made."""

    def load(self) -> None:
        """Fail."""
        raise RuntimeError("no licence")


class Cold(Obedient):
    """Raises, whatever it is asked."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> Any:
        """Fail."""
        raise ValueError(text)


class Shy(Obedient):
    """Raises where Maria is named."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> Any:
        """Fail, or find nothing."""
        if "Maria" in text:
            raise ValueError(text)
        return []


class NoRecognizer:
    """Something else."""


def _one(**changes: Any) -> Any:
    said = {"entity_type": "BADGE", "start": 0, "end": 4, "score": 0.9} | changes
    return lambda _text: [RecognizerResult(**said)]


ANSWERS = {
    "answer None": lambda _text: None,
    "answer a tuple": lambda _text: (),
    "answer text": lambda text: text,
    "answer strings": lambda text: [text],
    "answer dicts": lambda _text: [{"start": 0, "end": 4}],
    "end beyond": lambda text: [RecognizerResult("BADGE", 0, len(text) + 1, 0.9)],
    "start below": _one(start=-1),
    "be empty": _one(end=0),
    "end first": _one(start=4, end=2),
    "text offsets": _one(start="0"),
    "no offsets": _one(start=None),
    "float offsets": _one(start=0.0, end=4.0),
    "true offsets": _one(start=False, end=True),
    "score nan": _one(score=float("nan")),
    "score high": _one(score=1.5),
    "score low": _one(score=-0.5),
    "score infinite": _one(score=float("inf")),
    "score text": _one(score="0.9"),
    "score none": _one(score=None),
    "score true": _one(score=True),
    "type unknown": _one(entity_type="WIDGET"),
    "type none": _one(entity_type=None),
    "type list": _one(entity_type=["BADGE"]),
}
"""Nonsense, by the words that ask for it."""
