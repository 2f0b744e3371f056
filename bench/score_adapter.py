"""Our spans for the scorer: `score.py --data DIR --call bench.score_adapter:inspected`."""

from functools import lru_cache

from gateway.model_files import load_name_model
from gateway.offline.type_words import SHORT
from privacy.policy import Policy
from privacy.text import Segment
from redaction.detect import Detector
from redaction.inspect import inspect
from redaction.names import NameModel
from redaction.registry import RECOGNIZERS

_DETECTOR = Detector(RECOGNIZERS)
# The scorer's words for types that it groups under another name.
_NAMES = SHORT


def detect(text: str) -> list[tuple[int, int, str]]:
    """Spans of the structured stage alone, in the scorer's words."""
    return [
        (span.start, span.end, _NAMES.get(span.entity_type, span.entity_type))
        for span in _DETECTOR.detect(text)
    ]


def inspected(text: str) -> list[tuple[int, int, str]]:
    """Spans as the gateway finds them: structured stage, name model, coherence, thresholds."""
    found = inspect([Segment(text, "/text")], _DETECTOR, _names(), None, Policy(id="bench"))
    return [
        (span.start, span.end, _NAMES.get(span.entity_type, span.entity_type))
        for span in found.spans[0]
    ]


@lru_cache(maxsize=1)
def _names() -> NameModel:
    return load_name_model()
