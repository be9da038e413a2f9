"""Licences: SPDX identifiers where there is one, else the licence's own name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

from catalog.values.invalid import invalid
from catalog.values.show import Show
from catalog.values.spelling import spelling
from catalog.values.text import TEXT
from catalog.values.type import Value, ValueType, Vocabularies

_NAMES: Mapping[str, tuple[str, ...]] = {
    "Apache-2.0": ("Apache 2", "Apache License 2.0", "Apache License, Version 2.0", "Apache Software License 2.0"),
    "MIT": ("MIT License", "Expat"),
    "MIT-0": ("MIT No Attribution",),
    "BSD-2-Clause": ('BSD 2-Clause "Simplified" License', "Simplified BSD", "FreeBSD License"),
    "BSD-3-Clause": ('BSD 3-Clause "New" or "Revised" License', "New BSD", "Modified BSD"),
    "ISC": ("ISC License",),
    "Unlicense": ("The Unlicense",),
    "MPL-2.0": ("Mozilla Public License 2.0", "MPL 2"),
    "EPL-2.0": ("Eclipse Public License 2.0",),
    "EUPL-1.2": ("European Union Public Licence 1.2",),
    "BSL-1.0": ("Boost Software License 1.0",),
    "GPL-2.0": ("GPLv2", "GNU General Public License v2.0"),
    "GPL-2.0-only": ("GNU General Public License v2.0 only",),
    "GPL-2.0-or-later": ("GNU General Public License v2.0 or later", "GPL-2.0+", "GPLv2+"),
    "GPL-3.0": ("GPLv3", "GNU General Public License v3.0"),
    "GPL-3.0-only": ("GNU General Public License v3.0 only",),
    "GPL-3.0-or-later": ("GNU General Public License v3.0 or later", "GPL-3.0+", "GPLv3+"),
    "LGPL-2.1": ("LGPLv2.1", "GNU Lesser General Public License v2.1"),
    "LGPL-3.0": ("LGPLv3", "GNU Lesser General Public License v3.0"),
    "AGPL-3.0": ("AGPLv3", "GNU Affero General Public License v3.0"),
    "AGPL-3.0-only": ("GNU Affero General Public License v3.0 only",),
    "AGPL-3.0-or-later": ("GNU Affero General Public License v3.0 or later", "AGPL-3.0+", "AGPLv3+"),
    "CC0-1.0": ("CC0", "Creative Commons Zero v1.0 Universal", "CC0 1.0 Universal"),
    "ODbL-1.0": ("Open Data Commons Open Database License v1.0", "ODbL"),
    "CDLA-Permissive-2.0": ("Community Data License Agreement Permissive 2.0",),
    "OFL-1.1": ("SIL Open Font License 1.1",),
}
"""Identifier → other names of the same licence; what joins words, and capitals, do not matter."""
_TERMS = {"BY": "Attribution", "NC": "NonCommercial", "ND": "NoDerivatives", "SA": "ShareAlike"}
_CREATIVE_COMMONS = ("BY", "BY-SA", "BY-NC", "BY-NC-SA", "BY-ND", "BY-NC-ND")


class Licence(str, Value):
    """An SPDX identifier, `Apache-2.0`, or the name of a licence that has none."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: Any) -> Licence:
        """Return `raw`, unless it is another spelling of an identifier.

        Raises:
            PydanticCustomError: it is no text, or has an identifier: the hint gives that.
        """
        text = TEXT.read(raw)
        likely = next(iter(cls.type.meanings(text, {})), text)
        if likely != text:
            raise invalid(f"found {text[:60]!r}, a licence with an SPDX identifier", f"write `{likely}`")
        return cls(text)


class LicenceType(ValueType[Licence]):
    """Licences by their SPDX identifiers; those that have none, by their own names."""

    name = "licence"
    example = "Apache-2.0"
    weight = 0

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> Licence:
        """The identifier that `text` is a spelling of, or else the name as it stands."""
        return next(iter(self.meanings(text, vocabularies)), None) or self.read(text)

    def spellings(self, vocabularies: Vocabularies) -> Sequence[tuple[str, Licence]]:
        """Identifiers and other names of common licences."""
        return _spellings()

    def meanings(self, text: str, vocabularies: Vocabularies) -> list[Licence]:
        """The identifier that is spelt like `text`, looked up: there are many spellings."""
        licence = _by_spelling().get(spelling(text))
        return [licence] if licence else []

    def json_schema(self) -> dict[str, Any]:
        """Any text; editors propose the identifiers."""
        identifiers = dict.fromkeys(str(licence) for _, licence in _spellings())
        return {"anyOf": [{"enum": list(identifiers)}, {"type": "string", "minLength": 1}]}


Licence.type = LicenceType(Licence)


@cache
def _spellings() -> Sequence[tuple[str, Licence]]:
    """Every way to write an identifier that is in use, with the identifier; none has two."""
    frames = [(before, after) for before in ("", "The ") for after in ("", " License", " Licence")]
    return [(f"{before}{name}{after}", licence) for name, licence in _names() for before, after in frames]


@cache
def _by_spelling() -> Mapping[str, Licence]:
    return {spelling(name): licence for name, licence in _spellings()}


def _names() -> Iterator[tuple[str, Licence]]:
    for identifier, names in _NAMES.items():
        yield from ((name, Licence(identifier)) for name in (identifier, *names))
    for terms, version in product(_CREATIVE_COMMONS, ("2.0", "2.5", "3.0", "4.0")):
        identifier = f"CC-{terms}-{version}"
        whole = f"Creative Commons {'-'.join(_TERMS[term] for term in terms.split('-'))} {version}"
        names = (identifier, whole, f"{identifier} International", f"{whole} International")
        yield from ((name, Licence(identifier)) for name in names)
