"""A short real conversation through a gateway, with the official SDKs, unchanged.

Only a base URL and a key point at the gateway. What the recipient saw is read from its own memory.
"""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from gateway.demo import people
from gateway.demo.memory import Memory
from gateway.demo.steps import Line, Step, Timing, heard_by, new_lines

if TYPE_CHECKING:
    from google.genai import Client
    from openai import AsyncOpenAI

DISCLOSURE = "x-privacy-disclosure"
"""The response header that names the entry in the disclosure log."""
TIMEOUT_S = 120.0

Message = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A way through a gateway to a recipient.

    Attributes:
        url: what the SDK takes as base URL.
        key: the application's key.
        memory: of the recipient behind the gateway.
        model: the language model to ask for.
        options: more fields of each request.
    """

    url: str
    key: str = field(repr=False)
    memory: Memory
    model: str = "demo"
    options: Mapping[str, Any] = field(default_factory=dict)


def failures() -> tuple[type[Exception], ...]:
    """What the SDKs raise when a gateway refuses, fails or cannot be reached."""
    from aiohttp import ClientError  # noqa: PLC0415 - Google's SDK lets them through
    from google.genai.errors import APIError  # noqa: PLC0415 - costs seconds
    from openai import OpenAIError  # noqa: PLC0415 - likewise

    return (OpenAIError, APIError, ClientError)


class _Clock:
    """Counts the pieces of a stream and takes the time, on the client's side."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._first = 0.0
        self._pieces = 0

    def piece(self) -> None:
        self._pieces += 1
        self._first = self._first or time.perf_counter()

    def timing(self) -> Timing:
        now = time.perf_counter()
        first = (self._first or now) - self._began
        return Timing(
            pieces=self._pieces,
            first_ms=round(first * 1000, 1),
            total_ms=round((now - self._began) * 1000, 1),
        )


# --- OpenAI ---


async def with_openai(connection: Connection) -> AsyncIterator[Step]:
    """Introduce, have a tool called and run it, ask back: four requests, all streamed.

    Raises:
        openai.OpenAIError: the gateway refused or could not be reached.
    """
    talk = _OpenAITalk(connection)
    async with talk.client:
        yield await talk.say("A first message, streamed", people.OPENING)
        yield await talk.say("A tool call, its arguments in pieces", people.LOOKUP, [people.TOOL])
        if talk.wanted_calls:
            yield await talk.run_tools("The client ran its tool and sends the result")
        yield await talk.say("A later turn resends the history", people.REMINDER)


async def with_language_model(connection: Connection) -> AsyncIterator[Step]:
    """Two streamed turns that a small real language model can follow.

    Raises:
        openai.OpenAIError: the gateway refused or could not be reached.
    """
    talk = _OpenAITalk(connection)
    async with talk.client:
        yield await talk.say("A real language model writes an e-mail", people.MAIL_WANTED)
        yield await talk.say("It repeats, from a history resent", people.SENTENCE_WANTED)


class _OpenAITalk:
    """One conversation: its history is the client's, in full clear text."""

    def __init__(self, connection: Connection) -> None:
        self.client: AsyncOpenAI = _openai_client(connection)
        self.wanted_calls: list[Message] = []
        self._connection = connection
        self._history: list[Message] = []

    async def say(self, title: str, text: str, tools: Sequence[Message] = ()) -> Step:
        """Say something; what comes back joins the history."""
        return await self._ask(title, [{"role": "user", "content": text}], tools)

    async def run_tools(self, title: str) -> Step:
        """Run the tools that were called, as a client does, and send their results."""
        results: list[Message] = [
            {
                "role": "tool",
                "tool_call_id": call["id"],
                "content": people.find_order(call["function"]["arguments"]),
            }
            for call in self.wanted_calls
        ]
        return await self._ask(title, results, [people.TOOL])

    async def _ask(self, title: str, new: list[Message], tools: Sequence[Message]) -> Step:
        resent = len(self._history)
        self._history += new
        answer, disclosure, timing = await self._stream(tools)
        self._history.append(answer)
        self.wanted_calls = answer.get("tool_calls", [])
        saw, said = heard_by(self._connection.memory, len(new))
        return Step(
            title=title,
            wire="openai",
            client_sent=new_lines(new),
            provider_saw=saw,
            provider_said=said,
            client_received=new_lines([answer]),
            disclosure=disclosure,
            timing=timing,
            resent=resent,
        )

    async def _stream(self, tools: Sequence[Message]) -> tuple[Message, str, Timing]:
        clock = _Clock()
        completions: Any = self.client.chat.completions  # messages are plain dictionaries here
        raw = await completions.with_raw_response.create(
            model=self._connection.model,
            messages=self._history,
            stream=True,
            **({"tools": list(tools)} if tools else {}),
            **self._connection.options,
        )
        collected = _Collected()
        async for chunk in raw.parse():
            if chunk.choices and collected.take(chunk.choices[0].delta):
                clock.piece()
        return collected.message(), raw.headers.get(DISCLOSURE, ""), clock.timing()


class _Collected:
    """Puts the deltas of a streamed answer together, as clients do."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._calls: dict[int, Message] = {}

    def take(self, delta: Any) -> bool:  # noqa: ANN401 - openai's ChoiceDelta
        """Add a delta; whether it said anything."""
        self._text.append(delta.content or "")
        for piece in delta.tool_calls or ():
            function = piece.function
            call = self._calls.setdefault(
                piece.index,
                {"id": piece.id, "type": "function", "function": {"name": "", "arguments": ""}},
            )
            call["function"]["name"] += function.name or ""
            call["function"]["arguments"] += function.arguments or ""
        return bool(delta.content or delta.tool_calls)

    def message(self) -> Message:
        """The answer as message for the history."""
        message: Message = {"role": "assistant", "content": "".join(self._text) or None}
        return message | ({"tool_calls": list(self._calls.values())} if self._calls else {})


def _openai_client(connection: Connection) -> "AsyncOpenAI":
    from openai import AsyncOpenAI  # noqa: PLC0415 - costs seconds, only where it is needed

    return AsyncOpenAI(
        base_url=connection.url, api_key=connection.key, timeout=TIMEOUT_S, max_retries=0
    )


# --- Google ---


async def with_google(connection: Connection) -> AsyncIterator[Step]:
    """Introduce and ask back: two streamed requests of one chat.

    Raises:
        google.genai.errors.APIError: the gateway refused.
    """
    client = _google_client(connection)
    chat = client.aio.chats.create(model=connection.model)
    for title, text in (
        ("The same through Google's SDK", people.GOOGLE_OPENING),
        ("And a later turn", people.GOOGLE_REMINDER),
    ):
        clock, pieces, disclosure = _Clock(), [], ""
        # The chat keeps each streamed piece as a content of its own; neighbours are one message.
        resent = sum(1 for _ in groupby(chat.get_history(), lambda content: content.role))
        async for chunk in await chat.send_message_stream(text):
            disclosure = disclosure or _header(chunk)
            if chunk.text:
                pieces.append(chunk.text)
                clock.piece()
        saw, said = heard_by(connection.memory, 1)
        yield Step(
            title=title,
            wire="google",
            client_sent=(Line("user", text),),
            provider_saw=saw,
            provider_said=said,
            client_received=(Line("assistant", "".join(pieces)),),
            disclosure=disclosure,
            timing=clock.timing(),
            resent=resent,
        )
    await client.aio.aclose()


def _header(chunk: Any) -> str:  # noqa: ANN401 - google's GenerateContentResponse
    response = chunk.sdk_http_response
    headers = (response.headers if response else None) or {}
    return next((value for name, value in headers.items() if name.lower() == DISCLOSURE), "")


def _google_client(connection: Connection) -> "Client":
    from google import genai  # noqa: PLC0415 - costs seconds, only where it is needed
    from google.genai import types  # noqa: PLC0415 - likewise

    options = types.HttpOptions(
        base_url=connection.url,
        timeout=int(TIMEOUT_S * 1000),
        retry_options=types.HttpRetryOptions(attempts=1),
    )
    return genai.Client(api_key=connection.key, vertexai=False, http_options=options)
