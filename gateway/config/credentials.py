"""Hashes of applications' keys: from the configuration and from the files that it names."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as File

from gateway.config.application_keys import KeyEntry, parse_entry
from gateway.config.config import ApplicationKey
from gateway.config.problems import Findings, Path, Problem
from gateway.config.spec import ApplicationSpec

_REASON = "is no hash of a key"
_REMEDY = (
    "write sha256:ID:HEX as `privacy-gateway applications new-key` prints it, or sha256:HEX; "
    "never a key itself"
)


@dataclass(slots=True)
class Registered:
    """All keys.

    Attributes:
        own: keys that this gateway made, by id.
        foreign: digest of a recipient's API key to application.
        files: keys file by application.
        entries: application and hash, in the order found.
    """

    own: dict[str, ApplicationKey] = field(default_factory=dict)
    foreign: dict[bytes, str] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    entries: list[tuple[str, KeyEntry]] = field(default_factory=list)

    def add(self, application: str, entry: KeyEntry) -> str | None:
        """Register a hash; another application that has it already, or "" for the same one."""
        held = self.own.get(entry.id)
        holder = held.application if held else self.foreign.get(entry.digest)
        if holder is not None:
            return holder
        if entry.id:
            self.own[entry.id] = ApplicationKey(
                id=entry.id, digest=entry.digest, application=application
            )
        else:
            self.foreign[entry.digest] = application
        self.entries.append((application, entry))
        return None


def registered(
    applications: Mapping[str, ApplicationSpec],
    locate: Callable[[str], File],
    findings: Findings,
) -> Registered:
    """Collect the hashes of all applications; a keys file that does not exist holds none."""
    keys = Registered()
    for name, spec in applications.items():
        for number, text in enumerate(spec.keys):
            path: Path = ("applications", name, "keys", number)
            reason = _register(keys, name, text)
            if reason:
                findings.add(path, reason, _REMEDY)
        if spec.keys_file:
            keys.files[name] = locate(spec.keys_file)
            findings.items.extend(_from_file(keys, name, spec.keys_file, findings))
    return keys


def _register(keys: Registered, application: str, text: str) -> str:
    """Register one hash; what is wrong with it, or ""."""
    entry = parse_entry(text)
    if entry is None:
        return _REASON
    holder = keys.add(application, entry)
    return "" if holder is None else f"is registered already, for {holder!r}"


def append(file: File, entry: str) -> None:
    """Add a hash to a keys file, which is made if it is not there.

    Raises:
        OSError: if it cannot be written.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as stream:
        text = stream.read()
        # Somebody's editor may have left the last line without its end.
        start = b"\n" if text and not text.endswith(b"\n") else b""
        stream.write(start + entry.encode("ascii") + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def _from_file(
    keys: Registered, application: str, shown: str, findings: Findings
) -> Iterator[Problem]:
    """Problems of a keys file, placed in that file."""
    file = keys.files[application]
    try:
        lines = file.read_text("ascii").splitlines()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError):
        findings.add(
            ("applications", application, "keys_file"), "cannot be read", "check its permissions"
        )
        return
    for number, line in enumerate(lines, 1):
        text = line.partition("#")[0].strip()
        reason = _register(keys, application, text) if text else ""
        if reason:
            key = f"applications.{application}.keys_file"
            yield Problem(file=shown, line=number, key=key, reason=reason, remedy=_REMEDY)
