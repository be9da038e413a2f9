"""A record with errors is read without its faulty parts, so that rules check the rest in the same run."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from catalog.load.partial import original_path, without_errors


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: int
    colour: str = ""


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid")
    slug: str
    items: tuple[Item, ...] = ()
    weight: int = 0


def read_without_errors(data: dict[str, Any]) -> tuple[Thing, frozenset[tuple[str | int, ...]]] | None:
    try:
        Thing.model_validate(data)
    except ValidationError as error:
        return without_errors(data, Thing.model_validate, error, {"slug": "stand-in"})
    raise AssertionError("the data has no errors")


def test_only_the_faulty_part_is_removed() -> None:
    partial = read_without_errors({"slug": "a", "weight": "heavy", "items": [{"size": 1, "colour": 5}], "misspelt": 1})
    assert partial == (Thing(slug="a", items=(Item(size=1),)), {("weight",), ("misspelt",), ("items", 0, "colour")})


def test_what_requires_the_faulty_part_is_removed_with_it() -> None:
    partial = read_without_errors(
        {"slug": "a", "items": [{"size": "big"}, {"size": 2}, {"colour": "red"}, {"size": 4}]}
    )
    assert partial is not None
    assert [item.size for item in partial[0].items] == [2, 4]
    assert {path for path in partial[1] if len(path) == 2} == {("items", 0), ("items", 2)}


def test_a_missing_key_of_the_record_gets_a_substitute() -> None:
    partial = read_without_errors({"weight": 3})
    assert partial == (Thing(slug="stand-in", weight=3), frozenset())
    partial = read_without_errors({"slug": 5, "weight": 3})
    assert partial == (Thing(slug="stand-in", weight=3), {("slug",)})


def test_a_path_in_the_partial_record_is_mapped_back_to_the_file() -> None:
    gone = {("items", 0), ("items", 2), ("items", 2, "size"), ("other", 0)}
    assert original_path(("items", 0, "size"), gone) == ("items", 1, "size")
    assert original_path(("items", 1), gone) == ("items", 3)
    assert original_path(("items", 2), gone) == ("items", 4)
    assert original_path(("weight",), gone) == ("weight",)


def test_data_without_any_valid_part_gives_nothing() -> None:
    class Strict(BaseModel):
        a: Item
        b: int

    try:
        Strict.model_validate({"a": 1})
    except ValidationError as error:
        assert without_errors({"a": 1}, Strict.model_validate, error, {}) is None  # noqa: PT017
