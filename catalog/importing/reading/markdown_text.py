"""Plain text and links written as Markdown."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*\[\]<])|(?<!\w)(_)|(_)(?!\w)|(&)(?=#?\w+;)")


def as_markdown(text: str) -> str:
    """Return text so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def on_one_line(text: str) -> str:
    """Return text with single blanks between words."""
    return " ".join(text.split())


def markdown_link(label: str, address: str) -> str:
    """Return a link; the label is Markdown already."""
    return f"[{on_one_line(label)}]({link_target(address)})"


def link_target(address: str) -> str:
    """Return an address as Markdown has it: blanks and brackets would end it."""
    address = re.sub("[\n\t]", "", address.strip()).replace(" ", "%20")
    return f"<{address}>" if re.search(r"[()]", address) and not re.search("[<>]", address) else address
