"""Completions of the older kind: text in, the text that follows it out.

Source: openai-python 3.54, `openai/types/completion_create_params.py`, `completion_choice.py`;
https://platform.openai.com/docs/api-reference/completions.
Token probabilities name tokens in keys (`top_logprobs`): where the request was pseudonymised
they go, as in chat completions.
"""

from providers.codec import Channel, Operation
from providers.json_text import Json, quote
from providers.openai_answer import Text, choice_event
from providers.openai_fields import INSTRUCTIONS, STREAM_OPTIONS, token_ids, word
from providers.openai_plain import PlainPayload, Plan, prompts, read_plain, spoken
from providers.openai_stream import ChatStream
from providers.walk import fixed, identifier, optional, text

_MOOT = frozenset(
    {
        "store", "service_tier", "safety_identifier", "prompt_cache_key", "prompt_cache_retention",
        "parallel_tool_calls", "reasoning_effort", "verbosity",
    }
)  # fmt: skip
COMPLETIONS = Operation("completions", "POST", "/v1/completions", moot=_MOOT, noted=False)
_PLAN = Plan(
    fields={
        "prompt": spoken(prompts),
        "suffix": spoken(optional(text)),
        "stop": optional(text),
        "model": fixed,
        "user": optional(identifier),
        "logit_bias": optional(token_ids),
        "stream_options": optional(STREAM_OPTIONS),
        **dict.fromkeys(
            (
                "best_of", "echo", "frequency_penalty", "logprobs", "max_tokens", "n",
                "presence_penalty", "seed", "stream", "temperature", "top_p",
            ),
            word,
        ),
    },
    spoken="prompt",
    instructions=INSTRUCTIONS & {"user", "temperature", "top_p", "max_tokens", "n", "seed"},
    streams=True,
)  # fmt: skip


def read_completion(body: bytes) -> PlainPayload:
    """Read the body of POST /completions.

    Raises:
        MalformedBodyError: as `providers.json_text.parse`, or not_an_object.
    """
    return read_plain(body, _PLAN)


class CompletionStream(ChatStream):
    """Cuts a stream of completions into frames: a choice's text stands in it, not in a delta."""

    __slots__ = ()

    @staticmethod
    def lasting(found: Text) -> bool:
        """Whether a text goes on in later events."""
        return found.path == ("text",)

    @staticmethod
    def between(head: Json, channel: Channel, text: str) -> bytes:
        """An event like `head`, with nothing but one text."""
        if not isinstance(channel, tuple):
            raise TypeError("a channel of completions is a choice and a path")
        choice = f'"text":{quote(text)},"index":{channel[0]},"logprobs":null,"finish_reason":null'
        return choice_event(head, choice)
