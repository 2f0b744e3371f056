"""Surfaces of what Google keeps, as google-genai writes and reads it: cached contents and files.

Batches hold requests and answers of generateContent, whose surfaces are `derive_genai`'s.
"""

from dataclasses import replace
from functools import cache

from google import genai
from google.genai import types

from tests.coverage.annotations import shape_of
from tests.coverage.derive_genai import Kept, answer, call, clients, typed
from tests.coverage.judge import Verdict, answers, operation, pointer_to, requests, unknown
from tests.coverage.shapes import PLANTED, Field, Leaf, ListOf, Record, Shape, leaves, words
from tests.coverage.surfaces import Surface

_WIRE = "google"
_PACKAGE = "google-genai"
_PATHS = {
    "gemini": "/v1beta/cachedContents",
    "vertex": "/v1beta1/projects/p/locations/global/cachedContents",
}
_IN_CONFIG = "contents"
"""A cache's contents stand in its config."""


@cache
def surfaces() -> list[Surface]:
    """All of them, judged once."""
    return [
        *(_request(backend, client) for backend, client in clients().items()),
        _answers("cachedContents.get", f"{_PATHS['vertex']}/c1", answer(types.CachedContent)),
        _answers("files.get", "/v1beta/files/f1", answer(types.File)),
    ]


def sent(client: genai.Client, leaf: Leaf) -> Leaf | None:
    """A leaf as the SDK sends it; None if this backend has no such field."""
    whole = typed({"contents": [], **leaf.document})
    config = whole["config"]
    if _IN_CONFIG in config:
        config[_IN_CONFIG] = [types.Content.model_validate(each) for each in config[_IN_CONFIG]]
    try:
        client.caches.create(model="gemini-x", config=config)
    except Kept as kept:
        return replace(leaf, pointer=pointer_to(kept.body) or "", document=kept.body)
    except ValueError as error:
        if "supported in" in str(error):
            return None
        raise
    raise AssertionError("the SDK sent nothing")


def _settings() -> Record:
    """A cache's config, whose contents are contents: the SDK takes other shapes, too."""
    config = call(types.CreateCachedContentConfig).fields["config"].shape
    assert isinstance(config, Record)
    contents = Field(ListOf(shape_of(types.Content)), required=False)
    own = Record(config.name, lambda: {**config.fields, _IN_CONFIG: contents})
    return Record("cache", lambda: {"config": Field(own, required=True)})


def _request(backend: str, client: genai.Client) -> Surface:
    operated = operation(_WIRE, "POST", _PATHS[backend])
    shape = _settings()

    def documents(found: list[Leaf]) -> list[Leaf]:
        return [leaf for each in found if (leaf := sent(client, each)) is not None]

    def judged() -> list[Verdict]:
        planted = documents(leaves(shape, binary=PLANTED.encode()))
        return requests(_WIRE, operated, [leaf for leaf in planted if leaf.pointer])

    return Surface(
        _PACKAGE,
        f"{operated.name}, request ({backend})",
        f"{_WIRE} requests",
        operated.name,
        judged,
        lambda: unknown(_WIRE, operated, documents(words(shape))),
    )


def _answers(name: str, path: str, shape: Shape) -> Surface:
    operated = operation(_WIRE, "GET", path)
    return Surface(
        _PACKAGE,
        f"{name}, answer",
        f"{_WIRE} answers",
        name,
        lambda: answers(_WIRE, operated, leaves(shape, rich=True)),
    )
