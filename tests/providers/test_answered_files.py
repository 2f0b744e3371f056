from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.answered_files import answered_file
from providers.inline import unpack_base64

SHORT, LONG = "PERSON_a7k2", 'Okonkwo, "Nadia"\nÅ'


def _packed(text: str) -> str:
    return b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("media", "came", "leaves"),
    [
        ("text/plain", f"Dear {SHORT}", f"Dear {LONG}"),
        ("text/csv", f"name,n\n{SHORT},1\n", 'name,n\n"Okonkwo, ""Nadia""\nÅ",1\n'),
        ("application/json", f'{{"{SHORT}": 1.0}}', '{"Okonkwo, \\"Nadia\\"\\nÅ": 1.0}'),
        ("application/x-ndjson", f'{{"a": "{SHORT}"}}\n{SHORT}\n',
         f'{{"a": "Okonkwo, \\"Nadia\\"\\nÅ"}}\n{LONG}\n'),
    ],
)  # fmt: skip
def test_files_are_restored_as_their_format_needs_it(media: str, came: str, leaves: str) -> None:
    file = answered_file(unpack_base64(_packed(came), media))
    assert file is not None
    written = file.written([text.replace(SHORT, LONG) for text in file.texts])
    assert written is not None
    assert b64decode(written).decode() == leaves


@given(st.text(max_size=40), st.sampled_from(["text/csv", "application/json", "text/plain"]))
def test_what_does_not_change_is_not_written(source: str, media: str) -> None:
    file = answered_file(unpack_base64(_packed(source), media))
    assert file is None or file.written(file.texts) is None


@pytest.mark.parametrize(
    ("value", "media"),
    [("", "text/plain"), ("AAAA", "text/plain"), (_packed("a"), "image/png"), ("%", "text/csv")],
)
def test_what_is_no_text_is_none(value: str, media: str) -> None:
    assert answered_file(unpack_base64(value, media)) is None
    assert answered_file(None) is None


def test_what_the_charset_lacks_stays_as_it_came() -> None:
    file = answered_file(unpack_base64(_packed(SHORT), "text/plain; charset=us-ascii"))
    assert file is not None
    assert file.written([LONG]) is None
