"""What can be done with a span, in the vocabulary of presidio-anonymizer.

`redact`, `mask`, `replace` and `hash` are Presidio's own operators, held to two rules of this
house: what they are given is checked when configuration is read, and `hash` takes a salt of the
session instead of drawing one, so that equal values stay equal within a session and differ across
sessions.
Presidio operators that a deployment brings along are handed to `Operators`; there is no global
registry to write to.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, Protocol

from presidio_anonymizer.operators import Hash, Mask, OperatorType, Redact, Replace

from privacy.entities import label_of
from privacy.policy import Action, Operator, Params
from redaction.generalise import GRANULARITIES, LIMITS, Grain, generalise
from redaction.shift import DAYS_MAX, USUAL_DAYS, days_of, shifted

Mint = Callable[[str, str], str]
"""Entity type and value to pseudonym."""
Surrogate = Callable[[str, str], str]
"""Entity type and value to a realistic substitute."""

SALT_LENGTH = 32
"""Bytes of salt that `hash` gets; Presidio demands 16 or more."""


class BadAction(ValueError):
    """An action that cannot be carried out: unknown operator, wrong parameters. Holds no text."""


class OperatorFailed(RuntimeError):
    """A plugged-in operator failed; its own message may hold text and is not passed on."""


class PresidioOperator(Protocol):
    """What `presidio_anonymizer.operators.Operator` demands of its subclasses."""

    def operate(self, text: str, params: dict[str, Any]) -> str:
        """The text that stands instead."""
        ...

    def validate(self, params: dict[str, Any]) -> None:
        """Raise if a parameter is wrong."""
        ...

    def operator_name(self) -> str:
        """The name by which policies call it."""
        ...

    def operator_type(self) -> Any:  # noqa: ANN401 - Presidio ships no type information
        """Whether it hides or reveals."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """What an operator may know besides the value.

    Attributes:
        entity_type: the type of the span.
        params: parameters of the action.
        salt: secret of the session.
        mint: makes pseudonyms.
        surrogate: makes realistic substitutes; None where none are at hand.
    """

    entity_type: str
    params: Params
    salt: bytes
    mint: Mint
    surrogate: Surrogate | None = None


OperatorFunction = Callable[[str, Task], str]


def _keep(value: str, _: Task) -> str:
    return value


def _redact(value: str, _: Task) -> str:
    return str(_REDACT.operate(value, {}))


def _mask(value: str, task: Task) -> str:
    return str(_MASK.operate(value, _mask_params(task.params, len(value))))


def _mask_params(params: Params, length: int) -> dict[str, Any]:
    """Presidio's parameters, each with a default: mask all of it."""
    return {"masking_char": "*", "chars_to_mask": length, "from_end": False, **params}


def _replace(value: str, task: Task) -> str:
    return str(_REPLACE.operate(value, {**task.params, "entity_type": task.entity_type}))


def _hash(value: str, task: Task) -> str:
    # Half a surrogate pair has no UTF-8 form; Presidio would raise an error that shows the value.
    encodable = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return str(_HASH.operate(encodable, {**task.params, "salt": _salt(task)}))


def _keyed(salt: bytes, operator: str) -> bytes:
    if len(salt) < SALT_LENGTH // 2:
        raise BadAction(f"{operator} needs a session salt of {SALT_LENGTH // 2} bytes or more")
    return salt[:64]


def _salt(task: Task) -> bytes:
    """A salt of its own for each type, so that hashes of one value do not match across types."""
    return blake2b(
        task.entity_type.encode(),
        key=_keyed(task.salt, "hash"),
        digest_size=SALT_LENGTH,
        person=b"hash operator",
    ).digest()


def _generalise(value: str, task: Task) -> str:
    measures: dict[str, Any] = dict(task.params)
    return generalise(task.entity_type, value, Grain(**measures))


def _shift(value: str, task: Task) -> str:
    params = task.params
    key = blake2b(key=_keyed(task.salt, "shift"), person=b"shift operator").digest()
    most = int(params.get("days", USUAL_DAYS))
    days = days_of(key, most, weeks=bool(params.get("weeks", True)))
    moved = shifted(value, days, day_first=bool(params.get("day_first", True)))
    return moved or label_of(task.entity_type).lower()


def _pseudonymise(value: str, task: Task) -> str:
    return task.mint(task.entity_type, value)


def _surrogate(value: str, task: Task) -> str:
    if task.surrogate is None:
        raise BadAction("surrogates are not available here")
    return task.surrogate(task.entity_type, value)


def _refuse(_: str, task: Task) -> str:
    raise BadAction(f"{task.entity_type} is refused by policy and must not reach an operator")


_REDACT, _MASK, _REPLACE, _HASH = Redact(), Mask(), Replace(), Hash()

OPERATORS: dict[str, OperatorFunction] = {
    Operator.KEEP: _keep,
    Operator.REDACT: _redact,
    Operator.MASK: _mask,
    Operator.REPLACE: _replace,
    Operator.HASH: _hash,
    Operator.GENERALISE: _generalise,
    Operator.SHIFT: _shift,
    Operator.PSEUDONYMISE: _pseudonymise,
    Operator.SURROGATE: _surrogate,
    Operator.REFUSE: _refuse,
}
"""The built-in operators by name."""

PARAMETERS: Mapping[str, Mapping[str, type]] = MappingProxyType(
    {
        Operator.MASK: {"masking_char": str, "chars_to_mask": int, "from_end": bool},
        Operator.REPLACE: {"new_value": str},
        Operator.HASH: {"hash_type": str},
        Operator.GENERALISE: {"to": str, **dict.fromkeys(LIMITS, int)},
        Operator.SHIFT: {"days": int, "weeks": bool, "day_first": bool},
    }
)
"""Parameters that built-in operators take, each optional; the others take none."""


class Operators:
    """The built-in operators and the Presidio operators that a deployment brings along.

    Args:
        custom: classes that implement `presidio_anonymizer.operators.Operator`.

    Raises:
        BadAction: one of them takes the name of another operator, or does not hide anything.
    """

    __slots__ = ("_custom",)

    def __init__(self, custom: Sequence[type[PresidioOperator]] = ()) -> None:
        self._custom: dict[str, PresidioOperator] = {}
        for operator in (make() for make in custom):
            name = operator.operator_name()
            if name in OPERATORS or name in self._custom:
                raise BadAction(f"operator {name!r} is there already")
            if operator.operator_type() is not OperatorType.Anonymize:
                raise BadAction(f"operator {name!r} does not hide anything (deanonymize)")
            self._custom[name] = operator

    @property
    def names(self) -> tuple[str, ...]:
        """All operators that a policy may name."""
        return (*OPERATORS, *self._custom)

    def problems(self, action: Action) -> tuple[str, ...]:
        """Everything that is wrong with an action; empty if it can be carried out."""
        if action.operator in OPERATORS:
            return (*_wrong_parameters(action), *_wrong_values(action))
        custom = self._custom.get(action.operator)
        if custom is None:
            return (f"unknown operator {action.operator!r}{_nearest(action.operator, self.names)}",)
        try:
            custom.validate(dict(action.params))
        except Exception as error:  # noqa: BLE001 - foreign code may raise anything; it is reported
            return (f"operator {action.operator!r} rejects its parameters: {error}",)
        return ()

    def validate(self, action: Action) -> None:
        """Check an action of a policy.

        Raises:
            BadAction: with everything that is wrong.
        """
        if problems := self.problems(action):
            raise BadAction("; ".join(problems))

    def apply(self, action: Action, value: str, task: Task) -> str:
        """The text that stands instead of a value.

        Raises:
            BadAction: the operator is unknown, or refuses.
            OperatorFailed: a plugged-in operator failed.
        """
        function = OPERATORS.get(action.operator)
        if function is not None:
            return function(value, task)
        custom = self._custom.get(action.operator)
        if custom is None:
            raise BadAction(f"unknown operator {action.operator!r}")
        return _operate(custom, value, task)


def _operate(custom: PresidioOperator, value: str, task: Task) -> str:
    params: dict[str, Any] = {**task.params, "entity_type": task.entity_type, "salt": _salt(task)}
    try:
        result: object = custom.operate(value, params)
    except Exception:  # noqa: BLE001 - foreign code may raise anything, with the value in it
        result = None
    if not isinstance(result, str):
        raise OperatorFailed(f"operator {custom.operator_name()!r} failed on {task.entity_type}")
    return result


def _wrong_parameters(action: Action) -> tuple[str, ...]:
    known = PARAMETERS.get(action.operator, {})
    problems = []
    for name, value in action.params.items():
        if name not in known:
            problems.append(
                f"operator {action.operator!r} takes no parameter {name!r}{_nearest(name, known)}"
            )
        elif type(value) is not known[name]:
            problems.append(
                f"parameter {name!r} of operator {action.operator!r} must be "
                f"{known[name].__name__}, not {type(value).__name__}"
            )
    return tuple(problems)


def _wrong_values(action: Action) -> tuple[str, ...]:
    params = action.params
    problems = []
    if action.operator == Operator.MASK:
        if len(str(params.get("masking_char", "*"))) != 1:
            problems.append("parameter 'masking_char' of operator 'mask' must be one character")
        count = params.get("chars_to_mask", 1)
        if isinstance(count, int) and count < 1:
            problems.append("parameter 'chars_to_mask' of operator 'mask' must be 1 or more")
    if action.operator == Operator.HASH and params.get("hash_type", "sha256") not in _HASHES:
        problems.append(f"parameter 'hash_type' of operator 'hash' must be one of {_HASHES}")
    if action.operator == Operator.GENERALISE:
        if params.get("to", "year") not in GRANULARITIES:
            problems.append(
                f"parameter 'to' of operator 'generalise' must be one of {GRANULARITIES}"
            )
        problems += _beyond(action, LIMITS)
    if action.operator == Operator.SHIFT:
        problems += _beyond(action, {"days": (7, DAYS_MAX)})
    return tuple(problems)


def _beyond(action: Action, limits: Mapping[str, tuple[int, int]]) -> list[str]:
    return [
        f"parameter {name!r} of operator {str(action.operator)!r} must be {least} to {most}"
        for name, (least, most) in limits.items()
        if isinstance(value := action.params.get(name), int) and not least <= value <= most
    ]


_HASHES = ("sha256", "sha512")


def _nearest(name: str, known: Sequence[str] | Mapping[str, type]) -> str:
    nearest = get_close_matches(name, [str(word) for word in known], n=1)
    return f"; did you mean {nearest[0]!r}?" if nearest else ""


DEFAULT = Operators()
"""The built-in operators alone."""
