"""Forms of files, pictures and sound: every field of the SDK's types is known and looked at."""

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any, get_type_hints

import pytest
from openai import types
from openai.types import audio

from privacy.text import Place
from providers.codec import MalformedBodyError, Payload
from providers.openai import OPENAI

PLANTED = "Nadia Okonkwo"
FORMS: dict[str, tuple[str, Any]] = {
    "files": ("/v1/files", types.FileCreateParams),
    "edits": ("/v1/images/edits", types.image_edit_params.ImageEditParamsBase),
    "variations": ("/v1/images/variations", types.ImageCreateVariationParams),
    "transcriptions": (
        "/v1/audio/transcriptions",
        audio.transcription_create_params.TranscriptionCreateParamsBase,
    ),
    "translations": ("/v1/audio/translations", audio.TranslationCreateParams),
}
FILES = {"file", "image", "mask", "markup", "known_speaker_references"}
NESTED = {
    "expires_after": ("[anchor]", "[seconds]"),
    "svg": ("[model]", "[reasoning][effort]"),
    "chunking_strategy": (
        "", "[type]", "[prefix_padding_ms]", "[silence_duration_ms]", "[threshold]",
    ),
}  # fmt: skip
"""What the SDK writes for fields that are objects (openai-python 3.54, `_qs.py`, brackets)."""


def read(path: str, body: dict[str, Any]) -> Payload:
    operation = OPENAI.route("POST", path, "")
    assert operation is not None
    assert operation.form
    return OPENAI.read(operation, json.dumps(body).encode())


def file(name: str = "", media: str = "", content: bytes = b"") -> dict[str, str]:
    return {"filename": name, "type": media, "data": b64encode(content).decode()}


def fields() -> Iterator[tuple[str, str]]:
    for path, annotation in FORMS.values():
        for name, hint in get_type_hints(annotation).items():
            yield from ((path, name + end) for end in NESTED.get(name, ("",)))
            if "Sequence" in str(hint) or "List" in str(hint):
                yield path, f"{name}[]"


@pytest.mark.parametrize(("path", "name"), fields())
def test_every_field_is_known_and_looked_at(path: str, name: str) -> None:
    is_file = name.removesuffix("[]") in FILES
    value: Any = file(PLANTED, "image/png", b"\x89PNG") if is_file else PLANTED
    for given in (value, [value, value]):
        payload = read(path, {name: given})
        assert payload.unknown_fields == ()
        assert {segment.text for segment in payload.segments} == {PLANTED}
        assert not is_file or payload.opaque


def test_fields_that_nobody_knows_are_text() -> None:
    payload = read("/v1/files", {"new_field": PLANTED})
    assert payload.unknown_fields == ("/new_field",)
    assert PLANTED in {segment.text for segment in payload.segments}


@pytest.mark.parametrize(
    ("name", "stem", "place"),
    [
        ("report.txt", "report", Place.TEXT),
        ("Report on Nadia Okonkwo.pdf", "Report on Nadia Okonkwo", Place.TEXT),
        ("nadia@posteo.example.csv", "nadia@posteo.example", Place.IDENTIFIER),
        ("cv-nadia-okonkwo.txt", "cv-nadia-okonkwo", Place.IDENTIFIER),
        ("NadiaOkonkwo", "NadiaOkonkwo", Place.IDENTIFIER),
        (".png", ".png", Place.TEXT),
    ],
)
def test_a_name_is_read_without_its_end(name: str, stem: str, place: Place) -> None:
    payload = read("/v1/files", {"file": file(name, "text/plain")})
    (segment,) = payload.segments
    assert (segment.text, segment.place) == (stem, place)
    written = json.loads(payload.rewrite({0: 'a "b"'}, {}, None))
    assert written["file"]["filename"] == 'a "b"' + name.removeprefix(stem)


@pytest.mark.parametrize("media", ["text/Nadia Okonkwo", "application/nadia@posteo.example", "x"])
def test_a_media_type_of_another_shape_is_looked_at(media: str) -> None:
    payload = read("/v1/files", {"file": file("a.bin", media)})
    assert media in {segment.text for segment in payload.segments if segment.place is Place.FIXED}


def test_training_data_is_refused() -> None:
    with pytest.raises(MalformedBodyError) as caught:
        read("/v1/files", {"purpose": "fine-tune"})
    assert caught.value.code == "fine_tune_refused"
