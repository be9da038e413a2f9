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
    "0BSD": ("Zero-Clause BSD", "BSD Zero Clause"),
    "AFL-3.0": ("Academic Free License v3.0",),
    "Apache-2.0": (
        *("Apache 2", "Apache v2", "Apache v2.0", "Apache License 2.0", "Apache License, Version 2.0", "ASL 2.0"),
        "Apache Software License 2.0",
    ),
    "Artistic-2.0": ("Artistic License 2.0",),
    "MIT": ("MIT License", "Expat"),
    "MIT-0": ("MIT No Attribution",),
    "BSD-2-Clause": ('BSD 2-Clause "Simplified" License', "Simplified BSD", "FreeBSD License", "BSD-2"),
    "BSD-3-Clause": ('BSD 3-Clause "New" or "Revised" License', "New BSD", "Modified BSD", "BSD-3"),
    "BUSL-1.1": ("Business Source License 1.1", "BSL 1.1"),
    "CECILL-2.1": ("CeCILL 2.1",),
    "Elastic-2.0": ("Elastic License 2.0", "ELv2", "Elastic License v2"),
    "ISC": ("ISC License",),
    "MS-PL": ("Microsoft Public License",),
    "NCSA": ("University of Illinois/NCSA Open Source License",),
    "PostgreSQL": ("PostgreSQL License",),
    "SSPL-1.0": ("Server Side Public License v1", "SSPL", "SSPLv1"),
    "Unlicense": ("The Unlicense",),
    "WTFPL": ("Do What The F*ck You Want To Public License",),
    "Zlib": ("zlib License",),
    "MPL-1.1": ("Mozilla Public License 1.1",),
    "MPL-2.0": ("Mozilla Public License 2.0", "MPL 2", "MPLv2", "MPLv2.0"),
    "EPL-1.0": ("Eclipse Public License 1.0",),
    "EPL-2.0": ("Eclipse Public License 2.0",),
    "EUPL-1.2": ("European Union Public Licence 1.2",),
    "BSL-1.0": ("Boost Software License 1.0",),
    "OSL-3.0": ("Open Software License 3.0",),
    "CC0-1.0": ("CC0", "Creative Commons Zero v1.0 Universal", "CC0 1.0 Universal"),
    "ODbL-1.0": ("Open Data Commons Open Database License v1.0", "ODbL"),
    "ODC-By-1.0": ("Open Data Commons Attribution License v1.0", "ODC-By"),
    "CDLA-Permissive-2.0": ("Community Data License Agreement Permissive 2.0",),
    "OFL-1.1": ("SIL Open Font License 1.1",),
}
"""Identifier → other names of the same licence; what joins words, and capitals, do not matter."""
_GNU = {
    "GPL": ("General Public License", ("2.0", "3.0")),
    "LGPL": ("Lesser General Public License", ("2.1", "3.0")),
    "AGPL": ("Affero General Public License", ("3.0",)),
    "GFDL": ("Free Documentation License", ("1.3",)),
}
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
    for short, (words, versions) in _GNU.items():
        for version in versions:
            yield from _gnu_names(short, words, version)
    for terms, version in product(_CREATIVE_COMMONS, ("2.0", "2.5", "3.0", "4.0")):
        identifier = f"CC-{terms}-{version}"
        whole = f"Creative Commons {'-'.join(_TERMS[term] for term in terms.split('-'))} {version}"
        brief = f"CC-{terms}-{version.removesuffix('.0')}"
        names = (identifier, whole, brief, f"{identifier} International", f"{whole} International")
        yield from ((name, Licence(identifier)) for name in names)


def _gnu_names(short: str, words: str, version: str) -> Iterator[tuple[str, Licence]]:
    """The names of a licence of the GNU project, of this version only, and of this or any later one."""
    identifier, brief = f"{short}-{version}", version.removesuffix(".0")
    numbers = {version, brief, f"v{version}", f"v{brief}"}
    names = [f"{gnu}{name}" for gnu in ("", "GNU ") for name in (short, words)]
    written = [f"{name}{joint}{number}" for name, number in product(names, numbers) for joint in (" ", "-")]
    written += [f"{gnu}{short}v{number}" for gnu in ("", "GNU ") for number in (version, brief)]
    tails = {"": ("",), "-only": (" only",), "-or-later": (" or later", "+")}
    for ending, tail in ((ending, tail) for ending, tails_ in tails.items() for tail in tails_):
        yield from ((f"{name}{tail}", Licence(f"{identifier}{ending}")) for name in written)
