import pytest

from tests.support.detection import found


@pytest.mark.parametrize(
    ("text", "entity_type", "values"),
    [
        ("I am a Muslim woman", "RELIGION", ["Muslim"]),
        ("I am a practising Muslim.", "RELIGION", ["Muslim"]),
        ("religion: Hindu", "RELIGION", ["Hindu"]),
        ("My religion: Hindu", "RELIGION", ["Hindu"]),
        ("My wife is Jewish.", "RELIGION", ["Jewish"]),
        ("She converted to Islam in 2010", "RELIGION", ["Islam"]),
        ("He comes from a Hindu family", "RELIGION", ["Hindu"]),
        ("er ist katholisch", "RELIGION", ["katholisch"]),
        ("elle est catholique pratiquante", "RELIGION", ["catholique"]),
        ("soy católico y vivo aquí", "RELIGION", ["católico"]),
        ("mia madre è cattolica", "RELIGION", ["cattolica"]),
        ("मैं मुस्लिम हूँ", "RELIGION", ["मुस्लिम"]),
        ("मेरा धर्म हिंदू है", "RELIGION", ["हिंदू"]),
        ("main muslim hoon", "RELIGION", ["muslim"]),
        ("she identifies as bisexual", "SEXUAL_ORIENTATION", ["bisexual"]),
        ("he is gay", "SEXUAL_ORIENTATION", ["gay"]),
        ("As a gay man, I worry", "SEXUAL_ORIENTATION", ["gay"]),
        ("er ist homosexuell", "SEXUAL_ORIENTATION", ["homosexuell"]),
        ("I'm only attracted to women", "SEXUAL_ORIENTATION", ["attracted to women"]),
        ("sexual orientation: straight", "SEXUAL_ORIENTATION", ["straight"]),
        ("I am a trans woman", "GENDER_IDENTITY", ["trans woman"]),
        ("she is of Turkish descent", "ETHNICITY", ["Turkish"]),
        ("Elle est d'origine algérienne", "ETHNICITY", ["algérienne"]),
        ("I'm Black and proud", "ETHNICITY", ["Black"]),
        ("ethnicity: Hispanic", "ETHNICITY", ["Hispanic"]),
        ("I am an Indian citizen", "NRP", ["Indian"]),
        ("caste: OBC", "CASTE", ["OBC"]),
        ("I belong to a Dalit family", "CASTE", ["Dalit"]),
        ("जाति: ब्राह्मण", "CASTE", ["ब्राह्मण"]),
    ],
)
def test_finds(text: str, entity_type: str, values: list[str]) -> None:
    assert found(text, entity_type) == values


@pytest.mark.parametrize(
    "text",
    [
        "a race condition",
        "the Jain sort of tree",
        "the union of sets",
        "A Chinese restaurant with Turkish coffee",
        "Christian Bale stars in it",
        "the gay marriage law debate",
        "the Catholic church building",
        "an Indian court held",
        "It is black and white",
        "he is the black sheep",
        "The government is Christian democratic",
        "he is an American actor",
        "He is a professor of Jewish studies",
        "religion: a critical history",
        "the gender field of the API",
        "gender: string",
        "race: Monaco GP",
        "Is this a Muslim country?",
    ],
)
def test_leaves(text: str) -> None:
    special = ("RELIGION", "ETHNICITY", "CASTE", "NRP", "SEXUAL_ORIENTATION", "GENDER_IDENTITY")
    assert found(text, *special, "GENDER") == []
