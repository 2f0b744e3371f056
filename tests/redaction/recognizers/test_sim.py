import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("ICCID 8991101200003204510", ["8991101200003204510"]),
        ("ICCID: 89 91 10 12 0000 3204 510", ["89 91 10 12 0000 3204 510"]),
        ("SIM card no 89911012000032045101", ["89911012000032045101"]),
        ("IMSI: 404685505601234", ["404685505601234"]),
        ("imsi 310-150-123456789", ["310-150-123456789"]),
        ("EID 89049032004008882600004821234567", ["89049032004008882600004821234567"]),
        (
            "eSIM EID: 8904 9032 0040 0888 2600 0048 2123 4567",
            ["8904 9032 0040 0888 2600 0048 2123 4567"],
        ),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "SIM_ID") == values


@pytest.mark.parametrize(
    "text",
    [
        "ICCID format 19 or 20 digits",
        "IMSI consists of 15 digits",
        "8999999999999999999",
        "order 8991101200003204510",
        "404685505601234",
        "simulation 404685505601234",
        "EID",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "SIM_ID") == []
