"""What every operator owes, run over the registry: registering one brings these tests."""

import pytest

from privacy.entities import ENTITY_TYPES
from privacy.policy import Action, Operator
from redaction.operators import DEFAULT, OPERATORS, PARAMETERS, BadAction, Task

VALUES = {
    "PERSON": "Ann Lee",
    "EMAIL_ADDRESS": "ann.lee@example.org",
    "PHONE_NUMBER": "+91 98765 43210",
    "CREDIT_CARD": "4111 1111 1111 1111",
    "DATE_OF_BIRTH": "1990-03-14",
    "IP_ADDRESS": "203.0.113.77",
    "GPS_COORDINATES": "52.520008, 13.404954",
    "URL": "https://example.org/people/ann-lee",
    "STREET_ADDRESS": "9 MG Road, Pune 411001",
    "LITERAL": "PERSON_a7k2",
}
SALT = b"a session's salt of 32 bytes ...."
REVEALING = {Operator.KEEP, Operator.REFUSE}


def task(kind: str) -> Task:
    return Task(kind, {}, SALT, lambda k, v: f"{k}_{len(v)}", lambda _, v: f"other {len(v)}")


def test_the_registry_holds_the_vocabulary_of_policies() -> None:
    assert set(OPERATORS) == set(Operator)
    assert set(PARAMETERS) <= set(OPERATORS)


@pytest.mark.parametrize("name", sorted(OPERATORS))
def test_it_needs_no_parameters(name: str) -> None:
    assert DEFAULT.problems(Action(name)) == ()


@pytest.mark.parametrize("kind", sorted(ENTITY_TYPES))
@pytest.mark.parametrize("name", sorted(set(OPERATORS) - REVEALING))
def test_by_default_it_does_not_show_the_value(name: str, kind: str) -> None:
    value = VALUES.get(kind, "QX7-ann-83")
    shown = DEFAULT.apply(Action(name), value, task(kind))
    assert value not in shown
    assert DEFAULT.apply(Action(name), value, task(kind)) == shown


@pytest.mark.parametrize("name", sorted(set(OPERATORS) - {Operator.REFUSE}))
@pytest.mark.parametrize("value", ["", " ", "\ud83d", "\u0000", "é" * 5000, "राम"])
def test_it_takes_any_text(name: str, value: str) -> None:
    assert isinstance(DEFAULT.apply(Action(name), value, task("PERSON")), str)


def test_refuse_raises() -> None:
    with pytest.raises(BadAction):
        DEFAULT.apply(Action(Operator.REFUSE), "Ann", task("PERSON"))
