"""Moderations: texts and images in, categories out.

Source: openai-python 3.54, `openai/types/moderation_create_params.py`;
https://platform.openai.com/docs/api-reference/moderations.
"""

from providers.codec import Operation
from providers.openai_fields import INSTRUCTIONS, PARTS
from providers.openai_plain import PlainPayload, Plan, read_plain, spoken
from providers.walk import each, either, fixed, text

MODERATIONS = Operation("moderations", "POST", "/v1/moderations", moot=INSTRUCTIONS, noted=False)
_PLAN = Plan(
    fields={"input": spoken(each(either(text, PARTS))), "model": fixed},
    spoken="input",
    instructions=frozenset(),
)


def read_moderation(body: bytes) -> PlainPayload:
    """Read the body of POST /moderations.

    Raises:
        MalformedBodyError: as `providers.json_text.parse`, or not_an_object.
    """
    return read_plain(body, _PLAN)
