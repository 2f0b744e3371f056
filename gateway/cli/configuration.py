"""The configuration that a command works with."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.config.config import Config


def configuration(arguments: argparse.Namespace) -> "Config":
    """Load the configuration that `--config` names.

    Raises:
        SystemExit: 78 (EX_CONFIG), after printing every problem, if it is invalid.
    """
    from gateway.config.load import EXIT_CODE, load  # noqa: PLC0415  (heavy; not for --help)
    from gateway.config.problems import Problems  # noqa: PLC0415  (likewise)

    loaded = load(arguments.config, os.environ)
    if isinstance(loaded, Problems):
        print(loaded, file=sys.stderr)
        print(f"{loaded.summary}; nothing was done.", file=sys.stderr)
        raise SystemExit(EXIT_CODE)
    return loaded
