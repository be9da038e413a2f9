"""A format is one file: everything that lists formats follows it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.exports import export_formats
from catalog.paths import Project, write_file
from tests.conftest import ROOT, Command
from tests.exports.conftest import Make

TOY = '''"""One line per record."""
from collections.abc import Iterator, Sequence

from catalog.catalog import Catalog
from catalog.exports import Export
from catalog.values import Record


def toy_export(catalog: Catalog, records: Sequence[Record]) -> Iterator[bytes]:
    """The names of the records."""
    return (f"{record.name}\\n".encode() for record in records)


EXPORT = Export("toy", "Toy list", "toy", "text/x-toy", "One name per line.", toy_export)
'''


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    """A copy of the program with one file more."""
    for name in ("catalog", "site", "templates"):
        shutil.copytree(ROOT / name, tmp_path / "engine" / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", tmp_path / "engine")
    (tmp_path / "engine" / "catalog" / "exports" / "toy.py").write_text(TOY, encoding="utf-8")
    return tmp_path / "engine"


def test_a_format_added_as_one_file_is_everywhere(engine: Path, small_survey: Project, command: Command) -> None:
    def run(*arguments: str) -> str:
        done = command(*arguments, PYTHONPATH=str(engine))
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert re.search(r"toy +One name per line\.", run("export", "--help"))
    names = run("export", "toy", "--survey", str(small_survey.root))
    assert names == "Whole ASR\n"
    run("archive", "--survey", str(small_survey.root), "--output", "archive", "--date", "2026-03-01")
    assert (engine.parent / "archive" / "systems-2026-03-01.toy").read_text(encoding="utf-8") == names
    run("build", "--survey", str(small_survey.root), "--output", "html")
    html = engine.parent / "html"
    assert (html / "data" / "catalogue.toy").read_text(encoding="utf-8") == names
    downloads = (html / "downloads" / "index.html").read_text(encoding="utf-8")
    assert "One name per line." in downloads
    assert "as JSON, CSV, Markdown, Excel, Parquet, Data Package, Croissant and Toy list." in downloads
    assert "Croissant and Toy list" in (html / "index.html").read_text(encoding="utf-8")
    (described,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', downloads)
    assert ("data/catalogue.toy", "text/x-toy") in [
        (file["contentUrl"], file["encodingFormat"]) for file in json.loads(described)["distribution"]
    ]


def test_every_format_without_frames_is_written_record_by_record_and_keeps_nothing_in_memory(make: Make) -> None:
    catalog = make(*({"slug": slug, "paper": {"title": f"Of {slug}"}} for slug in ("heron", "ibis")))
    for export in export_formats().values():
        if export.needs_frames:
            continue
        chunks = list(export.chunks(catalog))
        named = [{word for word in (b"heron", b"ibis") if word in chunk.lower()} for chunk in chunks]
        assert {b"heron"} in named, export.name
        assert {b"ibis"} in named, export.name
        assert {b"heron", b"ibis"} not in named, export.name
        assert not any(record.fact_cache for record in catalog.records), export.name


def test_a_file_is_replaced_only_when_all_of_its_chunks_are_there(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise LookupError

    file = tmp_path / "data" / "names.txt"
    assert write_file(file, iter([b"whole ", b"text"]))
    with pytest.raises(LookupError):
        write_file(file, broken())
    assert not write_file(file, [b"whole", b" text"])
    assert [(path.name, path.read_bytes()) for path in file.parent.iterdir()] == [("names.txt", b"whole text")]


def test_no_two_formats_have_the_same_ending() -> None:
    endings = [export.ending for export in export_formats().values()]
    assert sorted(set(endings)) == sorted(endings)


def test_no_description_has_marks_that_readers_would_see() -> None:
    assert [export.name for export in export_formats().values() if set("`*_<>") & set(export.description)] == []
