"""Generated text with names from all over the world: what no licensed corpus has.

Everything is drawn from one seed: the same seed gives the same text.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

import draw
import templates
import templates_asian
import templates_documents
import templates_english
import templates_european
import templates_hindi
import templates_indian
import templates_indic
import templates_negative
import templates_records
import words

_GAP = re.compile(r"\{([PGLAOUIMTNWEH])\}")
_TYPES = {
    "P": "PERSON", "G": "PERSON", "E": "PERSON", "L": "LOCATION", "A": "STREET_ADDRESS",
    "O": "ORG", "U": "HANDLE", "I": "ID",
}  # fmt: skip
_VALUES = frozenset({"ENGLISH_ADDRESSES", "INDIAN_ADDRESSES"})
_CHATS = frozenset({"CHAT", "ENGLISH_CHAT", "INDIAN_CHAT", "ENGLISH_SUPPORT", "NEGATIVE_CHAT"})
_SHARES = {
    "english": 0.34,
    "indian": 0.14,
    "negative": 0.2,
    "european": 0.14,
    "indic": 0.1,
    "asian": 0.08,
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what stands in it: (start, end, type)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Sentences that belong together.

    Attributes:
        sentences: with gaps.
        locale: whose names fill the gaps; "" for English.
        chat: whether people type it without capitals.
        indian: whether names of India fill the gaps.
        whole: whether each is a document of its own.
    """

    sentences: tuple[str, ...]
    locale: str = ""
    chat: bool = False
    indian: bool = False
    whole: bool = False


def _tuples(module: ModuleType, **told: bool) -> list[_Kind]:
    return [
        _Kind(tuple(value), chat=name in _CHATS, **told)
        for name, value in vars(module).items()
        if isinstance(value, tuple) and name.isupper() and name not in _VALUES | {"NEGATIVES"}
    ]


def _locales(module: ModuleType) -> list[_Kind]:
    """Of each language three shares of sentences with names, one without any."""
    kinds = []
    for locale, sentences in module.SENTENCES.items():
        plain = _Kind(tuple(module.NEGATIVES.get(locale, ())) or sentences, locale)
        kinds += [*[_Kind(tuple(sentences), locale)] * 3, plain]
    return kinds


def _all() -> Mapping[str, list[_Kind]]:
    documents = templates_documents
    english = [
        *_tuples(templates),
        *_tuples(templates_english),
        *_tuples(templates_records),
        _Kind(tuple(documents.DOCUMENTS_ENGLISH), whole=True),
    ]
    indian = _Kind(tuple(documents.DOCUMENTS_INDIAN), indian=True, whole=True)
    negative = [
        _Kind(templates.NEGATIVES),
        *_tuples(templates_negative),
        _Kind(tuple(documents.DOCUMENTS_NEGATIVE), whole=True),
    ]
    return {
        "english": english,
        "indian": [*_tuples(templates_indian, indian=True), indian],
        "negative": negative,
        "european": _locales(templates_european),
        "indic": [
            *_locales(templates_indic),
            *[_Kind(templates_hindi.HINDI, "hi_IN")] * 6,
            *[_Kind(templates_hindi.HINDI_NEGATIVE, "hi_IN")] * 6,
        ],
        "asian": _locales(templates_asian),
    }


class Generator:
    """Draws labelled texts from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._world = draw.World(self._random, seed)
        self._kinds = _all()
        self._homes: dict[str, draw.Home] = {}

    def texts(self, count: int) -> Iterator[Labelled]:
        """So many texts."""
        names, shares = zip(*_SHARES.items(), strict=True)
        for _ in range(count):
            kind = self._chosen(self._kinds[self._random.choices(names, shares)[0]])
            several = 1 if kind.whole else self._random.choice((1, 1, 1, 2, 3))
            pieces = [self._random.choice(kind.sentences) for _ in range(several)]
            joint = self._random.choice((" ", "\n", "\n\n", " "))
            yield self._written(joint.join(pieces), kind)

    def _chosen(self, kinds: list[_Kind]) -> _Kind:
        """A kind, as often as it has sentences, but for languages: those by their kind."""
        if kinds[0].locale:
            return self._random.choice(kinds)
        return self._random.choices(kinds, [len(kind.sentences) for kind in kinds])[0]

    def _written(self, template: str, kind: _Kind) -> Labelled:
        text, spans, at = "", [], 0
        for gap in _GAP.finditer(template):
            text += template[at : gap.start()]
            (value, label), at = self._value(gap.group(1), kind), gap.end()
            if label:
                spans.append((len(text), len(text) + len(value), label))
            text += value
        return self._noisy(Labelled(text + template[at:], tuple(spans)), chat=kind.chat)

    def _noisy(self, whole: Labelled, *, chat: bool) -> Labelled:
        """Lower case, capitals, a swapped letter: what people type."""
        drawn = self._random.random()
        if drawn < (0.55 if chat else 0.08):
            return _same_length(whole, whole.text.lower())
        if drawn > 0.97:
            return _same_length(whole, whole.text.upper())
        if chat and drawn > 0.9 and len(whole.text) > 12:
            here = self._random.randrange(1, len(whole.text) - 2)
            text = whole.text
            swapped = text[:here] + text[here + 1] + text[here] + text[here + 2 :]
            return Labelled(swapped, whole.spans)
        return whole

    def _value(self, gap: str, kind: _Kind) -> tuple[str, str]:
        """What fills a gap, and its label."""
        if gap == "H":
            return self._hashtag(kind)
        if kind.locale and gap in "PGLAME":
            return self._at_home(gap, kind.locale), _TYPES.get(gap, "")
        world, indian = self._world, kind.indian
        drawn: dict[str, Callable[[], str]] = {
            "P": lambda: world.person(indian=indian),
            "G": lambda: world.given(indian=indian),
            "E": lambda: self._formal(world.person(indian=indian)),
            "L": lambda: world.place(indian=indian),
            "A": lambda: world.address(indian=indian),
            "O": lambda: " ".join(map(self._random.choice, (words.COMPANIES, words.COMPANY_ENDS))),
            "U": lambda: str(world.people[0].user_name()),
            "I": self._ident,
            "M": lambda: self._random.choice(words.MONTHS),
            "T": lambda: self._random.choice(words.PRODUCTS),
            "W": lambda: self._random.choice(words.COMMON).lower(),
        }
        value = drawn[gap]() if gap in drawn else str(self._random.randrange(1, 400))
        return value, _TYPES.get(gap, "")

    def _at_home(self, gap: str, locale: str) -> str:
        if locale not in self._homes:
            self._homes[locale] = draw.Home(locale, self._random, self._world)
        home = self._homes[locale]
        drawn: dict[str, Callable[[], str]] = {
            "P": home.person, "E": home.person, "G": home.given, "L": home.place, "A": home.address,
            "M": lambda: self._random.choice(home.months),
        }  # fmt: skip
        return drawn[gap]()

    def _formal(self, name: str) -> str:
        """Family name first, or in capitals."""
        first, _, last = name.replace(",", "").partition(" ")
        drawn = self._random.random()
        if not last or drawn < 0.4:
            return name.upper()
        return f"{last.upper()}, {first}" if drawn < 0.7 else f"{last} {first}".upper()

    def _hashtag(self, kind: _Kind) -> tuple[str, str]:
        gap = self._random.choice("PL")
        value, label = self._value(gap, kind)
        return re.sub(r"\W", "", value), label

    def _ident(self) -> str:
        faker = self._world.people[0]
        return str(self._random.choice((
            faker.phone_number, faker.ipv4, faker.email, lambda: faker.numerify("##########"),
            lambda: faker.bothify("?????####?").upper(), lambda: faker.numerify("#### #### ####"),
            lambda: faker.numerify("################"), faker.iban,
            lambda: faker.bothify("??-######").upper(),
        ))())  # fmt: skip


def _same_length(whole: Labelled, text: str) -> Labelled:
    return Labelled(text, whole.spans) if len(text) == len(whole.text) else whole
