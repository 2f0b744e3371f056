"""Cached contents: prompts that Google keeps, so that later calls can go on from them.

Sources: https://ai.google.dev/api/caching, google.cloud.aiplatform.v1 `cached_content` and
`gen_ai_cache_service`, google.genai.caches 3.4. A cache's pseudonyms are kept with it, and calls
that name it mint in its session.
"""

import re
from dataclasses import replace

from providers.codec import Operation, Payload, StateRef
from providers.google_fields import REQUEST, message, resource, word
from providers.google_kept import ROOT, Resources
from providers.google_paths import NAME
from providers.google_predict import MOOT
from providers.google_request import GoogleRequest
from providers.walk import Rule, fixed, text

_PATH = re.compile(rf"{ROOT}cachedContents(?:/(?P<id>{NAME}))?", re.ASCII)
_OF_REQUESTS = ("contents", "system_instruction", "tools", "tool_config")
_CACHE: Rule = message(
    **{name: REQUEST[name] for name in _OF_REQUESTS},
    **dict.fromkeys(("name", "model"), resource),
    **dict.fromkeys(("create_time", "update_time", "expire_time", "ttl"), fixed),
    display_name=text,
    usage_metadata=message(
        total_token_count=word,
        text_count=word,
        image_count=word,
        video_duration_seconds=word,
        audio_duration_seconds=word,
    ),
    encryption_spec=message(kms_key_name=fixed),
)
"""A `CachedContent`."""
_CALLS = {
    "POST": Operation("cachedContents.create", "POST", "", moot=MOOT, keeps=True),
    "GET": Operation("cachedContents.list", "GET", "", inspected=False, lists="cached_content"),
}
_CALLS_OF_ONE = {
    "GET": Operation("cachedContents.get", "GET", "", inspected=False),
    "PATCH": Operation("cachedContents.patch", "PATCH", "", moot=MOOT, noted=False),
    "DELETE": Operation("cachedContents.delete", "DELETE", "", inspected=False, ends=True),
}


class Caches(Resources):
    """See `providers.google_kept.Family`."""

    def __init__(self) -> None:
        super().__init__("cachedContents", "cached_content", "cachedContents")

    def route(self, method: str, path: str, query: str) -> Operation | None:
        """The known call; None if it is none of these."""
        del query
        match = _PATH.fullmatch(path)
        if match is None:
            return None
        found = (_CALLS_OF_ONE if match["id"] else _CALLS).get(method)
        ref = StateRef(self.kind, match["id"] or "", grows=method == "PATCH")
        refers = (ref,) if match["id"] else ()
        return found and replace(found, upstream_path=path, refers=refers)

    def read(self, operation: Operation, body: bytes) -> Payload:
        """Read a cache, or what is to change of one.

        Raises:
            MalformedBodyError: it cannot be read.
        """
        return GoogleRequest(operation, body, _CACHE)


CACHES = Caches()
"""The family, for the codec."""
