"""The page of a record that describes several models."""

from __future__ import annotations

from catalog.pages.compare import measurements_of_records
from catalog.pages.leaderboards import leaderboards
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


def test_one_figure_says_where_its_variants_differ(catalog):
    figure = RecordView(catalog, catalog.by_slug["qwen-audio"], "../../").flow
    boxes = {box.heading: box for box in figure.boxes}
    assert boxes["LLM"].states == (("Qwen-Audio", "frozen"), ("Qwen-Audio-Chat", "trained"))
    assert [variants for variants, _ in boxes["Connector"].lines] == [""]
    assert boxes["Connector"].name


def test_a_summary_gives_the_rank_and_who_measured(catalog):
    boards = measurements_of_records(catalog, leaderboards(catalog))
    view = RecordView(catalog, catalog.by_slug["salmonn"], "../../", boards["salmonn"])
    cells = {cell.label: cell for cell in view.summary}
    place = view.places.of_measure("wer-test-clean")
    numbers = place.group.strip.numbers
    assert cells["LibriSpeech clean"].value == "2.1 %"
    assert cells["LibriSpeech clean"].below.endswith(f" authors · {numbers.index(2.1) + 1} of {len(numbers)}")
    assert f'd="M{place.group.strip.dots.partition("M")[2].partition("M")[0]}' in place.strip
    assert cells["Parameters"].value == "7B to 13B"


def test_keys_of_variants_are_unique_in_every_script(catalog):
    for record in catalog.records:
        keys = variant_keys(record)
        assert len(set(keys.values())) == len(keys)
