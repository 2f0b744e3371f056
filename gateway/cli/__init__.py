"""The command line: `privacy-gateway COMMAND`."""

from gateway.cli.main import main

__all__ = ["main"]
