"""Files, and batches of requests.

A file belongs to whoever had it made here: its pseudonyms stay with its id, and those of a batch's
results with the file of its requests. A file of requests is more than one body: the door reads it
line by line (`gateway.transfer`), and each line is a call of `BATCHED`.

Source: openai-python 3.54, `openai/types/file_create_params.py`, `batch_create_params.py`,
`batch.py`, `file_object.py`; https://platform.openai.com/docs/api-reference/batch.
"""

from collections.abc import Mapping

from providers.codec import Frame, MalformedBodyError, Operation, Payload
from providers.forms import content_file
from providers.json_text import Json
from providers.openai_answer import whole_answer
from providers.openai_fields import INSTRUCTIONS
from providers.openai_plain import PlainPayload, Plan, read_plain, spoken
from providers.routes import Route
from providers.walk import Rule, Walk, fields, fixed, free, kept, optional, skip, words

BATCH = "batch"
"""The purpose of files of requests."""
BATCHED = frozenset(
    {
        "/v1/chat/completions", "/v1/responses", "/v1/embeddings", "/v1/completions",
        "/v1/moderations",
    }
)  # fmt: skip
"""What the lines of such a file may ask for."""
_PURPOSES = words(frozenset({"assistants", BATCH, "user_data", "vision", "evals"}))
_ENDPOINTS = words(BATCHED)
_WINDOW = words(frozenset({"24h"}))
_UNTIL = optional(fields({"anchor": words(frozenset({"created_at"})), "seconds": skip}))


def _purpose(walk: Walk, value: Json, pointer: str) -> None:
    if value == "fine-tune":
        raise MalformedBodyError(
            "fine_tune_refused",
            "files for fine-tuning are refused: a model that learnt personal data cannot forget "
            "it; train on data that was anonymised beforehand",
        )
    _PURPOSES(walk, value, pointer)


_FILE = Plan(
    fields={
        "file": spoken(content_file),
        "purpose": _purpose,
        "expires_after[anchor]": words(frozenset({"created_at"})),
        "expires_after[seconds]": fixed,
    },
    spoken="file",
    instructions=frozenset(),
    files=frozenset({"file"}),
)
_BATCH: Mapping[str, Rule] = {
    "input_file_id": kept("file"),
    "endpoint": _ENDPOINTS,
    "completion_window": _WINDOW,
    "metadata": optional(free),
    "output_expires_after": _UNTIL,
}
_BATCH_PLAN = Plan(fields=_BATCH, spoken="input_file_id", instructions=frozenset())


def _whole(body: bytes, _: Payload | None) -> Frame:
    return whole_answer(body, json_answer=False)


def _read_file(body: bytes) -> PlainPayload:
    return read_plain(body, _FILE)


def _read_batch(body: bytes) -> PlainPayload:
    return read_plain(body, _BATCH_PLAN)


def _call(name: str, method: str, path: str, *, inspected: bool = False) -> Operation:
    return Operation(name, method, path, inspected=inspected, moot=INSTRUCTIONS, noted=False)


CREATE = Operation(
    "files.create", "POST", "/v1/files", moot=INSTRUCTIONS, noted=False, keeps=True, form=True
)
_LIST = Operation("files.list", "GET", "/v1/files", inspected=False, lists="file")
_DELETE = Operation("files.delete", "DELETE", "/v1/files/{file}", inspected=False, ends=True)
_CONTENT = Operation(
    "files.content", "GET", "/v1/files/{file}/content", inspected=False, answers="file"
)
_MADE = Operation(
    "batches.create", "POST", "/v1/batches", moot=INSTRUCTIONS, noted=False, keeps=True
)
_BATCHES = Operation(
    "batches.list", "GET", "/v1/batches", inspected=False, keeps=True, lists="batch"
)
_SEEN = Operation("batches.get", "GET", "/v1/batches/{batch}", inspected=False, keeps=True)
_CANCEL = Operation(
    "batches.cancel", "POST", "/v1/batches/{batch}/cancel", inspected=False, keeps=True
)

FILES = (
    Route(CREATE, _whole, _read_file),
    Route(_LIST, _whole),
    Route(_call("files.get", "GET", "/v1/files/{file}"), _whole),
    Route(_DELETE, _whole),
    Route(_CONTENT, _whole),
    Route(_MADE, _whole, _read_batch),
    Route(_BATCHES, _whole),
    Route(_SEEN, _whole),
    Route(_CANCEL, _whole),
)
"""A batch that is seen tells of the files of its results: these are kept with its own file."""
