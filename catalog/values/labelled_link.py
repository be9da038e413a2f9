"""Web addresses with a label: `[7B](https://…)`, or the address alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self

from catalog.values.invalid import described, invalid
from catalog.values.link import Link, LinkType
from catalog.values.show import Show
from catalog.values.type import Vocabularies

_WRITTEN = re.compile(r"\[(?P<label>[^\[\]]*)\]\(\s*<?(?P<url>[^\s<>]+?)>?\s*\)")
_MAX_LABEL = 200


class LabelledLink(Link):
    """An http(s) address, and what readers see in place of its site's name."""

    __slots__ = ("label",)
    label: str

    def __new__(cls, url: str, label: str = "") -> Self:
        """Keep the label beside the address."""
        link = super().__new__(cls, url)
        link.label = label
        return link

    def __eq__(self, other: object) -> bool:
        """Two labels are two links; without one, it is its address."""
        return isinstance(other, str) and str.__eq__(self, other) and self.label == getattr(other, "label", "")

    def __ne__(self, other: object) -> bool:
        """Return the opposite: that of `str` does not ask `__eq__`."""
        return not self == other

    def __hash__(self) -> int:
        return str.__hash__(self)

    @classmethod
    def read(cls, raw: Any) -> LabelledLink:
        """Return the address in `raw`, with its label where it is written as a Markdown link.

        Raises:
            PydanticCustomError: it is not an address a browser can open; the message says why.
        """
        if isinstance(raw, LabelledLink):
            return raw
        if not isinstance(raw, str):
            raise invalid(
                f"found {described(raw)} where a web address belongs", "write https://… or [label](https://…)"
            )
        match = _WRITTEN.fullmatch(raw.strip())
        if match is None:
            return cls(cls._checked(raw))
        label = " ".join(match["label"].split())
        if len(label) > _MAX_LABEL:
            raise invalid(f"the label is longer than {_MAX_LABEL} characters", "shorten it")
        return cls(cls._checked(match["url"]), label)

    @property
    def written(self) -> str:
        """As contributors write it."""
        return f"[{self.label}]({self!s})" if self.label else str(self)


class LabelledLinkType(LinkType):
    """Web addresses, shown by their label, else by the name of their site."""

    has_label = True
    json_keys = ("label",)

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> Link:
        """A Markdown link, or the address alone or in angle brackets."""
        return LabelledLink.read(text[1:-1] if text.startswith("<") and text.endswith(">") else text)

    def title(self, value: Link) -> str:
        """The label."""
        return getattr(value, "label", "") or super().title(value)

    def beside(self, value: Link) -> dict[str, Any]:
        """The label."""
        label = getattr(value, "label", "")
        return {"label": label} if label else {}

    def from_json(self, raw: Any, beside: Mapping[str, Any]) -> Any:
        """The address with its label."""
        return f"[{beside['label']}]({raw})" if beside.get("label") else raw

    def csv(self, value: Link) -> str:
        """As written."""
        return getattr(value, "written", str(value))

    def yaml(self, value: Link) -> str:
        """As written."""
        return getattr(value, "written", str(value))

    def json_schema(self) -> dict[str, Any]:
        """An address, or one in a Markdown link."""
        return {"type": "string", "pattern": r"^\s*(\[[^\[\]]*\]\(\s*<?)?[hH][tT][tT][pP][sS]?://"}


LabelledLink.type = LabelledLinkType(LabelledLink)
