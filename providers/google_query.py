"""Query strings of Google's APIs: framing, system parameters, and what else may stand there.

System parameters are those of https://cloud.google.com/apis/docs/system-parameters. What nobody
changes keeps its bytes: `%24alt=json%3Benum-encoding%3Dint` asks for enums as integers, and the
answers that come so are read like others.
"""

from dataclasses import replace

from privacy.text import Place, Segment
from providers.codec import Framing, MalformedBodyError
from providers.query import QueryText, decode, read_query

_CREDENTIALS = frozenset({"key", "$key", "access_token", "oauth_token"})
_ALT = frozenset({"alt", "$alt"})
_ODD = frozenset({"callback", "jsonp", "uploadType", "upload_protocol"})
_PEOPLE = frozenset({"quotaUser", "$.quotaUser", "userIp"})
_PROTOCOL = _ALT | {
    "$.xgafv",
    "prettyPrint",
    "$prettyPrint",
    "fields",
    "$fields",
    "pageSize",
    "page_size",
    "pageToken",
    "page_token",
    "updateMask",
    "update_mask",
    "stream",
    "include_input",
}
TICKET = "upload_id"
"""What the gateway's own address for the content of an upload holds."""
RESUMES = "last_event_id"
"""Where a stream of an interaction is to go on (google.genai._gaos, GetInteractionByIDRequest)."""


def read(query: str, *, media: bool = False) -> QueryText:
    """Read a query string.

    Args:
        query: as it came, without `?`.
        media: the content of a file may be asked for.

    Raises:
        MalformedBodyError: credential_in_query: it would stand in logs along the way;
            unsupported_alt: the answer would be no JSON; invalid_query.
    """
    found = read_query(query, _PROTOCOL)
    name = ""
    for segment in found.segments:
        if segment.pointer.endswith("~key"):
            name = segment.text
            _check_name(name)
        elif name in _ALT:
            _check_alt(segment.text, media=media)
    return QueryText(tuple(map(_placed, found.segments)), found.pieces)


def framing(query: str) -> Framing:
    """How a streamed answer is cut: `alt=sse` asks for events, an array is the default.

    A query string that cannot be read has no say here; `read` refuses it.
    """
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if _decoded(name) in _ALT and _decoded(value).partition(";")[0] == "sse":
            return Framing.SSE
    return Framing.JSON_ARRAY


def asked(query: str) -> dict[str, str]:
    """Parameters and their values, for the route; what cannot be read is refused by `read`."""
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return {_decoded(name): _decoded(value) for name, _, value in pairs}


def without(query: str, name: str) -> str:
    """The query string without a parameter; what stays keeps its bytes."""
    pairs = (pair for pair in query.split("&") if _decoded(pair.partition("=")[0]) != name)
    return "&".join(pairs)


def _decoded(text: str) -> str:
    try:
        return decode(text)
    except MalformedBodyError:
        return ""


def _check_name(name: str) -> None:
    if name in _CREDENTIALS:
        message = "a credential stands in the query string; send it in the header x-goog-api-key"
        raise MalformedBodyError("credential_in_query", message)
    if name in _ODD or (name.startswith("$") and name not in _PROTOCOL | _PEOPLE):
        message = "a parameter of the query string would change the request behind the gateway"
        raise MalformedBodyError("unsupported_parameter", message)


def _check_alt(value: str, *, media: bool) -> None:
    if value.partition(";")[0] not in ("json", "sse", "") and not (media and value == "media"):
        message = "answers other than JSON cannot be read; leave alt out, or ask for json or sse"
        raise MalformedBodyError("unsupported_alt", message)


def _placed(segment: Segment) -> Segment:
    """The segment, as one that identifies a person where the parameter is for that."""
    if segment.hint in _PEOPLE and segment.place is Place.TEXT:
        return replace(segment, place=Place.IDENTIFIER)
    return segment
