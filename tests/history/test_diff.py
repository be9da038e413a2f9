"""What a contributor and a reviewer are told about a change of the data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from catalog.cli.diff import command
from catalog.errors import DataError
from catalog.history.diff import compare_snapshots, diff_json, diff_markdown, diff_text, snapshot
from catalog.history.git import NotARepository, UnknownRevision
from catalog.paths import Project
from tests.history.survey import BOILER, MAKERS, change, commit, git, make_survey, record


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_survey(tmp_path / "survey")
    commit(made)
    return made


def told(project: Project, base: str = "HEAD", head: str | None = None) -> list[str]:
    return diff_text(compare_snapshots(snapshot(project, base), snapshot(project, head))).splitlines()


def test_unchanged_data_is_said_to_be_unchanged(project):
    assert told(project) == ["No changes in the data between HEAD and the working tree."]


def test_a_checkout_with_the_line_ends_of_windows_is_unchanged(project):
    (project.data / "notes.md").write_bytes(b"# Notes\n")
    commit(project)
    for file in filter(Path.is_file, project.data.rglob("*")):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert told(project) == ["No changes in the data between HEAD and the working tree."]


def test_a_value_is_told_before_and_after_with_its_new_source(project):
    change(
        record(project, "boiler"),
        ("volume: {value: 1.2K, source: survey}", "volume: {value: 1960, source: box, where: front}"),
    )
    assert told(project)[1:] == ["Boiler: Volume: 1.2K litres → 1.96K litres (source changed, place added)"]


def test_new_records_say_how_well_they_are_founded(project):
    text = "slug: pot\nname: Pot\nsources: {box: {title: Box}}\nsold: 2002\n"
    text += "volume: {value: 1, source: box, where: top, verified: primary}\n"
    record(project, "pot").write_text(text, encoding="utf-8")
    assert told(project) == [
        "1 new kettle",
        "new: Pot (2 facts, 1 from the source itself, 1 without a source)",
    ]


def test_removed_records_are_named(project):
    record(project, "whistler").unlink()
    assert told(project)[1:] == ["removed: Whistler"]


def test_a_renamed_record_is_one_record_not_two(project):
    record(project, "whistler").unlink()
    record(project, "piper").write_text(
        "slug: piper\nname: Whistler\nformerly: [whistler]\nsold: 2001-05\n", encoding="utf-8"
    )
    assert told(project)[1:] == ["renamed: Whistler, whistler → piper:", "  Sold since: 2001 → 2001-05"]


def test_the_three_blanks_are_told_apart(project):
    change(record(project, "whistler"), ("sold: 2001", "volume: not reported\nheat: not applicable"))
    assert told(project)[1:] == [
        "Whistler:",
        "  Sold since: 2001 → not checked",
        "  Volume: not checked → not reported",
        "  Heat: not checked → not applicable",
    ]


def test_better_evidence_is_counted_and_named(project):
    change(
        record(project, "boiler"),
        ("where: back, verified: secondary", "where: back, verified: primary"),
        ("volume: {value: 1.2K, source: survey}", "volume: {value: 1.2K, source: survey, certain: false}"),
    )
    assert told(project)[1:] == [
        "Boiler: evidence: 1 fact now uncertain (Volume); 1 fact raised to primary (Heat)",
    ]


def test_rival_claims_are_told(project):
    change(record(project, "boiler"), ("source: survey}", "source: survey, instead: [{value: 3}]}"))
    assert told(project)[1:] == ["Boiler: evidence: 1 rival claim added (Volume)"]


def test_items_of_a_list_are_matched_by_name_wherever_they_stand(project):
    change(
        record(project, "boiler"),
        ("  - {name: hinged, weight: 80}\n", ""),
        ("  - {name: loose, weight: 70}\n", "  - {name: flat}\n  - {name: loose, weight: 75}\n"),
        ("  - {name: flat}\n", "  - {name: flat}\n  - {name: hinged, weight: 80}\n"),
    )
    assert told(project)[1:] == ["Boiler:", "  Lids: added flat", "  Lid weight of loose: 70 g → 75 g"]


def test_the_only_item_that_changed_its_name_is_one_change(project):
    change(record(project, "boiler"), ("name: loose", "name: screwed"))
    assert told(project)[1:] == ["Boiler: Lid: loose → screwed"]


def test_a_new_order_of_items_is_told(project):
    first, second = "  - {name: hinged, weight: 80}\n", "  - {name: loose, weight: 70}\n"
    change(record(project, "boiler"), (first + second, second + first))
    assert told(project)[1:] == ["Boiler: Lids: order changed"]


def test_measurements_are_matched_by_what_was_measured(project):
    change(
        record(project, "boiler"),
        ("  - {water: 1 litre, value: 200}\n", "  - {water: 3 litres, value: 600}\n"),
        ("value: 400}", "value: 390, variant: steel}\n  - {water: 1 litre, value: 210}"),
    )
    assert told(project)[1:] == [
        "Boiler:",
        "  Boiling times: added 3 litres cold: 600, 2 litres cold (steel): 390; removed 2 litres cold",
        "  1 litre cold: 200 → 210",
    ]


def test_lists_of_words_say_what_came_and_went(project):
    change(record(project, "boiler"), ("makers: [acme]", "makers: [bolt]"))
    assert told(project)[1:] == ["Boiler: Maker: added Bolt & Sons; removed Acme"]


def test_long_texts_are_shortened_to_where_they_differ(project):
    start = "word " * 60
    change(record(project, "whistler"), ("sold: 2001", f"remark: {start}old end"))
    commit(project)
    change(record(project, "whistler"), ("old end", "new end"))
    assert told(project)[1:] == ["Whistler: remark: …word word old end → …word word new end"]


def test_vocabularies_and_settings_are_told_in_a_line_each(project):
    (project.data / "makers.yml").write_text(
        MAKERS.replace("Makes bolts.", "Makes nuts.") + "zed: {name: Zed, meaning: Z.}\n", encoding="utf-8"
    )
    change(project.settings, ("title: Kettles", "title: Pots"), ("[sold, volume]", "[sold, heat]"))
    (project.data / "notes.md").write_text("x", encoding="utf-8")
    (project.data / "kettle.schema.json").write_text("{}", encoding="utf-8")
    assert told(project) == [
        "3 other files changed",
        "Maker: added Zed (zed)",
        "Maker: bolt, meaning: Makes bolts. → Makes nuts.",
        "notes.md: file added",
        "settings: title: Kettles → Pots",
        "settings: columns: added heat; removed volume",
    ]


def test_a_broken_record_is_named_and_hides_nothing(project):
    change(record(project, "boiler"), ("volume:", "volumme:"))
    change(record(project, "whistler"), ("2001", "2002"))
    assert told(project) == [
        "1 changed kettle; 1 not compared",
        "Whistler: Sold since: 2001 → 2002",
        "not compared: data/kettles/boiler.yml:5:1: volumme: unknown key `volumme` [the working tree]",
    ]


def test_a_record_that_was_broken_before_is_not_called_new(project):
    change(record(project, "boiler"), ("volume:", "volumme:"))
    commit(project)
    record(project, "boiler").write_text(BOILER, encoding="utf-8")
    assert told(project)[0] == "1 not compared"


def test_broken_settings_on_one_side_are_read_from_the_other(project):
    project.settings.write_text("title: [", encoding="utf-8")
    change(record(project, "whistler"), ("2001", "2002"))
    assert "Whistler: Sold since: 2001 → 2002" in told(project)


def test_broken_settings_on_both_sides_are_explained(project):
    project.settings.write_text("title: [", encoding="utf-8")
    commit(project)
    record(project, "whistler").unlink()
    with pytest.raises(DataError):
        told(project)


def test_two_revisions_and_two_folders_are_compared_alike(project, tmp_path):
    first = git(project.root, "rev-parse", "HEAD").strip()
    change(record(project, "whistler"), ("2001", "2002"))
    commit(project, day=2)
    other = make_survey(tmp_path / "other")
    expected = ["Whistler: Sold since: 2001 → 2002"]
    assert told(project, first, "HEAD")[1:] == expected
    assert told(project, "HEAD~1", "main")[1:] == expected
    assert told(project, str(other.root), str(project.root))[1:] == expected


def test_a_survey_in_a_folder_of_a_larger_repository_is_found(tmp_path):
    inner = make_survey(tmp_path / "repo" / "a b" / "survey")
    commit(Project(tmp_path / "repo"))
    change(record(inner, "whistler"), ("2001", "2002"))
    assert told(inner)[1:] == ["Whistler: Sold since: 2001 → 2002"]


def test_the_work_tree_and_index_are_left_alone(project):
    change(record(project, "whistler"), ("2001", "2002"))
    before = git(project.root, "status", "--porcelain=v2")
    told(project)
    assert git(project.root, "status", "--porcelain=v2") == before


@pytest.mark.unix
def test_links_in_a_folder_are_not_followed(project, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("slug: secret\nname: Secret\n", encoding="utf-8")
    record(project, "secret").symlink_to(secret)
    assert told(project) == ["No changes in the data between HEAD and the working tree."]


@pytest.mark.parametrize("name", ["nope", "--help", "-p", "", "HEAD:data", "a\0b", "HEAD^{tree}"])
def test_an_unknown_revision_is_a_usage_error(project, name):
    with pytest.raises(UnknownRevision):
        snapshot(project, name)


def test_a_folder_that_is_not_a_survey_is_said_to_be_none(project, tmp_path):
    with pytest.raises(UnknownRevision, match="is not a survey's folder"):
        snapshot(project, str(tmp_path))


def test_without_git_there_is_a_sentence(tmp_path):
    made = make_survey(tmp_path / "survey")
    with pytest.raises(NotARepository, match="not in a git repository"):
        snapshot(made, "HEAD")


def test_without_the_program_git_there_is_a_sentence(project, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotARepository, match="not installed"):
        snapshot(project, "HEAD")


def test_the_command_ends_with_status_2_for_an_unknown_revision(project):
    result = CliRunner().invoke(command, ["nope", "--survey", str(project.root)])
    assert result.exit_code == 2
    assert "there is no revision or folder 'nope'" in result.output


HOSTILE = '"@ada #1 <img src=x> `a` [x](http://e.com) www.e.com \\e[31m"'


def test_nothing_from_the_data_comes_alive_in_a_comment(project):
    change(record(project, "whistler"), ("name: Whistler", f"name: {HOSTILE}"))
    text = diff_markdown(compare_snapshots(snapshot(project, "HEAD"), snapshot(project, None)))
    tokens = [token for block in MarkdownIt().parse(text) for token in block.children or ()]
    assert {token.type for token in tokens} <= {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
    shown = "".join(token.content for token in tokens if token.type == "text")
    assert "<img src=x>" in shown
    assert not re.search(r"[@#]\w", shown)
    assert not re.search(r"(?<!\\)(www\.|://)", text.split("`Whistler`")[0])


def test_a_terminal_is_not_obeying_the_data(project):
    change(record(project, "whistler"), ("name: Whistler", f"name: {HOSTILE}"))
    assert "\x1b" not in "".join(told(project))


def test_nothing_in_the_data_begins_a_line_of_its_own(project):
    (project.data / "notes\n::error::pwn.txt").write_text("x", encoding="utf-8")
    change(record(project, "whistler"), ("name: Whistler", 'name: "::error::pwn"\nremark: "x\\n::error::pwn"'))
    text = diff_text(compare_snapshots(snapshot(project, "HEAD"), snapshot(project, None)))
    assert text.count("error::pwn") == 4
    assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []


def test_a_very_long_comment_is_cut_at_a_line(tmp_path):
    project = make_survey(tmp_path / "survey")
    commit(project)
    for index in range(1500):
        record(project, f"k{index}").write_text(f"slug: k{index}\nname: Kettle number {index}\n", encoding="utf-8")
    text = diff_markdown(compare_snapshots(snapshot(project, "HEAD"), snapshot(project, None)))
    assert len(text) < 60_000
    assert "more; `catalog diff` shows them all" in text


def test_json_keeps_whole_texts(project):
    long = "word " * 60
    change(record(project, "whistler"), ("sold: 2001", f"remark: {long}"))
    document = json.loads(diff_json(compare_snapshots(snapshot(project, "HEAD"), snapshot(project, None))))
    assert document["records"][0]["changes"][0]["after"] == long.strip()
