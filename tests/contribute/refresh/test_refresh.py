"""The whole way: services state facts of the real records, the files gain them and lose nothing."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.cli.refresh import command
from catalog.contribute.refresh.markdown import refresh_as_markdown
from catalog.contribute.refresh.plan import Refresh, find_proposals, write_proposals
from catalog.contribute.refresh.proposal import EntryProposal
from catalog.contribute.refresh.report import refresh_as_json, refresh_as_text
from catalog.exports import export_formats
from catalog.format import format_yaml, survey_files
from catalog.load.records import Definition, open_survey
from catalog.paths import Project
from catalog.rules import check, load
from catalog.services.asking.client import ServiceClient
from catalog.surveys.asr.leaderboard_files import FILES
from tests.conftest import ROOT
from tests.contribute.refresh.worlds import world_of
from tests.standins import faults, leaderboard
from tests.standins.server import StandIns, stand_ins
from tests.standins.world import HubEntry, Paper, World

TODAY = date(2026, 11, 28)
TOKENS = {"GITHUB_TOKEN": "right-token", "HF_TOKEN": "right-token"}


def copied(folder: Path, *slugs: str) -> Project:
    """A copy of the survey; with slugs, of these records only."""
    skipped = shutil.ignore_patterns(*(("systems",) if slugs else ()))
    shutil.copytree(ROOT / "data", folder / "data", ignore=skipped)
    for slug in slugs:
        file = folder / "data" / "systems" / f"{slug}.yml"
        file.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "data" / "systems" / file.name, file)
    return Project(folder)


def refreshed(definition: Definition, standing: StandIns, *slugs: str) -> Refresh:
    async def ask() -> Refresh:
        environment = standing.environment | TOKENS
        async with ServiceClient("https://example.org", environment, clock=standing.clock) as client:
            return await find_proposals(definition, client, slugs, TODAY)

    return asyncio.run(ask())


def plant(world: World, definition: Definition) -> str:
    """Facts that no record has, a paper that its record lacks the authors of, and results; the slug of that record."""
    for number, entry in enumerate(world.hub):
        entry.parameters = {"BF16": 7_615_616_512} if number % 5 == 0 else entry.parameters
        entry.licence = "mit" if number % 9 == 0 else entry.licence
    for number, repository in enumerate(world.repositories):
        repository.homepage = f"https://loom{number}.example.org/" if number % 6 == 0 else ""
        repository.licence = "BSD-3-Clause" if number % 10 == 0 else repository.licence
    for number, paper in enumerate(world.papers):
        paper.title += ", Revisited" if number % 8 == 0 else ""
        paper.journal = paper.journal or ("Proc. Looms 2025" if number % 7 == 0 else "")
    blank = next(
        loaded.value
        for loaded in definition.read_all()
        if loaded.value and loaded.value.paper.arxiv.values and not loaded.value.paper.authors.values
    )
    world.paper(str(blank.paper.arxiv.value)).authors = ["Ada Weaver", "Ørjan Spinner"]
    rows = [
        leaderboard.row(
            "Qwen/Qwen3-ASR-1.7B-hf", ["8.00", "9.00", "7.00", "1.50", "3.50", "2.00", "6.00", "5.00"], "5.25"
        ),
        leaderboard.row("nobody/nothing", ["4.00"] * 8, "4.00"),
    ]
    content = leaderboard.english(rows)
    world.hub.append(HubEntry(FILES[0].repository, "datasets", modified="2026-09-10", files={FILES[0].file: content}))
    return blank.slug


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, Refresh, StandIns, str]]:
    """The real survey, refreshed and written."""
    project = copied(tmp_path_factory.mktemp("whole"))
    definition = open_survey(project)
    world = world_of(definition)
    slug = plant(world, definition)
    with stand_ins(world) as standing:
        refresh = refreshed(definition, standing)
        write_proposals(definition, refresh)
        yield project, refresh, standing, slug


def bibtex(project: Project, slug: str) -> str:
    catalog = load(project)
    export = export_formats()["bibtex"]
    return "".join(map(str, export.write(catalog, [record for record in catalog.records if record.slug == slug])))


def test_blanks_are_filled_and_the_survey_stays_valid_and_in_style(
    whole: tuple[Project, Refresh, StandIns, str],
) -> None:
    project, refresh, _, _ = whole
    assert refresh.written > 50
    assert refresh.left == []
    before = {(str(problem.file), problem.message) for problem in check(Project(ROOT))}
    assert {(str(problem.file), problem.message) for problem in check(project)} <= before
    for file, model in survey_files(open_survey(project), {}):
        assert format_yaml(file, file.read_bytes(), model).text == file.read_text(encoding="utf-8"), file


def test_comments_and_lines_stay_but_for_those_that_get_a_rival(whole: tuple[Project, Refresh, StandIns, str]) -> None:
    _, refresh, _, _ = whole
    for record in refresh.records:
        rivals = sum(1 for each in record.proposals if not isinstance(each, EntryProposal) and not each.fill)
        blanks = sum(1 for each in record.proposals if any(claim.note for claim in each.claims))
        lost = Counter(record.before.splitlines()) - Counter(record.after.splitlines())
        assert lost.total() <= rivals + blanks, (record.slug, lost)
        comments = [line for line in record.before.splitlines() if line.lstrip().startswith("#")]
        assert not Counter(comments) - Counter(record.after.splitlines())


def test_run_again_it_proposes_nothing(whole: tuple[Project, Refresh, StandIns, str]) -> None:
    project, _, standing, _ = whole
    again = refreshed(open_survey(project), standing)
    assert [(record.slug, record.proposals) for record in again.records if record.proposals] == []


def test_each_work_is_asked_about_once_and_papers_in_batches(whole: tuple[Project, Refresh, StandIns, str]) -> None:
    _, refresh, standing, _ = whole
    first = standing.asked("arXiv")[: refresh.usage["arXiv"].requests]
    assert len(first) <= 2
    names = [asked.path for asked in standing.asked("GitHub")[: refresh.usage["GitHub"].requests]]
    assert len(names) == len(set(names))
    moments = [asked.moment for asked in standing.requests[: sum(usage.requests for usage in refresh.usage.values())]]
    assert max(moments) - min(moments) < 300


def test_bibtex_gains_authors(whole: tuple[Project, Refresh, StandIns, str]) -> None:
    project, _, _, slug = whole
    assert "author" not in bibtex(Project(ROOT), slug)
    assert "Weaver" in bibtex(project, slug)


def test_results_of_the_leaderboard_are_added_to_their_variant(whole: tuple[Project, Refresh, StandIns, str]) -> None:
    project, _, _, _ = whole
    record = next(record for record in load(project).records if record.slug == "qwen3-asr")
    (mean,) = [result for result in record.results if result.split == "english-short-form-8-monsoon"]
    assert (mean.variant, mean.value.value.number, str(mean.as_of)) == ("1.7B", 5.25, "2026-09-10")
    assert record.sources[mean.value.source].url.endswith("/english_short_latest.csv")
    old = [result for result in record.results if result.split == "english-short-form-8" and result.variant == "1.7B"]
    assert [result.value.value.number for result in old] == [5.76]


def test_reports_tell_the_same_and_are_bounded(whole: tuple[Project, Refresh, StandIns, str]) -> None:
    _, refresh, _, slug = whole
    content = json.loads(refresh_as_json(refresh))
    assert len(content["records"]) == len(refresh.records)
    filled = {each["slug"]: [line["label"] for line in each["filled"]] for each in content["records"]}
    assert "Authors" in filled[slug]
    text, markdown = refresh_as_text(refresh), refresh_as_markdown(refresh)
    assert "Ada Weaver, Ørjan Spinner [primary; abstract page; https://arxiv.org/abs/" in text
    assert len(markdown) < 65_536
    assert markdown.startswith(text.rstrip().splitlines()[-1])


@pytest.fixture
def small(tmp_path: Path) -> Project:
    project = copied(tmp_path, "slam-asr")
    file = project.data / "systems" / "slam-asr.yml"
    lines = [
        line for line in file.read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith("relations")
    ]
    file.write_text("".join(lines), encoding="utf-8")
    return project


@pytest.mark.parametrize(
    "fault",
    [
        faults.portal(),
        faults.huge(),
        faults.cut(),
        faults.bad_gateway(),
        faults.status(200, b"[1]"),
        faults.status(404),
    ],
    ids=["portal", "huge", "cut", "502", "a list", "nothing there"],
)
def test_services_that_answer_something_else_write_nothing_and_cost_a_sentence(
    small: Project, fault: faults.Fault
) -> None:
    definition = open_survey(small)
    with stand_ins(world_of(definition)) as standing:
        for service in ("arXiv", "Crossref", "GitHub", "Hugging Face", "ModelScope"):
            standing.plant(service, "*", fault)
        refresh = refreshed(definition, standing)
    write_proposals(definition, refresh)
    assert (refresh.proposed, refresh.written) == (0, 0)
    assert all("\n" not in reason and len(reason) < 500 for _, reason in refresh.failures)


HOSTILE = '"}\n- [x](javascript:alert(1)) \u202e<script>\x1b[31m{{ 7*7 }} @everyone ::error::'


def test_hostile_texts_are_data_in_files_and_harmless_in_reports(small: Project) -> None:
    definition = open_survey(small)
    world = world_of(definition)
    known = world.papers[0]
    world.papers[0] = replace(known, title=f"{known.title} {HOSTILE}", authors=[HOSTILE, "!!python/object:os.system"])
    for entry in world.hub:
        entry.sha = "../../evil](javascript:alert(1))"
        entry.licence = "other"
        entry.licence_name = HOSTILE
        entry.languages = [HOSTILE]
    with stand_ins(world) as standing:
        refresh = refreshed(definition, standing)
        write_proposals(definition, refresh)
        assert [problem for problem in check(small) if problem.severity == "error"] == []
        assert not any(record.proposals for record in refreshed(open_survey(small), standing).records)
    for text in (refresh_as_text(refresh), refresh_as_json(refresh), refresh_as_markdown(refresh)):
        assert "\x1b" not in text
        assert "\u202e" not in text
    markdown = refresh_as_markdown(refresh)
    assert "<script>" not in markdown.replace("\\<", "")
    assert "](javascript:" not in markdown.replace("\\]", "")
    assert "evil" not in (small.data / "systems" / "slam-asr.yml").read_text(encoding="utf-8")


def test_a_value_that_a_rule_refuses_becomes_a_question_with_its_words(small: Project) -> None:
    definition = open_survey(small)
    text = (
        'slug: twin\nname: Twin\nsources: {paper: {url: "https://arxiv.org/abs/2402.08847", title: Paper}}\n'
        'paper:\n  arxiv: {value: "2402.08847", source: paper, where: abstract page}\n'
    )
    (definition.folder / "twin.yml").write_text(text, encoding="utf-8")
    definition = open_survey(small)
    world = world_of(definition)
    title = world.paper("2402.08846").title
    world.papers = [paper for paper in world.papers if paper.identifier != "2402.08847"]
    world.papers.append(Paper("2402.08847", title=title, submitted="2024-02-14"))
    with stand_ins(world) as standing:
        refresh = refreshed(definition, standing, "twin")
    (record,) = refresh.records
    assert "paper.title" not in {".".join(map(str, each.path)) for each in record.proposals}
    assert any("is not written" in question.text and "slam-asr" in question.text for question in record.questions)


def test_a_file_that_changed_meanwhile_or_cannot_be_read_is_left_and_told(small: Project) -> None:
    broken = small.data / "systems" / "broken.yml"
    broken.write_text("slug: [\n", encoding="utf-8")
    definition = open_survey(small)
    with stand_ins(world_of(definition)) as standing:
        standing.world.papers[0].title = "Weaving with SLAM"
        refresh = refreshed(definition, standing)
    file = small.data / "systems" / "slam-asr.yml"
    changed = file.read_text(encoding="utf-8") + "# meanwhile\n"
    file.write_text(changed, encoding="utf-8")
    write_proposals(definition, refresh)
    assert refresh.proposed > 0
    assert (refresh.written, file.read_text(encoding="utf-8")) == (0, changed)
    assert [path.name for path, _ in refresh.left] == ["broken.yml", "slam-asr.yml"]
    assert "changed while" in refresh_as_text(refresh)


def run(project: Project, environment: dict[str, str], *arguments: str) -> Result:
    options = [*arguments, "--no-cache", "--survey", str(project.root)]
    return CliRunner().invoke(command, options, standalone_mode=False, env=environment)


def test_the_command_tells_writes_and_then_has_nothing_to_tell(small: Project, tmp_path: Path) -> None:
    world = world_of(open_survey(small))
    world.papers[0].title = "Weaving with SLAM"
    with stand_ins(world) as standing:
        environment = standing.environment | TOKENS
        told = run(small, environment, "slam-asr")
        assert told.return_value == 1, told.output
        assert "Says otherwise: Paper title: Weaving with SLAM" in told.stdout
        output = tmp_path / "report.md"
        written = run(small, environment, "--write", "--format", "markdown", "--output", str(output))
        assert written.return_value == 0
        assert "Weaving with SLAM" in output.read_text(encoding="utf-8")
        again = run(small, environment, "--format", "json")
        assert again.return_value == 0
        assert json.loads(again.stdout)["proposed"] == 0


def test_nothing_reached_is_told_and_has_its_own_status(small: Project) -> None:
    names = ("ARXIV", "CROSSREF", "GITHUB", "HUGGING_FACE", "MODELSCOPE")
    environment = {f"CATALOG_{name}": "http://127.0.0.1:9" for name in names} | {"NO_PROXY": "127.0.0.1"}
    before = {file: file.read_bytes() for file in small.data.rglob("*.yml")}
    found = run(small, environment, "--write")
    assert found.return_value == 3
    assert "No service could be reached." in found.stdout
    assert "Nothing was written" in found.stderr
    assert {file: file.read_bytes() for file in small.data.rglob("*.yml")} == before


def test_a_record_that_does_not_exist_is_a_wrong_use(small: Project) -> None:
    found = run(small, {}, "slam-as")
    assert "did you mean `slam-asr`?" in str(found.exception)


def test_the_budget_is_kept_and_what_was_not_asked_is_told(small: Project) -> None:
    with stand_ins(world_of(open_survey(small))) as standing:
        found = run(small, standing.environment, "--budget", "1")
        assert len(standing.requests) <= 1
    assert "GitHub: 1 work was not read: the budget of " in found.stdout
    assert "Nothing new in what could be read." in found.stdout


DECLARED = {
    "survey.yml": (
        "title: Looms\ndescription: Looms, compared.\n"
        "cite: {title: title, authors: people, date: since, arxiv: paper}\n"
        "download: {repository: code, licence: licence}\n"
    ),
    "fields.yml": (
        "title: {label: Title, help: Title.}\npeople: {label: People, many: true, help: People.}\n"
        "since: {label: Since, type: date, help: Day.}\npaper: {label: Paper, type: arxiv, help: Paper.}\n"
        "code: {label: Code, type: link, help: Code.}\nlicence: {label: Licence, type: licence, help: Licence.}\n"
    ),
    "records/loom.yml": (
        'slug: loom\nname: Loom\nsources: {page: "https://loom.example.org/about"}\n'
        'paper: {value: "2411.07777", source: page, where: top}\n'
        'code: {value: "https://github.com/loom-lab/loomasr", source: page, where: top}\n'
    ),
}


def test_a_survey_whose_fields_are_declared_needs_no_settings_for_it(tmp_path: Path) -> None:
    for name, text in DECLARED.items():
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    project = Project(tmp_path)
    with stand_ins() as standing:
        definition = open_survey(project)
        assert definition.problems == ()
        refresh = refreshed(definition, standing)
        write_proposals(definition, refresh)
    assert refresh.written == 1
    (record,) = load(project).records
    assert str(record.title.value) == "LoomASR: Weaving Encoders"
    assert record.people.value == ("Ada Weaver",)
    assert (str(record.since.value), str(record.licence.value)) == ("2024-11-12", "Apache-2.0")
