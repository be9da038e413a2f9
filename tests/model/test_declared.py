"""Fields declared in YAML become the class that a Python model is, and every mistake in them is told with its place."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from pydantic import ValidationError

from catalog.errors import DataError
from catalog.load.declared import read_fields
from catalog.model.columns import columns
from catalog.model.declaration import FieldDeclaration, type_named
from catalog.model.declared import declared_class
from catalog.settings import SurveySettings, check_settings
from catalog.values import Record
from catalog.values.names import TYPES

FILE = Path("data/fields.yml")
EXAMPLE = """\
language: {label: Language, filter: true}
licence:  {label: Licence, type: licence, filter: true}
stars:    {label: Stars, type: number, scale: log, help: "On the day of reading."}
context:  {label: Context, type: number, unit: tokens, many: true}
kind:     {label: Kind, words: {static: Files only., hybrid: Files and a server.}, filter: true}
maker:    {label: Maker, vocabulary: makers, filter: true}
build:    {label: Build, fields: {time: {label: Build time, type: number, unit: ms}}}
releases: {label: Releases, many: true, fields: {number: {label: Version}, day: {label: Day, type: date}}}
"""
TOOL = {
    "slug": "hugo",
    "name": "Hugo",
    "language": "Go",
    "licence": "Apache-2.0",
    "stars": {"value": "80K", "source": "page", "where": "top"},
    "context": [1, "2K"],
    "kind": "static",
    "maker": "ada",
    "build": {"time": 3},
    "releases": [{"number": "1.0", "day": "2020-01-02"}, {"number": "2.0"}],
    "sources": {"page": "https://example.org/hugo"},
}


def read(text: str) -> type[Record]:
    return declared_class(read_fields(FILE, text.encode()), "tool")


def problems(text: str) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_fields(FILE, text.encode())
    return [f"{item.line}:{item.column} {item.message} = {item.hint}" for item in caught.value.problems]


def test_the_fields_become_columns_in_their_order() -> None:
    model = read(EXAMPLE)

    found = [(column.path, column.label, column.unit, column.show.facet, column.scale) for column in columns(model)]

    assert found == [
        ("language", "Language", "", True, None),
        ("licence", "Licence", "", True, None),
        ("stars", "Stars", "", False, "log"),
        ("context", "Context", "tokens", False, "linear"),
        ("kind", "Kind", "", True, None),
        ("maker", "Maker", "", True, None),
        ("build.time", "Build time", "ms", False, "linear"),
        ("releases.number", "Version", "", False, None),
        ("releases.day", "Day", "", False, "time"),
    ]
    assert columns(model)[2].description == "On the day of reading."


def test_a_record_holds_facts_with_their_evidence() -> None:
    tool = read(EXAMPLE).model_validate(TOOL)

    by_path = {column.path: column for column in columns(type(tool))}

    (stars,) = by_path["stars"].facts(tool)
    assert (stars.value.number, stars.source, stars.where) == (80_000, "page", "top")
    assert [fact.value for fact in by_path["releases.number"].facts(tool)] == ["1.0", "2.0"]
    assert by_path["kind"].type.words == {"static": "Files only.", "hybrid": "Files and a server."}


def test_the_same_declarations_give_the_same_class_and_others_another() -> None:
    assert read(EXAMPLE) is read(EXAMPLE)
    assert read(EXAMPLE) is not read(EXAMPLE.replace("On the day of reading.", "Today."))


def test_records_of_declared_fields_travel_between_processes() -> None:
    tool = read(EXAMPLE).model_validate(TOOL | {"formerly": []})
    sent = pickle.loads(pickle.dumps(tool))

    assert sent == tool
    assert sent.model_fields_set == tool.model_fields_set > {"formerly"}
    assert "remark" not in sent.model_fields_set
    assert list(vars(sent)) == list(vars(tool))


def test_words_may_be_a_list_and_need_no_meaning() -> None:
    (column,) = columns(read("mood: {label: Mood, words: [good, bad]}"))

    assert column.type.words == {"good": "", "bad": ""}


def test_a_number_that_is_filtered_is_filtered_by_range() -> None:
    (column,) = columns(read("stars: {label: Stars, type: number, filter: true}"))

    assert (column.show.facet, column.show.scale) == (False, "linear")


@pytest.mark.parametrize("name", TYPES)
def test_every_type_can_be_declared_and_reads_its_own_example(name: str) -> None:
    kind = type_named(name)
    (column,) = columns(declared_class({"field": FieldDeclaration(label="Field", type=name)}, "thing"))

    assert column.type.name == kind.name
    if kind.example not in ("", None):
        kind.read(kind.example)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["the file is empty"]),
        ("- a\n- b\n", ["1:1 found a list where fields belong = declare"]),
        ("stars\n", ["1:1 found the text 'stars' where fields belong = declare"]),
        ("stars: Stars\n", ["1:8 found text where a field is declared = write `stars: {label: Stars}`"]),
        ("stars:\n", ["found nothing where a field is declared = write `stars: {label: Stars}`"]),
        ("stars: {}\n", ["1:8 the key `label` is missing"]),
        ("stars: {label: Stars, typ: number}\n", ["1:23 unknown key `typ` = did you mean `type`?"]),
        ("stars: {label: Stars, type: numbr}\n", ["found 'numbr', which is no type = did you mean `number`?"]),
        ("stars: {label: Stars, type: integer}\n", ["found 'integer', which is no type = did you mean `number`?"]),
        ("stars: {label: Stars, type: enum}\n", ["leave `type` out and write `words:` in its place"]),
        ("stars: {label: Stars, type: [number]}\n", ["found a list, which is no type"]),
        ("stars: {label: Stars, filter: maybe}\n", ["1:31 found the text 'maybe' where true or false belongs"]),
        ("stars: {label: Stars, scale: log}\n", ['1:23 `scale: log` does not fit the type "text"']),
        ("stars: {label: Stars, type: number, scale: lg}\n", ["did you mean `log`? allowed: linear, log, time"]),
        ("stars: {label: Stars, type: link, filter: true}\n", ['`filter: true` does not fit the type "web address"']),
        ("stars: {label: Stars, unit: kg}\n", ['1:23 `unit: kg` does not fit the type "text" = remove it']),
        ("kind: {label: Kind, words: [a], unit: kg}\n", ["1:33 `unit: kg` does not fit"]),
        ("kind: {label: Kind, words: [a, b], ordered: true, type: text}\n", ["`words` and `type` exclude each other"]),
        ("kind: {label: Kind, words: []}\n", ["1:28"]),
        ("kind: {label: Kind, ordered: true}\n", ["1:21 only `words` have an order"]),
        ("kind: {label: Kind, vocabulary: Big Words}\n", ["1:33"]),
        ("kind: {label: Kind, vocabulary: survey}\n", ["1:33 data/survey.yml is another file of the survey"]),
        ("kind: {label: Kind, fields: {}}\n", ["1:29"]),
        ("kind: {label: Kind, fields: {size: {labl: Size}}}\n", ["1:37 unknown key `labl` = did you mean `label`?"]),
        ("kind: {label: Kind, fields: {Size: {label: Size}}}\n", ["the key 'Size' is not allowed = write `size`"]),
        ("kind: {label: Kind, unit: m, fields: {size: {label: Size}}}\n", ["1:21 `unit` does not fit a group"]),
        ("Build time: {label: Time}\n", ["1:1 the key 'Build time' is not allowed = write `build_time`"]),
        ("1st: {label: First}\n", ["1:1 the key '1st' is not allowed = begin with a letter"]),
        ("name: {label: Name}\n", ["1:1 every record has a field `name` already = choose another key"]),
        ("copy: {label: Copy}\n", ["1:1 `copy` is taken"]),
        ("model_config: {label: Config}\n", ["1:1 `model_config` is taken"]),
        ("a: {label: A}\na: {label: B}\n", ["2:1"]),
        ("a: {label: A, plausible: [1]}\n", ["1:26"]),
        ("a: {label: A, type: number, plausible: [1, x]}\n", ["found the text 'x' where a number belongs"]),
        ("a: {label: A, type: number, plausible: [2, 1]}\n", ["1:40 the least number is not less than the greatest"]),
        ("a: {label: A, type: date, example: soon}\n", ["1:36 the example is no value: found 'soon'"]),
        ("a: {label: A, type: number, many: true, example: 7}\n", ["takes several values, and the example is one"]),
        ("a: {label: A, vocabulary: v, example: {b: c}}\n", ["1:39 the example is no value: found a mapping"]),
        ("a: {label: A, words: [x, y], example: z}\n", ["1:39 the example is no value: found 'z' = allowed: x, y"]),
        ("a: {label: A, words: }\n", ["1:22 found nothing where words belong = write a list"]),
        ("a: {label: A, words: x}\n", ["found the text 'x' where words belong = write a list"]),
        ("a: {label: A, words: [1, 2]}\n", ["1:22 found the number 1 where a word belongs = put it in quotes"]),
        ("a: {label: A, words: [x, x]}\n", ["the word 'x' is there twice"]),
        ("a: {label: A, words: [High, high]}\n", ["`High` and `high` differ in capitals only"]),
        ("a: {label: A, words: [not reported, x]}\n", ["`not reported` says that there is no value"]),
        ("a: {label: A, words: ['!x']}\n", ["begins with `!`"]),
        ("a: {label: A, words: {}}\n", ["1:22 found an empty mapping"]),
        ("a: {label: A, fields: }\n", ["1:23 found nothing = write it"]),
        ("a: {label: A, vocabulary: }\n", ["1:27 found nothing = write it"]),
        ("a: {label: A, type: number, plausible: [1]}\n", ["1:40 the list has 1 item and needs more"]),
        ("? [a]\n: {label: A}\n", ["a key cannot be a list or a mapping"]),
        ("a:\n  label:A\n", ["2:3 found text where a field is declared = write a blank behind the colon: `label: A`"]),
        ("a: {label: A, help: !!python/object:os.system x}\n", ["1:"]),
        ("a: &x {label: A}\nb: *x\n", ["1:"]),
        ("a: {label: A\n", ["1:"]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_what_to_do(text: str, told: list[str]) -> None:
    said = problems(text)

    assert all(any(line in each for each in said) for line in told), said


def test_every_mistake_of_a_file_is_told_at_once() -> None:
    said = problems("a: {label: A, typ: x}\nb: {label: B, type: numbr}\nC: {label: C}\n")

    assert [line.partition(":")[0] for line in said] == ["1", "2", "3"]


def test_settings_that_name_a_group_are_told_its_fields() -> None:
    model = read("size: {label: Size, fields: {low: {label: Low, type: number}}}\nnick: {label: Nick}\n")
    chart = {"kind": "bars", "title": "B", "x": "nick"}
    settings = SurveySettings.model_validate({
        "title": "T", "description": "D", "columns": ["size"], "charts": [chart]
    })  # fmt: skip
    said = [f"{finding.message} = {finding.hint}" for finding in check_settings(settings, model)]

    assert said == [
        "`size` is a group of fields = name one of them: size.low",
        "`nick` is not a number = allowed: size.low",
    ]


def test_a_word_of_digits_without_quotes_is_told_to_have_some() -> None:
    with pytest.raises(ValidationError, match="found the number 1 where one word belongs") as caught:
        read("stars: {label: Stars, words: ['1', '2'], ordered: true}").model_validate(
            {"slug": "a", "name": "A", "stars": 1}
        )
    assert caught.value.errors()[0]["ctx"]["hint"] == 'put it in quotes: "1"; allowed: 1, 2'
