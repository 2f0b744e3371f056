"""Files that Google keeps: what is sent up is read like a file inside of a request.

Source: https://ai.google.dev/api/files, google.genai.files 3.4. An upload reaches the codec as a
JSON object: `file` as the caller described it, `content` as a file of a form has it
(`gateway.transfer.resumable` joins and parts the two requests of the protocol).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from providers.codec import Operation, Payload, StateRef
from providers.file_names import filename
from providers.forms import content_file
from providers.google_fields import message, word
from providers.google_kept import Resources, parsed, ref_of
from providers.google_paths import NAME
from providers.google_predict import MOOT
from providers.google_request import GoogleRequest
from providers.walk import Rule, fixed, free

_UPLOAD = re.compile(r"/upload/(?:v1|v1beta)/files", re.ASCII)
_PATH = re.compile(rf"/(?:v1|v1beta)/files(?:/(?P<id>{NAME})(?P<get>:download)?)?", re.ASCII)
UPLOAD, DOWNLOAD = "files.upload", "files.download"
_LIST = Operation("files.list", "GET", "", inspected=False, lists="file")
_OF_ONE = {
    ("GET", None): Operation("files.get", "GET", "", inspected=False),
    ("GET", ":download"): Operation(DOWNLOAD, "GET", "", inspected=False, answers="file"),
    ("DELETE", None): Operation("files.delete", "DELETE", "", inspected=False, ends=True),
}
_FILE: Rule = message(
    file=message(
        name=fixed,
        display_name=filename,
        mime_type=word,
        source=word,
        **dict.fromkeys(("uri", "download_uri", "state", "sha256_hash"), fixed),
        **dict.fromkeys(("create_time", "update_time", "expiration_time"), fixed),
        video_metadata=free,
        error=free,
    ),
    content=content_file,
)


class Files(Resources):
    """See `providers.google_kept.Family`."""

    def __init__(self) -> None:
        super().__init__("files", "file", "files")

    def route(self, method: str, path: str, query: str) -> Operation | None:
        """The known call; None if it is none of these."""
        del query
        if method == "POST" and _UPLOAD.fullmatch(path):
            return Operation(UPLOAD, method, path, keeps=True, noted=False, moot=MOOT)
        match = _PATH.fullmatch(path)
        if match is None:
            return None
        if match["id"] is None:
            return replace(_LIST, upstream_path=path) if method == "GET" else None
        found = _OF_ONE.get((method, match["get"]))
        return self.one(found, path, match["id"])

    def read(self, operation: Operation, body: bytes) -> Payload:
        """Read an upload.

        Raises:
            MalformedBodyError: it cannot be read.
        """
        return GoogleRequest(operation, body, _FILE)

    def created(self, operation: Operation, raw: bytes) -> Sequence[StateRef]:
        """The file that an upload has made."""
        tree = parsed(raw) if operation.keeps else None
        made = ref_of(self.kind, tree.get("file")) if isinstance(tree, dict) else None
        return (made,) if made else ()


FILES = Files()
"""The family, for the codec."""
