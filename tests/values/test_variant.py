"""The models that one record describes, and what holds for each of them."""

from __future__ import annotations

from typing import Annotated, Any

from catalog.model.columns import columns
from catalog.values import UNCHECKED, Amount, Blank, Fact, Model, Record, Show, Text
from tests.second.loaves import Loaf

BY_PATH = {column.path: column for column in columns(Loaf)}


def loaf(*variants: dict[str, Any], **says: Any) -> Loaf:
    return Loaf.model_validate({"slug": "it", "name": "It", "variants": list(variants)} | says)


def model(record: Loaf, name: str) -> Model:
    return next(model for model in record.all_models if model.name == name)


def values(record: Any, path: str) -> list[Any]:
    return [fact.value.number if isinstance(fact.value, Amount) else fact.value for fact in BY_PATH[path].facts(record)]


def score(value: float, variant: str = "") -> dict[str, Any]:
    return {"judges": "harbour", "criterion": "crumb", "value": value} | ({"variant": variant} if variant else {})


WHITE, RYE = {"name": "White"}, {"name": "Rye", "hydration": 85, "proof": {"time": 20}}
TIN = {"name": "Tin", "scope": {"value": "sibling", "note": "In a tin."}, "hydration": 90}
SHORT = {"name": "Short", "scope": "ablation", "proof": {"time": 1}}


def test_a_record_without_variants_is_one_model_itself():
    record = loaf(hydration=70)
    assert [(each.name, each.counts, each.facts is record) for each in record.all_models] == [("", True, True)]


def test_a_variant_says_what_differs_and_has_the_rest_from_its_record():
    record = loaf(WHITE, RYE, hydration=70, proof={"time": 4, "cold": True}, oven="hearth")
    white, rye = record.all_models
    assert [values(each.facts, "hydration") for each in (white, rye)] == [[70], [85]]
    assert [values(each.facts, "proof.time") for each in (white, rye)] == [[4], [20]]
    assert [values(each.facts, "proof.cold") for each in (white, rye)] == [[True], [True]], "a part is merged by field"
    assert values(rye.facts, "proof.pace") == ["overnight"], "what follows, follows for each"
    assert rye.facts.variants == ()
    assert type(rye.facts) is Loaf


def test_a_list_in_a_variant_replaces_the_record_s_list():
    record = loaf(WHITE, {"name": "Rye", "doughs": [{"share": 100}]}, doughs=[{"share": 60}, {"share": 40}])
    assert [values(each.facts, "doughs.share") for each in record.all_models] == [[60, 40], [100]]


def test_a_blank_of_a_variant_stands_in_place_of_the_record_s_value():
    record = loaf({"name": "White", "hydration": "not reported"}, RYE, hydration=70)
    (fact,) = BY_PATH["hydration"].facts(model(record, "White").facts)
    assert fact.blank is Blank.NOT_REPORTED


def test_a_record_has_the_facts_of_all_that_count_each_once():
    record = loaf(WHITE, {"name": "Brown"}, RYE, TIN, SHORT, hydration=70)
    assert values(record, "hydration") == [70, 85]
    assert BY_PATH["proof.cold"].facts(record) == (UNCHECKED,)
    assert values(record, "proof.time") == [20], "of the others it was not checked"


def test_siblings_and_ablations_are_there_and_count_for_nothing():
    record = loaf(WHITE, TIN, SHORT, hydration=70)
    assert [(each.name, each.counts) for each in record.all_models] == [
        ("White", True),
        ("Tin", False),
        ("Short", False),
    ]
    assert [each.name for each in record.counted_models] == ["White"]


def test_a_record_whose_variants_do_not_count_is_a_model_of_its_own():
    record = loaf(TIN, SHORT, hydration=70)
    assert [each.name for each in record.counted_models] == [""]
    assert values(record, "hydration") == [70]


def test_measurements_belong_to_the_variant_they_name_and_to_no_other():
    record = loaf(WHITE, RYE, scores=[score(6, "White"), score(9, "Rye"), score(7, "Rye")])
    scores = {each.name: [item.value.value.number for item in each.facts.scores] for each in record.all_models}
    assert scores == {"White": [6], "Rye": [9, 7]}


def test_measurements_that_name_no_variant_are_of_a_model_without_a_name():
    record = loaf(WHITE, RYE, hydration=70, scores=[score(6, "White"), score(5)])
    assert [each.name for each in record.all_models] == ["", "White", "Rye"]
    unnamed = model(record, "")
    assert ([item.value.value.number for item in unnamed.facts.scores], unnamed.counts) == ([5], True)
    assert values(unnamed.facts, "hydration") == [70]


def test_a_place_is_that_of_the_variant_where_it_says_so_itself_else_of_the_record():
    record = loaf(WHITE, RYE | {"doughs": [{"share": 100}]}, hydration=70, proof={"cold": True})
    white, rye = record.all_models
    assert rye.locate(("hydration",)) == ("variants", 1, "hydration")
    assert rye.locate(("proof", "time")) == ("variants", 1, "proof", "time")
    assert rye.locate(("proof", "cold")) == ("proof", "cold")
    assert rye.locate(("doughs", 0, "share", "value")) == ("variants", 1, "doughs", 0, "share", "value")
    assert white.locate(("hydration",)) == ("hydration",)
    assert rye.locate(("name",)) == ("name",), "the record has a name of its own"
    assert Model(record, record).locate(("hydration",)) == ("hydration",)


def test_what_a_variant_says_is_equal_in_all_ways_to_a_record_that_says_it():
    alone = loaf(hydration=85, proof={"time": 20, "cold": True}, oven="hearth")
    record = loaf(WHITE, RYE, hydration=70, proof={"time": 4, "cold": True}, oven="hearth")
    of_rye = model(record, "Rye").facts
    assert {path: column.facts(of_rye) for path, column in BY_PATH.items()} == {
        path: column.facts(alone) for path, column in BY_PATH.items()
    }
    assert BY_PATH["hydration"].facts(of_rye) == (Fact(value=Amount(85)),)


def test_a_field_that_only_happens_to_be_called_variants_describes_no_models():
    class Print(Record):
        variants: Annotated[Fact[tuple[Text, ...]], Show("Variants")] = UNCHECKED

    record = Print.model_validate({"slug": "it", "name": "It", "variants": ["sepia", "grey"]})
    assert [each.facts is record for each in record.all_models] == [True]
    assert columns(Print)[0].facts(record)[0].value == ("sepia", "grey")
