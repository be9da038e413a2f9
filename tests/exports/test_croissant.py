"""Croissant: valid by ML Commons, and the records are read by it from a local copy of the data package."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from catalog.catalog import Catalog
from catalog.exports import datapackage, export_formats
from tests.exports.conftest import Make

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning", "ignore:DataFrame is highly fragmented"
)
"""What mlcroissant itself does."""


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Opens the description of a catalogue, whose data package is in a local folder."""
    import mlcroissant
    from mlcroissant._src.operation_graph.operations import extract

    monkeypatch.setattr(extract, "EXTRACT_PATH", type(extract.EXTRACT_PATH)(tmp_path / "extracted"))

    def start(catalog: Catalog) -> Any:
        formats = export_formats()
        package = tmp_path / "local.zip"
        package.write_bytes(formats["datapackage"].content(catalog))
        description = json.loads(formats["croissant"].content(catalog))
        return mlcroissant.Dataset(description, mapping={"datapackage": str(package)})

    return start


@pytest.mark.parametrize("survey", ["catalog", "bread"])
def test_the_description_is_valid_and_leads_to_the_records(
    survey: str, request: pytest.FixtureRequest, dataset: Any
) -> None:
    catalog = request.getfixturevalue(survey)
    opened = dataset(catalog)
    assert opened.metadata.issues.errors == set()
    assert [issue for issue in opened.metadata.issues.warnings if "datePublished" not in issue] == []
    names = [row["records/name"].decode() for row in islice(opened.records("records"), 300)]
    assert names == [record.name for record in catalog.records]
    assert {row["facts/slug"].decode() for row in islice(opened.records("facts"), 5)} <= set(catalog.by_slug)


def test_values_are_read_with_their_types(make: Make, dataset: Any) -> None:
    catalog = make(
        {"slug": "heron", "hours": {"asr": "50K+"}, "released": "2024-02-13", "asr_only": True},
        {"slug": "ibis", "encoders": [{"name": "wavlm-large"}, {"name": "whisper-large-v2"}]},
    )
    heron, ibis = dataset(catalog).records("records")
    assert (heron["records/hours.asr"], heron["records/hours.asr.high"]) == (50_000.0, None)
    assert heron["records/released"].date().isoformat() == "2024-02-13"
    assert heron["records/asr_only"] is True
    assert ibis["records/encoders.name"] == [b"wavlm-large", b"whisper-large-v2"]
    assert ibis["records/hours.asr.blank"] == b"not checked"


def test_the_archive_has_its_address_and_its_digest(make: Make, bread: Catalog) -> None:
    import hashlib

    formats = export_formats()
    for catalog, address in (
        (make({"slug": "heron"}), "catalogue.datapackage.zip"),
        (bread, "https://bread.example.org/data/catalogue.datapackage.zip"),
    ):
        archive = json.loads(formats["croissant"].content(catalog))["distribution"][0]
        assert archive["contentUrl"] == address
        assert archive["sha256"] == hashlib.sha256(formats["datapackage"].content(catalog)).hexdigest()


def test_where_the_website_lacks_the_archive_it_is_beside_the_description(
    bread: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    for most, address in (
        (len(bread.records), "https://bread.example.org/data/catalogue.datapackage.zip"),
        (len(bread.records) - 1, "catalogue.datapackage.zip"),
    ):
        monkeypatch.setattr(datapackage, "EXPORT", replace(datapackage.EXPORT, most_records=most))
        description = json.loads(export_formats()["croissant"].content(bread))
        assert description["distribution"][0]["contentUrl"] == address


def test_it_says_how_it_is_cited_and_under_which_licence(bread: Catalog) -> None:
    description = json.loads(export_formats()["croissant"].content(bread))
    assert description["license"] == "https://spdx.org/licenses/CC-BY-4.0"
    assert description["citeAs"].startswith("@misc{loaves-catalogue,")
    assert description["version"].startswith("1.0.0+")
