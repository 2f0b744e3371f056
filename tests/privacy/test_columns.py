"""What a column policy says of each place in a row."""

import pytest

from privacy.columns import NO_COLUMNS, Columns, Kind, columns_of
from privacy.text import Column

COLUMNS = Columns(
    kinds={
        ("id",): Kind.IDENTIFIER,
        ("home",): Kind.UNTOUCHED,
        ("home", "note"): Kind.TEXT,
        ("a.b",): Kind.REFUSE,
        ("2",): Kind.REFUSE,
    },
    order=("id", "home"),
)


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (("id",), Kind.IDENTIFIER),
        (("id", "first"), Kind.IDENTIFIER),
        (("id", 3, "first"), Kind.IDENTIFIER),
        ((0,), Kind.IDENTIFIER),
        ((0, 5), Kind.IDENTIFIER),
        ((1, "city"), Kind.UNTOUCHED),
        (("home", "note"), Kind.TEXT),
        ((1, "note"), Kind.TEXT),
        (("home", 0, "note", "x"), Kind.TEXT),
        (("a.b",), Kind.REFUSE),
        (("a", "b"), Kind.TEXT),
        (("home.note",), Kind.TEXT),
        (("home.x",), Kind.TEXT),
        (("Id",), Kind.TEXT),
        ((2,), Kind.TEXT),
        ((), Kind.TEXT),
    ],
)
def test_a_column_is_what_it_is_named_or_stands_in(column: Column, kind: Kind) -> None:
    assert COLUMNS.kind(column) is kind


def test_only_the_very_column_is_named() -> None:
    assert COLUMNS.names(("home",))
    assert COLUMNS.names((1,))
    assert not COLUMNS.names(("home", "city"))
    assert not COLUMNS.names(())


def test_what_is_not_named_has_the_default() -> None:
    assert Columns(default=Kind.REFUSE).kind(("x",)) is Kind.REFUSE
    assert NO_COLUMNS.kind(("x", 1)) is Kind.TEXT


RESOURCE = "projects/p/locations/l/endpoints/123"


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["*", "123", RESOURCE], RESOURCE),
        (["*", "123"], "123"),
        (["12*", "*"], "12*"),
        (["projects/p/*", "*"], "projects/p/*"),
        (["124", "projects/q/*"], None),
        ([], None),
    ],
)
def test_exact_names_win_over_patterns(names: list[str], chosen: str | None) -> None:
    tables = {name: Columns(order=(name,)) for name in names}
    expected = NO_COLUMNS if chosen is None else tables[chosen]
    assert columns_of(tables, RESOURCE) == expected
