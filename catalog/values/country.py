"""Countries: by their code of ISO 3166 or their English name, shown by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import iso3166

from catalog.values.invalid import described, invalid
from catalog.values.show import Show
from catalog.values.spelling import spelling, suggest
from catalog.values.type import Value, ValueType, Vocabularies

_NAMES: Mapping[str, tuple[str, ...]] = {
    "AE": ("United Arab Emirates", "UAE", "Emirates"),
    "BO": ("Bolivia",),
    "CD": ("DR Congo", "Democratic Republic of the Congo", "Congo-Kinshasa", "DRC"),
    "CG": ("Congo", "Republic of the Congo", "Congo-Brazzaville"),
    "CI": ("Ivory Coast", "Cote d'Ivoire"),
    "CN": ("China", "PRC", "People's Republic of China", "Mainland China"),
    "CV": ("Cape Verde",),
    "CZ": ("Czechia", "Czech Republic"),
    "FK": ("Falkland Islands",),
    "FM": ("Micronesia",),
    "GB": ("United Kingdom", "UK", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland"),
    "HK": ("Hong Kong", "Hong Kong SAR"),
    "IR": ("Iran",),
    "KP": ("North Korea", "DPRK"),
    "KR": ("South Korea", "Korea", "Republic of Korea"),
    "LA": ("Laos",),
    "MD": ("Moldova",),
    "MM": ("Myanmar", "Burma"),
    "MO": ("Macao", "Macau"),
    "NL": ("Netherlands", "The Netherlands", "Holland"),
    "PS": ("Palestine",),
    "RU": ("Russia",),
    "SY": ("Syria",),
    "SZ": ("Eswatini", "Swaziland"),
    "TL": ("Timor-Leste", "East Timor"),
    "TR": ("Turkey", "Türkiye"),
    "TW": ("Taiwan",),
    "TZ": ("Tanzania",),
    "US": ("United States", "USA", "US", "U.S.", "U.S.A.", "America", "United States of America"),
    "VA": ("Vatican City", "Holy See", "Vatican"),
    "VE": ("Venezuela",),
    "VG": ("British Virgin Islands",),
    "VI": ("US Virgin Islands", "U.S. Virgin Islands"),
    "VN": ("Vietnam",),
}
"""Code → how it is shown, and other names that people write, beside those of ISO 3166."""
_NO_COUNTRIES = ("multinational", "international", "global", "worldwide", "various", "several", "eu", "europeanunion")


class Country(str, Value):
    """The code of a country, `DE`, read from its name as well."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: Any) -> Country:
        """Return the country that a code or an English name stands for.

        Raises:
            PydanticCustomError: there is none of that name.
        """
        if raw is False:
            message = "found false where a country belongs: without quotes, YAML reads NO as false"
            raise invalid(message, 'write "NO" in quotes, or Norway')
        if not isinstance(raw, str):
            raise invalid(f"found {described(raw)} where a country belongs", "write its name, or its code: DE")
        code = _by_spelling().get(_plain(raw))
        if code:
            return cls(code)
        if _plain(raw) in _NO_COUNTRIES:
            hint = "list the countries, or write `not applicable`"
            raise invalid(f"found {raw[:60]!r}, which is no country", hint)
        hint = f"{suggest(raw, cls.type.spellings({}))}write its English name, or its code: DE"
        raise invalid(f"found {raw[:60]!r}, which is not a country", hint)


class CountryType(ValueType[Country]):
    """Countries of ISO 3166."""

    name = "country"
    example = "DE"
    weight = 50

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> Country:
        """Its code or name."""
        return Country.read(text)

    def spellings(self, vocabularies: Vocabularies) -> Sequence[tuple[str, Country]]:
        """Codes and names."""
        return [(name, Country(country.alpha2)) for country in iso3166.countries for name in _names(country)]

    def short(self, value: Country, unit: str = "") -> str:
        """Its English name."""
        return _shown()[value]

    def csv(self, value: Country) -> str:
        """Its English name, which is read back."""
        return _shown()[value]

    def json_schema(self) -> dict[str, Any]:
        """Text; editors propose the codes, each with its name."""
        codes = [{"const": code, "description": name} for code, name in _shown().items()]
        return {"anyOf": [*codes, {"type": "string", "minLength": 2}]}


Country.type = CountryType(Country)


def _names(country: iso3166.Country) -> tuple[str, ...]:
    """The name by which a country is shown, then every other way to write it."""
    own = _NAMES.get(country.alpha2, ())
    return (*own, country.apolitical_name, country.name, country.alpha2, country.alpha3)


def _plain(name: str) -> str:
    """A name as it is compared: neither capitals nor accents nor `the` matter."""
    letters = unicodedata.normalize("NFKD", name[:100])
    text = spelling("".join(letter for letter in letters if not unicodedata.combining(letter)))
    return text.removeprefix("the") if len(text) > len("the") else text


@cache
def _shown() -> Mapping[str, str]:
    """Code → the name by which a country is shown."""
    return {country.alpha2: _names(country)[0] for country in iso3166.countries}


@cache
def _by_spelling() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for country in iso3166.countries:
        for name in _names(country):
            found.setdefault(_plain(name), country.alpha2)
    # What a country is usually called is never the long name of another: "Congo", "Korea".
    return found | {_plain(name): code for code, names in _NAMES.items() for name in names}
