"""A survey that is loaded again, after any edits, is what a fresh load gives."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.catalog import Catalog
from catalog.errors import DataError, Problem
from catalog.paths import Project
from catalog.rules import RecordCache, load
from tests.history.edits import SLUGS, edit_file, edits_of_files
from tests.history.survey import MAKERS, change, make_survey, record

EDITS = st.lists(
    st.one_of(
        edits_of_files(),
        st.tuples(st.just("rename"), st.sampled_from(SLUGS)),
        st.tuples(st.just("touch"), st.sampled_from(SLUGS)),
    ),
    min_size=1,
    max_size=6,
)


def edit(project: Project, what: str, text: str | None) -> None:
    if what not in ("rename", "touch"):
        edit_file(project, what, text)
    elif record(project, str(text)).exists():
        file = record(project, str(text))
        _ = file.rename(record(project, "renamed")) if what == "rename" else file.touch()


def outcome(read: Callable[[], Catalog]) -> Catalog | list[Problem]:
    try:
        return read()
    except DataError as error:
        return error.problems


@given(edits=EDITS)
@settings(max_examples=30)
def test_after_any_edit_it_is_what_a_fresh_load_gives(edits, tmp_path_factory):
    """Also where an edit of one file causes or cures an error in another."""
    project = make_survey(tmp_path_factory.mktemp("survey"))
    cache = RecordCache()
    try:
        for what, text in edits:
            edit(project, what, text)
            fresh = outcome(lambda: load(project))
            assert outcome(lambda: load(project, cache)) == fresh
            assert outcome(lambda: load(project, cache)) == fresh
    finally:
        shutil.rmtree(project.root)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_survey(tmp_path / "survey")


def kept(project: Project, cache: RecordCache, before: Catalog) -> set[str]:
    """The records that loading again has taken over."""
    return {slug for slug, item in load(project, cache).by_slug.items() if item is before.by_slug.get(slug)}


def test_only_a_record_whose_bytes_changed_is_read_again(project):
    cache = RecordCache()
    before = load(project, cache)
    record(project, "boiler").touch()
    assert kept(project, cache, before) == {"boiler", "whistler"}
    change(record(project, "whistler"), ("2001", "2002"))
    assert kept(project, cache, before) == {"boiler"}


def test_an_edit_that_leaves_size_and_date_is_seen(project):
    cache = RecordCache()
    before = load(project, cache)
    file = record(project, "whistler")
    status = file.stat()
    change(file, ("2001", "2002"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert kept(project, cache, before) == {"boiler"}


def test_a_file_that_nobody_has_touched_for_long_is_not_opened(project, monkeypatch):
    monkeypatch.setattr("catalog.rules.loading._SETTLED", -(10**18))
    cache = RecordCache()
    load(project, cache)
    opened = []
    monkeypatch.setattr("catalog.load.records.Definition.read", lambda _, file, *__: opened.append(file))
    monkeypatch.setattr("catalog.rules.loading.blake2b", lambda content, **__: opened.append(content))
    load(project, cache)
    assert opened == []


def test_a_changed_vocabulary_or_setting_makes_everything_read_again(project):
    cache = RecordCache()
    before = load(project, cache)
    (project.data / "makers.yml").write_text(MAKERS + "zed: {name: Zed, meaning: Z.}\n", encoding="utf-8")
    between = load(project, cache)
    assert "zed" in between.vocabularies["makers"]
    assert not any(item is before.by_slug[item.slug] for item in between.records)
    change(project.settings, ("[sold, volume]", "[sold]"))
    assert kept(project, cache, between) == set()


def test_records_are_kept_while_another_has_errors(project):
    cache = RecordCache()
    before = load(project, cache)
    change(record(project, "whistler"), ("2001", "2001-13"))
    with pytest.raises(DataError):
        load(project, cache)
    change(record(project, "whistler"), ("2001-13", "2001"))
    assert kept(project, cache, before) == {"boiler"}
