"""Pictures and logos: a file below the survey's `site/`, which is shown, or an address, which is linked."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from catalog.values.invalid import described, invalid
from catalog.values.link import Link, site_name
from catalog.values.type import Value, ValueType

_ENDINGS = ("avif", "gif", "jpeg", "jpg", "png", "svg", "webp")
_FILE = re.compile(rf"(?:[\w.@+ -]+/)*[\w.@+ -]+\.(?:{'|'.join(_ENDINGS)})", re.IGNORECASE)
_MAX_LENGTH = 2000
_HTML = '<img class="picture" src="{}" alt="{}" loading="lazy" decoding="async">'


class Image(str, Value):
    """The path of a picture below `site/`, or its http(s) address."""

    __slots__ = ()

    @classmethod
    def read(cls, raw: Any) -> Image:
        """Return `raw` if it names a picture.

        Raises:
            PydanticCustomError: it does not; the message says why.
        """
        hint = "write its file below `site/`, such as `logos/name.svg`, or its address: https://…"
        if not isinstance(raw, str):
            raise invalid(f"found {described(raw)} where a picture belongs", hint)
        if "://" in raw:
            return cls(Link.read(raw))
        path = raw.strip().removeprefix("./").removeprefix("site/")
        if len(path) > _MAX_LENGTH or not _FILE.fullmatch(path) or any(set(step) == {"."} for step in path.split("/")):
            raise invalid(f"found {raw[:60]!r}, which is not a picture ({', '.join(_ENDINGS)})", hint)
        return cls(path)

    @property
    def is_address(self) -> bool:
        """Whether it is on another site."""
        return "://" in self


class ImageType(ValueType[Image]):
    """Pictures; nothing is loaded from another site."""

    name = "picture"
    example = "logos/name.svg"
    facet = False
    base_address = ""
    is_image = True
    has_commas = False
    weight = 30

    def title(self, value: Image) -> str:
        """The site's name, or that of the file."""
        return site_name(value) if value.is_address else value.rpartition("/")[2]

    def address(self, value: Image) -> str:
        """The address; empty for a file."""
        return str(value) if value.is_address else ""

    def file(self, value: Image) -> str:
        """The file; empty for an address."""
        return "" if value.is_address else str(value)

    def html(self, value: Image, root: str, *, is_page: bool = False) -> Markup | None:
        """The picture of a file; of an address a link, as of any other."""
        if value.is_address:
            return None
        return Markup(_HTML.format(f"{root}{quote(value)}", "<name>"))  # noqa: S704

    def json_schema(self) -> dict[str, Any]:
        """A path or an address."""
        return {"type": "string", "pattern": rf"(?i)(://|\.({'|'.join(_ENDINGS)})$)", "maxLength": _MAX_LENGTH}


Image.type = ImageType(Image)
