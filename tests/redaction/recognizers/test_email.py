import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("write to ann.lee@example.org today", ["ann.lee@example.org"]),
        ("Ann <ann+news@mail.example.co.uk>, please", ["ann+news@mail.example.co.uk"]),
        ("mailto:o'brien@example.ie", ["o'brien@example.ie"]),
        (
            "https://shop.example/?to=ann%40example.org&x=1",
            ["https://shop.example/?to=ann%40example.org&x=1"],
        ),
        ("ann&#64;example.org", ["ann&#64;example.org"]),
        ("ann.lee [at] example [dot] org", ["ann.lee [at] example [dot] org"]),
        ("reach ravi at example dot com please", ["ravi at example dot com"]),
        ("ann (at) example.org", ["ann (at) example.org"]),
        ("ann @ example.org", ["ann @ example.org"]),
        ("mail müller@käse.de now", ["müller@käse.de"]),
        ("ａｎｎ＠ｅｘａｍｐｌｅ．ｏｒｇ", ["ａｎｎ＠ｅｘａｍｐｌｅ．ｏｒｇ"]),
        ("ann@exam\u200bple.org!", ["ann@exam\u200bple.org"]),
        ("[ann@example.org](mailto:ann@example.org)", ["ann@example.org", "ann@example.org"]),
        ('"ann lee"@example.org', ['"ann lee"@example.org']),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "EMAIL_ADDRESS") == values


@pytest.mark.parametrize(
    "text",
    [
        "logo@2x.png",
        "npm i left-pad@1.2.3",
        "@decorator",
        "we met at dot five",
        "a @ b",
        "user@",
        "@example.org stands alone",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "EMAIL_ADDRESS") == []
