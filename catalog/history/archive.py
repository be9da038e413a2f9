"""The data of one day as one file to keep and cite, with checksums; the same data give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from catalog.catalog import Catalog
from catalog.exports import FORMATS
from catalog.history.releases import FOLDER

CHECKSUMS = "SHA256SUMS"
BESIDE = ("LICENSE", "CITATION.cff", "README.md", "CHANGELOG.md")
"""Files of the survey's folder that explain the data, where they are there."""


def archive(catalog: Catalog, day: date) -> dict[str, bytes]:
    """File name → content: the archive, every export on its own, and the checksums of them all.

    The archive holds `data/` as it stands without the days kept before, the exports, and the files that explain them.
    """
    name = f"{catalog.settings.folder}-{day.isoformat()}"
    exports = {f"{name}.{ending}": write(catalog, catalog.records).encode() for ending, write in FORMATS.values()}
    files = {f"{name}/{path}": content for path, content in [*_kept(catalog), *exports.items()]}
    made = {f"{name}.zip": _zip(files, day), **exports}
    sums = "".join(f"{hashlib.sha256(made[file]).hexdigest()}  {file}\n" for file in sorted(made))
    return made | {CHECKSUMS: sums.encode()}


def _kept(catalog: Catalog) -> Iterator[tuple[str, bytes]]:
    root = catalog.project.root
    for file in sorted(catalog.project.data.rglob("*")):
        shown = file.relative_to(root)
        hidden = any(part.startswith(".") for part in shown.parts)
        if file.is_file() and not file.is_symlink() and not hidden and FOLDER not in shown.parts:
            yield shown.as_posix(), file.read_bytes()
    for name in BESIDE:
        if (root / name).is_file():
            yield name, (root / name).read_bytes()


def _zip(files: dict[str, bytes], day: date) -> bytes:
    """A zip whose bytes depend on nothing but names, contents and the day."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=9) as made:
        for name in sorted(files):
            entry = ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            made.writestr(entry, files[name])
    return out.getvalue()
