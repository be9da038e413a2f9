"""Data frames say what the records say: typed, with units, bounds, blanks, variants, rivals and evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import pandas as pd
import pytest
from pydantic import create_model

from catalog.catalog import Catalog
from catalog.frames import facts, frame, results
from catalog.settings.check import check_settings
from catalog.values import Amount, Blank, Entry, Fact, Grade, Link, Record, Ref, Show, ValueType, When, type_of
from tests.values.duration import Duration

FACTS = (
    "slug, field, item, variant, value, number, low, high, bound, blank, source, where, verified, certain, note, url"
)


def row(table: pd.DataFrame, **conditions: Any) -> dict[str, Any]:
    """The one row that fits, without what is missing."""
    for name, value in conditions.items():
        table = table[table[name].eq(value).fillna(value=False)]
    assert len(table) == 1
    return {name: value for name, value in table.iloc[0].items() if not pd.isna(value)}


def test_every_record_is_a_row_and_every_column_of_the_survey_is_there(catalog: Catalog) -> None:
    table = frame(catalog)
    assert list(table["slug"]) == [record.slug for record in catalog.records]
    paths = [column.path for column in catalog.columns if not column.path.startswith("variants.")]
    assert [name for name in table.columns if name in paths] == paths
    others = {name.rpartition(".")[2] for name in table.columns if name not in paths}
    assert others == {"slug", "name", "low", "high"}


def test_columns_have_real_types(bread: Catalog) -> None:
    types = frame(bread).dtypes.map(str).to_dict()
    assert {name: types[name] for name in ("name", "hydration", "proof.cold", "oven", "doughs.flour", "recipe")} == {
        "name": "string",
        "hydration": "Float64",
        "proof.cold": "boolean",
        "oven": "category",
        "doughs.flour": "category",
        "recipe": "string",
    }
    assert types["first_baked"] == types["first_baked.high"] == "datetime64[us]"
    assert types["hydration.low"] == "Float64"
    assert "oven.low" not in types
    assert "recipe.low" not in types


@pytest.mark.parametrize(
    ("value_type", "dtype", "table_schema_type"),
    [
        (Amount.type, "Float64", "number"),
        (When.type, "datetime64[us]", "date"),
        (type_of(value=True), "boolean", "boolean"),
        (Grade.type, "category", "string"),
        (Ref(Entry), "category", "string"),
        (Link.type, "string", "string"),
        (type_of("text"), "string", "string"),
        (Duration.type, "Float64", "number"),
    ],
    ids=lambda item: getattr(item, "name", None),
)
def test_a_type_of_values_says_what_its_columns_are(
    value_type: ValueType[Any], dtype: str, table_schema_type: str
) -> None:
    assert (value_type.dtype, value_type.table_schema_type) == (dtype, table_schema_type)


def test_a_column_has_the_same_type_whatever_is_known(bread: Catalog) -> None:
    empty = frame(replace(bread, records=()), blanks=True)
    assert len(empty) == 0
    full = frame(bread, blanks=True)
    assert list(empty.columns) == list(full.columns)
    assert {name: dtype.name for name, dtype in empty.dtypes.items()} == {
        name: dtype.name for name, dtype in full.dtypes.items()
    }


def test_words_of_a_list_are_categories_in_the_order_of_the_list(bread: Catalog) -> None:
    table = frame(bread)
    assert list(table["oven"].cat.categories) == list(bread.by_path["oven"].type.words)
    flours = list(bread.vocabularies["flours"])
    assert list(table["doughs.flour"].cat.categories)[: len(flours)] == flours


def test_units_and_labels_are_attributes(bread: Catalog) -> None:
    attributes = frame(bread).attrs
    assert attributes["units"]["proof.time"] == attributes["units"]["proof.time.high"] == "hours"
    assert "oven" not in attributes["units"]
    assert attributes["labels"]["first_baked"] == "First baked"


@pytest.mark.parametrize(
    ("slug", "name", "number", "low", "high"),
    [
        ("pot-loaf", "hydration", 68, 68, 68),
        ("spelt-round", "hydration", 70, None, 70),
        ("miche", "hydration", 75, None, None),
        ("miche", "proof.time", 18, 18, None),
        ("rye-brick", "hydration", None, None, None),
    ],
)
def test_a_bound_is_an_end_without_a_limit(
    bread: Catalog, slug: str, name: str, number: float | None, low: float | None, high: float | None
) -> None:
    found = row(frame(bread), slug=slug)
    assert [found.get(f"{name}{end}") for end in ("", ".low", ".high")] == [number, low, high]


def test_a_vague_date_has_a_first_and_a_last_day(bread: Catalog) -> None:
    found = row(frame(bread), slug="harbour-country")
    assert found["first_baked"] == found["first_baked.low"] == pd.Timestamp("2014-06-01")
    assert found["first_baked.high"] == pd.Timestamp("2014-06-30")


def test_three_kinds_of_blank_are_told_apart(bread: Catalog) -> None:
    table = frame(bread, blanks=True).set_index("slug")
    assert table.loc["rye-brick", "hydration.blank"] == "not reported"
    assert table.loc["miche", "proof.cold.blank"] == "not applicable"
    assert table.loc["hostile", "oven.blank"] == "not checked"
    assert pd.isna(table.loc["miche", "oven.blank"])
    assert list(table["oven.blank"].cat.categories) == [*(blank.value for blank in Blank), "empty list", "differs"]


def test_a_cell_is_empty_where_it_is_said_why_and_nowhere_else(catalog: Catalog) -> None:
    for table in (frame(catalog, blanks=True), frame(catalog, blanks=True, variants=True)):
        for name in table.columns:
            if f"{name}.blank" in table:
                assert list(table[name].isna()) == list(table[f"{name}.blank"].notna()), name


def test_a_value_of_one_model_is_not_that_of_a_record_where_another_is_known_to_have_none(catalog: Catalog) -> None:
    found = row(frame(catalog, blanks=True), slug="omnilingual-asr-llm")
    assert "hours.asr" not in found
    assert found["hours.asr.blank"] == "differs"
    assert found["hours.asr.low"] == found["hours.asr.high"] == 120710


UNKNOWN = {"none": Blank.NOT_REPORTED, "other": Blank.NOT_APPLICABLE, "unchecked": Blank.NOT_CHECKED}


@pytest.mark.parametrize(
    ("waters", "expected"),
    [
        ((2, 2), (2, 2, 2, None)),
        ((2, 3), (None, 2, 3, "differs")),
        ((2, "none"), (None, 2, 2, "differs")),
        ((2, "other"), (None, 2, 2, "differs")),
        ((2, "unchecked"), (2, 2, 2, None)),
        (("none", "none"), (None, None, None, "not reported")),
        (("none", "other"), (None, None, None, "differs")),
        (("none", "unchecked"), (None, None, None, "not reported")),
        (("unchecked", "unchecked"), (None, None, None, "not checked")),
    ],
)
def test_a_record_has_the_number_in_which_its_models_agree(
    bread: Catalog, waters: tuple[Any, ...], expected: tuple[Any, ...]
) -> None:
    def fact(water: Any) -> Fact[Any]:
        return Fact(blank=UNKNOWN[water]) if water in UNKNOWN else Fact(value=Amount(float(water)))

    batard = next(record for record in bread.records if record.slug == "batard")
    pairs = zip(batard.variants, waters, strict=False)
    variants = tuple(variant.model_copy(update={"hydration": fact(water)}) for variant, water in pairs)
    unsaid = {"variants": variants, "hydration": Fact(blank=Blank.NOT_CHECKED)}
    changed = type(batard).model_construct(**{**dict(batard), **unsaid})
    found = row(frame(replace(bread, records=(changed,)), blanks=True), slug="batard")
    assert tuple(found.get(f"hydration{end}") for end in ("", ".low", ".high", ".blank")) == expected


def test_where_models_differ_no_number_is_made_up_and_both_ends_span_them(bread: Catalog) -> None:
    found = row(frame(bread, blanks=True), slug="batard")
    assert (found["hydration.low"], found["hydration.high"]) == (70, 78)
    assert "hydration" not in found
    assert found["hydration.blank"] == "differs"
    assert found["proof.pace"] == "same day; overnight"


def test_several_words_of_a_field_stand_behind_each_other(bread: Catalog) -> None:
    assert row(frame(bread), slug="miche")["doughs.flour"] == "wheat-whole; rye-1150"


def test_variants_are_rows_on_request_and_siblings_are_not(bread: Catalog) -> None:
    table = frame(bread, variants=True)
    own = table[table["slug"] == "batard"].set_index("variant")
    assert own["hydration"].to_dict() == {"White": 70, "Overnight": 78}
    assert own["best-crumb"].to_dict() == {"White": 6, "Overnight": 9}
    assert "variant" not in row(table, slug="miche")
    assert len(table) == sum(len(record.counted_models) for record in bread.records)


@pytest.mark.parametrize("name", ["slug", "name", "variant"])
def test_a_field_that_is_called_like_a_column_of_the_frame_is_refused(bread: Catalog, name: str) -> None:
    field = Annotated[Fact[Amount], Show("Own")], Fact(blank=Blank.NOT_CHECKED)
    model = create_model("Named", __base__=bread.model, **{name: field})
    (finding,) = (found for found in check_settings(bread.settings, model) if found.path == ("record",))
    assert finding.message == f"the class has a field `{name}`, and tables have a column of that name already"


def test_what_only_variants_say_stands_in_the_rows_of_models_and_why_they_do_not_count_in_none(
    catalog: Catalog,
) -> None:
    paths = {column.path for column in catalog.columns}
    assert {"variants.scope", "variants.detail"} <= paths
    assert paths - set(frame(catalog).columns) == {"variants.scope", "variants.detail"}
    models = frame(catalog, variants=True)
    assert paths - set(models.columns) == {"variants.scope"}
    assert models["variants.detail"].notna().any()


def test_a_fact_is_a_row_with_its_evidence(bread: Catalog) -> None:
    table = facts(bread)
    assert list(table.columns) == [*FACTS.split(", "), "rival"]
    assert row(table, slug="harbour-country", field="doughs.flour", item=1) == {
        "slug": "harbour-country",
        "field": "doughs.flour",
        "item": 1,
        "value": "spelt",
        "source": "shop",
        "where": "recipe",
        "certain": False,
        "note": '"an old grain"',
        "url": "https://harbour.example.org/country",
        "rival": False,
    }


def test_a_rival_is_a_row_below_the_value_that_stands(bread: Catalog) -> None:
    table = facts(bread)
    claims = table[(table["slug"] == "miche") & (table["field"] == "hydration")]
    assert list(claims["value"]) == ["~75", "72"]
    assert list(claims["number"]) == [75, 72]
    assert list(claims["bound"]) == ["about", "exact"]
    assert list(claims["rival"]) == [False, True]
    assert list(claims["url"].fillna("")) == ["", "https://old-mill.example.org/breads/miche"]


def test_facts_say_why_there_is_no_value(bread: Catalog) -> None:
    blank = row(facts(bread), slug="rye-brick", field="hydration")
    assert (blank["blank"], blank["where"]) == ("not reported", "whole page")
    assert "value" not in blank


def test_a_list_that_is_known_to_be_empty_says_so(catalog: Catalog) -> None:
    assert row(facts(catalog), slug="tea-aslp", field="abilities.tasks")["blank"] == "empty list"
    assert row(frame(catalog, blanks=True), slug="tea-aslp")["abilities.tasks.blank"] == "empty list"


def test_facts_of_variants_name_the_variant_and_the_field_of_the_record(bread: Catalog) -> None:
    table = facts(bread)
    assert row(table, slug="batard", field="hydration", variant="Overnight")["number"] == 78
    assert row(table, slug="batard", field="variants.scope", variant="Tin")["note"] == "Baked in a tin."
    assert row(table, slug="batard", field="scores.value", variant="Tin")["item"] == 2


def test_every_written_fact_and_rival_is_there_once(catalog: Catalog) -> None:
    from catalog.model.node import written_facts

    claims = [1 + len(fact.instead) for record in catalog.records for _, fact in written_facts(record)]
    assert len(facts(catalog)) == sum(claims)


def test_a_measurement_is_a_row_with_its_variant_and_conditions(bread: Catalog) -> None:
    assert row(results(bread), slug="batard", variant="Tin") == {
        "slug": "batard",
        "name": "Batard",
        "field": "scores",
        "variant": "Tin",
        "counts": False,
        "value": 10,
        "value.low": 10,
        "value.high": 10,
        "as_of": pd.Timestamp("2024-01-01"),
        "as_of.low": pd.Timestamp("2024-01-01"),
        "as_of.high": pd.Timestamp("2024-12-31"),
        "judges": "harbour",
        "criterion": "crumb",
        "source": "stall",
        "where": "board",
        "verified": "primary",
        "certain": True,
        "url": "https://harbour.example.org/batard",
    }


def test_lists_of_measurements_share_the_columns_that_hold_the_same(bread: Catalog) -> None:
    table = results(bread)
    assert row(table, field="prices")["shop"] == "a stall"
    assert row(table, field="prices")["value"] == 6
    assert table["judges"].dtype == "category"


def test_every_measurement_and_every_condition_of_its_class_is_there(catalog: Catalog) -> None:
    from catalog.model.columns import measurements

    table = results(catalog)
    assert len(table) == sum(len(catalog.measurements_of(record)) for record in catalog.records)
    (measured,) = measurements(catalog.model).values()
    assert set(measured.children) <= set(table.columns)
    assert table.attrs["units"]["value"] == "%"


def test_a_survey_without_measurements_has_no_results_and_the_columns_of_any(bread: Catalog) -> None:
    assert len(results(replace(bread, records=()))) == 0
    without = results(replace(bread, model=Record, records=()))
    assert list(without.columns) == [name for name in results(bread).columns if name not in OF_BREAD]
    assert without.dtypes.to_dict() == results(bread)[without.columns].dtypes.to_dict()


OF_BREAD = {"judges", "criterion", "shop"}
"""What only measurements of breads say."""
