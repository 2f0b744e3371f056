"""`try --base-url`: one real request through a running gateway, with the official OpenAI SDK."""

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gateway.cli.output import fields, print_json, visible
from gateway.headers import DISCLOSURE, PURPOSE, RECIPIENT

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

_FAILED = 1
_TIMEOUT_SECONDS = 120.0
_MOUNT = "/openai/v1"
_MODEL = "gpt-4o-mini"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What is to be sent.

    Attributes:
        base_url: of the gateway, with or without `/openai/v1`.
        key: an application's key.
        text: the message.
        purpose: id of the purpose; "" leaves it to the gateway.
        recipient: id of the recipient; likewise.
        model: the language model.
        stream: whether the answer is streamed.
        as_json: print JSON, once the answer is whole.
    """

    base_url: str
    key: str = field(repr=False)
    text: str = field(repr=False)
    purpose: str = ""
    recipient: str = ""
    model: str = ""
    stream: bool = False
    as_json: bool = False


def call(wanted: Call) -> int:
    """Send it, and show the answer and the id of the disclosure."""
    if not wanted.key:
        print("A key is needed: --key, or PRIVACY_GATEWAY_KEY in the environment. "
              "`privacy-gateway applications new-key` makes one.", file=sys.stderr)  # fmt: skip
        return _FAILED
    try:
        import openai  # noqa: PLC0415 - an extra: the server does without it
    except ImportError:
        print("The OpenAI SDK is not installed here: pip install openai", file=sys.stderr)
        return _FAILED
    try:
        with _client(wanted) as client:
            answer, disclosure = (
                _streamed(client, wanted) if wanted.stream else _whole(client, wanted)
            )
    except openai.APIStatusError as refused:
        return _refused(wanted, refused)
    except openai.APIConnectionError as lost:
        return _failed(wanted, f"{wanted.base_url} does not answer: {lost.__cause__ or lost}")
    except openai.APIError as broken:
        return _failed(wanted, f"The answer broke off: {broken.message}")
    if wanted.as_json:
        print_json({"dry_run": False, "answer": answer, "disclosure": disclosure})
    else:
        print("" if wanted.stream else visible(answer))
        print("\n".join(fields([("disclosure", disclosure)], 10)))
    return 0


def _client(wanted: Call) -> "OpenAI":
    from openai import OpenAI  # noqa: PLC0415 - an extra: the server does without it

    url = wanted.base_url.rstrip("/")
    url = url if url.endswith("/v1") else url + _MOUNT
    context = {PURPOSE: wanted.purpose, RECIPIENT: wanted.recipient}
    return OpenAI(
        base_url=url,
        api_key=wanted.key,
        default_headers={name: value for name, value in context.items() if value},
        max_retries=0,  # a repeated attempt would be a further disclosure
        timeout=_TIMEOUT_SECONDS,
    )


def _whole(client: "OpenAI", wanted: Call) -> tuple[str, str]:
    raw = client.chat.completions.with_raw_response.create(**_request(wanted))
    choices = raw.parse().choices
    return (choices[0].message.content or "" if choices else ""), raw.headers.get(DISCLOSURE, "")


def _streamed(client: "OpenAI", wanted: Call) -> tuple[str, str]:
    raw = client.chat.completions.with_raw_response.create(**_request(wanted), stream=True)
    pieces = []
    for chunk in raw.parse():
        piece = (chunk.choices[0].delta.content or "") if chunk.choices else ""
        pieces.append(piece)
        if not wanted.as_json:
            print(visible(piece), end="", flush=True)
    return "".join(pieces), raw.headers.get(DISCLOSURE, "")


def _request(wanted: Call) -> dict[str, Any]:
    message = {"role": "user", "content": wanted.text}
    return {"model": wanted.model or _MODEL, "messages": [message]}


def _refused(wanted: Call, refused: "APIStatusError") -> int:
    """Tell what the gateway or the recipient said."""
    told = refused.body if isinstance(refused.body, dict) else {}
    message = str(told.get("message") or refused.message)
    disclosure = refused.response.headers.get(DISCLOSURE, "")
    if wanted.as_json:
        error = {"status": refused.status_code, "code": told.get("code"), "message": message}
        print_json({"dry_run": False, "error": error, "disclosure": disclosure or None})
        return _FAILED
    code = told.get("code")
    lines = [f"{refused.status_code}{f' {code}' if code else ''}: {message}"]
    lines += fields([("disclosure", disclosure)], 10)
    print(visible("\n".join(lines)), file=sys.stderr)
    return _FAILED


def _failed(wanted: Call, message: str) -> int:
    if wanted.as_json:
        print_json({"dry_run": False, "error": {"message": message}, "disclosure": None})
    print(visible(message), file=sys.stderr)
    return _FAILED
