from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from catalog.paths import engine_resource
from catalog.rules import load
from catalog.surveys.asr.record import ConnectorEntry, EncoderEntry, LlmEntry, State, System
from catalog.surveys.asr.schematic import diagram, flow
from catalog.surveys.asr.schematic.data import block_diagram, describe
from catalog.values import Blank

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> \"q\" & '\u0645\u0631\u062d\u0628\u0627' \U0001f399\ufe0f"
WORDS = {
    "encoders": {"ear": EncoderEntry(name="Ear", meaning="An ear."), "odd": EncoderEntry(name=HOSTILE, meaning="Odd.")},
    "connectors": {
        key: ConnectorEntry(name=key.capitalize(), meaning="One.")
        for key in ("linear", "cross-attention", "discrete-units")
    },
    "llms": {
        "mind": LlmEntry(name="Mind", meaning="A mind."),
        "v" * 90: LlmEntry(name="v" * 90, meaning="Long."),
        "odd": LlmEntry(name=HOSTILE, meaning="Odd."),
    },
}


def system(**fields: Any) -> System:
    return System.model_validate({"slug": "it", "name": "It"} | fields, context={"vocabularies": WORDS})


def picture(record: System) -> ET.Element:
    return ET.fromstring(diagram(record, WORDS))


def texts(node: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in node.iter(f"{SVG}text")]


def part(svg: ET.Element, name: str) -> ET.Element:
    return next(node for node in svg.iter() if node.get("data-part") == name)


def test_the_parts_are_drawn_from_the_record():
    svg = picture(
        system(
            encoders=[{"name": "ear", "kind": "SSL", "parameters": "~1B", "frame_rate": 50}],
            connector={"family": "linear", "downsampling": 5, "downsampler": "stacking", "frame_rate": 10},
            llms=[{"name": "mind", "parameters": "7B"}],
            training={"encoder": "frozen", "connector": "trained", "llm": "LoRA"},
        )
    )

    assert texts(part(svg, "encoder")) == ["Encoder", "frozen", "Ear", "SSL · ~1B parameters"]
    assert texts(part(svg, "connector")) == ["Connector", "trained", "Linear", "5× downsampling (stacking)"]
    assert texts(part(svg, "llm")) == ["LLM", "LoRA", "Mind", "7B parameters"]
    assert {"50 Hz", "10 Hz", "audio", "text"} <= set(texts(svg))


@pytest.mark.parametrize("state", [*State, Blank.NOT_REPORTED, Blank.NOT_APPLICABLE])
def test_every_state_is_named_in_words(state):
    svg = picture(system(training={"encoder": str(state)}))

    assert any(str(state) in text for text in texts(part(svg, "encoder")))


def test_states_differ_by_glyph_and_not_by_colour_alone():
    glyphs = set()
    for state in (*State, Blank.NOT_REPORTED, Blank.NOT_CHECKED):
        training = {} if state is Blank.NOT_CHECKED else {"encoder": str(state)}
        svg = part(picture(system(training=training)), "encoder")
        glyph = next(node for node in svg.iter() if node.get("class") == "glyph")
        glyphs.add(tuple((node.tag, node.get("d"), node.get("stroke-dasharray"), node.text) for node in glyph.iter()))
    assert len(glyphs) == len(State) + 2


def test_encoders_of_one_list_work_together_and_every_model_is_drawn_with_its_own():
    together = part(picture(system(encoders=[{"name": "ear"}, {"name": "ear"}])), "encoder")
    apart = system(
        encoders=[{"name": "ear", "parameters": "2B"}],
        variants=[{"name": "big"}, {"name": "small", "encoders": [{"name": "ear", "parameters": "1B"}]}],
    )

    encoders = [texts(part(picture(model.facts), "encoder")) for model in apart.all_models]

    assert {"2 encoders together", "+"} <= set(texts(together))
    assert [lines[-1] for lines in encoders] == ["2B parameters", "1B parameters"]


def test_a_rate_that_not_every_encoder_shares_is_shown_with_its_encoder():
    svg = picture(system(encoders=[{"name": "ear", "frame_rate": 50}, {"name": "ear"}]))

    assert "50 Hz" in texts(part(svg, "encoder"))


def test_cross_attention_and_discrete_units_are_drawn_in_their_own_way():
    classes = {
        family: {node.get("class") for node in picture(system(connector={"family": family})).iter()}
        for family in ("linear", "cross-attention", "discrete-units")
    }

    assert "arrow cross" in classes["cross-attention"]
    assert "tokens" in classes["discrete-units"]
    assert classes["linear"].isdisjoint({"arrow cross", "tokens"})


def test_stages_are_listed_with_the_state_of_every_part():
    stages = [{"name": "first", "encoder": "frozen"}, {"name": "second", "llm": "LoRA"}]
    record = system(training={"stages": stages})

    svg = picture(record)

    titles = [node.text for node in svg.iter(f"{SVG}title")]
    assert {"1. first", "2. second", "Training stages"} <= set(texts(svg))
    assert {"Encoder in stage 1: frozen", "LLM in stage 1: not checked", "LLM in stage 2: LoRA"} <= set(titles)
    words = describe(block_diagram(record, WORDS))
    assert "Stage 2, second: Encoder not checked, Connector not checked, LLM LoRA." in words


def test_a_stage_keeps_the_number_that_its_authors_gave_it():
    stages = [{"name": "0: text", "llm": "trained"}, {"name": "3.5: LoRA", "llm": "LoRA"}, {"name": "last"}]
    record = system(training={"stages": stages})

    assert {"0. text", "3.5. LoRA", "3. last"} <= set(texts(picture(record)))
    assert [(step.number, step.name) for step in flow(record, WORDS).steps] == [
        ("0", "text"),
        ("3.5", "LoRA"),
        ("3", "last"),
    ]


def test_stages_of_which_nothing_is_known_are_left_out():
    record = system(training={"stages": [{"name": "first"}, {"name": "second"}]})

    assert "Training stages" not in texts(picture(record))


def test_the_description_says_what_the_picture_shows():
    record = system(
        encoders=[{"name": "ear"}, {"name": "ear"}],
        connector={"family": "linear"},
        llms=[{"name": "mind"}],
        llm_input="continuous",
        training={"encoder": "frozen", "llm": "not reported"},
    )

    description = describe(block_diagram(record, WORDS))

    assert description == (
        "It: audio enters Ear and Ear (frozen). Connector: Linear, training not checked. "
        "Vectors enter Mind (training not reported); text comes out."
    )
    assert picture(record).find(f"{SVG}desc").text == description


def test_hostile_words_are_literal_and_inject_nothing():
    record = system(name=HOSTILE, encoders=[{"name": "odd"}], llms=[{"name": "odd"}])

    svg = picture(record)

    assert HOSTILE in svg.find(f"{SVG}title").text
    names = {node.tag.removeprefix(SVG) for node in svg.iter()}
    assert names <= {"svg", "title", "desc", "g", "path", "rect", "circle", "line", "text"}
    assert {name for node in svg.iter() for name in node.attrib}.isdisjoint({"id", "style", "href"})


def test_an_empty_record_has_a_drawing():
    assert "encoder not checked" in texts(picture(system()))


HARD = (
    {"encoders": [{"name": "odd", "detail": "x"}] * 3, "llms": [{"name": "odd"}], "training": {"llm": "LoRA"}},
    {"encoders": [{"name": "ear", "kind": "SSL+SFT", "parameters": "~1.234B"}], "llms": [{"name": "v" * 90}] * 3},
    {"training": {"encoder": "frozen", "stages": [{"name": "n" * 80, "llm": "LoRA"}, {"name": "\u6c49\u5b57" * 30}]}},
    {"connector": {"family": "cross-attention", "frame_rate": "~1234.5678"}, "llm_input": "discrete"},
)
MEASURE = """() => [...document.querySelectorAll("svg.schematic")].flatMap((svg) => {
  const frame = svg.viewBox.baseVal, faults = [], name = svg.querySelector("title").textContent;
  const within = (box, outer) => box.left >= outer.left - 0.5 && box.right <= outer.right + 0.5
    && box.top >= outer.top - 0.5 && box.bottom <= outer.bottom + 0.5;
  const texts = [...svg.querySelectorAll("text")].map((text) => ({text, box: text.getBoundingClientRect()}));
  for (const {text, box} of texts) {
    if (!within(box, svg.getBoundingClientRect())) faults.push(`${name}: ${text.textContent} leaves the drawing`);
    const part = text.closest(".part");
    if (part && !within(box, part.querySelector(".box").getBoundingClientRect()))
      faults.push(`${name}: ${text.textContent} leaves its box`);
    if (parseFloat(text.getAttribute("font-size")) < 11 && !text.closest(".glyph")) faults.push(`${name}: small text`);
  }
  texts.forEach(({text, box}, index) => texts.slice(index + 1).forEach(({text: other, box: its}) => {
    const inset = 2;
    if (box.left < its.right - inset && its.left < box.right - inset && box.top < its.bottom - inset * 2
        && its.top < box.bottom - inset * 2)
      faults.push(`${name}: ${text.textContent} overlaps ${other.textContent}`);
  }));
  return faults;
})"""


@pytest.mark.browser
@pytest.mark.parametrize("font", ["its own", "'DejaVu Sans'", "serif"])
def test_no_text_is_cut_or_overlaps_at_320_pixels(page, project, font):
    catalog = load(project)
    models = [model.facts for record in catalog.records for model in record.all_models]
    drawings = [diagram(record, catalog.vocabularies) for record in models]
    drawings += [diagram(system(name=f"Hard {i}", **fields), WORDS) for i, fields in enumerate(HARD)]
    page.set_viewport_size({"width": 320, "height": 800})
    family = "" if font == "its own" else f"font-family:{font}"
    style = f"body{{margin:0}} svg{{max-width:100%;height:auto;{family}}}"
    page.set_content(f"<style>{style}</style>{''.join(drawings)}")

    assert page.locator("svg.schematic").count() == len(models) + len(HARD)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(MEASURE) == []


def test_the_committed_survey_names_this_drawing():
    assert "drawing: catalog.surveys.asr.schematic:diagram" in (engine_resource("data") / "survey.yml").read_text(
        encoding="utf-8"
    )
