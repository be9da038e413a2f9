"""Releases: archived exports give back the records of their day."""

from __future__ import annotations

import json

import pytest

from catalog.errors import DataError
from catalog.exports.json import json_export
from catalog.history.releases import read_releases
from catalog.pages.cells import ValueWriter
from catalog.pages.release_pages import _added
from catalog.pages.site_data import SiteData
from catalog.rules import load


@pytest.fixture
def archived(small_survey):
    """Archives the survey's export of a day, changed by a function; returns the catalogue."""

    def archive(change=lambda document: document, name="2026-01-31.json"):
        catalog = load(small_survey)
        document = change(json.loads("".join(json_export(catalog, catalog.records))))
        file = small_survey.data / "archive" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return catalog

    return archive


def first(document):
    return document["records"][0]


def test_an_export_read_back_gives_every_record_and_every_fact(project, tmp_path, copy_survey):
    catalog = load(copy_survey(tmp_path))
    for file in (tmp_path / "data").glob("archive/*.json"):
        file.unlink()
    (tmp_path / "data" / "archive" / "2026-01-31.json").write_text(
        "".join(json_export(catalog, catalog.records)), encoding="utf-8"
    )
    (release,) = read_releases(catalog)
    assert release.catalog.records == catalog.records
    assert release.catalog.vocabularies == catalog.vocabularies
    assert release.unread == ()


def test_days_come_newest_first(archived):
    archived(name="2025-12-01.json")
    catalog = archived(name="2026-01-31.json")
    assert [release.day.isoformat() for release in read_releases(catalog)] == ["2026-01-31", "2025-12-01"]


def test_a_field_that_today_s_class_lacks_is_left_out_and_listed(archived):
    def older(document):
        first(document)["tokens"] = {"value": 5, "source": "paper"}
        return document

    (release,) = read_releases(archived(older))
    assert release.unread == (f"{release.catalog.records[0].slug}: tokens",)


def test_a_record_that_cannot_be_read_at_all_is_listed(archived):
    (release,) = read_releases(
        archived(lambda document: document | {"records": [*document["records"], "no record", {"slug": 1}]})
    )
    assert release.unread == ("?", "1")
    assert len(release.catalog.records) == 1


def test_an_entry_that_left_its_vocabulary_keeps_its_name_of_that_day(archived):
    def older(document):
        document["survey"]["vocabularies"]["encoders"]["hubert-old"] = {"name": "HuBERT", "meaning": "An encoder."}
        first(document)["encoders"] = [{"name": {"value": "hubert-old", "source": "paper"}}]
        return document

    catalog = archived(older)
    (release,) = read_releases(catalog)
    column = release.catalog.by_path["encoders.name"]
    cell = ValueWriter(release.catalog, "../../", catalog).cell(column, release.catalog.records[0])
    assert "HuBERT" in cell
    assert "encoders/hubert-old" not in cell


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("january.json", "{}", "'january' is not a date"),
        ("2026-01-31.json", '{"records": [}', "not valid JSON"),
        ("2026-01-31.json", "[" * 100_000, "not valid JSON"),
        ("2026-01-31.json", "[]", "not an export: `records` is missing"),
    ],
)
def test_a_file_that_is_not_an_export_is_an_error_with_its_name(archived, name, content, message):
    catalog = archived(lambda _: content, name)
    with pytest.raises(DataError) as caught:
        read_releases(catalog)
    (problem,) = caught.value.problems
    assert problem.file.name == name
    assert problem.message == message
    assert problem.hint


def test_a_record_without_a_page_today_is_named_but_not_linked(archived):
    def older(document):
        gone = json.loads(json.dumps(first(document)).replace(first(document)["slug"], "gone-since"))
        return document | {"records": [*document["records"], gone]}

    catalog = archived(older)
    (release,) = read_releases(catalog)
    shown = ValueWriter(release.catalog, "../../", catalog)
    assert "href" not in shown.record("gone-since")
    assert "href" in shown.record(catalog.records[0].slug)


def test_records_new_since_are_counted_under_any_slug(archived):
    def older(document):
        first(document)["slug"] = "another"
        return document

    catalog = archived(older)
    (release,) = read_releases(catalog)
    assert _added(SiteData(catalog), release) == 1


@pytest.mark.browser
def test_the_table_of_a_day_filters_and_shows_the_evidence_of_that_day(built, serve, page):
    day = max(built.glob("as-of/*/index.html")).parent
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{serve(built)}as-of/{day.name}/?connector.family=q-former")
    page.locator("html.catalogue-ready").wait_for(state="attached")
    assert 0 < page.locator("#table tbody tr[data-slug]:visible").count() < 20
    page.locator("#table .marks:visible").first.hover()
    page.locator("#evidence-popup").wait_for()
    evidence = [url for url in asked if url.endswith("evidence.js")]
    assert evidence
    assert all(f"/as-of/{day.name}/" in url for url in evidence)
