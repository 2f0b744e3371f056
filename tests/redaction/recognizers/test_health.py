import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("she was diagnosed with HIV", ["HIV"]),
        ("patient has type 2 diabetes", ["type 2 diabetes"]),
        (
            "The patient has a history of hypertension, asthma and gout.",
            ["hypertension", "asthma", "gout"],
        ),
        ("I am 20 weeks pregnant", ["20 weeks pregnant"]),
        ("He takes metformin 500 mg daily", ["metformin 500 mg daily"]),
        ("My blood group is B+", ["B+"]),
        ("blood type: O negative", ["O negative"]),
        ("My father died of pancreatic cancer", ["pancreatic cancer"]),
        ("my depression is getting worse", ["depression"]),
        ("56-year-old female with hypertension", ["hypertension"]),
        ("She had pancreatitis last year", ["pancreatitis"]),
        ("She is HIV positive", ["HIV positive"]),
        ("Diagnosed with lupus in 2019.", ["lupus"]),
        ("My wife is diabetic", ["diabetic"]),
        ("I've been on sertraline for two years", ["sertraline"]),
        ("HbA1c was 8.2%", ["8.2%"]),
        ("I'm allergic to penicillin and peanuts.", ["penicillin and peanuts"]),
        ("मुझे मधुमेह है", ["मधुमेह"]),
        ("mujhe diabetes hai", ["diabetes"]),
        ("Er leidet an Epilepsie", ["Epilepsie"]),
        ("Meine Mutter hat Krebs", ["Krebs"]),
        ("elle souffre de dépression", ["dépression"]),
        ("Mi padre tiene cáncer", ["cáncer"]),
        ("Mia madre soffre di depressione", ["depressione"]),
        ('{"diagnosis": "E11.9", "blood_group": "AB+"}', ["E11.9", "AB+"]),
        ("Dx: acute bronchitis", ["acute bronchitis"]),
    ],
)
def test_finds(text: str, values: list[str]) -> None:
    assert found(text, "HEALTH") == values


@pytest.mark.parametrize(
    "text",
    [
        "diabetes research is funded",
        "Patients with diabetes should eat well",
        "people suffering from depression",
        "Windows health check",
        "The server suffers from memory leaks",
        "He has a diploma in cancer research",
        "hypertension treatment guidelines",
        "Risk of being diagnosed with cancer",
        "if you have asthma, ask",
        "a study of patients treated for lupus",
        "blind spot detection; the disabled button",
        "Mark the breakpoint as disabled",
        "The economy suffers from depression",
        "What are the symptoms of diabetes?",
        "prescribed by Priya Thomas",
        "diagnosis: the server is out of memory",
        "CD45, CD20 and K12",
    ],
)
def test_leaves(text: str) -> None:
    assert found(text, "HEALTH") == []
