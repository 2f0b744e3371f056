"""A guest: a recognizer that a deployment brings along, as configuration has it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What a guest is made of."""

    PRESIDIO = "presidio"
    GLINER = "gliner"
    TRANSFORMERS = "transformers"
    SPACY = "spacy"


PACKAGES = {
    Kind.PRESIDIO: "presidio_analyzer",
    Kind.GLINER: "gliner",
    Kind.TRANSFORMERS: "transformers",
    Kind.SPACY: "spacy",
}
"""What has to be installed for each kind; the extra of the same name brings it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """One recognizer.

    Attributes:
        name: how spans, metrics and log lines name it, after `guest:`.
        kind: what it is made of.
        load: its class, `package.module:Class`; "" for kinds that load a model.
        kwargs: what its class is made with, as JSON.
        model: directory of its model; None for kinds without one.
        labels: its own words for entity types, and ours.
        types: entity types that it may answer.
        language: ISO 639-1 code of the language that it is asked in.
        threshold: finds with a lower score are dropped.
        seconds: time limit for one text.
    """

    name: str
    kind: Kind
    load: str = ""
    kwargs: str = "{}"
    model: Path | None = None
    labels: tuple[tuple[str, str], ...] = ()
    types: frozenset[str] = frozenset()
    language: str = "en"
    threshold: float = 0.5
    seconds: float = 2.0
