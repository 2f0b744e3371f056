"""Where the name model's files are found; the only place that reads them.

They stand beside this file: trained by `bench/train` from Rampart by National Design Studio
(CC BY 4.0); docs/model-card.md tells how, on what, and what it can do.
"""

import json
from pathlib import Path

from redaction.names import NameModel

SHIPPED = Path(__file__).with_name("names")
MODEL, TOKENIZER, CONFIGURATION = "model.onnx", "tokenizer.json", "config.json"
LEXICON = "lexicon.bin"
"""Lists of names and places; a model of one's own that knows no traits has none."""


class ModelFilesMissing(Exception):
    """The name model's files are not there, or cannot be read as what they should be."""


def load_name_model(directory: Path | None = None, *, threads: int = 1) -> NameModel:
    """Load the name model.

    Args:
        directory: where its files are; None for the model that ships with the gateway.
        threads: threads of one run.

    Raises:
        ModelFilesMissing: files are missing or damaged.
    """
    place = directory if directory is not None else SHIPPED
    try:
        labels = json.loads((place / CONFIGURATION).read_bytes())["id2label"]
        ordered = [labels[str(index)] for index in range(len(labels))]
        model, tokenizer = (place / MODEL).read_bytes(), (place / TOKENIZER).read_bytes()
        lexicon = (place / LEXICON).read_bytes() if (place / LEXICON).exists() else None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelFilesMissing(f"the name model's files cannot be read: {error}") from error
    try:
        return NameModel(model, tokenizer, ordered, threads, lexicon)
    except Exception as error:
        raise ModelFilesMissing(f"the name model cannot be loaded: {error}") from error
