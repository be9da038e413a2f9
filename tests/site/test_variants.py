"""The page of a record that describes several models."""

from __future__ import annotations

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


def test_every_architecture_is_drawn_once(catalog):
    record = catalog.by_slug["qwen-audio"]
    drawings = RecordView(catalog, record, "../../").drawings
    assert [drawing.keys for drawing in drawings] == [("qwen-audio",), ("qwen-audio-chat",)]
    assert ["(frozen); text comes out" in drawing.picture for drawing in drawings] == [True, False]


def test_keys_of_variants_are_unique_in_every_script(catalog):
    for record in catalog.records:
        keys = variant_keys(record)
        assert len(set(keys.values())) == len(keys)
