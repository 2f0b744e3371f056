import pytest

from redaction.marked import unbroken, unmarked, unwrapped
from tests.support.detection import covers, found


@pytest.mark.parametrize(
    "value",
    [
        "nadia.oko**nkwo**@posteo.example",
        "nadia.<b>okonkwo</b>@posteo.example",
        r"nadia\.okonkwo@posteo\.example",
        r"nadia\_okonkwo@posteo.example",
        "4111 **1111** 1111 1111",
        "4111<wbr>1111<wbr>1111<wbr>1111",
        "4111~~1111~~11111111",
        "nadia.okonkwo@posteo.ex-\nample",
        "nadia.okonkwo@\nposteo.example",
        "DE89370400-\n440532013000",
        "4111-1111-\n1111-1111",
        "41111111\r\n11111111",
    ],
)
def test_marks_and_line_ends_hide_nothing(value: str) -> None:
    assert covers(f"please see {value} and answer", value)


@pytest.mark.parametrize(
    "text",
    [
        "x = a**b ** 2**31 * 4",
        "the <b>quick</b> brown",
        "a line that ends well-\nordered and goes on",
        "rows\n12\n34\n56\n78",
        "@contextmanager\ndef held():",
        "re.compile(r'\\.\\-\\_\\@')",
        "`one`two`three`",
        "1*2*3*4*5*6*7*8*9",
    ],
)
def test_code_and_prose_stay(text: str) -> None:
    assert found(text) == []


def test_views_leave_out_what_was_hit_and_lead_back() -> None:
    text = "ab**cd -\nx"
    view = unmarked(text, [(1, 5)])
    assert view is not None
    assert view.text == "abcd -\nx\n"
    assert view.original(0, 4) == (0, 6)
    text = "ab-\ncd"
    without, kept = unbroken(text, [(1, 5)]), unwrapped(text, [(1, 5)])
    assert without is not None
    assert kept is not None
    assert (without.text, kept.text) == ("abcd\n", "ab-cd\n")
    assert without.original(0, 4) == kept.original(0, 5) == (0, 6)
