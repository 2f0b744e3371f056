"""The policy that a command works by: one of the configuration, or the usual one without any."""

import argparse
from typing import TYPE_CHECKING

from gateway.cli.configuration import configuration

if TYPE_CHECKING:
    from gateway.config.config import Config
    from privacy.policy import Policy


class NoSuchPolicy(Exception):
    """The configuration has no policy of this name; its message names those that it has."""


def add_policy(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments by which a policy is chosen."""
    parser.add_argument(
        "--policy", default="", metavar="NAME", help="a policy of the configuration (default: none)"
    )
    parser.add_argument(
        "--no-names",
        action="store_true",
        help="only what has a form of its own: many times as fast, and no names and places",
    )


def chosen_policy(arguments: argparse.Namespace) -> tuple["Config | None", "Policy"]:
    """The policy, and the configuration that it stands in.

    Raises:
        NoSuchPolicy: there is none of this name.
        SystemExit: 78, after printing every problem, if the configuration is invalid.
    """
    from gateway.config.problems import nearest  # noqa: PLC0415  (heavy; not for --help)
    from gateway.offline.detection import USUAL  # noqa: PLC0415  (likewise)

    config, policy = None, USUAL
    if arguments.policy:
        config = configuration(arguments)
        if arguments.policy not in config.policies:
            known = nearest(arguments.policy, config.policies)
            raise NoSuchPolicy(
                f"No policy is called {arguments.policy!r} in {config.file}; {known}"
            )
        policy = config.policies[arguments.policy]
    return config, policy
