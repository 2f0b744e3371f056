"""GLiNER models, from a directory on this machine: they are asked for the labels by name.

Only the process that may be killed imports this module.
"""

import json
import re
from collections.abc import Callable, Iterator

from gliner import GLiNER

from gateway.guests.answers import Find
from gateway.guests.guest import Guest
from gateway.guests.windows import windows

_SIZE = 1200
_WORD = re.compile(r"\w+|[^\w\s]")
_WORDS = 150
"""Words and signs read at once, at most: GLiNER cuts off in silence what lies beyond the limit of
its configuration, and counts no more of them than `_WORD` does."""


def load(guest: Guest) -> Callable[[str], Iterator[Find]]:
    """Load the model; nothing is fetched.

    Raises:
        Exception: whatever the library raises.
    """
    model = GLiNER.from_pretrained(str(guest.model), local_files_only=True)
    labels = list(dict(guest.labels))
    most = min(_WORDS, int(model.config.max_len))
    more = {"threshold": guest.threshold} | json.loads(guest.kwargs)

    def find(text: str) -> Iterator[Find]:
        for start, piece in windows(text, _SIZE, lambda one: len(_WORD.findall(one)) <= most):
            for one in model.predict_entities(piece, labels, **more) if piece.strip() else ():
                yield start + one["start"], start + one["end"], one["label"], one["score"]

    return find
