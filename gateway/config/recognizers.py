"""From `[detection.recognizers]` to guests: is what they need there?

Classes are not imported and models not loaded here: others' code runs in the process that may be
killed, and nowhere else. What fails there at start is told when it starts.
"""

import json
import re
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path as File

from gateway.config.detection_spec import RecognizerSpec
from gateway.config.problems import Findings, Path, nearest
from gateway.guests.guest import PACKAGES, Guest, Kind

_CLASS = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")


def guest(
    name: str,
    spec: RecognizerSpec,
    types: frozenset[str],
    path: Callable[[str], File],
    findings: Findings,
) -> Guest:
    """Build one guest; what is wrong with it is noted in the findings.

    Args:
        name: its name.
        spec: its table.
        types: all entity types that there are.
        path: makes a path of the file absolute.
        findings: where problems go.
    """
    here: Path = ("detection", "recognizers", name)
    kind = Kind(spec.kind)
    _check_package(here, kind, findings)
    _check_labels(here, spec, types, findings)
    model = None
    load = getattr(spec, "class")
    if kind is Kind.PRESIDIO:
        _check_class(here, load, spec, findings)
    else:
        model = _model(here, spec, load, path, findings)
    return Guest(
        name=name,
        kind=kind,
        load=load,
        kwargs=json.dumps(spec.kwargs, sort_keys=True),
        model=model,
        labels=tuple(spec.labels.items()),
        types=types if kind is Kind.PRESIDIO else frozenset(spec.labels.values()),
        language=spec.language,
        threshold=spec.threshold,
        seconds=spec.time_limit_ms / 1000,
    )


def _check_package(here: Path, kind: Kind, findings: Findings) -> None:
    if not _installed(PACKAGES[kind]):
        findings.add(
            (*here, "kind"),
            f"the package {PACKAGES[kind]} is missing",
            f"pip install 'ai-privacy-gateway[{kind}]'",
        )


def _installed(package: str) -> bool:
    return find_spec(package) is not None


def _check_labels(
    here: Path, spec: RecognizerSpec, types: frozenset[str], findings: Findings
) -> None:
    for label, kind in spec.labels.items():
        if kind not in types:
            remedy = nearest(kind, types)
            findings.add((*here, "labels", label), f"no entity type is called {kind!r}", remedy)


def _check_class(here: Path, load: str, spec: RecognizerSpec, findings: Findings) -> None:
    if _CLASS.fullmatch(load) is None:
        findings.add((*here, "class"), "is no class", "write package.module:Class")
    elif not _installed(load.partition(":")[0].partition(".")[0]):
        reason = "its package is not installed"
        findings.add((*here, "class"), reason, "install it where the gateway runs")
    if spec.model:
        findings.add((*here, "model"), "a class loads its own model", "hand it over in kwargs")


def _model(
    here: Path,
    spec: RecognizerSpec,
    load: str,
    path: Callable[[str], File],
    findings: Findings,
) -> File:
    model = path(spec.model)
    if not spec.model or not model.is_dir():
        reason = "there is no such directory" if spec.model else "is missing"
        findings.add((*here, "model"), reason, "name the directory of a model on this machine")
    if not spec.labels:
        remedy = 'say what of its labels is sought, e.g. { person = "PERSON" }'
        findings.add((*here, "labels"), "is missing", remedy)
    for field, written in (("class", load), ("types", spec.types)):
        if written:
            remedy = "leave it out; labels say what it finds"
            findings.add((*here, field), f"{spec.kind} takes none", remedy)
    return model


def own_types(specs: Iterable[tuple[str, RecognizerSpec]]) -> list[tuple[Path, str]]:
    """Entity types that recognizers bring along, and where they stand."""
    return [
        (("detection", "recognizers", name, "types", number), kind)
        for name, spec in specs
        for number, kind in enumerate(spec.types)
    ]
