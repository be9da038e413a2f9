"""Rules about one record: nothing happens before it can, or in the future."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from catalog.errors import Finding
from catalog.identifiers import arxiv_day
from catalog.model.node import Path, WrittenFact
from catalog.rules.context import RecordContext
from catalog.services.works import arxiv_paper
from catalog.values import Grade, When, type_of

_TOLERANCE = timedelta(days=31)
"""A paper may have been submitted in the month before the one in its identifier."""


def nothing_is_dated_in_the_future(context: RecordContext) -> Iterator[Finding]:
    """What was released, published, read or measured was so by today."""
    limit = context.survey.tomorrow
    for path, when in _past_dates(context):
        if when.first > limit:
            yield Finding(path, f"{when} is in the future", "correct the date")
    for path, identifier in _papers(context):
        if arxiv_day(identifier) > limit:
            message = f"arXiv {identifier} would be of {arxiv_day(identifier):%B %Y}, which is in the future"
            yield Finding(path, message, "correct the identifier: it begins with year and month")


def _past_dates(context: RecordContext) -> Iterator[tuple[Path, When]]:
    for path, fact in context.dates:
        for when in fact.values if context.field(path) == context.newest else ():
            yield (*path, "value"), when
    for key, source in context.record.sources.items():
        if source.date:
            yield ("sources", key, "date"), source.date
        if source.read:
            yield ("sources", key, "read"), source.read
    for path, measurement in context.measurements:
        if measurement.published:
            yield (*path, "published"), measurement.published
        if measurement.as_of:
            yield (*path, "as_of"), measurement.as_of


def _papers(context: RecordContext) -> Iterator[tuple[Path, str]]:
    """Every paper on arXiv that the record names as a value or as a source."""
    for path, _, _, address in context.addresses:
        paper = arxiv_paper(address)
        if paper:
            yield (*path, "value"), paper
    for key, paper in context.papers.items():
        yield ("sources", key), paper


def nothing_is_measured_before_it_began(context: RecordContext) -> Iterator[Finding]:
    """A measurement is not older than the model that was measured."""
    for path, item in context.measurements:
        beginning = context.beginnings.get(item.variant)
        if beginning and item.as_of and item.as_of.last < beginning.first:
            line = context.line(tuple(context.newest.split(".")))
            message = f"measured in {item.as_of}, before `{context.newest}` ({beginning}, on line {line})"
            yield Finding((*path, "as_of"), message, "correct one of the two dates")


def nothing_is_read_before_it_was_published(context: RecordContext) -> Iterator[Finding]:
    """A number is read on the day it was published or later."""
    for path, item in context.measurements:
        if item.published and item.as_of and item.as_of.last < item.published.first:
            message = f"published in {item.published}, after it was read, in {item.as_of}"
            yield Finding((*path, "published"), message, "correct one of the two dates")


def a_source_is_read_after_it_appeared(context: RecordContext) -> Iterator[Finding]:
    """A source is read on the day it appeared or later; a paper on arXiv appeared in the month of its identifier."""
    for key, source in context.record.sources.items():
        if source.read and source.date and source.read.last < source.date.first:
            message = f"read on {source.read}, before it appeared ({source.date})"
            yield Finding(("sources", key, "read"), message, "correct one of the two dates")
        paper = context.papers.get(key, "")
        for name in ("date", "read") if paper else ():
            when = getattr(source, name)
            if when and when.last < arxiv_day(paper) - _TOLERANCE:
                message = f"{when} is before arXiv {paper} appeared, in {arxiv_day(paper):%B %Y}"
                yield Finding(("sources", key, name), message, "correct the date, or the address")


def an_identifier_is_that_of_its_source(context: RecordContext) -> Iterator[Finding]:
    """Where a paper on arXiv states its own identifier, the two are the same, and a date it states is of its time."""
    identifiers = context.facts_of(lambda kind: bool(kind.base_address))
    for path, fact in _read_in_papers(context, identifiers):
        paper = context.papers[fact.source]
        for value in fact.values:
            if arxiv_paper(type_of(value).address(value)) not in ("", paper):
                message = f"{value} differs from its source `{fact.source}`, which is arXiv {paper}"
                yield Finding((*path, "value"), message, "correct the identifier, or the address of the source")
    for path, fact in _read_in_papers(context, context.dates):
        paper = context.papers[fact.source]
        for value in fact.values if context.field(path) == context.newest else ():
            # A record begins, by the paper that is its source, before that paper was there.
            if value.last < arxiv_day(paper) - _TOLERANCE:
                message = f"the date is before its source `{fact.source}` appeared, arXiv {paper}"
                hint = "correct the date, or name the source that has it"
                yield Finding((*path, "value"), message, hint, severity="warning")


def _read_in_papers(context: RecordContext, facts: Iterable[WrittenFact]) -> Iterator[WrittenFact]:
    """Return those of the facts which were read in a paper on arXiv itself."""
    papers = context.papers
    return (item for item in facts if item[1].source in papers and item[1].verified is not Grade.SECONDARY)


def papers_of_one_record_are_one(context: RecordContext) -> Iterator[Finding]:
    """All fields that identify the record by an address lead to the same paper."""
    papers: dict[str, str] = {}
    for column, fact in context.unique:
        for value in fact.values if column.type.base_address is not None else ():
            paper = arxiv_paper(column.type.address(value))
            for other, path in papers.items():
                if paper and paper != other:
                    message = f"this is arXiv {paper}, but `{path}` is arXiv {other}"
                    yield Finding((*column.path.split("."), "value"), message, "correct one of the two")
            if paper:
                papers.setdefault(paper, column.path)
