"""Pictures and sound: their text both ways; what is seen or heard is opaque.

What is spoken from a text cannot be restored: the pseudonyms are spoken (docs/endpoints.md).

Source: openai-python 3.54, `openai/types/image_generate_params.py`, `image_edit_params.py`,
`image_create_variation_params.py`, `images_response.py`, `image_gen_stream_event.py`,
`image_edit_stream_event.py`, `audio/transcription_create_params.py`,
`audio/translation_create_params.py`, `audio/speech_create_params.py`,
`audio/transcription_stream_event.py`.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from providers.codec import (
    EVENT_LIMIT,
    Channel,
    Frame,
    MalformedAnswerError,
    Operation,
    Payload,
    Slot,
)
from providers.forms import opaque_file
from providers.openai_answer import whole_answer
from providers.openai_fields import INSTRUCTIONS, made_id, word
from providers.openai_plain import Plan, read_plain, spoken
from providers.openai_responses_course import Address
from providers.openai_responses_stream import ResponseStream
from providers.routes import Route
from providers.walk import Rule, either, fields, fixed, identifier, optional, text, words
from providers.whole import WholeFrame

_SETTINGS = (
    "background", "complexity", "frame_count", "frame_duration_ms", "input_fidelity", "moderation",
    "n", "output_compression", "output_format", "partial_images", "quality", "response_format",
    "size", "stream", "style",
)  # fmt: skip
_KNOWN = words(
    frozenset(
        {
            "transparent", "opaque", "auto", "low", "medium", "high", "xhigh", "max", "standard",
            "hd", "png", "webp", "jpeg", "gif", "svg", "url", "b64_json", "vivid", "natural",
            "256x256", "512x512", "1024x1024", "1536x1024", "1024x1536", "1792x1024", "1024x1792",
            "true", "false", *map(str, range(11)),
        }
    )
)  # fmt: skip
_WHO: Mapping[str, Rule] = {
    "user": optional(identifier),
    "safety_identifier": optional(identifier),
}
_PICTURE: Mapping[str, Rule] = {
    "prompt": spoken(text),
    "model": optional(fixed),
    "svg": optional(
        fields({"model": fixed, "reasoning": optional(fields({"effort": optional(word)}))})
    ),
    **_WHO,
    **dict.fromkeys(_SETTINGS, _KNOWN),
}
_IMAGE = opaque_file("image")
_EDIT: Mapping[str, Rule] = {
    **_PICTURE,
    "svg[model]": fixed,
    "svg[reasoning][effort]": word,
    **dict.fromkeys(("image", "image[]", "mask", "markup"), _IMAGE),
}


_TRANSCRIBED: Mapping[str, Rule] = {
    "file": opaque_file("audio"),
    "model": fixed,
    "prompt": spoken(text),
    "stream": _KNOWN,
    "temperature": fixed,
    "language": fixed,
    **dict.fromkeys(("languages", "languages[]"), fixed),
    **dict.fromkeys(("keywords", "keywords[]"), text),
    **dict.fromkeys(("known_speaker_names", "known_speaker_names[]"), text),
    **dict.fromkeys(
        ("known_speaker_references", "known_speaker_references[]"), opaque_file("audio")
    ),
    **dict.fromkeys(
        (
            "response_format", "include", "include[]", "timestamp_granularities",
            "timestamp_granularities[]", "chunking_strategy", "chunking_strategy[type]",
            "chunking_strategy[prefix_padding_ms]", "chunking_strategy[silence_duration_ms]",
            "chunking_strategy[threshold]",
        ),
        words(
            frozenset(
                {
                    "json", "text", "srt", "verbose_json", "vtt", "diarized_json", "logprobs",
                    "word", "segment", "auto", "server_vad",
                }
            )
        ),
    ),
}  # fmt: skip
_SPOKEN: Mapping[str, Rule] = {
    "input": spoken(text),
    "model": fixed,
    "voice": either(fixed, fields({"id": made_id})),
    "instructions": text,
    "speed": word,
    **dict.fromkeys(
        ("response_format", "stream_format"),
        words(frozenset({"mp3", "opus", "aac", "flac", "wav", "pcm", "sse", "audio"})),
    ),
}


_FILES = frozenset({
    "image", "image[]", "mask", "markup", "file", "known_speaker_references",
    "known_speaker_references[]",
})  # fmt: skip
"""Fields of forms that hold files."""
_LARGER = 16
"""A picture in base64 is so many times as large as events of text may be."""
_LAST = (".completed", "transcript.text.done")
"""How the kind of the event ends that ends a stream."""


class PlainText(WholeFrame):
    """An answer that is nothing but text: a transcript, or subtitles.

    Attributes:
        raw: its bytes.
        slots: the text.
    """

    __slots__ = ("raw", "slots")

    def __init__(self, raw: bytes, text: str) -> None:
        self.raw = raw
        self.slots = (Slot("text", text, closes=True),)

    def render(self, texts: Sequence[str]) -> bytes:
        """The text as it is now."""
        return texts[0].encode("utf-8", "surrogatepass")


def _whole(body: bytes, _: Payload | None) -> Frame:
    return whole_answer(body, json_answer=False)


def _transcript(body: bytes, _: Payload | None) -> Frame:
    """A transcript as JSON, or as the plain text that `response_format` asks for."""
    if body.lstrip()[:1] == b"{":
        return whole_answer(body, json_answer=False)
    try:
        return PlainText(body, body.decode())
    except UnicodeDecodeError:
        raise MalformedAnswerError("invalid_utf8") from None


class MediaStream(ResponseStream):
    """Cuts a streamed answer into frames: pictures as they grow, a transcript as it is heard."""

    __slots__ = ()

    def __init__(
        self,
        *,
        json_answer: bool = False,
        drop_logprobs: bool = False,
        event_limit: int = EVENT_LIMIT,
    ) -> None:
        super().__init__(
            json_answer=json_answer, drop_logprobs=drop_logprobs, event_limit=_LARGER * event_limit
        )

    def _closed(self, kind: str, place: Address) -> tuple[Channel, ...]:
        self._ended = self._ended or kind.endswith(_LAST)
        return super()._closed(kind, place)


def _route(
    name: str,
    path: str,
    known: Mapping[str, Rule],
    spoken_field: str = "prompt",
    *,
    form: bool = False,
    answers: Literal["json", "bytes"] = "json",
) -> Route:
    taken = INSTRUCTIONS & {"user", "safety_identifier"} & known.keys()
    operation = Operation(
        name, "POST", path, moot=INSTRUCTIONS - taken, noted=False, form=form, answers=answers
    )
    plan = Plan(
        known, spoken_field, instructions=taken, streams=answers == "json",
        files=_FILES & known.keys() if form else None,
    )  # fmt: skip
    whole = _transcript if name.startswith("audio.") else _whole
    return Route(operation, whole, lambda body: read_plain(body, plan), MediaStream)


MEDIA = (
    _route("images.generate", "/v1/images/generations", _PICTURE),
    _route("images.edit", "/v1/images/edits", _EDIT, form=True),
    _route("images.variation", "/v1/images/variations", _EDIT, "image", form=True),
    _route("audio.transcriptions", "/v1/audio/transcriptions", _TRANSCRIBED, form=True),
    _route("audio.translations", "/v1/audio/translations", _TRANSCRIBED, form=True),
    _route("audio.speech", "/v1/audio/speech", _SPOKEN, "input", answers="bytes"),
)
"""Names of voices, and languages, are fixed: nothing personal may stand there."""
