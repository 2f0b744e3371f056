"""Vector stores: files to be searched, their attributes, and what is asked of them.

What is stored and what is searched for must match, so a value has the pseudonym of the application
in all of these calls, and in a conversation that begins with such a store.

Source: openai-python 3.54, `openai/types/vector_store_create_params.py`,
`vector_store_search_params.py`, `vector_stores/file_create_params.py`,
`file_batch_create_params.py`; https://platform.openai.com/docs/api-reference/vector-stores.
"""

from collections.abc import Mapping

from providers.codec import Frame, Operation, Payload
from providers.openai_fields import INSTRUCTIONS, word
from providers.openai_plain import Plan, read_plain, spoken
from providers.openai_responses_answer import whole_response
from providers.openai_responses_tools import FILTER
from providers.routes import Route
from providers.walk import Rule, each, either, fields, free, kept, optional, skip, text

_STORES = "/v1/vector_stores"
_STORE = _STORES + "/{vector_store}"
_GROWN = _STORES + "/{+vector_store}"
_STRATEGY = optional(
    fields(
        {
            "type": word,
            "static": fields({"chunk_overlap_tokens": skip, "max_chunk_size_tokens": skip}),
        }
    )
)
_FILES = optional(each(kept("file")))
_NEW_FILE: Mapping[str, Rule] = {
    "file_id": kept("file"),
    "attributes": optional(free),
    "chunking_strategy": _STRATEGY,
}
_CHANGED: Mapping[str, Rule] = {
    "name": optional(text),
    "metadata": optional(free),
    "expires_after": optional(fields({"anchor": word, "days": skip})),
}
_CREATED: Mapping[str, Rule] = {
    **_CHANGED,
    "description": optional(text),
    "file_ids": _FILES,
    "chunking_strategy": _STRATEGY,
}
_BATCH: Mapping[str, Rule] = {
    "file_ids": _FILES,
    "files": optional(each(fields(_NEW_FILE))),
    "attributes": optional(free),
    "chunking_strategy": _STRATEGY,
}
_SEARCH: Mapping[str, Rule] = {
    "query": spoken(either(text, each(text))),
    "filters": optional(FILTER),
    "max_num_results": skip,
    "ranking_options": optional(
        fields({"ranker": word, "score_threshold": skip, "hybrid_search": optional(free)})
    ),
    "rewrite_query": skip,
}
STORED = fields({"file_ids": _FILES, "metadata": optional(free), "chunking_strategy": _STRATEGY})
"""A store that is made along with an assistant or a thread."""


def whole(body: bytes, _: Payload | None) -> Frame:
    """Read an answer."""
    return whole_response(body, json_answer=False)


def _call(
    name: str, method: str, path: str, sent: Mapping[str, Rule] | None = None, **more: object
) -> Route:
    operation = Operation(
        f"vector_stores.{name}", method, path, inspected=sent is not None, scope="application",
        moot=INSTRUCTIONS, noted=False, keeps=bool(more.get("keeps")), ends=bool(more.get("ends")),
        lists=str(more.get("lists", "")),
    )  # fmt: skip
    if sent is None:
        return Route(operation, whole)
    plan = Plan(fields=sent, spoken="query", instructions=frozenset())
    return Route(operation, whole, lambda body: read_plain(body, plan))


VECTOR_STORES = (
    _call("create", "POST", _STORES, _CREATED, keeps=True),
    _call("list", "GET", _STORES, lists="vector_store"),
    _call("get", "GET", _STORE),
    _call("update", "POST", _GROWN, _CHANGED),
    _call("delete", "DELETE", _STORE, ends=True),
    _call("search", "POST", _STORE + "/search", _SEARCH),
    _call("files.create", "POST", _GROWN + "/files", _NEW_FILE),
    _call("files.list", "GET", _STORE + "/files"),
    _call("files.get", "GET", _STORE + "/files/{.}"),
    _call("files.update", "POST", _GROWN + "/files/{.}", {"attributes": optional(free)}),
    _call("files.delete", "DELETE", _STORE + "/files/{.}"),
    _call("files.content", "GET", _STORE + "/files/{.}/content"),
    _call("file_batches.create", "POST", _GROWN + "/file_batches", _BATCH),
    _call("file_batches.get", "GET", _STORE + "/file_batches/{.}"),
    _call("file_batches.cancel", "POST", _STORE + "/file_batches/{.}/cancel"),
    _call("file_batches.files", "GET", _STORE + "/file_batches/{.}/files"),
)
"""Answers of files and batches belong to their store: its pseudonyms restore them."""
