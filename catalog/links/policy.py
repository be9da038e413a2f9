"""`data/links.yml`: what hosts ask of robots, and links that may fail for a reason and a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from catalog.errors import DataError, Finding, Problem, Severity
from catalog.links.collect import links_beside_records, links_of_record
from catalog.links.results import LinkResult, Verdict
from catalog.links.throttle import AT_ONCE, PER_SECOND, HostLimit
from catalog.load.records import Definition, LoadedFile, read_file
from catalog.model.node import Node
from catalog.paths import Project
from catalog.rules.expectations import Expectation, Offer
from catalog.rules.unfinished import unfinished_texts
from catalog.values import Record, Text, guess
from catalog.values.invalid import described, invalid

_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9-]+|\[[0-9a-f:.]+\]")
"""The name of a host as links have it once they are read: no scheme, port or path, in lower case."""
_PASSING = frozenset({Verdict.OK, Verdict.MOVED, Verdict.SKIPPED})


class _Policy(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Host(_Policy):
    """The limits of one host and its subdomains."""

    at_once: Annotated[int, Field(ge=1, strict=True)] = AT_ONCE
    """Requests at the same time."""
    per_second: Annotated[float, Field(gt=0, strict=True)] = PER_SECOND
    """Requests per second."""
    anchors: Annotated[bool, Field(strict=True)] = True
    """Whether the anchors of its pages are in their HTML; false where a script draws them."""
    because: Text
    """The reason, with a link to it if there is one."""


def _day(raw: Any) -> date:
    try:
        day = date.fromisoformat(raw)
    except (TypeError, ValueError):
        day = None
    # Python reads `20261231` and `2026-W53-4` as days, too.
    if day is None or day.isoformat() != raw:
        raise invalid(f"found {described(raw)} where a day belongs", "write the last day of the waiver: 2026-12-31")
    return day


class Waiver(_Policy):
    """One link that may fail for a while."""

    url: Text
    """The link, exactly as it is in the records."""
    because: Text
    """Why it stays."""
    until: Annotated[date, BeforeValidator(_day)]
    """The last day on which the waiver is valid."""


class Policy(_Policy):
    """The content of the file."""

    hosts: dict[Text, Host] = Field(default_factory=dict)
    """Hosts with limits of their own."""
    waivers: tuple[Waiver, ...] = ()
    """Links that may fail."""


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy and the position of each of its values."""

    loaded: LoadedFile[Policy]

    @property
    def policy(self) -> Policy:
        """The policy; an empty one where there is no file."""
        return self.loaded.value or Policy()

    @property
    def limits(self) -> dict[str, HostLimit]:
        """Host to its own limit."""
        return {name: HostLimit(host.at_once, host.per_second) for name, host in self.policy.hosts.items()}

    @property
    def unanchored(self) -> frozenset[str]:
        """Hosts whose anchors are not in their HTML."""
        return frozenset(name for name, host in self.policy.hosts.items() if not host.anchors)

    def excuse(self, results: Iterable[LinkResult], today: date) -> list[LinkResult]:
        """Return the results, with those excused that have a valid waiver."""
        waivers = {waiver.url: waiver for waiver in self.policy.waivers if waiver.until >= today}
        return [
            replace(result, excused=f"waived until {waivers[result.url].until}: {waivers[result.url].because}")
            if result.url in waivers and result.verdict not in _PASSING
            else result
            for result in results
        ]

    def problems(self, results: Iterable[LinkResult], today: date, *, everything: bool) -> Iterator[Problem]:
        """Waivers that expired, whose link works, or (when `everything` was checked) whose link is gone.

        That a link works today is a notice: it may fail again tomorrow, and a run must not fail on its good days.
        """
        verdicts = {result.url: result.verdict for result in results}
        for index, waiver in enumerate(self.policy.waivers):
            verdict = verdicts.get(waiver.url)
            if verdict in _PASSING:
                message = f"the link works today: the waiver for {waiver.url} may not be needed"
                yield self._problem(index, "url", message, "notice")
            elif verdict is None and everything:
                yield self._problem(index, "url", f"no record has the link {waiver.url}")
            elif waiver.until < today and verdict is not None:
                yield self._problem(index, "until", f"the waiver for {waiver.url} expired on {waiver.until}")

    def unusable(self, today: date) -> Iterator[Problem]:
        """Waivers that expired or are there twice, hosts that no link can have, and texts that say nothing yet."""
        if self.loaded.tree:
            tree = self.loaded.tree
            yield from map(self.loaded.locate, unfinished_texts(tree, Node.of(Policy)))
        for name in self.policy.hosts:
            if not _HOST.fullmatch(name):
                hint = f"write the name of a host alone, as in `{_host_in(name) or 'example.org'}:`"
                message = f"{name[:60]!r} is not the name of a host"
                yield self.loaded.locate(Finding(("hosts", name), message, hint, "host", about_key=True))
        urls = [waiver.url for waiver in self.policy.waivers]
        for index, waiver in enumerate(self.policy.waivers):
            if waiver.url in urls[:index]:
                yield self._problem(index, "url", f"there is already a waiver for {waiver.url}")
            if waiver.until < today:
                problem = self._problem(index, "until", f"the waiver for {waiver.url} expired on {waiver.until}")
                yield replace(problem, severity="warning")

    def _problem(self, index: int, key: str, message: str, severity: Severity = "error") -> Problem:
        hint = "fix the link, or give a new date and say why" if key == "until" else "remove the waiver"
        if severity == "notice":
            hint = "remove the waiver if the link keeps working"
        return self.loaded.locate(Finding(("waivers", index, key), message, hint, "waiver", severity))


def _host_in(text: str) -> str:
    """The name of the host that somebody wrote with more than that; empty where there is none."""
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
        host = host.removeprefix("*.").rstrip(".").encode("idna").decode()
    except ValueError:
        return ""
    return host if _HOST.fullmatch(host) else ""


def policy_inspection(definition: Definition, today: date) -> Iterator[Problem | Expectation]:
    """Yield the problems of the file, and that each waiver is for a link that there is."""
    try:
        file = read_policy(definition.project)
    except DataError as error:
        yield from error.problems
        return
    yield from file.unusable(today)
    elsewhere = links_beside_records(definition) if file.policy.waivers else frozenset()
    for index, waiver in enumerate(file.policy.waivers):
        if waiver.url not in elsewhere:
            yield _expected_link(file, index, waiver)


def _expected_link(file: PolicyFile, index: int, waiver: Waiver) -> Expectation:
    def offer(record: Record) -> Offer:
        urls = links_of_record(record)
        return Offer(waiver.url in urls, urls)

    def finding(urls: Sequence[str]) -> Finding:
        hint = f"{guess(waiver.url, list(urls))}remove the waiver"
        return Finding(("waivers", index, "url"), f"no record has the link {waiver.url}", hint, "waiver", "warning")

    return Expectation(frozenset(), offer, finding, file.loaded.locate)


def read_policy(project: Project) -> PolicyFile:
    """Return the policy of a survey; an empty one where there is no file.

    Raises:
        DataError: the file has problems.
    """
    file = project.data / "links.yml"
    if not file.exists():
        return PolicyFile(LoadedFile(Path("data/links.yml"), Policy(), ()))
    loaded = read_file(project, file, Policy)
    if loaded.value is None or loaded.problems:
        raise DataError(loaded.problems)
    return PolicyFile(loaded)
