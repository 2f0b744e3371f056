"""`load`: from a file and the environment to a `Config`, or to all that is wrong."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gateway.config.build import Surroundings, build
from gateway.config.config import Config
from gateway.config.environment import clashes, override
from gateway.config.lines import key_lines
from gateway.config.problems import Findings, Problem, Problems, Whereabouts
from gateway.config.validation import validate

EXIT_CODE = 78
"""EX_CONFIG of sysexits.h: what a process ends with when its configuration is invalid."""

_TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")


def load(path: Path, environ: Mapping[str, str]) -> Config | Problems:
    """Read, override, check and build a configuration.

    Args:
        path: the TOML file.
        environ: the process's environment: overrides, and values of `env:` references.
    """
    try:
        source = path.read_bytes().decode("utf-8")
        table = tomllib.loads(source)
    except OSError as error:
        return _unreadable(path, f"cannot be read ({error.strerror})")
    except UnicodeDecodeError:
        return _unreadable(path, "is not UTF-8")
    except tomllib.TOMLDecodeError as error:
        return _unreadable(path, str(error))
    return _load(path, table, source, environ)


def _load(
    path: Path, table: dict[str, Any], source: str, environ: Mapping[str, str]
) -> Config | Problems:
    overridden = override(table, environ)
    where = Whereabouts(str(path), key_lines(source), overridden.origins)
    findings = Findings(where, list(overridden.problems))
    for clash, earlier in clashes(table):
        findings.add(clash, f"overrides could not tell it from {earlier!r}", "rename one of them")
    spec, findings.stand_ins = validate(table, findings)
    around = Surroundings(path.absolute(), environ, findings.stand_ins)
    config = build(spec, around, findings)
    return findings.sorted() if findings.items else config


def _unreadable(path: Path, reason: str) -> Problems:
    place = _TOML_PLACE.search(reason)
    remedy = (
        "correct the TOML; the rest is checked after that"
        if place
        else ("name another file with --config, or copy the one that ships")
    )
    return Problems(
        (
            Problem(
                file=str(path),
                line=int(place.group(1)) if place else 0,
                key="",
                reason=_TOML_PLACE.sub(r" (column \2)", reason),
                remedy=remedy,
            ),
        )
    )
