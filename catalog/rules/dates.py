"""Rules about one record: nothing happens before it can, or in the future."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from catalog.errors import Finding
from catalog.identifiers import arxiv_day
from catalog.rules.context import Path, RecordContext
from catalog.services.works import paper_in
from catalog.values import Grade, Measurement, When, type_of

_TOLERANCE = timedelta(days=31)
"""A paper may have been submitted in the month before the one in its identifier."""


def tomorrow() -> date:
    """The last day that is today somewhere on earth."""
    return datetime.now(UTC).date() + timedelta(days=1)


def nothing_is_dated_in_the_future(context: RecordContext) -> Iterator[Finding]:
    """What was released, published, read or measured was so by today."""
    limit = tomorrow()
    for path, when in _past_dates(context):
        if when.first > limit:
            yield Finding(path, f"{when} is in the future", "correct the date")
    for path, identifier in _papers(context):
        if arxiv_day(identifier) > limit:
            message = f"arXiv {identifier} would be of {arxiv_day(identifier):%B %Y}, which is in the future"
            yield Finding(path, message, "correct the identifier: it begins with year and month")


def _past_dates(context: RecordContext) -> Iterator[tuple[Path, When]]:
    _, _, name = context.newest.rpartition(".")
    for path, fact in context.facts:
        is_newest = path[-1] == name and context.field(path) == context.newest
        if is_newest and fact.value and type_of(fact.value).is_date:
            yield (*path, "value"), fact.value
    for key, source in context.record.sources.items():
        for name in ("date", "read"):
            when = getattr(source, name)
            if when:
                yield ("sources", key, name), when
    for path, _, measurement in _measurements(context):
        for name in ("published", "as_of"):
            when = getattr(measurement, name)
            if when:
                yield (*path, name), when


def _measurements(context: RecordContext) -> Iterator[tuple[Path, int, Measurement]]:
    for path, field, items in context.part_lists:
        for index, item in enumerate(items if field.measurement else ()):
            if isinstance(item, Measurement):
                yield (*path, index), index, item


def _papers(context: RecordContext) -> Iterator[tuple[Path, str]]:
    """Every paper on arXiv that the record names as a value or as a source."""
    for path, fact in context.facts:
        for value in fact.values:
            paper = _paper_at(type_of(value).address(value))
            if paper:
                yield (*path, "value"), paper
    for key in context.record.sources:
        paper = _paper_of(context, key)
        if paper:
            yield ("sources", key), paper


def _paper_of(context: RecordContext, key: str) -> str:
    """The identifier of the paper on arXiv that a source is; empty for other sources."""
    source = context.record.sources.get(key)
    return _paper_at(source.url) if source and source.url else ""


def _paper_at(address: str) -> str:
    """The identifier of the paper on arXiv at an address; a quick look first, for most addresses lead elsewhere."""
    return paper_in(address) if "arxiv" in address.lower() or "/papers/" in address else ""


def nothing_is_measured_before_it_began(context: RecordContext) -> Iterator[Finding]:
    """A measurement is not older than the model that was measured."""
    for path, _, item in _measurements(context):
        beginning = context.beginnings.get(item.variant)
        if beginning and item.as_of and item.as_of.last < beginning.first:
            line = context.line(tuple(context.newest.split(".")))
            message = f"measured in {item.as_of}, before `{context.newest}` ({beginning}, on line {line})"
            yield Finding((*path, "as_of"), message, "correct one of the two dates")


def nothing_is_read_before_it_was_published(context: RecordContext) -> Iterator[Finding]:
    """A number is read on the day it was published or later."""
    for path, _, item in _measurements(context):
        if item.published and item.as_of and item.as_of.last < item.published.first:
            message = f"published in {item.published}, after it was read, in {item.as_of}"
            yield Finding((*path, "published"), message, "correct one of the two dates")


def a_source_is_read_after_it_appeared(context: RecordContext) -> Iterator[Finding]:
    """A source is read on the day it appeared or later; a paper on arXiv appeared in the month of its identifier."""
    for key, source in context.record.sources.items():
        if source.read and source.date and source.read.last < source.date.first:
            message = f"read on {source.read}, before it appeared ({source.date})"
            yield Finding(("sources", key, "read"), message, "correct one of the two dates")
        paper = _paper_of(context, key)
        for name in ("date", "read") if paper else ():
            when = getattr(source, name)
            if when and when.last < arxiv_day(paper) - _TOLERANCE:
                message = f"{when} is before arXiv {paper} appeared, in {arxiv_day(paper):%B %Y}"
                yield Finding(("sources", key, name), message, "correct the date, or the address")


def an_identifier_is_that_of_its_source(context: RecordContext) -> Iterator[Finding]:
    """Where a paper on arXiv states its own identifier, the two are the same, and a date it states is of its time."""
    for path, fact in context.facts:
        paper = _paper_of(context, fact.source) if fact.source and fact.verified is not Grade.SECONDARY else ""
        for value in fact.values if paper else ():
            if type_of(value).base_address and _paper_at(type_of(value).address(value)) not in ("", paper):
                message = f"{value} differs from its source `{fact.source}`, which is arXiv {paper}"
                yield Finding((*path, "value"), message, "correct the identifier, or the address of the source")
            elif _is_too_early(context, path, value, paper):
                message = f"the date is before its source `{fact.source}` appeared, arXiv {paper}"
                hint = "correct the date, or name the source that has it"
                yield Finding((*path, "value"), message, hint, severity="warning")


def _is_too_early(context: RecordContext, path: Path, value: Any, paper: str) -> bool:
    """Whether a record begins, by the paper that is its source, before that paper was there."""
    is_beginning = context.field(path) == context.newest and type_of(value).is_date
    return is_beginning and value.last < arxiv_day(paper) - _TOLERANCE


def papers_of_one_record_are_one(context: RecordContext) -> Iterator[Finding]:
    """All fields that identify the record by an address lead to the same paper."""
    papers: dict[str, str] = {}
    for column in context.definition.columns:
        for fact in column.facts(context.record) if column.show.unique else ():
            for value in fact.values:
                paper = _paper_at(type_of(value).address(value))
                for other, path in papers.items():
                    if paper and paper != other:
                        message = f"this is arXiv {paper}, but `{path}` is arXiv {other}"
                        yield Finding((*column.path.split("."), "value"), message, "correct one of the two")
                if paper:
                    papers.setdefault(paper, column.path)
