"""Restoring against two oracles: any cut and the whole, the whole and a slow reading."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.restoring import KNOWN, ORIGINALS, TEXTS, a_restorer, everything, may

# --- oracle one: any cut is as good as none ------------------------------------------------------


def _cut(text: str, places: list[int]) -> list[str]:
    edges = sorted({0, len(text), *(place % (len(text) + 1) for place in places)})
    return [text[a:b] for a, b in pairwise(edges)]


@pytest.mark.parametrize("is_json", [False, True])
@settings(max_examples=400)
@given(TEXTS, st.lists(st.integers(0, 300), max_size=6))
@example("x_https://PERSON_a7k2", [])
def test_any_cut_gives_what_the_whole_gives(is_json: bool, text: str, places: list[int]) -> None:
    whole, cut, single = (a_restorer(is_json=is_json) for _ in range(3))
    expected = everything(whole, text)
    assert everything(cut, *_cut(text, places)) == expected
    assert everything(single, *text) == expected
    assert cut.counts == whole.counts == single.counts


# --- oracle two: a slow reading of the whole text ------------------------------------------------

_JOINT = (
    r"(?:[\\]{0,4}_|(?:&(?:amp;)?|\\{1,2}u0026)(?:\#95|\#x5f|lowbar|underbar|nbsp);|\\{1,2}u005f"
    r"|%(?:25)?5f|\\{0,2}-|[\u2010-\u2013]|[\u00ad\u200b\u200c\u200d\u2060\ufeff]"
    r"|[\ \t\n\r\u00a0\u2009\u202f\u3000]{0,2})"
)
_SLOW = {
    key: re.compile(
        rf"{key.split('_')[0]}{_JOINT}{key.split('_')[1]}(?![0-9A-Za-z])", re.IGNORECASE | re.ASCII
    )
    for key in ORIGINALS
}


def _begins(text: str, place: int) -> bool:
    before = text[:place]
    if not before or not (before[-1].isascii() and before[-1].isalnum()):
        return True
    return bool(re.search(r"(\\[nrtbf]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2})$", before))


_DESTINATION = re.compile(
    r"\]\(|\]:|(?<![A-Z0-9-])(href|src|srcset|poster|ping|formaction)\s{0,2}=|(?<![A-Z0-9])url\(",
    re.IGNORECASE | re.ASCII,
)
_OTHER = re.compile(
    r"(?<![A-Z0-9_:/])//|(?<![A-Z])[A-Z][A-Z0-9]{0,31}://|(?<![A-Z0-9])LINK_|(?<![A-Z0-9._-])www\d{0,3}\."
    r"|(?<![A-Z0-9.-])(https?|ftps?|wss?|file|blob|data|javascript|vbscript|intent|mailto|tel|sms):"
    r"|(?<![A-Z0-9])([A-Z0-9][A-Z0-9-]{0,62}\.){1,8}[A-Z]{2,24}(:\d{1,5})?[/?#]",
    re.IGNORECASE | re.ASCII,
)


def _slow_url(text: str) -> str | None:
    """The URL in which a text ends; "" where one is expected; None outside."""
    place = 0
    while place < len(text):
        opened = _DESTINATION.match(text, place)
        other = _OTHER.match(text, place)
        if opened:
            rest = text[opened.end() :]
            place = len(text) - len(rest.lstrip())
            if place == len(text):
                return ""
            place, stops, pair = _slow_destination(opened[0][-1], text, place)
        elif other:
            before = text[place - 1 : place]
            close = {"(": ")", "[": "]", "{": "}", "|": "|", "'": "'", "`": "`"}.get(before, "")
            stops = f' <>"{close}'
            pair = (before, close) if close and close != before else None
        else:
            place += 1
            continue
        end = _slow_end(text, place, stops, pair)
        if end < 0:
            return text[place:]
        place = end
    return None


def _slow_destination(mark: str, text: str, place: int) -> tuple[int, str, tuple[str, str] | None]:
    first = text[place]
    if mark in "(:" and "]" in text[:place].rstrip()[-2:] and first == "<":
        return place + 1, "\n>", None
    if mark == ":":
        return place, " ", None
    if first in "\"'" and (mark == "=" or text[:place].rstrip().lower().endswith("url(")):
        return place + 1, first, None
    return (place, " >", None) if mark == "=" else (place, " )", ("(", ")"))


def _slow_end(text: str, place: int, stops: str, pair: tuple[str, str] | None) -> int:
    depth = 0
    while place < len(text):
        char = text[place]
        stop = char in stops or (" " in stops and char.isspace()) or char == "\0"
        if char == "\\":
            after = text[place + 1 : place + 2]
            hard = after in tuple(" \n\r\t") and (after in stops or " " in stops)
            if hard or after == "\0":
                return place
            place += 2
            continue
        if pair and char == pair[0]:
            depth += 1
        elif pair and char == pair[1] and depth:
            depth -= 1
        elif stop:
            return place
        place += 1
    return -1


def _slow(text: str) -> tuple[str, dict[str, int], dict[str, int]]:
    out, read, place = "", "", 0
    restored: dict[str, int] = {}
    denied: dict[str, int] = {}
    while place < len(text):
        found = [(m.end(), key) for key, r in _SLOW.items() if (m := r.match(text, place))]
        if not found or not _begins(text, place):
            out, read, place = out + text[place], read + text[place], place + 1
            continue
        end, key = max(found)
        original = ORIGINALS[key]
        reason = "" if may(original.entity_type) else "policy"
        url = _slow_url(read)
        if not reason and url and url.lower() not in {"mailto:", "tel:"}:
            plain = url.replace("\\_", "_").replace("&amp;", "&") + key
            reason = "" if any(k.startswith((plain, url + key)) for k in KNOWN) else "url"
        book = denied if reason else restored
        word = reason or original.entity_type
        book[word] = book.get(word, 0) + 1
        out += text[place:end] if reason else original.value
        read += key if key.startswith("LINK") and not reason else text[place:end]
        place = end
    return out, restored, denied


def _repaired(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


@settings(max_examples=800)
@given(TEXTS.filter(lambda text: "\\nLINK" not in text and "0LINK" not in text))
def test_the_whole_gives_what_a_slow_reading_gives(text: str) -> None:
    text = re.sub("[\ud800-\udfff]", "", text)
    restorer = a_restorer()
    out, restored, denied = _slow(text)
    assert everything(restorer, text) == out
    assert (restorer.counts.restored, restorer.counts.denied) == (restored, denied)
