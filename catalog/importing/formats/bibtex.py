"""BibTeX files: one reference a row; accents of LaTeX are decoded."""

from __future__ import annotations

import re
from typing import Any

from catalog.importing.formats import TableFormat
from catalog.importing.reading.records import FoundRecord, table_of
from catalog.importing.reading.references import KEYS, ordered, texts
from catalog.importing.reading.values import SourceValue, visible
from catalog.importing.source_table import Remark, SourceFile, SourceTable

_BEGIN = re.compile(r"@\s*(?P<type>\w+)\s*[{(]\s*(?P<key>[^\s,{}()]*)\s*,")
_ANY = re.compile(r"(?m)^[ \t]*@(?!\s*(?:comment|preamble|string)\b)\s*\w+\s*[{(]", re.IGNORECASE)
_LINE = re.compile(r"line (\d+)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def tables(file: SourceFile) -> list[SourceTable]:
    """Return the references of a file."""
    text = file.text
    places = {match["key"].lower(): text.count("\n", 0, match.start()) + 1 for match in _BEGIN.finditer(text)}
    entries = [
        FoundRecord(_reference(key, entry, places.get(key.lower(), 0)), key) for key, entry in _parsed(file).items()
    ]
    missing = len(_ANY.findall(text)) - len(entries)
    if missing > 0 and not any(remark.is_loss for remark in file.remarks):
        file.remarks.append(Remark(0, 0, f"{missing} entries of the file cannot be read", "look for unclosed braces"))
    return [table_of(entries, file.stem)] if entries else []


def _parsed(file: SourceFile) -> dict[str, Any]:
    """The entries by their keys; what the parser stumbles over is told, and the entry is not read."""
    from pybtex import errors  # type: ignore[import-untyped] # noqa: PLC0415 - slow, and few tables are BibTeX
    from pybtex.database import BibliographyDataError  # type: ignore[import-untyped] # noqa: PLC0415
    from pybtex.database.input.bibtex import Parser  # type: ignore[import-untyped] # noqa: PLC0415
    from pybtex.exceptions import PybtexError  # type: ignore[import-untyped] # noqa: PLC0415

    parser = Parser()
    with errors.capture() as told:
        try:
            parser.parse_string(file.text)
        except (PybtexError, BibliographyDataError) as error:
            told.append(error)
        except RecursionError:
            file.remarks.append(Remark(0, 0, "braces are nested too deep", "look for unclosed braces"))
    for fault in told:
        line = _LINE.search(str(fault))
        number = int(line[1]) if line else int(getattr(fault, "lineno", 0) or 0)
        message = visible((str(fault).splitlines() or [""])[0])[:200]
        file.remarks.append(Remark(number, min(number, 1), f"the file is not read whole: {message}", "correct it"))
    return dict(parser.data.entries.items())


def _reference(key: str, entry: Any, line: int) -> SourceValue:
    fields = {name.lower(): _decoded(text) for name, text in entry.fields.items()}
    members: dict[str, str] = {"key": key, "type": entry.type} | fields
    if "date" not in fields and _month(fields.get("month", "")) and re.fullmatch(r"\d{4}", fields.get("year", "")):
        members["date"] = f"{fields['year']}-{_month(members.pop('month'))}"
    pairs = [
        (KEYS.get(name, name), SourceValue(text, text, line, min(line, 1))) for name, text in members.items() if text
    ]
    people = [(role, texts(map(_name, persons), line, min(line, 1))) for role, persons in entry.persons.items()]
    return SourceValue(ordered([*pairs, *people]), "", line, min(line, 1))


def _month(text: str) -> str:
    number = next((index for index, name in enumerate(_MONTHS, 1) if text.lower().startswith(name)), 0)
    return f"{number:02}" if number else text.zfill(2) if re.fullmatch(r"0?[1-9]|1[0-2]", text) else ""


def _name(person: Any) -> str:
    parts = (person.first_names, person.middle_names, person.prelast_names, person.last_names, person.lineage_names)
    return _decoded(" ".join(name for names in parts for name in names))


def _decoded(text: str) -> str:
    """The text without braces, and with the letters that LaTeX writes as commands."""
    from pybtex.exceptions import PybtexError  # noqa: PLC0415
    from pybtex.richtext import Text  # type: ignore[import-untyped] # noqa: PLC0415

    try:
        rich = str(Text.from_latex(text))
    except (PybtexError, ValueError, RecursionError):
        rich = text
    return " ".join(visible(rich).split())


FORMAT = TableFormat((".bib", ".bibtex"), tables)
