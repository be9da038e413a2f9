"""Rules about single values that have the right form and can still hardly be meant."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from catalog.errors import Finding
from catalog.model.node import Path
from catalog.rules.context import RecordContext
from catalog.services.transport.networks import non_public_kind
from catalog.values import Amount, Show, type_of


def numbers_are_plausible(context: RecordContext) -> Iterator[Finding]:
    """A number is within the range that its field declares, whole where things are counted, and of the field's unit."""
    limits = context.survey.limits
    for path, fact in context.facts_of(lambda kind: kind.is_number):
        show = limits.get(context.field(path))
        rivals = [((*path, "instead", index), rival) for index, rival in enumerate(fact.instead)]
        for at, claim in ((path, fact), *rivals) if show else ():
            is_list = isinstance(claim.value, tuple)
            for index, value in enumerate(claim.values):
                yield from number_findings((*at, "value", index) if is_list else (*at, "value"), value, show)


def number_findings(path: Path, value: Any, show: Show | None) -> Iterator[Finding]:
    """Yield what is wrong with a number by the range that its field declares."""
    if show is None or value is None or not type_of(value).is_number:
        return
    number, fault = type_of(value).scalar(value), type_of(value).unit_fault(value, show)
    if fault:
        yield Finding(path, fault, "nothing is converted: say it in that unit")
    elif show.whole and number != int(number):
        message = f"{value} is not a whole number: {show.label} are counted"
        yield Finding(path, message, _scaled(number, show) or "write the whole number")
    elif show.plausible and not show.plausible[0] <= number <= show.plausible[1]:
        low, high = (Amount.type.short(Amount(limit)) for limit in show.plausible)
        unit = f" {show.unit}" if show.unit else ""
        message = f"{value}{unit} is not plausible: {show.label} are usually from {low} to {high}"
        hint = _scaled(number, show) or "check the number, its unit, and the letter behind it (K, M, B)"
        yield Finding(path, message, hint, severity="warning")


_LETTERS = {"K": 1e3, "M": 1e6, "B": 1e9}


def _scaled(number: float, show: Show) -> str:
    """A question about the letter that is missing, if there is one that helps."""
    low, high = show.plausible or (1, 0)
    letters = [letter for letter, factor in _LETTERS.items() if low <= number * factor <= high]
    return f"is a letter missing behind it: {' or '.join(letters)}?" if letters and not show.unit else ""


_PLACEHOLDER = re.compile(r"(?:.+\.)?example(?:\.(?:com|net|edu))?", re.IGNORECASE)
_LOCAL = re.compile(
    r"localhost|(?:.+\.)?(?:localhost|local|localdomain|lan|home|internal|intranet|corp|test|invalid|onion|home\.arpa)",
    re.IGNORECASE,
)
_SEARCH = re.compile(
    r"(?:www\.|scholar\.)?google\.[a-z.]{2,6}/(?:search|scholar\?.*\bq=|url\?)|(?:www\.)?bing\.com/search|"
    r"duckduckgo\.com/\?|(?:www\.)?baidu\.com/s\?|yandex\.\w+/search|search\.yahoo\.com/|"
    r"(?:www\.)?semanticscholar\.org/search|arxiv\.org/(?:search|find)|github\.com/search|huggingface\.co/models\?",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"webcache\.googleusercontent\.com/|cc\.bingj\.com/|(?:[\w-]+\.)*sci-?hub\.\w+|libgen\.\w+|z-lib\w*\.\w+|"
    r"translate\.google\.|(?:[\w-]+\.)*translate\.goog/|(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly)/",
    re.IGNORECASE,
)


def addresses_lead_readers_to_documents(context: RecordContext) -> Iterator[Finding]:
    """An address is one that any reader can open, and leads to a document, not to a search or a passing copy."""
    for path, address in _addresses(context):
        yield from address_findings(path, address)


def _addresses(context: RecordContext) -> Iterator[tuple[Path, str]]:
    for key, source in context.record.sources.items():
        if source.url:
            yield ("sources", key, "url"), source.url
    for path, index, value, address in context.addresses:
        if str(value) == address:
            yield (*path, "value", index), value


def address_findings(path: Path, address: str, rule: str = "record") -> Iterator[Finding]:
    """Yield what is wrong with an address to which no reader should be sent."""
    host_and_rest = address.partition("://")[2]
    fault = _host_fault(host_and_rest.partition("/")[0])
    if fault:
        yield Finding(path, fault, "write the public address of the document", rule)
    elif _SEARCH.match(host_and_rest):
        message = "the address is that of a search, whose results change"
        yield Finding(path, message, "link to the document itself", rule, "warning")
    elif _COPY.match(host_and_rest):
        message = "the address is that of a passing copy or a short link, not of the document"
        yield Finding(path, message, "link to the document at its publisher", rule, "warning")


@lru_cache(4096)
def _host_fault(authority: str) -> str:
    """Why no reader can open an address on this host; empty if readers can."""
    host = (urlsplit(f"//{authority}").hostname or "").rstrip(".")
    if _LOCAL.fullmatch(host) or ("." not in host and ":" not in host):
        return f"no reader can open {host}: it exists in one network only"
    if _PLACEHOLDER.fullmatch(host):
        return f"{host} is a placeholder: nothing is published there"
    kind = _address_kind(host)
    return f"no reader can open {host}, a {kind}" if kind else ""


def _address_kind(host: str) -> str:
    """The kind of an IP address that is not public; empty for other hosts."""
    try:
        return non_public_kind(ipaddress.ip_address(host))
    except ValueError:
        is_number = re.fullmatch(r"[0-9.]+|0x[0-9a-f]+", host, re.IGNORECASE)
        return "number that browsers read as an address" if is_number else ""
