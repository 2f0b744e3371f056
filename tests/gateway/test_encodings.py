"""Codings are undone within limits; answers are compressed only for who asked."""

import gzip
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.encodings import Garbled, Inflater, TooMuch, compressed, takes_gzip

TEXT = b'{"text": "The quick brown fox"}' * 50
ROOM = 1 << 20


def _raw_deflate(data: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-15)
    return machine.compress(data) + machine.flush()


CODED = {
    "gzip": ("gzip", gzip.compress(TEXT, mtime=0)),
    "x-gzip": ("x-gzip", gzip.compress(TEXT, mtime=0)),
    "members": ("gzip", gzip.compress(TEXT[:99], mtime=0) + gzip.compress(TEXT[99:], mtime=0)),
    "zlib": ("deflate", zlib.compress(TEXT)),
    "raw": ("deflate", _raw_deflate(TEXT)),
}


@pytest.mark.parametrize("name", CODED)
@given(data=st.data())
def test_codings_are_undone_however_they_are_cut(name: str, data: st.DataObject) -> None:
    coding, body = CODED[name]
    cuts = data.draw(st.lists(st.integers(0, len(body)), max_size=8))
    places = [0, *sorted(cuts), len(body)]
    inflater = Inflater(coding)
    out = b"".join(inflater.feed(body[a:b], ROOM) for a, b in pairwise(places))
    assert out == TEXT
    assert inflater.complete


@pytest.mark.parametrize("name", CODED)
def test_what_is_cut_short_is_not_complete(name: str) -> None:
    coding, body = CODED[name]
    for end in (1, 5, len(body) // 2, len(body) - 1):
        inflater = Inflater(coding)
        inflater.feed(body[:end], ROOM)
        assert not inflater.complete, end


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_nothing_at_all_is_an_empty_body(coding: str) -> None:
    inflater = Inflater(coding)
    assert inflater.feed(b"", ROOM) == b""
    assert inflater.complete


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", b"plain text"),
        ("gzip", gzip.compress(TEXT, mtime=0) + b"trailing"),
        ("gzip", gzip.compress(TEXT, mtime=0)[:-8] + b"\0" * 8),
        ("deflate", zlib.compress(TEXT) + b"\0\0"),
        ("deflate", b"\xff\xff\xff\xff"),
        ("gzip", b"".join([gzip.compress(b"", mtime=0)] * 17)),
    ],
)
def test_what_is_not_in_its_coding_is_no_body(coding: str, body: bytes) -> None:
    with pytest.raises(Garbled):
        Inflater(coding).feed(body, ROOM)


def test_a_bomb_is_too_much_before_it_is_large() -> None:
    bomb = gzip.compress(b"\0" * (64 << 20), 9)
    assert len(bomb) < 70_000
    with pytest.raises(TooMuch):
        Inflater("gzip").feed(bomb, 1 << 30)
    with pytest.raises(TooMuch):
        Inflater("gzip").feed(gzip.compress(TEXT, mtime=0), len(TEXT) - 1)
    with pytest.raises(TooMuch):
        _by_drops(bomb)


def _by_drops(body: bytes) -> None:
    inflater = Inflater("gzip")
    for start in range(0, len(body), 100):
        inflater.feed(body[start : start + 100], 1 << 30)


def test_room_for_exactly_as_much_is_enough() -> None:
    assert Inflater("gzip").feed(gzip.compress(TEXT, mtime=0), len(TEXT)) == TEXT


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip, deflate", True),
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("x-gzip", True),
        ("", False),
        ("identity", False),
        ("*", False),
        ("br, zstd", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, deflate", False),
        ("gzipped", False),
    ],
)
def test_who_takes_gzip(accepted: str, *, takes: bool) -> None:
    assert takes_gzip(accepted) is takes


JSON = {"Content-Type": "application/json; charset=utf-8"}


@pytest.mark.parametrize("size", [1024, 1 << 19])
async def test_large_answers_are_compressed_for_who_asked(size: int) -> None:
    body = b"".join(b"%d," % (number * 7919) for number in range(size // 5))
    shown, headers = await compressed(body, JSON, "gzip", 1024)
    assert gzip.decompress(shown) == body
    assert len(shown) < len(body)
    assert headers == JSON | {"Vary": "Accept-Encoding", "Content-Encoding": "gzip"}
    assert (await compressed(body, JSON, "gzip", 1024))[0] == shown


@pytest.mark.parametrize(
    ("length", "kind", "accepted", "least"),
    [
        (1023, "application/json", "gzip", 1024),
        (4096, "image/png", "gzip", 1024),
        (4096, "application/octet-stream", "gzip", 1024),
        (4096, "", "gzip", 1024),
        (4096, "application/json", "", 1024),
        (4096, "application/json", "br", 1024),
        (4096, "application/json", "gzip", 0),
    ],
)
async def test_others_come_as_they_are(length: int, kind: str, accepted: str, least: int) -> None:
    body = b"a" * length
    shown, headers = await compressed(body, {"Content-Type": kind}, accepted, least)
    assert shown == body
    assert "Content-Encoding" not in headers
