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
_LOCATION = r"[a-z]+-[a-z]+[0-9]+|global|us|eu"
_VERSION = r"v1|v1beta|v1beta1"
PLACE = rf"projects/{NAME}(?::{NAME})?/locations/(?:{_LOCATION})"
_MODEL = rf"(?:{PLACE}/)?publishers/{NAME}/models/(?P<published>{NAME})"
_RESOURCE = (
    rf"models/(?P<model>{NAME})|tunedModels/(?P<tuned>{NAME})|{_MODEL}"
    rf"|{PLACE}/endpoints/(?P<endpoint>{NAME})"
)
_CALL = re.compile(
    rf"/(?P<version>{_VERSION})/(?:{_RESOURCE})"
    r":(?P<verb>generateContent|streamGenerateContent|countTokens)",
    re.ASCII,
)
_COLLECTION_CALL = re.compile(
    rf"/publishers/google/models/(?P<published>{NAME})"
    r":(?P<verb>generateContent|streamGenerateContent|countTokens)",
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
        verb: generateContent, streamGenerateContent, countTokens or models.
        model: the language model's (or endpoint's) own name; "" where none is named.
        inspected: whether a body goes with it that must be walked.
    """

    verb: str
    model: str
    inspected: bool


@lru_cache(maxsize=256)
def target(method: str, path: str) -> Target | None:
    """What this path names; None if it is unknown.

    Args:
        method: the HTTP method, in capitals.
        path: the path as it came, still percent-encoded, without the gateway's mount prefix.
    """
    if method == "POST":
        match = _CALL.fullmatch(path) or _COLLECTION_CALL.fullmatch(path)
        return match and Target(match["verb"], _model(match), inspected=True)
    if method == "GET" and (match := _LISTING.fullmatch(path)):
        return Target("models", match["model"] or "", inspected=False)
    return None


def _model(match: re.Match[str]) -> str:
    names = match.groupdict()
    return next(
        (name for key in ("model", "tuned", "published", "endpoint") if (name := names.get(key))),
        "",
    )


_SERVED = "Served are generateContent, streamGenerateContent, countTokens and models."
_WITHOUT_MODEL = (
    "The path names no model: google-genai sends none when it is given a base URL alone. "
    "Give its client an api_key, or project and location, beside base_url."
)
_HINTS = (
    (re.compile(r"/?"), _WITHOUT_MODEL),
    (re.compile(r"/ws/.*"), f"The Live API is not served. {_SERVED}"),
    (re.compile(r"/upload/.*"), f"Uploads are not served. {_SERVED}"),
    (re.compile(r"/.*%.*"), "Model names are sent bare, without percent-encoding."),
    (
        re.compile(rf"/(?:{_VERSION})/projects/[^/]+/locations/(?!(?:{_LOCATION})/)[^/]+/.*"),
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
