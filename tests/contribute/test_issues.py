"""Contributing without git: forms generated from the model, and submitted forms."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from catalog.cli.forms import command as forms_command
from catalog.cli.from_issue import command
from catalog.contribute.issues import NotAForm, forms, propose_record
from catalog.escape import escape_markdown
from catalog.format import format_yaml
from catalog.format.edit import edit_text, parse_yaml, set_at
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
        assert (root / ".github" / "ISSUE_TEMPLATE" / name).read_text(encoding="utf-8") == text, "run `catalog forms`"


def test_forms_follow_githubs_schema(project, tmp_path):
    CliRunner().invoke(forms_command, ["--survey", str(project.root)])
    files = sorted((project.root / ".github" / "ISSUE_TEMPLATE").iterdir())
    assert [file.name for file in files] == ["correction.yml", "new-kettle.yml"]
    tool = Path(sys.executable).parent / "check-jsonschema"
    command_line = [tool, "--builtin-schema", "vendor.github-issue-forms", *files]
    done = subprocess.run(command_line, check=False, capture_output=True, text=True, encoding="utf-8")
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


def test_a_question_without_a_description_says_how_to_give_several_values(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "survey.yml").write_text("title: T\ndescription: D\nasked: [sizes]\n", encoding="utf-8")
    (data / "fields.yml").write_text("sizes: {label: Sizes, type: number, many: true}\n", encoding="utf-8")
    new = yaml.safe_load(forms(open_survey(Project(tmp_path)))["new-record.yml"])
    (question,) = [element["attributes"] for element in new["body"] if element.get("id") == "sizes"]
    assert question["description"] == "Separate several with semicolons."


@pytest.mark.parametrize(
    ("line", "repository"), [("", "OWNER/NAME"), ("repository: https://github.com/o/kettles/\n", "o/kettles")]
)
def test_the_settings_for_github_are_printed_as_commands_with_reasons(project, line, repository):
    project.settings.write_text(project.settings.read_text(encoding="utf-8") + line, encoding="utf-8")
    script = CliRunner().invoke(forms_command, ["--survey", str(project.root), "--setup"]).stdout
    assert f'gh label create "correction" --repo "{repository}"' in script
    assert f'"repos/{repository}/actions/permissions/workflow"' in script
    assert "Allow GitHub Actions to create and approve pull requests" in script
    assert not (project.root / ".github").exists()
    subprocess.run(["sh", "-n"], input=script, text=True, check=True, encoding="utf-8")


def test_forms_that_are_out_of_date_are_named(project):
    arguments = ["--survey", str(project.root), "--check"]
    result = CliRunner().invoke(forms_command, arguments, standalone_mode=False)
    assert result.return_value == 1
    assert ".github/ISSUE_TEMPLATE/correction.yml" in result.stdout


def test_a_new_record_has_every_answer_with_its_evidence(project):
    result = submit(project, NEW)
    assert result.return_value == 0, result.stderr
    assert record(project, "pot-no-5").read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../kettle.schema.json\n"
        "slug: pot-no-5\n"
        "name: Pot No. 5\n"
        'sources: {example: "https://pots.example.org/5", github: "https://github.com/pots/five", '
        'github-2: "https://github.com/pots/manual"}\n'
        "sold: {value: 2003-05, source: example, where: page 2, verified: primary}\n"
        "volume: {value: 1.7, source: github-2, where: page 9, verified: primary}\n"
    )


def test_a_correction_keeps_the_rest_and_what_the_other_source_claims(project):
    unordered = record(project, "boiler").read_text(encoding="utf-8") + "# the end\n"
    text = format_yaml(Path("x"), unordered.encode(), Node.of(Kettle)).text
    record(project, "boiler").write_text(text, encoding="utf-8")
    result = submit(project, CORRECTION)
    assert result.return_value == 0, result.stderr
    assert record(project, "boiler").read_text(encoding="utf-8") == text.replace(
        "  box: {title: The box}\n", '  box: {title: The box}\n  example: "https://pots.example.org/5"\n'
    ).replace(
        "volume: {value: 1.2K, source: survey}\n",
        "volume:\n  value: 1.8\n  source: example\n  where: page 2\n  instead:\n    - {value: 1.2K, source: survey}\n",
    )


def test_values_of_a_list_have_their_own_places(project):
    submit(project, NEW | {"Lid": "hinged | page 3; loose | github: page 4"})
    text = record(project, "pot-no-5").read_text(encoding="utf-8")
    assert "- name: {value: hinged, source: example, where: page 3, verified: primary}" in text
    assert "- name: {value: loose, source: github, where: page 4, verified: primary}" in text


@pytest.mark.parametrize(
    ("answer", "where"),
    [
        ("bolt & sons; acme | back", "back"),
        ("bolt | back; acme | back", "back"),
        ("bolt | back; acme | front", '"bolt: back; acme: front"'),
        ("bolt, acme | back, front", '"back, front"'),
        ("bolt\nacme | back", "back"),
        ("bolt | back; acme", '"bolt: back"'),
    ],
)
def test_several_values_of_one_fact_keep_their_places(project, answer, where):
    submit(project, NEW | {"Maker": answer})
    assert f"makers: {{value: [bolt, acme], source: example, where: {where}, verified: primary}}" in (
        record(project, "pot-no-5").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize(
    ("label", "answer", "complaint"),
    [
        ("Lid", "hinged | page 3; page 4", "is 'page 4' another value, or does it belong to the place before it?"),
        ("Maker", "bolt | back; acme | github: front", "the values come from different sources"),
        ("Volume", "1.7 | page 1; 1.8 | page 2", "found two bars"),
        ("Volume", "| page 1", "found a place without a value"),
        ("Lid", "; ;", "found a place without a value"),
        ("Lid", ";".join(map(str, range(101))), "found 101 values; the limit is 100"),
        ("Other sources", "\n".join(f"https://a.io/{n}" for n in range(500)), "the limit is 100"),
        ("Other sources", "\n".join(f"https://pots.example.org/{n}" for n in range(1000)), "the limit is 10,000"),
        ("Lid", ";".join(["word"] * 12_000), "the limit is 10,000"),
        ("Title", "漢" * 65_000, "the limit is 10,000"),
        ("Volume", "1,7", "found '1,7' where a number belongs"),
        ("Title", "A\u202eB", "a character that nobody sees: U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("Anything else", "\x1b[31m", "a character that nobody sees: U+001B (a control character)"),
        ("Name", "SL\u200bAM", "ZERO WIDTH SPACE"),
        ("Title", "A <!-- B", "hides what follows from readers"),
        ("Name", "日本", "no page address can be made"),
    ],
)
def test_what_is_not_clear_or_not_honest_is_asked_for(project, tmp_path, label, answer, complaint):
    reply = tmp_path / "reply.md"
    result = submit(project, NEW | {label: answer}, "--reply", str(reply))
    assert result.return_value == 1
    assert complaint in result.stderr
    assert complaint.partition("'")[0] in reply.read_text(encoding="utf-8")
    assert not record(project, "pot-no-5").exists()


@pytest.mark.parametrize(
    ("label", "answer", "line"),
    [
        ("Volume", "1,700 litres | page 1", "volume: {value: 1.7K"),
        ("Volume", "`1.70`", "volume: {value: 1.70"),
        ("Sold since", "13 February 2024", "sold: {value: 2024-02-13"),
        ("Heat", "Gas", "heat: {value: gas"),
        ("Title", "```\nThe pot\n```", "title: {value: The pot"),
    ],
)
def test_answers_are_read_as_cells_of_a_table_are(project, label, answer, line):
    assert submit(project, NEW | {label: answer}).return_value == 0
    assert line in record(project, "pot-no-5").read_text(encoding="utf-8")


def test_a_word_for_one_of_several_items_is_taken_for_the_first_and_the_reply_says_so(project, tmp_path):
    answers = NEW | {"Lid": "hinged; loose", "Lid weight": "80"}
    assert submit(project, answers, "--reply", str(tmp_path / "reply.md")).return_value == 0
    assert "they are taken for the first" in (tmp_path / "reply.md").read_text(encoding="utf-8")


def test_a_name_and_an_address_alone_are_not_enough(project):
    result = submit(project, {"Name": "Pot", "Main source": "https://pots.example.org/9"})
    assert "no fact (answer at least one more question about the kettle" in result.stderr


def test_the_paper_of_the_main_source_is_recorded(small_survey):
    answers = {"Name": "Mine", "Main source": "https://arxiv.org/pdf/2501.12345v2", "ASR hours": "960"}
    assert submit(small_survey, answers).return_value == 0
    text = (small_survey.data / "systems" / "mine.yml").read_text(encoding="utf-8")
    assert 'arxiv: {value: "2501.12345", source: arxiv, where: address, verified: primary}' in text


@pytest.mark.parametrize(
    "change",
    [
        {"Name": "whole_asr"},
        {"Name": "Whole-ASR"},
        {"Main source": "https://arxiv.org/abs/2402.08846"},
        {"Main source": "http://www.arxiv.org/pdf/2402.08846v3.pdf"},
        {"Main source": "https://doi.org/10.48550/arXiv.2402.08846"},
        {"arXiv": "arXiv:2402.08846v1 | title page"},
    ],
)
def test_a_record_of_the_same_name_or_paper_is_found_however_it_is_written(small_survey, change):
    answers = {"Name": "Mine", "Main source": "https://example.org/mine", "ASR hours": "960"}
    result = submit(small_survey, answers | change)
    assert result.return_value == 1
    assert "the record `whole` already" in result.stderr


def test_a_record_is_found_by_its_repository(project):
    record(project, "five").write_text(
        "slug: five\nname: Five\nsources: {code: 'https://github.com/pots/five'}\n", encoding="utf-8"
    )
    result = submit(project, NEW | {"Main source": "https://www.github.com/Pots/Five.git/"})
    assert "the record `five` already describes what is at this address" in result.stderr


def test_a_shared_address_is_mentioned(project, tmp_path):
    reply = tmp_path / "reply.md"
    record(project, "five").write_text(
        "slug: five\nname: Five\nsources: {code: 'https://github.com/pots/five'}\n", encoding="utf-8"
    )
    assert submit(project, NEW, "--reply", str(reply)).return_value == 0
    assert "**Other sources**: the record `five` has an address of these too" in reply.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("Something else, or the whole record", "Thank you. A maintainer will read this."),
        ("Volumes", "there is no field 'Volumes' — did you mean `Volume`?"),
    ],
)
def test_a_field_that_is_none_is_left_to_a_maintainer_or_asked_for(project, tmp_path, field, words):
    reply = tmp_path / "reply.md"
    assert submit(project, CORRECTION | {"Field": field}, "--reply", str(reply)).return_value == 1
    assert words in reply.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "answer", ["Boiler", "BOILER", "https://kettles.example.org/all/kettles/boiler/?a=b#volume", "boiler/index.html"]
)
def test_the_record_of_a_correction_is_found_by_name_and_by_address(project, answer):
    assert submit(project, CORRECTION | {"Record": answer}).return_value == 0


@pytest.mark.parametrize(
    "answer", ["https://github.com/steam/boiler", "https://example.org/boiler", "steam/boiler", "Boiler 2", "boiler+"]
)
def test_something_else_with_the_slug_of_a_record_in_it_is_not_that_record(project, answer):
    result = submit(project, CORRECTION | {"Record": answer})
    assert result.return_value == 1
    assert "there is no record" in result.stderr


def test_a_name_that_two_records_have_is_neither(project):
    for slug, name in (("whistler", "BOIL_ER"), ("boiler", "boil-er")):
        text = record(project, slug).read_text(encoding="utf-8")
        record(project, slug).write_text(re.sub("(?m)^name: .*$", f"name: {name}", text), encoding="utf-8")
    result = submit(project, CORRECTION | {"Record": "Boil er"})
    assert "several records are called 'Boil er' (did you mean `boiler` or `whistler`?" in result.stderr


def test_the_nearest_record_is_named(project):
    assert "did you mean `whistler`?" in submit(project, CORRECTION | {"Record": "Wistler"}).stderr


def test_a_record_that_cannot_be_read_is_not_corrected(project):
    record(project, "boiler").write_text("slug: boiler\nname: [", encoding="utf-8")
    assert "the record cannot be read at the moment" in submit(project, CORRECTION).stderr


def test_the_answer_lists_what_a_correction_changes(project, tmp_path):
    submit(project, CORRECTION, "--reply", str(tmp_path / "reply.md"))
    change = "Volume: `1.2K litres` → `1.8 litres` (source changed, place added, rival claim added)"
    assert change in (tmp_path / "reply.md").read_text(encoding="utf-8")


def test_a_correction_of_the_same_place_replaces_the_claim(project):
    submit(project, CORRECTION | {"Note for readers": "Without foam."})
    submit(project, CORRECTION | {"What it should say": "1.9"})
    text = record(project, "boiler").read_text(encoding="utf-8")
    assert "value: 1.9" in text
    assert "1.8" not in text
    assert "Without foam." in text
    assert text.count("pots.example.org") == 1


def test_what_the_same_source_says_elsewhere_stays_with_its_note(project):
    submit(project, CORRECTION | {"Note for readers": "Without foam."})
    submit(project, CORRECTION | {"What it should say": "1.9", "Where the source says it": "page 3"})
    rivals = "{value: 1.8, source: example, where: page 2, note: Without foam.}\n    - {value: 1.2K, source: survey}"
    assert f"  instead:\n    - {rivals}" in record(project, "boiler").read_text(encoding="utf-8")


def test_a_correction_leaves_the_comments_of_other_fields_where_they_are(project):
    sources = "slug: boiler\nname: Boiler\nsources:\n  box: {title: The box}\n"
    rest = "# about heat\nheat: {value: gas, source: box}\n"
    record(project, "boiler").write_text(
        f"{sources}# about volume\nvolume: {{value: 1.2K, source: box}}\n{rest}", encoding="utf-8"
    )
    assert submit(project, CORRECTION).return_value == 0
    text = record(project, "boiler").read_text(encoding="utf-8")
    assert "# about volume\nvolume:\n  value: 1.8\n" in text
    assert text.endswith(f"- {{value: 1.2K, source: box}}\n{rest}")


@pytest.mark.parametrize(
    "text",
    ["a: &x {b: 1}\nc: *x\n", "a: {b: 1,\nc: 2}\n", "d: 1", "", "# only\n", "a:\n- b\n\n# end\n", "a: |\n  x\n\n  y\n"],
)
def test_an_edit_changes_what_it_says_and_nothing_else(text):
    expected = parse_yaml(text)
    set_at(expected, ["c"], "new")
    assert parse_yaml(edit_text(text, ["c"], "new")) == expected


def test_a_rival_that_a_correction_confirms_becomes_the_value(project):
    submit(project, CORRECTION)
    submit(project, CORRECTION | {"What it should say": "1200", "Where the source says it": "page 3"})
    text = record(project, "boiler").read_text(encoding="utf-8")
    assert "value: 1200" in text
    assert "instead:\n    - {value: 1.8, source: example, where: page 2}" in text
    assert "1.2K" not in text


def test_better_evidence_for_the_same_value_replaces_weaker_evidence_only(project):
    known = "Read in the source itself. (primary)"
    answers = CORRECTION | {"Field": "Heat", "What it should say": "Gas", "How do you know this?": known}
    assert submit(project, answers).return_value == 0
    assert "heat: {value: gas, source: example, where: page 2, verified: primary}" in (
        record(project, "boiler").read_text(encoding="utf-8")
    )
    other = answers | {"Main source": "https://pots.example.org/7", "How do you know this?": ""}
    assert "the record says this already, from its source `example`" in submit(project, other).stderr
    assert "example.org/7" not in record(project, "boiler").read_text(encoding="utf-8")


def test_the_item_of_a_list_is_found_by_its_name(project):
    answers = CORRECTION | {"Field": "Lid weight", "Which of several": "Loose", "What it should say": "75"}
    assert submit(project, answers).return_value == 0
    assert (
        '- name: loose\n    weight: {value: 75, source: example, where: page 2, note: "Earlier, without a source: 70."}'
        in record(project, "boiler").read_text(encoding="utf-8")
    )


def test_the_item_must_be_named_where_there_are_several(project):
    result = submit(project, CORRECTION | {"Field": "Lid weight"})
    assert result.return_value == 1
    assert "the record has several of these" in result.stderr


def test_a_missing_field_is_added_in_its_place(project):
    submit(project, CORRECTION | {"Record": "whistler"})
    lines = record(project, "whistler").read_text(encoding="utf-8").splitlines()
    assert [line.split(":")[0] for line in lines] == ["slug", "name", "sources", "  example", "sold", "volume"]


def test_mistakes_are_answered_with_the_problems_of_the_check_and_nothing_is_written(project, tmp_path):
    reply = tmp_path / "reply.md"
    result = submit(project, NEW | {"Volume": "lots"}, "--reply", str(reply))
    assert result.return_value == 1
    assert "found 'lots' where a number belongs" in result.stderr
    assert "**Volume**: found 'lots' where a number belongs" in reply.read_text(encoding="utf-8")
    assert not record(project, "pot-no-5").exists()


def test_an_existing_record_is_not_added_again(project):
    assert "the record `boiler` already exists" in submit(project, NEW | {"Name": "Boiler"}).stderr
    first = NEW | {"Title": "The same"}
    assert submit(project, first).return_value == 0
    other = {"Name": "Apot", "Main source": "https://pots.example.org/6"}
    assert "Title 'The same' is also in" in submit(project, first | other).stderr


def test_words_of_a_vocabulary_are_found_by_their_names(project):
    assert submit(project, CORRECTION | {"Field": "Maker", "What it should say": "bolt & sons; acme"}).return_value == 0
    assert "makers: {value: [bolt, acme]" in record(project, "boiler").read_text(encoding="utf-8")


def test_unknown_words_are_answered_with_a_guess(project):
    result = submit(project, CORRECTION | {"Field": "Maker", "What it should say": "Acmee"})
    assert "did you mean `acme`?" in result.stderr


class _Page(HTMLParser):
    """The text of a reply as a reader sees it, and the tags that made it."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(MarkdownIt("gfm-like", {"linkify": False}).render(markdown))

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.text += data


def test_a_reply_reads_as_plain_sentences(project, tmp_path):
    reply = tmp_path / "reply.md"
    hostile = "<img src=x> @somebody #1 [a](http://evil.example) `code` www.evil.example"
    submit(project, CORRECTION | {"Field": "Maker", "What it should say": hostile}, "--reply", str(reply))
    prose = _Page(reply.read_text(encoding="utf-8").partition("<details>")[0])
    assert "Maker: found '<img src=x> @" in prose.text
    assert "Is a word missing from a list of the catalogue?" in prose.text
    assert prose.tags == {"p", "ul", "li", "strong", "code"}
    submit(project, NEW | {"Name": "Boiler"}, "--reply", str(reply))
    assert "Name: the record boiler already exists" in _Page(reply.read_text(encoding="utf-8")).text
    submit(project, CORRECTION | {"Record": "boiler_"}, "--reply", str(reply))
    assert "\\" not in reply.read_text(encoding="utf-8").replace("\\_", "_")


def test_a_reply_never_promises_a_pull_request_and_fits_into_a_comment(project, tmp_path):
    reply = tmp_path / "reply.md"
    words = "; ".join(f"{'word' * 12}{number}" for number in range(100))
    submit(project, NEW | {"Maker": words, "Title": "x" * 9000}, "--reply", str(reply))
    assert "… and " in reply.read_text(encoding="utf-8")
    assert len(reply.read_text(encoding="utf-8")) < 60_000
    submit(project, NEW, "--reply", str(reply))
    assert "pull request" not in reply.read_text(encoding="utf-8")


def test_a_survey_with_errors_gets_a_reply_too(project, tmp_path):
    project.settings.write_text("title: [", encoding="utf-8")
    result = submit(project, NEW, "--reply", str(tmp_path / "reply.md"))
    assert result.return_value == 1
    assert "A maintainer has to mend it" in (tmp_path / "reply.md").read_text(encoding="utf-8")


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
    assert "this heading stands in the text twice" in [problem.message for problem in proposal.problems]


def test_a_heading_inside_an_answer_is_not_dropped_without_a_word(project):
    problems = propose_record(open_survey(project), body(CORRECTION | {"Note for readers": "x\n### More\ny"})).problems
    assert "'More' is no question of the form" in [problem.message for problem in problems]
    remark = propose_record(open_survey(project), body(CORRECTION | {"Anything else": "x\n### More\ny"}))
    assert not [problem for problem in remark.problems if problem.severity == "warning"]


def test_line_ends_of_windows_make_no_difference(project):
    text = body(NEW).replace("\n", "\r\n")
    assert propose_record(open_survey(project), text) == propose_record(open_survey(project), body(NEW))


@example({"Sold since": "00"})
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
        problems = Tree(proposal.path, proposal.text.encode()).problems
        assert {problem.message.partition(":")[0] for problem in problems if problem.severity == "error"} == set()
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


@pytest.mark.parametrize(
    "text",
    [
        "SLAM-ASR (v1.5), 3:1",
        "- x",
        "12. x",
        "www.a.io",
        "http://a.io",
        ":smile:",
        "<b> &amp; *x* _y_ `z` [a](b) a|b \\",
    ],
)
def test_escaped_text_reads_as_it_was_written(text):
    page = _Page(escape_markdown(text))
    assert (page.text.strip(), page.tags) == (text, {"p"})


def test_plain_words_stay_as_they_are():
    text = "SLAM-ASR (v1.5), data/x.yml: found 'a' (12.5 %)"
    assert escape_markdown(text) == text
