import pytest

from redaction.decode import Builder
from redaction.fold import Folded, Piece, folded
from redaction.views import VIEWS, View
from tests.support.detection import detector

CARD = "CREDIT_CARD"


def view_of(**fields: object) -> View:
    base = VIEWS[0]
    values = {"expression": base.expression, "read": base.read, **fields}
    return View(**values)  # type: ignore[arg-type]


DROPPED = folded("ab12", [Piece(0, 0, 2), Piece(2, 4, 6)])


@pytest.mark.parametrize(
    ("fields", "inside", "told"),
    [
        ({}, (0, 4, CARD, 0.9, "card"), (0, 6, CARD, 0.9, "card")),
        ({}, (0, 2, CARD, 0.9, "card"), None),
        ({"changed": False}, (0, 2, CARD, 0.9, "card"), (0, 2, CARD, 0.9, "card")),
        ({"types": frozenset({"CVV"})}, (0, 4, CARD, 0.9, "card"), None),
        ({"most": 0.6}, (1, 3, CARD, 0.9, "card"), (1, 5, CARD, 0.6, "card")),
    ],
)
def test_findings_count_if_they_hold_something_changed(
    fields: dict[str, object], inside: tuple[int, int, str, float, str], told: object
) -> None:
    assert view_of(**fields).told(inside, DROPPED) == told


def test_what_is_guessed_begins_like_a_value() -> None:
    view = Folded("* 12", (Piece(0, 0, 1), Piece(1, 3, 6)), (0, 1))
    assert view_of(most=0.6).told((0, 4, CARD, 0.9, "card"), view) is None
    assert view_of().told((0, 4, CARD, 0.9, "card"), view) is not None


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.read.__name__)
def test_a_view_of_anything_leads_back_inside(view: View) -> None:
    text = (
        "card 4111/1111 %41 =41=42 a**b 12\n34 nine one QUJDREVGR0hJSks= 61 62 63 64 65 66 67 68 "
    )
    hits = [(at, at + 3) for at in range(13, len(text) - 3, 7)]
    other = view.read(text, hits)
    if other is not None:
        for at in range(len(other.text)):
            start, end = other.original(at, at + 1)
            assert 0 <= start <= end <= len(text)


def test_a_part_of_what_was_put_together_counts_by_its_form_only() -> None:
    text = "a 1080, 1920, 2340"
    builder = Builder()
    for start, end in ((0, 6), (8, 12), (14, 18)):
        builder.keep(text, start, end)
    builder.add("\n", 17, 18, whole=True)
    view = builder.build()
    assert view is not None
    aligned = view_of(aligned=True)

    def told(start: int, end: int, kind: str) -> bool:
        return aligned.told((start, end, kind, 0.9, "x"), view) is not None

    assert told(2, 14, "PHONE_NUMBER")
    assert not told(2, 10, "PHONE_NUMBER")
    assert not told(6, 14, "PHONE_NUMBER")
    assert told(2, 10, CARD)


def test_the_detectors_version_tells_its_views() -> None:
    assert len(detector().version) == 16
