"""The JSON Schemas say what the model says."""

from __future__ import annotations

import copy
import json
import re
import shutil
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from catalog.api.files import other_files
from catalog.cli.schema import command
from catalog.contribute.json_schema import schemas
from catalog.load.records import Definition, open_survey, read_file
from catalog.load.tree import Tree
from catalog.paths import Project

ROOT = Path(__file__).parents[2]
PROJECT = Project(ROOT)


@cache
def definition() -> Definition:
    return open_survey(PROJECT)


@cache
def generated() -> dict[str, dict]:
    return {name: json.loads(text) for name, text in schemas(definition(), other_files(PROJECT)).items()}


@cache
def record_schema() -> Draft202012Validator:
    return Draft202012Validator(generated()["system.schema.json"])


@cache
def real_records() -> tuple[dict, ...]:
    return tuple(Tree(file, file.read_bytes()).data for file in definition().files())


def nodes(data, path=()):
    yield path, data
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, item in items:
        yield from nodes(item, (*path, step))


def test_the_committed_schemas_are_those_of_the_model():
    stale = [
        name
        for name, text in schemas(definition(), other_files(PROJECT)).items()
        if not (ROOT / "data" / name).is_file() or (ROOT / "data" / name).read_text(encoding="utf-8") != text
    ]
    assert not stale, "run `catalog schema`"


@pytest.mark.parametrize("name", ["system", "survey", "links", "original-table.mapping", "encoders", "test-sets"])
def test_each_schema_is_a_valid_schema_of_its_dialect(name):
    Draft202012Validator.check_schema(generated()[f"{name}.schema.json"])


def misfits(name: str, file: Path) -> list[str]:
    validator = Draft202012Validator(generated()[f"{name}.schema.json"])
    errors = validator.iter_errors(Tree(file, file.read_bytes()).data)
    return [f"{file.name} {error.json_path}: {error.message[:200]}" for error in errors]


def test_every_record_fits_its_schema():
    assert [error for file in definition().files() for error in misfits("system", file)] == []


def test_vocabularies_and_settings_fit_their_schemas():
    for name in (*definition().vocabularies, "survey", *other_files(PROJECT)):
        file = ROOT / "data" / f"{name}.yml"
        assert not file.is_file() or misfits(name, file) == []


def test_every_yaml_file_names_its_schema_in_its_first_line():
    for file in (ROOT / "data").rglob("*.yml"):
        first = file.read_text(encoding="utf-8").partition("\n")[0]
        start, _, schema = first.partition("$schema=")
        assert start == "# yaml-language-server: ", file
        assert (file.parent / schema).is_file(), file


def files_with_schemas() -> dict[str, str]:
    """Schema → the files that editors check with it."""
    survey = definition().settings
    others = [name.removesuffix(".schema.json") for name in generated() if name != f"{survey.one}.schema.json"]
    return {f"data/{survey.one}.schema.json": f"data/{survey.folder}"} | {
        f"data/{name}.schema.json": f"data/{name}.yml" for name in others
    }


def test_vs_code_knows_every_schema():
    configured = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert {schema.removeprefix("./"): files.removesuffix("/*.yml") for schema, files in configured.items()} == (
        files_with_schemas()
    )
    assert "redhat.vscode-yaml" in (ROOT / ".vscode" / "extensions.json").read_text(encoding="utf-8")


def test_jetbrains_editors_know_every_schema():
    configured = {}
    for info in ET.parse(ROOT / ".idea" / "jsonSchemas.xml").iter("SchemaInfo"):
        options = {option.get("name"): option.get("value") for option in info.iter("option")}
        configured[options["relativePathToSchema"]] = options["path"]
    assert configured == files_with_schemas()


def test_every_field_has_a_description():
    for name, definition in generated()["system.schema.json"]["$defs"].items():
        if "properties" in definition and "." not in name:
            for field, schema in definition["properties"].items():
                explained = {"description", "$ref", "items"} & schema.keys() or field in ("value", "instead")
                assert explained, f"{name}.{field}"


def test_allowed_words_come_with_their_meaning():
    for path, node in nodes(generated()["system.schema.json"]):
        if path and path[-1] == "oneOf":
            assert all(word["const"] and word["description"] for word in node), path


def test_references_offer_the_words_of_their_vocabulary_by_name():
    words = generated()["system.schema.json"]["$defs"]["words.encoders"]
    assert words["x-vocabulary"] == "encoders"
    offered = {word["const"]: word["title"] for word in words["oneOf"]}
    assert offered == {key: entry.name for key, entry in definition().vocabularies["encoders"].items()}


def test_settings_offer_the_columns_that_fit():
    definitions = generated()["survey.schema.json"]["$defs"]
    assert {word["const"] for word in definitions["columns.a-date"]["oneOf"]} == {
        *("released", "dates.paper", "dates.weights", "dates.code")
    }
    assert "hours.asr" in {word["const"] for word in definitions["columns.a-number"]["oneOf"]}
    assert definitions["Timeline"]["properties"]["x"]["$ref"] == "#/$defs/columns.a-date"


def test_no_default_is_offered():
    assert not [path for path, _ in nodes(generated()["system.schema.json"]) if path and path[-1] == "default"]


TRICKY = [
    *("50K+", "~40M", " 960 ", ">= 3", "-1", "1.63|3.38", "5%", "not reported", "not applicable", "not checked"),
    *("2024-02-13", "2024-02", "2024-13", "2024-02-30", "1999", "13.02.2024", "https://example.org/a", "HTTP://x.org"),
    *("ftp://example.org", "[a](https://b.org)", "example.org", "LoRA", "lora", "WER", "main", "whisper-large-v2"),
    *("2402.08846", "2413.00001", "cs/0112017", "primary", "survey", "", " ", "\t", "slam-asr", "SLAM ASR"),
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3000),
    st.floats(-2, 1e30, allow_nan=False),
    st.sampled_from(TRICKY),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8),
)
KEYS = st.sampled_from(["value", "source", "where", "verified", "certain", "note", "instead", "blank", "name", "url"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=4
)


@st.composite
def mutated(draw):
    """A real record with one to three things changed."""
    smallest = sorted(real_records(), key=lambda record: len(str(record)))[:12]
    data = copy.deepcopy(draw(st.sampled_from(smallest)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([path for path, _ in nodes(data) if path]))
        holder = data
        for step in path[:-1]:
            holder = holder[step]
        change = draw(st.sampled_from(["replace", "remove", "rename", "add", "copy"]))
        if change == "remove":
            del holder[path[-1]]
        elif change == "rename" and isinstance(holder, dict):
            holder[draw(KEYS | st.text("abz-. ", min_size=1, max_size=5))] = holder.pop(path[-1])
        elif change == "add" and isinstance(holder, dict):
            holder[draw(KEYS)] = draw(VALUES)
        elif change == "copy":
            holder[path[-1]] = copy.deepcopy(draw(st.sampled_from([node for _, node in nodes(data)])))
        else:
            holder[path[-1]] = draw(VALUES)
    return data


BEYOND_A_SCHEMA = re.compile(
    r"has (28|29|30) days|found '\d+\.0' where a date|is not a finite number|which names no host|is not a web address"
    r"|a licence with an SPDX identifier"
    r"|the address contains|found a Markdown link|a source needs an address or a title|the key `survey` is reserved"
)
SLOW = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole record takes minutes
)


def messages_of_check(folder: Path, data) -> list[str]:
    file = folder / "record.yml"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    loaded = read_file(Project(folder), file, definition().model, {"vocabularies": definition().vocabularies})
    return [problem.message for problem in loaded.problems]


@SLOW
@given(mutated())
def test_what_the_schema_rejects_check_rejects_too(tmp_path, data):
    assume(isinstance(data, dict) and data)
    if not record_schema().is_valid(data):
        assert messages_of_check(tmp_path, data)


@SLOW
@given(mutated())
def test_what_check_rejects_the_schema_rejects_if_it_can_express_it(tmp_path, data):
    assume(isinstance(data, dict) and data)
    messages = [message for message in messages_of_check(tmp_path, data) if not BEYOND_A_SCHEMA.search(message)]
    if messages:
        assert not record_schema().is_valid(data), messages


@pytest.mark.parametrize(
    "mistake",
    [
        {"titel": "Misspelt"},
        {"slug": "Not A Slug"},
        {"released": "13 February 2024"},
        {"released": "1850"},
        {"hours": {"asr": "50K hours"}},
        {"hours": {"asr": {"source": "paper"}}},
        {"hours": {"asr": {"value": 960, "verified": "maybe"}}},
        {"hours": 960},
        {"training": {"llm": "lora"}},
        {"institutes": "alibaba"},
        {"institutes": ["nobody-knows-them"]},
        {"paper": {"arxiv": 2501.1}},
        {"paper": {"link": "example.org/paper.pdf"}},
        {"asr_only": "yes"},
        {"connector": {"family": None}},
        {"sources": {"My Paper": "https://example.org/paper"}},
        {"results": [{"test_set": "librispeech", "value": 1.9}]},
    ],
    ids=str,
)
def test_a_common_mistake_is_marked_in_the_editor_and_by_check(tmp_path, mistake):
    data = {"slug": "a", "name": "A"} | mistake
    assert record_schema().is_valid({"slug": "a", "name": "A"})
    assert not record_schema().is_valid(data)
    assert messages_of_check(tmp_path, data)


@pytest.fixture
def survey(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("systems"))
    return tmp_path


def test_after_the_command_check_finds_everything_up_to_date(survey):
    run = CliRunner()
    assert run.invoke(command, ["--survey", str(survey)], standalone_mode=False).return_value == 0
    result = run.invoke(command, ["--check", "--survey", str(survey)], standalone_mode=False)
    assert (result.return_value, result.stdout) == (0, "")


def test_check_lists_the_stale_schema_and_does_not_write(survey):
    run = CliRunner()
    run.invoke(command, ["--survey", str(survey)], standalone_mode=False)
    with (survey / "data" / "encoders.yml").open("a", encoding="utf-8") as file:
        file.write('new-encoder: {name: New, meaning: "A new one."}\n')
    before = (survey / "data" / "system.schema.json").read_text(encoding="utf-8")
    result = run.invoke(command, ["--check", "--survey", str(survey)], standalone_mode=False)
    assert result.return_value == 1
    assert result.stdout == "data/system.schema.json\n"
    assert (survey / "data" / "system.schema.json").read_text(encoding="utf-8") == before


def test_two_schemas_never_share_a_name(survey):
    settings_file = survey / "data" / "survey.yml"
    settings_file.write_text(
        settings_file.read_text(encoding="utf-8").replace("one: system", "one: encoders"), encoding="utf-8"
    )
    result = CliRunner().invoke(command, ["--survey", str(survey)], standalone_mode=False)
    assert "two schemas would be called encoders.schema.json" in str(result.exception)
