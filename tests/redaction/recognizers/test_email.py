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
        ("ann at example dot co dot in", ["ann at example dot co dot in"]),
        ("ann [ät] beispiel [punkt] de", ["ann [ät] beispiel [punkt] de"]),
        ("ann arroba ejemplo punto com", ["ann arroba ejemplo punto com"]),
        ("ann-at-example-dot-com", ["ann-at-example-dot-com"]),
        ("ann @ example . com", ["ann @ example . com"]),
        ("a n n @ example.com", ["a n n @ example.com"]),
        ("ann@@example.com", ["ann@@example.com"]),
        ("email ann\\@example.com", ["ann\\@example.com"]),
        ("my mail is ann.lee at gmail", ["ann.lee at gmail"]),
        ("ann (at) gmail", ["ann (at) gmail"]),
        ("ann@gmail is mine", ["ann@gmail"]),
        ("write ann at gmail.com", ["ann at gmail.com"]),
        ("ann@[203.0.113.5]", ["ann@[203.0.113.5]"]),
        ("ann@example.com;raj@example.org", ["ann@example.com", "raj@example.org"]),
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
        "git@github.com:org/repo.git",
        "look at example.com",
        "she works at yahoo",
        "an account at gmail.com",
        "working at google.com",
        "point dot com",
        "array at index dot length",
        "matrix A @ B. Then",
        "postgres://ann:s3cr3tpw@db.example.org:5432/x",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "EMAIL_ADDRESS") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("write to n4dia.0k0nkwo 4t gm41l d0t c0m pls", "n4dia.0k0nkwo 4t gm41l d0t c0m"),
        ("nadia at p0ste0 d07 n3t", "nadia at p0ste0 d07 n3t"),
        ("n4d14 [at] p0st30 [d0t] 3xampl3", "n4d14 [at] p0st30 [d0t] 3xampl3"),
        ("mail n4dia@gm41l.c0m now", "n4dia@gm41l.c0m"),
    ],
)
def test_digits_in_place_of_letters_hide_no_address(text: str, value: str) -> None:
    assert found(text, "EMAIL_ADDRESS") == [value]


@pytest.mark.parametrize(
    "text", ["the 747 at gate 4 d07", "we met 47 dot 3 times", "x at 7 dot 5", "@core/pkg.c0de"]
)
def test_digits_alone_make_no_address(text: str) -> None:
    assert found(text, "EMAIL_ADDRESS") == []
