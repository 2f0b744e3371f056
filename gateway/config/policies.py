"""From `[policies.NAME]` to a `Policy`: profiles, rules, and the words that rules may use."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from gateway.config.detection import Lists, named
from gateway.config.policy_spec import ActionSpec, PolicySpec, RestoreSpec, RuleSpec
from gateway.config.problems import Findings, Path, nearest
from privacy.entities import ENTITY_TYPES, Category, category_of
from privacy.policy import Action, Policy, RestoreRules, Rule
from redaction.operators import Operators

_CATEGORY = "category:"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that policies may use.

    Attributes:
        entity_types: built-in and custom ones.
        purposes: ids that exist, those included whose table is broken.
        recipients: likewise.
        operators: built-in and plugged in.
        lists: phrase lists by name.
    """

    entity_types: frozenset[str]
    purposes: frozenset[str]
    recipients: frozenset[str]
    operators: Operators
    lists: Lists


def vocabulary(
    custom_types: Iterable[str],
    purposes: Iterable[str],
    recipients: Iterable[str],
    operators: Operators,
    lists: Lists,
) -> Vocabulary:
    """Collect the words that policies may use."""
    types = frozenset(ENTITY_TYPES) | frozenset(custom_types)
    return Vocabulary(types, frozenset(purposes), frozenset(recipients), operators, lists)


def policy(name: str, spec: PolicySpec, words: Vocabulary, findings: Findings) -> Policy:
    """Build one policy; what is wrong with it is noted in the findings."""
    path = ("policies", name)
    strict = spec.profile == "strict"
    checker = _Checker(words, findings)
    checker.lists(path, spec)
    return Policy(
        id=name,
        rules=(
            *checker.actions((*path, "actions"), spec.actions),
            *checker.rules((*path, "rules"), spec.rules),
        ),
        default=checker.action((*path, "default"), spec.default),
        restore=checker.restore((*path, "restore"), spec.restore, strict=strict),
        scope=spec.scope,
        threshold=spec.threshold,
        thresholds=MappingProxyType(dict(spec.thresholds)),
        allow=frozenset(text.lower() for text in spec.allow),
        deny=MappingProxyType({text.lower(): kind for text, kind in spec.deny.items()}),
        lists=named((*path, "lists"), spec.lists, words.lists, findings),
        names=spec.names,
        coherence=said(spec, "coherence", strict=strict),
        unknown_fields=said(spec, "unknown_fields", strict=strict),
        opaque=MappingProxyType(spec.opaque.said()),
        note=spec.note,
        payload=said(spec, "payload", strict=strict),
        payload_days=spec.payload_days,
        retention_days=spec.retention_days,
    )


def said(spec: BaseModel, name: str, *, strict: bool) -> Any:  # noqa: ANN401  (the field's own type)
    """What a table says, or its profile in its place."""
    extra = type(spec).model_fields[name].json_schema_extra
    if strict and name not in spec.model_fields_set and isinstance(extra, dict):
        return extra["strict"]
    return getattr(spec, name)


class _Checker:
    """Builds the parts of one policy and notes every word that is not known."""

    def __init__(self, words: Vocabulary, findings: Findings) -> None:
        self._words = words
        self._findings = findings

    def lists(self, path: Path, spec: PolicySpec) -> None:
        for entity_type in spec.thresholds:
            self._entity((*path, "thresholds", entity_type), entity_type)
        for text, entity_type in spec.deny.items():
            self._entity((*path, "deny", text), entity_type)

    def actions(self, path: Path, specs: Mapping[str, ActionSpec]) -> Iterator[Rule]:
        """Categories first, so that the last rule that speaks is that of the type itself."""
        for name in sorted(specs, key=lambda name: not name.startswith(_CATEGORY)):
            self._entities((*path, name), name)
            action = self.action((*path, name), specs[name])
            yield Rule(id=name, entities=(name,), action=action)

    def rules(self, path: Path, specs: Iterable[RuleSpec]) -> Iterator[Rule]:
        seen: set[str] = set()
        for number, spec in enumerate(specs):
            here = (*path, number)
            if spec.id in seen:
                self._findings.add((*here, "id"), "another rule has this id", "choose another")
            seen.add(spec.id)
            yield self._rule(here, spec)

    def _rule(self, path: Path, spec: RuleSpec) -> Rule:
        for number, pattern in enumerate(spec.entities):
            self._entities((*path, "entities", number), pattern)
        self._patterns((*path, "purposes"), spec.purposes, self._words.purposes)
        self._patterns((*path, "recipients"), spec.recipients, self._words.recipients)
        return Rule(
            id=spec.id,
            entities=tuple(spec.entities),
            action=self.action((*path, "action"), spec.action),
            purposes=tuple(spec.purposes),
            recipients=tuple(spec.recipients),
        )

    def action(self, path: Path, spec: ActionSpec) -> Action:
        action = Action(spec.operator, MappingProxyType(dict(spec.params())))
        names = [str(name) for name in self._words.operators.names]
        if spec.operator not in names:
            reason = f"no operator is called {spec.operator!r}"
            self._findings.add(path, reason, nearest(spec.operator, names))
            return action
        for problem in self._words.operators.problems(action):
            self._findings.add(path, problem, "docs/settings.md lists operators' parameters")
        return action

    def restore(self, path: Path, spec: RestoreSpec, *, strict: bool) -> RestoreRules:
        return RestoreRules(
            enabled=spec.enabled,
            never=self._types((*path, "never"), said(spec, "never", strict=strict)),
            never_in_tools=self._types((*path, "never_in_tools"), spec.never_in_tools),
            tools=tuple(said(spec, "tools", strict=strict)),
        )

    def _types(self, path: Path, names: list[str]) -> frozenset[str]:
        """The entity types behind types and categories."""
        types: set[str] = set()
        for number, name in enumerate(names):
            if name.startswith(_CATEGORY):
                self._entities((*path, number), name)
            else:
                self._entity((*path, number), name)
            types.update(kind for kind in self._words.entity_types if _speaks(name, kind))
        return frozenset(types)

    def _entity(self, path: Path, name: str) -> None:
        if name not in self._words.entity_types:
            self._unknown(path, name, self._words.entity_types)

    def _entities(self, path: Path, pattern: str) -> None:
        if not any(_speaks(pattern, kind) for kind in (*self._words.entity_types, *Category)):
            categories = {f"{_CATEGORY}{category}" for category in Category}
            self._unknown(path, pattern, self._words.entity_types | categories)

    def _unknown(self, path: Path, name: str, known: frozenset[str] | set[str]) -> None:
        remedy = nearest(name, known)
        if name.isupper() and remedy.startswith("known"):
            remedy = "types beyond the built-in ones are declared in detection.custom_types"
        self._findings.add(path, f"no entity type is called {name!r}", remedy)

    def _patterns(self, path: Path, patterns: Iterable[str], known: frozenset[str]) -> None:
        for number, pattern in enumerate(patterns):
            if not any(fnmatchcase(name, pattern) for name in known):
                reason = f"{pattern!r} matches nothing in the file"
                self._findings.add((*path, number), reason, nearest(pattern, known))


def _speaks(pattern: str, kind: str) -> bool:
    """Whether a pattern names a type, its category, or a category itself."""
    if isinstance(kind, Category):
        return fnmatchcase(_CATEGORY + kind, pattern)
    names = (kind, f"{_CATEGORY}{category_of(kind)}")
    return any(fnmatchcase(name, pattern) for name in names)
