"""Google's paths: what each endpoint is, and which of them are known.

Vertex AI and the Gemini API share one grammar, `/{version}/{resource}:{verb}`
(https://google.aip.dev/136); the resource tells them apart. Characters are those that resource
names have; a percent sign is never among them, so that no encoded slash can smuggle a segment.
Whatever is not listed here is unknown and refused by the roof.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

NAME = r"[A-Za-z0-9][A-Za-z0-9._@-]{0,127}"
LOCATION = r"[a-z]+-[a-z]+[0-9]+|global|us|eu"
_VERSION = r"v1|v1beta|v1beta1"
PLACE = rf"projects/{NAME}(?::{NAME})?/locations/(?:{LOCATION})"
_MODEL = rf"(?:{PLACE}/)?publishers/{NAME}/models/(?P<published>{NAME})"
_RESOURCE = (
    rf"models/(?P<model>{NAME})|tunedModels/(?P<tuned>{NAME})|{_MODEL}"
    rf"|{PLACE}/endpoints/(?P<endpoint>{NAME})"
)
_CALL = re.compile(
    rf"/(?:{_VERSION})/(?P<resource>{_RESOURCE}):(?P<verb>[A-Za-z]{{1,32}})", re.ASCII
)
_EVERYWHERE = frozenset({"generateContent", "streamGenerateContent", "countTokens"})
_VERBS = {
    "model": _EVERYWHERE | {"embedContent", "batchEmbedContents", "predict"},
    "tuned": _EVERYWHERE,
    "published": _EVERYWHERE
    | {
        "computeTokens", "embedContent", "predict", "rawPredict", "streamRawPredict",
        "serverStreamingPredict",
    },
    "endpoint": _EVERYWHERE
    | {
        "computeTokens", "predict", "rawPredict", "streamRawPredict", "serverStreamingPredict",
        "explain", "directPredict", "directRawPredict",
    },
}  # fmt: skip
"""Kind of resource -> what can be called on it (HTTP bindings of prediction_service,
llm_utility_service and https://ai.google.dev/api/embeddings)."""
_COLLECTION_CALL = re.compile(
    rf"/(?P<resource>publishers/google/models/(?P<published>{NAME})):(?P<verb>[A-Za-z]{{1,32}})",
    re.ASCII,
)
_LISTING = re.compile(
    rf"/(?:{_VERSION})/(?:{PLACE}/)?(?:publishers/{NAME}/)?models(?:/(?P<model>{NAME}))?",
    re.ASCII,
)
_ENDPOINT = re.compile(rf"/(?:{_VERSION})/{PLACE}/endpoints/(?P<endpoint>{NAME})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Target:
    """What a path names.

    Attributes:
        verb: what is called, e.g. generateContent; models or endpoints where something is read.
        model: the language model's (or endpoint's) own name; "" where none is named.
        inspected: whether a body goes with it that must be walked.
        resource: the whole name of what is called, without the version; "" where nothing is.
    """

    verb: str
    model: str
    inspected: bool
    resource: str = ""


@lru_cache(maxsize=256)
def target(method: str, path: str) -> Target | None:
    """What this path names; None if it is unknown.

    Args:
        method: the HTTP method, in capitals.
        path: the path as it came, still percent-encoded, without the gateway's mount prefix.
    """
    if method == "POST":
        return _call(path)
    if method == "GET" and (match := _LISTING.fullmatch(path)):
        return Target("models", match["model"] or "", inspected=False)
    if method == "GET" and (match := _ENDPOINT.fullmatch(path)):
        return Target("endpoints", match["endpoint"], inspected=False)
    return None


def _call(path: str) -> Target | None:
    match = _CALL.fullmatch(path) or _COLLECTION_CALL.fullmatch(path)
    if match is None:
        return None
    kind, model = _model(match)
    if match["verb"] not in _VERBS[kind]:
        return None
    return Target(match["verb"], model, inspected=True, resource=match["resource"])


def _model(match: re.Match[str]) -> tuple[str, str]:
    """Which kind of resource is called, and its own name."""
    names = match.groupdict()
    return next((kind, name) for kind in _VERBS if (name := names.get(kind)))


_SERVED = (
    "Served are generateContent, streamGenerateContent, countTokens, computeTokens, embedContent, "
    "batchEmbedContents, predict, explain, rawPredict, streamRawPredict, directPredict, "
    "directRawPredict, serverStreamingPredict, models and endpoints, each where Google has it."
)
_LATER = (
    "Long-running predictions are not served: their results are fetched, or written to a bucket, "
    "past the gateway. Use predict."
)
_KEPT = (
    "What the recipient would keep here (corpora, tuned models, search stores) is not served. "
    f"{_SERVED}"
)
_BIDIRECTIONAL = (
    "Streams of requests exist over gRPC only and are not served: use serverStreamingPredict or "
    "streamRawPredict."
)
_WITHOUT_MODEL = (
    "The path names no model: google-genai sends none when it is given a base URL alone. "
    "Give its client an api_key, or project and location, beside base_url."
)
_HINTS = (
    (re.compile(r"/?"), _WITHOUT_MODEL),
    (re.compile(r"/ws/.*"), f"The Live API is not served. {_SERVED}"),
    (re.compile(r"/upload/.*"), f"Of uploads, resumable ones of files are served. {_SERVED}"),
    (re.compile(r"/.*:(predictLongRunning|fetchPredictOperation)"), _LATER),
    (
        re.compile(r"/.*:(asyncBatchEmbedContent|batchGenerateContent)"),
        "Batches by file are not served here: use batchEmbedContents or single calls.",
    ),
    (
        re.compile(r"/.*:(generateAnswer|generateText|generateMessage|embedText|batchEmbedText)"),
        "This call is of an older API: use generateContent or embedContent.",
    ),
    (re.compile(r"/.*:(streamingPredict|streamingRawPredict|streamDirect\w+)"), _BIDIRECTIONAL),
    (re.compile(r"/[^/]+/(corpora|tunedModels|fileSearchStores|ragStores)(/.*)?"), _KEPT),
    (re.compile(r"/.*%.*"), "Model names are sent bare, without percent-encoding."),
    (
        re.compile(rf"/(?:{_VERSION})/projects/[^/]+/locations/(?!(?:{LOCATION})/)[^/]+/.*"),
        "The path names no known location: use a region such as europe-west4, or global, us, eu.",
    ),
    (
        re.compile(r"/(?!v1/|v1beta/|v1beta1/|publishers/).*"),
        "The path has no known API version: use v1, v1beta or v1beta1.",
    ),
)


def advice(method: str, path: str) -> str | None:
    """What to do instead of an unknown call; None if the call is known."""
    if target(method, path) is not None:
        return None
    return next((hint for pattern, hint in _HINTS if pattern.fullmatch(path)), _SERVED)
