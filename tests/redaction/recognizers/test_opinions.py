import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "entity_type", "values"),
    [
        ("I voted for the Greens", "POLITICAL_OPINION", ["Greens"]),
        ("She voted for Labour in 2019", "POLITICAL_OPINION", ["Labour"]),
        ("My dad votes BJP", "POLITICAL_OPINION", ["BJP"]),
        ("Er wählt die AfD", "POLITICAL_OPINION", ["AfD"]),
        ("She is a member of the Labour Party", "POLITICAL_OPINION", ["Labour Party"]),
        ("He is a registered Republican", "POLITICAL_OPINION", ["Republican"]),
        ("mujhe bjp ko vote dena hai", "POLITICAL_OPINION", ["bjp ko vote"]),
        ("political party: Congress", "POLITICAL_OPINION", ["Congress"]),
        ("I'm a member of the GMB union", "TRADE_UNION", ["GMB"]),
        ("Er ist Mitglied der IG Metall", "TRADE_UNION", ["IG Metall"]),
        ("Il est syndiqué à la CGT", "TRADE_UNION", ["CGT"]),
        ("she is a union rep", "TRADE_UNION", ["union rep"]),
        ("The patient is sexually active", "SEX_LIFE", ["sexually active"]),
        ("He had an affair", "SEX_LIFE", ["had an affair"]),
    ],
)
def test_finds(text: str, entity_type: str, values: list[str]) -> None:
    assert found(text, entity_type) == values


@pytest.mark.parametrize(
    "text",
    [
        "union type in TypeScript",
        "The senators voted for the bill",
        "I voted for the proposal",
        "she is a credit union member",
        "France is a member of the European Union",
        "member of the class",
        "He is conservative with estimates",
        "she supports Python and Labour costs",
        "Congress passed the labour bill; Democrats voted for it",
        "he joined the union of two sets",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "POLITICAL_OPINION", "TRADE_UNION", "SEX_LIFE") == []
