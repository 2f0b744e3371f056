"""From a message of the wire to the HTTP request that says the same.

The path, the method and what stands in the body are those of the method's own `google.api.http`
binding (https://google.aip.dev/127); the body is JSON as the JSON mapping of protocol buffers has
it, with enums as integers, which is what the SDK's own REST transport sends. Bytes are base64,
64-bit integers are strings, and nothing may be lost on the way: a field that this library's
messages do not have would be dropped, so it is refused.
"""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode

from google.api.httpbody_pb2 import HttpBody
from google.api_core import path_template, rest_helpers
from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message

from gateway.grpc_front.methods import Method

_INTEGERS = ("$alt", "json;enum-encoding=int")
"""Asks for enums as integers in the answer: those that are newer than the library come through."""
_JSON = "application/json"
_MEDIA_TYPE = re.compile(
    r"[\w.+-]{1,80}/[\w.+-]{1,80}(?:; ?[\w-]{1,40}=[\w.+\"-]{1,80}){0,4}", re.ASCII
)
"""As in RFC 9110 section 8.3, without what only lawyers of HTTP would write."""
_IN_PATH = "/:@"
_NEWER = (
    "The request holds a field that the gateway's google-cloud-aiplatform does not know, so it "
    "can neither be inspected nor passed: update the gateway, or use the fields of its version."
)
_UNBOUND = "The resource that the request names fits no HTTP path of this method."
_RAW_ALONE = "Beside a raw HTTP body, the request may name its resource and nothing else."


class UnfitRequest(Exception):
    """A message that cannot be written as HTTP.

    Attributes:
        message: what is wrong, for the caller; never a character of the payload.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Written:
    """The HTTP request.

    Attributes:
        method: of HTTP, in capitals.
        target: path from the API version on, and query string; percent-encoded.
        body: empty where there is none.
        content_type: "" where there is no body.
    """

    method: str
    target: str
    body: bytes
    content_type: str


def written(method: Method, message: bytes) -> Written:
    """Write a message as HTTP.

    Args:
        method: what is called.
        message: as it came.

    Raises:
        UnfitRequest: it cannot be read, says more than HTTP can, or fits no binding.
    """
    request = _read(method, message)
    try:
        parts = path_template.transcode(list(method.bindings), message=request)
    except ValueError:
        raise UnfitRequest(_UNBOUND) from None
    path = quote(unquote(parts["uri"]), safe=_IN_PATH)
    query = _query(parts["query_params"], raw=method.raw)
    verb = str(parts["method"]).upper()
    target = f"{path}?{query}" if query else path
    if "body" not in parts:
        return Written(verb, target, b"", "")
    body, content_type = _body(parts["body"])
    return Written(verb, target, body, content_type)


def _read(method: Method, message: bytes) -> Message:
    try:
        request = method.request.FromString(message)
    except DecodeError:
        raise UnfitRequest("The request cannot be read as its method's message.") from None
    size = request.ByteSize()
    request.DiscardUnknownFields()
    if request.ByteSize() != size:
        raise UnfitRequest(_NEWER)
    if method.nested and not _survives(request):
        raise UnfitRequest(_NEWER)
    return request


def _survives(request: Message) -> bool:
    """Whether a message comes back from JSON as it was, messages packed into it included."""
    try:
        back = json_format.ParseDict(_json(request), type(request)())
    except json_format.ParseError:
        return False
    return bool(back == request)


def _query(parameters: Message, *, raw: bool) -> str:
    pairs = rest_helpers.flatten_query_params(_json(parameters), strict=True)
    return urlencode(pairs if raw else [*pairs, _INTEGERS])


def _body(body: Message) -> tuple[bytes, str]:
    """The body and its media type: JSON, or what a caller packed as HTTP body."""
    whole = _raw(body)
    if whole is None:
        text = json.dumps(_json(body), ensure_ascii=False, separators=(",", ":"))
        return text.encode(), _JSON
    if whole.extensions:
        raise UnfitRequest(_RAW_ALONE)
    if not _MEDIA_TYPE.fullmatch(whole.content_type or _JSON):
        raise UnfitRequest("The content type of the raw HTTP body is none.")
    return whole.data, whole.content_type or _JSON


def _raw(body: Message) -> Any:  # noqa: ANN401  (HttpBody, whose package is untyped)
    """The HTTP body that stands in a request, as itself or alone in a field; None if none does.

    Raises:
        UnfitRequest: something else stands beside it, which HTTP has no place for.
    """
    if isinstance(body, HttpBody):
        return body
    set_fields = body.ListFields()
    found = [value for _, value in set_fields if isinstance(value, HttpBody)]
    if not found:
        return None
    if len(set_fields) > 1:
        raise UnfitRequest(_RAW_ALONE)
    return found[0]


def _json(message: Message) -> dict[str, Any]:
    try:
        return json_format.MessageToDict(message, use_integers_for_enums=True)
    except (json_format.Error, TypeError, ValueError):
        raise UnfitRequest("The request holds a value that JSON cannot say.") from None
