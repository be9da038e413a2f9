"""The page of a record that describes several models."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from catalog.pages.record import RecordView
from catalog.pages.variants import said, variant_keys


def test_a_fact_names_its_variants_unless_it_holds_for_all_that_count(catalog):
    record = catalog.by_slug["qwen-audio"]
    states = {item.variants: str(item.fact.value) for item in said(catalog.by_path["training.llm"], record)}
    assert states == {"Qwen-Audio": "frozen", "Qwen-Audio-Chat": "trained"}
    assert [item.variants for item in said(catalog.by_path["connector.family"], record)] == [""]


def test_what_a_sibling_says_is_marked_as_its_own(catalog):
    record = catalog.by_slug["fireredasr-llm"]
    sizes = said(catalog.by_path["parameters"], record)
    assert {(item.variants, item.counts) for item in sizes} >= {("AED (sibling)", False)}


def test_results_of_siblings_and_ablations_stand_apart(catalog):
    record = catalog.by_slug["fireredasr-llm"]
    (_, main), (title, aside) = RecordView(catalog, record, "../../").measurements
    assert {row.item.variant for row in main}.isdisjoint({"AED"})
    assert "AED" in {row.item.variant for row in aside}
    assert title == f"{len(aside)} of siblings and ablations"


def test_every_architecture_is_drawn_once_in_a_file_of_its_own(built):
    drawings = sorted((built / "systems" / "qwen-audio").glob("architecture*.svg"))
    assert [drawing.name for drawing in drawings] == ["architecture-qwen-audio-chat.svg", "architecture.svg"]
    described = [ET.parse(drawing).getroot().find("{http://www.w3.org/2000/svg}desc").text for drawing in drawings]
    assert ["(frozen); text comes out" in text for text in described] == [False, True]


def test_keys_of_variants_are_unique_in_every_script(catalog):
    for record in catalog.records:
        keys = variant_keys(record)
        assert len(set(keys.values())) == len(keys)
