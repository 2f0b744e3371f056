"""The table of entity types: what pseudonyms, policies and records rely on."""

import re

import pytest

from privacy.entities import ENTITY_TYPES, LABELS, Category, category_of, label_of

CUSTOM = "ACME_BADGE"


@pytest.mark.parametrize("kind", ENTITY_TYPES.values(), ids=ENTITY_TYPES)
def test_a_type_is_named_and_labelled(kind: object) -> None:
    name, label = kind.name, kind.label  # type: ignore[attr-defined]
    assert ENTITY_TYPES[name] is kind
    assert re.fullmatch(r"[A-Z][A-Z0-9_]*[A-Z0-9]", name)
    assert re.fullmatch(r"[A-Z]{2,12}", label)
    assert label_of(name) == label
    assert label in LABELS
    assert category_of(name) in set(Category)


def test_no_two_types_share_a_label() -> None:
    labels = [kind.label for kind in ENTITY_TYPES.values()]
    assert len(set(labels)) == len(labels)


def test_no_label_ends_with_another() -> None:
    """So that of two pseudonyms with one id only one can stand in a place."""
    assert not [(a, b) for a in LABELS for b in LABELS if a != b and a.endswith(b)]


def test_labels_are_those_of_the_table_and_one_for_all_others() -> None:
    assert {kind.label for kind in ENTITY_TYPES.values()} | {"CUSTOM"} == LABELS
    assert label_of(CUSTOM) == "CUSTOM"
    assert category_of(CUSTOM) is Category.OTHER


def test_every_category_of_a_notice_has_its_types() -> None:
    assert {kind.category for kind in ENTITY_TYPES.values()} == set(Category)


def test_names_and_places_identify_too_many_to_be_indexed() -> None:
    vague = {"PERSON", "LOCATION", "STREET_ADDRESS", "DATE_OF_BIRTH", "IP_ADDRESS", "NRP"}
    secret = {"PASSWORD", "API_KEY", "PRIVATE_KEY", "CVV"}
    assert not {name for name in vague | secret if ENTITY_TYPES[name].indexed}
    assert {name for name, kind in ENTITY_TYPES.items() if kind.indexed} >= {
        "EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IN_AADHAAR", "USER_ID",
    }  # fmt: skip


def test_special_categories_are_those_of_articles_9_and_10() -> None:
    special = {n for n, kind in ENTITY_TYPES.items() if kind.category is Category.SPECIAL}
    assert special == {
        "NRP", "ETHNICITY", "CASTE", "POLITICAL_OPINION", "RELIGION", "TRADE_UNION", "GENETIC_DATA",
        "BIOMETRIC_DATA", "HEALTH", "SEX_LIFE", "SEXUAL_ORIENTATION", "GENDER_IDENTITY",
        "CRIMINAL_RECORD",
    }  # fmt: skip
    assert not {name for name in special if ENTITY_TYPES[name].indexed}
