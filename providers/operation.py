"""Calls: what they are named, how they are framed, which state of the recipient they speak of."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Framing(StrEnum):
    """How the answer to a request is cut."""

    NONE = "none"
    SSE = "sse"
    JSON_ARRAY = "json_array"


@dataclass(frozen=True, slots=True)
class StateRef:
    """Something that a recipient keeps between calls: a stored response, a conversation, a file.

    Attributes:
        kind: of a closed set, e.g. "response", "conversation", "file".
        id: the recipient's id, as it stands in paths and bodies. Ids are the recipient's own:
            one that this gateway has not seen made is refused, so nothing personal passes as one.
        grows: what this call sends becomes part of it, so that its pseudonyms are kept with it.
        soft: it may have been made elsewhere (an assistant, a vector store): nothing of it is sent
            here, and where its pseudonyms are not known there is nothing to put back.
        whole: id of the state of the same kind that it belongs to (the file of a batch's results
            to that of its requests); "" if it stands for itself.
    """

    kind: str
    id: str = field(repr=False)
    grows: bool = False
    soft: bool = False
    whole: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Operation:
    """One known call.

    Attributes:
        name: its name, from a closed set (metrics and the log use it), e.g. "chat.completions".
        method: the HTTP method, in capitals.
        upstream_path: path at the recipient, from the API version on, e.g. "/v1/models".
        inspected: whether it has a body to walk; False for such as GET /v1/models.
        model: the model that the path names, "" where the body names it.
        framing: framing where path or query fix it; codecs whose body says it leave NONE.
        scope: over what a value keeps its pseudonym in this call, unless the policy or the caller
            says otherwise; "application" where what several calls send is compared.
        moot: instructions of an operator that mean nothing to this call (`store: false` where
            nothing is stored): they are neither written nor recorded.
        noted: whether there is a system prompt that a note can be added to.
        refers: state of the recipient that the path names.
        names: parts of the path that no state vouches for: nothing personal may stand in them.
        keeps: whether the recipient keeps something new in any case; where the body says so, see
            `Payload.keeps`.
        ends: the state that the path names is over when the recipient has answered with success.
        lists: kind of the state that the answer lists, "" if it lists none; each item is restored
            with its own pseudonyms, and those that this caller did not make are left out.
        resumes: the event of an interrupted stream after which the caller wants it to go on; it is
            asked for from its beginning, so that what was held back at that event is known.
        table: the resource whose rows a request holds, as operators' column policies name it; ""
            if it holds none.
        form: the body is a form (multipart/form-data), which codecs see as a JSON object: a field
            is a string, a file an object of `filename`, `type` and `data` (base64), what comes
            several times a list.
        answers: what the answer is: JSON (or an event stream of it), the content of a file, or
            bytes that hold no text (sound).
    """

    name: str
    method: str
    upstream_path: str
    inspected: bool = True
    model: str = ""
    framing: Framing = Framing.NONE
    scope: Literal["session", "application"] = "session"
    moot: frozenset[str] = frozenset()
    noted: bool = True
    refers: tuple[StateRef, ...] = ()
    names: tuple[str, ...] = ()
    keeps: bool = False
    ends: bool = False
    lists: str = ""
    resumes: str = ""
    table: str = ""
    form: bool = False
    answers: Literal["json", "file", "bytes"] = "json"
