"""Rules about one record; each is a function that yields a finding for every violation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from catalog.errors import Finding
from catalog.rules.context import RecordContext, Rule
from catalog.rules.dates import (
    a_source_is_read_after_it_appeared,
    an_identifier_is_that_of_its_source,
    nothing_is_dated_in_the_future,
    nothing_is_measured_before_it_began,
    nothing_is_read_before_it_was_published,
    papers_of_one_record_are_one,
)
from catalog.rules.plausible import addresses_lead_readers_to_documents, numbers_are_plausible
from catalog.rules.repetitions import (
    a_list_names_each_thing_once,
    a_rival_says_something_else_and_who_says_it,
    no_item_is_listed_twice,
    no_list_is_empty,
    nothing_is_measured_twice,
)
from catalog.rules.reread import sources_are_read_after_they_changed
from catalog.rules.unfinished import no_text_is_unfinished
from catalog.rules.variants import measurements_name_known_variants, variants_are_told_apart
from catalog.values import SURVEY, Grade, guess, slugged, type_of

SAME_PLACE_LIMIT = 12
"""Facts that may have the same place in the same source. A table holds about a dozen facts of a system; a place that
more of them name was probably copied without looking."""

_HOME_PAGE = re.compile(r"[^/?#]*//[^/?#]*/?\??(?:#.*)?")


def the_file_is_named_after_the_slug(context: RecordContext) -> Iterator[Finding]:
    """The file name is the slug, because records are looked up by file name."""
    if context.loaded.file.stem != context.record.slug:
        stem = context.loaded.file.stem
        hint = f"rename the file to {context.record.slug}.yml"
        hint += f", or write `slug: {stem}`" if slugged(stem) == stem else ""
        yield Finding(("slug",), f"the slug `{context.record.slug}` differs from the file name", hint)


def every_claim_names_a_source_of_the_record(context: RecordContext) -> Iterator[Finding]:
    """Every fact and rival names a source of its record; `where` and `verified` require a source."""
    sources = [*context.sources, SURVEY]
    for path, claim in context.claims:
        if claim.source and claim.source not in sources:
            hint = f"{_nearest_source(context, claim.source, sources)}sources of this record: {', '.join(sources)}"
            yield Finding((*path, "source"), f"`{claim.source}` is not among the record's sources", hint)
        elif not claim.source and (claim.where or claim.verified):
            key = "where" if claim.where else "verified"
            yield Finding((*path, key), f"`{key}` without a source", f"add `source:`, one of {', '.join(sources)}")


def _nearest_source(context: RecordContext, written: str, sources: list[str]) -> str:
    """Return a hint that names the source probably meant; for a URL, the source with this URL."""
    if "://" not in written:
        return guess(written, sources)
    key = next((key for key, source in context.record.sources.items() if source.url == written), "")
    return f"write its key, `{key}`; " if key else "add the address to `sources:` and write its key here; "


def primary_evidence_has_a_place(context: RecordContext) -> Iterator[Finding]:
    """Primary evidence says where in the source the fact was read, so that others can check it."""
    for path, fact in context.facts:
        if fact.verified is Grade.PRIMARY and not fact.where:
            hint = "add `where:` with the section, table, page or file"
            yield Finding((*path, "verified"), "`verified: primary` without `where`", hint)


def a_source_is_more_than_a_home_page(context: RecordContext) -> Iterator[Finding]:
    """A source is a document: the home page of a host changes and proves nothing."""
    for key, source in context.record.sources.items():
        if source.url and _HOME_PAGE.fullmatch(source.url):
            hint = "link to the document that states the fact"
            yield Finding(("sources", key), f"the source `{key}` is only a home page", hint, severity="warning")


def places_are_not_boilerplate(context: RecordContext) -> Iterator[Finding]:
    """Not too many facts name the same place in the same source."""
    places = Counter((fact.source, fact.where) for _, fact in context.facts if fact.where)
    for (source, where), count in places.items():
        if count > SAME_PLACE_LIMIT:
            path = next(path for path, fact in context.facts if (fact.source, fact.where) == (source, where))
            message = f"{count} facts have the same `where` ({where!r} in `{source}`)"
            hint = "give each fact its own section, table or row"
            yield Finding((*path, "where"), message, hint, severity="warning")


def every_source_is_used(context: RecordContext) -> Iterator[Finding]:
    """Every source is named by a fact; one that is not is left over, or its key is misspelt somewhere."""
    used = {claim.source for _, claim in context.claims}
    for key in context.record.sources:
        if key not in used:
            yield Finding(("sources", key), f"no fact uses the source `{key}`", "remove it", severity="warning")


def no_fact_is_younger_than_its_source(context: RecordContext) -> Iterator[Finding]:
    """A date that a source states is not later than the version that was read, or than the day of reading."""
    for path, fact in context.dates:
        source = context.record.sources.get(fact.source)
        known = source.date or source.read if source else None
        value_type = type_of(fact.value)
        if known and value_type.is_date and value_type.bounds(fact.value)[0] > known.last.toordinal():
            message = f"the date is later than its source `{fact.source}` ({known})"
            yield Finding((*path, "value"), message, "correct the date, or the source's `read` or `date`")


def the_record_agrees_with_itself(context: RecordContext) -> Iterator[Finding]:
    """The rules that the survey's own record class declares hold."""
    yield from context.record.findings(context.vocabularies)


WITHIN: tuple[Rule, ...] = (
    the_file_is_named_after_the_slug,
    every_claim_names_a_source_of_the_record,
    primary_evidence_has_a_place,
    a_source_is_more_than_a_home_page,
    places_are_not_boilerplate,
    every_source_is_used,
    no_fact_is_younger_than_its_source,
    nothing_is_dated_in_the_future,
    nothing_is_measured_before_it_began,
    nothing_is_read_before_it_was_published,
    a_source_is_read_after_it_appeared,
    an_identifier_is_that_of_its_source,
    papers_of_one_record_are_one,
    a_list_names_each_thing_once,
    no_item_is_listed_twice,
    no_list_is_empty,
    a_rival_says_something_else_and_who_says_it,
    nothing_is_measured_twice,
    numbers_are_plausible,
    addresses_lead_readers_to_documents,
    no_text_is_unfinished,
    variants_are_told_apart,
    measurements_name_known_variants,
    sources_are_read_after_they_changed,
    the_record_agrees_with_itself,
)
