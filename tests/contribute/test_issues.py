"""Contributing without git: forms generated from the model, and submitted forms."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.cli.forms import command as forms_command
from catalog.cli.from_issue import command
from catalog.contribute.issues import NotAForm, forms, propose_record
from catalog.format import format_yaml
from catalog.load.records import open_survey, read_content
from catalog.load.tree import Tree
from catalog.model.node import Node
from catalog.paths import Project, engine_resource
from catalog.values import slugged
from tests.history.survey import commit, git, make_survey, record
from tests.history.toy import Kettle

NEW = {
    "Name": "Pot No. 5",
    "Main source": "https://pots.example.org/5",
    "Other sources": "https://github.com/pots/five\nhttps://github.com/pots/manual",
    "How do you know this?": "Read in the source itself: the paper, the model card, the code. (primary)",
    "Sold since": "2003-05 | page 2",
    "Volume": "1.7 | github-2: page 9",
}
CORRECTION = {
    "Record": "boiler",
    "Field": "Volume",
    "What it should say": "1.8",
    "Main source": "https://pots.example.org/5",
    "Where the source says it": "page 2",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_survey(tmp_path / "survey")


def body(answers: dict[str, str]) -> str:
    """The text of an issue written with a form."""
    return "\n\n".join(f"### {label}\n\n{answer or '_No response_'}" for label, answer in answers.items())


def submit(project: Project, answers: dict[str, str], *options: str) -> Result:
    arguments = ["-", "--survey", str(project.root), *options]
    return CliRunner().invoke(command, arguments, input=body(answers), standalone_mode=False)


def test_the_committed_forms_are_those_of_the_model():
    root = engine_resource("mkdocs.yml").parent
    for name, text in forms(open_survey(Project(root))).items():
        assert (root / ".github" / "ISSUE_TEMPLATE" / name).read_text() == text, "run `catalog forms`"


def test_forms_follow_githubs_schema(project, tmp_path):
    CliRunner().invoke(forms_command, ["--survey", str(project.root)])
    files = sorted((project.root / ".github" / "ISSUE_TEMPLATE").iterdir())
    assert [file.name for file in files] == ["correction.yml", "new-kettle.yml"]
    tool = Path(sys.executable).parent / "check-jsonschema"
    command_line = [tool, "--builtin-schema", "vendor.github-issue-forms", *files]
    done = subprocess.run(command_line, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_forms_have_no_answer_or_id_twice(project):
    for text in forms(open_survey(project)).values():
        elements = yaml.safe_load(text)["body"]
        for key in ("id", "label"):
            values = [element.get("id") if key == "id" else element["attributes"].get(key) for element in elements[1:]]
            assert len(values) == len(set(values))
        for element in elements:
            options = element["attributes"].get("options", [])
            assert len(options) == len(set(options))


def test_forms_that_are_out_of_date_are_named(project):
    arguments = ["--survey", str(project.root), "--check"]
    result = CliRunner().invoke(forms_command, arguments, standalone_mode=False)
    assert result.return_value == 1
    assert ".github/ISSUE_TEMPLATE/correction.yml" in result.stdout


def test_a_new_record_has_every_answer_with_its_evidence(project):
    result = submit(project, NEW)
    assert result.return_value == 0, result.stderr
    assert record(project, "pot-no-5").read_text() == (
        "# yaml-language-server: $schema=../kettle.schema.json\n"
        "slug: pot-no-5\n"
        "name: Pot No. 5\n"
        'sources: {example: "https://pots.example.org/5", github: "https://github.com/pots/five", '
        'github-2: "https://github.com/pots/manual"}\n'
        "sold: {value: 2003-05, source: example, where: page 2, verified: primary}\n"
        "volume: {value: 1.7, source: github-2, where: page 9, verified: primary}\n"
    )


def test_a_correction_keeps_the_rest_and_what_the_other_source_claims(project):
    unordered = record(project, "boiler").read_text() + "# the end\n"
    text = format_yaml(Path("x"), unordered.encode(), Node.of(Kettle)).text
    record(project, "boiler").write_text(text)
    result = submit(project, CORRECTION)
    assert result.return_value == 0, result.stderr
    assert record(project, "boiler").read_text() == text.replace(
        "  box: {title: The box}\n", '  box: {title: The box}\n  example: "https://pots.example.org/5"\n'
    ).replace(
        "volume: {value: 1.2K, source: survey}\n",
        "volume:\n  value: 1.8\n  source: example\n  where: page 2\n  instead:\n    - {value: 1.2K, source: survey}\n",
    )


def test_the_answer_lists_what_a_correction_changes(project, tmp_path):
    submit(project, CORRECTION, "--reply", str(tmp_path / "reply.md"))
    change = "Volume: `1.2K litres` → `1.8 litres` (source changed, place added, rival claim added)"
    assert change in (tmp_path / "reply.md").read_text()


def test_a_correction_from_the_same_source_replaces_the_claim(project):
    submit(project, CORRECTION)
    submit(project, CORRECTION | {"What it should say": "1.9"})
    text = record(project, "boiler").read_text()
    assert "value: 1.9" in text
    assert "1.8" not in text
    assert text.count("pots.example.org") == 1


def test_the_item_of_a_list_is_found_by_its_name(project):
    answers = CORRECTION | {"Field": "Lid weight", "Which of several": "Loose", "What it should say": "75"}
    assert submit(project, answers).return_value == 0
    assert (
        "- name: loose\n    weight: {value: 75, source: example, where: page 2}"
        in record(project, "boiler").read_text()
    )


def test_the_item_must_be_named_where_there_are_several(project):
    result = submit(project, CORRECTION | {"Field": "Lid weight"})
    assert result.return_value == 1
    assert "the record has several of these" in result.stderr


def test_a_missing_field_is_added_in_its_place(project):
    submit(project, CORRECTION | {"Record": "whistler"})
    lines = record(project, "whistler").read_text().splitlines()
    assert [line.split(":")[0] for line in lines] == ["slug", "name", "sources", "  example", "sold", "volume"]


def test_mistakes_are_answered_with_the_problems_of_the_check_and_nothing_is_written(project, tmp_path):
    reply = tmp_path / "reply.md"
    result = submit(project, NEW | {"Volume": "lots"}, "--reply", str(reply))
    assert result.return_value == 1
    assert "found 'lots' where a number belongs" in result.stderr
    assert "`volume`: found 'lots' where a number belongs" in reply.read_text()
    assert not record(project, "pot-no-5").exists()


def test_an_existing_record_is_not_added_again(project):
    assert "the record `boiler` already exists" in submit(project, NEW | {"Name": "Boiler"}).stderr
    first = NEW | {"Title": "The same"}
    assert submit(project, first).return_value == 0
    assert "Title 'The same' is also in" in submit(project, first | {"Name": "Apot"}).stderr


def test_words_of_a_vocabulary_are_found_by_their_names(project):
    assert submit(project, CORRECTION | {"Field": "Maker", "What it should say": "bolt & sons; acme"}).return_value == 0
    assert "makers: {value: [bolt, acme]" in record(project, "boiler").read_text()


def test_unknown_words_are_answered_with_a_guess(project):
    result = submit(project, CORRECTION | {"Field": "Maker", "What it should say": "Acmee"})
    assert "did you mean `acme`?" in result.stderr


@pytest.mark.parametrize("slug", ["../../etc/passwd", "..", "a/../../b", "nope", "/etc/passwd", "-x", "boiler\n\nx"])
def test_no_file_outside_the_records_is_reached(project, slug):
    before = sorted(path for path in project.root.rglob("*"))
    assert submit(project, CORRECTION | {"Record": slug}).return_value == 1
    assert sorted(path for path in project.root.rglob("*")) == before


@pytest.mark.parametrize("text", ["", "Hello", "x" * 200_000, "### Nothing\n\nx", "### Field\n\nx"])
def test_a_text_that_is_not_a_form_gets_a_sentence(project, text):
    with pytest.raises(NotAForm):
        propose_record(open_survey(project), text)
    result = CliRunner().invoke(command, ["-", "--survey", str(project.root)], input=text, standalone_mode=False)
    assert result.return_value == 1
    assert "Traceback" not in result.output


def test_an_answer_cannot_speak_for_another_question(project):
    answers = CORRECTION | {"Note for readers": "x\n\n### Record\n\nwhistler"}
    proposal = propose_record(open_survey(project), body(answers))
    assert proposal.path.stem == "boiler"


@given(st.dictionaries(st.sampled_from([*NEW, *CORRECTION, "Heat", "Maker", "Lid"]), st.text(max_size=60)))
@settings(max_examples=60, deadline=None)
def test_no_answer_does_more_than_change_its_field(answers):
    """Whatever is sent: no exception but one, a file among the records, and YAML that says what was sent."""
    definition = open_survey(KETTLES)
    try:
        proposal = propose_record(definition, body(NEW | answers))
    except NotAForm:
        return
    if proposal.text:
        assert proposal.path.parent == Path("data/kettles")
        assert not Tree(proposal.path, proposal.text.encode()).problems
        read_content(proposal.path, proposal.text.encode(), definition.model)


@pytest.fixture(scope="module", autouse=True)
def _kettles(tmp_path_factory):
    global KETTLES  # noqa: PLW0603
    KETTLES = make_survey(tmp_path_factory.mktemp("kettles"))
    yield
    shutil.rmtree(KETTLES.root)


KETTLES: Project


def test_the_whole_way_from_issue_to_diff(project):
    commit(project)
    assert submit(project, NEW).return_value == 0
    assert git(project.root, "status", "--porcelain").strip() == "?? data/kettles/pot-no-5.yml"


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Qwen3-ASR 1.7B", "qwen3-asr-1.7b"), ("Ü & Ö..", "u-o"), ("../../x", "x"), ("日本", ""), ("a" * 99, "a" * 80)],
)
def test_a_name_gives_an_address_or_none(name, slug):
    assert slugged(name) == slug
