"""From `[detection]` to what runs: what a deployment brings along is checked as it is read."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path as File
from types import MappingProxyType

from gateway.config import config as running
from gateway.config.detection_spec import DetectionSpec, ListSpec, PatternSpec
from gateway.config.problems import Findings, Path, nearest
from gateway.config.recognizers import guest, own_types
from privacy.entities import ENTITY_TYPES
from privacy.phrases import PhraseList
from redaction.custom import CustomPattern, faults
from redaction.phrases import CHECKED
from redaction.validators import VALIDATORS

_LONGEST = 200
"""Characters of a phrase in a file."""
_MOST = 1_000_000
"""Phrases in a file."""
_ALIKE = 0.8
"""How alike two types are of which one is probably meant."""

_TYPE = re.compile(r"[A-Z][A-Z0-9_]{1,63}")

Absolute = Callable[[str], File]
Lists = Mapping[str, PhraseList]


@dataclass(frozen=True, slots=True)
class Detected:
    """What `[detection]` makes.

    Attributes:
        running: what runs.
        entity_types: all types beyond the built-in ones.
        lists: phrase lists by name; broken ones are empty.
    """

    running: running.Detection
    entity_types: frozenset[str]
    lists: Lists


def detection(spec: DetectionSpec, path: Absolute, findings: Findings) -> Detected:
    """Build what detects; what is wrong is noted in the findings.

    Args:
        spec: the table.
        path: makes a path of the file absolute.
        findings: where problems go.
    """
    patterns = tuple(_pattern(name, part, findings) for name, part in spec.patterns.items())
    types = _types(spec, findings)
    checked = frozenset(each.entity_type for each in patterns if each.validators)
    lists = {
        name: _list(name, part, types, checked, path, findings) for name, part in spec.lists.items()
    }
    built = running.Detection(
        isolation=spec.isolation,
        threads=spec.threads,
        time_limit_ms=spec.time_limit_ms,
        max_chars=spec.max_chars,
        compiled=path(spec.compiled) if spec.compiled else None,
        cache_entries=spec.cache_entries,
        names_model=_names_model(spec, path, findings),
        custom_types=types,
        patterns=patterns,
        guests=tuple(
            guest(name, part, types.union(ENTITY_TYPES), path, findings)
            for name, part in spec.recognizers.items()
        ),
    )
    return Detected(built, types, MappingProxyType(lists))


def digests(lists: Lists) -> Mapping[str, str]:
    """SHA-256 (hex) of each list: files are part of the configuration."""
    return {
        name: hashlib.sha256("\n".join(each.phrases).encode()).hexdigest()
        for name, each in lists.items()
    }


def named(path: Path, names: list[str], lists: Lists, findings: Findings) -> tuple[PhraseList, ...]:
    """The lists of these names; what is none is noted."""
    for number, name in enumerate(names):
        if name not in lists:
            remedy = nearest(name, lists)
            findings.add((*path, number), f"no list is called {name!r}", remedy)
    return tuple(lists[name] for name in dict.fromkeys(names) if name in lists)


def _names_model(spec: DetectionSpec, path: Absolute, findings: Findings) -> File | None:
    model = path(spec.names_model) if spec.names_model else None
    if model is not None and not model.is_dir():
        findings.add(
            ("detection", "names_model"), "there is no such directory", "empty: the one that ships"
        )
    return model


def _types(spec: DetectionSpec, findings: Findings) -> frozenset[str]:
    """All types beyond the built-in ones: declared, or used where something new is defined."""
    declared = set(spec.custom_types)
    used: list[tuple[Path, str]] = [
        (("detection", "patterns", name, "type"), part.type) for name, part in spec.patterns.items()
    ]
    used += [
        (("detection", "lists", name, "type"), part.type)
        for name, part in spec.lists.items()
        if part.type
    ]
    used += own_types(spec.recognizers.items())
    new = {kind for _, kind in used if kind not in ENTITY_TYPES}
    for path, kind in used:
        if kind in new - declared:
            _check_new(path, kind, findings)
    return frozenset(declared | new)


def _check_new(path: Path, kind: str, findings: Findings) -> None:
    """A new type is spelled as types are, and is no typing error."""
    meant = get_close_matches(kind, ENTITY_TYPES, n=1, cutoff=_ALIKE)
    if _TYPE.fullmatch(kind) is None:
        findings.add(path, "is not spelled as it must be", "capitals, digits and _: EMPLOYEE_ID")
    elif meant:
        remedy = f"write {meant[0]!r}, or declare it in detection.custom_types"
        findings.add(path, f"{kind!r} is almost the built-in type {meant[0]!r}", remedy)


def _pattern(name: str, spec: PatternSpec, findings: Findings) -> CustomPattern:
    path: Path = ("detection", "patterns", name)
    known = [check for check in spec.validators if check in VALIDATORS]
    for number, check in enumerate(spec.validators):
        if check not in VALIDATORS:
            findings.add(
                (*path, "validators", number),
                f"no validator is called {check!r}",
                nearest(check, VALIDATORS),
            )
    if spec.context_required and not spec.context:
        findings.add(
            (*path, "context_required"), "there are no context words", "name them in context"
        )
    custom = CustomPattern(
        name=name,
        expression=spec.pattern,
        entity_type=spec.type,
        score=spec.score,
        context=tuple(spec.context),
        score_with_context=max(spec.score, spec.score_with_context),
        context_required=spec.context_required and bool(spec.context),
        validators=tuple(known),
        cased=spec.case_sensitive,
        inside_words=spec.inside_words,
        examples=tuple(spec.examples),
        counterexamples=tuple(spec.counterexamples),
    )
    for fault in faults(custom):
        where = (*path, fault.field) if fault.number is None else (*path, fault.field, fault.number)
        findings.add(where, fault.reason, fault.remedy)
    return custom


def _list(
    name: str,
    spec: ListSpec,
    types: frozenset[str],
    checked: frozenset[str],
    path: Absolute,
    findings: Findings,
) -> PhraseList:
    here: Path = ("detection", "lists", name)
    phrases = [*spec.phrases, *_read(here, spec, path, findings)]
    if not (phrases or spec.file):
        findings.add(here, "the list is empty", "write phrases, or name a file")
    for field, kind in _misplaced(spec):
        findings.add((*here, field), f"{spec.kind}-lists have no {field}", kind)
    if spec.kind == "deny" and not spec.type:
        findings.add((*here, "type"), "is required", "say what the phrases are, e.g. PERSON")
    for number, kind in enumerate(spec.types):
        if kind not in ENTITY_TYPES and kind not in types:
            reason = f"no entity type is called {kind!r}"
            findings.add((*here, "types", number), reason, nearest(kind, {*ENTITY_TYPES, *types}))
    return PhraseList(
        name=name,
        phrases=tuple(dict.fromkeys(phrases)),
        entity_type=(spec.type or "CUSTOM") if spec.kind == "deny" else "",
        exact=spec.case_sensitive,
        hides=frozenset(spec.types),
        spares=CHECKED | checked,
    )


def _misplaced(spec: ListSpec) -> Iterator[tuple[str, str]]:
    if spec.kind == "allow" and spec.type:
        yield "type", "types says what it may hide"
    if spec.kind == "deny" and spec.types:
        yield "types", "type says what its phrases are"


def _read(here: Path, spec: ListSpec, path: Absolute, findings: Findings) -> list[str]:
    """The phrases of a list's file; no problem shows one of them."""
    if not spec.file:
        return []
    try:
        lines = path(spec.file).read_text("utf-8-sig").splitlines()
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
        findings.add((*here, "file"), reason, "name a text file, one phrase a line")
        return []
    except UnicodeDecodeError:
        findings.add((*here, "file"), "is not UTF-8", "save it as UTF-8")
        return []
    phrases = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not phrases:
        findings.add((*here, "file"), "holds no phrase", "write one phrase a line")
    if len(phrases) > _MOST:
        findings.add((*here, "file"), f"holds more than {_MOST} phrases", "make it shorter")
    long = [number for number, line in enumerate(lines, 1) if len(line.strip()) > _LONGEST]
    if long:
        reason = f"line {long[0]} of the file is longer than {_LONGEST} characters"
        findings.add((*here, "file"), reason, "phrases are words, not texts")
    return phrases
