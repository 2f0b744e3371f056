"""What is added to requests to Gemini, and what of them a session is known by."""

import json
from typing import Any

import pytest

from providers.codec import MalformedBodyError
from providers.google_request import GoogleRequest
from tests.support.gemini_requests import COUNT, GENERATE, HELLO, read, sent


class TestOpening:
    def test_later_turns_do_not_change_it(self) -> None:
        system = {"parts": [{"text": "Be kind."}]}
        first = read({"contents": [HELLO], "systemInstruction": system})
        turns = [HELLO, {"role": "model", "parts": [{"text": "Hi"}]}, HELLO]
        later = read({"systemInstruction": system, "contents": turns, "tools": []})
        assert first.opening == later.opening

    def test_it_ends_with_the_first_turn_of_the_client(self) -> None:
        model = {"role": "model", "parts": [{"text": "Welcome."}]}
        assert b"Amaia" in read({"contents": [model, HELLO]}).opening

    def test_another_beginning_is_another_opening(self) -> None:
        other = {"role": "user", "parts": [{"text": "I am Iker."}]}
        assert read({"contents": [HELLO]}).opening != read({"contents": [other]}).opening

    def test_spacing_and_order_of_keys_do_not_matter(self) -> None:
        body = b'{"contents":[{"parts":[{"text":"I am Amaia Etxeberria."}], "role":"user"}]}'
        assert GoogleRequest(GENERATE, body).opening == read({"contents": [HELLO]}).opening

    def test_a_request_without_turns_has_one_too(self) -> None:
        assert (
            read({"instances": ["a"]}, COUNT).opening != read({"instances": ["b"]}, COUNT).opening
        )


class TestNote:
    NOTE = "Keep words such as PERSON_a7k2."

    @pytest.mark.parametrize(
        ("body", "parts"),
        [
            ({"contents": [HELLO]}, [{"text": NOTE}]),
            ({}, [{"text": NOTE}]),
            ({"systemInstruction": {"parts": []}}, [{"text": NOTE}]),
            (
                {"systemInstruction": {"parts": [{"text": "Be kind to Amaia."}]}, "contents": []},
                [{"text": "Be kind to PERSON_a7k2."}, {"text": NOTE}],
            ),
            (
                {"system_instruction": {"role": "user", "parts": [{"text": "[{]}"}]}},
                [{"text": "[{]}"}, {"text": NOTE}],
            ),
            (
                {"systemInstruction": "Be kind to Amaia."},
                [{"text": "Be kind to PERSON_a7k2."}, {"text": NOTE}],
            ),
        ],
    )
    def test_it_is_the_last_part_of_the_system_instruction(self, body: Any, parts: Any) -> None:
        changes = {"Be kind to Amaia.": "Be kind to PERSON_a7k2."}
        result = sent(read(body), changes, self.NOTE)
        system = result.get("systemInstruction") or result.get("system_instruction")
        assert system["parts"] == parts
        assert result.get("contents") == body.get("contents")

    def test_it_goes_into_the_request_that_count_tokens_wraps(self) -> None:
        request = read({"model": "models/m", "generateContentRequest": {"contents": []}}, COUNT)
        inner = sent(request, {}, self.NOTE)["generateContentRequest"]
        assert inner["systemInstruction"]["parts"] == [{"text": self.NOTE}]

    def test_it_goes_after_what_that_request_has(self) -> None:
        system = {"parts": [{"text": "Be kind."}]}
        body = {"x": [1, "a"], "generateContentRequest": {"c": 1.5, "systemInstruction": system}}
        inner = sent(read(body, COUNT), {}, self.NOTE)["generateContentRequest"]
        assert inner["systemInstruction"]["parts"] == [{"text": "Be kind."}, {"text": self.NOTE}]

    def test_a_cached_content_allows_none(self) -> None:
        body = {"cachedContent": "cachedContents/abc", "contents": [HELLO]}
        assert sent(read(body), {}, self.NOTE) == body

    def test_a_system_instruction_of_unknown_shape_is_refused(self) -> None:
        with pytest.raises(MalformedBodyError):
            sent(read({"systemInstruction": {"text": "x"}}), {}, self.NOTE)


class TestInstructions:
    def test_a_field_is_added(self) -> None:
        new = read({"contents": []}).rewrite({}, {"cachedContent": ""}, None)
        assert json.loads(new) == {"cachedContent": "", "contents": []}

    def test_what_the_caller_wrote_is_overruled_in_either_spelling(self) -> None:
        body = {"contents": [], "cached_content": "cachedContents/abc"}
        new = read(body).rewrite({}, {"cachedContent": ""}, None)
        assert json.loads(new) == {"contents": [], "cached_content": ""}

    def test_several_and_a_note_fit_into_an_empty_request(self) -> None:
        new = json.loads(read({}).rewrite({}, {"cached_content": "", "model": "m"}, "Keep."))
        assert new.keys() == {"cached_content", "model", "systemInstruction"}

    def test_an_unknown_one_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="instruction"):
            read({"contents": []}).rewrite({}, {"prompt_cache_key": ""}, None)
