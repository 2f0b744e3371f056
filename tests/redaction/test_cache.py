import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.text import Span
from redaction.cache import LONG_ENTRIES, LONG_MAX, SPANS_MAX, SpanCache

KEY = b"k" * 32
SPANS = (Span(0, 3, "PERSON", 0.9, "names"),)


def test_what_was_put_is_found_and_counted() -> None:
    cache = SpanCache(KEY, 4)
    digest = cache.digest("bot", "v1", "name", "Ann")
    assert cache.get(digest) is None
    cache.put(digest, SPANS)
    assert cache.get(digest) == SPANS
    assert (cache.hits, cache.misses) == (1, 1)


def test_a_text_without_spans_is_a_hit() -> None:
    cache = SpanCache(KEY, 4)
    digest = cache.digest("bot", "v1", "", "nothing here")
    cache.put(digest, ())
    assert cache.get(digest) == ()
    assert cache.hits == 1


def test_the_least_recently_used_goes_first() -> None:
    cache = SpanCache(KEY, 2)
    first, second, third = (cache.digest("bot", "v1", "", text) for text in "abc")
    cache.put(first, SPANS)
    cache.put(second, SPANS)
    cache.get(first)
    cache.put(third, SPANS)
    assert len(cache) == 2
    assert cache.get(first) == SPANS
    assert cache.get(second) is None


def test_a_cache_of_size_zero_holds_nothing() -> None:
    cache = SpanCache(KEY, 0)
    digest = cache.digest("bot", "v1", "", "a")
    cache.put(digest, SPANS)
    assert cache.get(digest) is None


def test_an_entry_is_bounded() -> None:
    cache = SpanCache(KEY, 4)
    few, many = (cache.digest("bot", "v1", "", text) for text in "ab")
    cache.put(few, SPANS * LONG_MAX)
    cache.put(many, SPANS * (LONG_MAX + 1))
    assert cache.get(few) is not None
    assert cache.get(many) is None


def test_entries_of_long_texts_are_few_and_push_out_no_others() -> None:
    cache = SpanCache(KEY, 2)
    short = cache.digest("bot", "v1", "", "short")
    cache.put(short, SPANS)
    long = [cache.digest("bot", "v1", "", str(at)) for at in range(LONG_ENTRIES + 1)]
    for digest in long:
        cache.put(digest, SPANS * (SPANS_MAX + 1))
    assert cache.get(short) == SPANS
    assert cache.get(long[0]) is None
    assert all(cache.get(digest) is not None for digest in long[1:])
    assert len(cache) == LONG_ENTRIES + 1


def test_an_entry_holds_no_text() -> None:
    cache = SpanCache(KEY, 4)
    digest = cache.digest("bot", "v1", "email", "nadia.okonkwo@posteo.example")
    cache.put(digest, (Span(0, 28, "EMAIL_ADDRESS", 0.98, "email"),))
    assert "nadia" not in repr(cache._entries)


fields = st.text(max_size=6)
entries = st.tuples(fields, fields, fields, fields)


@given(entries, entries)
def test_digests_are_equal_only_for_equal_application_version_hint_and_text(
    one: tuple[str, str, str, str], other: tuple[str, str, str, str]
) -> None:
    cache = SpanCache(KEY, 1)
    assert (cache.digest(*one) == cache.digest(*other)) == (one == other)


def test_digests_depend_on_the_key_and_show_no_text() -> None:
    one, other = SpanCache(KEY, 1), SpanCache(b"other key, as long", 1)
    arguments = ("bot", "v1", "", "Ann Lee")
    assert one.digest(*arguments) != other.digest(*arguments)
    assert b"Ann" not in one.digest(*arguments)


def test_half_a_surrogate_pair_is_a_text_like_any_other() -> None:
    cache = SpanCache(KEY, 1)
    assert cache.digest("a", "v", "", "\ud83d") != cache.digest("a", "v", "", "\ud83e")


@pytest.mark.parametrize("key", [b"", b"short", b"k" * 65])
def test_a_key_that_is_too_short_or_too_long_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="16 to 64 bytes"):
        SpanCache(key, 1)
