"""The page of coverage asks for what applies, and shows what is missing record by record."""

from __future__ import annotations

from dataclasses import replace

from catalog.model.node import written_facts
from catalog.pages.coverage import GroupCoverage, coverage, written_by_slug
from catalog.values import SURVEY


def from_the_table(record):
    return any(fact.source == SURVEY for _, fact in written_facts(record))


def test_a_field_that_only_the_original_table_has_is_asked_of_the_records_in_it(catalog):
    fields, records = coverage(catalog, written_by_slug(catalog))
    asked = {line.column.path: line.asked for line in fields}
    in_table = {record.slug for record in catalog.records if from_the_table(record)}
    assert asked["ranking"] == len(in_table) < len(catalog.records)
    assert asked["hours.asr"] == len(catalog.records)
    label = catalog.by_path["ranking"].label
    assert {line.record.slug for line in records if label in line.whole.missing} <= in_table


def test_what_follows_from_other_fields_is_not_asked_for(catalog):
    _, records = coverage(catalog, written_by_slug(catalog))
    derived = {column.label for column in catalog.columns if column.derived}
    own = {column.label for column in catalog.columns if not column.derived}
    assert not {label for line in records for label in line.whole.missing} & (derived - own)


def test_the_share_of_a_group_is_whole_only_where_nothing_is_missing(catalog):
    assert GroupCoverage("A", 300, ("one",)).share == 99
    assert GroupCoverage("A", 2, ()).share == 100
    assert GroupCoverage("A", 0, ()).share is None
    _, records = coverage(catalog, written_by_slug(catalog))
    assert [line.whole.share for line in records] == sorted(line.whole.share for line in records)


def test_a_catalogue_without_records_has_coverage_without_records(catalog):
    fields, records = coverage(replace(catalog, records=()), {})
    assert not records
    assert not any(line.known for line in fields)
