import json
from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.files import inlined
from providers.inline import unpack_base64, unpack_url
from providers.json_text import Json, parse, quote
from providers.walk import Walk

NAME, NEW = "Nadia Okonkwo", 'PERSON_a7k2 "x", y'
TWICE = '{"a": 1, "a": 2}'


def _walk(value: str, media: str = "", name: str = "") -> Walk:
    walk = Walk(parse(f'{{"f" : {quote(value)}}}'.encode()))
    walk.skip_key()
    inlined(walk, unpack_url(value) or unpack_base64(value, media), "/f", name)
    return walk


def _packed(text: str) -> str:
    return b64encode(text.encode()).decode()


def _written(walk: Walk, *, new: str = NEW) -> str:
    texts = {i: s.text.replace(NAME, new) for i, s in enumerate(walk.segments)}
    value: str = json.loads(walk.rewrite(texts))["f"]
    return (b64decode(value.rpartition(",")[2])).decode()


@pytest.mark.parametrize(
    ("media", "source", "segments", "written"),
    [
        ("text/plain", f"Dear {NAME},\r\n", [("", f"Dear {NAME},\r\n", "")], f"Dear {NEW},\r\n"),
        (
            "text/csv",
            f'name,note\r\n{NAME},"a ""b"""\r\n',
            [
                ("/0/0", "name", ""), ("/0/1", "note", ""), ("/1/0", NAME, "name"),
                ("/1/1", 'a "b"', "note"),
            ],
            'name,note\r\n"PERSON_a7k2 ""x"", y","a ""b"""\r\n',
        ),
        (
            "application/json",
            f'{{"{NAME}" : [1.10, "{NAME}"]}}',
            [
                ("/Nadia Okonkwo~key", NAME, ""), ("/Nadia Okonkwo/0", "1.10", NAME),
                ("/Nadia Okonkwo/1", NAME, NAME),
            ],
            f"{{{quote(NEW)} : [1.10, {quote(NEW)}]}}",
        ),
        (
            "application/x-ndjson",
            f'{{"a": 1}}\n\n{{"b": "{NAME}"}}\n{NAME}\n',
            [
                ("/0#/a~key", "a", ""), ("/0#/a", "1", "a"), ("/1#/b~key", "b", ""),
                ("/1#/b", NAME, "b"), ("/2", NAME, ""),
            ],
            f'{{"a": 1}}\n\n{{"b": {quote(NEW)}}}\n{NEW}\n',
        ),
        (
            "text/plain",
            f'["{NAME}"]',
            [("/0", NAME, "")],
            f"[{quote(NEW)}]",
        ),
        ("application/json", TWICE, [("/0", TWICE, "")], TWICE),
        ("application/json", f'"{NAME}"', [("/0", f'"{NAME}"', "")], f'"{NEW}"'),
        ("text/csv", f'"{NAME}', [("", f'"{NAME}', "")], f'"{NEW}'),
    ],
    ids=["text", "csv", "json", "lines", "json-as-text", "twice", "scalar", "no-table"],
)  # fmt: skip
def test_texts_are_walked_by_their_format(
    media: str, source: str, segments: list[tuple[str, str, str]], written: str
) -> None:
    walk = _walk(_packed(source), media)
    assert [(s.pointer, s.text, s.hint) for s in walk.segments] == [
        (f"/f#{pointer}", text, hint) for pointer, text, hint in segments
    ]
    assert not walk.opaque
    assert _written(walk) == written


@pytest.mark.parametrize(
    ("value", "media", "name", "kind", "content"),
    [
        (_packed("%PDF-1.7"), "application/pdf", "", "pdf", b"%PDF-1.7"),
        (_packed("%PDF-1.7"), "text/plain", "", "pdf", b"%PDF-1.7"),
        (_packed("%PDF-1.7"), "", "a.bin", "pdf", b"%PDF-1.7"),
        ("no base64!", "", "a.pdf", "pdf", b""),
        (_packed("\0"), "text/plain", "", "file", b""),
        (_packed("PK"), "application/zip", "", "file", b""),
        (_packed("\0"), "image/png", "", "image", b""),
        (_packed("a"), "", "a.mp3", "audio", b""),
        ("data:video/mp4;base64,AAAA", "", "", "video", b""),
    ],
)
def test_everything_else_is_opaque(
    value: str, media: str, name: str, kind: str, content: bytes
) -> None:
    walk = _walk(value, media, name)
    assert not walk.segments
    (item,) = walk.opaque
    assert (item.kind, item.pointer, item.content, item.removal) == (kind, "/f", content, None)
    assert "PDF-1.7" not in repr(item)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


MEDIA = st.sampled_from(["text/plain", "text/csv", "application/json", "application/x-ndjson"])


@given(st.text(max_size=60) | JSON.map(lambda tree: json.dumps(tree, indent=1)), MEDIA)
def test_what_does_not_change_stays_byte_for_byte(source: str, media: str) -> None:
    for value in (_packed(source), f"data:{media};x=y;base64,{_packed(source)}"):
        walk = _walk(value, media)
        body = walk.rewrite({i: s.text for i, s in enumerate(walk.segments)})
        assert body == f'{{"f" : {quote(value)}}}'.encode()


def test_the_cursor_stands_behind_the_string() -> None:
    def rule(walk: Walk, tree: Json) -> None:
        assert isinstance(tree, dict)
        for key, value in tree.items():
            walk.skip_key()
            assert isinstance(value, str)
            inlined(walk, unpack_base64(value, "text/csv"), f"/{key}")

    body = {"a": _packed(f"x,{NAME}"), "b": _packed(""), "c": _packed("%PDF-"), "d": _packed(NAME)}
    walk = Walk(parse(json.dumps(body).encode()))
    rule(walk, dict(body))
    texts = {i: s.text.replace(NAME, "P") for i, s in enumerate(walk.segments)}
    assert json.loads(walk.rewrite(texts)) == body | {"a": _packed("x,P"), "d": _packed("P")}
