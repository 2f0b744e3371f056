"""What a third party's regression test for gateways plants must be covered wholly."""

import random
from itertools import product

import pytest
from canarywire.runner.catalog import SLOT, builtin_templates
from canarywire.runner.jsonpath import iter_strings
from canarywire.values.builtins import BUILTINS
from hypothesis import given
from hypothesis import strategies as st

from tests.support.detection import covers, found

KINDS = [
    (name, dict(zip(builtin.choices, values, strict=True)))
    for name, builtin in BUILTINS.items()
    for values in product(*builtin.choices.values())
]
IDS = [f"{name}-{'-'.join(params.values())}" for name, params in KINDS]
SENTENCES = {
    "email": ("Write to {}.", "{}", "mail: {}, thanks"),
    "phone": (
        "Call me at {}.",
        "phone {}",
        "My telephone number is {} if you need me.",
        "tel {}; thanks",
    ),
    "iban": ("Please transfer it to {}.", "{}", "IBAN {}, thanks"),
    "card": ("Charge card {} today.", "{}", "card number: {}."),
    "national_id": ("SSN {}.", "My national id is {}, please note.", "tax id: {}"),
}


def value(name: str, params: dict[str, str], seed: int) -> str:
    builtin = BUILTINS[name]
    # a planted value is no secret: it must only be the same again
    return builtin.make(random.Random(seed), builtin.resolve(params))  # noqa: S311


def template_texts() -> list[tuple[str, dict[str, str]]]:
    texts = []
    for template in builtin_templates().values():
        types = {name: instance.type_name for name, instance in template.instances.items()}
        for _, text in iter_strings(template.request):
            slots = {match.group(1): types[match.group(1)] for match in SLOT.finditer(text)}
            if slots and text.strip("{} ") not in {f"{slot}.raw" for slot in slots}:
                texts.append((text, slots))
    return texts


@pytest.mark.parametrize(("name", "params"), KINDS, ids=IDS)
@given(seed=st.integers(0, 10**9))
def test_covered_in_a_fitting_sentence(name: str, params: dict[str, str], seed: int) -> None:
    planted = value(name, params, seed)
    for sentence in SENTENCES[name]:
        text = sentence.format(planted)
        assert covers(text, planted), text


@pytest.mark.parametrize("text", template_texts(), ids=lambda item: item[0][:30])
@given(seed=st.integers(0, 10**9), data=st.data())
def test_covered_in_its_own_templates(
    text: tuple[str, dict[str, str]], seed: int, data: st.DataObject
) -> None:
    sentence, slots = text
    planted = {}
    for slot, name in slots.items():
        params = data.draw(st.sampled_from([params for kind, params in KINDS if kind == name]))
        planted[slot] = value(name, params, seed + len(planted))
    written = SLOT.sub(lambda match: planted[match.group(1)], sentence)
    for one in planted.values():
        assert covers(written, one), written


@pytest.mark.parametrize(("name", "params"), KINDS, ids=IDS)
@given(seed=st.integers(0, 10**9))
def test_covered_as_the_value_of_its_key(name: str, params: dict[str, str], seed: int) -> None:
    planted = value(name, params, seed)
    assert found(planted, hint=name) == [planted]


def test_neighbours_stay_as_they_are() -> None:
    text = "Please update the account: mail a.b1@example.org, phone +12025550142. Thanks."
    assert found(text) == ["a.b1@example.org", "+12025550142"]
