from datetime import date
from hashlib import sha256
from typing import Any, Never

import pytest
from presidio_anonymizer.operators import Encrypt, Operator, OperatorType

from privacy.policy import Action
from redaction.operators import BadAction, OperatorFailed, Operators, Task

SALT = b"a session's salt of 32 bytes ...."


def task(entity_type: str = "PERSON", salt: bytes = SALT, **params: Any) -> Task:
    return Task(entity_type, params, salt, lambda kind, value: f"{kind}:{len(value)}")


def run(name: str, value: str, **params: Any) -> str:
    return Operators().apply(Action(name, params), value, task(**params))


class Initials(Operator):
    """A deployment's own operator, written against presidio-anonymizer alone."""

    def operate(self, text: str, params: Any = None) -> Any:
        return params.get("mark", ".").join(word[0] for word in text.split()) + "."

    def validate(self, params: Any = None) -> None:
        if not isinstance(params.get("mark", "."), str):
            raise TypeError("mark must be a string")

    def operator_name(self) -> str:
        return "initials"

    def operator_type(self) -> OperatorType:
        return OperatorType.Anonymize


class Broken(Initials):
    def operate(self, text: str, params: Any = None) -> Never:
        raise RuntimeError(f"cannot handle {text}")

    def operator_name(self) -> str:
        return "broken"


class Revealing(Initials):
    def operator_type(self) -> OperatorType:
        return OperatorType.Deanonymize


class Numbers(Initials):
    def operate(self, text: str, params: Any = None) -> Any:
        return len(text)

    def operator_name(self) -> str:
        return "numbers"


@pytest.mark.parametrize(
    ("name", "params", "expected"),
    [
        ("keep", {}, "Ann Lee"),
        ("redact", {}, ""),
        ("mask", {}, "*******"),
        ("mask", {"chars_to_mask": 3, "masking_char": "#"}, "### Lee"),
        ("mask", {"chars_to_mask": 3, "from_end": True}, "Ann ***"),
        ("mask", {"chars_to_mask": 99}, "*******"),
        ("replace", {}, "<PERSON>"),
        ("replace", {"new_value": "somebody"}, "somebody"),
        ("generalise", {}, "person"),
        ("shift", {}, "person"),
        ("pseudonymise", {}, "PERSON:7"),
    ],
)
def test_built_in_operators(name: str, params: Any, expected: str) -> None:
    assert run(name, "Ann Lee", **params) == expected


def test_hash_is_presidios_over_value_and_a_salt_of_session_and_type() -> None:
    one = run("hash", "Ann Lee")
    assert one == run("hash", "Ann Lee")
    assert len(one) == 64
    assert len(run("hash", "Ann Lee", hash_type="sha512")) == 128
    action = Action("hash")
    other_session = Operators().apply(action, "Ann Lee", task(salt=b"another session's salt"))
    other_type = Operators().apply(action, "Ann Lee", task("USERNAME"))
    bare = sha256(b"Ann Lee").hexdigest()
    assert len({one, other_session, other_type, bare, sha256(b"Ann Lee" + SALT).hexdigest()}) == 5


def test_hash_takes_half_a_surrogate_pair_without_showing_it() -> None:
    assert len(run("hash", "Ann \ud83d")) == 64


def test_dates_keep_their_intervals_and_days_of_the_week() -> None:
    dates = ("1990-03-14", "1990-03-21", "2001-05-14T10:00")
    first, second, third = (date.fromisoformat(run("shift", value)[:10]) for value in dates)
    assert (second - first).days == 7
    assert (third - first).days == (date(2001, 5, 14) - date(1990, 3, 14)).days
    assert first != date(1990, 3, 14)
    assert first.weekday() == date(1990, 3, 14).weekday()


def test_another_session_moves_dates_otherwise() -> None:
    action = Action("shift")
    moved = {
        Operators().apply(action, "1990-03-14", task(salt=bytes([number] * 32)))
        for number in range(40)
    }
    assert len(moved) > 20


def test_shift_without_salt_is_refused() -> None:
    with pytest.raises(BadAction, match="16 bytes"):
        Operators().apply(Action("shift"), "1990-03-14", task(salt=b"short"))


def test_hash_without_salt_is_refused() -> None:
    with pytest.raises(BadAction, match="16 bytes"):
        Operators().apply(Action("hash"), "Ann", task(salt=b"short"))


@pytest.mark.parametrize(
    ("action", "problem"),
    [
        (Action("pseudonymize"), "unknown operator 'pseudonymize'; did you mean 'pseudonymise'?"),
        (Action("mask", {"chars_to_mask": "4"}), "must be int, not str"),
        (Action("mask", {"chars_to_mask": True}), "must be int, not bool"),
        (Action("mask", {"chars_to_mask": 0}), "must be 1 or more"),
        (Action("mask", {"masking_char": "**"}), "one character"),
        (Action("mask", {"mask_char": "*"}), "did you mean 'masking_char'?"),
        (Action("replace", {"new_value": 7}), "must be str"),
        (Action("hash", {"hash_type": "md5"}), "sha256"),
        (Action("hash", {"salt": "fixed for all"}), "takes no parameter 'salt'"),
        (Action("generalise", {"to": "week"}), "month"),
        (Action("generalise", {"band": 1}), "'band' of operator 'generalise' must be 2 to 50"),
        (Action("generalise", {"ipv4_bits": 32}), "must be 8 to 24"),
        (Action("shift", {"days": 3}), "must be 7 to 3650"),
        (Action("shift", {"day_first": "yes"}), "must be bool"),
        (Action("redact", {"new_value": "x"}), "takes no parameter"),
        (Action("initials", {"mark": 7}), "mark must be a string"),
    ],
)
def test_what_cannot_be_carried_out_is_reported(action: Action, problem: str) -> None:
    operators = Operators((Initials,))
    assert problem in "; ".join(operators.problems(action))
    with pytest.raises(BadAction):
        operators.validate(action)


def test_all_problems_are_reported_at_once() -> None:
    action = Action("mask", {"masking_char": "", "chars_to_mask": -1, "color": "red"})
    assert len(Operators().problems(action)) == 3


def test_a_presidio_operator_plugs_in() -> None:
    operators = Operators((Initials,))
    action = Action("initials", {"mark": "-"})
    operators.validate(action)
    assert operators.apply(action, "Ann Lee", task(mark="-")) == "A-L."
    assert operators.names[-1] == "initials"


def test_presidios_own_encrypt_plugs_in() -> None:
    action = Action("encrypt", {"key": "k" * 16})
    operators = Operators((Encrypt,))
    assert operators.problems(action) == ()
    assert "Ann" not in operators.apply(action, "Ann Lee", task(key="k" * 16))
    assert operators.problems(Action("encrypt", {"key": "short"}))


@pytest.mark.parametrize(
    ("custom", "why"),
    [
        ((Initials, Initials), "there already"),
        ((Revealing,), "does not hide"),
        ((type("Mask", (Initials,), {"operator_name": lambda _: "mask"}),), "there already"),
    ],
)
def test_operators_that_collide_or_reveal_are_not_taken(custom: Any, why: str) -> None:
    with pytest.raises(BadAction, match=why):
        Operators(custom)


@pytest.mark.parametrize(("custom", "name"), [(Broken, "broken"), (Numbers, "numbers")])
def test_a_failing_plug_in_does_not_show_the_value(custom: Any, name: str) -> None:
    with pytest.raises(OperatorFailed) as caught:
        Operators((custom,)).apply(Action(name), "Ann Lee", task())
    assert "Ann" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_an_unknown_operator_never_passes_the_value_on() -> None:
    with pytest.raises(BadAction, match="unknown operator 'initials'"):
        Operators().apply(Action("initials"), "Ann Lee", task())
