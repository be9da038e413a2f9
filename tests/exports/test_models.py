"""CSV with a row for each model."""

from __future__ import annotations

import csv
import io

from catalog.exports import formats_for
from catalog.exports.models import models_export
from tests.exports.conftest import Make

VARIANTS = [
    {"name": "small", "parameters": "1B", "detail": "For phones."},
    {"name": "twin", "scope": {"value": "sibling", "note": "No LLM."}},
]


def rows(make: Make, *records: dict[str, object]) -> list[dict[str, str]]:
    catalog = make(*records)
    return list(csv.DictReader(io.StringIO("".join(models_export(catalog, catalog.records)), newline="")))


def test_each_variant_has_a_row_with_what_holds_for_it(make: Make) -> None:
    record = {"slug": "one", "method": "Em", "parameters": "7B", "hours": {"asr": 960}, "variants": VARIANTS}
    small, twin, other = rows(make, record, {"slug": "two", "parameters": "3B"})
    keys = ("slug", "name", "variant", "variants.scope", "parameters", "hours.asr", "method", "variants.detail")
    assert [small[key] for key in keys] == ["one", "ONE", "small", "", "1000000000", "960", "Em", "For phones."]
    assert [twin[key] for key in keys] == ["one", "ONE", "twin", "sibling", "7000000000", "960", "Em", ""]
    assert [other[key] for key in keys] == ["two", "TWO", "", "", "3000000000", "", "", ""]


def test_no_name_of_a_variant_is_a_formula(make: Make) -> None:
    (row,) = rows(make, {"slug": "one", "variants": [{"name": "=1+1"}]})
    assert row["variant"] == "'=1+1"


def test_it_is_offered_where_records_describe_several_models(make: Make) -> None:
    assert "models" not in [export.name for export in formats_for(make({"slug": "one", "variants": VARIANTS[:1]}))]
    assert "models" in [export.name for export in formats_for(make({"slug": "one", "variants": VARIANTS}))]
