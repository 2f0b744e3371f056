"""What commands print for programs."""

import json


def print_json(value: object) -> None:
    """Print one JSON document, readable by people too."""
    print(json.dumps(value, indent=2, ensure_ascii=False))
