"""Which paths belong to a closed door."""

import pytest

from providers.closed_doors import ClosedDoor, closed_door

DOORS = (
    ClosedDoor("one", ("things/{}", "a/b"), "No."),
    ClosedDoor("all", ("things/**",), "Never."),
    ClosedDoor("verb", (":merge", ""), "Not so."),
)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("things/x", "one"),
        ("a/b", "one"),
        ("things", "all"),
        ("things/x/y", "all"),
        ("things:merge", "all"),
        ("things/x:merge", "all"),
        ("others/x:merge", "verb"),
        (":merge", "verb"),
        ("", "verb"),
        ("others/x:merge:merge", None),
        ("others/x:merged", None),
        ("thingsx", None),
        ("a/bc", None),
        ("a/b/c", None),
        ("Things/x", None),
    ],
)
def test_the_first_door_that_fits(path: str, name: str | None) -> None:
    found = closed_door(DOORS, path)
    assert (found.name if found else None) == name
