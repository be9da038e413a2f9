"""Slugs: parts of addresses."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from catalog.values.invalid import invalid

SLUG = re.compile(r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")
MAX_LENGTH = 80

_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9])(?:\..*)?")


def reserved_for(slug: str) -> str:
    """Return what needs this slug for itself: the website, or the file system of Windows; else empty."""
    if slug == "index":
        return "the page that lists them all"
    return "a device of Windows, where no file can have this name" if _DEVICE.fullmatch(slug) else ""


def _not_reserved(slug: str) -> str:
    if reserved_for(slug):
        raise invalid(f"`{slug}` is the name of {reserved_for(slug)}", f"choose another, such as `{slug}-1`")
    return slug


Slug = Annotated[
    str,
    StringConstraints(strict=True, pattern=SLUG.pattern, max_length=MAX_LENGTH),
    AfterValidator(_not_reserved),
]
"""Lower-case letters, digits, single hyphens and dots: part of an address."""


def slugged(name: str) -> str:
    """The slug a name gives: `Rye Brick 1.5` → `rye-brick-1.5`; empty where nothing is left."""
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[.-]{2,}", "-", re.sub(r"[^a-z0-9.]+", "-", latin)).strip("-.")[:MAX_LENGTH].strip("-.")
    return f"{slug}-1" if reserved_for(slug) else slug
