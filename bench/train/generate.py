"""Generated text with names from all over the world: what no licensed corpus has.

Everything is drawn from one seed: the same seed gives the same text.
"""

import random
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import templates
import words
from faker import Faker

_GAP = re.compile(r"\{([PGLAOUIMTNW])\}")
_TITLE = re.compile(
    r"^(?:Dr|Mr|Mrs|Ms|Miss|Herr|Frau|Prof|Dipl|Ing|Univ|Sr|Sra|Dott|Sig|Mgr|Bc|Shri|Smt|drs|ing|prof|dr)\.?\s+"
)
_DEGREE = re.compile(
    r",? (?:[A-Z]\.?[A-Za-z]{0,4}\.[A-Za-z.]*|M\.?[A-Z]\w*\.?|PhD|Jr\.?|II|III|IV|[A-Z]{2,4}\.?)$"
)
_LOCALES = [
    "en_US",
    "en_GB",
    "en_IN",
    "en_AU",
    "en_CA",
    "en_IE",
    "en_NG",
    "en_KE",
    "en_PH",
    "en_PK",
    "de_DE",
    "de_AT",
    "de_CH",
    "fr_FR",
    "fr_CA",
    "es_ES",
    "es_MX",
    "es_CO",
    "it_IT",
    "nl_NL",
    "nl_BE",
    "pl_PL",
    "pt_BR",
    "pt_PT",
    "tr_TR",
    "id_ID",
    "vi_VN",
    "sv_SE",
    "da_DK",
    "no_NO",
    "fi_FI",
    "cs_CZ",
    "hu_HU",
    "ro_RO",
    "hr_HR",
    "sl_SI",
    "yo_NG",
    "ha_NG",
    "ig_NG",
    "tw_GH",
    "zu_ZA",
    "fil_PH",
    "lt_LT",
    "lv_LV",
    "et_EE",
    "sk_SK",
]
_TYPES = {
    "P": "PERSON",
    "G": "PERSON",
    "L": "LOCATION",
    "A": "STREET_ADDRESS",
    "O": "ORG",
    "U": "HANDLE",
    "I": "ID",
}
_SHARES = (
    (templates.PROSE, 0.42),
    (templates.CHAT, 0.18),
    (templates.TABLES, 0.15),
    (templates.NEGATIVES, 0.25),
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what stands in it: (start, end, type)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


class Generator:
    """Draws labelled texts from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._people = [Faker(locale) for locale in _LOCALES]
        for number, faker in enumerate(self._people):
            faker.seed_instance(seed + number)

    def texts(self, count: int) -> Iterator[Labelled]:
        """So many texts."""
        sets, shares = zip(*_SHARES, strict=True)
        for _ in range(count):
            chosen = self._random.choices(sets, shares)[0]
            pieces = [
                self._random.choice(chosen) for _ in range(self._random.choice((1, 1, 1, 2, 3)))
            ]
            joint = self._random.choice((" ", "\n", "\n\n", " "))
            yield self._written(joint.join(pieces), chat=chosen is templates.CHAT)

    def _written(self, template: str, *, chat: bool) -> Labelled:
        text, spans, at = "", [], 0
        for gap in _GAP.finditer(template):
            text += template[at : gap.start()]
            value, at = self._value(gap.group(1)), gap.end()
            if gap.group(1) in _TYPES:
                spans.append((len(text), len(text) + len(value), _TYPES[gap.group(1)]))
            text += value
        return self._noisy(Labelled(text + template[at:], tuple(spans)), chat=chat)

    def _noisy(self, whole: Labelled, *, chat: bool) -> Labelled:
        """Lower case, capitals, a swapped letter: what people type."""
        draw = self._random.random()
        if draw < (0.55 if chat else 0.12):
            return (
                Labelled(whole.text.lower(), whole.spans)
                if len(whole.text.lower()) == len(whole.text)
                else whole
            )
        if draw > 0.97:
            return (
                Labelled(whole.text.upper(), whole.spans)
                if len(whole.text.upper()) == len(whole.text)
                else whole
            )
        if chat and draw > 0.9 and len(whole.text) > 12:
            here = self._random.randrange(1, len(whole.text) - 2)
            swapped = (
                whole.text[:here] + whole.text[here + 1] + whole.text[here] + whole.text[here + 2 :]
            )
            return Labelled(swapped, whole.spans)
        return whole

    def _value(self, kind: str) -> str:
        faker, plain = self._random.choice(self._people), self._people[0]
        drawn: dict[str, Callable[[], str]] = {
            "P": lambda: self._person(faker),
            "G": lambda: self._given(faker),
            "L": lambda: self._place(faker),
            "A": lambda: self._address(faker),
            "O": lambda: " ".join(map(self._random.choice, (words.COMPANIES, words.COMPANY_ENDS))),
            "U": lambda: str(plain.user_name()),
            "I": lambda: self._ident(plain),
            "M": lambda: self._random.choice(words.MONTHS),
            "T": lambda: self._random.choice(words.PRODUCTS),
            "W": lambda: self._random.choice(words.COMMON).lower(),
        }
        return drawn[kind]() if kind in drawn else str(self._random.randrange(1, 400))

    def _address(self, faker: Faker) -> str:
        able = faker if hasattr(faker, "address") else self._people[2]
        return str(able.address()).replace("\n", self._random.choice(("\n", ", ", " ")))

    def _place(self, faker: Faker) -> str:
        draw = self._random.random()
        if draw < 0.65 or not hasattr(faker, "city"):
            return self._random.choice(words.CITIES)
        place = faker.city() if draw < 0.9 else self._people[0].country()
        return str(place).partition(" (")[0]

    def _given(self, faker: Faker) -> str:
        if self._random.random() < 0.5:
            return self._random.choice(
                self._random.choice(list(words.ROMANISED.values()))[0].split()
            )
        return str(faker.first_name())

    def _person(self, faker: Faker) -> str:
        draw = self._random.random()
        if draw < 0.45:
            given, family = (
                part.split() for part in self._random.choice(list(words.ROMANISED.values()))
            )
            first, last = self._random.choice(given), self._random.choice(family)
        elif draw < 0.5:
            first, last = self._random.choice(words.COMMON), str(faker.last_name())
        else:
            whole = _DEGREE.sub("", _TITLE.sub("", str(faker.name())))
            first, _, last = whole.partition(" ")
        return self._shaped(first, last)

    def _shaped(self, first: str, last: str) -> str:
        draw = self._random.random()
        if not last or draw < 0.12:
            return first
        if draw < 0.2:
            return last
        if draw < 0.28:
            return f"{first[0]}. {last}"
        if draw < 0.34:
            return f"{last}, {first}"
        if draw < 0.42:
            return f"{first} {self._random.choice(string.ascii_uppercase)}. {last}"
        return f"{first} {last}"

    def _ident(self, faker: Faker) -> str:
        return str(self._random.choice((
            faker.phone_number, faker.ipv4, faker.email, lambda: faker.numerify("##########"),
            lambda: faker.bothify("?????####?").upper(), lambda: faker.numerify("#### #### ####"),
            lambda: faker.numerify("################"), faker.iban,
        ))())  # fmt: skip
