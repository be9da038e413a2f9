"""Zip files whose bytes depend on nothing but their members and a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_DAY = date(1980, 1, 1)
"""The first day that a zip file knows; that of members which have none."""


def zip_content(members: Mapping[str, bytes], day: date = FIRST_DAY) -> bytes:
    """Return a zip file of these members, in the order of their names."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in sorted(members):
            # 3 is Unix, whatever system this runs on.
            entry = ZipInfo(name, (*max(day, FIRST_DAY).timetuple()[:3], 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, members[name])
    return out.getvalue()
