"""Forms (multipart/form-data, RFC 7578): their fields and files, as codecs see them.

The door writes a form as a JSON object (`Operation.form`), so that its parts are walked by the
same rules as any body. Names and types of files are places as well: a name is text, a type must be
one that is known.
"""

import re
from collections.abc import Mapping

from providers.codec import MalformedBodyError
from providers.file_names import filename
from providers.files import inlined
from providers.inline import unpack_base64
from providers.json_text import Json
from providers.walk import Rule, Walk, fields, fixed, text

_MEDIA = re.compile(
    r"(?:text|image|audio|video|application)/[a-z0-9]{1,12}(?:[.+-][a-z0-9-]{1,12}){0,6}"
    r"(?: ?; ?charset=[A-Za-z0-9-]{1,20})?"
)


def _media(walk: Walk, value: Json, pointer: str) -> None:
    """A media type; of another shape than they have, it is looked at and may not change."""
    if isinstance(value, str) and _MEDIA.fullmatch(value):
        walk.skip(value)
    else:
        fixed(walk, value, pointer)


def _file(content: Rule) -> Rule:
    """A file of a form; a field without a file's name is text."""
    known = fields({"filename": filename, "type": _media, "data": content})

    def rule(walk: Walk, value: Json, pointer: str) -> None:
        if isinstance(value, str):
            text(walk, value, pointer)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                rule(walk, item, f"{pointer}/{index}")
        else:
            known(walk, value, pointer)

    return rule


def content_file(walk: Walk, value: Json, pointer: str) -> None:
    """A file whose text is walked by its format; what holds none is opaque."""
    told = value if isinstance(value, dict) else {}
    media, name = (str(told.get(key, "")) for key in ("type", "filename"))

    def content(walk: Walk, data: Json, where: str) -> None:
        if isinstance(data, str):
            inlined(walk, unpack_base64(data, media), where, name)
        else:
            fixed(walk, data, where)

    _file(content)(walk, value, pointer)


def opaque_file(kind: str) -> Rule:
    """A file that nobody here can look into."""

    def content(walk: Walk, data: Json, where: str) -> None:
        walk.meet(kind, where)
        (walk.skip if isinstance(data, str) else lambda given: fixed(walk, given, where))(data)

    return _file(content)


def check_files(form: Mapping[str, Json], files: frozenset[str]) -> None:
    """Refuse a file in a field that is for none (`curl -F prompt=@prompt.txt`).

    Its bytes stand in base64 here, which no rule for texts can look into.

    Args:
        form: as codecs see it.
        files: names of the fields that hold files.

    Raises:
        MalformedBodyError: code unexpected_file.
    """
    for name, value in form.items():
        given = value if isinstance(value, list) else [value]
        if name not in files and any(isinstance(item, dict) for item in given):
            message = "a field of the form is sent as a file, though it is for none"
            raise MalformedBodyError("unexpected_file", message)
