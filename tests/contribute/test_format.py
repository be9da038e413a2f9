"""`catalog fmt` sorts keys and applies the style, keeps comments and values, and changes nothing in a second run."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from catalog.cli.fmt import command
from catalog.contribute.template import record_template
from catalog.format import format_yaml
from catalog.format.comments import comments as comments_of
from catalog.format.edit import dump_yaml, parse_yaml, set_at
from catalog.format.fix import fix_yaml
from catalog.format.flow import dump_flow
from catalog.format.loss import find_loss
from catalog.load.records import open_survey
from catalog.load.tree import InvalidYaml, Tree
from catalog.model.node import Node
from catalog.paths import Project
from catalog.settings import SurveySettings
from catalog.surveys.asr.record import EncoderEntry, System

ROOT = Path(__file__).parents[2]
RECORD = Node.of(System)


def fmt(text: str, at=RECORD) -> str:
    result = format_yaml(Path("data/systems/a.yml"), text.encode(), at)
    assert result.problem is None, result.problem
    return result.text


def test_keys_are_sorted_into_the_order_of_the_model():
    assert fmt("name: A\nhours: {audio: 5}\nslug: a\n") == "slug: a\nname: A\nhours:\n  audio: 5\n"


def test_evidence_follows_its_value_in_a_fixed_order():
    text = "slug: a\nmethod: {note: n, verified: primary, where: p. 1, source: paper, value: A}\n"
    assert fmt(text) == "slug: a\nmethod: {value: A, source: paper, where: p. 1, verified: primary, note: n}\n"


def test_a_measurement_starts_with_its_conditions():
    text = "results:\n  - {value: 1.9, source: paper, metric: WER, as_of: 2024-02, test_set: librispeech}\n"
    assert fmt(text).endswith("- {test_set: librispeech, metric: WER, value: 1.9, as_of: 2024-02, source: paper}\n")


def test_unknown_keys_are_kept_and_come_last():
    assert fmt("titel: x\nname: A\nslug: a\n") == "slug: a\nname: A\ntitel: x\n"


def test_comments_move_with_the_key_below_them_and_those_at_the_start_of_the_file_stay():
    text = (
        "# yaml-language-server: $schema=../system.schema.json\n# head\n\nname: A  # what it is called\n"
        "# the address\nslug: a\nencoders:\n  - variant: big\n    # which\n    name: whisper\n"
    )
    assert fmt(text) == (
        "# yaml-language-server: $schema=../system.schema.json\n# head\n\n# the address\nslug: a\n"
        "name: A  # what it is called\nencoders:\n    # which\n  - name: whisper\n    variant: big\n"
    )


def test_a_comment_inside_a_part_stays_inside_it():
    text = "hours:\n  audio: 5\n  asr: 1\n  # of these, half are noisy\nslug: a\n"
    assert fmt(text) == "slug: a\nhours:\n  asr: 1\n  audio: 5\n  # of these, half are noisy\n"


def test_manual_line_breaks_are_kept():
    text = "slug: a\nmethod:\n  value: A\n  source: paper\nremark: >-\n  one\n  two\n"
    assert fmt(text.replace("slug: a\n", "") + "slug: a\n").count("\n") == text.count("\n")
    assert fmt(text).startswith("slug: a\nremark: >-\n  one\n  two\nmethod:\n  value: A\n  source: paper\n")


def test_text_on_several_lines_stays_on_several_lines_when_the_style_is_applied():
    assert fmt("slug:  a\nremark: one\n   two\n   three\n") == "slug: a\nremark: >-\n  one\n  two\n  three\n"


def test_braces_with_line_breaks_become_a_line_for_every_key():
    assert fmt("slug: a\nmethod: {value: A,\n  source: paper}\n") == "slug: a\nmethod:\n  value: A\n  source: paper\n"


def test_keys_in_braces_with_a_comment_are_sorted_once_they_are_on_lines_of_their_own():
    assert fmt("slug: a\nhours: {\n  audio: 5,\n  asr: 1 # c\n  }\n") == "slug: a\nhours:\n  asr: 1 # c\n  audio: 5\n"


def test_parts_and_contested_facts_are_blocks_and_facts_one_line():
    text = "slug: a\nhours: {asr: {value: 5, instead: [{value: 4, source: survey}]}, audio: {value: 9, source: x}}\n"
    assert fmt(text) == (
        "slug: a\nhours:\n  asr:\n    value: 5\n    instead:\n      - {value: 4, source: survey}\n"
        "  audio: {value: 9, source: x}\n"
    )


def test_a_comment_behind_braces_that_become_lines_moves_above_them():
    text = "slug: a\nvariants:\n  - {name: '1', hours: {asr: 5}}  # the small one\nhours: {asr: 5} # all\n"
    assert fmt(text) == (
        "slug: a\n# all\nhours:\n  asr: 5\nvariants:\n  # the small one\n  - name: '1'\n    hours:\n      asr: 5\n"
    )


def test_indents_spaces_and_line_ends_are_made_regular():
    text = "slug:   a\r\nencoders:\r\n- name: [ 'x',\"y\" ]\r\n\r\n\r\n\r\n- {name:  z}   \r\n\r\n"
    assert fmt(text) == "slug: a\nencoders:\n  - name: ['x', \"y\"]\n\n  - name: z\n"


@pytest.mark.parametrize("number", ["1.10", "0.0", "+5", "960", "7.7M+", "~40M", "2024-02-13", "12345678901234567"])
def test_no_number_is_rewritten(number):
    assert fmt(f"name:  A\nparameters: {number}\nslug: a\n") == f"slug: a\nname: A\nparameters: {number}\n"


def test_braces_with_comments_become_lines_and_every_comment_stays_at_its_value():
    text = (
        "slug: a\nmethod: { # how\n  source: paper, # one\n  # above\n  value: A\n\n  # last\n  } # behind\n"
        "encoders: [ # none yet\n ]\nname: A\n"
    )
    assert fmt(text) == (
        "slug: a\nname: A\n# behind\nmethod: # how\n  # above\n  value: A\n  source: paper # one\n\n  # last\n"
        "encoders: [] # none yet\n"
    )


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        ("slug:  a\n#   ## x\n", "slug: a\n#   ## x\n"),
        ("slug: a   # one    # two\n", "slug: a  # one    # two\n"),
        ("slug: a\n# a table:   # of hours\nname:  A\n", "slug: a\n# a table:   # of hours\nname: A\n"),
        ("slug: # one\n  a\nname:\n  # two\n  A\n", "slug: a # one\n# two\nname: A\n"),
        ("slug: a\nremark: one\n  two   # behind\n", "slug: a\n# behind\nremark: >-\n  one\n  two\n"),
        ("slug: a\nremark: |2 # how\n     one\n    two\n", "slug: a\nremark: |2 # how\n     one\n    two\n"),
    ],
)
def test_a_comment_is_one_comment_wherever_it_stands(text, formatted):
    assert fmt(text) == formatted
    assert fmt(formatted) == formatted


def test_a_comment_gets_the_indent_of_the_part_that_it_is_in():
    text = "slug: a\nhours:\n  asr: 5\n        # n\n   # m\n  audio: 9\n     # end\n # next\nresults: []\n"
    assert fmt(text) == ("slug: a\nhours:\n  asr: 5\n  # n\n  # m\n  audio: 9\n  # end\n# next\nresults: []\n")


def test_lines_that_were_made_comments_at_the_start_of_the_line_stay_there():
    text = "slug: a\nencoders:\n#   - name: b\n  - name: c\n"
    assert fmt(text) == text


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
def test_empty_lines_that_belong_to_a_text_stay_wherever_it_is_moved(end):
    for text in (f"slug: a\nremark: |+\n  one{end}", f"remark: |+\n  one\n{end}\n\nname: A\n\nslug: a\n"):
        data = Tree(Path("a.yml"), text.encode()).data
        assert Tree(Path("a.yml"), fmt(text).encode()).data == data
        assert fmt(fmt(text)) == fmt(text)


def test_a_text_without_a_line_end_gets_none():
    assert fmt("slug: a\nremark: |\n  one") == "slug: a\nremark: |-\n  one\n"


def test_what_would_be_lost_is_named_with_its_place():
    before = Tree(Path("a.yml"), b"slug: a\nname: A  # one\nhours: {asr: 5}\n")
    comment = find_loss(before, Tree(Path("a.yml"), b"slug: a\nname: A\nhours: {asr: 5}\n"))
    assert (comment.line, comment.column, comment.message) == (2, 10, "formatting would lose this comment")
    value = find_loss(before, Tree(Path("a.yml"), b"slug: a\nname: A  # one\nhours: {asr: '5'}\n"))
    assert (value.line, value.column, value.field) == (3, 14, "hours.asr")


@pytest.mark.parametrize("text", ["slug: [a\n", "slug: a\nslug: b\n", "slug: no\n", ""])
def test_a_file_with_an_error_is_not_changed_and_the_error_reported(text):
    result = format_yaml(Path("a.yml"), text.encode(), RECORD)
    assert result.text == text
    assert result.problem.message


def test_the_entries_of_a_vocabulary_keep_their_order():
    text = "# words\nzeta: {meaning: m, name: Z}\nalpha: {name: A, meaning: m}\n"
    assert fmt(text, Node.of_vocabulary(EncoderEntry)) == text.replace("{meaning: m, name: Z}", "{name: Z, meaning: m}")


def test_the_settings_are_formatted_by_their_own_model():
    text = "one: x\ntitle: T\ncharts:\n  - {x: a, lane: b, title: T, kind: timeline}\n"
    assert (
        fmt(text, Node.of(SurveySettings))
        == "title: T\none: x\ncharts:\n  - {kind: timeline, title: T, x: a, lane: b}\n"
    )


@cache
def real_data() -> tuple:
    files = sorted((ROOT / "data" / "systems").glob("*.yml"), key=lambda file: file.stat().st_size)
    return tuple(Tree(file, file.read_bytes()).data for file in files[:6])


class RandomWriter:
    """Writes a record in random order, indentation and style, with comments anywhere."""

    PLAIN = re.compile(r"(?!(?:true|false|null|yes|no|on|off)$)[A-Za-z][A-Za-z0-9 ./()-]*[A-Za-z0-9]", re.IGNORECASE)

    def __init__(self, random):
        self.random = random

    def scalar(self, value) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        if self.PLAIN.fullmatch(value):
            return value
        quoted = json.dumps(value, ensure_ascii=False)
        return quoted if self.random.random() < 0.7 else "'" + value.replace("'", "''") + "'"

    def pairs(self, value) -> list:
        items = list(value.items())
        self.random.shuffle(items)
        return items

    def flow(self, value) -> str:
        gap = self.random.choice(["", "", " "])
        between = f",{gap or ' '}"
        if isinstance(value, dict):
            return "{" + gap + between.join(f"{key}: {self.flow(item)}" for key, item in self.pairs(value)) + gap + "}"
        if isinstance(value, list):
            return "[" + gap + between.join(map(self.flow, value)) + gap + "]"
        return self.scalar(value)

    def comment(self, column: int) -> list[str]:
        if self.random.random() > 0.1:
            return []
        return self.random.choice(
            [[""], ["", ""], *([" " * column + word] for word in ("# a", "# b: [x] {", "#'c", "# "))]
        )

    def lines(self, value, column: int) -> list[str]:
        lines, step = [], self.random.choice([2, 2, 3, 4])
        for key, item in self.pairs(value) if isinstance(value, dict) else [(None, item) for item in value]:
            lines += self.comment(column)
            lead = " " * column + ("-" if key is None else f"{key}:")
            if isinstance(item, (dict, list)) and item and self.random.random() < 0.5:
                below = self.lines(item, column + step)
                can_join = key is None and below[0].strip() and not below[0].lstrip().startswith("#")
                lines += [lead + below[0][column + 1 :], *below[1:]] if can_join else [lead, *below]
            else:
                lines.append(f"{lead} {self.flow(item)}" + self.random.choice(["", "", "", "  ", "  # d"]))
        return lines


@st.composite
def written(draw):
    data = draw(st.sampled_from(real_data()))
    random = draw(st.randoms(use_true_random=False))
    head = draw(st.sampled_from([[], ["# yaml-language-server: $schema=../system.schema.json"]]))
    return "\n".join([*head, *RandomWriter(random).lines(data, 0)]) + "\n"


def comments(text: str) -> list[str]:
    return sorted(re.findall("(?:# a|# b: |#'c|# d)", text))


BOUNDED = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole record takes minutes
)


@settings(parent=BOUNDED)
@given(written())
def test_any_order_and_style_is_formatted_in_one_run_without_loss(text):
    name = Path("data/systems/a.yml")
    before = Tree(name, text.encode())
    result = format_yaml(name, text.encode(), RECORD)
    assert result.problem is None
    after = Tree(name, result.text.encode())
    assert json.dumps(after.data, sort_keys=True) == json.dumps(before.data, sort_keys=True)
    assert comments(result.text) == comments(text)
    assert fmt(result.text) == result.text


@given(st.text(alphabet="ab:-?[]{},&*!|>'\"%@`#~=<. 019+é汉\t/\\()\n", max_size=8))
def test_any_text_that_is_set_is_read_back_as_the_same_text(text):
    content = parse_yaml("slug: a\n")
    set_at(content, ["remark"], text)
    set_at(content, ["method"], {"value": text, "instead": [text]})
    tree = Tree(Path("a.yml"), dump_yaml(content).encode())
    assert (tree.data, tree.problems) == (
        {"slug": "a", "remark": text, "method": {"value": text, "instead": [text]}},
        [],
    )


LINES = [
    *("", "", "# a: [x] {", "  # b", "     #'c", "## d", "#   - name: e  # f", "\t# g"),
    *(
        "remark: |+\n  one\n\n\n",
        "remark: one\n   two   # h",
        'remark: "i\n\n    j"  # k',
        "remark: |2 # l\n    m\n   n\n",
    ),
    "hours:\n     asr: 5\n        # o\n     # p\n     audio: 10",
    "results: # q\n- # r\n  value: 1\n\n- {metric: x, # s\n value: 2}",
    "encoders: [ # t\n {name: u, # v\n # w\n variant: x}, # y\n\n {name: z}\n # a\n ] # b",
]
"""What a person may write between two lines of a template."""
EDITS = [
    (": ", ":  "),
    (", ", " , "),
    (", ", ", # in\n    "),
    (", ", ",\n  # own\n\n   "),
    ("{", "{ # c\n   "),
    ("}", "\n  } # d"),
    ('"', "'"),
    ("# ", ""),
    ("#   ", ""),
]
"""What a person may change in one, first occurrence."""


@cache
def template() -> str:
    known = {"slug": "a", "name": "A", "sources": {"paper": {"url": "https://a.org/x", "title": "t"}}}
    title = {"value": "Loom: x", "source": "paper", "where": "abstract page", "verified": "primary"}
    authors = {"value": ["A B", "C D"], "source": "paper", "where": "p. 1"}
    return record_template(open_survey(Project(ROOT)), known | {"paper.title": title, "paper.authors": authors})


@st.composite
def touched(draw):
    """A template of `catalog new` that a person has edited."""
    lines = template().split("\n")
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["edit", "edit", "add", "behind"]))
        if kind == "edit":
            lines[at] = lines[at].replace(*draw(st.sampled_from(EDITS)), 1)
        elif kind == "add":
            lines.insert(at, draw(st.sampled_from(LINES)))
        else:
            lines[at] += draw(st.sampled_from(["   # one", "  # one  # two", " # x", "   "]))
    return draw(st.sampled_from(["\n", "\n", "\r\n"])).join(lines)


@settings(parent=BOUNDED)
@given(touched())
def test_a_template_that_a_person_has_touched_is_never_refused(text):
    try:
        before = Tree(Path("a.yml"), text.encode())
    except InvalidYaml:
        return
    assume(not before.problems)
    result = fmt(text)
    after = Tree(Path("a.yml"), result.encode())
    assert json.dumps(after.data, sort_keys=True) == json.dumps(before.data, sort_keys=True)
    assert sorted(item.text for item in comments_of(after)) == sorted(item.text for item in comments_of(before))
    assert fmt(result) == result


DAMAGE = [*"\n\t{}[]\"'|?%@,-&*!", ": ", "# x", "  ", "\r\n", "---\n", "...\n", ">-\n  a\n", "? ", "a: b\n", "\u2028"]


@st.composite
def damaged(draw):
    """The first lines of a record with a few insertions and deletions."""
    text = "\n".join(
        RandomWriter(draw(st.randoms(use_true_random=False))).lines(draw(st.sampled_from(real_data())), 0)[:40]
    )
    for _ in range(draw(st.integers(1, 5))):
        at, lost = draw(st.integers(0, len(text))), draw(st.integers(0, 6))
        text = text[:at] + draw(st.sampled_from(DAMAGE)) + text[at + lost :]
    return text


@settings(parent=BOUNDED)
@given(damaged())
def test_damaged_files_raise_nothing_and_those_that_can_be_read_are_formatted_in_one_run(text):
    result = format_yaml(Path("a.yml"), text.encode(), RECORD)
    fix_yaml(Path("a.yml"), text.encode(), RECORD, {})
    if result.problem is None:
        assert fmt(result.text) == result.text


@pytest.fixture
def survey(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("*.json", "systems"))
    (tmp_path / "data" / "systems").mkdir()
    (tmp_path / "data" / "systems" / "a.yml").write_text("name: A\nslug: a\n", encoding="utf-8")
    return tmp_path


def run(*arguments: object):
    return CliRunner().invoke(command, [str(argument) for argument in arguments], standalone_mode=False)


def test_check_prints_a_difference_that_git_apply_takes_and_does_not_write(survey):
    file = survey / "data" / "systems" / "a.yml"
    file.write_text("name: A\nslug: a", encoding="utf-8")
    result = run("--check", "--survey", survey, file)
    assert result.return_value == 1
    assert result.stdout == (
        "--- a/data/systems/a.yml\n+++ b/data/systems/a.yml\n@@ -1,2 +1,2 @@\n"
        "+slug: a\n name: A\n-slug: a\n\\ No newline at end of file\n"
    )
    assert result.stderr == "1 file would change; run `catalog fmt`.\n"
    assert file.read_text(encoding="utf-8") == "name: A\nslug: a"


def test_annotations_hold_the_formatted_lines_of_each_place(survey):
    file = survey / "data" / "systems" / "a.yml"
    lines = ["slug:  a", *(f"# {number}" for number in range(9)), "name:  100% A", "scope: main"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = run("--check", "--format", "github", "--survey", survey, file)
    place = "::error file=data/systems/a.yml"
    assert result.stdout.splitlines() == [
        f"{place},line=1,col=1::not formatted; write lines 1 to 2 as follows:%0Aslug: a%0A# 0",
        f"{place},line=10,col=1::not formatted; write lines 10 to 12 as follows:%0A# 8%0Aname: 100%25 A%0Ascope: main",
    ]


def test_a_checkout_with_the_line_ends_of_windows_is_formatted(survey):
    for file in survey.rglob("*.yml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    (survey / "data" / "systems" / "a.yml").write_bytes(b"slug: a\r\nname: A\r\n")
    result = run("--check", "--survey", survey)
    assert (result.return_value, result.stdout) == (0, "")


def test_order_alone_does_not_touch_the_line_ends():
    text = "slug: a\r\nname: A\r\n"
    assert format_yaml(Path("a.yml"), text.encode(), RECORD, style=False).text == text
    assert fix_yaml(Path("a.yml"), text.encode(), RECORD, {}) == (text, [])


@pytest.mark.unix
def test_a_file_keeps_its_permissions_and_a_link_leads_where_it_led(survey):
    file, target = survey / "data" / "systems" / "a.yml", survey / "data" / ".kept" / "a.yml"
    target.parent.mkdir()
    file.rename(target)
    target.chmod(0o640)
    file.symlink_to(target)
    assert run("--survey", survey, file).return_value == 0
    assert (file.is_symlink(), target.read_text(encoding="utf-8")) == (True, "slug: a\nname: A\n")
    assert target.stat().st_mode & 0o777 == 0o640


def test_the_command_changes_a_file_once(survey):
    file = survey / "data" / "systems" / "a.yml"
    assert run("--survey", survey, file).return_value == 0
    assert file.read_text(encoding="utf-8") == "slug: a\nname: A\n"
    again = run("--check", "--survey", survey, file)
    assert (again.return_value, again.stdout) == (0, "")


def test_a_file_that_cannot_be_read_is_reported_and_the_others_are_formatted(survey):
    (survey / "data" / "systems" / "b.yml").write_text("name: [A\n", encoding="utf-8")
    (survey / "data" / "systems" / "c.yml").write_bytes(b"#" * 1_100_000)
    result = run("--survey", survey)
    assert (result.return_value, result.stdout) == (1, "data/systems/a.yml\n")
    assert re.search(r"data/systems/b.yml:\d+:\d+: error: .* not closed", result.stderr)
    assert "data/systems/c.yml: error: the file is 1.1 MB; the limit is 1 MB" in result.stderr
    assert "Everything is formatted" not in result.stderr + run("--check", "--survey", survey).stderr


def test_a_folder_stands_for_its_files(survey):
    assert run("--survey", survey, survey / "data" / "systems").stdout == "data/systems/a.yml\n"


def test_a_file_outside_the_survey_is_refused(survey):
    other = survey / "other.yml"
    other.write_text("a: 1\n", encoding="utf-8")
    assert "is not a record" in str(run("--survey", survey, other).exception)


@given(st.one_of(st.text(max_size=12), st.text("a?:,-#{}[] !&*\"'%@`|>~=1.", max_size=8)))
@example("is it?")
@example("=")
def test_text_on_one_line_reads_the_same_with_both_loaders_of_pyyaml(text):
    if any(not character.isprintable() for character in text):
        return
    line = dump_flow({"text": text})
    assert yaml.load(line, yaml.SafeLoader) == yaml.load(line, yaml.CSafeLoader) == {"text": text}
