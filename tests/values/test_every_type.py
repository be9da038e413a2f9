"""Every type that `data/fields.yml` can name answers all that the program asks of a type."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import jsonschema
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from catalog.values import (
    Amount,
    Bound,
    Country,
    Duration,
    Image,
    LabelledLink,
    Link,
    Markdown,
    Money,
    Number,
    Range,
    Show,
    ValueType,
    Version,
)
from catalog.values.country import _shown as countries
from catalog.values.find import annotated_type
from catalog.values.money import CURRENCIES
from catalog.values.names import TYPES
from catalog.values.text import TEXT

SHOW = Show("Field")
FINITE = {"allow_nan": False, "allow_infinity": False}
AMOUNTS = st.builds(Amount.read, st.floats(0, 1e30, **FINITE) | st.integers(0, 10**14))
BOUNDED = st.builds(lambda amount, bound: Amount(amount.number, bound), AMOUNTS, st.sampled_from(Bound))
NUMBERS = st.builds(Number, st.floats(-1e30, 1e30, **FINITE).map(lambda x: x + 0.0), st.sampled_from(Bound))
ENDS = st.tuples(st.floats(-1e12, 1e12, **FINITE), st.floats(-1e12, 1e12, **FINITE)).map(sorted)
SPANS = st.builds(
    lambda ends, bound: Range(ends[0] + 0.0, ends[1] + 0.0, bound),
    ENDS.filter(lambda ends: ends[0] < ends[1]),
    st.sampled_from([Bound.EXACT, Bound.ABOUT]),
)
LABELS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 .,:/()'é-]{0,30}[A-Za-z0-9]", fullmatch=True)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "number": NUMBERS,
    "amount": BOUNDED,
    "range": SPANS | st.builds(lambda number: Range(number.number, number.number, number.bound), NUMBERS),
    "money": st.builds(Money, BOUNDED, st.sampled_from(["", *sorted(CURRENCIES)])),
    "duration": st.builds(Duration, BOUNDED.filter(lambda amount: amount.number < 1e12)),
    "version": st.from_regex(r"v?[0-9]{1,4}(\.[0-9]{1,4}){0,3}(-rc[0-9])?", fullmatch=True).map(Version.read),
    "country": st.sampled_from(sorted(countries())).map(Country.read),
    "image": st.sampled_from(["logos/a.svg", "a b/é.PNG", "https://example.org/x.png?y=1"]).map(Image.read),
    "link": (LABELS | st.just("")).map(
        lambda label: LabelledLink("https://example.org/a_(b)", " ".join(label.split()))
    ),
    "markdown": st.text(min_size=1).filter(lambda text: text.strip()).map(Markdown.read),
}


def type_named(name: str) -> ValueType[Any]:
    annotation = TYPES[name]
    value_type = annotated_type(getattr(annotation, "__origin__", annotation))
    assert value_type is not None
    return value_type


@pytest.mark.parametrize("name", TYPES)
def test_its_example_is_read_shown_and_written_by_every_way_there_is(name: str) -> None:
    value_type = type_named(name)
    value = value_type.read("text" if value_type.example == "" else value_type.example)
    jsonschema.validate(value_type.yaml(value), value_type.json_schema())
    assert value_type.read(yaml.safe_load(yaml.safe_dump(value_type.yaml(value)))) == value
    raw = json.loads(json.dumps(value_type.raw(value)))
    assert value_type.read(value_type.from_json(raw, value_type.beside(value))) == value
    assert value_type.from_cell(value_type.csv(value), SHOW, {}) == value
    assert value != None  # noqa: E711 - a fact without a value is compared with it
    assert value_type.short(value)
    assert "\n" not in value_type.short(value)
    assert value_type.long(value)
    assert value_type.category(value)
    assert value_type.name
    assert set(value_type.beside(value)) <= set(value_type.json_keys)
    cells = [None if value_type.is_date else value_type.scalar(value)]
    assert len(pd.array(cells, dtype=value_type.dtype)) == 1
    assert value_type.table_schema_type in {"number", "string", "boolean", "date"}
    if value_type.scales:
        low, high = value_type.bounds(value)
        assert value_type.is_date or low <= value_type.sort_key(value) <= high
        assert len(value_type.interval(value)) == 2
        assert value_type.bound(value) in Bound


@pytest.mark.parametrize("name", VALUES)
def test_what_it_writes_it_reads_back_equal(name: str) -> None:
    @given(VALUES[name])
    def check(value: Any) -> None:
        value_type = value.type
        assert value_type.read(yaml.safe_load(yaml.safe_dump(value_type.yaml(value)))) == value
        raw = json.loads(json.dumps(value_type.raw(value)))
        assert value_type.read(value_type.from_json(raw, value_type.beside(value))) == value
        assert value_type.from_cell(value_type.csv(value), SHOW, {}) == value
        jsonschema.validate(value_type.yaml(value), value_type.json_schema())

    check()


@pytest.mark.parametrize("name", TYPES)
def test_whatever_it_does_not_read_it_refuses_in_a_sentence(name: str) -> None:
    anything = st.text() | st.none() | st.booleans() | st.floats() | st.integers() | st.lists(st.integers())

    @given(anything | st.from_regex(r"[-~<>=$€0-9.,KMBTe+ ]{1,20}(to|-|EUR|h|min)?[0-9. ]{0,10}", fullmatch=True))
    def check(raw: Any) -> None:
        for read in (type_named(name).read, lambda text: type_named(name).from_cell(str(text), SHOW, {})):
            told = "found "
            try:
                read(raw)
            except PydanticCustomError as error:
                told = error.message()
            assert told.startswith(("found ", "the ", *"0123456789"))

    check()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("0.06\u201311", "0.06\u201311"),
        ("12-20", "12\u201320"),
        ("12 to 20", "12\u201320"),
        ("0.06 - 11", "0.06\u201311"),
        (7, "7"),
        (">= 7", "≥ 7"),
        ("7-13B", "7B\u201313B"),
        ("512-8K", "512\u20138K"),
        ("1.5K \u2013 2M", "1.5K\u20132M"),
        ("-5 to 5", "-5 to 5"),
        ("~3-5", "~3\u20135"),
        ("1 to 6250000", "1\u20136,250,000"),  # a letter would be that of both
    ],
)
def test_a_range_is_read_as_people_write_it(written: Any, shown: str) -> None:
    assert Range.type.short(Range.read(written)) == shown


@pytest.mark.parametrize(
    ("read", "written", "hint"),
    [
        (Range.read, "20-12", "write the smaller one first: `12 to 20`"),
        (Range.read, "1-2-3", "write both ends, `12 to 20`, or one number"),
        (Range.read, "~3 to ~5", "write both ends, `12 to 20`, or one number"),
        (Version.read, 1.10, 'put it in quotes, with all its digits: "1.10"'),
        (Version.read, "newest", 'write one with a digit: "1.2.3"'),
        (Money.read, "¥5", "write JPY or CNY"),
        (Money.read, "$5 EUR", "keep one"),
        (Money.read, "free", "write a number with its currency: `5 EUR`, `$1.20`"),
        (Duration.read, "5 months", "write days or weeks: months differ in length"),
        (Country.read, "Multinational", "list the countries, or write `not applicable`"),
        (Country.read, False, 'write "NO" in quotes, or Norway'),
        (Country.read, "Germny", "did you mean `DE`? write its English name, or its code: DE"),
        (Amount.read, "-5", "remove the minus sign"),
    ],
)
def test_a_common_slip_gets_its_own_advice(read: Any, written: Any, hint: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read(written)
    assert (caught.value.context or {})["hint"] == hint


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1.8T", "1.8T"),
        ("1800B", "1.8T"),
        ("1e24", "1e24"),
        (1.52e24, "1.52e24"),
        (1e3, "1K"),
        (-3.5, "-3.5"),
        ("\u22125K", "-5K"),
        ("~1.52e24", "~1.52e24"),
        (81392748.68255694, "81.4M"),
        (2038052480, "2.04B"),
        (999_999_999, "1B"),
        (19_572, "19.6K"),
        (9_572, "9,572"),
        (3.14159265, "3.14159"),
        (1e-9, "1e-9"),
    ],
)
def test_a_number_may_be_negative_or_very_large(written: Any, shown: str) -> None:
    assert Number.type.short(Number.read(written)) == shown


def test_a_cell_rounds_a_number_and_an_export_does_not() -> None:
    number = Number.read(81392748.68255694)
    assert Number.type.csv(number) == "81392748.68255694"
    assert Number.type.raw(number) == 81392748.68255694


def test_versions_are_sorted_as_versions() -> None:
    order = ["1.0.2", "1.0.2a", "1.9", "1.10", "2.0-beta2", "v2.0-rc1", "2.0", "2.0.1", "8", "22H2", "2024.05"]
    assert all(
        Version.type.sort_key(Version(one)) < Version.type.sort_key(Version(other)) for one, other in pairwise(order)
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [("$5.00", "$5"), ("5 EUR", "€5"), ("€1.2M", "€1.2M"), ("USD 20", "$20"), ("5.5 chf", "5.50 CHF"), (5, "5")],
)
def test_money_is_shown_with_its_currency(written: Any, shown: str) -> None:
    assert Money.type.short(Money.read(written)) == shown


def test_money_of_another_currency_does_not_fit_a_field_with_one() -> None:
    with pytest.raises(PydanticCustomError, match="found the currency USD; the field's own is EUR"):
        Money.type.from_cell("$5", Show("Price", unit="EUR"), {})


@pytest.mark.parametrize(
    ("written", "shown"),
    [("90 min", "1.5 h"), ("320 ms", "320 ms"), ("1 h 30 min", "1.5 h"), ("~90s", "~1.5 min"), ("2 years", "2 years")],
)
def test_a_span_of_time_is_shown_in_the_unit_that_fits(written: str, shown: str) -> None:
    assert Duration.type.short(Duration.read(written)) == shown


@pytest.mark.parametrize(
    ("written", "code"),
    [("USA", "US"), ("uk", "GB"), ("South Korea", "KR"), ("Türkiye", "TR"), ("the Netherlands", "NL")],
)
def test_a_country_is_read_from_its_name(written: str, code: str) -> None:
    assert Country.read(written) == code


def test_a_link_keeps_its_label_and_is_not_one_without() -> None:
    link = LabelledLink.read("[7B](https://huggingface.co/a/b)")
    assert LabelledLink.type.title(link) == "7B"
    assert LabelledLink.type.address(link) == "https://huggingface.co/a/b"
    assert LabelledLink.type.csv(link) == "[7B](https://huggingface.co/a/b)"
    assert link != LabelledLink.read("https://huggingface.co/a/b")
    assert LabelledLink.read("https://huggingface.co/a/b") == Link.read("https://huggingface.co/a/b")
    assert LabelledLink.type.title(LabelledLink.read("https://huggingface.co/a/b")) == "Hugging Face"


def test_markdown_is_never_read_as_html_and_loads_nothing() -> None:
    text = (
        "# Head\n\n<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](https://x.org/b.png) [c](https://x.org)"
    )
    html = Markdown.type.html(Markdown.read(text), "", is_page=True)
    assert html is not None
    assert "<img" not in html
    assert 'javascript:alert(1)"' not in html
    assert '<a href="https://x.org/b.png" rel="noopener">b</a>' in html
    assert "<h3>Head</h3>" in html
    assert Markdown.type.short(Markdown.read("- *a*\n- `b`\n\n" + "word " * 100)).startswith("a b word word")


@pytest.mark.parametrize(
    "written", ["../secret.svg", "/etc/a.png", "a.html", "logos/", "javascript:a.svg", "a/../b.svg"]
)
def test_a_picture_is_a_file_below_the_site(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        Image.read(written)


def test_a_text_is_a_text() -> None:
    assert type_named("text").read("x") == TEXT.read("x") == "x"
