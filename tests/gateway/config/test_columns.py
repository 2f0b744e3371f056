"""Column policies as people write them."""

import tomllib
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from gateway.config.columns import ColumnsSpec, EndpointName, columns
from privacy.columns import Kind

NAMES: TypeAdapter[Any] = TypeAdapter(EndpointName)


def spec(text: str) -> ColumnsSpec:
    return ColumnsSpec.model_validate(tomllib.loads(text))


def test_columns_are_built_by_their_paths() -> None:
    built = columns(
        spec(
            r"""
            others = "refuse"
            order = ["id", "plan"]
            quasi_identifiers = "keep"
            [columns]
            id = "identifier"
            "home.city" = "quasi_identifier"
            'a\.b' = "untouched"
            """
        )
    )
    assert built.kinds == {
        ("id",): Kind.IDENTIFIER,
        ("home", "city"): Kind.QUASI_IDENTIFIER,
        ("a.b",): Kind.UNTOUCHED,
    }
    assert (built.default, built.order, built.quasi_identifiers) == (
        Kind.REFUSE, ("id", "plan"), "keep",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        'columns = { a = "hidden" }',
        'others = "keep"',
        'order = [""]',
        'quasi_identifiers = "x"',
        "x = 1",
    ],
)
def test_what_is_no_policy(text: str) -> None:
    with pytest.raises(ValidationError):
        spec(text)


@pytest.mark.parametrize(
    "name", ["123", "projects/p/locations/l/endpoints/123", "text-embedding-005", "claude@1", "*"]
)
def test_names_of_endpoints(name: str) -> None:
    assert NAMES.validate_python(name) == name


@pytest.mark.parametrize("name", ["", "a b", "/v1/x", "a%2Fb", "é"])
def test_what_is_no_name_of_an_endpoint(name: str) -> None:
    with pytest.raises(ValidationError):
        NAMES.validate_python(name)
