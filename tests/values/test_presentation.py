"""What a field is declared to do, its type must be able to do."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import create_model

from catalog.model.columns import columns
from catalog.model.node import FieldError
from catalog.settings import SurveySettings, check_settings
from catalog.values import (
    UNCHECKED,
    Amount,
    ArxivId,
    Fact,
    Grade,
    Link,
    Record,
    RecordRef,
    Show,
    Text,
    Value,
    ValueType,
    When,
)


def record_class(annotation: Any, show: Show) -> type[Record]:
    made: Any = create_model("Made", __base__=Record, field=(Annotated[annotation, show], UNCHECKED))
    return made


@pytest.mark.parametrize(
    ("annotation", "show", "message"),
    [
        (Fact[Text], Show("F", scale="log"), 'scale="log" does not fit the type "text"; it cannot be drawn on an axis'),
        (Fact[bool], Show("F", scale="linear"), 'scale="linear" does not fit the type "yes or no"'),
        (Fact[When], Show("F", scale="linear"), 'scale="linear" does not fit the type "date"; write scale="time"'),
        (Fact[Amount], Show("F", scale="time"), 'write scale="linear" or scale="log"'),
        (Fact[Link], Show("F", facet=True), 'facet=True does not fit the type "web address"; it cannot be filtered by'),
        (Fact[tuple[ArxivId, ...]], Show("F", facet=True), 'facet=True does not fit the type "arXiv identifier"'),
        (Fact[Text], Show("F", unit="m"), 'unit="m" does not fit the type "text"'),
        (Fact[int], Show("F"), "field: what the fact holds is not a type of values"),
    ],
)
def test_what_a_type_cannot_do_is_an_error_with_the_field_s_name(annotation: Any, show: Show, message: str) -> None:
    with pytest.raises(FieldError) as caught:
        columns(record_class(annotation, show))
    assert str(caught.value).startswith("field: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("annotation", "show"),
    [
        (Fact[Amount], Show("F", unit="m", facet=True, scale="log")),
        (Fact[tuple[Amount, ...]], Show("F", scale="linear")),
        (Fact[When], Show("F", scale="time", facet=True)),
        (Fact[RecordRef], Show("F", facet=True)),
        (Fact[Grade], Show("F", facet=True)),
        (Fact[Link], Show("F", unique=True)),
    ],
)
def test_what_a_type_can_do_is_accepted(annotation: Any, show: Show) -> None:
    (column,) = columns(record_class(annotation, show))
    assert column.show is show


class Level(Value):
    """A type without logarithmic axes."""

    @classmethod
    def read(cls, raw: Any) -> Level:
        return cls()


class LevelType(ValueType[Level]):
    name = "level"
    scales = ("linear",)


Level.type = LevelType(Level)


def test_a_chart_with_a_scale_that_the_type_has_not_is_a_finding_at_its_place() -> None:
    model = record_class(Fact[Level], Show("F"))
    chart = {"kind": "bars", "title": "T", "x": "field", "scale": "log"}
    settings = {"title": "T", "description": "D", "record": "a:B", "newest": "field", "columns": [], "charts": [chart]}
    found = check_settings(SurveySettings.model_validate(settings), model)
    assert [(finding.path, finding.message, finding.hint) for finding in found] == [
        (("newest",), "`field` is not a date", "allowed: "),
        (("charts", 0, "scale"), "`field` has no log axis", "allowed: linear"),
    ]
