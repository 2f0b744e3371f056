"""Query strings of OpenAI's calls: filters, pages, what an answer includes, where a stream goes on.

Source: openai-python 3.54, `openai/types/chat/completion_list_params.py`,
`openai/types/responses/response_retrieve_params.py`, `response_includable.py`.
"""

import re
from dataclasses import replace

from privacy.text import Segment
from providers.codec import Operation
from providers.openai_responses_tools import INCLUDED
from providers.query import QueryText, read_query

_PAGES = frozenset({"after", "before"})
_PROTOCOL = frozenset(
    {
        "api-version", "beta", "include", "include[]", "include_obfuscation", "limit", "model",
        "order", "starting_after", "stream",
    }
) | _PAGES  # fmt: skip
_MADE_ID = re.compile(r"[a-z]{2,12}[_-][A-Za-z0-9]{16,128}(?:-\d{1,6})?")
_START = re.compile(r"(?:^|(?<=&))starting_after=\d+(?:&|$)")


def read(operation: Operation, query: str) -> QueryText:
    """Read a query string.

    Raises:
        MalformedBodyError: as `providers.query.read_query`.
    """
    if operation.resumes:  # the stream is asked for from its beginning: see `openai_resume`
        query = _START.sub("", query).rstrip("&")
    found = read_query(query, _PROTOCOL)
    return replace(found, segments=tuple(map(_seen, found.segments)))


def _seen(segment: Segment) -> Segment:
    """Ids that the recipient made, and words of the protocol, need no look."""
    is_id = segment.hint in _PAGES and _MADE_ID.fullmatch(segment.text)
    is_word = segment.hint in ("include", "include[]") and segment.text in INCLUDED
    return replace(segment, text="") if is_id or is_word else segment
