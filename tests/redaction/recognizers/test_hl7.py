import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.detect import Detector
from redaction.hl7 import patients
from redaction.recognizers.hl7 import RECOGNIZER

DETECTOR = Detector([RECOGNIZER])
PID = (
    "PID|1||PT88214^^^NIST MPI^MR||Lee^Ann^Marie||19800229|F|||3 Low Rd^^Leeds^^LS1"
    "||(020)79460123^PRN||EN|M|||987654320"
)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.entity_type) for s in DETECTOR.detect(text)]


EXPECTED = [
    ("PT88214", "RECORD_ID"),
    ("Lee", "PERSON"),
    ("Ann", "PERSON"),
    ("Marie", "PERSON"),
    ("19800229", "DATE_OF_BIRTH"),
    ("3 Low Rd^^Leeds^^LS1", "STREET_ADDRESS"),
    ("(020)79460123", "PHONE_NUMBER"),
    ("987654320", "NATIONAL_ID"),
]


@pytest.mark.parametrize(
    "frame", ["{}", "MSH|^~\\&|A|B\r{}\rEVN|A01", "x\n{}\nNTE|1", '"MSH|1\\r{}"']
)
def test_a_patient_is_found_in_every_frame(frame: str) -> None:
    assert found(frame.format(PID)) == EXPECTED


def test_relatives_and_doctors_are_found() -> None:
    text = "NK1|1|Roe^Bob|SPO|4 Low Rd^^Leeds|07700900123\rPV1|1|I|4W|||| 4417^Saltz^Ruth^^^^MD"
    assert [value for value, _ in found(text)] == [
        "Roe",
        "Bob",
        "4 Low Rd^^Leeds",
        "07700900123",
        " 4417",
        "Saltz",
        "Ruth",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "PID|PPID|CMD",
        "| PID | USER |",
        "ps: PID|1|2|3",
        "kill PID|grep x",
        "PV1||",
        "a PID|1||||||",
    ],
)
def test_bars_of_other_things_are_left(text: str) -> None:
    assert found(text) == []


@given(st.text(alphabet="PIDNK1|^&~\r\nab7 ", max_size=120))
def test_places_lie_within_one_segment(text: str) -> None:
    ends = [at + 4 for at in range(len(text)) if text[at : at + 4] in {"PID|", "NK1|"}]
    for start, end, _ in patients(text, ends):
        assert 0 <= start < end <= len(text)
        assert "|" not in text[start:end]
