import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("IMEI 490154203237518", ["490154203237518"]),
        ("gaid 38400000-8cf0-11bd-b23e-10b96e40000d", ["38400000-8cf0-11bd-b23e-10b96e40000d"]),
        ("android_id=9774d56d682e549c", ["9774d56d682e549c"]),
        ("IMEI: 35-209900-176148-1", ["35-209900-176148-1"]),
        ("imei no. 352099001761481", ["352099001761481"]),
        ("IMEISV 3520990017614823", ["3520990017614823"]),
        ("MEID A0000000002329", ["A0000000002329"]),
        ("meid: AF 01 23 45 0A BC DE C", ["AF 01 23 45 0A BC DE C"]),
        ("IDFA EA7583CD-A667-48BC-B806-42ECB2B48606", ["EA7583CD-A667-48BC-B806-42ECB2B48606"]),
        ("my phone was stolen, 352099001761481", ["352099001761481"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "IMEI", "ADVERTISING_ID") == values


@pytest.mark.parametrize(
    "text",
    [
        "request 38400000-8cf0-11bd-b23e-10b96e40000d",
        "490154203237518",
        "commit 9774d56d682e549c",
        "the IMEI number has 15 digits",
        "meid: string",
        "MEID deadbeefcafefeed",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "IMEI", "ADVERTISING_ID") == []
