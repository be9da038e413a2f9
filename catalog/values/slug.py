"""Slugs: parts of addresses."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import StringConstraints

SLUG = re.compile(r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")
MAX_LENGTH = 80

Slug = Annotated[str, StringConstraints(strict=True, pattern=SLUG.pattern, max_length=MAX_LENGTH)]
"""Lower-case letters, digits, single hyphens and dots: part of an address."""


def slugged(name: str) -> str:
    """The slug a name gives: `Qwen3-ASR 1.7B` → `qwen3-asr-1.7b`; empty where nothing is left."""
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[.-]{2,}", "-", re.sub(r"[^a-z0-9.]+", "-", latin)).strip("-.")[:MAX_LENGTH].strip("-.")
