"""Embeddings: texts in, vectors out. Vectors are passed as they are.

Source: openai-python 3.54, `openai/types/embedding_create_params.py`;
https://platform.openai.com/docs/api-reference/embeddings.
"""

from providers.codec import MalformedAnswerError, Operation
from providers.openai_fields import INSTRUCTIONS, word
from providers.openai_plain import PlainPayload, Plan, prompts, read_plain, spoken
from providers.openai_stream import BareFrame
from providers.walk import fixed, identifier, optional, words

EMBEDDINGS = Operation(
    "embeddings",
    "POST",
    "/v1/embeddings",
    scope="application",
    moot=INSTRUCTIONS - {"user"},
    noted=False,
)
"""What is compared must match: a value has the same pseudonym in every call of an application."""
_PLAN = Plan(
    fields={
        "input": spoken(prompts),
        "model": fixed,
        "user": optional(identifier),
        "encoding_format": optional(words(frozenset({"float", "base64"}))),
        "dimensions": word,
    },
    spoken="input",
    instructions=frozenset({"user"}),
)


def read_embedding(body: bytes) -> PlainPayload:
    """Read the body of POST /embeddings.

    Raises:
        MalformedBodyError: as `providers.json_text.parse`, or not_an_object.
    """
    return read_plain(body, _PLAN)


def read_vectors(body: bytes) -> BareFrame:
    """Take an answer as it is: it holds megabytes of numbers and no text.

    Raises:
        MalformedAnswerError: code invalid_json: it is no object, or half of one.
    """
    if not (body.lstrip().startswith(b"{") and body.rstrip().endswith(b"}")):
        raise MalformedAnswerError("invalid_json")
    return BareFrame(body, head=None)
