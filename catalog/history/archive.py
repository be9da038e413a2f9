"""A dated archive of the data with checksums, to store and cite; the same data give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from catalog.catalog import Catalog
from catalog.exports import formats_for
from catalog.exports.zipped import zip_content
from catalog.paths import ARCHIVE, LARGEST, file_content

CHECKSUMS = "SHA256SUMS"
DOCUMENTS = ("LICENSE", "CITATION.cff", "README.md", "CHANGELOG.md")
"""Files of the survey's folder that explain the data; each is optional."""


def dated_archive(catalog: Catalog, day: date) -> dict[str, bytes]:
    """File name → content: the zip file, every export by itself, and the checksums of them all.

    The zip file holds `data/` without earlier releases, the exports, and the files that explain them.
    """
    name = f"{catalog.settings.folder}-{day.isoformat()}"
    exports = {f"{name}.{export.ending}": export.content(catalog) for export in formats_for(catalog)}
    members = {f"{name}/{path}": content for path, content in [*_sources(catalog), *exports.items()]}
    files = {f"{name}.zip": zip_content(members, day), **exports}
    sums = "".join(f"{hashlib.sha256(files[file]).hexdigest()}  {file}\n" for file in sorted(files))
    return files | {CHECKSUMS: sums.encode()}


def _sources(catalog: Catalog) -> Iterator[tuple[str, bytes]]:
    root = catalog.project.root
    for file in sorted(catalog.project.data.rglob("*")):
        path = file.relative_to(root)
        is_hidden = any(part.startswith(".") for part in path.parts)
        if file.is_file() and not file.is_symlink() and not is_hidden and ARCHIVE not in path.parts:
            yield path.as_posix(), file_content(file, LARGEST)
    for name in DOCUMENTS:
        if (root / name).is_file():
            yield name, file_content(root / name, LARGEST)
