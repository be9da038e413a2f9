"""The one walker of models: what it reads of a class, however the class was made."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field, create_model

from catalog.model.columns import columns
from catalog.model.node import FieldError, Node, field_values, written_facts, written_values
from catalog.settings import SurveySettings
from catalog.surveys.asr.record import EncoderEntry, Hours, Result, State, System
from catalog.values import UNCHECKED, Amount, Derived, Fact, Grade, Record, Show
from catalog.values.fact import EVIDENCE
from tests.second.loaves import Loaf, Pace

TREE = Node.of(System)


def test_a_tree_is_read_once_for_each_class():
    assert Node.of(System) is TREE
    assert TREE.children["hours"].children is TREE.children["hours"].children


def test_a_field_says_all_that_was_declared_of_it():
    field = TREE.children["hours"].children["asr"]
    assert (field.name, field.path, field.label, field.examples) == ("asr", "hours.asr", "ASR hours", ("50K+",))
    assert field.description == "Transcribed speech used to train the system for recognition."
    assert (field.fact is not None, field.value.value_type, field.required) == (True, Amount.type, False)


def test_a_part_used_twice_has_two_paths():
    assert [TREE.along(path)[-1].path for path in ("hours.asr", "variants.hours.asr")] == [
        "hours.asr",
        "variants.hours.asr",
    ]
    assert TREE.along("variants.hours")[-1].part is Hours


def test_the_way_to_a_field_passes_through_lists():
    way = TREE.along("training.stages.encoder")
    assert [(field.name, field.is_list) for field in way] == [("training", False), ("stages", True), ("encoder", False)]
    with pytest.raises(KeyError):
        TREE.along("training.stages.nothing")


def test_closed_lists_vocabularies_and_measurements_are_recognised():
    assert TREE.along("training.encoder")[-1].value.value_type is State.type
    assert TREE.along("encoders.name")[-1].entry is EncoderEntry
    assert TREE.along("institutes")[-1].entry.vocabulary == "institutes"
    assert TREE.children["results"].measurement is Result
    assert TREE.children["encoders"].measurement is None


def test_only_what_has_no_default_is_required():
    assert [name for name, field in TREE.children.items() if field.required] == ["slug", "name"]


def test_keys_are_named_in_the_order_in_which_they_are_written():
    assert TREE.children["released"].allowed_keys() == ("value", *EVIDENCE)
    assert TREE.children["results"].item.allowed_keys()[:2] == ("test_set", "split")
    assert TREE.children["results"].item.allowed_keys()[-7:-6] == ("as_of",)
    assert TREE.children["encoders"].allowed_keys() == TREE.children["sources"].allowed_keys() == ()


def test_a_choice_is_told_by_the_keys_that_are_there():
    charts = Node.of(SurveySettings).children["charts"].item
    assert charts.allowed_keys(["kind", "rows"]) == ("kind", "title", "short", "rows", "columns")
    assert [choice.children["kind"].literals for choice in charts.choices][:2] == [("timeline",), ("bars",)]
    assert charts.below("first", ["kind", "first"]).literals == ("largest", "smallest")


def test_below_a_fact_stand_its_evidence_and_its_rivals():
    fact = TREE.children["released"]
    assert fact.below("instead").below(0) is fact
    assert fact.below("verified").value_type is Grade.type
    assert fact.below("where").allowed_keys() == fact.below("nothing").allowed_keys() == ()


def test_what_was_written_down_is_told_from_what_was_left_out():
    loaf = Loaf.model_validate({"slug": "rye", "name": "Rye", "doughs": [{"share": 80}], "proof": {"cold": True}})
    assert [field.name for field, _ in written_values(loaf)] == ["slug", "name", "doughs", "proof"]
    assert [field.name for field, _ in field_values(loaf.doughs[0])] == ["flour", "share"]
    assert [path for path, _ in written_facts(loaf)] == [("doughs", 0, "share"), ("proof", "cold")]


def test_a_class_made_without_a_line_of_python_reads_like_any_other():
    height = Annotated[Fact[Amount], Show("Height", unit="cm"), Field(description="To the top.", examples=[3])]
    made = create_model("Toy", __base__=Record, height=(height, UNCHECKED), colour=(Literal["red", "blue"], "red"))
    field = Node.of(made).children["height"]
    assert (field.label, field.description, field.examples, field.fact is not None) == (
        "Height",
        "To the top.",
        (3,),
        True,
    )
    assert Node.of(made).children["colour"].literals == ("red", "blue")
    assert [column.path for column in columns(create_model("Toy", __base__=Record, height=(height, UNCHECKED)))] == [
        "height"
    ]


def test_a_plain_value_that_no_page_would_show_is_an_error_that_names_it():
    made = create_model("Toy", __base__=Record, colour=(Literal["red", "blue"], "red"))
    with pytest.raises(FieldError, match="colour: no page and no table would show a plain value; write `Fact"):
        columns(made)


def test_a_derived_field_is_a_column_and_no_place_of_a_file():
    assert "pace" not in Node.of(Loaf).children["proof"].children
    column = next(column for column in columns(Loaf) if column.path == "proof.pace")
    assert (column.label, column.group, column.type, column.description, column.derived) == (
        "Pace",
        "Proof",
        Pace.type,
        "Overnight from twelve hours on.",
        True,
    )
    quick = Loaf.model_validate({"slug": "rye", "name": "Rye", "proof": {"time": {"value": 3, "source": "visit"}}})
    assert column.facts(quick) == (Fact(value=Pace.QUICK, source="visit"),)
    assert column.facts(Loaf(slug="bun", name="Bun")) == (UNCHECKED,)


def test_a_derived_field_without_a_type_is_an_error_that_names_it():
    class Toy(Record):
        """A toy."""

        @Derived.shown(Show("Height"))
        def height(self):
            """To the top."""

    with pytest.raises(FieldError, match="height: what the fact holds is not a type of values"):
        columns(Toy)


def test_a_class_may_contain_itself():
    class Branch(BaseModel):
        """A tree."""

        name: str = ""
        branches: tuple[Branch, ...] = ()

    Branch.model_rebuild(_types_namespace={"Branch": Branch})
    assert [field.path for field in Node.of(Branch).along("branches.branches.name")] == [
        "branches",
        "branches.branches",
        "branches.branches.name",
    ]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (Fact[Amount], "height needs exactly one Show, found 0"),
        (Annotated[Fact[Amount], Show("A"), Show("B")], "height needs exactly one Show, found 2"),
        (Annotated[Fact[int], Show("A")], "height: what the fact holds is not a type of values"),
    ],
)
def test_a_field_that_cannot_be_a_column_is_an_error_that_names_it(field, message):
    with pytest.raises(TypeError, match=message):
        columns(create_model("Toy", __base__=Record, height=(field, UNCHECKED)))
