"""What names have in common that readers take for one: case, width, invisible characters, what separates words."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s_\u2010-\u2015\u2212-]+")


def looks(name: str) -> str:
    """Return what names that look alike have in common: neither case nor width nor what is invisible matters."""
    compatible = unicodedata.normalize("NFKC", name).casefold()
    if not compatible.isascii():
        visible = (char for char in compatible if unicodedata.category(char) not in {"Cf", "Cc", "Cn", "Co"})
        compatible = unicodedata.normalize("NFC", "".join(visible))
    return " ".join(compatible.split())


def without_separators(name: str) -> str:
    """Return what names have in common that differ in blanks, hyphens and underscores only."""
    return _SEPARATORS.sub("", looks(name))
