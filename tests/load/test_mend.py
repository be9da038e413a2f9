"""What is left of a faulty record once its faults are cut out, so that rules can judge it in the same run."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from catalog.load.partial import original, without_errors


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: int
    colour: str = ""


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid")
    slug: str
    items: tuple[Item, ...] = ()
    weight: int = 0


def cut(data: dict[str, Any]) -> tuple[Thing, frozenset[tuple[str | int, ...]]] | None:
    try:
        Thing.model_validate(data)
    except ValidationError as error:
        return without_errors(data, Thing.model_validate, error, {"slug": "stand-in"})
    raise AssertionError("nothing to mend")


def test_only_the_faulty_piece_is_cut_out() -> None:
    found = cut({"slug": "a", "weight": "heavy", "items": [{"size": 1, "colour": 5}], "misspelt": 1})
    assert found == (Thing(slug="a", items=(Item(size=1),)), {("weight",), ("misspelt",), ("items", 0, "colour")})


def test_what_cannot_be_without_the_piece_goes_with_it() -> None:
    found = cut({"slug": "a", "items": [{"size": "big"}, {"size": 2}, {"colour": "red"}, {"size": 4}]})
    assert found is not None
    assert [item.size for item in found[0].items] == [2, 4]
    assert {path for path in found[1] if len(path) == 2} == {("items", 0), ("items", 2)}


def test_a_missing_key_of_the_record_gets_its_stand_in() -> None:
    found = cut({"weight": 3})
    assert found == (Thing(slug="stand-in", weight=3), frozenset())
    found = cut({"slug": 5, "weight": 3})
    assert found == (Thing(slug="stand-in", weight=3), {("slug",)})


def test_a_place_in_what_is_left_is_found_again_in_the_file() -> None:
    gone = {("items", 0), ("items", 2), ("items", 2, "size"), ("other", 0)}
    assert original(("items", 0, "size"), gone) == ("items", 1, "size")
    assert original(("items", 1), gone) == ("items", 3)
    assert original(("items", 2), gone) == ("items", 4)
    assert original(("weight",), gone) == ("weight",)


def test_data_of_another_shape_altogether_is_given_up() -> None:
    class Strict(BaseModel):
        a: Item
        b: int

    try:
        Strict.model_validate({"a": 1})
    except ValidationError as error:
        assert without_errors({"a": 1}, Strict.model_validate, error, {}) is None  # noqa: PT017
