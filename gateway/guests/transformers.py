"""Token classifiers of the transformers library, from a directory on this machine.

Only the process that may be killed imports this module.
"""

import json
from collections.abc import Callable, Iterator

from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

from gateway.guests.answers import Find
from gateway.guests.failing import Unfit
from gateway.guests.guest import Guest
from gateway.guests.windows import windows

_SIZE = 1200
"""Characters tried at once; fewer where they are more tokens than the model reads."""


def load(guest: Guest) -> Callable[[str], Iterator[Find]]:
    """Load tokenizer and model; nothing is fetched, and no code of the model's is run.

    Raises:
        Unfit: it knows no label that `labels` names.
        Exception: whatever the library raises.
    """
    place = str(guest.model)
    options = {"local_files_only": True, "trust_remote_code": False}
    tokenizer = AutoTokenizer.from_pretrained(place, use_fast=True, **options)
    model = AutoModelForTokenClassification.from_pretrained(place, **options)
    most = min(model.config.max_position_embeddings, tokenizer.model_max_length)
    known = {label.partition("-")[2] or label for label in model.config.id2label.values()}
    wanted = dict(guest.labels).keys()
    if missing := sorted(wanted - known):
        raise Unfit(f"the model has no label {missing[0]!r}")
    more = {"aggregation_strategy": "simple"} | json.loads(guest.kwargs)
    classify = pipeline("token-classification", model=model, tokenizer=tokenizer, **more)

    def fits(piece: str) -> bool:
        return bool(len(tokenizer(piece)["input_ids"]) <= most)

    def find(text: str) -> Iterator[Find]:
        for start, piece in windows(text, _SIZE, fits):
            for one in classify(piece) if piece.strip() else ():
                if one["entity_group"] in wanted:
                    here = (start + one["start"], start + one["end"])
                    yield *here, one["entity_group"], one["score"]

    return find
