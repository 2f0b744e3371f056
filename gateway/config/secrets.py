"""Secrets stand in the configuration by reference only: `env:NAME` or `file:PATH`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MAX_SECRET_BYTES = 64 * 1024
"""A larger file is no credential but a mistake."""


class SecretUnavailable(Exception):
    """A reference leads nowhere; the message says why and holds no secret."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A secret value and where it came from.

    Attributes:
        reference: `env:NAME` or `file:PATH`; may be shown.
    """

    reference: str
    _value: str

    def reveal(self) -> str:
        """The value itself: only for the place that uses it."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({self.reference})"

    __str__ = __repr__


def is_reference(text: str) -> bool:
    """Whether the text is spelled as a reference."""
    scheme, _, name = text.partition(":")
    return scheme in {"env", "file"} and bool(name)


def resolve(reference: str, directory: Path, environ: Mapping[str, str]) -> Secret:
    """Look a reference up.

    Args:
        reference: `env:NAME` or `file:PATH`.
        directory: what relative paths start from.
        environ: the process's environment.

    Raises:
        SecretUnavailable: if there is nothing, or what is there cannot be a header's value.
    """
    scheme, _, name = reference.partition(":")
    value = environ.get(name, "") if scheme == "env" else _read(directory / name)
    value = value.strip()
    if not value:
        place = f"the environment variable {name}" if scheme == "env" else f"the file {name}"
        raise SecretUnavailable(f"{place} is not set or empty")
    if not (value.isascii() and value.isprintable()):
        raise SecretUnavailable(f"what {reference} holds is not one line of ASCII text")
    return Secret(reference, value)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SECRET_BYTES + 1)
    except OSError as error:
        raise SecretUnavailable(f"the file cannot be read ({error.strerror})") from None
    if len(data) > MAX_SECRET_BYTES:
        raise SecretUnavailable("the file is too large to be a credential")
    return data.decode("ascii", errors="replace")
