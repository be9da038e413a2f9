"""What the reader of workbooks leaves out: links and errors of cells; and how large a workbook is when unpacked."""

from __future__ import annotations

import posixpath
import re
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from catalog.importing.source_table import MalformedTableError

_MOST_BYTES = 100_000_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LINK = re.compile(r"(?:https?|mailto|ftp)://?[^\s<>]+|mailto:\S+")


@dataclass(slots=True)
class SheetExtras:
    """The links, the pictures by formula and the errors of a sheet, by the names of cells."""

    links: dict[str, str] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def check_size(content: bytes) -> None:
    """Raise where a workbook is larger, unpacked, than any that people write.

    Raises:
        MalformedTableError: it is.
    """
    if not content.startswith(b"PK"):
        return
    try:
        with ZipFile(BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return  # the reader says what is wrong
    if size > _MOST_BYTES:
        message = f"the workbook has {size / 1e6:,.0f} MB when unpacked; the limit is {_MOST_BYTES // 1_000_000} MB"
        raise MalformedTableError(0, 0, message, "split it, or save the sheet as CSV")


_UNREAD = {"xl/comments": "comments on cells", "xl/threadedComments": "comments on cells", "xl/media/": "pictures"}
"""How parts begin that hold what no cell has."""
_UNREAD_ODS = {
    b"<text:a ": "links of cells",
    b'="error"': "errors of formulas",
    b"<office:annotation": "comments on cells",
}
"""The same, in the one part with the cells of an OpenDocument."""
_FORMULA = re.compile(r'(?P<name>HYPERLINK|IMAGE)\(\s*"(?P<address>https?://[^\s"<>]{1,2000})"', re.IGNORECASE)


def unread_parts(content: bytes) -> list[str]:
    """Return what a workbook holds besides what is read of its cells, in words."""
    if not content.startswith(b"PK"):
        return ["links of cells and errors of formulas, if there are any in this old kind of workbook,"]
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            cells = archive.read("content.xml") if "content.xml" in names else b""
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError, zlib.error):
        return []
    found = [words for start, words in _UNREAD.items() if any(name.startswith(start) for name in names)]
    found += [words for mark, words in _UNREAD_ODS.items() if mark in cells]
    return list(dict.fromkeys(found))


def extras(content: bytes) -> dict[str, SheetExtras]:
    """Return the links and errors of each sheet of an xlsx file; nothing for others, or where it is damaged."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                return {}
            return {name: _of_sheet(archive, part) for name, part in _sheets(archive)}
    except (BadZipFile, ET.ParseError, KeyError, OSError, ValueError, NotImplementedError, EOFError):
        return {}


def _sheets(archive: ZipFile) -> list[tuple[str, str]]:
    targets = _targets(archive, "xl/workbook.xml")
    root = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - expat bounds entities
    sheets = ((sheet.get("name", ""), sheet.get(_RELATION, "")) for sheet in root.iter(f"{_MAIN}sheet"))
    return [(name, targets[identifier]) for name, identifier in sheets if identifier in targets]


def _targets(archive: ZipFile, part: str) -> dict[str, str]:
    """The parts or addresses that a part refers to, by their identifiers."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return {}
    found: dict[str, str] = {}
    for relation in ET.fromstring(archive.read(relations)).iter(_PACKAGE):  # noqa: S314
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        found[relation.get("Id", "")] = target
    return found


def _of_sheet(archive: ZipFile, part: str) -> SheetExtras:
    extras, targets = SheetExtras(), _targets(archive, part)
    with archive.open(part) as stream:
        for _, element in ET.iterparse(stream):  # noqa: S314
            if element.tag == f"{_MAIN}c":
                _add_formula(extras, element)
            elif element.tag == f"{_MAIN}hyperlink":
                _add_link(extras, element, targets)
            elif element.tag == f"{_MAIN}row":
                element.clear()
    return extras


def _add_formula(extras: SheetExtras, element: Any) -> None:
    """Add the address that a formula of a cell links to or shows, and its error."""
    name = element.get("r", "")
    match = _FORMULA.search(element.findtext(f"{_MAIN}f", ""))
    if match:
        found = extras.links if match["name"].upper() == "HYPERLINK" else extras.images
        found[name] = match["address"]
    elif element.get("t") == "e":
        extras.errors[name] = element.findtext(f"{_MAIN}v", "") or "of a formula"


def _add_link(extras: SheetExtras, element: Any, targets: dict[str, str]) -> None:
    address = targets.get(element.get(_RELATION, ""), "")
    if _LINK.fullmatch(address):
        extras.links[element.get("ref", "").partition(":")[0]] = address
