"""How readers can get a system, as its record's other fields say."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.model.columns import columns
from catalog.surveys.asr.record import Availability, System
from catalog.values import Fact, Grade

AVAILABILITY = next(column for column in columns(System) if column.path == "code.availability")
WEIGHTS = {
    "value": ["https://example.org/w"],
    "source": "card",
    "where": "Files",
    "verified": "primary",
    "note": "On a mirror, too.",
}
NONE = {"value": "not reported", "source": "card", "where": "whole page", "verified": "primary", "note": "A demo only."}


def availability(code: dict[str, Any], **more: Any) -> tuple[Fact[Any], ...]:
    return AVAILABILITY.facts(System.model_validate({"slug": "it", "name": "It", "code": code} | more))


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ({}, "not checked"),
        ({"service": "https://example.org/api"}, "not checked"),
        ({"weights": WEIGHTS}, "weights open"),
        ({"weights": WEIGHTS, "gated": False, "service": "https://example.org/api"}, "weights open"),
        ({"weights": WEIGHTS, "gated": True}, "weights gated"),
        ({"weights": NONE, "service": "https://example.org/api"}, "API only"),
        ({"weights": NONE}, "closed"),
        ({"weights": "not applicable", "service": "not reported"}, "closed"),
    ],
)
def test_weights_count_before_a_service_and_silence_is_not_an_answer(code, answer):
    (fact,) = availability(code)
    assert (fact.value or fact.blank) == answer


def test_the_evidence_is_that_of_the_fact_it_follows_from():
    assert availability({"weights": WEIGHTS}) == (
        Fact(value=Availability.OPEN, source="card", where="Files", verified=Grade.PRIMARY),
    )
    service = {"value": "https://example.org/api", "source": "docs", "where": "Models", "verified": "primary"}
    (api,) = availability({"weights": NONE, "service": service})
    assert (api.source, api.where, api.verified) == ("docs", "Models", Grade.DERIVED)
    (closed,) = availability({"weights": NONE})
    assert (closed.source, closed.note, closed.verified, closed.blank) == ("card", "A demo only.", Grade.DERIVED, None)


def test_each_variant_has_its_own():
    variants = [{"name": "Nano", "code": {"weights": WEIGHTS}}, {"name": "Large"}]
    found = availability({"weights": NONE}, variants=variants)
    assert [fact.value for fact in found] == [Availability.OPEN, Availability.CLOSED]
    sibling = [{"name": "Nano", "scope": "sibling", "code": {"weights": WEIGHTS}}]
    assert [fact.value for fact in availability({"weights": NONE}, variants=sibling)] == [Availability.CLOSED]
