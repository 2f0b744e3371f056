"""spaCy models of a deployment: entities of a pipeline on disk.

Only the process that may be killed imports this module.
"""

import json
from collections.abc import Callable, Iterator

import spacy

from gateway.guests.answers import Find
from gateway.guests.failing import Unfit
from gateway.guests.guest import Guest
from gateway.guests.windows import windows

_SIZE = 50_000
"""Characters read at once; spaCy itself refuses a million."""
_SCORE = 0.85
"""spaCy gives none; presidio-analyzer takes the same."""


def load(guest: Guest) -> Callable[[str], Iterator[Find]]:
    """Load the pipeline.

    Raises:
        Unfit: it knows no entity of a name that `labels` gives.
        Exception: whatever spaCy raises.
    """
    pipeline = spacy.load(str(guest.model), **json.loads(guest.kwargs))
    known = {label for pipe in pipeline.pipe_labels.values() for label in pipe}
    wanted = dict(guest.labels).keys()
    if missing := sorted(wanted - known):
        raise Unfit(f"the model has no label {missing[0]!r}")

    def find(text: str) -> Iterator[Find]:
        for start, piece in windows(text, _SIZE, lambda _: True):
            for entity in pipeline(piece).ents:
                if entity.label_ in wanted:
                    here = start + entity.start_char
                    yield here, start + entity.end_char, entity.label_, _SCORE

    return find
