import pytest

from redaction.announced import announced
from redaction.detect import Detector
from redaction.patterns import Recognizer

DETECTOR = Detector(
    (
        Recognizer(
            name="announced",
            patterns=(announced(r"tickets?|locker", "RECORD_ID", others="टिकट"),),
            examples=("locker 12345678",),
        ),
    )
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("locker 12345678", ["12345678"]),
        ("Locker: A-1234", ["A-1234"]),
        ("locker no. 1234", ["1234"]),
        ("locker (old one) number is 1234/99", ["1234/99"]),
        ("| locker | AB1234 |", ["AB1234"]),
        ("Locker Number\n  1234", ["1234"]),
        ("टिकट नंबर 12345", ["12345"]),
        ("locker 48 39 20 11", ["48 39 20 11"]),
        ("locker ****9012", ["****9012"]),
        ("tickets: A1234, B5678 and C9012 are used", ["A1234", "B5678", "C9012"]),
        ("tickets\n", []),
        ("locker A1234, then B5678", ["A1234"]),
        ("locker A1234, B5678, 20 people", ["A1234", "B5678"]),
        ("lockers 123456", []),
        ("tickets 1500", []),
        ("tickets 150000", []),
        ("locker 1234", []),
        ("locker: 2024-05-06", []),
        ("the locker number of my wife is A1234", ["A1234"]),
        ("update my locker number, it is 1234 now", ["1234"]),
        ("is A1234 the right locker number?", []),
        ("I think A1234 is the right locker number", ["A1234"]),
        ("she gave A1234 as her locker number", ["A1234"]),
        ("the locker of my wife is A1234", []),
        ("build v1.2.3456 is in the locker", []),
        ("the locker number was lost. Room 12345", []),
        ("lockers = [1234, 1235]", []),
        ("123456 (locker)", ["123456"]),
        ("A1234 (locker)", ["A1234"]),
        ("1500 (tickets), 150000 (tickets)", []),
        ("1500 (locker)", []),
        ("<td>Locker</td><td>123456</td>", ["123456"]),
        ("locker;A1234;open", ["A1234"]),
        ("the locker number you asked for: 1234", ["1234"]),
        ("locker: 12345.67", []),
        ("locker v2.31.0 sends 1000", []),
        ("locker since 2024", []),
        ("lock 12345678", []),
        ("locker: 12345678%", []),
    ],
)
def test_reads_what_stands_behind_a_name(text: str, values: list[str]) -> None:
    assert [text[span.start : span.end] for span in DETECTOR.detect(text)] == values


def test_a_list_ends_somewhere() -> None:
    text = "tickets: " + ", ".join(f"A{number}" for number in range(10000, 11000))
    assert len(DETECTOR.detect(text)) == 65
