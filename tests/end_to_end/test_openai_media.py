"""Pictures and sound: what is said of them leaves without names, and comes back with them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import openai
import pytest

from tests.end_to_end.conftest import PLANTED, PROMPT, House, house
from tests.support.files import parts_of
from tests.support.media import PICTURE, SOUND, Media, fields

NAME, EMAIL = PLANTED[:2]
PNG = ("me.png", b"\x89PNG\r\n\x1a\n\0", "image/png")
WAV = ("call.wav", b"RIFF\0\0\0\0WAVE", "audio/wav")
PASS = 'names = "require"\nopaque = { image = "pass", audio = "pass" }'


@asynccontextmanager
async def studio(directory: Path, policy: str = "") -> AsyncIterator[House]:
    async with house(directory, policy=policy) as running:
        running.recipient.keepers.append(Media())
        yield running
        await running.assert_nothing_escaped()


@pytest.fixture
async def closed(tmp_path: Path) -> AsyncIterator[House]:
    async with studio(tmp_path) as running:
        yield running


@pytest.fixture
async def seeing(tmp_path: Path) -> AsyncIterator[House]:
    async with studio(tmp_path, PASS) as running:
        yield running


async def test_a_picture_of_somebody(closed: House) -> None:
    made = await closed.openai().images.generate(
        model="gpt-image-1", prompt=PROMPT, user=EMAIL, size="1024x1024", n=2
    )
    told = closed.recipient.last.json
    assert "PERSON_" in told["prompt"]
    assert told["user"].startswith("EMAIL_")
    assert made.data[0].revised_prompt == f"A picture: {PROMPT}"
    assert made.data[0].b64_json == PICTURE
    assert made.data[1].url == "https://example.org/a.png"


async def test_a_picture_that_grows(closed: House) -> None:
    stream = await closed.openai().images.generate(
        model="gpt-image-1", prompt=PROMPT, stream=True, partial_images=1
    )
    kinds = [event.type async for event in stream]
    assert kinds == ["image_generation.partial_image", "image_generation.completed"]


@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
async def test_a_picture_is_changed(seeing: House, *, many: bool) -> None:
    made = await seeing.openai().images.edit(
        image=[PNG, PNG] if many else PNG, mask=PNG, prompt=PROMPT, user=EMAIL, n=1
    )
    assert made.data[0].revised_prompt == f"A picture: {PROMPT}"
    parts = parts_of(seeing.recipient.last)
    pictures = [part for part in parts if part.filename is not None]
    assert len(pictures) == 2 + many
    assert all(part.content == PNG[1] and part.media == "image/png" for part in pictures)
    (opened,) = seeing.leaves("open")
    assert opened["body"]["uninspected"] == ["image"]


async def test_the_name_of_a_picture_is_a_place(seeing: House) -> None:
    await seeing.openai().images.create_variation(image=(f"{EMAIL}.png", PNG[1], "image/png"))
    (part, *_) = parts_of(seeing.recipient.last)
    assert part.filename is not None
    assert EMAIL not in part.filename
    assert part.content == PNG[1]


async def test_pictures_and_sound_need_a_policy(closed: House) -> None:
    client = closed.openai()
    for call in (
        client.images.edit(image=PNG, prompt="x"),
        client.images.create_variation(image=PNG),
        client.audio.transcriptions.create(file=WAV, model="whisper-1"),
        client.audio.translations.create(file=WAV, model="whisper-1"),
    ):
        with pytest.raises(openai.PermissionDeniedError) as caught:
            await call
        assert caught.value.code == "opaque_content"
    assert closed.recipient.heard == []


@pytest.mark.parametrize("form", ["json", "text", "srt", "vtt", "verbose_json"])
async def test_what_is_heard_comes_back_with_names(seeing: House, form: Any) -> None:
    heard = await seeing.openai().audio.transcriptions.create(
        file=WAV, model="whisper-1", prompt=PROMPT, response_format=form, language="en",
        timestamp_granularities=["segment"], temperature=0.2,
    )  # fmt: skip
    assert NAME not in fields(seeing.recipient.last)["prompt"]
    said = heard if isinstance(heard, str) else heard.text
    assert PROMPT in said
    if form == "verbose_json":
        assert heard.segments[0].text == PROMPT


async def test_what_is_heard_bit_by_bit(seeing: House) -> None:
    stream = await seeing.openai().audio.transcriptions.create(
        file=WAV, model="gpt-4o-transcribe", prompt=PROMPT, stream=True
    )
    events = [event async for event in stream]
    assert "".join(e.delta for e in events if e.type == "transcript.text.delta") == PROMPT
    assert events[-1].text == PROMPT


async def test_what_is_translated_comes_back_with_names(seeing: House) -> None:
    heard = await seeing.openai().audio.translations.create(
        file=WAV, model="whisper-1", prompt=PROMPT
    )
    assert heard.text == PROMPT


async def test_speakers_are_people(seeing: House) -> None:
    await seeing.openai().audio.transcriptions.create(
        file=WAV, model="gpt-4o-transcribe-diarize", response_format="diarized_json",
        extra_body={"known_speaker_names": [NAME, EMAIL], "chunking_strategy": "auto"},
    )  # fmt: skip
    names = [p for p in parts_of(seeing.recipient.last) if "speaker" in p.name]
    assert [one.content[:6] for one in names] == [b"PERSON", b"EMAIL_"]


async def test_what_is_spoken_is_spoken_with_pseudonyms(closed: House) -> None:
    spoken = await closed.openai().audio.speech.create(
        model="tts-1", voice="alloy", input=PROMPT, instructions=f"as {NAME} would"
    )
    assert spoken.content == SOUND
    assert spoken.response.headers["Content-Type"] == "audio/mpeg"
    told = closed.recipient.last.json
    assert "PERSON_" in told["input"]
    assert "PERSON_" in told["instructions"]
    assert (await closed.closed())[0]["body"]["outcome"] == "ok"
