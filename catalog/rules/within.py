"""Rules about one record; each yields what breaks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from catalog.errors import Finding
from catalog.load.records import LoadedFile
from catalog.model.columns import facts
from catalog.values import SURVEY, Grade, Record, Vocabularies, When, guess

SAME_PLACE_LIMIT = 12
"""As many facts may name one place of one source before it looks like boilerplate."""


@dataclass(frozen=True, slots=True)
class RecordContext:
    """What a rule looks at."""

    loaded: LoadedFile[Record]
    record: Record
    vocabularies: Vocabularies

    @property
    def sources(self) -> list[str]:
        """The keys of the record's sources as they are written, be they right or wrong."""
        written = self.loaded.tree.data.get("sources") if self.loaded.tree else None
        return list(written) if isinstance(written, dict) else list(self.record.sources)


Rule = Callable[[RecordContext], Iterator[Finding]]


def the_file_is_named_after_the_slug(case: RecordContext) -> Iterator[Finding]:
    """A record is found by its file name; two names for one thing would drift apart."""
    if case.loaded.file.stem != case.record.slug:
        hint = f"rename the file to {case.record.slug}.yml, or write `slug: {case.loaded.file.stem}`"
        yield Finding(("slug",), f"the slug `{case.record.slug}` differs from the file's name", hint)


def every_claim_names_a_source_of_the_record(case: RecordContext) -> Iterator[Finding]:
    """A key that leads nowhere is no evidence; nor is a place in an unnamed source."""
    known = [*case.sources, SURVEY]
    for path, fact in facts(case.record):
        rivals = [((*path, "instead", index), rival) for index, rival in enumerate(fact.instead)]
        for at, claim in ((path, fact), *rivals):
            if claim.source and claim.source not in known:
                hint = f"{_nearest_source(case, claim.source, known)}sources of this record: {', '.join(known)}"
                yield Finding((*at, "source"), f"`{claim.source}` is not among the record's sources", hint)
            elif not claim.source and (claim.where or claim.verified):
                key = "where" if claim.where else "verified"
                hint = f"add `source:`, one of {', '.join(known)}"
                yield Finding((*at, key), f"`{key}` without a source", hint)


def _nearest_source(case: RecordContext, written: str, known: list[str]) -> str:
    """What to write for a source that is not there; an address is never spelt like a key."""
    if "://" not in written:
        return guess(written, known)
    key = next((key for key, source in case.record.sources.items() if source.url == written), "")
    return f"write its key, `{key}`; " if key else "list the address under `sources:` and write its key here; "


def primary_evidence_has_a_place(case: RecordContext) -> Iterator[Finding]:
    """What was "read in the source itself" can only be checked by someone who is told where."""
    for path, fact in facts(case.record):
        if fact.verified is Grade.PRIMARY and not fact.where:
            hint = "add `where:`: section, table, page, file"
            yield Finding((*path, "verified"), "`verified: primary` without a place", hint)


def a_source_is_more_than_a_home_page(case: RecordContext) -> Iterator[Finding]:
    """A host's front page changes and proves nothing."""
    for key, source in case.record.sources.items():
        if source.url and urlsplit(source.url).path in ("", "/") and not urlsplit(source.url).query:
            hint = "link the document that says it"
            yield Finding(("sources", key), f"the source `{key}` is only a home page", hint, severity="warning")


def places_are_not_boilerplate(case: RecordContext) -> Iterator[Finding]:
    """The same place on many facts was written without looking."""
    places = Counter((fact.source, fact.where) for _, fact in facts(case.record) if fact.where)
    for (source, where), count in places.items():
        if count > SAME_PLACE_LIMIT:
            path = next(path for path, fact in facts(case.record) if (fact.source, fact.where) == (source, where))
            message = f"{count} facts name the same place ({where!r} in `{source}`)"
            hint = "say for each where exactly it stands: section, table, row"
            yield Finding((*path, "where"), message, hint, severity="warning")


def every_source_is_used(case: RecordContext) -> Iterator[Finding]:
    """A source nobody cites is left over, or its key is misspelt somewhere."""
    used = {claim.source for _, fact in facts(case.record) for claim in (fact, *fact.instead)}
    for key in case.record.sources:
        if key not in used:
            yield Finding(("sources", key), f"no fact uses the source `{key}`", "remove it", severity="warning")


def no_fact_is_younger_than_its_source(case: RecordContext) -> Iterator[Finding]:
    """A date cannot have been taken from something read before it."""
    for path, fact in facts(case.record):
        source = case.record.sources.get(fact.source)
        read = source.read or source.date if source else None
        if read and isinstance(fact.value, When) and read.last < fact.value.first:
            message = f"the date is later than its source `{fact.source}` ({read})"
            yield Finding((*path, "value"), message, "correct the date, or the source's `read` or `date`")


def the_record_agrees_with_itself(case: RecordContext) -> Iterator[Finding]:
    """What the survey's own class knows of its fields."""
    yield from case.record.findings(case.vocabularies)


WITHIN: tuple[Rule, ...] = (
    the_file_is_named_after_the_slug,
    every_claim_names_a_source_of_the_record,
    primary_evidence_has_a_place,
    a_source_is_more_than_a_home_page,
    places_are_not_boilerplate,
    every_source_is_used,
    no_fact_is_younger_than_its_source,
    the_record_agrees_with_itself,
)
